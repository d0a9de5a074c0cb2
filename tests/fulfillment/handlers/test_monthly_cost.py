"""What is said of costs, in states that the example world does not have."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from fulfillment.handlers import monthly_cost
from fulfillment.ops.costs.port import Cost, MonthCosts, Survey
from fulfillment.ops.state import EnvironmentState
from fulfillment.sentences import phrase, sentences
from fulfillment.turn import Reply
from tests.bot.definition import product_bot
from tests.fulfillment.handlers.scripted import ScriptedFleet, a_turn
from tests.fulfillment.language import DENIED

FLEET = ScriptedFleet((EnvironmentState("live", ()),))
NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GAP = phrase("could_not", what=phrase("read_costs", account="1"), why=DENIED)


@dataclass(frozen=True)
class ScriptedCosts:
    found: Survey

    def survey(self, environments: Sequence[str]) -> Survey:
        assert tuple(environments) == ("live",)
        return self.found


def an_account(*costs: Cost, account: str = "111111111111") -> MonthCosts:
    return MonthCosts(account, "USD", date(2026, 11, 1), costs, NOW - timedelta(minutes=42))


def asked(survey: Survey, locale: str = "en_US") -> Reply:
    say = sentences(product_bot(), locale, "MonthlyCost")
    turn = replace(a_turn("MonthlyCost"), say=say, now=NOW)
    return monthly_cost.answer(turn, FLEET, ScriptedCosts(survey))


def test_money_has_cents_and_the_age_of_the_answer_is_said() -> None:
    costs = (Cost("Amazon ECS", 1234.5, 0.0), Cost("Credits", -0.1, -20.0), Cost("X", 0.001, 0.0))
    reply = asked(Survey((an_account(*costs),)))

    assert reply.text.startswith(
        "This month costs **1,234.40 USD** so far; all of last month cost -20.00 USD. "
        "The most: Amazon ECS with 1,234.50."
    )
    assert "That was read 42 minutes ago" in reply.text
    assert reply.table is not None
    assert [tuple(cell.text for cell in row) for row in reply.table.rows] == [
        ("Amazon ECS", "1,234.50", "0.00"),
        ("Credits", "-0.10", "-20.00"),
    ]
    assert "42 minutes" not in reply.speech


def test_several_accounts_are_told_apart_in_german() -> None:
    first = an_account(Cost("Amazon ECS", 2.0, 3.0))
    second = an_account(Cost("AWS Lambda", 0.5, 1.0), account="222222222222")
    reply = asked(Survey((first, second)), "de_DE")

    assert (
        "Dieser Monat kostet im Konto 222222222222 bisher **0,50 USD**; "
        "der ganze letzte hat 1,00 USD gekostet."
    ) in reply.text
    assert "Am meisten im Konto 111111111111: Amazon ECS mit 2,00." in reply.text
    assert reply.table is not None
    assert reply.table.columns[0] == "Konto"
    assert [row[0].text for row in reply.table.rows] == ["111111111111", "222222222222"]


def test_a_month_that_costs_nothing_yet() -> None:
    reply = asked(Survey((an_account(),)))

    assert reply.text.startswith("This month costs **0.00 USD** so far")
    assert "The most" not in reply.text


def test_what_cannot_be_read_beside_what_can_and_alone() -> None:
    reply = asked(Survey((an_account(Cost("Amazon ECS", 2.0, 3.0)),), (GAP,)))
    assert reply.state == "done"
    assert reply.text.endswith("because AWS denies it to the role that I use.")
    reply = asked(Survey((), (GAP,)))
    assert reply.state == "failed"
    assert reply.speech.startswith("I could not read the costs of the account 1")
    assert asked(Survey(())).text == "There is no account that I may ask about."
