"""From a definition to a Lex V2 bot. Pure, and the same to the byte every time."""

from bot.lex.compiling.bots import compile_lex
from bot.lex.compiling.dialogs import compile_dialogs

__all__ = ["compile_dialogs", "compile_lex"]
