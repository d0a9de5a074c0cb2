"""What conversations reach of a definition, by file and line, and of an archive, by path."""

from pathlib import Path

import pytest

from bot.definition import Definition
from bot.lex.archive import read_folder
from bot.lex.compiling import compile_lex
from bot.lex.importing import bot_from_lex
from bot.load import load_definition
from bot.runtime.recognizer import build_recognizer
from bot.testing.coverage import Coverage, coverage, coverage_json, coverage_text
from bot.testing.inprocess import InProcess
from bot.testing.points import points
from bot.testing.reading import load_scripts
from bot.testing.reporting import failure_text
from bot.testing.running import Settings, hold_all
from tests.bot.definition import INTENTS, LIVE, models
from tests.bot.dialog.engine.test_features import DATA
from tests.bot.lex.real import real

ASKED = """
- - {say: asked, intent: Asked, action: ConfirmIntent, messages: [Really?]}
  - {say: what a day, action: ConfirmIntent, messages: [Yes or no?]}
  - {say: "yes", state: Fulfilled, messages: [Good., It is done.]}
- - {say: hooked, state: InProgress, messages: [One moment., It went well., "Bye, [name]."]}
"""


@pytest.fixture(scope="module")
def definition(tmp_path_factory: pytest.TempPathFactory) -> Definition:
    root = tmp_path_factory.mktemp("features")
    for name, text in DATA["files"].items():
        (root / name).parent.mkdir(parents=True, exist_ok=True)
        (root / name).write_text(text, encoding="utf-8")
    return load_definition(root, {})


def measured(definition: Definition, folder: Path, text: str) -> Coverage:
    path = folder / "x.test.yaml"
    path.write_text(text, encoding="utf-8")
    lex = compile_lex(definition)
    endpoint = InProcess(lex, build_recognizer(definition.bot))
    results = hold_all(endpoint, load_scripts([path]), Settings("en_US"))
    return coverage(lex, definition, results)


def told(found: Coverage, intent: str, *, reached: bool) -> list[str]:
    return [
        f"{one.place} {one.point.about}"
        for one in found.points
        if one.point.intent == intent and one.is_reached == reached
    ]


def test_what_is_reached_and_what_is_not_is_told_by_line(
    definition: Definition, tmp_path: Path
) -> None:
    found = measured(definition, tmp_path, ASKED)
    assert told(found, "Asked", reached=True) == [
        "asked/intent.yaml:1 the intent",
        "asked/en_US.yaml:5 confirmation: the prompt",
        "asked/en_US.yaml:5 confirmation: retry 1 of the prompt",
        "asked/en_US.yaml:3 confirmation: Confirmed",
        "asked/en_US.yaml:6 confirmation: Confirmed: the response",
        "asked/en_US.yaml:8 its handler",
        "asked/en_US.yaml:8 fulfillment, success: the response",
    ]
    assert told(found, "Asked", reached=False) == [
        "asked/intent.yaml:5 slot size",
        "asked/en_US.yaml:3 confirmation: Denied",
        "asked/en_US.yaml:7 confirmation: Denied: the response",
        "asked/en_US.yaml:3 confirmation: Failed",
    ]
    assert told(found, "Hooked", reached=True) == [
        "hooked/intent.yaml:1 the intent",
        "hooked/en_US.yaml:5 initial response: the response",
        "hooked/en_US.yaml:7 initial response: code hook Start",
        "hooked/en_US.yaml:12 initial response: code hook, success: the response",
        "hooked/en_US.yaml:18 closing: the response",
    ]


def test_a_report_counts_by_kind_and_lists_what_is_missing(
    definition: Definition, tmp_path: Path
) -> None:
    found = measured(definition, tmp_path, ASKED)
    text = coverage_text(found, "root")
    assert text.startswith(f"{found.reached} of {len(found.points)} reached (")
    assert "  root/asked/en_US.yaml:7  Asked: confirmation: Denied: the response [en_US]" in text
    missed = coverage_json(found, "root")["missed"]
    assert isinstance(missed, list)
    assert len(missed) == len(found.points) - found.reached


def test_every_intent_slot_and_handler_of_the_product_is_reached_by_its_conversations() -> None:
    definition = load_definition(INTENTS, LIVE)
    lex = compile_lex(definition)
    endpoint = InProcess(lex, build_recognizer(definition.bot, models=models()))
    results = hold_all(endpoint, load_scripts([INTENTS]), Settings("en_US"))
    assert [failure_text(one) for one in results if not one.holds] == []
    found = coverage(lex, definition, results)
    missed = {
        (one.point.kind, one.point.intent, one.point.path[-1:])
        for one in found.missed
        if one.point.kind in ("intent", "slot", "handler")
    }
    # Free text is heard as an answer alone, and this is never asked for: the page's form gives it.
    assert missed == {("slot", "PageOnCall", ("reason",))}
    assert all(one.place.rpartition(":")[2].isdigit() for one in found.points)


def test_an_archive_s_points_are_paths_and_its_branches_are_reached(tmp_path: Path) -> None:
    lex = read_folder(real("ReminderBot")).bot
    path = tmp_path / "x.test.yaml"
    path.write_text("- - {say: qwertz}\n  - {say: asdf}\n", encoding="utf-8")
    endpoint = InProcess(lex, build_recognizer(bot_from_lex(lex)))
    results = hold_all(endpoint, load_scripts([path]), Settings("en_US"))
    found = coverage(lex, None, results)
    assert len(found.points) == len(points(lex.locales["en_US"]))
    assert told(found, "FallbackIntent", reached=True) == [
        "en_US/FallbackIntent the intent",
        "en_US/FallbackIntent/initial/conditions/branches/0 initial response: branch Initial",
        "en_US/FallbackIntent/initial/conditions/branches/1 initial response: branch Retry1",
    ]
