"""CloudTrail, as much of it as is asked: management events of the last 90 days, by LookupEvents.

What the world's services are asked to change is recorded as it is answered; a world adds what was
done before it begins. Ground Control's own resources (table, keys, queues, functions, bots) are
left out: making them anew at every start is no event of the world.
"""

import base64
import json
import re
import uuid
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from deploy.local.account.clock import SimulatedClock
from deploy.local.account.http import HttpRequest, HttpResponse
from deploy.local.account.operations import Operation
from deploy.local.account.refusals import refuse

_OWN = frozenset({"dynamodb", "lambda", "lexv2-models", "sqs", "ssm", "sts", "sns"})
_READ = re.compile(r"(Describe|List|Get|BatchGet|Lookup|Search|Filter|Start.*Query|Stop.*Query)")
_SOURCES: Mapping[str, str] = {"elbv2": "elasticloadbalancing", "cloudwatch": "monitoring"}
"""Services whose events come from an endpoint of another name."""
_KEY = re.compile(r"Credential=(?P<key>[^/,]+)/")
_KEPT = timedelta(days=90)
_MOST_EVENTS = 5_000
_PAGE = 50
_ATTRIBUTES: Mapping[str, str] = {
    "EventId": "EventId",
    "EventName": "EventName",
    "ReadOnly": "ReadOnly",
    "Username": "Username",
    "EventSource": "EventSource",
    "AccessKeyId": "AccessKeyId",
}
"""Lookup attribute -> key of an event; those of resources are looked up in `Resources`."""


@dataclass(frozen=True)
class Caller:
    """Whoever made a call: a user, or the session of a role."""

    name: str
    """User name, or the session's."""
    role: str = ""
    source_identity: str = ""


@dataclass(frozen=True)
class Write:
    """A call that changed something."""

    at: datetime
    service: str
    """As its endpoint is called: "ecs"."""
    name: str
    caller: Caller
    parameters: Mapping[str, Any]
    agent: str = ""
    access_key: str = ""
    resources: tuple[tuple[str, str], ...] = ()
    """(type, name or ARN)."""


@dataclass
class Trail:
    """The events of one account and region, newest first."""

    clock: SimulatedClock
    account: str
    callers: dict[str, Caller] = field(default_factory=dict)
    """By access key: whose sessions these are."""
    events: list[dict[str, Any]] = field(default_factory=list)

    def reset(self) -> None:
        self.events.clear()

    def add(self, write: Write, region: str) -> None:
        """Record what was done, at whatever time."""
        # Of one second, the last one recorded is the newest: the sort is stable.
        self.events.insert(0, _event(write, self.account, region))
        self.events.sort(key=lambda one: -float(one["EventTime"]))
        del self.events[_MOST_EVENTS:]

    def observe(
        self, request: HttpRequest, operation: Operation, region: str, handler: Any
    ) -> None:
        """Record a call that was answered well by moto's `handler`, where it changed the world."""
        if operation.service in _OWN or _READ.match(operation.name):
            return
        found = _KEY.search(request.headers.get("authorization", ""))
        key = found["key"] if found else ""
        parameters = _plain(handler._get_params())
        self.add(
            Write(
                at=self.clock.now(),
                service=_SOURCES.get(operation.service, operation.service),
                name=operation.name,
                caller=self.callers.get(key, Caller(key or "unknown")),
                parameters=parameters,
                agent=request.headers.get("user-agent", ""),
                access_key=key,
                resources=_resources(parameters),
            ),
            region,
        )

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer LookupEvents."""
        asked = json.loads(request.body or b"{}")
        try:
            answer = self._lookup(asked)
        except _Refused as refused:
            return refuse(request, "cloudtrail", refused.code, str(refused))
        body = json.dumps(answer).encode()
        return HttpResponse(200, body, {"content-type": "application/x-amz-json-1.1"})

    def _lookup(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        size, start = _size(asked), _position(asked.get("NextToken"))
        began = (self.clock.now() - _KEPT).timestamp()
        from_, to = float(asked.get("StartTime", began)), float(asked.get("EndTime", "inf"))
        if from_ > to:
            raise _Refused("InvalidTimeRangeException", "StartTime must not be after EndTime")
        wanted = _attributes(asked)
        found = [
            one
            for one in self.events
            if max(from_, began) <= one["EventTime"] <= to and _matches(one, wanted)
        ]
        answer: dict[str, Any] = {"Events": found[start : start + size]}
        if start + size < len(found):
            answer["NextToken"] = base64.b64encode(str(start + size).encode()).decode()
        return answer


class _Refused(Exception):  # noqa: N818 - what became of the request
    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def _size(asked: Mapping[str, Any]) -> int:
    size = int(asked.get("MaxResults", _PAGE))
    if not 1 <= size <= _PAGE:
        raise _Refused("InvalidMaxResultsException", f"MaxResults must be 1 to {_PAGE}: {size}")
    return size


def _position(token: str | None) -> int:
    if token is None:
        return 0
    try:
        return int(base64.b64decode(token, validate=True))
    except ValueError:
        raise _Refused("InvalidNextTokenException", "the token is none of ours") from None


def _attributes(asked: Mapping[str, Any]) -> Mapping[str, str]:
    given = asked.get("LookupAttributes", [])
    if len(given) > 1:
        message = "LookupAttributes can have one item only"
        raise _Refused("InvalidLookupAttributesException", message)
    return {one["AttributeKey"]: one["AttributeValue"] for one in given}


def _matches(event: Mapping[str, Any], wanted: Mapping[str, str]) -> bool:
    for key, value in wanted.items():
        if key in ("ResourceName", "ResourceType"):
            if not any(one[key] == value for one in event["Resources"]):
                return False
        elif event[_ATTRIBUTES[key]] != value:
            return False
    return True


def _event(write: Write, account: str, region: str) -> dict[str, Any]:
    """In LookupEvents' shape; the record inside is a text of JSON, as CloudTrail has it."""
    identifier = str(uuid.uuid4())
    record = {
        "eventVersion": "1.11",
        "userIdentity": _identity(write, account),
        "eventTime": write.at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "eventSource": f"{write.service}.amazonaws.com",
        "eventName": write.name,
        "awsRegion": region,
        "sourceIPAddress": "127.0.0.1",
        "userAgent": write.agent,
        "requestParameters": write.parameters,
        "responseElements": None,
        "requestID": str(uuid.uuid4()),
        "eventID": identifier,
        "readOnly": False,
        "eventType": "AwsApiCall",
        "managementEvent": True,
        "recipientAccountId": account,
        "eventCategory": "Management",
    }
    return {
        "EventId": identifier,
        "EventName": write.name,
        "ReadOnly": "false",
        "AccessKeyId": write.access_key,
        # Whole seconds, as CloudTrail's.
        "EventTime": int(write.at.timestamp()),
        "EventSource": f"{write.service}.amazonaws.com",
        "Username": write.caller.name,
        "Resources": [{"ResourceType": t, "ResourceName": n} for t, n in write.resources],
        "CloudTrailEvent": json.dumps(record, default=str),
    }


def _identity(write: Write, account: str) -> dict[str, Any]:
    caller = write.caller
    if not caller.role:
        return {
            "type": "IAMUser",
            "arn": f"arn:aws:iam::{account}:user/{caller.name}",
            "accountId": account,
            "accessKeyId": write.access_key,
            "userName": caller.name,
        }
    role = caller.role.rpartition("/")[2]
    issuer = {
        "type": "Role",
        "arn": f"arn:aws:iam::{account}:role/{role}",
        "accountId": account,
        "userName": role,
    }
    context: dict[str, Any] = {"sessionIssuer": issuer, "attributes": {"mfaAuthenticated": "false"}}
    if caller.source_identity:
        context["sourceIdentity"] = caller.source_identity
    return {
        "type": "AssumedRole",
        "arn": f"arn:aws:sts::{account}:assumed-role/{role}/{caller.name}",
        "accountId": account,
        "accessKeyId": write.access_key,
        "sessionContext": context,
    }


def _resources(parameters: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """What the parameters name; CloudTrail lists resources of some services only."""
    named = [
        ("AWS::ECS::Service", parameters.get("service") or parameters.get("serviceName")),
        ("AWS::ECS::Cluster", parameters.get("cluster")),
        ("AWS::CloudWatch::Alarm", parameters.get("AlarmName")),
        ("AWS::ECR::Repository", parameters.get("repositoryName")),
    ]
    return tuple((kind, name) for kind, name in named if isinstance(name, str))


def _plain(asked: Any) -> dict[str, Any]:
    """What was asked, as JSON can hold it."""
    plain: dict[str, Any] = json.loads(json.dumps(dict(asked or {}), default=str))
    return plain
