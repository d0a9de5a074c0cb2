"""Who is on call, and what a page says."""

from dataclasses import dataclass, replace
from datetime import UTC, datetime

import pytest

from fulfillment.catalog.teams import Rota, Team
from fulfillment.errors import PlanRefused
from fulfillment.handlers import on_call, page_on_call
from fulfillment.ops.paged import Page
from fulfillment.sentences import Say
from fulfillment.turn import Invocation, Turn
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_service, a_turn
from tests.fulfillment.language import english, german

NOW = datetime(2026, 11, 5, 9, 0, tzinfo=UTC)
TOPIC = "arn:aws:sns:us-east-1:123456789012:page-shop"
ROTA = Rota(("Ana", "Omar"), datetime(2026, 11, 2, 9, 0, tzinfo=UTC), 7)
SHOP = Team("shop", "Shop", ("orders",), "#team-shop", TOPIC, ROTA)
CORE = Team("core", "Core", ("monolith",), "#team_core")


@dataclass(frozen=True)
class Written:
    teams: tuple[Team, ...] = (SHOP, CORE)

    def all(self) -> tuple[Team, ...]:
        return self.teams

    def of(self, service: str) -> Team | None:
        return next((one for one in self.teams if service in one.services), None)


@dataclass(frozen=True)
class Noted:
    """What is known of earlier pages."""

    page: Page | None = None

    def last(self, environment: str, service: str, person: str) -> Page | None:
        return self.page if (environment, service, person) == ("staging", "orders", "Ana") else None


def asked(intent: str = "OnCall") -> Turn:
    return replace(a_turn(intent), now=NOW)


def test_one_service() -> None:
    reply = on_call.answer(asked(), Written(), service="orders")

    assert reply.speech == (
        "Ana is on call for orders (team Shop), for another 4 days; then Omar. "
        "The team is at #team-shop."
    )
    assert reply.actions[0].invocation == Invocation("intent", "PageOnCall", {"service": "orders"})


def test_nobody_and_no_team() -> None:
    nobody = on_call.answer(asked(), Written(), service="monolith")
    unknown = on_call.answer(asked(), Written(), service="cards")

    assert nobody.speech == "Nobody is on call for monolith (team Core). The team is at #team_core."
    assert nobody.actions == unknown.actions == ()
    assert unknown.speech.startswith("No team looks after cards")


def test_everybody() -> None:
    reply = on_call.answer(asked(), Written())

    assert reply.speech == "On call now: Ana for Shop."
    assert reply.table is not None
    cells = [[cell.text for cell in row] for row in reply.table.rows]
    assert cells == [
        ["Shop", "Ana", "4 days", "orders", "#team-shop"],
        ["Core", "nobody", "", "monolith", "#team_core"],
    ]
    assert on_call.answer(asked(), Written(())).text == "The environments file names no teams."


def test_german() -> None:
    turn = replace(asked(), say=german("OnCall"))

    assert on_call.answer(turn, Written(), service="orders").speech == (
        "Ana hat Bereitschaft für orders (Team Shop); in 4 Tagen übernimmt Omar. "
        "Das Team ist hier zu erreichen: #team-shop."
    )


def test_a_page_is_about_where_it_is_worst() -> None:
    down = a_service(environment="production", health="failing", running=0)
    plan = page_on_call.plan(
        asked("PageOnCall"),
        ScriptedFleet.of(a_service(), down),
        Written(),
        Noted(),
        service="orders",
    )

    assert plan.sentence == "Page **Ana**, who is on call for **orders**, about **production**."
    assert plan.environment == "production"
    assert plan.details["topic"] == TOPIC
    assert plan.details["subject"] == "Page: orders in production"
    assert plan.details["message"].startswith(
        "Ana pages you about orders in production through Ground Control. State now: failing"
    )


def test_the_page_that_was_agreed_to_is_the_one_that_is_sent() -> None:
    def fingerprint(now: datetime, teams: Written) -> str:
        turn = replace(a_turn("PageOnCall"), now=now)
        fleet = ScriptedFleet.of(a_service())
        return page_on_call.plan(turn, fleet, teams, Noted(), service="orders").fingerprint

    later = datetime(2026, 11, 10, tzinfo=UTC)
    other = Written((replace(SHOP, topic=f"{TOPIC}-2"),))
    assert fingerprint(NOW, Written()) == fingerprint(NOW, Written())
    assert (
        len({fingerprint(NOW, Written()), fingerprint(later, Written()), fingerprint(NOW, other)})
        == 3
    )


@pytest.mark.parametrize(
    ("service", "why"), [("monolith", "Nobody of .*Core.* can be paged"), ("cards", "No team")]
)
def test_nobody_to_page(service: str, why: str) -> None:
    with pytest.raises(PlanRefused, match=why):
        page_on_call.plan(
            asked("PageOnCall"),
            ScriptedFleet.of(a_service(service)),
            Written(),
            Noted(),
            service=service,
        )


ALREADY = (
    (
        english("PageOnCall"),
        (
            "**Ana** was paged 2 minutes ago by V\\*ic about **orders** in **staging**. "
            "Nobody is paged twice for the same within 10 minutes."
        ),
    ),
    (
        german("PageOnCall"),
        (
            "**Ana** wurde vor 2 Minuten von V\\*ic wegen **orders** in **staging** alarmiert. "
            "Für dasselbe wird innerhalb von 10 Minuten niemand zweimal alarmiert."
        ),
    ),
)


@pytest.mark.parametrize(("say", "said"), ALREADY)
def test_whoever_was_just_paged_is_not_paged_again(say: Say, said: str) -> None:
    turn = replace(asked("PageOnCall"), say=say)
    fleet = ScriptedFleet.of(a_service())

    with pytest.raises(PlanRefused) as refused:
        page_on_call.plan(
            turn, fleet, Written(), Noted(Page("V*ic", 120.0, "plan-1")), service="orders"
        )
    assert str(refused.value) == said


def test_after_ten_minutes_they_are() -> None:
    plan = page_on_call.plan(
        asked("PageOnCall"),
        ScriptedFleet.of(a_service()),
        Written(),
        Noted(Page("Vic", 600.0, "plan-1")),
        service="orders",
    )

    assert plan.details["replacing"] == "plan-1"
