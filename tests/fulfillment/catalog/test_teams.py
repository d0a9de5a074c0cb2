"""Who is on call: what people write down, and what follows from it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fulfillment.catalog.environments import environments_from_json
from fulfillment.catalog.teams import Rota, Stand
from fulfillment.errors import DocumentError

MONDAY = datetime(2026, 11, 2, 9, 0, tzinfo=UTC)
PLACE = {"account": "123456789012", "region": "us-east-1", "cluster": "main"}
ROTA = Rota(("Ana", "Omar", "Vic"), MONDAY, 7)


def document(**team: Any) -> dict[str, Any]:
    return {"environments": {"main": PLACE}, "teams": {"shop": team}}


def days(count: float) -> datetime:
    return MONDAY + timedelta(days=count)


@pytest.mark.parametrize(
    ("moment", "person", "until", "next_person"),
    [
        (days(0), "Ana", days(7), "Omar"),
        (days(6.99), "Ana", days(7), "Omar"),
        (days(7), "Omar", days(14), "Vic"),
        (days(21), "Ana", days(28), "Omar"),
        (days(-1), "Vic", days(0), "Ana"),
    ],
)
def test_people_take_turns(
    moment: datetime, person: str, until: datetime, next_person: str
) -> None:
    shift = ROTA.at(moment)

    assert (shift.person, shift.until, shift.next_person) == (person, until, next_person)


def test_somebody_stands_in() -> None:
    rota = Rota(("Ana", "Omar"), MONDAY, 7, (Stand("Vic", days(2), days(3)),))

    before, during, after = (rota.at(days(one)) for one in (1, 2.5, 3))
    assert (before.person, before.until, before.next_person) == ("Ana", days(2), "Vic")
    assert (during.person, during.until, during.next_person) == ("Vic", days(3), "Ana")
    assert after.person == "Ana"


@given(st.integers(-3_000_000, 3_000_000), st.integers(1, 30))
def test_somebody_is_always_on_call(minutes: int, length: int) -> None:
    at = MONDAY + timedelta(minutes=minutes)
    shift = Rota(("Ana", "Omar"), MONDAY, length).at(at)

    assert at < shift.until <= at + timedelta(days=length)
    assert shift.person in ("Ana", "Omar")
    assert Rota(("Ana", "Omar"), MONDAY, length).at(shift.until).person == shift.next_person


def test_teams_are_read() -> None:
    topic = "arn:aws:sns:us-east-1:123456789012:page-shop"
    rota = {"people": ["Ana"], "since": "2026-11-02T10:00:00+01:00"}
    found = environments_from_json(
        document(services=["orders"], contact="#shop", page=topic, on_call=rota)
    )

    (team,) = found.teams
    assert (team.name, team.display_name, team.topic) == ("shop", "shop", topic)
    assert team.rota == Rota(("Ana",), MONDAY, 7)


def test_every_mistake_is_told_at_once() -> None:
    rota = {
        "people": [],
        "since": "2026-11-02",
        "days": 0,
        "instead": [{"person": "Vic", "since": "2026-11-03T00:00Z", "until": "2026-11-02T00:00Z"}],
    }
    with pytest.raises(DocumentError) as caught:
        environments_from_json(document(page="page-shop", rota={}, on_call=rota))

    told = str(caught.value)
    for one in (
        "teams.shop: unknown key 'rota'",
        "teams.shop.page: 'page-shop' must be the ARN of an SNS topic",
        "teams.shop.on_call.people: must name at least one person",
        "teams.shop.on_call.days: 0 must be a number of days",
        "teams.shop.on_call.since: '2026-11-02' must be a moment with its zone",
        "teams.shop.on_call.instead[0].until: must be after since",
    ):
        assert one in told
