"""Two environments beside each other, in states that the example world does not have."""

from dataclasses import replace

from fulfillment.handlers.compare_environments import answer
from fulfillment.ops.state import UNKNOWN_VERSION, EnvironmentState, ServiceState
from fulfillment.sentences import phrase
from fulfillment.turn import Turn
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_service, a_turn
from tests.fulfillment.language import german

TURN = a_turn("CompareEnvironments")
GERMAN = replace(TURN, say=german("CompareEnvironments"), locale="de_DE")


def here(name: str, version: str, **over: object) -> ServiceState:
    return a_service(name, "staging", version=version, **over)


def there(name: str, version: str, **over: object) -> ServiceState:
    return a_service(name, "live", version=version, **over)


def compared(*services: ServiceState, turn: Turn = TURN, other: str | None = "live") -> str:
    fleet = ScriptedFleet.of(*services)
    return answer(turn, fleet, environment="staging", other_environment=other).text


def test_ahead_and_behind_by_semantic_version() -> None:
    services = (
        here("a", "1.10.0"),
        there("a", "1.9.1"),
        here("b", "2.0.0-rc.1"),
        there("b", "2.0"),
    )

    assert compared(*services) == (
        "**staging** is ahead of **live** in 1 service: **a** with 1.10.0 against 1.9.1. "
        "**live** is ahead of **staging** in 1 service: **b** with 2.0 against 2.0.0-rc.1."
    )


def test_all_the_same() -> None:
    text = compared(here("a", "1.0"), there("a", "1.0"), here("b", "v2.0"), there("b", "2.0.0"))

    assert text == "**staging** and **live** run the same versions of all 2 services."


def test_commits_have_no_order() -> None:
    text = compared(
        here("a", "4f2c9d1"), there("a", "81b00aa"), here("b", "1.0"), there("b", "1.0")
    )

    assert text == (
        "1 service differs, and the versions do not say which is newer: "
        "**a** with 4f2c9d1 against 81b00aa. 1 is the same."
    )


def test_who_is_missing_where() -> None:
    reply = answer(
        TURN,
        ScriptedFleet.of(here("a", "1.0"), there("b", "1.0")),
        environment="staging",
        other_environment="live",
    )

    assert reply.text == "Only in staging: **a**. Only in live: **b**."
    assert reply.table is not None
    assert [[cell.text for cell in row] for row in reply.table.rows] == [
        ["a", "1.0", "nothing", "not in live"],
        ["b", "nothing", "1.0", "not in staging"],
    ]


def test_a_version_that_could_not_be_read_is_not_different() -> None:
    gap = phrase(
        "could_not", what=phrase("read_task_definition", name="a:1"), why=phrase("aws_denies")
    )
    text = compared(here("a", UNKNOWN_VERSION, gaps=(gap,)), there("a", "1.0"))

    assert text == (
        "I cannot tell for **a**. I could not read the task definition a:1 because AWS denies it "
        "to the role that I use."
    )


def test_an_environment_that_cannot_be_read_is_not_compared() -> None:
    fleet = ScriptedFleet.of(here("a", "1.0"), unreadable=("live",))
    for service in (None, "a"):
        reply = answer(
            TURN, fleet, environment="staging", other_environment="live", service=service
        )

        assert reply.state == "failed"
        assert reply.text == (
            "I could not list the services of live because "
            "AWS did not answer in time; ask again in a moment."
        )


def test_the_next_environment_is_the_default_and_said() -> None:
    fleet = ScriptedFleet.of(
        here("a", "1.0"), there("a", "1.0"), a_service("a", "test", version="1.0")
    )
    others = [
        answer(TURN, fleet, environment=one).text.rpartition("with ")[2]
        for one in ("staging", "live", "test")
    ]

    assert others == [
        "**live**, as you named no other one.",
        "**test**, as you named no other one.",
        "**live**, as you named no other one.",
    ]


def test_one_environment_is_not_compared() -> None:
    alone = ScriptedFleet.of(here("a", "1.0"))

    assert answer(TURN, alone, environment="staging").state == "failed"
    twice = answer(TURN, alone, environment="staging", other_environment="staging")
    assert twice.text == "**staging** is one environment: I need two to compare."


def test_nothing_runs_in_either() -> None:
    fleet = ScriptedFleet((EnvironmentState("staging", ()), EnvironmentState("live", ())))
    reply = answer(TURN, fleet, environment="staging")

    assert reply.text.startswith("Nothing runs in **staging**, nor in **live**.")
    assert reply.table is None


def test_one_service_alone() -> None:
    fleet = ScriptedFleet.of(
        here("a", "1.0"), there("a", "1.1", incoming="1.2"), here("b", "3"), there("b", "4")
    )
    reply = answer(TURN, fleet, environment="staging", other_environment="live", service="a")

    assert reply.text.startswith("**live** is ahead of **staging** in 1 service: **a** with 1.1")
    assert reply.table is not None
    assert [cell.text for cell in reply.table.rows[0]] == ["a", "1.0", "1.1 → 1.2", "live is ahead"]
    assert reply.context == {"service": "a"}


def test_an_ear_gets_three_and_a_screen_all_of_them() -> None:
    services = [one for n in range(6) for one in (here(f"s{n}", "1.1"), there(f"s{n}", "1.0"))]
    reply = answer(
        TURN, ScriptedFleet.of(*services), environment="staging", other_environment="live"
    )

    assert reply.speech == (
        "staging is ahead of live in 6 services: s0 with 1.1 against 1.0, s1 with 1.1 against 1.0, "
        "s2 with 1.1 against 1.0 and 3 more."
    )
    assert "s5" in reply.text
    assert reply.table is not None
    assert len(reply.table.rows) == 6


def test_in_german() -> None:
    services = (
        here("a", "1.1"),
        there("a", "1.0"),
        here("b", "1"),
        here("c", "1.0"),
        there("c", "1.0"),
    )

    assert compared(*services, turn=GERMAN, other=None) == (
        "**staging** ist bei 1 Service weiter als **live**: **a** mit 1.1 gegen 1.0. "
        "Nur in staging: **b**. 1 ist gleich. "
        "Verglichen habe ich mit **live**, weil keine andere genannt war."
    )
