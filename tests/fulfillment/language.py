"""The product's sentences, for tests of whatever says them."""

from functools import cache

from fulfillment.errors import SayableError
from fulfillment.sentences import Phrase, Say, phrase, sentences
from tests.bot.definition import product_bot

READ = phrase("read_service", service="orders", environment="staging")
RESTARTING = phrase("restart_service", service="orders", environment="staging")
DENIED = phrase("aws_denies")
TOO_SLOW = phrase("aws_too_slow")
LOST = phrase("no_answer_came")
TABLE_SILENT = phrase("table_silent", what=phrase("use_plan"))


@cache
def english(intent: str = "") -> Say:
    return sentences(product_bot(), "en_US", intent)


@cache
def german(intent: str = "") -> Say:
    return sentences(product_bot(), "de_DE", intent)


def told(said: SayableError | Phrase) -> str:
    """In English."""
    return english().phrase(said if isinstance(said, Phrase) else said.phrase)
