"""CloudTrail: calls that wrote, by whoever made them.

LookupEvents gives the last 90 days, fifty events a page, and takes two requests a second of an
account and region. Events appear some minutes after the call.
"""

import json
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

from fulfillment.ops.changes.naming import environment_of, names_service
from fulfillment.ops.changes.port import Change, Window
from fulfillment.ops.changes.source import Place, Read
from fulfillment.ops.failures import reading
from fulfillment.ops.reach import Reach
from fulfillment.sentences import Phrase, phrase

if TYPE_CHECKING:
    from mypy_boto3_cloudtrail import CloudTrailClient
    from mypy_boto3_cloudtrail.type_defs import EventTypeDef

_PAGES = 4
_PAGE = 50
_NOISE = (
    # Sessions and keys: who came, not what was changed.
    "AssumeRole",
    "ConsoleLogin",
    "CredentialChallenge",
    "CredentialVerification",
    "SwitchRole",
    "UserAuthentication",
    # What running tasks and functions do all the time.
    "CreateGrant",
    "CreateLogStream",
    "CreateNetworkInterface",
    "DeleteNetworkInterface",
    "DeregisterTargets",
    "RegisterTargets",
    "UpdateInstanceInformation",
    # A step on the way to a change that is listed itself.
    "RegisterTaskDefinition",
    "InitiateLayerUpload",
    "UploadLayerPart",
    "CompleteLayerUpload",
)
"""Beginnings of the names of calls that write and change nothing that anybody asks about."""
_SERVICE_KEYS = ("service", "serviceName")


def trail(reach: Reach, place: Place, window: Window) -> Read:
    """A `Source`: one entry a call that was answered well, noise left out."""
    client: CloudTrailClient = reach.client("cloudtrail", place.name)
    events, is_cut = _events(client, place, window)
    found = [
        change
        for event in events
        for texts, change in _changes(event, place, window)
        if place.is_seen(reach, change.environment, texts)
    ]
    cut = phrase("trail_cut", count=_PAGES * _PAGE, environment=place.name)
    return Read(found, (cut,) if is_cut else ())


def _events(
    client: "CloudTrailClient", place: Place, window: Window
) -> "tuple[list[EventTypeDef], bool]":
    """The newest ones, and whether there are more."""
    found: list[EventTypeDef] = []
    token: dict[str, Any] = {}
    asked: Any = {
        "LookupAttributes": [{"AttributeKey": "ReadOnly", "AttributeValue": "false"}],
        "StartTime": window.start,
        "EndTime": window.end,
        "MaxResults": _PAGE,
    }
    with reading(phrase("read_trail", environment=place.name)):
        for _ in range(_PAGES):
            answer = client.lookup_events(**asked, **token)
            found += answer.get("Events", [])
            if not answer.get("NextToken"):
                return found, False
            token = {"NextToken": answer["NextToken"]}
    return found, True


def _changes(
    event: "EventTypeDef", place: Place, window: Window
) -> Iterator[tuple[list[str], Change]]:
    """With what the call names. None for noise, for a call that was refused, and for what is about
    somewhere else."""
    name, record = event.get("EventName", ""), _record(event)
    at = event.get("EventTime")
    if name.startswith(_NOISE) or record.get("errorCode") or at is None or not window.holds(at):
        return
    parameters = _mapping(record.get("requestParameters"))
    texts = [*_resources(event), *_texts(parameters)]
    environment = environment_of(texts, place)
    if environment is None or (window.service and not names_service(texts, window.service)):
        return
    change = Change(
        at=at,
        kind="write",
        what=_what(name, texts),
        environment=environment,
        service=_service(parameters),
        by=_who(event, record),
        operation=name,
    )
    yield texts, change


def _record(event: "EventTypeDef") -> Mapping[str, Any]:
    """CloudTrail's own record of the call; nothing where it is not readable."""
    try:
        return _mapping(json.loads(event.get("CloudTrailEvent", "")))
    except ValueError:
        return {}


def _mapping(value: object) -> Mapping[str, Any]:
    return value if isinstance(value, Mapping) else {}


def _resources(event: "EventTypeDef") -> list[str]:
    return [name for one in event.get("Resources", []) if (name := one.get("ResourceName", ""))]


def _texts(parameters: Mapping[str, Any]) -> list[str]:
    """What the call names; no deeper than its own parameters."""
    return [value for value in parameters.values() if isinstance(value, str)]


def _what(name: str, texts: list[str]) -> Phrase:
    if not texts:
        return phrase("write_call", operation=name)
    return phrase("write_call_on", operation=name, resource=texts[0])


def _service(parameters: Mapping[str, Any]) -> str:
    """Of an ECS call: by name or ARN."""
    for key in _SERVICE_KEYS:
        if isinstance(named := parameters.get(key), str):
            return named.rpartition("/")[2]
    return ""


def _who(event: "EventTypeDef", record: Mapping[str, Any]) -> str:
    """The source identity of a session, which nobody can change; else the user's or its name."""
    identity = _mapping(record.get("userIdentity"))
    source = _mapping(identity.get("sessionContext")).get("sourceIdentity")
    arn = str(identity.get("arn", "")).rpartition("/")[2]
    by_service = identity.get("invokedBy", "")
    return str(source or event.get("Username") or arn or by_service)
