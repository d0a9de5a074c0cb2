"""CloudFormation, as much as is read: stacks and the drift that was detected last."""

from typing import Any

from deploy.local.account.holdings.data import Holdings, StackRecord
from deploy.local.account.holdings.errors import HoldingError
from deploy.local.account.holdings.paging import page
from deploy.local.account.slim_moto import ActionResult, BaseResponse

_STACKS, _DRIFTS = 50, 100


class StackResponse(BaseResponse):
    def __init__(self, holdings: Holdings) -> None:
        super().__init__(service_name="cloudformation")
        self.automated_parameter_parsing = True
        self._holdings = holdings

    def describe_stacks(self) -> ActionResult:
        name = self._get_param("StackName")
        found = [self._named(name)] if name else list(self._holdings.stacks)
        some, token = page(found, self._get_param("NextToken"), None, _STACKS)
        return ActionResult({"Stacks": [self._stack(one) for one in some], "NextToken": token})

    def describe_stack_resource_drifts(self) -> ActionResult:
        stack = self._named(self._get_param("StackName"))
        wanted = self._get_param("StackResourceDriftStatusFilters") or []
        found = [
            {
                "StackId": self._id(stack),
                "LogicalResourceId": logical,
                "PhysicalResourceId": f"{stack.name}-{logical}",
                "ResourceType": kind,
                "StackResourceDriftStatus": status,
                "Timestamp": stack.drift.checked_at,
            }
            for logical, (kind, status) in stack.drift.resources.items()
            if not wanted or status in wanted
        ]
        some, token = page(
            found, self._get_param("NextToken"), self._get_param("MaxResults"), _DRIFTS
        )
        return ActionResult({"StackResourceDrifts": some, "NextToken": token})

    def _named(self, name: str) -> StackRecord:
        for stack in self._holdings.stacks:
            if name in (stack.name, self._id(stack)):
                return stack
        raise HoldingError("ValidationError", f"Stack with id {name} does not exist")

    def _id(self, stack: StackRecord) -> str:
        where = f"{self._holdings.region}:{self._holdings.account}"
        return f"arn:aws:cloudformation:{where}:stack/{stack.name}/{abs(hash(stack.name)):x}"

    def _stack(self, stack: StackRecord) -> dict[str, Any]:
        tags = {"ground:environment": stack.environment} if stack.environment else {}
        return {
            "StackId": self._id(stack),
            "StackName": stack.name,
            "CreationTime": stack.created_at,
            "LastUpdatedTime": stack.updated_at,
            "StackStatus": stack.status,
            "StackStatusReason": stack.reason or None,
            "DriftInformation": {
                "StackDriftStatus": stack.drift.status,
                "LastCheckTimestamp": stack.drift.checked_at,
            },
            "Tags": [{"Key": key, "Value": value} for key, value in tags.items()],
        }
