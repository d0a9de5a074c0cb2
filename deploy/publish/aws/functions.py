"""Lambda functions, their versions and who may call them: the only place that calls `lambda`."""

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Final

from deploy.errors import AwsRefused, PublishError
from deploy.publish.aws.calls import Calls
from deploy.publish.state import FunctionState

if TYPE_CHECKING:
    from mypy_boto3_lambda import LambdaClient

LATEST: Final = "$LATEST"
_LEX: Final = "lexv2.amazonaws.com"
_CONFIGURATION: Final = (
    "Architectures",
    "CodeSha256",
    "DeadLetterConfig",
    "Environment",
    "EphemeralStorage",
    "FileSystemConfigs",
    "Handler",
    "ImageConfigResponse",
    "KMSKeyArn",
    "Layers",
    "LoggingConfig",
    "MemorySize",
    "PackageType",
    "Role",
    "Runtime",
    "Timeout",
    "TracingConfig",
    "VpcConfig",
)
"""What makes a version another one: PublishVersion makes none where code and configuration are
those of the last (Lambda API reference, PublishVersion)."""


class Functions:
    """Reads functions, publishes versions, lets Lex call them. Raises AwsRefused."""

    def __init__(self, client: "LambdaClient", calls: Calls) -> None:
        self._client = client
        self._calls = calls

    def find(self, name: str, version: str = LATEST) -> FunctionState | None:
        """None where there is no such function, or no such version of it."""
        try:
            return _state(
                self._calls.read(
                    lambda: self._client.get_function_configuration(
                        FunctionName=name, Qualifier=version
                    )
                )
            )
        except AwsRefused as refused:
            if refused.kind == "missing":
                return None
            raise

    def last_published(self, name: str) -> FunctionState | None:
        """The newest numbered version; None where there is none."""
        newest: FunctionState | None = None
        more: dict[str, Any] = {}
        while True:
            page: Any = self._calls.read(
                lambda: self._client.list_versions_by_function(FunctionName=name, **more)
            )
            numbered = [one for one in page.get("Versions") or () if one["Version"] != LATEST]
            for found in map(_state, numbered):
                is_newer = newest is None or int(found.version) > int(newest.version)
                newest = found if is_newer else newest
            if not page.get("NextMarker"):
                return newest
            more["Marker"] = page["NextMarker"]

    def publish(self, name: str, code_sha256: str) -> FunctionState:
        """A version of $LATEST; the last one where nothing changed since.

        Raises AwsRefused where the code is no longer `code_sha256`.
        """
        return _state(
            self._calls.write(
                lambda: self._client.publish_version(FunctionName=name, CodeSha256=code_sha256)
            )
        )

    def allows(self, arn: str, alias_arn: str) -> bool:
        """Whether Lex may call the version `arn` for a bot alias."""
        name, version = _split(arn)
        try:
            found = self._calls.read(
                lambda: self._client.get_policy(FunctionName=name, Qualifier=version)
            )
        except AwsRefused as refused:
            if refused.kind == "missing":
                return False
            raise
        statements = json.loads(found["Policy"]).get("Statement", [])
        return any(_is_for(statement, alias_arn) for statement in statements)

    def allow(self, arn: str, alias_arn: str, statement_id: str) -> None:
        """Let Lex call the version `arn` for a bot alias; does nothing where it may already."""
        name, version = _split(arn)
        try:
            self._calls.write(
                lambda: self._client.add_permission(
                    FunctionName=name,
                    Qualifier=version,
                    StatementId=statement_id,
                    Action="lambda:InvokeFunction",
                    Principal=_LEX,
                    SourceArn=alias_arn,
                ),
                busy=False,
            )
        except AwsRefused as refused:
            # A statement of that id is there: an earlier run was interrupted after it.
            if refused.kind != "busy" or not self.allows(arn, alias_arn):
                raise


def _state(found: Any) -> FunctionState:
    arn, version = found["FunctionArn"], found["Version"]
    state, update = found.get("State") or "Active", found.get("LastUpdateStatus") or "Successful"
    failed = "Failed" in (state, update)
    reason = found.get("StateReason") or found.get("LastUpdateStatusReason") or state
    return FunctionState(
        name=found["FunctionName"],
        arn=arn.removesuffix(f":{LATEST}"),
        version=version,
        code_sha256=found["CodeSha256"],
        configuration={key: found[key] for key in _CONFIGURATION if found.get(key)},
        # An Inactive function wakes up when it is called.
        is_settled=state in ("Active", "Inactive") and update == "Successful",
        failure=reason if failed else "",
    )


def _split(arn: str) -> tuple[str, str]:
    """(ARN of the function, version): "arn:aws:lambda:us-east-1:1:function:name:7"."""
    name, _, version = arn.rpartition(":")
    if not version.isdecimal():
        raise PublishError(f"{arn} names no version of a function: it must end with :NUMBER")
    return name, version


def _is_for(statement: Mapping[str, Any], alias_arn: str) -> bool:
    principal = statement.get("Principal")
    service = principal.get("Service") if isinstance(principal, Mapping) else principal
    conditions = statement.get("Condition", {}).values()
    sources = [
        value
        for condition in conditions
        for key, value in condition.items()
        if key.lower() == "aws:sourcearn"
    ]
    return statement.get("Effect") == "Allow" and service == _LEX and sources == [alias_arn]
