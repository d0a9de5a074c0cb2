"""What the runtime's tests put around it: a scripted recognizer, a function, a clock, a client."""

import http.client
import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import quote

import boto3
from botocore.config import Config

from bot.definition import Definition
from bot.dialog.state import Interpretation, SlotFill, UserInput
from bot.lex.compiling import compile_dialogs
from bot.runtime.app import LOOPBACK, LexRuntime
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints
from bot.runtime.registry import BotDeployment, CodeHook, Registry
from bot.runtime.server import background
from bot.runtime.sessions import Sessions
from bot.runtime.voice import Hearing, Voice
from tests.bot.dialog.sample import LOCALE, sample_bot

if TYPE_CHECKING:
    from mypy_boto3_lexv2_runtime import LexRuntimeV2Client

BOT_ID, ALIAS_ID = "SAMPLEBOT1", "TSTALIASID"
TTL = 300
HookFunction = Callable[[Mapping[str, Any]], object]


class ScriptedRecognizer:
    """Understands `Intent slot=value ...`, `=value` for a slot that is asked for, yes and no."""

    def __init__(self) -> None:
        self.hints: Hints = NO_HINTS

    def recognize(
        self,
        text: str,
        *,
        locale: str,
        eliciting: Eliciting | None = None,
        hints: Hints = NO_HINTS,
    ) -> UserInput:
        assert locale == LOCALE
        if text == "raise":
            raise RuntimeError("a bug")
        self.hints = hints
        return UserInput(
            _interpretations(text),
            _fill(text[1:]) if text.startswith("=") and eliciting and eliciting.slot else None,
            _answer(text, eliciting),
            text,
        )


def _interpretations(text: str) -> tuple[Interpretation, ...]:
    name, *pairs = text.split() or [""]
    if sample_bot().intent(name) is None:
        return (Interpretation("Fallback"),)
    slots = dict(pair.split("=", 1) for pair in pairs if "=" in pair)
    fills = {slot: _fill(value) for slot, value in slots.items()}
    return (Interpretation(name, fills, 0.9), Interpretation("Fallback"))


def _fill(value: str) -> SlotFill:
    return SlotFill(value, value, (value,))


def _answer(text: str, eliciting: Eliciting | None) -> Any:
    asked = eliciting is not None and eliciting.confirmation
    return {"yes": "Confirmed", "no": "Denied"}.get(text) if asked else None


def fulfill(event: Mapping[str, Any]) -> dict[str, Any]:
    """A function as ours is: plans a change when all is known, and does what is confirmed."""
    intent = event["sessionState"]["intent"]
    attributes = event["sessionState"]["sessionAttributes"]
    if event["invocationSource"] == "FulfillmentCodeHook":
        done = {**intent, "state": "Fulfilled"}
        return answer("Close", done, attributes, f"{intent['name']} {intent['confirmationState']}")
    wanted = [intent["slots"].get(name) for name in ("service", "environment")]
    if intent["name"] == "Restart" and all(wanted):
        return answer("ConfirmIntent", intent, attributes, "Sure?")
    return answer("Delegate", intent, attributes)


def answer(
    kind: str, intent: Mapping[str, Any], attributes: Mapping[str, str], *messages: str
) -> dict[str, Any]:
    texts = [{"contentType": "PlainText", "content": message} for message in messages]
    state = {"dialogAction": {"type": kind}, "intent": intent, "sessionAttributes": attributes}
    return {"sessionState": state, "messages": texts}


@dataclass
class Function:
    """The bot's Lambda function: records its events and answers with `respond`."""

    respond: HookFunction = fulfill
    events: list[Mapping[str, Any]] = field(default_factory=list)

    def __call__(self, event: Mapping[str, object]) -> object:
        self.events.append(event)
        return self.respond(event)


@dataclass
class Clock:
    seconds: float = 1000.0

    def __call__(self) -> float:
        return self.seconds


@dataclass
class Served:
    """The runtime on an ephemeral port, and the things around it."""

    port: int
    function: Function
    clock: Clock
    sessions: Sessions
    recognizer: ScriptedRecognizer
    _count: int = 0

    def client(self) -> "LexRuntimeV2Client":
        return client(self.port)

    def address(self, session_id: str = "") -> dict[str, Any]:
        """Parameters of a boto3 call; without an id those of a session that nobody has used."""
        self._count += 1
        session = session_id or f"test:{self._count}"
        return {
            "botId": BOT_ID,
            "botAliasId": ALIAS_ID,
            "localeId": LOCALE,
            "sessionId": session,
        }

    def path(self, session_id: str = "", operation: str = "") -> str:
        address = self.address(session_id)
        session = quote(address["sessionId"], safe="")
        suffix = f"/{operation}" if operation else ""
        return (
            f"/bots/{BOT_ID}/botAliases/{ALIAS_ID}/botLocales/{LOCALE}/sessions/{session}{suffix}"
        )

    def send(
        self,
        method: str,
        path: str,
        body: Any = None,
        headers: Mapping[str, str] | None = None,
    ) -> "Raw":
        """One call without an SDK, which would correct or refuse it."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request(method, path, body=body, headers=dict(headers or {}))
            response = connection.getresponse()
            return Raw(response.status, dict(response.headers.items()), response.read())
        finally:
            connection.close()


@dataclass(frozen=True)
class Raw:
    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        return json.loads(self.body)


def client(port: int) -> "LexRuntimeV2Client":
    return boto3.client(
        "lexv2-runtime",
        endpoint_url=f"http://127.0.0.1:{port}",
        region_name="us-east-1",
        aws_access_key_id="test",
        aws_secret_access_key="test",
        config=Config(retries={"total_max_attempts": 1}, read_timeout=10),
    )


def deployment(
    hook: CodeHook,
    recognizer: ScriptedRecognizer,
    hearing: Hearing | None = None,
    voice: Voice | None = None,
) -> BotDeployment:
    return BotDeployment(
        bot_id=BOT_ID,
        bot_name="Sample",
        alias_id=ALIAS_ID,
        lex=compile_dialogs(Definition(sample_bot(ttl_seconds=TTL))),
        recognizer=recognizer,
        hook=hook,
        hearing=hearing,
        voice=voice,
    )


@contextmanager
def served(hearing: Hearing | None = None, voice: Voice | None = None) -> Iterator[Served]:
    function, clock, recognizer = Function(), Clock(), ScriptedRecognizer()
    sessions = Sessions(clock)
    registry = Registry([deployment(function, recognizer, hearing, voice)])
    app = LexRuntime(registry, sessions, hosts=LOOPBACK)
    with background(app) as port:
        yield Served(port, function, clock, sessions, recognizer)
    app.close()


@dataclass
class Gate:
    """A function that answers when it is let through; `entered` says that it was called."""

    entered: threading.Event = field(default_factory=threading.Event)
    opened: threading.Event = field(default_factory=threading.Event)

    def respond(self, event: Mapping[str, Any]) -> object:
        if event["inputTranscript"] == "Help":
            return fulfill(event)
        self.entered.set()
        assert self.opened.wait(10)
        return fulfill(event)
