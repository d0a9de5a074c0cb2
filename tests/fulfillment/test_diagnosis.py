"""Why a rollout does not move, from what ECS says in its own words."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.diagnosis import diagnose
from fulfillment.handlers import rollout_status
from fulfillment.ops.state import ServiceEvent, ServiceState, StoppedTask
from tests.fulfillment.handlers.scripted import (
    ScriptedFleet,
    a_deployment,
    a_service,
    a_turn,
)
from tests.fulfillment.language import german

PULL = "CannotPullContainerError: pull image manifest has been retried 1 time(s): failed to resolve"
# As ECS writes them (its guide, "stopped task error codes" and "service event messages").
REASONS = [
    (f"{PULL} repo/orders:9.9.9: not found", "image_missing"),
    (f"{PULL}: pulling from host denied: 403 Forbidden", "image_denied"),
    (f"{PULL}: dial tcp 10.0.0.1:443: i/o timeout", "image_unreachable"),
    (
        "ResourceInitializationError: unable to pull secrets: unable to retrieve secret from asm",
        "secret_unread",
    ),
    ("ResourceInitializationError: failed to invoke EFS utils commands", "start_impossible"),
    ("OutOfMemoryError: Container killed due to memory usage", "out_of_memory"),
    ("Task failed ELB health checks in (target-group arn:aws:x)", "target_unhealthy"),
    ("Task failed container health checks", "container_unhealthy"),
]


def a_stop(reason: str = "", container: str = "", code: int | None = None) -> StoppedTask:
    return StoppedTask("2.0.0", "new", reason, container, code, 60)


def a_stuck(*stopped: StoppedTask, **over: Any) -> ServiceState:
    deployments = (
        a_deployment("2.0.0", id="new", state="in progress", running=0, failed_tasks=3),
        a_deployment("1.0.0", is_primary=False),
    )
    given_: dict[str, Any] = {
        "incoming": "2.0.0",
        "health": "failing",
        "deployments": deployments,
        "stopped": stopped,
    }
    return a_service(**{**given_, **over})


def names(state: ServiceState) -> list[str]:
    return [cause.why.id.removeprefix("cause_") for cause in diagnose(state)]


@pytest.mark.parametrize(("reason", "cause"), REASONS)
def test_what_ecs_says_has_a_cause(reason: str, cause: str) -> None:
    assert names(a_stuck(a_stop(reason))) == [cause]


@pytest.mark.parametrize(
    ("code", "cause"), [(1, "exits"), (137, "killed"), (0, "ends"), (None, "unknown")]
)
def test_an_exit_code_tells_where_words_do_not(code: int | None, cause: str) -> None:
    assert names(a_stuck(a_stop("Essential container in task exited", code=code))) == [cause]


def test_the_most_seen_comes_first() -> None:
    stops = (a_stop("Task failed container health checks"), *[a_stop(code=1, container="boom")] * 2)
    first, second = diagnose(a_stuck(*stops))

    assert (first.why.id, first.seen, first.evidence) == ("cause_exits", 2, "boom")
    assert second.seen == 1


def test_an_event_tells_of_tasks_that_never_were() -> None:
    message = "(service orders) was unable to place a task because no container instance met all"
    fresh = a_stuck(events=(ServiceEvent(message, 30),))
    old = a_stuck(events=(ServiceEvent(message, 90_000),))

    assert names(fresh) == ["no_capacity"]
    assert names(old) == []


def test_arithmetic_that_lets_nothing_move() -> None:
    assert names(a_stuck(minimum_healthy_percent=100, maximum_percent=100)) == ["no_room"]
    assert names(a_stuck(minimum_healthy_percent=100, maximum_percent=150)) == []


def test_tasks_of_the_version_that_serves_are_no_reason() -> None:
    other = StoppedTask("1.0.0", "old", "Task failed container health checks", "", None, 60)

    assert names(a_stuck(other)) == []


def test_it_is_said_with_what_to_look_at() -> None:
    state = a_stuck(a_stop(code=1, container="FATAL: `STOCK_DB_URL` is not set"))
    reply = rollout_status.answer(
        a_turn("RolloutStatus"), ScriptedFleet.of(state), service="orders"
    )

    assert "The container ends with an error soon after it starts." in reply.speech
    assert "Look at the last log lines of a new task." in reply.speech
    assert "STOCK_DB_URL" not in reply.speech
    assert "(AWS says: FATAL: " in reply.text


def test_it_is_said_in_german() -> None:
    turn = a_turn("RolloutStatus")
    state = a_stuck(a_stop(REASONS[0][0]))
    reply = rollout_status.answer(
        type(turn)(**{**vars(turn), "say": german("RolloutStatus")}),
        ScriptedFleet.of(state),
        service="orders",
    )

    assert "Das Image der neuen Version ist in der Registry nicht zu finden." in reply.speech


@given(st.lists(st.tuples(st.text(), st.text(), st.none() | st.integers(0, 255)), max_size=5))
def test_any_words_give_a_cause_for_each_stop(stops: list[tuple[str, str, int | None]]) -> None:
    found = diagnose(a_stuck(*(a_stop(*one) for one in stops)))

    assert sum(cause.seen for cause in found) == len(stops)
