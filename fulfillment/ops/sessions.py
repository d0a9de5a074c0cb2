"""How AWS is reached: one session per role and person, so that AWS's own log names the person.

AssumeRole with SourceIdentity and session tags; where an environment has no role, the process's own
credentials, or those of its profile.
"""

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from fulfillment.catalog.environments import Environment
from fulfillment.ops.failures import reading
from fulfillment.ops.guard import make_read_only
from fulfillment.ops.observed import observed_at
from fulfillment.ops.sent import make_noted
from fulfillment.sentences import phrase
from fulfillment.turn import Person

if TYPE_CHECKING:
    from boto3 import Session

Clock = Callable[[], datetime]

SESSION_SECONDS = 900
"""The shortest that STS gives: a person who leaves the policy keeps a session no longer."""
_EARLY = timedelta(seconds=60)
_SAME_TIME = timedelta(seconds=10)
_MAX_SESSIONS = 64
_NOT_IDENTITY = re.compile(r"[^\w+=,.@-]", re.ASCII)
_NOT_TAG = re.compile(r"[^\w .:/=+@-]", re.ASCII)


@dataclass(frozen=True)
class _Held:
    session: "Session"
    expires_at: datetime | None
    clients: dict[tuple[str, str, str], Any]


class Sessions:
    """Makes and keeps clients. Thread-safe."""

    def __init__(
        self, clock: Clock, own: "Session | None" = None, *, for_writing: bool = False
    ) -> None:
        """`own`: the process's session, where there is one: AWS's models are then parsed once.

        `for_writing`: use the environments' act_role, without retries and without the guard.
        """
        self._clock = clock
        self._for_writing = for_writing
        self._lock = threading.Lock()
        self._bases: dict[str, Session] = {"": own} if own else {}
        self._held: dict[tuple[str, str, str], _Held] = {}
        self._own: dict[tuple[str, str, str], Any] = {}
        self.ahead = timedelta(0)
        """How far AWS's clock was ahead of ours in its last answer; nothing, within a second or so.
        """

    def client(self, service: str, environment: Environment, person: Person) -> Any:
        """A client of that environment's account, region and role. Raises `OpsError`."""
        # boto3 sessions are not thread-safe; the clients they make are.
        with self._lock:
            held = self._session(environment, person)
            key = (service, environment.region, environment.endpoint_url)
            if key not in held.clients:
                held.clients[key] = self._make(held.session, service, environment)
            return held.clients[key]

    def own_client(self, service: str, region: str) -> Any:
        """A client with the credentials of the process itself, for what is Ground Control's own.

        Raises `OpsError`.
        """
        own = Environment(name="", account="", region=region, cluster="")
        with self._lock:
            key = (service, region, "own")
            if key not in self._own:
                self._own[key] = self._make(self._base(""), service, own)
            return self._own[key]

    def _session(self, environment: Environment, person: Person) -> _Held:
        role = environment.act_role if self._for_writing else environment.role
        key = (environment.profile, role, person.id if role else "")
        held = self._held.get(key)
        if held is None or (held.expires_at and held.expires_at <= self._clock() + _EARLY):
            held = self._open(environment, role, person)
            self._held.pop(key, None)
            while len(self._held) >= _MAX_SESSIONS:
                del self._held[next(iter(self._held))]
            self._held[key] = held
        return held

    def _open(self, environment: Environment, role: str, person: Person) -> _Held:
        with reading(phrase("reach", environment=environment.name)):
            base = self._base(environment.profile)
        if not role:
            return _Held(base, None, {})
        answer = self._assume(base, environment, role, person)
        # STS's clock can differ from ours; what counts is how long the session lasts.
        expires_at = self._clock() + timedelta(seconds=SESSION_SECONDS)
        return _Held(_derived(base, answer["Credentials"]), expires_at, {})

    def _assume(self, base: "Session", environment: Environment, role: str, person: Person) -> Any:
        with reading(phrase("use_role", environment=environment.name)):
            make: Any = base.client
            sts = make(
                "sts",
                region_name=environment.region,
                endpoint_url=environment.endpoint_url or None,
                config=self._config(environment),
            )
            return sts.assume_role(
                RoleArn=role,
                RoleSessionName=source_identity(person.id),
                SourceIdentity=source_identity(person.id),
                DurationSeconds=SESSION_SECONDS,
                Tags=session_tags(person, environment),
            )

    def _base(self, profile: str) -> "Session":
        import boto3  # noqa: PLC0415 - cold start: the largest part of it

        if profile not in self._bases:
            self._bases[profile] = boto3.Session(profile_name=profile or None)
        return self._bases[profile]

    def _make(self, session: "Session", service: str, environment: Environment) -> Any:
        make: Any = session.client  # the name is data: none of boto3's overloads fits
        with reading(phrase("reach", environment=environment.name)):
            client = make(
                service,
                region_name=environment.region,
                endpoint_url=environment.endpoint_url or None,
                config=self._config(environment),
            )
        if self._for_writing:
            make_noted(client)
        else:
            make_read_only(client)
        client.meta.events.register("after-call", self._observe)
        return client

    def _observe(self, http_response: Any, **_: object) -> None:
        now = self._clock()
        headers = {name.lower(): value for name, value in http_response.headers.items()}
        ahead = observed_at({"ResponseMetadata": {"HTTPHeaders": headers}}, now) - now
        # `Date` has whole seconds, and an answer takes a while to come.
        self.ahead = ahead if abs(ahead) > _SAME_TIME else timedelta(0)

    def _config(self, environment: Environment) -> Any:
        from botocore.config import Config  # noqa: PLC0415 - cold start

        make: Any = Config  # its stubs lack ignore_configured_endpoint_urls
        return make(
            connect_timeout=2,
            read_timeout=5,
            # Two tries for a read; a write is never sent twice.
            retries={"total_max_attempts": 1 if self._for_writing else 2, "mode": "standard"},
            max_pool_connections=16,
            ignore_configured_endpoint_urls=bool(environment.profile),
        )


def source_identity(person_id: str) -> str:
    """`person_id` in the characters and length that STS allows: 2 to 64."""
    return _NOT_IDENTITY.sub("-", person_id)[:64].ljust(2, "-")


def session_tags(person: Person, environment: Environment) -> list[dict[str, str]]:
    """Who asks, as session tags: at most 256 characters each."""
    values = {
        "ground-person": person.id,
        "ground-identity": person.identity,
        "ground-account": environment.account,
    }
    return [{"Key": key, "Value": _NOT_TAG.sub("-", value)[:256]} for key, value in values.items()]


def _derived(base: "Session", credentials: Any) -> "Session":
    """A session with other credentials that shares the parsed service models of `base`."""
    import boto3  # noqa: PLC0415 - cold start
    from botocore.session import Session as BotocoreSession  # noqa: PLC0415 - cold start

    made = BotocoreSession()
    made.register_component("data_loader", _loader(base))
    made.set_credentials(
        credentials["AccessKeyId"], credentials["SecretAccessKey"], credentials["SessionToken"]
    )
    return boto3.Session(botocore_session=made)


def _loader(base: "Session") -> Any:
    return base._session.get_component("data_loader")  # noqa: SLF001 - boto3 hides what it wraps
