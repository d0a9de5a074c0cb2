"""A bot and a function of a test's own in the simulated account; only waiting moves time."""

import io
import uuid
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any

import boto3
import botocore.loaders
from botocore.awsrequest import AWSResponse
from botocore.compat import HTTPHeaders

from bot.lex.definition import (
    DataPrivacy,
    LexBot,
    LexIntent,
    LexLocale,
    LexSlot,
    LexSlotType,
    Message,
    MessageGroup,
    MessageText,
    PromptSpecification,
    SampleUtterance,
    SampleValue,
    SlotPriority,
    SlotTypeValue,
    ValueElicitation,
    ValueSelection,
)
from deploy.publish.lex.apply import Published, apply
from deploy.publish.lex.plan import Plan, make_plan
from deploy.publish.lex.services import Services
from deploy.publish.lex.settings import Settings
from deploy.publish.target import Endpoints, connect
from tests.deploy.account.harness import Server, session

_LOADER = botocore.loaders.create_loader()
WRITES = ("Add", "Build", "Create", "Delete", "Publish", "Start", "Update")
Gate = Callable[[str, str, str], None]


class Interrupted(BaseException):
    """The person's Ctrl-C, or a machine that went away."""


@dataclass
class SimulatedTime:
    """A clock whose sleeps move the account's time."""

    server: Server
    seconds: float = 0.0

    def now(self) -> float:
        return self.seconds

    def sleep(self, seconds: float) -> None:
        self.seconds += seconds
        self.server.advance(seconds)


@dataclass
class Writes:
    """Every write that was answered; interrupts after the one numbered `stop_after`."""

    stop_after: int = 0
    seen: list[str] = field(default_factory=list)

    def watch(self, made: boto3.Session) -> None:
        made.events.register("after-call", self._after)

    def _after(self, event_name: str, **_: Any) -> None:
        operation = event_name.rpartition(".")[2]
        if operation.startswith(WRITES):
            self.count(operation)

    def count(self, operation: str) -> None:
        self.seen.append(operation)
        if len(self.seen) == self.stop_after:
            raise Interrupted(operation)


class Throttling:
    """Answers the first attempt of every call with 429, or `always`, as a busy account would."""

    def __init__(self, *, always: bool = False, retry_after: str = "") -> None:
        self._always = always
        self._headers = {"retry-after": retry_after} if retry_after else {}
        self.called: set[str] = set()
        self.throttled: set[str] = set()
        self._attempts: dict[str, int] = {}

    def watch(self, made: boto3.Session) -> None:
        answer: Any = self._before  # it may answer in the place of the network
        made.events.register("before-send", answer)

    def _before(self, event_name: str, request: Any, **_: Any) -> AWSResponse | None:
        operation = event_name.partition(".")[2]
        number = self._attempts[operation] = self._attempts.get(operation, 0) + 1
        if operation == "sts.GetCallerIdentity":
            return None
        self.called.add(operation)
        if number % 2 == 0 and not self._always:
            return None
        self.throttled.add(operation)
        kind = "TooManyRequestsException" if ".lambda." in event_name else "ThrottlingException"
        headers = HTTPHeaders()
        for name, value in {"x-amzn-errortype": kind, **self._headers}.items():
            headers[name] = value
        return AWSResponse(request.url, 429, headers, _Body(b'{"message": "Rate exceeded"}'))


class _Body(io.BytesIO):
    def stream(self, **_: Any) -> Any:
        yield self.read()


@dataclass
class World:
    """`bot` is what would be published next."""

    server: Server
    bot: LexBot
    settings: Settings
    told: list[str] = field(default_factory=list)
    gate_calls: list[tuple[str, str, str]] = field(default_factory=list)

    def services(
        self, writes: Writes | None = None, throttling: Throttling | None = None
    ) -> Services:
        made = session()
        # Reading botocore's models takes longer than a publish: once is enough.
        made._session.register_component("data_loader", _LOADER)
        for watcher in (writes, throttling):
            if watcher is not None:
                watcher.watch(made)
        endpoints = Endpoints(self.server.url, self.server.url)
        services = connect(made, self.told.append, endpoints, SimulatedTime(self.server))
        if writes is None:
            return services
        return replace(services, transfer=_CountedTransfer(services.transfer, writes))

    def plan(self, services: Services | None = None) -> Plan:
        return make_plan(services or self.services(), self.settings, self.bot)

    def publish(self, services: Services | None = None, gate: Gate | None = None) -> Published:
        services = services or self.services()
        return apply(services, self.plan(services), gate or self._gate)

    def _gate(self, bot_id: str, alias_id: str, version: str) -> None:
        self.gate_calls.append((bot_id, alias_id, version))

    @property
    def lex(self) -> Any:
        return self.server.client("lexv2-models")

    @property
    def functions(self) -> Any:
        return self.server.client("lambda")

    def bot_id(self) -> str:
        found = self.lex.list_bots(
            filters=[{"name": "BotName", "values": [self.bot.name], "operator": "EQ"}]
        )
        (one,) = found["botSummaries"]
        return str(one["botId"])

    def alias(self, name: str = "live") -> dict[str, Any]:
        """The whole of an alias, as boto3 describes it."""
        bot_id = self.bot_id()
        listed = self.lex.list_bot_aliases(botId=bot_id)["botAliasSummaries"]
        (found,) = [one["botAliasId"] for one in listed if one["botAliasName"] == name]
        described: dict[str, Any] = self.lex.describe_bot_alias(botId=bot_id, botAliasId=found)
        return described

    def versions(self) -> dict[int, str]:
        """Number -> description."""
        listed = self.lex.list_bot_versions(botId=self.bot_id(), maxResults=200)
        return {
            int(one["botVersion"]): one.get("description", "")
            for one in listed["botVersionSummaries"]
            if one["botVersion"] != "DRAFT"
        }

    def say(self, utterance: str, locale: str = "en_US") -> None:
        """Teach the definition another utterance."""
        before = self.bot.locales[locale]
        intent = before.intents["Greet"]
        utterances = (*(intent.sample_utterances or ()), SampleUtterance(utterance))
        intents = {**before.intents, "Greet": replace(intent, sample_utterances=utterances)}
        locales = {**self.bot.locales, locale: replace(before, intents=intents)}
        self.bot = replace(self.bot, locales=locales)

    def change_function(self, level: str) -> None:
        """As a deployment of CloudFormation would."""
        self.functions.update_function_configuration(
            FunctionName=self.settings.function, Environment={"Variables": {"LEVEL": level}}
        )


@dataclass
class _CountedTransfer:
    """An upload is a write too."""

    transfer: Any
    writes: Writes

    def put(self, url: str, data: bytes) -> None:
        self.transfer.put(url, data)
        self.writes.count("upload")

    def get(self, url: str) -> bytes:
        found: bytes = self.transfer.get(url)
        return found


def new_world(server: Server, *, keep_versions: int = 10) -> World:
    """A bot and a function of names that nobody else has; nothing is published."""
    mark = uuid.uuid4().hex[:8]
    function = f"fulfillment-{mark}"
    server.create_function(function, "echo")
    settings = Settings("live", "candidate", function, "ground-control-bot", keep_versions)
    return World(server, small_bot(f"Bot{mark}"), settings)


def small_bot(name: str) -> LexBot:
    """Two locales with a greeting."""
    return LexBot(
        name=name,
        description="Greets.",
        data_privacy=DataPrivacy(child_directed=False),
        idle_session_ttl_in_seconds=300,
        locales={
            "de_DE": small_locale("de_DE", "German", "hallo {who}", "Wer?"),
            "en_US": small_locale("en_US", "English (US)", "hello {who}", "Who?"),
        },
    )


def small_locale(identifier: str, name: str, utterance: str, question: str) -> LexLocale:
    """A greeting that asks for whom, and what every locale must have."""
    fallback = LexIntent(name="Fallback", parent_intent_signature="AMAZON.FallbackIntent")
    greet = LexIntent(
        name="Greet",
        sample_utterances=(SampleUtterance(utterance),),
        slot_priorities=(SlotPriority(1, "who"),),
        slots={"who": _slot(question)},
    )
    people = LexSlotType(
        name="Person",
        slot_type_values=(SlotTypeValue(SampleValue("ana")), SlotTypeValue(SampleValue("omar"))),
        value_selection_setting=ValueSelection("TopResolution"),
    )
    return LexLocale(
        name=name,
        identifier=identifier,
        nlu_confidence_threshold=0.4,
        intents={"Fallback": fallback, "Greet": greet},
        slot_types={"Person": people},
    )


def _slot(question: str) -> LexSlot:
    group = MessageGroup(Message(plain_text_message=MessageText(question)))
    prompt = PromptSpecification((group,), max_retries=2, allow_interrupt=True)
    return LexSlot(
        name="who",
        slot_type_name="Person",
        value_elicitation_setting=ValueElicitation(
            slot_constraint="Required", prompt_specification=prompt
        ),
    )
