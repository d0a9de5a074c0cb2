"""What a bot's dialogs do, without what they are understood by."""

from dataclasses import replace

from bot.definition import Definition
from bot.lex.compiling.bots import compile_lex
from bot.lex.definition import LexBot
from bot.stripping import runtime_bot


def compile_dialogs(definition: Definition) -> LexBot:
    """As `compile_lex`, without utterances: `bot.lex.bundle` writes it for who runs dialogs."""
    return compile_lex(replace(definition, bot=runtime_bot(definition.bot)))
