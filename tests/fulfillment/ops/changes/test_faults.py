"""What a person is told where a source of the timeline is refused, slow, empty or too long."""

import json
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from botocore.exceptions import ClientError, ReadTimeoutError

from fulfillment.catalog.environments import Environment, Environments
from fulfillment.errors import OpsError
from fulfillment.ops.changes.alarm_history import alarm_history
from fulfillment.ops.changes.deployments import deployments
from fulfillment.ops.changes.port import Window
from fulfillment.ops.changes.source import Read, Source, places
from fulfillment.ops.changes.trail import trail
from fulfillment.ops.reach import Reach, Workers
from fulfillment.ops.remembered import Remembered
from fulfillment.ops.sessions import Sessions
from fulfillment.turn import Person
from tests.fulfillment.language import english

NOW = datetime(2026, 11, 26, 12, 0, tzinfo=UTC)
WINDOW = Window(NOW - timedelta(hours=1), NOW)
LIVE = Environment("live", "123456789012", "us-east-1", "live-cluster")
STAGING = Environment("staging", "123456789012", "us-east-1", "staging-cluster")
WORKERS = Workers(2, 1)
Answers = Mapping[str, Any]


class Client:
    """Answers each operation from a script: a dict, a list of them by call, or an error."""

    def __init__(self, answers: Answers) -> None:
        self._answers = {name: list(a) if isinstance(a, list) else a for name, a in answers.items()}

    def __getattr__(self, name: str) -> Any:
        def call(**_: object) -> Any:
            answer = self._answers[name]
            answer = answer.pop(0) if isinstance(answer, list) else answer
            if isinstance(answer, Exception):
                raise answer
            return answer

        return call

    def get_paginator(self, name: str) -> Any:
        return Pages(getattr(self, name))


class Pages:
    def __init__(self, call: Any) -> None:
        self._call = call

    def paginate(self, **_: object) -> Any:
        yield self._call()


class Scripted(Sessions):
    def __init__(self, answers: Answers) -> None:
        super().__init__(lambda: NOW)
        self._client = Client(answers)

    def client(self, *_: object) -> Any:
        return self._client


def a_reach(answers: Answers, *, both: bool = True) -> Reach:
    environments = Environments((LIVE, STAGING) if both else (LIVE,))
    return Reach(
        environments,
        environments.names(),
        Person("ana", "Ana", "terminal:ana", {"*": "viewer"}),
        Scripted(answers),
        lambda: NOW,
        WORKERS,
        Remembered(lambda: NOW),
        None,
    )


def read(source: Source, answers: Answers, *, service: str = "", both: bool = True) -> Read:
    reach = a_reach(answers, both=both)
    (place,) = places(reach, ["live"])
    return source(reach, place, Window(WINDOW.start, WINDOW.end, service))


def error(code: str) -> ClientError:
    return ClientError({"Error": {"Code": code, "Message": "arn:aws:iam::123456789012:x"}}, "Any")


SLOW = ReadTimeoutError(endpoint_url="http://made-up")
FIRST_CALL: list[tuple[Source, str, str]] = [
    (deployments, "list_services", "list the services of live"),
    (trail, "lookup_events", "read CloudTrail for live"),
    (alarm_history, "describe_alarm_history", "read the history of the alarms of live"),
]


@pytest.mark.parametrize(("source", "operation", "what"), FIRST_CALL)
@pytest.mark.parametrize(
    ("failure", "why"),
    [
        (error("ThrottlingException"), "AWS asks me to slow down; try again in a moment"),
        (error("AccessDeniedException"), "AWS denies it to the role that I use"),
        (SLOW, "AWS did not answer in time; ask again in a moment"),
    ],
)
def test_a_refusal_is_told(
    source: Source, operation: str, what: str, failure: Exception, why: str
) -> None:
    with pytest.raises(OpsError) as caught:
        read(source, {operation: failure})

    assert english("RecentChanges").phrase(caught.value.phrase) == (
        f"I could not {what} because {why}."
    )


@pytest.mark.parametrize(
    ("source", "answers"),
    [
        (deployments, {"list_services": {"serviceArns": []}}),
        (trail, {"lookup_events": {"Events": []}}),
        (alarm_history, {"describe_alarm_history": {"AlarmHistoryItems": []}}),
    ],
)
def test_nothing_is_nothing(source: Source, answers: Answers) -> None:
    assert read(source, answers) == Read([])


def an_event(name: str = "PutMetricAlarm", resource: str = "live-latency", **over: Any) -> Any:
    record = {"userIdentity": {"arn": "arn:aws:iam::1:user/ben"}, **over}
    return {
        "EventName": name,
        "EventTime": NOW - timedelta(minutes=5),
        "Username": "ben",
        "Resources": [{"ResourceName": resource}],
        "CloudTrailEvent": json.dumps(record),
    }


def test_too_many_events_are_cut_and_told() -> None:
    page = {"Events": [an_event()] * 50, "NextToken": "more"}
    found = read(trail, {"lookup_events": [page] * 4})

    assert len(found.changes) == 200
    assert english("RecentChanges").phrase(found.notes[0]) == (
        "Of CloudTrail I read only the newest 200 events for live; ask for a shorter time."
    )


def test_too_many_alarm_changes_are_cut_and_told() -> None:
    item = {
        "AlarmName": "live-latency",
        "HistorySummary": "Alarm updated from OK to ALARM",
        "Timestamp": NOW - timedelta(minutes=5),
    }
    found = read(alarm_history, {"describe_alarm_history": {"AlarmHistoryItems": [item] * 300}})

    assert len(found.changes) == 300
    assert "only the newest 300 changes" in english("RecentChanges").phrase(found.notes[0])


@pytest.mark.parametrize(
    "event",
    [
        an_event("AssumeRole"),
        an_event("AssumeRoleWithWebIdentity"),
        an_event("CreateLogStream"),
        an_event("RegisterTaskDefinition"),
        an_event(errorCode="AccessDenied"),
        an_event(resource="staging-latency"),
        {**an_event(), "EventTime": NOW},
        {**an_event(), "EventTime": WINDOW.start - timedelta(seconds=1)},
    ],
)
def test_what_changed_nothing_here_is_left_out(event: Any) -> None:
    assert read(trail, {"lookup_events": {"Events": [event]}}).changes == []


def test_who_it_was() -> None:
    session = {"sessionContext": {"sourceIdentity": "ana"}}
    events = [
        an_event(userIdentity=session),
        an_event(),
        {**an_event(), "Username": ""},
        {**an_event(userIdentity={"invokedBy": "autoscaling.amazonaws.com"}), "Username": ""},
        {**an_event(), "CloudTrailEvent": "not JSON"},
    ]
    found = read(trail, {"lookup_events": {"Events": events}})

    assert [one.by for one in found.changes] == [
        "ana",
        "ben",
        "ben",
        "autoscaling.amazonaws.com",
        "ben",
    ]


def test_where_it_was() -> None:
    events = [
        an_event(resource="live-latency"),
        an_event(
            "UpdateService", "x", requestParameters={"cluster": "live-cluster", "service": "a"}
        ),
        an_event(resource="delivery"),
    ]
    found = read(trail, {"lookup_events": {"Events": events}})
    alone = read(trail, {"lookup_events": {"Events": events}}, both=False)
    of_a = read(trail, {"lookup_events": {"Events": events}}, service="a")

    assert [(one.environment, one.service) for one in found.changes] == [
        ("live", ""),
        ("live", "a"),
        ("", ""),
    ]
    assert [one.environment for one in alone.changes] == ["live"] * 3
    assert [one.service for one in of_a.changes] == ["a"]


@pytest.mark.parametrize(
    "summary",
    ["Alarm updated from OK to INSUFFICIENT_DATA", "Alarm updated from INSUFFICIENT_DATA to OK"],
)
def test_data_that_comes_and_goes_is_no_change_of_an_alarm(summary: str) -> None:
    item = {"AlarmName": "live-a", "HistorySummary": summary, "Timestamp": WINDOW.start}

    assert read(alarm_history, {"describe_alarm_history": {"AlarmHistoryItems": [item]}}) == Read(
        []
    )


def moved(**over: Any) -> dict[str, Any]:
    """One service with a deployment of five minutes ago, whose revisions nobody knows."""
    began = NOW - timedelta(minutes=5)
    service = {
        "serviceName": "orders",
        "deployments": [{"status": "PRIMARY", "createdAt": began, "updatedAt": began}],
    }
    deployment = {
        "serviceDeploymentArn": "arn:d",
        "createdAt": began,
        "status": "IN_PROGRESS",
        "targetServiceRevision": {"arn": "arn:new"},
        "sourceServiceRevisions": [{"arn": "arn:old"}],
    }
    answers = {
        "list_services": {"serviceArns": ["arn:x/orders"]},
        "describe_services": {"services": [service]},
        "list_service_deployments": {"serviceDeployments": [deployment]},
        "describe_service_deployments": {"serviceDeployments": [deployment]},
        "describe_service_revisions": {"serviceRevisions": []},
    }
    return {**answers, **over}


@pytest.mark.parametrize(
    ("operation", "what"),
    [
        ("describe_services", "read orders in live"),
        ("list_service_deployments", "read the deployments of orders in live"),
        ("describe_service_deployments", "read the deployments of orders in live"),
        ("describe_service_revisions", "read the versions of deployments in live"),
    ],
)
def test_each_step_to_a_deployment_is_named_where_it_fails(operation: str, what: str) -> None:
    with pytest.raises(OpsError) as caught:
        read(deployments, moved(**{operation: error("ThrottlingException")}))

    told = english("RecentChanges").phrase(caught.value.phrase)
    assert told.startswith(f"I could not {what} because AWS asks me to slow down")


def test_versions_that_nobody_knows_are_said_to_be_unknown() -> None:
    (change,) = read(deployments, moved()).changes

    assert english("RecentChanges").phrase(change.what) == (
        "unknown → unknown has been under way for 5 minutes"
    )


def test_services_that_did_not_move_are_not_asked_further() -> None:
    old = NOW - timedelta(days=3)
    service = {"serviceName": "orders", "deployments": [{"createdAt": old, "updatedAt": old}]}
    answers = moved(
        describe_services={"services": [service]}, list_service_deployments=error("NeverAsked")
    )

    assert read(deployments, answers) == Read([])
