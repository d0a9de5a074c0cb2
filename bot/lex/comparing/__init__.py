"""Two Lex V2 bots compared as a reviewer would tell it."""

from bot.lex.comparing.difference import Change, compare
from bot.lex.comparing.report import report
from bot.lex.comparing.sameness import content_hash, same, settled, tidied

__all__ = ["Change", "compare", "content_hash", "report", "same", "settled", "tidied"]
