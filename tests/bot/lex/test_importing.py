"""An archive becomes our files, and our files become the same archive again."""

from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.definition import Definition
from bot.lex.archive import read_archive, read_folder, write_archive
from bot.lex.comparing import compare, report, same
from bot.lex.compiling import compile_lex
from bot.lex.definition import LexBot, LexIntent, LexLocale, LexSlot, SampleUtterance
from bot.lex.importing import bot_from_lex, by_contract, definition_from_lex, left_out
from bot.load import load_definition
from bot.writing import definition_files
from tests.bot.definition import LIVE, product_bot
from tests.bot.lex.bots import everything
from tests.bot.lex.definitions import definitions
from tests.bot.lex.real import REAL, real


def reloaded(definition: Definition, root: Path) -> Definition:
    for name, text in definition_files(definition, "Imported.").items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return load_definition(root, LIVE)


@pytest.mark.parametrize("name", REAL)
def test_a_real_archive_becomes_files_without_loss(name: str, tmp_path: Path) -> None:
    path = real(name)
    archive = read_folder(path) if path.is_dir() else read_archive(path.read_bytes())
    for number, lex in enumerate(by_contract(archive.bot)):
        definition = definition_from_lex(lex)
        assert report(left_out(lex, definition), details=5) == ""
        again = reloaded(definition, tmp_path / str(number))
        assert (again.bot, again.flows) == (definition.bot, definition.flows)
        assert report(compare(lex, compile_lex(again)), details=5) == ""


def test_our_own_archive_becomes_our_short_form_again(tmp_path: Path) -> None:
    lex = compile_lex(Definition(product_bot()))
    definition = definition_from_lex(read_archive(write_archive(lex)).bot)
    assert definition.bot.dialog == "managed"
    assert definition.flows == {}
    assert same(compile_lex(reloaded(definition, tmp_path)), lex)


def test_everything_comes_back(tmp_path: Path) -> None:
    lex = compile_lex(everything(tmp_path / "before"))
    for number, part in enumerate(by_contract(lex)):
        definition = definition_from_lex(part)
        assert report(left_out(part, definition), details=5) == ""
        again = reloaded(definition, tmp_path / str(number))
        assert report(compare(part, compile_lex(again)), details=5) == ""


@settings(max_examples=40, deadline=None)
@given(definitions())
def test_any_definition_comes_back_from_its_archive(definition: Definition) -> None:
    lex = compile_lex(definition)
    assert read_archive(write_archive(lex)).bot == lex
    for part in by_contract(lex):
        assert report(left_out(part, definition_from_lex(part)), details=5) == ""


def slotted(*names: str) -> LexLocale:
    slots = {name: LexSlot(name, slot_type_name="AMAZON.City") for name in names}
    return LexLocale(intents={"Book": LexIntent("Book", slots=slots)})


def test_locales_that_disagree_become_two_bots() -> None:
    lex = LexBot(name="Two", locales={
        "en_US": slotted("city"), "de_DE": slotted("place"), "en_GB": slotted("city"),
    })  # fmt: skip
    parts = by_contract(lex)
    assert [list(part.locales) for part in parts] == [["en_US", "en_GB"], ["de_DE"]]
    merged = bot_from_lex(lex).intent("Book")
    assert merged is not None
    assert [slot.name for slot in merged.slots] == ["city", "place"]


def test_who_may_is_left_to_who_imports() -> None:
    bot = bot_from_lex(LexBot(name="Small", locales={"en_US": slotted("city")}))
    assert [intent.access.default for intent in bot.intents] == ["admin"]


def test_a_language_that_we_know_lends_its_small_words() -> None:
    lex = LexBot(name="Small", locales={"en_GB": LexLocale(), "fr_FR": LexLocale()})
    bot = bot_from_lex(lex, product_bot().locales)
    english, french = bot.locales
    assert "lgtm" in english.confirm
    assert "oui" in french.confirm


def test_what_is_lost_is_told() -> None:
    lex = LexBot(name="Small", locales={"en_US": slotted("city")})
    definition = definition_from_lex(lex)
    intents = tuple(replace(intent, slots=()) for intent in definition.bot.intents)
    poorer = replace(definition, bot=replace(definition.bot, intents=intents))
    told = report(left_out(lex, poorer)).splitlines()
    assert told[-1] == "  Book: slot city removed"


def test_a_blank_utterance_that_lex_takes_is_left_out() -> None:
    samples = (SampleUtterance(" "), SampleUtterance("book it"), SampleUtterance(None))
    locale = LexLocale(intents={"Book": LexIntent("Book", sample_utterances=samples)})
    lex = LexBot(name="Small", locales={"en_US": locale})
    definition = definition_from_lex(lex)
    assert definition.bot.intents[0].words["en_US"].utterances == ("book it",)


def test_intents_whose_folders_would_be_one_are_all_there(tmp_path: Path) -> None:
    names = ("Foo", "foo", "Foo_2", "FooBar", "Foo_Bar", "SlotTypes")
    intents = {
        name: LexIntent(name, sample_utterances=(SampleUtterance(f"say {at}"),))
        for at, name in enumerate(names)
    }
    lex = LexBot(name="Small", locales={"en_US": LexLocale(intents=intents)})
    definition = definition_from_lex(lex)
    again = reloaded(definition, tmp_path)
    assert {one.name: one for one in again.bot.intents} == {
        one.name: one for one in definition.bot.intents
    }
    folders = {path.parent.name for path in tmp_path.glob("*/intent.yaml")}
    assert folders == {"foo", "foo_2", "foo_3", "foo_bar", "foo_bar_2", "slot_types_2"}


def test_a_folder_has_only_plain_characters() -> None:
    name = "A\n\x1b[31mRED/../é"
    lex = LexBot(name="Small", locales={"en_US": LexLocale(intents={name: LexIntent(name)})})
    folders = {path.split("/")[0] for path in definition_files(definition_from_lex(lex))}
    assert folders == {"bot.yaml", "en_US.yaml", "a___31m_red_____"}
