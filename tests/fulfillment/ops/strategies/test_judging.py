"""The table of strategies and what each asks for."""

from typing import get_args

import pytest

from fulfillment.ops.strategies.judging import TABLE, readiness
from fulfillment.ops.strategies.port import Facts, Judged, Requirement, Strategy

EVERYTHING: tuple[Requirement, ...] = get_args(Requirement)


def judged(
    lacking: tuple[Requirement, ...] = (), unread: tuple[Requirement, ...] = ()
) -> dict[Strategy, Judged]:
    has: dict[Requirement, bool | None] = {
        one: None if one in unread else one not in lacking for one in EVERYTHING
    }
    found = readiness(Facts("live", "orders", "ROLLING", has))
    return {one.strategy: one for one in found.judged}


def test_every_strategy_has_a_line_and_every_requirement_a_use() -> None:
    assert set(TABLE) == set(get_args(Strategy))
    assert {need for needs in TABLE.values() for need in needs} == set(EVERYTHING)


def test_a_service_that_has_everything_can_do_everything() -> None:
    assert all(one.is_ready for one in judged().values())


@pytest.mark.parametrize(
    ("lacking", "impossible"),
    [
        ("two_tasks", {"rolling"}),
        ("one_task", {"doubling", "canary", "linear", "blue_green"}),
        ("alarms", {"canary", "linear"}),
        ("second_group", {"canary", "linear", "blue_green"}),
        ("balancer_role", {"canary", "linear", "blue_green"}),
        ("ecs_controller", {"rolling", "doubling", "canary", "linear", "blue_green"}),
        ("replica", {"rolling", "doubling", "canary", "linear", "blue_green"}),
        ("hosted_zone", {"blue_green_dns", "weighted"}),
        ("weighted_records", {"blue_green_dns", "weighted"}),
        ("application_balancer", {"strangler"}),
        ("shared_rule", {"strangler"}),
    ],
)
def test_what_a_missing_thing_makes_impossible(
    lacking: Requirement, impossible: set[Strategy]
) -> None:
    found = judged((lacking,))

    assert {name for name, one in found.items() if not one.is_ready} == impossible
    assert {found[name].lacks for name in impossible} == {(lacking,)}


def test_without_a_target_group_nothing_behind_it_is_listed_too() -> None:
    lacking: tuple[Requirement, ...] = (
        "target_group",
        "second_group",
        "listener_rule",
        "balancer_role",
        "weighted_records",
        "application_balancer",
        "shared_rule",
    )
    found = judged(lacking)

    assert found["canary"].lacks == ("target_group",)
    assert found["weighted"].lacks == ("target_group",)
    assert found["strangler"].lacks == ("target_group",)
    assert found["rolling"].is_ready


def test_what_could_not_be_read_is_neither_there_nor_missing() -> None:
    found = judged(unread=("shared_rule",))

    assert (found["strangler"].lacks, found["strangler"].unread) == ((), ("shared_rule",))
    assert not found["strangler"].is_ready
