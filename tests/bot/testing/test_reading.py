"""Files of conversations: what they become, and every problem of them at once."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.errors import ConversationsError
from bot.schema import schema
from bot.testing.reading import load_scripts, selected
from bot.testing.script import Expected, Match, Run, Script
from tests.bot.definition import INTENTS

MATRIX = """
include: [shared.yaml]
variables: {where: staging}
runs:
  - {name: slack, channel: slack, as: vic, request_attributes: {from: slack}}
  - {name: german, locale: de_DE, variables: {restart: starte orders neu, where: Testumgebung}}
steps:
  asked:
    - {say: "${restart}", intent: Restart}
    - {include: answered}
conversations:
  - - include: asked
  - name: Only in Slack
    runs: [slack]
    turns:
      - {say: help, intent: Help, messages: ["/can/i", [a, b]]}
"""
SHARED = """
variables: {restart: restart orders, where: nowhere}
steps:
  answered:
    - {say: "${where}", slots: {environment: "${where}"}}
"""
WRONG = """
runs: [{name: a}, {name: a}]
steps:
  circle:
    - {include: circle}
conversations:
  - - {say: "${nothing}", intent: Help}
    - {include: cirle}
    - {intent: Help}
    - {say: a, put: {intent: Help}}
    - {say: a, messages: ["/(/"]}
    - {include: circle, intent: Help}
  - {name: b, runs: [c], turns: [{say: a}]}
  - []
"""


def write(folder: Path, text: str, name: str = "x.test.yaml") -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_of_examples_is_a_file_of_conversations() -> None:
    scripts = load_scripts([INTENTS / "restart_service"])
    assert len(scripts) > 10
    first = scripts[0]
    assert first.run == Run(locale="de_DE")
    assert first.turns[0].say == "starte orders in staging neu"
    assert first.turns[0].expected == Expected(
        intent="RestartService",
        slots={"service": Match(("orders",)), "environment": Match(("staging",))},
    )


def test_one_conversation_is_held_in_every_run_with_its_own_words(tmp_path: Path) -> None:
    write(tmp_path, SHARED, "shared.yaml")
    scripts = load_scripts([write(tmp_path, MATRIX)])
    said = [(one.run.name, one.name, [turn.say for turn in one.turns]) for one in scripts]
    assert said == [
        ("slack", "", ["restart orders", "staging"]),
        ("german", "", ["starte orders neu", "Testumgebung"]),
        ("slack", "Only in Slack", ["help"]),
    ]
    assert scripts[0].run == Run("slack", "", {"from": "slack"}, {}, "slack", "vic")
    assert scripts[1].run.locale == "de_DE"
    assert scripts[1].turns[1].expected.slots == {"environment": Match(("Testumgebung",))}
    assert scripts[0].turns[1].place == f"{tmp_path / 'shared.yaml'}:5"


def problems(path: Path) -> list[str]:
    with pytest.raises(ConversationsError) as raised:
        load_scripts([path])
    return [str(one).removeprefix(f"{path}:") for one in raised.value.problems]


def test_every_problem_is_told_with_line_and_cure(tmp_path: Path) -> None:
    assert problems(write(tmp_path, WRONG)) == [
        "2: there are two runs 'a'. Name each run differently.",
        "5: the steps 'circle' include themselves. Take this out.",
        "7: there is no variable 'nothing'. There is none to use yet.",
        "8: there are no steps 'cirle'. Did you mean 'circle'?",
        (
            "9: a turn has one of 'say', 'put' and 'include', not none of 'say', 'put', 'include'. "
            "Keep one."
        ),
        "10: a turn has one of 'say', 'put' and 'include', not 'say' and 'put'. Keep one.",
        (
            "11: '/(/' is no pattern: missing ), unterminated subpattern at position 0. "
            "Put it right, or write 'is:' for exactly this text."
        ),
        "12: 'intent' stands beside 'include'. Expect it in the turns that are included.",
        "13: there is no run 'c'. Use one of: a.",
        "14: a conversation without turns shows nothing. Add one with say:.",
    ]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("- - {say: a, intnet: B}", "1: unknown key 'intnet'. Did you mean 'intent'?"),
        ("- - {say: a, slots: {b: 3}}", "1: 'b' is a number, not text. Write text; quote it"),
        ("- - {say: a, state: Done}", "1: 'Done' is not allowed here. Use one of: Failed"),
        ("- - {say: a, messages: {}}", "1: 'messages' is a mapping, not a list"),
        ("include: [other.yaml]", "1: there is no file"),
    ],
)
def test_a_form_that_is_not_kept_is_told(tmp_path: Path, text: str, told: str) -> None:
    found = problems(write(tmp_path, text))
    assert len(found) == 1
    assert found[0].startswith(told)


def test_files_that_include_each_other_are_told(tmp_path: Path) -> None:
    write(tmp_path, "include: [x.test.yaml]", "y.test.yaml")
    path = write(tmp_path, "include: [y.test.yaml]")
    with pytest.raises(ConversationsError, match=r"x\.test\.yaml includes this file"):
        load_scripts([path])


def test_a_filter_looks_at_place_and_title() -> None:
    scripts = [Script("a.yaml:1", "One", Run("slack"), ()), Script("b.yaml:1", "Two", Run(), ())]
    assert selected(scripts, "SLACK") == (scripts[0],)
    assert selected(scripts, "b.yaml") == (scripts[1],)
    assert selected(scripts, "") == tuple(scripts)


def test_editors_get_a_schema_that_takes_what_the_reader_takes(tmp_path: Path) -> None:
    whole = json.loads(json.dumps(schema()))
    check = jsonschema.Draft202012Validator({**whole, "anyOf": [{"$ref": "#/$defs/conversations"}]})
    for path in INTENTS.glob("*/examples*.yaml"):
        check.validate(yaml.safe_load(path.read_text(encoding="utf-8")))
    check.validate(yaml.safe_load(MATRIX))
    assert not check.is_valid(yaml.safe_load("- - {say: a, intnet: B}"))
