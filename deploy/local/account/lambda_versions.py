"""Lambda's versions and their policies on top of moto's records.

moto publishes the same code a second time after the first version, lets all versions share one
policy, and takes a statement id twice.
"""

import json
from typing import Any
from urllib.parse import unquote

from deploy.local.account.slim_moto import FunctionPolicy, LambdaFunction, LambdaResponse

_OF_THE_VERSION = frozenset({"FunctionArn", "LastModified", "LastUpdateStatus", "State", "Version"})


class VersionsResponse(LambdaResponse):
    """PublishVersion and AddPermission as Lambda does them."""

    def publish_version(self) -> Any:
        name = unquote(self.path.split("/")[-2])
        latest = self.backend.get_function(name, None)
        wanted = self.json_body.get("CodeSha256")
        if wanted and wanted != latest.code_sha_256:
            message = (
                f"CodeSHA256 ({wanted}) is different from current CodeSHA256 in $LATEST "
                f"({latest.code_sha_256}). Please try again with the CodeSHA256 in $LATEST."
            )
            return _refuse("InvalidParameterValueException", message, 400)
        versions = self.backend._lambdas._functions[latest.function_name]["versions"]
        latest.code_or_config_updated = not versions or _differ(latest, versions[-1])
        before = len(versions)
        answer = super().publish_version()
        latest.code_or_config_updated = False
        for made in versions[before:]:
            made.policy = FunctionPolicy(made)
        return answer

    def add_permission(self) -> Any:
        name = unquote(self.path.split("/")[-2])
        qualifier = self.querystring.get("Qualifier", [None])[0]
        given = self.json_body["StatementId"]
        statements = self.backend.get_function(name, qualifier).policy.statements
        if any(statement.get("Sid") == given for statement in statements):
            message = (
                f"The statement id ({given}) provided already exists. Please provide a new "
                "statement id, or remove the existing statement."
            )
            return _refuse("ResourceConflictException", message, 409)
        return super().add_permission()


def _differ(latest: LambdaFunction, published: LambdaFunction) -> bool:
    return _kept(latest) != _kept(published)


def _kept(function: LambdaFunction) -> dict[str, Any]:
    """What makes a version another one."""
    configuration: dict[str, Any] = function.get_configuration()
    return {key: one for key, one in configuration.items() if key not in _OF_THE_VERSION}


def _refuse(code: str, message: str, status: int) -> Any:
    headers = {"status": status, "x-amzn-errortype": code}
    return status, headers, json.dumps({"Type": "User", "message": message})
