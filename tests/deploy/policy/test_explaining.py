"""`ground policy explain`: each check that fulfillment makes, and the line that decides."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner

from bot.dialog.state import Interpretation, SlotFill, UserInput
from bot.model import Bot
from deploy.cli.main import app
from deploy.errors import DeployError
from deploy.policy.explaining import Explanation, From, Told, explain
from deploy.policy.findings import Subject
from deploy.policy.source import read_source
from tests.bot.definition import LIVE, product_bot
from tests.fulfillment.identity.asking import ENVIRONMENTS

POLICY = """\
people:
  ana:
    name: Ana
    identities: [web:ana, slack:T1:UANA, alexa:A1/V1]
    roles: {"*": approver}
  omar:
    name: Omar
    identities: [web:omar, slack:T1:UOMAR]
    roles: {staging: operator, production: viewer}
groups:
  gate:
    claims: [slack:T1:SGATE]
    roles: {production: approver}
places:
  "#ops": slack:C0OPS
rules:
  - id: from-ops
    effects: [change]
    when: {environment: production}
    only_from: ["#ops"]
confirmation:
  staging: {change: never}
ask: "#ops-approvals"
"""


ORDERS = {"service": "orders", "environment": "production"}
SENTENCES: Mapping[str, tuple[str, Mapping[str, str]]] = {
    "restart orders in production": ("RestartService", ORDERS),
    "starte orders in der Produktion neu": ("RestartService", ORDERS),
    "is orders healthy in production?": ("ServiceHealth", ORDERS),
    "what is broken?": ("WhatsBroken", {}),
    "sing a song": ("Fallback", {}),
}


class Hears:
    """A recognizer that knows these sentences: training one takes its time."""

    def __init__(self, bot: Bot) -> None:
        self.bot = bot

    def recognize(self, text: str, **_: Any) -> UserInput:
        intent, slots = SENTENCES[text]
        fills = {name: SlotFill(word, word, (word,)) for name, word in slots.items()}
        return UserInput((Interpretation(intent, fills, 1.0),))


@pytest.fixture
def file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "policy.yaml"
    path.write_text(POLICY, encoding="utf-8")
    return path


def explained(file: Path, person: str, request: str, **where: Any) -> Explanation:
    services = tuple(value.value for value in LIVE["services"])
    subject = Subject(read_source(file), product_bot(), ENVIRONMENTS, services)
    return explain(subject, person, request, From(**where), Hears)


def test_each_check_is_told_with_the_line_that_decides(file: Path) -> None:
    arguments = ["policy", "explain", "omar", "restart orders in production", "--policy", file.name]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)

    assert result.output == (
        "omar (web:omar) on web, private\n"
        "RestartService service=orders environment=production\n"
        "\n"
        "in production\n"
        "  yes person    Omar\n"
        "  yes channel   RestartService (change) from web\n"
        "  yes audience  private: everything is said there\n"
        "  no  role      needs approver, holds viewer (policy.yaml:9)\n"
        "\n"
        "denied, by role\n"
        "told: You may not do that in production: it needs the role approver, and yours is viewer."
        " Ana or gate may. Ask for it here: #ops-approvals\n"
    )


@pytest.mark.parametrize(
    ("person", "request_", "where", "verdict", "decided_by"),
    [
        ("ana", "restart orders in production", {}, "denied", "from-ops"),
        (
            "ana",
            "restart orders in production",
            {"channel": "slack", "place": "#ops"},
            "asks for confirmation",
            "",
        ),
        ("ana", "RestartService service=orders environment=staging", {}, "allowed", ""),
        (
            "ana",
            "RestartService service=orders environment=staging",
            {"channel": "alexa"},
            "asks for confirmation",
            "",
        ),
        ("ana", "is orders healthy in production?", {"channel": "alexa"}, "denied", "audience"),
        ("ana", "what is broken?", {"audience": "public"}, "denied", "audience"),
        ("omar", "what is broken?", {}, "allowed", ""),
        ("slack:T1:UNEW", "what is broken?", {}, "denied", "person"),
        (
            "slack:T1:UNEW",
            "RestartService service=orders environment=production",
            {"groups": ("slack:T1:SGATE",), "place": "slack:C0OPS"},
            "asks for confirmation",
            "",
        ),
        ("ana", "starte orders in der Produktion neu", {"locale": "de_DE"}, "denied", "from-ops"),
    ],
)
def test_verdicts(
    file: Path, person: str, request_: str, where: dict[str, Any], verdict: str, decided_by: str
) -> None:
    found = explained(file, person, request_, **where)

    assert (found.verdict, found.decided_by) == (verdict, decided_by)


def test_where_a_rule_stands(file: Path) -> None:
    *_, last = explained(file, "ana", "restart orders in production").steps["production"]

    assert last == Told("rule", False, "from-ops holds only from #ops", "policy.yaml:17")


@pytest.mark.parametrize(
    ("person", "request_", "where", "told"),
    [
        ("eve", "what is broken?", {}, "no person 'eve'"),
        ("omar", "what is broken?", {"channel": "alexa"}, "omar has no identity on alexa"),
        ("ana", "sing a song", {}, "no request that the bot understands"),
        ("ana", "RestartService colour=red", {}, "'colour=red' is no slot of RestartService"),
        ("ana", "RestartService environment=qa", {}, "no environment 'qa'"),
        ("ana", "what is broken?", {"channel": "fax"}, "no channel 'fax'"),
        ("ana", "what is broken?", {"audience": "few"}, "no audience 'few'"),
        ("ana", "what is broken?", {"place": "#ops"}, "no place of web"),
    ],
)
def test_what_is_not_known_is_told(
    file: Path, person: str, request_: str, where: dict[str, Any], told: str
) -> None:
    with pytest.raises(DeployError, match=told):
        explained(file, person, request_, **where)


def test_a_program_reads_the_same(file: Path) -> None:
    request = "RestartService service=orders"
    arguments = ["policy", "explain", "ana", request, "--policy", file.name, "--json"]
    result = CliRunner().invoke(app, arguments, catch_exceptions=False)

    found = json.loads(result.output)
    assert (found["person"], found["environments"]) == ("ana", ["staging"])
    assert set(found["steps"]) == {"staging", "production"}
