"""`ground policy check`: every problem of a policy at once, as a person and a program get it.

`UPDATE_GOLDEN=1 pytest tests/deploy/policy/test_checking.py` writes the messages anew: read them.
"""

import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from deploy.cli.main import app
from deploy.errors import DeployError
from deploy.policy.finders import problems
from deploy.policy.findings import Subject
from deploy.policy.source import read_source
from tests.bot.definition import LIVE, product_bot
from tests.fulfillment.identity.asking import ENVIRONMENTS
from tests.golden import assert_golden

RUNNER = CliRunner()
BAD = Path(__file__).parent / "bad.yaml"


def run(*arguments: object, code: int = 0) -> str:
    result = RUNNER.invoke(app, ["policy", "check", *map(str, arguments)], catch_exceptions=False)
    assert result.exit_code == code, result.output
    return result.output


def test_the_shipped_policy_has_no_problems() -> None:
    assert "nothing to complain about" in run()


def test_every_problem_is_told_with_file_line_and_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD.parent)

    assert_golden("policy/bad.txt", run("bad.yaml", "--notes", code=1))


def test_a_program_and_a_review_read_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(BAD.parent)
    found: list[dict[str, Any]] = json.loads(run("bad.yaml", "--format", "json", code=1))
    marked = run("bad.yaml", "--format", "github", code=1).splitlines()

    assert all(one["file"] == "bad.yaml" and one["line"] and one["cure"] for one in found)
    assert len(marked) == len([one for one in found if one["severity"] != "note"])
    assert marked[0].startswith("::warning file=bad.yaml,line=3,title=policy-identity::")


def found(tmp_path: Path, text: str) -> str:
    """The messages about a policy."""
    file = tmp_path / "policy.yaml"
    file.write_text(text, encoding="utf-8")
    services = tuple(value.value for value in LIVE["services"])
    subject = Subject(read_source(file), product_bot(), ENVIRONMENTS, services)
    return "\n".join(map(str, problems(subject)))


def about(tmp_path: Path, *rules: str) -> str:
    """The messages about Ana's policy with the rules "first" and "second"."""
    names = ("first", "second")
    lines = (RULE.format(id=name, rest=rule) for name, rule in zip(names, rules, strict=True))
    return found(tmp_path, ANA + "".join(lines))


ANA = """\
people: {ana: {identities: [web:ana], roles: {"*": admin}}}
places: {"#ops": slack:C0OPS, "#dev": slack:C0DEV}
rules:
"""
RULE = "  - {{id: {id}, intents: [RestartService], {rest}}}\n"


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("only_from: ['#ops']", "only_from: ['#dev']", "'first' and 'second' both hold, nobody"),
        ("only_from: ['#ops']", "never_from: [slack]", "'second' excludes the places of 'first'"),
        ("only_from: [web]", "only_from: [web, slack]", "'second' never decides: 'first' asks"),
        ("never_from: [slack]", "never_from: ['#ops']", "'second' never decides: 'first' asks"),
        ("role: approver", "role: admin", "'first' never decides: 'second' asks"),
        ("never: true", "role: admin", "'second' never decides: 'first' asks"),
        ("only_from: [web]", "only_from: [web]", "'second' never decides: 'first' asks"),
        ("only_from: [web], people: [ana]", "people: [ana]", "'second' never decides: 'first'"),
    ],
)
def test_two_rules_that_contradict_or_repeat_each_other(
    tmp_path: Path, first: str, second: str, told: str
) -> None:
    assert told in about(tmp_path, first, second)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("only_from: ['#ops', web]", "never_from: [slack]"),
        (
            "only_from: ['#ops'], when: {environment: staging}",
            "only_from: ['#dev'], when: {environment: production}",
        ),
        ("role: admin, when: {service: orders}", "role: admin, when: {service: cards}"),
        ("role: admin, when: {service: orders}", "only_from: [web]"),
    ],
)
def test_two_rules_that_get_along(tmp_path: Path, first: str, second: str) -> None:
    messages = about(tmp_path, first, second)

    assert "nobody may" not in messages
    assert "never decides" not in messages


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "callers:\n  lex:direct:\n    '*': viewer\n    staging: admin\n",
            "policy.yaml:5: lex:direct is whoever IAM lets call the bot, and has the role admin",
        ),
        (
            "callers: {'slack:T1:ALARMS': {'*': operator}}\n",
            "is no person, and has the role operat",
        ),
        (
            "groups:\n  all:\n    identities: [slack:T1]\n    roles:\n      '*': approver\n",
            "policy.yaml:6: everybody in the workspace slack:T1, guests too, may ",
        ),
        (
            "groups: {all: {identities: [slack:T1], roles: {production/orders: admin}}}\n",
            "everybody in the workspace slack:T1",
        ),
        (
            "audience:\n  public: everything\n",
            "policy.yaml:3: all of production is told in channels with guests or people from out",
        ),
        ("audience:\n  public: everything\n  aloud: everything\n", "policy.yaml:4: all of produc"),
    ],
)
def test_what_gives_away_more_than_meant_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert told in found(tmp_path, ANA.partition("places")[0] + text)


@pytest.mark.parametrize(
    "text",
    [
        "callers: {lex:direct: {'*': viewer}, 'slack:T1:ALARMS': {staging: anyone}}\n",
        "groups: {all: {identities: [slack:T1], roles: {'*': viewer, staging: admin}}}\n",
        "groups: {all: {identities: [slack:T1], roles: {'*': admin, production: viewer}}}\n",
        "groups: {few: {claims: [slack:T1:S1], roles: {'*': admin}}}\n",
        "groups: {one: {identities: [slack:T1:U1], roles: {'*': admin}}}\n",
        "audience: {public: no_production, aloud: everything}\n",
    ],
)
def test_what_gives_away_no_more_is_not(tmp_path: Path, text: str) -> None:
    assert found(tmp_path, ANA.partition("places")[0] + text) == ""


def test_roles_that_nobody_has_are_told(tmp_path: Path) -> None:
    vic = "people: {vic: {identities: [web:vic], roles: {'*': viewer}}}\n"

    assert "nobody has the role approver in production, which" in found(tmp_path, vic)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("people: [", "this is not YAML"),
        ("", "the file is empty"),
        ("- a\n", "must be a mapping with text keys"),
        ("people: {1: {}}\n", "must be a mapping with text keys"),
    ],
)
def test_what_is_no_policy_at_all_is_told(tmp_path: Path, text: str, told: str) -> None:
    assert told in found(tmp_path, text)


def test_a_file_that_is_not_there() -> None:
    with pytest.raises(DeployError, match="name a policy file"):
        run("nowhere.yaml")
