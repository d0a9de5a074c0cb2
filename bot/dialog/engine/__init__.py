"""The dialog of a Lex V2 locale, from end to end: (definition, state, input) -> (state, output).

Pure. A turn is a generator that yields a `HookCall` where Lex would invoke the bot's Lambda
function. What Lex does where its guide is silent stands in docs/lex-compatibility.md.
"""

from bot.dialog.engine.definition import DialogDefinition
from bot.dialog.engine.turn import Options, Turn, drive, put_session, take_turn

__all__ = ["DialogDefinition", "Options", "Turn", "drive", "put_session", "take_turn"]
