"""Every change: delivered twenty times at once it is made once, asked for again it is made again.

The cases stand in `acting_cases.py`; an intent without one fails here.
"""

from concurrent.futures import ThreadPoolExecutor

import pytest

from deploy.local.provision import AUDIT_TABLE
from fulfillment.turn import Reply
from tests.bot.definition import product_bot
from tests.fulfillment.acting_cases import CASES, Case
from tests.fulfillment.world import Fulfillment, Json, plan_of

AT_ONCE = 20
each_case = pytest.mark.parametrize("case", CASES, ids=lambda case: case.intent)
READS = ("Get", "List", "Describe", "BatchGet")


def asked(fulfillment: Fulfillment, case: Case) -> Reply:
    reply = fulfillment.ask(case.person, case.intent, case.slots)
    assert reply.state == "confirm", reply.text
    return reply


def acts(fulfillment: Fulfillment) -> tuple[int, tuple[str, ...]]:
    """How often something was begun, and the writes that AWS has answered: out of the audit."""
    items = fulfillment.server.client("dynamodb").scan(TableName=AUDIT_TABLE)["Items"]
    begun = [item for item in items if item["stage"]["S"] == "intent"]
    sent = [item["aws_requests"]["S"] for item in items if "aws_requests" in item]
    calls = [call.split()[0] for calls in sent for call in calls.split(" | ")]
    writes = [call for call in calls if not call.partition(":")[2].startswith(READS)]
    return len(begun), tuple(writes)


def deliver(fulfillment: Fulfillment, events: list[Json]) -> list[Json]:
    with ThreadPoolExecutor(AT_ONCE) as pool:
        return list(pool.map(fulfillment.handle, events))


def test_every_change_has_a_case() -> None:
    changing = {one.name for one in product_bot().intents if one.effect != "read"}

    assert changing == {case.intent for case in CASES}, "see tests/fulfillment/acting_cases.py"


@each_case
def test_one_yes_that_is_delivered_twenty_times_acts_once(
    fulfillment: Fulfillment, case: Case
) -> None:
    """A queue or a proxy that repeats a message: every copy carries the same assertion."""
    case.ready(fulfillment)
    plan = plan_of(asked(fulfillment, case))
    token = fulfillment.confirming(plan, f"terminal:{case.person}")
    deliver(fulfillment, [{"kind": "confirm", "name": plan, "assertion": token}] * AT_ONCE)

    assert acts(fulfillment) == (1, case.sends)


@each_case
def test_twenty_yeses_at_once_act_once_and_a_second_request_acts_again(
    fulfillment: Fulfillment, case: Case
) -> None:
    """A button that is pressed again and again: every press is an event of its own."""
    case.ready(fulfillment)
    plan = plan_of(asked(fulfillment, case))
    tokens = [fulfillment.confirming(plan, f"terminal:{case.person}") for _ in range(AT_ONCE)]
    deliver(fulfillment, [{"kind": "confirm", "name": plan, "assertion": one} for one in tokens])
    assert acts(fulfillment) == (1, case.sends)

    if case.again is None:
        assert fulfillment.ask(case.person, case.intent, case.slots).state == "failed"
        return
    case.again(fulfillment)
    fulfillment.confirm(case.person, asked(fulfillment, case))
    assert acts(fulfillment) == (2, case.sends * 2)
