"""What is said of tasks, in states that the example world does not have."""

from dataclasses import dataclass, replace
from typing import Any

from fulfillment.handlers import service_tasks
from fulfillment.ops.state import StoppedTask
from fulfillment.ops.tasks.port import ServiceTasks, TaskState
from fulfillment.sentences import sentences
from fulfillment.turn import Reply
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import a_turn


@dataclass(frozen=True)
class ScriptedTasks:
    found: ServiceTasks

    def of(self, environment: str, service: str) -> ServiceTasks:
        assert (environment, service) == ("live", "orders")
        return self.found


def a_task(**over: Any) -> TaskState:
    base: dict[str, Any] = {
        "id": "0123456789abcdef",
        "version": "1.0.0",
        "status": "running",
        "zone": "eu-west-1a",
        "health": "unknown",
        "target": "healthy",
        "age_seconds": 7200.0,
    }
    return TaskState(**{**base, **over})


def asked(*tasks: TaskState, locale: str = "en_US", **over: Any) -> Reply:
    base: dict[str, Any] = {"environment": "live", "service": "orders", "desired": len(tasks)}
    found = ServiceTasks(**{**base, "tasks": tasks, **over})
    say = sentences(product_bot(), locale, "ServiceTasks")
    turn = replace(a_turn("ServiceTasks"), say=say)
    return service_tasks.answer(turn, ScriptedTasks(found), service="orders", environment="live")


def test_all_in_one_zone_is_worth_a_word() -> None:
    reply = asked(a_task(), a_task())

    assert reply.text == (
        "**orders** in **live**: 2 of 2 tasks run (2 in eu-west-1a). All are healthy. "
        "All of them run in one availability zone."
    )


def test_one_task_cannot_be_spread() -> None:
    reply = asked(a_task(), locale="de_DE")

    assert reply.text == (
        "**orders** in **live**: 1 von 1 Task läuft (1 in eu-west-1a). Er ist gesund."
    )


def test_unhealthy_is_said_with_the_balancer_s_reason_and_colour() -> None:
    sick = a_task(target="unhealthy", target_reason="codes: [503]", zone="eu-west-1b")
    reply = asked(a_task(), sick)

    assert "1 is unhealthy (codes: [503])." in reply.text
    assert "All are healthy" not in reply.text
    assert reply.table is not None
    assert [(row[5].text, row[5].tone) for row in reply.table.rows] == [
        ("healthy", "good"),
        ("unhealthy", "bad"),
    ]


def test_health_that_nobody_checks_is_not_claimed() -> None:
    reply = asked(a_task(target=""), a_task(target="", zone="eu-west-1b"))

    assert "healthy" not in reply.text
    assert reply.table is not None
    assert reply.table.rows[0][4].text == "no check"


def test_a_task_that_starts_and_one_that_ended() -> None:
    stopped = StoppedTask("2.0.0", "d", "Essential container exited", "`oom`", 137, 65)
    starting = a_task(status="pending", age_seconds=None, target="", zone="")
    reply = asked(a_task(), starting, stopped=(stopped,), desired=2)

    assert reply.text == (
        "**orders** in **live**: 1 of 2 tasks run (1 in eu-west-1a). "
        "1 task stopped lately, 1 minute ago: exit code 137 (\\`oom\\`)."
    )
    assert reply.table is not None
    assert [row[3].text for row in reply.table.rows] == ["running", "starting"]
    assert "oom" not in reply.speech


def test_a_service_scaled_to_none() -> None:
    reply = asked()

    assert reply.text == "**orders** in **live** is scaled to no tasks, and none runs."
    assert reply.table is None


def test_the_first_of_many() -> None:
    reply = asked(a_task(), a_task(zone="b"), has_more=True, desired=2)

    assert "These are the first 2; there are more." in reply.text
