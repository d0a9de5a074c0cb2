"""The permission matrix, for people to review; and that the application does what it says.

`UPDATE_GOLDEN=1 pytest tests/fulfillment/identity/test_matrix.py` writes it anew: read the diff.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any
from unittest.mock import Mock, create_autospec

import pytest

from bot.model import Intent
from fulfillment.application import Application
from fulfillment.errors import OpsError
from fulfillment.identity.assertion import REQUEST_ATTRIBUTE, Claims, sign
from fulfillment.identity.binding import of_invocation
from fulfillment.identity.roles import ROLES
from fulfillment.identity.signing import SigningKey
from fulfillment.sentences import phrase
from fulfillment.store import Store
from fulfillment.turn import Channel, Invocation
from tests.bot.definition import product_bot
from tests.fulfillment.identity.matrix import (
    NOBODY,
    SURFACES,
    Cell,
    Surface,
    cells,
    policy_for,
    slots,
    table,
    verdict,
)
from tests.fulfillment.world import Fulfillment
from tests.golden import assert_golden

CHANNELS: tuple[Channel, ...] = ("slack", "web", "terminal", "alexa", "direct")
SECRET = "moonshot"
KEY = "made-up signing key of at least 32 bytes"
NOW = datetime(2026, 1, 1, tzinfo=UTC)


@pytest.mark.parametrize("channel", CHANNELS)
def test_the_matrix_is_as_it_was_reviewed(channel: Channel) -> None:
    assert_golden(f"permissions/{channel}.md", table(channel))


def test_a_stronger_role_is_never_allowed_less() -> None:
    allowed: dict[tuple[str, str, str], list[bool]] = {}
    for cell in cells():
        surface, _, intent, place = cell
        allowed.setdefault((surface.title, intent.name, place), []).append(verdict(cell) != "no")
    assert all(found == sorted(found) for found in allowed.values())


@dataclass
class Recorder:
    """Backends that answer nothing, and remember whatever they were asked."""

    allowed: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)

    @property
    def reach(self) -> Any:
        return Mock(now=lambda: NOW)

    @property
    def fleet(self) -> "Recorder":
        return self

    def environments(self) -> tuple[str, ...]:
        return self.allowed

    def get(self, name: str) -> Any:
        self.asked.append(name)
        return self

    def __getattr__(self, name: str) -> Any:
        self.asked.append(name)
        raise OpsError("failed", phrase("reach", environment=SECRET), phrase("aws_too_slow"))


@dataclass
class Watched:
    """The application on backends, store and act function that only record."""

    application: Application
    store: Mock
    act: Mock
    audit: Mock
    recorder: Recorder
    names: tuple[str, ...]
    count: int = 0

    def ask(self, cell: Cell) -> Mapping[str, Any]:
        """The application's answer to the structured request (or the Lex event) of a cell."""
        surface, role, intent, _ = cell
        self.count += 1
        given = {**{one.name: "x" for one in intent.slots if one.required}, **slots(cell)}
        if surface.channel == "direct":
            return self.application.handle(_lex_event(intent, given))
        asked = Invocation("intent", intent.name, given)
        claims = Claims(
            identity=surface.identity.format(role=role),
            name="",
            channel=surface.channel,
            session="session",
            event_id=f"event-{self.count}",
            input=of_invocation(asked, {}),
            audience=surface.audience,
        )
        token = sign(claims, SigningKey(surface.channel, KEY), now=NOW)
        event = {"kind": "intent", "name": intent.name, "slots": given, "assertion": token}
        return self.application.handle({**event, "context": {}})


def watch(fulfillment: Fulfillment, role: str) -> Watched:
    policy = policy_for(role)
    store, act, audit, recorder = create_autospec(Store), Mock(), Mock(), Recorder()
    store.spend_assertion.side_effect = lambda _channel, _event, turn, _plan: turn
    store.plan.return_value = None
    before = fulfillment.application
    changes = replace(before.dispatcher.changes, store=store, act=act, clock=lambda: NOW)

    def backends(_person: object, allowed: tuple[str, ...]) -> Any:
        return replace(recorder, allowed=allowed)

    dispatcher = replace(
        before.dispatcher,
        bot=product_bot(),
        policy=policy,
        backends=backends,
        changes=changes,
        audit_log=audit,
    )
    application = replace(
        before,
        dispatcher=dispatcher,
        operations=replace(before.operations, store=store),
        keys=dict.fromkeys(CHANNELS, KEY),
        clock=lambda: NOW,
    )
    names = tuple(member.name for member in policy.people)
    return Watched(application, store, act, audit, recorder, names)


def _lex_event(intent: Intent, given: Mapping[str, str]) -> dict[str, Any]:
    filled = {name: {"value": {"interpretedValue": value}} for name, value in given.items()}
    return {
        "sessionId": "session",
        "invocationSource": "FulfillmentCodeHook" if intent.effect == "read" else "DialogCodeHook",
        "inputTranscript": "x",
        "bot": {"localeId": "en_US"},
        "sessionState": {"intent": {"name": intent.name, "slots": filled}},
        "requestAttributes": {REQUEST_ATTRIBUTE: ""},
    }


def is_denied(answer: Mapping[str, Any]) -> bool:
    if "reply" in answer:
        return bool(answer["reply"].get("state") == "denied")
    attributes = answer.get("sessionState", {}).get("sessionAttributes", {})
    return bool(json.loads(attributes.get("ground-reply", "{}")).get("state") == "denied")


@pytest.mark.parametrize("surface", SURFACES, ids=lambda one: f"{one.channel}-{one.audience}")
def test_what_is_denied_writes_nothing_reads_nothing_and_reveals_nothing(
    fulfillment: Fulfillment, surface: Surface
) -> None:
    """And what is allowed is not denied: the matrix is the application's."""
    for role in ROLES:
        watched = watch(fulfillment, role)
        for cell in (one for one in cells() if one[0] == surface and one[1] == role):
            watched.recorder.asked.clear()
            watched.store.reset_mock()
            answer = watched.ask(cell)
            where = (role, cell[2].name, cell[3])
            assert is_denied(answer) == (verdict(cell) == "no"), (where, answer)
            assert watched.act.mock_calls == [], where
            if is_denied(answer):
                assert watched.recorder.asked == [], where
                assert _writes(watched.store) == [], where
                assert not _revealed(watched, cell, json.dumps(answer)), (where, answer)


def _writes(store: Mock) -> list[str]:
    """Calls of the store but the note that the assertion has come, and the reply kept for Lex."""
    noted = ("spend_assertion", "save_reply", "plan", "operation", "plan_of_assertion")
    return [name for name, _, _ in store.method_calls if name not in noted]


def _revealed(watched: Watched, cell: Cell, text: str) -> list[str]:
    surface, role, _, _ = cell
    is_named = role != NOBODY and surface.audience != "public" and surface.channel != "direct"
    is_device = surface.channel == "alexa" and "/" not in surface.identity
    names = () if is_named and not is_device else watched.names
    return [one for one in (SECRET, *names) if one in text]
