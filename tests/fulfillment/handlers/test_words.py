"""What handlers say, in states that the example world does not have."""

from datetime import timedelta
from typing import Any

import pytest

from fulfillment.errors import PlanRefused
from fulfillment.handlers import (
    deployed_versions,
    restart_service,
    rollout_status,
    service_health,
    service_version,
    whats_broken,
)
from fulfillment.markdown import plain
from fulfillment.ops.state import (
    Alarm,
    EnvironmentState,
    ServiceEvent,
    ServiceState,
    StoppedTask,
    Targets,
)
from fulfillment.sentences import phrase
from tests.fulfillment.handlers.scripted import (
    ScriptedChanges,
    ScriptedFleet,
    a_deployment,
    a_service,
    a_turn,
)
from tests.fulfillment.language import DENIED, READ

HEALTH = a_turn("ServiceHealth")
VERSION = a_turn("ServiceVersion")
DEPLOYED = a_turn("DeployedVersions")
ROLLOUT = a_turn("RolloutStatus")
ARN = "arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/orders-staging/067a55"


def a_broken(name: str = "orders", **over: Any) -> ServiceState:
    deployments = (
        a_deployment("2.0.0", id="new", state="in progress", running=0, failed_tasks=3),
        a_deployment("1.0.0", is_primary=False),
    )
    stopped = StoppedTask("2.0.0", "new", f"Task failed ELB health checks in {ARN}", "", None, 65)
    given: dict[str, Any] = {
        "incoming": "2.0.0",
        "health": "failing",
        "deployments": deployments,
        "stopped": (stopped,),
    }
    return a_service(name, **{**given, **over})


def test_nothing_is_broken() -> None:
    reply = whats_broken.answer(a_turn(), ScriptedFleet.of(a_service(), a_service("cards", "live")))

    assert reply.text == reply.speech == "Nothing is broken in staging and live."
    assert reply.suggestions


def test_nothing_that_could_be_read_is_broken() -> None:
    fleet = ScriptedFleet.of(a_service(), unreadable=("live",))
    reply = whats_broken.answer(a_turn(), fleet)

    assert reply.text == (
        "Nothing is broken in staging.\n"
        "I could not list the services of live because "
        "AWS did not answer in time; ask again in a moment."
    )
    assert "could not list the services of live" in reply.speech
    assert reply.state == "done"


def test_nothing_could_be_read() -> None:
    reply = whats_broken.answer(a_turn(), ScriptedFleet((), ("live",)))

    assert reply.state == "failed"
    assert reply.text.startswith("I cannot say what is broken in live.\n")


def test_the_worst_comes_first_and_the_ear_gets_three() -> None:
    degraded = [a_service(f"s{n}", health="degraded", running=1) for n in range(4)]
    reply = whats_broken.answer(a_turn(), ScriptedFleet.of(*degraded, a_broken()))

    lines = reply.text.splitlines()
    assert lines[0] == "Broken: 5 services."
    assert lines[1].startswith("- **orders** in **staging** is failing: 3 tasks of the rollout of")
    assert lines[2] == "- **s0** in **staging** is degraded: only 1 of 2 tasks run."
    assert reply.speech.endswith("Also s0 in staging, s1 in staging and 2 more.")
    assert len(reply.actions) == 3


def test_aws_words_are_shown_without_accounts_and_as_text() -> None:
    sick = a_service(
        health="degraded",
        targets=Targets(1, 1, 0, (f"**Bold** of {ARN}",)),
        alarms=(Alarm("a*b", "`x`\nsecond line", 4000),),
    )
    reply = whats_broken.answer(a_turn(), ScriptedFleet.of(sick))

    assert "123456789012" not in reply.text
    assert "**Bold** of orders-staging" in plain(reply.text)
    assert "the alarm a*b has been ringing for 1 hour (`x` second line)" in plain(reply.text)
    assert "`" not in reply.speech


def test_a_load_balancers_verdict_is_the_reason() -> None:
    reply = service_health.answer(HEALTH, ScriptedFleet.of(a_broken()), service="orders")

    assert reply.text == (
        "**orders** in **staging** is failing: 3 tasks of the rollout of **2.0.0** have failed, "
        "the last one 1 minute ago with Task failed ELB health checks in orders-staging; "
        "**1.0.0** still serves."
    )


def test_a_failed_rollout_that_was_rolled_back() -> None:
    deployments = (
        a_deployment("1.0.0", state="in progress"),
        a_deployment("2.0.0", state="failed", reason="tasks failed to start", is_primary=False),
    )
    state = a_broken(incoming="1.0.0", deployments=deployments, stopped=())
    reply = service_health.answer(HEALTH, ScriptedFleet.of(state), service="orders")

    assert "the rollout of **2.0.0** failed (tasks failed to start)" in reply.text


def test_a_service_that_is_down() -> None:
    down = a_service(health="failing", running=0, version="")
    reply = service_health.answer(HEALTH, ScriptedFleet.of(down), service="orders")

    assert "none of its 2 tasks runs" in reply.text
    assert reply.facts[0].value.text == "nothing"


def test_health_everywhere_is_a_table_with_the_sick_first_in_words() -> None:
    fleet = ScriptedFleet.of(a_service(), a_broken(environment="live"))
    reply = service_health.answer(HEALTH, fleet, service="orders")

    assert reply.text.startswith("**orders** in **live** is failing")
    assert reply.table is not None
    assert [row[0].text for row in reply.table.rows] == ["staging", "live"]
    assert reply.context == {"service": "orders"}


def test_a_service_that_is_nowhere() -> None:
    fleet = ScriptedFleet.of(a_service())
    reply = service_version.answer(VERSION, fleet, ScriptedChanges(), service="cards")

    assert reply.text == "**cards** does not run in **staging**."


def test_versions_in_one_line_whatever_is_rolling() -> None:
    fleet = ScriptedFleet.of(
        a_service(),
        a_service(environment="live", incoming="2.0.0", health="rolling out"),
        a_service(environment="new", version="", incoming="2.0.0", health="rolling out"),
    )
    changes = ScriptedChanges(who={"staging": "a*a"})
    reply = service_version.answer(VERSION, fleet, changes, service="orders")

    assert reply.speech == plain(reply.text)
    assert changes.asked == {"staging": timedelta(hours=2), "live": timedelta(hours=2)}
    assert plain(reply.text) == (
        "orders: 1.0.0 in staging, last deployed or restarted 2 hours ago by a*a; "
        "1.0.0 in live, last deployed or restarted 2 hours ago (2.0.0 is rolling out); "
        "nothing is live in new (2.0.0 is rolling out)."
    )


def test_who_deployed_it_may_be_unreadable() -> None:
    changes = ScriptedChanges(gaps=(phrase("could_not", what=READ, why=DENIED),))
    reply = service_version.answer(
        VERSION, ScriptedFleet.of(a_service()), changes, service="orders"
    )

    assert reply.text == (
        "**orders**: **1.0.0** in staging, last deployed or restarted 2 hours ago. I could not "
        "read orders in staging because AWS denies it to the role that I use."
    )
    assert "could not" not in reply.speech


def test_an_empty_environment() -> None:
    fleet = ScriptedFleet((EnvironmentState("staging", ()),))
    reply = deployed_versions.answer(DEPLOYED, fleet, environment="staging")

    assert reply.text == "Nothing is deployed in **staging**."
    assert reply.table is None


def test_a_rollout_under_way_has_its_events_once() -> None:
    events = tuple(
        ServiceEvent(message, age)
        for age, message in enumerate(["started (task a).", "started (task a).", "steady.", "x."])
    )
    deployments = (
        a_deployment("2.0.0", state="in progress", running=1, pending=1, age_seconds=40.0),
        a_deployment("1.0.0", is_primary=False),
    )
    state = a_service(
        incoming="2.0.0", health="rolling out", deployments=deployments, events=events
    )
    reply = rollout_status.answer(ROLLOUT, ScriptedFleet.of(state), service="orders")

    under_way = "The rollout of **2.0.0** of **orders** in **staging** is under way"
    assert reply.text.splitlines() == [
        f"{under_way}: 1 of 2 new tasks run, it began 40 seconds ago.",
        "- 0 seconds ago: started (task a).",
        "- 2 seconds ago: steady.",
        "- 3 seconds ago: x.",
    ]


@pytest.mark.parametrize(
    ("desired", "minimum", "maximum", "said"),
    [
        (2, 100, 200, "its 2 tasks are replaced by new ones of the same version; it stays up."),
        (1, 100, 200, "its 1 task is replaced by a new one of the same version; it stays up."),
        (4, 100, 125, "its 4 tasks are replaced one by one by new ones of the same version; it"),
        (4, 50, 100, "its 4 tasks are replaced by new ones of the same version; at least 2 of 4"),
        (3, 50, 100, "one by one by new ones of the same version; at least 2 of 3 keep running."),
        (1, 0, 100, "its 1 task is replaced by a new one of the same version; it may be down"),
    ],
)
def test_a_restart_says_exactly_what_the_configuration_allows(
    desired: int, minimum: int, maximum: int, said: str
) -> None:
    state = a_service(desired=desired, minimum_healthy_percent=minimum, maximum_percent=maximum)
    plan = restart_service.plan(
        a_turn("RestartService"), ScriptedFleet.of(state), service="orders", environment="staging"
    )

    assert said in plan.sentence
    assert plan.sentence.startswith("Restart **orders** 1.0.0 in **staging**: ")
    assert plan.speech == plain(plan.sentence)


@pytest.mark.parametrize(
    ("over", "why"),
    [
        ({"desired": 0, "running": 0}, "has no tasks to restart"),
        ({"deployments": (a_deployment(state="in progress"),)}, "a rollout of it is under way"),
        ({"deployments": (a_deployment(), a_deployment("2.0.0"))}, "a rollout of it is under way"),
        ({"deployments": ()}, "a rollout of it is under way"),
        (
            {"minimum_healthy_percent": 100, "maximum_percent": 100},
            r"\(100/100 percent\) lets ECS neither stop a task first nor start one more",
        ),
    ],
)
def test_a_restart_that_makes_no_sense_is_refused(over: dict[str, Any], why: str) -> None:
    with pytest.raises(PlanRefused, match=why):
        restart_service.plan(
            a_turn("RestartService"),
            ScriptedFleet.of(a_service(**over)),
            service="orders",
            environment="staging",
        )


def fingerprint(**over: Any) -> str:
    fleet = ScriptedFleet.of(a_service(**over))
    turn = a_turn("RestartService")
    return restart_service.plan(turn, fleet, service="orders", environment="staging").fingerprint


def test_a_fingerprint_is_of_what_the_sentence_depends_on() -> None:
    assert fingerprint() == fingerprint(running=1, age_seconds=9.0)
    others = [
        fingerprint(desired=3),
        fingerprint(deployments=(a_deployment(id="other"),)),
        fingerprint(deployments=(a_deployment(task_definition="orders:9"),)),
        fingerprint(maximum_percent=150),
    ]
    assert len({fingerprint(), *others}) == 5


UNREAD = "I could not read the alarms of staging because AWS denies it to the role that I use."
GAP = phrase("could_not", what=phrase("read_alarms", environment="staging"), why=DENIED)


def test_what_was_not_read_is_not_claimed() -> None:
    state = a_service(unread=("alarms",), gaps=(GAP,))
    health = service_health.answer(HEALTH, ScriptedFleet.of(state), service="orders")

    said = "orders in staging is healthy as far as I could read: 2 of 2 tasks run."
    assert plain(health.text) == f"{said}\n{UNREAD}"
    assert health.speech == f"{said} {UNREAD}"
    assert health.facts[2].value.text == "healthy as far as I could read"
    assert health.facts[2].value.tone == "neutral"


def test_what_was_read_is_claimed() -> None:
    health = service_health.answer(HEALTH, ScriptedFleet.of(a_service()), service="orders")

    assert health.speech == "orders in staging is healthy: 2 of 2 tasks run and no alarm rings."


@pytest.mark.parametrize("is_in_environment", [True, False])
def test_nothing_is_broken_only_as_far_as_was_read(*, is_in_environment: bool) -> None:
    gaps = (GAP,)
    state = a_service(unread=("alarms",), gaps=() if is_in_environment else gaps)
    where = EnvironmentState("staging", (state,), gaps=gaps if is_in_environment else ())
    fleet = ScriptedFleet((where,))

    broken = whats_broken.answer(a_turn(), fleet)
    deployed = deployed_versions.answer(DEPLOYED, fleet, environment="staging")

    assert broken.speech == f"Nothing is broken in staging, as far as I could read. {UNREAD}"
    assert "1 healthy as far as I could read." in deployed.text
    assert deployed.speech.endswith(UNREAD)


def test_a_gap_is_heard_beside_what_is_broken() -> None:
    down = a_service(health="failing", running=0, gaps=(GAP,))

    assert whats_broken.answer(a_turn(), ScriptedFleet.of(down)).speech.endswith(UNREAD)


@pytest.mark.parametrize(("count", "said"), [(1, "1 alarm that belongs"), (2, "2 alarms that bel")])
def test_alarms_of_no_service_are_counted(count: int, said: str) -> None:
    alarms = tuple(Alarm(f"a{number}", "", 60) for number in range(count))
    fleet = ScriptedFleet((EnvironmentState("staging", (a_service(),), alarms),))

    headline = whats_broken.answer(a_turn(), fleet).text.splitlines()[0]

    assert headline.startswith(f"Broken: {said}")
    assert ("belongs" in headline) == (count == 1)


def test_an_alarm_is_not_why_a_service_is_rolling_out() -> None:
    deployments = (
        a_deployment("2.0.0", state="in progress", running=1),
        a_deployment("1.0.0", is_primary=False),
    )
    state = a_service(
        incoming="2.0.0",
        health="rolling out",
        deployments=deployments,
        alarms=(Alarm("slow", "", 120),),
    )
    health = service_health.answer(HEALTH, ScriptedFleet.of(state), service="orders")
    broken = whats_broken.answer(a_turn(), ScriptedFleet.of(state))

    ringing = "apart from that, the alarm slow has been ringing for 2 minutes."
    assert health.speech == (
        "orders in staging is rolling out: 2 of 2 tasks run and 2.0.0 is being rolled out. "
        f"A{ringing[1:]}"
    )
    assert broken.speech == f"orders in staging is rolling out, and {ringing}"


def test_no_deployment_is_claimed_for_a_restart() -> None:
    reply = rollout_status.answer(
        ROLLOUT, ScriptedFleet.of(a_service(age_seconds=25.0)), service="orders"
    )

    assert "**1.0.0** was last deployed or restarted 25 seconds ago." in reply.text


@pytest.mark.parametrize(
    ("over", "said"),
    [
        ({"running": 0}, "none of them runs now, so it is down until new ones do."),
        ({"running": 0, "strategy": "BLUE_GREEN"}, "none of them runs now, so it is down until"),
        (
            {"desired": 4, "running": 1, "minimum_healthy_percent": 50},
            "only 1 of 4 runs now.",
        ),
    ],
)
def test_a_restart_of_what_is_down_does_not_say_that_it_stays_up(
    over: dict[str, Any], said: str
) -> None:
    assert said in restart_of(**over)
    assert "stays up" not in restart_of(**over)
    assert fingerprint(**over) != fingerprint(**{**over, "running": 4})


def test_a_restart_of_an_unread_version_says_so() -> None:
    said = restart_of(deployments=(a_deployment("unknown"),))

    assert said.startswith("Restart **orders** (I could not read its version) in **staging**: ")


def restart_of(**over: Any) -> str:
    fleet = ScriptedFleet.of(a_service(**over))
    turn = a_turn("RestartService")
    return restart_service.plan(turn, fleet, service="orders", environment="staging").sentence
