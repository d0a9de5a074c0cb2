"""How far a change has come: the record of it, held against the fleet."""

from dataclasses import dataclass
from typing import Literal

from fulfillment.errors import OpsError
from fulfillment.identity.authorization import denied
from fulfillment.identity.policy import reaches, role_of
from fulfillment.markdown import bold, plain
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


def may_watch(person: Person, record: OperationRecord) -> bool:
    role = role_of(person.roles, record.environment)
    return person.id == record.person or reaches(role, TO_WATCH)


def follow(record: OperationRecord, fleet: Fleet) -> Reply:
    """The present progress. A fleet that cannot be read leaves it as it was: running."""
    if record.outcome == "unknown":
        return reply_of(record, progress(record, "unknown", 0, "Whether it was done is not known."))
    try:
        state = fleet.service(record.environment, record.service)
    except OpsError as error:
        if error.kind == "not found":
            return reply_of(record, progress(record, "failed", 0, "The service is gone."))
        return reply_of(record, progress(record, "running", 0, str(error)))
    return reply_of(record, progress_of(record, state))


def progress_of(record: OperationRecord, state: ServiceState) -> Progress:
    mine = next((one for one in state.deployments if one.id == record.deployment_id), None)
    if mine is None:
        return progress(record, "failed", 0, "Another deployment has taken its place.")
    total = mine.desired or record.total
    done = min(mine.running, total)
    if mine.state == "failed":
        return progress(record, "failed", done, sentence(clean(mine.reason, 200)), total)
    if not mine.is_primary:
        return progress(record, "failed", done, "A later deployment has taken its place.", total)
    if mine.state == "completed":
        return progress(record, "succeeded", total, "All tasks have been replaced.", total)
    return progress(record, "running", done, _detail(mine, total), total)


def progress(
    record: OperationRecord, state: State, done: int, detail: str, total: int | None = None
) -> Progress:
    return Progress(
        operation_id=record.id,
        title=record.title,
        state=state,
        done=done,
        total=record.total if total is None else total,
        detail=detail,
    )


def reply_of(record: OperationRecord, now: Progress) -> Reply:
    words = {
        "running": f"is under way: {now.done} of {now.total} tasks are new",
        "succeeded": "has finished",
        "failed": "has failed",
        "unknown": "may have started",
    }
    detail = f" {now.detail}" if now.detail and now.state != "running" else ""
    text = f"{bold(record.title)} {words[now.state]}.{detail}"
    return Reply(
        text=text,
        speech=plain(text),
        context={"service": record.service, "environment": record.environment},
        progress=now,
    )


def _detail(mine: DeploymentState, total: int) -> str:
    waiting = f", {mine.pending} starting" if mine.pending else ""
    failed = f", {mine.failed_tasks} failed" if mine.failed_tasks else ""
    if mine.running >= total:
        return f"All {total} new tasks run; the old ones are being stopped{failed}."
    return f"{mine.running} of {total} new tasks run{waiting}{failed}."
