"""`Stacks` over AWS CloudFormation."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, get_args

from fulfillment.ops.accounts import environment_of, once_each
from fulfillment.ops.failures import reading
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.reach import Reach, gathered
from fulfillment.ops.stacks.port import Drift, Drifted, Stack, StackState, Survey
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

_PAGES = 20
"""A page has at most 1 MB: some hundred stacks."""
_MOST_DRIFTED = 5
"""Stacks whose drifted resources are read."""
_MOST_RESOURCES = 10
_FAILED = frozenset({"ROLLBACK_COMPLETE", "IMPORT_ROLLBACK_COMPLETE"})
"""Of a creation that failed: the stack can only be deleted."""


class CloudFormationStacks:
    """As one person may see them. Calls for an account and region: a page of stacks after another,
    at most 20, and one for each of at most five stacks that have drifted."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def survey(self, environments: Sequence[str]) -> Survey:
        found, gaps = self._reach.each(
            lambda one: self._account(one, environments), once_each(self._reach, environments)
        )
        states = get_args(StackState)
        stacks = sorted(
            (stack for one in found for stack in one.stacks),
            key=lambda stack: (states.index(stack.state), stack.name),
        )
        inside = tuple(gap for one in found for gap in one.gaps)
        return Survey(tuple(stacks), any(one.has_more for one in found), (*gaps, *inside))

    def _account(self, environment: str, environments: Sequence[str]) -> Survey:
        client: CloudFormationClient = self._reach.client("cloudformation", environment)
        found, has_more = self._stacks(client, environment)
        # What belongs to an environment that was not asked about is not shown.
        mine = [one for one in found if not one.environment or one.environment in environments]
        drifted = [one for one in mine if one.drift == "drifted"][:_MOST_DRIFTED]
        submit = self._reach.workers.inner.submit
        read, gaps = gathered([submit(_with_drifted, client, one) for one in drifted])
        full = {one.name: one for one in read}
        return Survey(tuple(full.get(one.name, one) for one in mine), has_more, gaps)

    def _stacks(self, client: "CloudFormationClient", environment: str) -> tuple[list[Stack], bool]:
        found: list[Stack] = []
        with reading(phrase("read_stacks", environment=environment)):
            pages = iter(client.get_paginator("describe_stacks").paginate())
            for page in islice(pages, _PAGES):
                now = observed_at(page, self._reach.now())
                found += [
                    self._stack(one, now) for one in page["Stacks"] if not one.get("ParentId")
                ]
            has_more = next(pages, None) is not None
        return found, has_more

    def _stack(self, one: "StackTypeDef", now: datetime) -> Stack:
        drift = one.get("DriftInformation")
        checked = drift.get("LastCheckTimestamp") if drift else None
        known = self._reach.all_environments.all()
        values = [
            tag["Value"] for tag in one.get("Tags", []) if "environment" in tag["Key"].lower()
        ]
        return Stack(
            name=one["StackName"],
            environment=environment_of(one["StackName"], values, known),
            state=_state(one["StackStatus"]),
            status=one["StackStatus"],
            reason=one.get("StackStatusReason", ""),
            age_seconds=seconds_since(one.get("LastUpdatedTime") or one["CreationTime"], now),
            drift=_drift(str(drift["StackDriftStatus"]) if drift else ""),
            drift_age_seconds=seconds_since(checked, now) if checked else None,
        )


def _with_drifted(client: "CloudFormationClient", stack: Stack) -> Stack:
    with reading(phrase("read_drift", stack=stack.name)):
        answer = client.describe_stack_resource_drifts(
            StackName=stack.name,
            StackResourceDriftStatusFilters=["MODIFIED", "DELETED"],
            MaxResults=_MOST_RESOURCES,
        )
    found = tuple(
        Drifted(
            one["LogicalResourceId"],
            one["ResourceType"],
            is_deleted=one["StackResourceDriftStatus"] == "DELETED",
        )
        for one in answer["StackResourceDrifts"]
    )
    return replace(stack, drifted=found)


def _state(status: str) -> StackState:
    if status.endswith("_FAILED") or status in _FAILED:
        return "failed"
    if status.endswith("_IN_PROGRESS"):
        return "under way"
    return "rolled back" if "ROLLBACK" in status else "fine"


def _drift(status: str) -> Drift:
    found: dict[str, Drift] = {"DRIFTED": "drifted", "IN_SYNC": "in sync"}
    return found.get(status, "not checked")
