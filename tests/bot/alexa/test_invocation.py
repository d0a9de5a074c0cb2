"""What an invocation name must be."""

import pytest

from bot.alexa.invocation import invocation_problems
from tests.bot.definition import product_bot


@pytest.mark.parametrize(
    ("name", "locale"),
    [
        ("ground control", "en_US"),
        ("ana's ops helper", "en_US"),
        ("a. w. s. helper", "en_US"),
        ("boden kontrolle", "de_DE"),
        ("運用", "ja_JP"),
    ],
)
def test_what_may_be_a_name(name: str, locale: str) -> None:
    assert invocation_problems(name, locale) == ()


@pytest.mark.parametrize(
    ("name", "locale", "problem"),
    [
        ("operations", "en_US", "one word"),
        ("Ground Control", "en_US", "lower case"),
        ("ground control 2", "en_US", "'2' is no word"),
        ("ground  control", "en_US", "'' is no word"),
        ("ground-control", "en_US", "no word"),
        ("open ground control", "en_US", "'open' is a word that Alexa keeps"),
        ("echo control", "de_DE", "'echo' is a word that Alexa keeps"),
        ("frage die zentrale", "de_DE", "'frage' is a word that Alexa keeps"),
        ("the tower", "en_US", "no name of two words"),
        ("on call", "en_US", "no name of two words"),
        ("x" * 51 + " y", "en_US", "53 characters"),
    ],
)
def test_what_may_not(name: str, locale: str, problem: str) -> None:
    assert problem in " ".join(invocation_problems(name, locale))


def test_the_product_has_a_good_name() -> None:
    for locale in product_bot().locales:
        assert locale.alexa is not None
        assert invocation_problems(locale.alexa.invocation_name, locale.id) == ()
