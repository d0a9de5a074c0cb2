"""How far a change has come: the record of it, held against the fleet."""

from contextlib import suppress
from dataclasses import dataclass, replace
from typing import Literal

from fulfillment.catalog.environments import Environments
from fulfillment.errors import OpsError, StoreError
from fulfillment.identity.denials import denied
from fulfillment.identity.roles import reaches, role_in
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import DeploymentState, ServiceState
from fulfillment.plan import OperationRecord
from fulfillment.request import Caller
from fulfillment.sentences import Say
from fulfillment.store import Store
from fulfillment.turn import Person, Progress, Reply
from fulfillment.wording import clean, sentence

State = Literal["running", "succeeded", "failed", "unknown"]
TO_WATCH = "viewer"


@dataclass(frozen=True)
class Operations:
    store: Store
    environments: Environments

    def find(self, say: Say, operation_id: str, caller: Caller) -> OperationRecord | Reply:
        """The record, or why it is not shown. Raises `StoreError`."""
        if caller.audience == "public":
            return denied(say("not_shown_in_public"))
        record = self.store.operation(operation_id)
        if record is None or not may_watch(caller.person, self.environments, record):
            return denied(say("no_such_operation"))
        return record

    def look(self, say: Say, record: OperationRecord, fleet: Fleet) -> Reply:
        """The present progress, noted: a later deployment can hide how this one ended."""
        now = follow(say, record, fleet)
        after = seen(record, now)
        if after != record:
            # A note that is not taken costs nothing now: the next one who looks makes it.
            with suppress(StoreError):
                self.store.update_operation(record, after)
        return reply_of(say, record, now)


def may_watch(person: Person, environments: Environments, record: OperationRecord) -> bool:
    """Their own, and those of services that they may ask about."""
    owner = environments.owner(record.environment, record.service)
    role = role_in(person, record.environment, record.service, owner)
    return person.id == record.person or reaches(role, TO_WATCH)


def follow(say: Say, record: OperationRecord, fleet: Fleet) -> Progress:
    """How far it is now; where that cannot be seen, what was seen last, and no count else."""
    if record.outcome != "started" or record.ended:
        return known(say, record)
    try:
        state = fleet.service(record.environment, record.service)
    except OpsError as error:
        if error.kind == "not found":
            return _unseen(record, say("unseen_for_good", why=error.phrase), is_over=True)
        return _unseen(record, say("unseen_now", why=error.phrase))
    return progress_of(say, record, state)


def known(say: Say, record: OperationRecord) -> Progress:
    """What the record alone tells."""
    if record.outcome == "refused":
        return _progress(record, "failed", 0, 0, record.detail)
    if record.outcome == "unknown":
        return _progress(record, "unknown", 0, 0, say("whether_done_unknown"))
    if record.ended:
        is_deployment = record.total or record.seen_total
        is_told = record.ended == "succeeded" and is_deployment
        detail = say("all_replaced") if is_told else record.detail
        return _progress(record, record.ended, record.seen_done, record.seen_total, detail)
    total = record.seen_total or record.total
    return _progress(record, "running", record.seen_done, total, say("ecs_starts"))


def progress_of(say: Say, record: OperationRecord, state: ServiceState) -> Progress:
    mine = next((one for one in state.deployments if one.id == record.deployment_id), None)
    if mine is None:
        return _unseen(record, say("end_unseen"), is_over=True)
    total = mine.desired or record.total
    done = min(mine.running, total)
    if mine.state == "failed":
        return _progress(record, "failed", done, total, sentence(clean(mine.reason, 200)))
    # Before its place in the row: a later deployment does not undo that it had finished.
    if mine.state == "completed":
        return _progress(record, "succeeded", total, total, say("all_replaced"))
    if not mine.is_primary:
        return _unseen(record, say("place_taken"), is_over=True)
    return _progress(record, "running", done, total, _detail(say, mine, total))


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


def reply_of(say: Say, record: OperationRecord, now: Progress) -> Reply:
    detail = f" {escape(now.detail)}" if now.detail and now.state != "running" else ""
    text = f"{_words(say, record, now)}{detail}"
    return Reply(
        text=text,
        speech=plain(text),
        context={"service": record.service, "environment": record.environment},
        progress=now,
    )


def _words(say: Say, record: OperationRecord, now: Progress) -> str:
    change = bold(record.title)
    if record.outcome == "refused":
        return say("change_not_done", change=change)
    if now.state == "running":
        return say("change_under_way", change=change, done=now.done, total=now.total)
    if now.state == "succeeded":
        told = say("change_finished", change=change)
        return told if now.total else say("change_done", change=change)
    if now.state == "failed":
        return say("change_failed", change=change)
    if record.outcome == "unknown":
        return say("change_may_have_started", change=change)
    return say("change_was_started", change=change)


def _detail(say: Say, mine: DeploymentState, total: int) -> str:
    failed = say("some_failed", count=mine.failed_tasks) if mine.failed_tasks else ""
    if mine.running >= total:
        return say("all_new_run", total=total, failed=failed)
    starting = say("some_start", count=mine.pending) if mine.pending else ""
    return say("new_run", running=mine.running, total=total, starting=starting, failed=failed)
