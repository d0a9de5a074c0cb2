"""The simulated account: one lock, one clock, moto's backends, the fleet, and Lambda."""

import json
import logging
import re
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from deploy.local.account import refusals, slim_moto
from deploy.local.account.clock import SimulatedClock
from deploy.local.account.codepipeline.engine import Pipelines
from deploy.local.account.codepipeline.responses import CodeBuildResponse, CodePipelineResponse
from deploy.local.account.curves import Curves
from deploy.local.account.ecs.fleet import Fleet
from deploy.local.account.ecs.model import Durations
from deploy.local.account.ecs.responses import EcsResponse
from deploy.local.account.ecs.timeline import Timeline
from deploy.local.account.event_sources import EventSources
from deploy.local.account.extensions import (
    FunctionResponse,
    LoadBalancingResponse,
    SessionResponse,
)
from deploy.local.account.holdings.costs import CostResponse
from deploy.local.account.holdings.data import Holdings
from deploy.local.account.holdings.maintenance import (
    CertificateResponse,
    HealthResponse,
    InstanceResponse,
)
from deploy.local.account.holdings.registry import RegistryResponse
from deploy.local.account.holdings.stacks import StackResponse
from deploy.local.account.http import HttpRequest, HttpResponse
from deploy.local.account.lambda_service import LambdaService
from deploy.local.account.lex_models.settings import TRANSFERS
from deploy.local.account.lex_models.settings import Durations as LexDurations
from deploy.local.account.logs.insights import LogSearches
from deploy.local.account.logs.responses import LogSearchResponse
from deploy.local.account.metrics import MetricResponse
from deploy.local.account.operations import Operation, Operations
from deploy.local.account.routing import moto_request
from deploy.local.account.trail import Trail

if TYPE_CHECKING:
    from deploy.local.account.lex_models.service import LexModels

_log = logging.getLogger(__name__)

ACCOUNT = "123456789012"
_DROPPED = frozenset({"date", "server", "content-length", "connection", "status"})
_REGION = re.compile(r"Credential=[^/,]+/\d{8}/(?P<region>[^/,]+)/")
_INVOKE = Operation("lambda", "Invoke")
_RECEIVE = Operation("sqs", "ReceiveMessage")
_POLL_SECONDS = 0.05
_REFUSED = 300


@dataclass
class Account:
    """Answers AWS requests. Every answer but an invocation's is made under the one lock."""

    clock: SimulatedClock
    operations: Operations
    functions: LambdaService
    sources: EventSources
    lock: Any
    fleet: Fleet = field(init=False)
    pipelines: Pipelines = field(init=False)
    lex_durations: LexDurations = field(default_factory=LexDurations)
    curves: Curves = field(default_factory=Curves)
    holdings: Holdings = field(default_factory=Holdings)
    logs: LogSearches = field(init=False)
    trail: Trail = field(init=False)
    _lex_models: "LexModels | None" = None

    def __post_init__(self) -> None:
        slim_moto.follow(self.clock)
        self.trail = Trail(self.clock, ACCOUNT)
        self.logs = LogSearches(self.clock.now)
        self.fleet = Fleet.build(self.clock, self.lock, Durations(), {})
        self.pipelines = Pipelines(Timeline(self.clock, self.lock), lambda *_: None)

    @property
    def lex_models(self) -> "LexModels":
        """Bots. Imported when first asked for: not every world has any."""
        from deploy.local.account.lex_models.service import LexModels  # noqa: PLC0415 - see above

        with self.lock:
            if self._lex_models is None:
                self._lex_models = LexModels(self.clock, self.lock, lambda: self.lex_durations)
            return self._lex_models

    def use(self, fleet: Fleet, pipelines: Pipelines) -> None:
        """Live on with others; nothing of the old ones moves any more."""
        self.fleet.close()
        self.pipelines.close()
        self.fleet, self.pipelines = fleet, pipelines

    def handle(self, request: HttpRequest) -> HttpResponse:
        """Answer one AWS request; what is not served is refused by name."""
        if request.path.startswith(TRANSFERS):
            return self.lex_models.move(request)
        operation = self.operations.identify(request)
        if operation is None:
            return _unsigned(request)
        if not self.operations.is_served(operation):
            return _not_served(request, operation)
        try:
            return self._answer(request, operation)
        except Exception:  # noqa: BLE001 - a bug here or in moto: the caller must hear of it
            _log.exception("%s %s failed", operation.service, operation.name)
            return _failure(request, operation)

    def _answer(self, request: HttpRequest, operation: Operation) -> HttpResponse:
        if operation == _INVOKE:
            return self.functions.invoke(request, ACCOUNT, _region(request))
        if operation == _RECEIVE:
            return self._receive(request, operation)
        if operation.service == "lexv2-models":
            return self.lex_models.handle(request, _region(request))
        if operation.service == "cloudtrail":
            return self.trail.handle(request)
        response = self._dispatch(request, operation)
        if operation.service == "sqs":
            self.sources.wake()
        return response

    def _dispatch(self, request: HttpRequest, operation: Operation) -> HttpResponse:
        moto = moto_request(request)
        with self.lock:
            handler = self._handler(operation.service)
            status, headers, body = handler._dispatch(moto, moto.raw_url, dict(moto.headers))
            if int(status) < _REFUSED:
                self.trail.observe(request, operation, _region(request), handler)
        kept = {k: str(v) for k, v in headers.items() if k.lower() not in _DROPPED}
        return HttpResponse(int(status), body.encode() if isinstance(body, str) else body, kept)

    def _handler(self, service: str) -> Any:
        ours: Mapping[str, Callable[[], Any]] = {
            "acm": lambda: CertificateResponse(self.holdings),
            "ce": lambda: CostResponse(self.holdings, self.clock.now),
            "cloudformation": lambda: StackResponse(self.holdings),
            "ec2": lambda: InstanceResponse(self.holdings),
            "ecr": lambda: RegistryResponse(self.holdings),
            "health": lambda: HealthResponse(self.holdings),
            "cloudwatch": lambda: MetricResponse(self.curves, self.clock.now),
            "codebuild": lambda: CodeBuildResponse(self.pipelines),
            "codepipeline": lambda: CodePipelineResponse(self.pipelines),
            "ecs": lambda: EcsResponse(self.fleet),
            "elbv2": lambda: LoadBalancingResponse(self.fleet),
            "lambda": lambda: FunctionResponse(self.sources.wake),
            "logs": lambda: LogSearchResponse(self.logs),
            "sts": lambda: SessionResponse(self.trail.callers),
        }
        return (ours.get(service) or _MOTO[service])()

    def _receive(self, request: HttpRequest, operation: Operation) -> HttpResponse:
        """Long polling in wall time, without holding the lock: a queue may fill meanwhile."""
        if request.headers.get("content-type", "").startswith(refusals.FORM):
            return self._dispatch(request, operation)  # the query protocol of old SDKs
        body = json.loads(request.body or b"{}")
        deadline = time.monotonic() + min(float(body.get("WaitTimeSeconds") or 0), 20)
        once = json.dumps({**body, "WaitTimeSeconds": 0}).encode()
        request = HttpRequest(request.method, request.target, request.headers, once)
        while True:
            response = self._dispatch(request, operation)
            if b'"Messages"' in response.body or time.monotonic() >= deadline:
                return response
            time.sleep(_POLL_SECONDS)


_MOTO: Mapping[str, Callable[[], Any]] = {
    "dynamodb": slim_moto.DynamoHandler,
    "route53": slim_moto.Route53,
    "sns": slim_moto.SNSResponse,
    "sqs": slim_moto.SQSResponse,
    "ssm": slim_moto.SimpleSystemManagerResponse,
}

WORLD_BACKENDS = (
    slim_moto.ecs_backends,
    slim_moto.elbv2_backends,
    slim_moto.ec2_backends,
    slim_moto.ecr_backends,
    slim_moto.cloudwatch_backends,
    slim_moto.route53_backends,
    slim_moto.logs_backends,
    slim_moto.sns_backends,
)
"""What a world is built in; functions, queues, tables and parameters belong to their makers."""


def reset_world_backends() -> None:
    """Empty what a world is built in. `BackendDict.reset` itself would empty every service."""
    for backends in WORLD_BACKENDS:
        for account in backends.values():
            account.reset()


def new_lock() -> "threading.RLock":
    return threading.RLock()


def _region(request: HttpRequest) -> str:
    found = _REGION.search(request.headers.get("authorization", ""))
    return found["region"] if found else "us-east-1"


def _unsigned(request: HttpRequest) -> HttpResponse:
    message = "the simulated account answers signed AWS requests; any made-up credentials will do"
    return refusals.refuse(request, "", "MissingAuthenticationToken", message, 403)


def _not_served(request: HttpRequest, operation: Operation) -> HttpResponse:
    message = (
        f"the simulated account does not serve {operation.service} {operation.name}: "
        "what it serves is listed in deploy/local/account/operations.yaml"
    )
    code = "NotServedBySimulatedAccount"
    return refusals.refuse(request, operation.service, code, message)


def _failure(request: HttpRequest, operation: Operation) -> HttpResponse:
    """400, not 500: SDKs retry a 500, and nothing here gets better by being asked again."""
    message = (
        f"{operation.service} {operation.name} failed inside the simulated account; "
        "its log has the traceback"
    )
    return refusals.refuse(request, operation.service, "SimulatedAccountFailure", message)
