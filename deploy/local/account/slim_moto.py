"""The one door to moto: only the backends that are served, imported without what they do not need.

Importing moto's EC2 backend reads megabytes of instance types and parses the endpoints file once a
partition: most of a second that no operation served here depends on. Both are left out for the
time of the import.
"""

import contextlib
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import boto3
import moto.core.utils
import moto.utilities.utils

from deploy.local.account.clock import SimulatedClock

_real_now = moto.core.utils.utcnow


@contextlib.contextmanager
def _without_ballast() -> Iterator[None]:
    session, load = boto3.Session, moto.utilities.utils.load_resource
    shared = session()

    def load_nothing(resource: str) -> Any:
        return [] if "offerings" in resource else {}

    try:
        boto3.Session = lambda: shared  # type: ignore[misc, assignment]
        moto.utilities.utils.load_resource = load_nothing
        yield
    finally:
        boto3.Session = session  # type: ignore[misc]
        moto.utilities.utils.load_resource = load


with _without_ballast():
    from moto.awslambda.exceptions import UnknownFunctionException
    from moto.awslambda.models import LambdaFunction, lambda_backends
    from moto.awslambda.policy import Policy as FunctionPolicy
    from moto.awslambda.responses import LambdaResponse
    from moto.cloudwatch.exceptions import ValidationError as CloudWatchError
    from moto.cloudwatch.models import cloudwatch_backends
    from moto.cloudwatch.responses import CloudWatchResponse
    from moto.core.base_backend import BackendDict
    from moto.core.exceptions import ServiceException
    from moto.core.request import Request
    from moto.core.responses import ActionResult, BaseResponse
    from moto.core.routing import get_service_router
    from moto.core.utils import get_service_model
    from moto.dynamodb.models import dynamodb_backends
    from moto.dynamodb.responses import DynamoHandler
    from moto.ec2.models import ec2_backends
    from moto.ec2.responses import EC2Response
    from moto.ecr.models import ecr_backends
    from moto.ecr.responses import ECRResponse
    from moto.ecs.exceptions import (
        EcsClientException,
        ECSException,
        InvalidParameterException,
        ServiceNotFoundException,
    )
    from moto.ecs.models import Service as MotoService
    from moto.ecs.models import ecs_backends
    from moto.ecs.responses import EC2ContainerServiceResponse
    from moto.elbv2.models import elbv2_backends
    from moto.elbv2.responses import ELBV2Response
    from moto.iam.models import iam_backends
    from moto.logs.models import logs_backends
    from moto.logs.responses import LogsResponse
    from moto.route53.models import FakeZone as HostedZone
    from moto.route53.models import route53_backends
    from moto.route53.responses import Route53
    from moto.sns.models import sns_backends
    from moto.sns.responses import SNSResponse
    from moto.sqs.models import Queue, SQSBackend, sqs_backends
    from moto.sqs.responses import SQSResponse
    from moto.ssm.models import ssm_backends
    from moto.ssm.responses import SimpleSystemManagerResponse
    from moto.sts.models import sts_backends
    from moto.sts.responses import TokenResponse


def follow(clock: SimulatedClock) -> None:
    """Make moto take the time from `clock` wherever it asks its own `utcnow`.

    Modules hold `utcnow` by name, so each one that has it is given the new one.
    """
    before = moto.core.utils.utcnow

    def utcnow() -> datetime:
        return clock.now().replace(tzinfo=None)

    for name, module in list(sys.modules.items()):
        if name.startswith("moto.") and vars(module).get("utcnow") in (before, _real_now):
            vars(module)["utcnow"] = utcnow


__all__ = [
    "ActionResult",
    "BackendDict",
    "BaseResponse",
    "CloudWatchError",
    "CloudWatchResponse",
    "DynamoHandler",
    "EC2ContainerServiceResponse",
    "EC2Response",
    "ECRResponse",
    "ECSException",
    "ELBV2Response",
    "EcsClientException",
    "FunctionPolicy",
    "HostedZone",
    "InvalidParameterException",
    "LambdaFunction",
    "LambdaResponse",
    "LogsResponse",
    "MotoService",
    "Queue",
    "Request",
    "Route53",
    "SNSResponse",
    "SQSBackend",
    "SQSResponse",
    "ServiceException",
    "ServiceNotFoundException",
    "SimpleSystemManagerResponse",
    "TokenResponse",
    "UnknownFunctionException",
    "cloudwatch_backends",
    "dynamodb_backends",
    "ec2_backends",
    "ecr_backends",
    "ecs_backends",
    "elbv2_backends",
    "follow",
    "get_service_model",
    "get_service_router",
    "iam_backends",
    "lambda_backends",
    "logs_backends",
    "route53_backends",
    "sns_backends",
    "sqs_backends",
    "ssm_backends",
    "sts_backends",
]
