"""Versions and scans in words, in states that the example world does not have."""

from dataclasses import dataclass, field, replace

import pytest

from fulfillment.errors import OpsError
from fulfillment.handlers import scan_findings, service_versions
from fulfillment.ops.registry.port import Finding, Scan, ScanState, Version, Versions
from fulfillment.sentences import phrase, sentences
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_service, a_turn

FLEET = ScriptedFleet.of(a_service(), a_service(environment="live", version="0.9.0"))
VERSIONS = Versions(
    "shop/orders",
    (
        Version(("1.0.0", "latest"), "sha256:1", 7_200, 52_400_000, {}),
        Version(("0.9.0",), "sha256:2", 86_400, 0, {"low": 1}),
    ),
)


@dataclass
class ScriptedRegistry:
    found: Versions = VERSIONS
    result: Scan = field(default_factory=lambda: Scan("shop/orders", "0.9.0", "none"))
    missing: bool = False
    asked: list[tuple[str, str]] = field(default_factory=list)

    def versions(self, environment: str, service: str) -> Versions:
        assert (environment, service) in (("staging", "orders"), ("live", "orders"))
        return self.found

    def scan(self, environment: str, service: str, version: str = "") -> Scan:
        assert service == "orders"
        self.asked.append((environment, version))
        if self.missing:
            what = phrase("read_scan", repository="shop/orders", version=version)
            raise OpsError("not found", what, phrase("no_image"))
        return self.result


def test_versions_with_where_each_runs() -> None:
    reply = service_versions.answer(
        a_turn("ServiceVersions"), FLEET, ScriptedRegistry(), service="orders"
    )

    assert reply.text == (
        "The registry has 2 versions of **orders**; the newest is **latest**, pushed 2 hours ago. "
        "In use: staging has the newest and live is 1 behind with **0.9.0**."
    )
    assert reply.table is not None
    assert [tuple(cell.text for cell in row) for row in reply.table.rows] == [
        ("1.0.0, latest", "2 h", "52.4 MB", "nothing found", "staging"),
        ("0.9.0", "1 d", "", "1 low", "live"),
    ]


def test_a_registry_without_versions_and_one_with_too_many() -> None:
    turn = a_turn("ServiceVersions")
    none = ScriptedRegistry(Versions("shop/orders", ()))
    many = ScriptedRegistry(replace(VERSIONS, has_more=True))

    reply = service_versions.answer(turn, FLEET, none, service="orders")
    assert reply.text == "The registry has no version of **orders**; I looked in `shop/orders`."
    assert reply.table is None
    reply = service_versions.answer(turn, FLEET, many, service="orders")
    assert reply.text.startswith("The registry has at least 2 versions")


def test_what_runs_nowhere_has_no_repository() -> None:
    turn = a_turn("ServiceVersions")
    reply = service_versions.answer(turn, FLEET, ScriptedRegistry(), service="cards")

    assert reply.text == "**cards** does not run in **staging** or **live**."


def test_without_an_environment_it_is_production_and_said() -> None:
    registry = ScriptedRegistry()
    reply = scan_findings.answer(a_turn("ScanFindings"), FLEET, registry, service="orders")

    assert registry.asked == [("live", "0.9.0")]
    assert "**orders 0.9.0** was never scanned" in reply.text
    assert reply.text.endswith("I looked at what runs in live.")


@pytest.mark.parametrize(("said", "asked"), [("v1.0.0", "1.0.0"), ("vanilla", "vanilla")])
def test_a_version_as_people_say_it(said: str, asked: str) -> None:
    registry = ScriptedRegistry()
    scan_findings.answer(a_turn("ScanFindings"), FLEET, registry, service="orders", version=said)

    assert registry.asked == [("live", asked)]


def test_a_version_that_is_not_there_gets_the_newest_offered() -> None:
    registry = ScriptedRegistry(missing=True)
    reply = scan_findings.answer(
        a_turn("ScanFindings"), FLEET, registry, service="orders", version="`9`"
    )

    assert reply.text == (
        "The registry has no version `\\`9\\`` of **orders**. The newest are **latest** and "
        "**0.9.0**."
    )


@pytest.mark.parametrize(
    ("state", "said"),
    [
        ("under way", "Der Scan von **orders 1.0** läuft noch."),
        ("failed", "Der Scan von **orders 1.0** ist fehlgeschlagen: \\*zu groß\\*."),
        ("complete", "Der Scan von **orders 1.0** hat nichts gefunden, vor 2 Stunden."),
    ],
)
def test_a_scan_in_every_state_in_german(state: ScanState, said: str) -> None:
    result = Scan("shop/orders", "1.0", state, age_seconds=7_200, reason="*zu groß*")
    say = sentences(product_bot(), "de_DE", "ScanFindings")
    turn = replace(a_turn("ScanFindings"), say=say)
    reply = scan_findings.answer(
        turn, FLEET, ScriptedRegistry(result=result), service="orders", environment="live"
    )

    assert reply.text == said


def test_the_worst_is_named_and_only_secure_links_are_given() -> None:
    worst = Finding("CVE-1", "critical", "zlib", "1.2", "1.3", "It overflows.", "https://x.example")
    other = Finding("CVE-2", "low", link="javascript:alert(1)")
    result = Scan(
        "shop/orders",
        "1.0",
        "complete",
        counts={"critical": 1, "low": 1},
        findings=(worst, other),
    )
    reply = scan_findings.answer(
        a_turn("ScanFindings"),
        FLEET,
        ScriptedRegistry(result=result),
        service="orders",
        environment="live",
    )

    assert reply.text == (
        "The scan of **orders 1.0** found 1 critical and 1 low. "
        "The worst: **CVE-1** in zlib 1.2 (fixed in 1.3): It overflows."
    )
    assert "CVE-1" not in reply.speech
    assert [link.url for link in reply.links] == ["https://x.example"]
    assert reply.table is not None
    assert [(row[0].text, row[0].tone) for row in reply.table.rows] == [
        ("critical", "bad"),
        ("low", "neutral"),
    ]
