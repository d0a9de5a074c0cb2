"""The arithmetic of rolling deployments, whatever the numbers."""

import threading
from datetime import UTC, datetime
from math import ceil, floor
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from deploy.local.account.clock import SimulatedClock
from deploy.local.account.ecs.fleet import DEFAULT_CONFIGURATION, Fleet
from deploy.local.account.ecs.model import (
    Behaviour,
    ContainerSpec,
    Durations,
    Service,
    Subnet,
    TargetGroup,
    TaskSpec,
    breaker_threshold,
)

START = datetime(2026, 1, 1, tzinfo=UTC)
ARN = "arn:aws:ecs:us-east-1:123456789012:service/test/app"
BEHAVIOURS = {
    "app:crash": Behaviour("exits", after_seconds=5, exit_code=3, reason="it crashed"),
    "app:sick": Behaviour("unhealthy", reason="Health checks failed"),
}


def spec(tag: str) -> TaskSpec:
    arn = f"arn:aws:ecs:us-east-1:123456789012:task-definition/app:{tag}"
    return TaskSpec(arn, "app", (ContainerSpec("app", f"registry/app:{tag}"),))


def a_service(clock: SimulatedClock, tasks: int, **configuration: Any) -> tuple[Fleet, Service]:
    fleet = Fleet.build(clock, threading.RLock(), Durations(jitter=0.3), BEHAVIOURS)
    service = Service(
        arn=ARN,
        name="app",
        cluster="test",
        cluster_arn="arn:aws:ecs:us-east-1:123456789012:cluster/test",
        desired_count=tasks,
        created_at=START,
        configuration={**DEFAULT_CONFIGURATION, **configuration},
        target_groups=(TargetGroup("arn:group", "app", 8080),),
        subnets=(Subnet("subnet-1", "10.0.0.", "us-east-1a"),),
    )
    fleet.scheduler.begin_steady(service, spec("one"), START)
    fleet.add(service)
    return fleet, service


@settings(max_examples=60, deadline=None)
@given(
    tasks=st.integers(1, 9),
    minimum=st.integers(0, 100),
    maximum=st.integers(100, 300),
    tag=st.sampled_from(["two", "crash", "sick"]),
)
def test_a_rollout_keeps_between_its_limits_and_ends_where_it_can(
    tasks: int, minimum: int, maximum: int, tag: str
) -> None:
    clock = SimulatedClock(START)
    fleet, service = a_service(clock, tasks, minimumHealthyPercent=minimum, maximumPercent=maximum)
    fewest, most = ceil(tasks * minimum / 100), floor(tasks * maximum / 100)
    fleet.scheduler.deploy(service, spec(tag))

    for _ in range(300):
        clock.advance(1)
        live = service.live
        assert len(live) <= most
        assert sum(task.is_serving for task in live) >= fewest

    can_progress = most > tasks or fewest < tasks
    if tag == "two" and can_progress:
        clock.advance(600)
        assert service.is_steady
        assert [task.spec.arn for task in service.live] == [spec("two").arn] * tasks
        assert service.primary.rollout_state == "COMPLETED"
    else:
        assert service.primary.rollout_state == "IN_PROGRESS"
        assert not service.is_steady


@given(tasks=st.integers(1, 2000))
def test_the_breakers_default_threshold_is_half_of_the_tasks_within_3_and_200(tasks: int) -> None:
    _, service = a_service(SimulatedClock(START), 0)
    service.desired_count = tasks

    assert breaker_threshold(service) == min(max(ceil(tasks / 2), 3), 200)


def test_the_breakers_threshold_can_be_a_count() -> None:
    _, service = a_service(
        SimulatedClock(START),
        4,
        deploymentCircuitBreaker={
            "enable": True,
            "rollback": False,
            "thresholdConfiguration": {"type": "COUNT", "value": 7},
        },
    )

    assert breaker_threshold(service) == 7


def test_a_closed_fleet_moves_no_more() -> None:
    clock = SimulatedClock(START)
    fleet, service = a_service(clock, 2)
    fleet.scheduler.deploy(service, spec("two"))
    fleet.close()

    clock.advance(600)

    assert {task.status for task in service.tasks.values()} == {"PROVISIONING", "RUNNING"}
