"""What is served is listed, what is listed is served, and everything else is refused by name."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import botocore.session
import pytest
from botocore import xform_name
from botocore.exceptions import ClientError

from deploy.local.account import operations
from deploy.local.account.operations import Operation
from tests.deploy.account.harness import Server
from tests.deploy.account.walk import Recorder, walk

SERVED = operations.load().served
FOLDER = Path(__file__).parent


def intent_metrics(lex: Any) -> Any:
    metric = {"name": "Count", "statistic": "Sum"}
    day = datetime(2026, 1, 1, tzinfo=UTC)
    return lex.list_intent_metrics(
        botId="A" * 10, startDateTime=day, endDateTime=day, metrics=[metric]
    )


def session_of(lex: Any) -> Any:
    where = {"botId": "A" * 10, "botAliasId": "TSTALIASID", "localeId": "en_US"}
    return lex.get_session(**where, sessionId="me")


REFUSED: list[tuple[str, str, Callable[[Any], Any]]] = [
    ("ecs", "ecs RunTask", lambda ecs: ecs.run_task(taskDefinition="x")),
    ("elbv2", "elbv2 CreateLoadBalancer", lambda elb: elb.create_load_balancer(Name="x")),
    ("cloudwatch", "cloudwatch ListDashboards", lambda watch: watch.list_dashboards()),
    ("sts", "sts GetSessionToken", lambda sts: sts.get_session_token()),
    ("ssm", "ssm GetDocument", lambda ssm: ssm.get_document(Name="x")),
    ("dynamodb", "dynamodb ListBackups", lambda dynamo: dynamo.list_backups()),
    ("sqs", "sqs ListQueueTags", lambda sqs: sqs.list_queue_tags(QueueUrl="x")),
    ("lambda", "lambda ListLayers", lambda functions: functions.list_layers()),
    ("ecr", "ecr DeleteRepository", lambda ecr: ecr.delete_repository(repositoryName="xy")),
    ("ec2", "ec2 RunInstances", lambda ec2: ec2.run_instances(MinCount=1, MaxCount=1)),
    # Of a service that is not served at all there is only the name that it signs with.
    ("s3", "s3 GET /", lambda s3: s3.list_buckets()),
    ("route53", "route53 ListHostedZones", lambda dns: dns.list_hosted_zones()),
    ("lexv2-models", "lexv2-models ListIntentMetrics", intent_metrics),
    # It signs with the name of a service that is served.
    ("lexv2-runtime", "lexv2-runtime GetSession", session_of),
    ("stepfunctions", "states ListStateMachines", lambda sfn: sfn.list_state_machines()),
    ("logs", "logs DescribeLogGroups", lambda logs: logs.describe_log_groups()),
]


@pytest.mark.parametrize("operation", SERVED, ids=lambda one: f"{one.service} {one.name}")
def test_each_listed_operation_exists_in_botocore(operation: Operation) -> None:
    model = botocore.session.get_session().get_service_model(operation.service)

    assert operation.name in model.operation_names
    assert SERVED[operation].fidelity in ("faithful", "extended", "partial")
    assert SERVED[operation].how or SERVED[operation].fidelity == "faithful"


def test_signing_names_are_botocore_s() -> None:
    for signing_name, service in operations.load().signing_names.items():
        model = botocore.session.get_session().get_service_model(service)
        assert model.signing_name == signing_name


@pytest.mark.parametrize(
    "operation",
    [one for one, served in SERVED.items() if served.fidelity == "extended"],
    ids=lambda one: f"{one.service} {one.name}",
)
def test_each_extended_operation_has_a_test(operation: Operation) -> None:
    texts = [
        path.read_text(encoding="utf-8")
        for path in FOLDER.rglob("*.py")
        if path.name not in ("walk.py", "holdings_walk.py", "test_operations.py")
    ]
    name = xform_name(operation.name)

    assert any(f".{name}(" in text or f'"{name}"' in text for text in texts)


def test_every_listed_operation_answers(server: Server) -> None:
    recorder = Recorder(server)

    walk(recorder)

    assert recorder.called == set(SERVED)


@pytest.mark.parametrize(("service", "named", "call"), REFUSED, ids=[one[1] for one in REFUSED])
def test_what_is_not_listed_is_refused_by_name(
    server: Server, service: str, named: str, call: Callable[[Any], Any]
) -> None:
    with pytest.raises(ClientError) as refusal:
        call(server.client(service))

    error = refusal.value
    assert error.response["Error"]["Code"] == "NotServedBySimulatedAccount"
    assert error.response["ResponseMetadata"]["HTTPStatusCode"] == 400
    message = error.response["Error"]["Message"]
    assert f"does not serve {named}:" in message
    assert "operations.yaml" in message
