"""What is extended of moto's other services: targets that follow tasks, sessions, Lambda."""

import json
import re
from collections.abc import Callable
from typing import Any, cast

from deploy.local.account.ecs import rendering
from deploy.local.account.ecs.fleet import Fleet
from deploy.local.account.lambda_service import reserved_variables
from deploy.local.account.lambda_versions import VersionsResponse
from deploy.local.account.slim_moto import (
    ActionResult,
    ELBV2Response,
    TokenResponse,
    iam_backends,
    sqs_backends,
)
from deploy.local.account.trail import Caller

_ROLE = re.compile(r"arn:aws:iam::\d{12}:role(?P<path>/(?:[^/]+/)*)(?P<name>[\w+=,.@-]+)")


class LoadBalancingResponse(ELBV2Response):
    """ELBv2 with target health that follows the tasks of ECS services."""

    def __init__(self, fleet: Fleet) -> None:
        super().__init__()
        self._fleet = fleet

    def describe_target_health(self) -> ActionResult:
        targets = self._fleet.targets(self._get_param("TargetGroupArn"))
        if targets is None:
            return super().describe_target_health()
        described = [rendering.target(group, task) for group, task in targets]
        wanted = {one["Id"] for one in self._get_param("Targets", [])}
        if wanted:
            described = [one for one in described if one["Target"]["Id"] in wanted]
        return ActionResult({"TargetHealthDescriptions": described})


class SessionResponse(TokenResponse):
    """STS that keeps the source identity of a session, and whose each session is."""

    def __init__(self, callers: dict[str, Caller]) -> None:
        """`callers`: by access key, for the trail."""
        super().__init__()
        self._callers = callers

    def assume_role(self) -> ActionResult:
        result = cast("dict[str, Any]", super().assume_role().result)
        identity = self._get_param("SourceIdentity") or ""
        if identity:
            result["SourceIdentity"] = identity
        name, role = self._get_param("RoleSessionName"), self._get_param("RoleArn")
        self._callers[_access_key(result)] = Caller(name, role, identity)
        return ActionResult(result)


def _access_key(assumed: dict[str, Any]) -> str:
    credentials = assumed["Credentials"]
    key = getattr(credentials, "access_key_id", None) or credentials["AccessKeyId"]
    return str(key)


class FunctionResponse(VersionsResponse):
    """Lambda whose event source mappings are polled by us, not by moto."""

    def __init__(self, changed: Callable[[], None]) -> None:
        super().__init__()
        self._changed = changed

    def create_function(self) -> Any:
        self._make_role(self.json_body.get("Role", ""))
        return self._refuse_reserved() or super().create_function()

    def update_function_configuration(self) -> Any:
        return self._refuse_reserved() or super().update_function_configuration()

    def create_event_source_mapping(self) -> Any:
        result = super().create_event_source_mapping()
        self._take_from_moto()
        return result

    def update_event_source_mapping(self) -> Any:
        result = super().update_event_source_mapping()
        self._take_from_moto()
        return result

    def _make_role(self, arn: str) -> None:
        """Every well-formed role exists: IAM is no part of what is simulated."""
        roles = iam_backends[self.current_account][self.partition]
        found = _ROLE.fullmatch(arn)
        if found and not any(role.arn == arn for role in roles.roles.values()):
            roles.create_role(found["name"], "{}", found["path"], None, "", [], None)

    def _refuse_reserved(self) -> Any:
        names = reserved_variables(self.json_body)
        if not names:
            return None
        message = (
            "Lambda was unable to configure your environment variables because the environment "
            "variables you have provided contains reserved keys that are currently not supported "
            f"for modification. Reserved keys used in this request: {', '.join(names)}"
        )
        headers = {"status": 400, "x-amzn-errortype": "InvalidParameterValueException"}
        return 400, headers, json.dumps({"Type": "User", "message": message})

    def _take_from_moto(self) -> None:
        """moto would deliver inside SendMessage, one message at a time and without retries."""
        for queue in sqs_backends[self.current_account][self.region].queues.values():
            queue.lambda_event_source_mappings.clear()
        self._changed()
