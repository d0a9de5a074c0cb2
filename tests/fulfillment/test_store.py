"""The table: conditional writes, and expiry checked by the reader."""

from dataclasses import asdict, replace

import pytest
from botocore.exceptions import EndpointConnectionError

from deploy.local.provision import TABLE
from fulfillment.errors import StoreError
from fulfillment.plan import OperationRecord, Plan, StoredPlan
from fulfillment.store import Store
from tests.deploy.account.harness import Server
from tests.fulfillment.language import told
from tests.fulfillment.world import MovingClock

PLAN = Plan("RestartService", {"service": "é"}, "é", "staging", "Do **it**.", "Do it.", "It", "f")
NEWER = ("environments", "chosen")


@pytest.fixture
def clock() -> MovingClock:
    return MovingClock()


@pytest.fixture
def store(aws: Server, clock: MovingClock) -> Store:
    return Store(aws.client("dynamodb"), TABLE, clock)


def a_plan(plan_id: str, clock: MovingClock) -> StoredPlan:
    return StoredPlan(plan_id, PLAN, "ana", int(clock().timestamp()) + 600)


def test_a_plan_comes_back_as_it_was(store: Store, clock: MovingClock) -> None:
    saved = a_plan("same", clock)
    store.save_plan(saved)

    assert store.plan("same") == saved
    assert store.plan("other") is None


def test_a_plan_keeps_what_it_reaches_and_chose(store: Store, clock: MovingClock) -> None:
    wide = replace(PLAN, environments=("staging", "production"), chosen={"stage": "Build"})
    saved = replace(a_plan("wide", clock), plan=wide)
    store.save_plan(saved)

    assert store.plan("wide") == saved


def test_a_plan_from_before_it_could_reach_several_is_read(
    store: Store, clock: MovingClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    document = {name: value for name, value in asdict(PLAN).items() if name not in NEWER}
    with monkeypatch.context() as patched:
        patched.setattr("fulfillment.store.asdict", lambda _: document)
        store.save_plan(a_plan("older", clock))

    found = store.plan("older")
    assert found is not None
    assert found.plan == PLAN


def test_an_id_is_taken_once(store: Store, clock: MovingClock) -> None:
    store.save_plan(a_plan("taken", clock))

    with pytest.raises(StoreError):
        store.save_plan(a_plan("taken", clock))


def test_a_plan_is_used_once_and_only_by_its_person(store: Store, clock: MovingClock) -> None:
    store.save_plan(a_plan("once", clock))

    assert not store.use_plan("once", "omar")
    assert not store.cancel_plan("once", "omar")
    assert store.use_plan("once", "ana")
    assert not store.use_plan("once", "ana")
    assert not store.cancel_plan("once", "ana")
    assert not store.use_plan("never", "ana")
    found = store.plan("once")
    assert found is not None
    assert found.state == "used"


def test_an_expired_plan_cannot_be_used_and_is_forgotten_later(
    store: Store, clock: MovingClock
) -> None:
    store.save_plan(a_plan("old", clock))
    clock.advance(seconds=600)

    assert not store.use_plan("old", "ana")
    found = store.plan("old")
    assert found is not None
    assert found.has_expired(clock())
    clock.advance(hours=1)
    assert store.plan("old") is None


def test_an_operation_comes_back_for_a_day(store: Store, clock: MovingClock) -> None:
    record = OperationRecord(
        "op", "RestartService", "a", "b", "T", "ana", "started", "ecs-svc/1", 2
    )
    store.save_operation(record)

    assert store.operation("op") == record
    clock.advance(days=1)
    assert store.operation("op") is None


def test_a_table_that_does_not_answer_is_told(store: Store, clock: MovingClock) -> None:
    class Gone:
        def get_item(self, **_: object) -> None:
            raise EndpointConnectionError(endpoint_url="http://x")

    gone = Store(Gone(), TABLE, clock)  # type: ignore[arg-type]  # only what is called
    with pytest.raises(StoreError) as caught:
        gone.plan("x")

    assert told(caught.value) == "I could not find the plan: my table did not answer."
