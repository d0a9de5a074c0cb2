"""`Stacks` over AWS CloudFormation."""

import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from itertools import islice
from typing import TYPE_CHECKING, get_args

from fulfillment.ops.accounts import environment_of, once_each, reads_whole
from fulfillment.ops.failures import reading
from fulfillment.ops.observed import observed_at, seconds_since
from fulfillment.ops.reach import Reach, gathered
from fulfillment.ops.stacks.port import Drift, Drifted, Stack, StackState, Survey
from fulfillment.ops.visible import names_hidden
from fulfillment.sentences import phrase

if TYPE_CHECKING:
    from mypy_boto3_cloudformation import CloudFormationClient
    from mypy_boto3_cloudformation.type_defs import StackTypeDef

_PAGES = 20
"""A page has at most 1 MB: some hundred stacks."""
_MOST_DRIFTED = 5
"""Stacks whose drifted resources are read."""
_MOST_RESOURCES = 10
_HUMP = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
"""Between the words of a logical id: "OrdersLatencyAlarm"."""
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
        whole = reads_whole(self._reach, environment)
        mine = [one for one in found if self._is_told(one, environments, is_whole=whole)]
        drifted = [one for one in mine if one.drift == "drifted"][:_MOST_DRIFTED]
        submit = self._reach.workers.inner.submit
        read, gaps = gathered([submit(_with_drifted, client, one) for one in drifted])
        full = {one.name: one for one in read}
        # Said whether there is such a stack or not: that would tell of it.
        unplaced = () if whole else (phrase("unplaced_left_out", environment=environment),)
        told = tuple(self._without_hidden(full.get(one.name, one)) for one in mine)
        return Survey(told, has_more, (*gaps, *unplaced))

    def _is_told(self, stack: Stack, environments: Sequence[str], *, is_whole: bool) -> bool:
        """What is of an environment where that was asked about, unless it is named after a service
        that the person may not know of; what is of none where the account is told as a whole."""
        where = stack.environment
        if not where:
            return is_whole
        return where in environments and not names_hidden(self._reach, where, [stack.name])

    def _without_hidden(self, stack: Stack) -> Stack:
        """Without the reason, and the resources, that name a service that the person may not know
        of: what CloudFormation writes, it writes for whoever may read all of the stack."""
        where = stack.environment

        def is_told(text: str) -> bool:
            return not where or not names_hidden(self._reach, where, [_HUMP.sub(" ", text)])

        drifted = tuple(one for one in stack.drifted if is_told(one.name))
        return replace(stack, reason=stack.reason if is_told(stack.reason) else "", drifted=drifted)

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
