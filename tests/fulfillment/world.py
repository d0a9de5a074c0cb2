"""The fulfillment function as it is composed in production, on the simulated account."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from deploy.build import build as build_documents
from deploy.build import example_values
from deploy.local.provision import AUDIT_TABLE, TABLE, create_tables
from fulfillment import lambda_handler
from fulfillment.act import lambda_handler as act_handler
from fulfillment.act.acting import Actor
from fulfillment.application import Application
from fulfillment.identity.assertion import REQUEST_ATTRIBUTE, Claims, sign
from fulfillment.identity.binding import of_invocation
from fulfillment.identity.signing import SigningKey
from fulfillment.lex_event import lex_event as read_lex_event
from fulfillment.reply_json import reply_from_json
from fulfillment.turn import Audience, Channel, Invocation, Reply
from tests.deploy.account.harness import Server

Json = dict[str, Any]

ROOT = Path(__file__).resolve().parents[2]
KEYS = {
    channel: f"made-up {channel} signing key of 32 bytes"
    for channel in ("terminal", "alexa", "slack")
}
EVENTS = ROOT / "tests" / "events" / "lex"


def documents(folder: Path) -> dict[str, str]:
    """The function's environment variables, its documents built from the checkout's YAML."""
    values = example_values(ROOT)
    built = build_documents(ROOT, folder, lambda _: values)
    return {
        "GROUND_DEFINITION": str(built.runtime),
        "GROUND_ENVIRONMENTS": str(built.environments),
        "GROUND_POLICY": str(built.policy),
        "GROUND_TABLE": TABLE,
        "GROUND_AUDIT_TABLE": AUDIT_TABLE,
        "GROUND_ACT_FUNCTION": "ground-control-act",
    }


def provision(server: Server) -> None:
    """The tables and the keys, as the local world makes them."""
    create_tables(server.client)
    for channel, key in KEYS.items():
        server.client("ssm").put_parameter(
            Name=f"/ground-control/keys/{channel}", Value=key, Type="SecureString"
        )


def empty(server: Server) -> None:
    """Tables without anything of an earlier test in them."""
    dynamodb = server.client("dynamodb")
    for table in (TABLE, AUDIT_TABLE):
        dynamodb.delete_table(TableName=table)
    create_tables(server.client)


def lex_event(name: str) -> Json:
    """The recorded Lex V2 event `name`."""
    event: Json = json.loads((EVENTS / f"{name}.json").read_text(encoding="utf-8"))
    return event


def event_names() -> list[str]:
    return sorted(path.stem for path in EVENTS.glob("*.json"))


@dataclass
class MovingClock:
    """A clock that a test moves."""

    now: datetime = field(default_factory=lambda: datetime.now(UTC).replace(microsecond=0))

    def __call__(self) -> datetime:
        return self.now

    def advance(self, **span: float) -> None:
        self.now += timedelta(**span)


@dataclass
class Fulfillment:
    """Both functions in this process; the act function is called where Lambda would be."""

    application: Application
    actor: Actor
    server: Server
    clock: MovingClock
    count: int = 0

    def handle(self, event: object) -> Json:
        # Through JSON, as the wire does: whatever is not JSON fails here.
        answer: Json = json.loads(json.dumps(self.application.handle(event)))
        return answer

    def deployment(self, service: str = "orders", cluster: str = "staging") -> str:
        """ECS's id of the primary deployment."""
        ecs = self.server.client("ecs")
        found = ecs.describe_services(cluster=cluster, services=[service])["services"][0]
        return str(found["deployments"][0]["id"])

    def assertion(
        self,
        identity: str,
        asked: Invocation | Json,
        *,
        session: str = "session",
        channel: Channel = "terminal",
        audience: Audience = "private",
        key: str = "",
        locale: str = "en_US",
        context: Mapping[str, str] | None = None,
        display_name: str = "",
    ) -> str:
        """The token of a fresh event, for a structured request or a Lex event."""
        self.count += 1
        claims = Claims(
            identity=identity,
            name=display_name,
            channel=channel,
            session=session,
            # The table outlives a test, and an event is only ever once.
            event_id=f"event-{self.count}",
            input=_input(asked, context),
            audience=audience,
            locale=locale,
        )
        return sign(claims, SigningKey(channel, key or KEYS[channel]), now=self.clock())

    def signed(self, event: Json, identity: str = "terminal:ana", **more: Any) -> Json:
        """A Lex event, said by somebody whom their channel has proven."""
        token = self.assertion(identity, event, **more)
        return {**event, "requestAttributes": {REQUEST_ATTRIBUTE: token}}

    def confirming(self, plan: str, identity: str = "terminal:ana") -> str:
        """The token of somebody who presses the button of a plan."""
        return self.assertion(identity, Invocation("confirm", plan))

    def invoke(
        self,
        person: str,
        kind: str,
        name: str,
        slots: Mapping[str, str] | None = None,
        **more: Any,
    ) -> Reply:
        """A structured request of a person at a terminal ("ana"), or of a whole identity."""
        identity = person if ":" in person else f"terminal:{person}"
        asked = Invocation(kind, name, dict(slots or {}))  # type: ignore[arg-type]  # any text
        event = {
            "kind": kind,
            "name": name,
            "slots": dict(slots or {}),
            "assertion": self.assertion(identity, asked, **more),
        }
        return reply_from_json(self.handle(event)["reply"])

    def ask(self, person: str, intent: str, slots: Mapping[str, str] | None = None) -> Reply:
        return self.invoke(person, "intent", intent, slots)

    def confirm(self, person: str, reply: Reply) -> Reply:
        return self.invoke(person, "confirm", plan_of(reply))


def _input(asked: Invocation | Json, context: Mapping[str, str] | None) -> str:
    if isinstance(asked, Invocation):
        return of_invocation(asked, context)
    return read_lex_event(asked, "").asked


def plan_of(reply: Reply) -> str:
    (plan,) = {a.invocation.name for a in reply.actions if a.invocation.kind == "confirm"}
    return plan


def compose(server: Server, environ: Mapping[str, str]) -> Fulfillment:
    """Needs the process's AWS variables to point at `server`."""
    clock = MovingClock()
    actor = act_handler.build(environ)
    store = replace_clock(actor, clock)
    actor = replace(actor, clock=clock, store=store)
    application = lambda_handler.build(environ)
    dispatcher = application.dispatcher
    changes = replace(
        dispatcher.changes,
        act=lambda _, plan, token: actor.use(plan, token).reply,
        clock=clock,
        store=store,
    )
    application = replace(
        application,
        dispatcher=replace(dispatcher, changes=changes),
        operations=replace(application.operations, store=store),
        clock=clock,
    )
    return Fulfillment(application, actor, server, clock)


def replace_clock(actor: Actor, clock: MovingClock) -> Any:
    return type(actor.store)(actor.store._client, actor.store._table, clock)
