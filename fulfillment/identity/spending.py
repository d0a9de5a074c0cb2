"""An assertion serves one request of its channel, and no other: the first turn that comes with it.

One turn of Lex may call the function several times: `originatingRequestId` is common to its calls.
"""

from dataclasses import replace

from fulfillment.errors import AssertionSpent, StoreError
from fulfillment.request import Caller
from fulfillment.sentences import phrase
from fulfillment.store import Store


def spend(store: Store, caller: Caller, turn: str, plan_id: str = "") -> Caller:
    """The caller, with `is_recorded` telling whether the assertion is on record as that turn's.

    `turn` names the request that came with the assertion, `plan_id` the plan that it asks to use.
    Raises `AssertionSpent` where the assertion has served another one. A table that does not
    answer raises nothing: a read may go on, a change asks for `is_recorded`.
    """
    try:
        served = store.spend_assertion(caller.channel, caller.event_id, turn, plan_id)
    except StoreError:
        return replace(caller, is_recorded=False)
    if served != turn:
        raise AssertionSpent(phrase("assertion_used"))
    return caller
