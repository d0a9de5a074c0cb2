"""From a definition to a Lex V2 bot. Pure, and the same to the byte every time."""

from bot.lex.compiling.bots import compile_lex

__all__ = ["compile_lex"]
