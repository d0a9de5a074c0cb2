"""What a definition compiles to: the whole language as a golden file, and Lex's quotas."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.definition import Definition
from bot.lex.archive import read_archive, write_archive
from bot.lex.compiling import compile_lex
from bot.lex.compiling.utterances import sample, shares, spread
from bot.lex.definition import LexBot
from bot.model import Bot
from tests.bot.definition import product_bot
from tests.bot.lex.bots import as_text, everything
from tests.golden import assert_golden

PRODUCT = compile_lex(Definition(product_bot()))


def test_everything_that_the_language_says_compiles(tmp_path: Path) -> None:
    assert_golden("lex/everything.txt", as_text(compile_lex(everything(tmp_path))))


def test_the_product_compiles() -> None:
    """Without its utterances, of which there are thousands: test_utterances looks at them."""
    text = as_text(without_utterances(PRODUCT))
    assert_golden("lex/product.txt", text)


def without_utterances(bot: LexBot) -> LexBot:
    return replace(bot, locales={
        name: replace(locale, intents={
            key: replace(intent, sample_utterances=(intent.sample_utterances or ())[:3] or None)
            for key, intent in locale.intents.items()
        })
        for name, locale in bot.locales.items()
    })  # fmt: skip


def test_it_is_the_same_to_the_byte_every_time(tmp_path: Path) -> None:
    first = write_archive(compile_lex(everything(tmp_path)))
    assert write_archive(compile_lex(everything(tmp_path))) == first
    assert write_archive(read_archive(first).bot) == first


def test_every_locale_is_within_its_quota_of_characters() -> None:
    for locale, quota in (("en_US", 2_000_000), ("de_DE", 200_000)):
        found = spread(product_bot().intents, locale)
        assert 0 < sum(len(text) for texts in found.values() for text in texts) <= quota


def in_german(bot: Bot) -> Bot:
    return replace(bot, intents=tuple(
        replace(intent, words={"de_DE": intent.words["en_US"]}) for intent in bot.intents
    ))  # fmt: skip


def test_a_small_quota_is_shared_by_all_intents() -> None:
    """Names differ: `spread` answers by name."""
    bot = in_german(product_bot())
    many = [
        replace(intent, name=f"{intent.name}{number}")
        for intent in bot.intents
        for number in range(5)
    ]
    found = spread(many, "de_DE")
    size = sum(len(text) for texts in found.values() for text in texts)
    assert 150_000 < size <= 180_000
    assert min(len(texts) for name, texts in found.items() if "Fallback" not in name) > 10


@given(st.lists(st.integers(1, 10_000), max_size=30), st.integers(0, 2_000))
def test_shares_give_what_there_is_and_no_more(sizes: list[int], most: int) -> None:
    given_out = shares(sizes, most)
    assert len(given_out) == len(sizes)
    assert all(share <= size for share, size in zip(given_out, sizes, strict=True))
    # A share is a whole number: less than one a template may be left over.
    assert sum(given_out) <= most
    assert sum(given_out) >= min(most, sum(sizes)) - len(sizes)


@pytest.mark.parametrize(
    ("sizes", "most", "expected"),
    [((2, 100, 100), 50, (2, 24, 24)), ((1, 1), 5, (1, 1)), ((5,), 3, (3,)), ((), 3, ())],
)
def test_small_templates_give_all_that_they_have(
    sizes: tuple[int, ...], most: int, expected: tuple[int, ...]
) -> None:
    assert shares(sizes, most) == expected


def test_each_template_is_heard() -> None:
    templates = ("restart {service}", "(kick|bounce|cycle|reboot) [the] {service} [now|please]")
    found = sample(templates, 5)
    assert found[0] == "restart {service}"
    assert len(found) == 5
    assert len({text.split()[0] for text in found}) >= 4


def test_utterances_that_differ_in_case_are_one() -> None:
    assert sample(("Restart it", "restart it", "restart IT"), 9) == ("Restart it",)
