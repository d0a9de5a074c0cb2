"""The way back: version and function together, and where there is none."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lex.comparing import report
from deploy.errors import PublishError
from deploy.publish.lex.rollback import Rollback, plan_rollback, releases, roll_back
from deploy.publish.lex.showing import rollback_text
from deploy.publish.state import AliasEvent
from tests.deploy.publish.console import cut_version, edit_alias, functions_of
from tests.deploy.publish.world import World, Writes


def publish_twice(world: World) -> None:
    """The second release has another sentence and another function."""
    world.publish()
    world.say("good day {who}")
    world.change_function("new")
    world.publish()


def plan(world: World, to: int | None = None) -> Rollback:
    return plan_rollback(world.services(), world.settings, world.bot.name or "", to)


def test_version_and_function_go_back_together(world: World) -> None:
    publish_twice(world)

    rollback = plan(world)
    roll_back(world.services(), rollback)

    alias = world.alias()
    assert alias["botVersion"] == "1"
    arns = set(functions_of(alias).values())
    assert [arn.rpartition(":")[2] for arn in arns] == ["1"]
    assert report(rollback.changes) == "en_US\n  Greet: 1 utterance removed"


def test_it_is_said_before_it_is_done(world: World) -> None:
    publish_twice(world)
    writes = Writes()

    services = world.services(writes)
    text = rollback_text(plan_rollback(services, world.settings, world.bot.name or "", None))

    assert f"point alias live at version 1, with {world.settings.function}:1" in text
    assert "- good day {who}" in text
    assert set(writes.seen) == {"CreateExport", "DeleteExport"}
    assert world.alias()["botVersion"] == "2"


def test_it_is_one_write(world: World) -> None:
    publish_twice(world)
    rollback, writes = plan(world), Writes()

    roll_back(world.services(writes), rollback)

    assert writes.seen == ["UpdateBotAlias"]


def test_a_second_roll_back_goes_further_and_not_forth_again(world: World) -> None:
    publish_twice(world)
    world.say("good evening {who}")
    world.publish()

    for expected in ("2", "1"):
        roll_back(world.services(), plan(world))
        assert world.alias()["botVersion"] == expected

    with pytest.raises(PublishError, match=r"no earlier release of alias live.*--to: 2, 3"):
        plan(world)


def test_publishing_after_it_moves_on_and_back_is_past_the_bad_one(world: World) -> None:
    publish_twice(world)
    roll_back(world.services(), plan(world))
    world.say("a mended sentence {who}")
    world.publish()

    rollback = plan(world)

    assert world.alias()["botVersion"] == "3"
    assert rollback.target.number == 1


def test_any_version_may_be_chosen(world: World) -> None:
    publish_twice(world)
    roll_back(world.services(), plan(world))

    roll_back(world.services(), plan(world, to=2))

    assert world.alias()["botVersion"] == "2"
    assert plan(world, to=2).is_empty


def test_a_version_of_somebody_else_keeps_the_function_and_says_so(world: World) -> None:
    world.publish()
    number = cut_version(world, "by hand")
    before = functions_of(world.alias())

    rollback = plan(world, to=number)
    roll_back(world.services(), rollback)

    assert "was not made by `ground publish`" in rollback_text(rollback)
    assert world.alias()["botVersion"] == str(number)
    assert functions_of(world.alias()) == before


def test_a_version_that_is_not_there_is_refused_with_those_that_are(world: World) -> None:
    publish_twice(world)

    with pytest.raises(PublishError, match="has no version 9: there are 1, 2"):
        plan(world, to=9)


def test_without_anything_published_there_is_nothing_to_go_back_to(world: World) -> None:
    with pytest.raises(PublishError, match=r"there is no bot Bot.* publish it first"):
        plan(world)

    world.publish()
    with pytest.raises(PublishError, match="The bot has no other version"):
        plan(world)


def test_a_release_whose_function_is_gone_is_refused(world: World) -> None:
    publish_twice(world)
    world.functions.delete_function(FunctionName=world.settings.function)
    world.server.create_function(world.settings.function, "echo")

    with pytest.raises(PublishError, match=r"goes with .*:1, which is gone"):
        plan(world, to=1)


def test_an_alias_that_somebody_moved_meanwhile_is_left_alone(world: World) -> None:
    publish_twice(world)
    rollback = plan(world)
    edit_alias(world, description="mine now")

    with pytest.raises(PublishError, match="somebody changed alias live meanwhile"):
        roll_back(world.services(), rollback)

    assert world.alias()["botVersion"] == "2"


@pytest.mark.parametrize(
    ("history", "expected"),
    [
        ("", ()),
        ("1", (1,)),
        ("123", (1, 2, 3)),
        ("1232", (1, 2)),
        ("12321", (1,)),
        ("1213", (1, 3)),
        ("343535", (3, 5)),
        ("D1", (1,)),
    ],
)
def test_what_was_rolled_back_is_no_release_to_return_to(
    history: str, expected: tuple[int, ...]
) -> None:
    assert releases(events(history)) == expected


@given(st.lists(st.integers(1, 9)))
def test_releases_rise_and_end_with_the_current_one(numbers: list[int]) -> None:
    found = releases(events("".join(map(str, numbers))))

    assert list(found) == sorted(set(found))
    assert found[-1:] == tuple(numbers[-1:])


def events(history: str) -> list[AliasEvent]:
    names = {"D": "DRAFT"}
    when = datetime(2026, 1, 1, tzinfo=UTC)
    return [AliasEvent(names.get(mark, mark), when) for mark in history]
