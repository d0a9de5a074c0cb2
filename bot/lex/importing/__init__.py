"""From a Lex V2 bot to a definition in our language: nothing that it does is lost."""

from bot.lex.importing.bots import (
    bot_from_lex,
    by_contract,
    definition_from_lex,
    left_out,
)

__all__ = ["bot_from_lex", "by_contract", "definition_from_lex", "left_out"]
