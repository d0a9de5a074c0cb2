"""The Lambda function `ground-control-act`: the composition root of everything that writes."""

import functools
import os
import time
from collections.abc import Mapping
from typing import Any

from fulfillment.act.acting import Actor, Audit
from fulfillment.composition import log_turns_to_stderr, new_id, parts, utc_now
from fulfillment.errors import WireError
from fulfillment.ops.sessions import Sessions
from fulfillment.reply_json import reply_to_json
from fulfillment.turn_log import ActRecord, Decision, log_bug, log_turn


def handle(event: object, context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """`{"plan": id, "assertion": jwt}` in; `{"reply": …}` or `{"error": {"message": …}}` out.

    Raises for a mistake of ours after the plan was taken: then the outcome is not known.
    """
    return answer(_actor(), event)


def answer(actor: Actor, event: object) -> dict[str, Any]:
    """As `handle`, with its collaborators."""
    request_id, began, audit = new_id(), time.monotonic(), Audit()
    decision: Decision = "allowed"
    try:
        plan, assertion = _read(event)
        reply = actor.use(plan, assertion, audit).reply
        decision = "denied" if reply.state == "denied" else "allowed"
    except WireError as error:
        decision = "malformed"
        return {"error": {"message": f"{error}."}}
    except Exception as error:
        decision = "raised"
        log_bug(audit.event_id or request_id, error)
        raise
    finally:
        log_turn(_line(audit, request_id, decision, int((time.monotonic() - began) * 1000)))
    return {"reply": reply_to_json(reply)}


def _line(audit: Audit, request_id: str, decision: Decision, duration_ms: int) -> ActRecord:
    return ActRecord(
        request_id=audit.event_id or request_id,
        function="act",
        person=audit.person,
        intent=audit.intent,
        decision=decision,
        outcome=audit.outcome,
        duration_ms=duration_ms,
        plan_id=audit.plan_id,
        rule=audit.decided_by,
    )


def _read(event: object) -> tuple[str, str]:
    if not isinstance(event, Mapping):
        raise WireError("the event must be an object with a plan and an assertion")
    plan, assertion = event.get("plan"), event.get("assertion")
    if not isinstance(plan, str) or not plan or not isinstance(assertion, str) or not assertion:
        raise WireError("the event must have texts as its plan and assertion")
    return plan, assertion


@functools.cache
def _actor() -> Actor:
    log_turns_to_stderr()
    return build(os.environ)


def build(environ: Mapping[str, str]) -> Actor:
    """The actor of an environment. Raises as `composition.parts` does."""
    made = parts(environ)
    writing = Sessions(utc_now, made.session, for_writing=True)
    return Actor(
        bot=made.bot,
        policy=made.policy,
        environments=made.environments,
        backends=made.backends,
        writers=lambda person, allowed: made.writers(person, allowed, writing),
        store=made.store,
        audit_log=made.audit_log,
        keys=made.keys,
        clock=utc_now,
    )
