"""What the bot says, per locale: loaded with its plurals, and held against the other locales."""

from pathlib import Path

import pytest

from bot.errors import DefinitionError
from bot.load import load_bot
from bot.model import Bot, Sentence
from bot.serialize import from_json, to_json
from tests.bot.test_load import FILES, write

ORDERED = """
replies:
  ordered: Your {size} pizza comes in {time}.
  slices:
    one: One slice for {name}.
    other: "{count} slices for {name}."
"""
BESTELLT = """
replies:
  slices:
    one: Ein St\u00fcck f\u00fcr {name}.
    other: "{count} St\u00fccke f\u00fcr {name}."
  ordered: In {time} kommt Ihre Pizza ({size}).
"""


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """The small bot of test_load in two locales that say the same."""
    for name, text in FILES.items():
        write(tmp_path, name, text)
        if name.endswith("en_US.yaml"):
            write(tmp_path, name.replace("en_US", "de_DE"), text)
    bot = (tmp_path / "bot.yaml").read_text(encoding="utf-8")
    write(tmp_path, "bot.yaml", bot.replace("[en_US]", "[en_US, de_DE]"))
    say(tmp_path, "order_pizza/en_US.yaml", ORDERED)
    say(tmp_path, "order_pizza/de_DE.yaml", BESTELLT)
    return tmp_path


def say(root: Path, name: str, replies: str) -> None:
    written = FILES[name.replace("de_DE", "en_US")]
    write(root, name, written.rstrip() + "\n" + replies.lstrip())


def problems(root: Path) -> list[str]:
    with pytest.raises(DefinitionError) as raised:
        load_bot(root, {})
    return [str(problem) for problem in raised.value.problems]


def replies(bot: Bot, locale: str) -> dict[str, Sentence]:
    intent = bot.intent("OrderPizza")
    assert intent is not None
    return dict(intent.words[locale].replies)


def test_replies_are_loaded_and_travel_as_json(root: Path) -> None:
    bot = load_bot(root, {})

    assert replies(bot, "en_US") == {
        "ordered": Sentence("Your {size} pizza comes in {time}."),
        "slices": Sentence("{count} slices for {name}.", one="One slice for {name}."),
    }
    assert from_json(to_json(bot)) == bot


def test_locales_stand_as_they_are_written(root: Path) -> None:
    assert [locale.id for locale in load_bot(root, {}).locales] == ["en_US", "de_DE"]


def test_what_one_locale_lacks_is_told_with_where_it_stands(root: Path) -> None:
    say(root, "order_pizza/de_DE.yaml", BESTELLT.replace("ordered:", "bestellt:"))

    german, english = problems(root)
    assert german == (
        "order_pizza/de_DE.yaml:7: the reply 'ordered' is missing, which is at "
        "order_pizza/en_US.yaml:8. Add 'ordered:' under replies."
    )
    assert english == (
        "order_pizza/en_US.yaml:7: the reply 'bestellt' is missing, which is at "
        "order_pizza/de_DE.yaml:11. Add 'bestellt:' under replies."
    )


def test_other_placeholders_are_told(root: Path) -> None:
    changed = BESTELLT.replace("{time} kommt", "{zeit} kommt").replace("{count}", "viele")
    say(root, "order_pizza/de_DE.yaml", changed)

    (told,) = problems(root)
    assert told == (
        "order_pizza/de_DE.yaml:11: the reply 'ordered' has {size}, {zeit}, and {size}, {time} at "
        "order_pizza/en_US.yaml:8. Use the same placeholders in both."
    )


@pytest.mark.parametrize("wrong", ["{Size}", "{size", "{}", "{size.name}"])
def test_braces_that_are_no_placeholder_are_told(root: Path, wrong: str) -> None:
    for locale in ("en_US", "de_DE"):
        say(root, f"order_pizza/{locale}.yaml", f"replies:\n  ordered: A pizza {wrong}.\n")

    assert len(problems(root)) == 2
    assert all("which is no placeholder" in problem for problem in problems(root))


def test_a_plural_needs_both_forms(root: Path) -> None:
    say(root, "order_pizza/de_DE.yaml", BESTELLT.replace("    one: Ein", "    eins: Ein"))

    first, second = problems(root)
    assert first.endswith("the key 'one' is missing. Add 'one:' (for a count of 1).")
    assert "unknown key 'eins'" in second


def test_an_id_of_both_the_intent_and_the_locale_is_told(root: Path) -> None:
    for locale in ("en_US", "de_DE"):
        say(root, f"{locale}.yaml", "replies:\n  ordered: Yours, {size}, {time}.\n")

    assert all("is also at" in problem for problem in problems(root))
    assert len(problems(root)) == 2
