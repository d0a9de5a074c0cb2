"""How far a change has come: the record of it, held against the fleet."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from fulfillment.errors import OpsError, StoreError
from fulfillment.identity.authorization import denied
from fulfillment.identity.policy import reaches, role_of
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import DeploymentState, ServiceState
from fulfillment.plan import OperationRecord
from fulfillment.request import Caller
from fulfillment.store import Store
from fulfillment.turn import Person, Progress, Reply
from fulfillment.wording import clean, sentence

State = Literal["running", "succeeded", "failed", "unknown"]
TO_WATCH = "viewer"


@dataclass(frozen=True)
class Operations:
    store: Store

    def find(self, operation_id: str, caller: Caller) -> OperationRecord | Reply:
        """The record, or why it is not shown. Raises `StoreError`."""
        if caller.audience == "public":
            return denied("People from outside can read along here, so I do not show it here.")
        record = self.store.operation(operation_id)
        if record is None or not may_watch(caller.person, record):
            return denied("There is no operation of that id that you may watch.")
        return record

    def look(self, record: OperationRecord, fleet: Fleet) -> Reply:
        """The present progress, noted: a later deployment can hide how this one ended."""
        now = follow(record, fleet)
        after = seen(record, now)
        if after != record:
            # A note that is not taken costs nothing now: the next one who looks makes it.
            with suppress(StoreError):
                self.store.update_operation(record, after)
        return reply_of(record, now)


def may_watch(person: Person, record: OperationRecord) -> bool:
    role = role_of(person.roles, record.environment)
    return person.id == record.person or reaches(role, TO_WATCH)


def follow(record: OperationRecord, fleet: Fleet) -> Progress:
    """How far it is now; where that cannot be seen, what was seen last, and no count else."""
    if record.outcome != "started" or record.ended:
        return known(record)
    try:
        state = fleet.service(record.environment, record.service)
    except OpsError as error:
        if error.kind == "not found":
            return _unseen(record, f"It can no longer be seen: {error}", is_over=True)
        return _unseen(record, f"I cannot see how far it is: {error}")
    return progress_of(record, state)


def known(record: OperationRecord) -> Progress:
    """What the record alone tells."""
    if record.outcome == "refused":
        return _progress(record, "failed", 0, 0, record.detail)
    if record.outcome == "unknown":
        return _progress(record, "unknown", 0, 0, "Whether it was done is not known.")
    if record.ended:
        return _progress(record, record.ended, record.seen_done, record.seen_total, record.detail)
    total = record.seen_total or record.total
    return _progress(record, "running", record.seen_done, total, "ECS starts the new tasks.")


def progress_of(record: OperationRecord, state: ServiceState) -> Progress:
    mine = next((one for one in state.deployments if one.id == record.deployment_id), None)
    if mine is None:
        detail = "It is no longer to be seen, so how it ended is not known."
        return _unseen(record, detail, is_over=True)
    total = mine.desired or record.total
    done = min(mine.running, total)
    if mine.state == "failed":
        return _progress(record, "failed", done, total, sentence(clean(mine.reason, 200)))
    # Before its place in the row: a later deployment does not undo that it had finished.
    if mine.state == "completed":
        return _progress(record, "succeeded", total, total, "All tasks have been replaced.")
    if not mine.is_primary:
        detail = "A later deployment has taken its place before it was seen to finish."
        return _unseen(record, detail, is_over=True)
    return _progress(record, "running", done, total, _detail(mine, total))


def seen(record: OperationRecord, now: Progress) -> OperationRecord:
    """The record with what was just observed."""
    if record.outcome != "started" or record.ended or now.state == "unknown":
        return record
    return replace(
        record,
        seen_done=now.done,
        seen_total=now.total,
        ended="" if now.state == "running" else now.state,
        detail="" if now.state == "running" else now.detail,
    )


def _unseen(record: OperationRecord, detail: str, *, is_over: bool = False) -> Progress:
    now = _progress(record, "unknown", record.seen_done, record.seen_total, detail)
    return replace(now, is_over=is_over)


def _progress(
    record: OperationRecord, state: State, done: int, total: int, detail: str
) -> Progress:
    return Progress(record.id, record.title, state, done, total, detail)


def reply_of(record: OperationRecord, now: Progress) -> Reply:
    detail = f" {escape(now.detail)}" if now.detail and now.state != "running" else ""
    text = f"{bold(record.title)} {_words(record, now)}.{detail}"
    return Reply(
        text=text,
        speech=plain(text),
        context={"service": record.service, "environment": record.environment},
        progress=now,
    )


def _words(record: OperationRecord, now: Progress) -> str:
    if record.outcome == "refused":
        return "was not done"
    words = {
        "running": f"is under way: {now.done} of {now.total} tasks are new",
        "succeeded": "has finished",
        "failed": "has failed",
        "unknown": "may have started" if record.outcome == "unknown" else "was started",
    }
    return words[now.state]


def _detail(mine: DeploymentState, total: int) -> str:
    waiting = f", {mine.pending} starting" if mine.pending else ""
    failed = f", {mine.failed_tasks} failed" if mine.failed_tasks else ""
    if mine.running >= total:
        return f"All {total} new tasks run; the old ones are being stopped{failed}."
    return f"{mine.running} of {total} new tasks run{waiting}{failed}."
