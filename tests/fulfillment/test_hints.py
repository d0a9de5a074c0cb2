"""Names that are likely to be said next: runtime hints for Lex, and for Alexa's entities."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import pytest

from bot.lex.code_hook import answered_hints
from channels.alexa.conversation import Conversation
from channels.alexa.envelope import (
    Device,
    SlotWords,
    SpokenIntent,
    intent_request,
    next_intent,
    speech_text,
)
from channels.alexa.skill import build_skill
from fulfillment.catalog.environments import Environment, Environments, ServiceOverride
from fulfillment.hints import MAX_PHRASES, Hinting
from fulfillment.identity.signing import SigningKey
from fulfillment.request import Caller, Outcome
from fulfillment.turn import Channel, Person, Reply
from tests.bot.definition import product_bot
from tests.channels.alexa.world import dialogs_of
from tests.fulfillment.test_lex import as_person
from tests.fulfillment.world import KEYS, Fulfillment, Json

ALEXA = "alexa:amzn1.ask.account.GROUNDANA"
DEVICE = Device("amzn1.ask.skill.1", ALEXA.removeprefix("alexa:"))
EXAMPLE = ["gateway", "inventory", "monolith", "orders", "payments"]


def hinted(answer: Json) -> dict[str, dict[str, tuple[str, ...]]]:
    """As Lex reads the answer."""
    return {intent: dict(slots) for intent, slots in (answered_hints(answer) or {}).items()}


def in_locale(event: Json, fulfillment: Fulfillment, locale: str) -> Json:
    event["bot"]["localeId"] = locale
    return fulfillment.signed(event, locale=locale)


def test_a_question_for_a_service_hints_at_the_services(fulfillment: Fulfillment) -> None:
    answer = fulfillment.handle(as_person(fulfillment, "restart_dialog_empty"))

    hints = hinted(answer)
    assert list(hints) == ["RestartService"]
    assert set(EXAMPLE) <= set(hints["RestartService"]["service"])


def test_a_question_for_an_environment_hints_at_where_one_may(fulfillment: Fulfillment) -> None:
    ana = fulfillment.handle(as_person(fulfillment, "restart_dialog_service"))
    omar = fulfillment.handle(as_person(fulfillment, "restart_dialog_service", "terminal:omar"))

    said = hinted(ana)["RestartService"]["environment"]
    assert set(said[:2]) == {"staging", "production"}
    assert {"stg", "prod", "the live system"} <= set(said)
    assert "Testumgebung" not in said
    assert "production" not in hinted(omar)["RestartService"]["environment"]


def test_hints_are_taken_back_when_the_question_is_over(fulfillment: Fulfillment) -> None:
    event = as_person(fulfillment, "whats_broken_fulfillment")
    assert "runtimeHints" not in fulfillment.handle(event)["sessionState"]

    event["sessionState"]["runtimeHints"] = {"slotHints": {}}
    event["sessionState"]["runtimeHints"]["slotHints"]["RestartService"] = {
        "service": {"runtimeHintValues": [{"phrase": "orders"}]}
    }
    assert fulfillment.handle(event)["sessionState"]["runtimeHints"] == {}


@pytest.mark.parametrize(
    ("locale", "are_there"), [("en_US", True), ("en_GB", True), ("de_DE", False)]
)
def test_lex_gets_hints_only_in_the_languages_that_have_them(
    fulfillment: Fulfillment, locale: str, are_there: bool
) -> None:
    event = in_locale(as_person(fulfillment, "restart_dialog_empty"), fulfillment, locale)

    assert bool(hinted(fulfillment.handle(event))) is are_there


def test_alexa_gets_the_names_of_all_live_types(fulfillment: Fulfillment) -> None:
    event = as_person(fulfillment, "health_far_miss_dialog", ALEXA, "alexa", "shared")
    hints = hinted(fulfillment.handle(event))

    phrases = [phrase for slots in hints.values() for said in slots.values() for phrase in said]
    assert {"staging", "production", *EXAMPLE} <= set(phrases)
    assert len(phrases) <= MAX_PHRASES


def test_alexa_gets_none_where_the_session_ends(fulfillment: Fulfillment) -> None:
    event = as_person(fulfillment, "whats_broken_fulfillment", ALEXA, "alexa", "shared")

    assert hinted(fulfillment.handle(event)) == {}


def test_somebody_unknown_is_given_no_name(fulfillment: Fulfillment) -> None:
    fulfillment.handle(as_person(fulfillment, "restart_dialog_empty"))
    stranger = as_person(
        fulfillment, "help_fulfillment", "alexa:amzn1.ask.account.STRANGER", "alexa", "shared"
    )

    assert hinted(fulfillment.handle(stranger)) == {}


def test_help_gives_what_was_learned_before_and_asks_nobody(fulfillment: Fulfillment) -> None:
    def handle(name: str) -> Json:
        return fulfillment.handle(as_person(fulfillment, name, ALEXA, "alexa", "shared"))

    def services(answer: Json) -> set[str]:
        slots = hinted(answer).values()
        return {phrase for said in slots for phrase in said.get("service", ())}

    assert services(handle("help_fulfillment")) == set()
    handle("health_far_miss_dialog")
    assert set(EXAMPLE) <= services(handle("help_fulfillment"))


@dataclass
class Known:
    """Backends that know names of services, and must not be asked for anything else."""

    names: Mapping[str, tuple[str, ...]]
    allowed: tuple[str, ...] = ()
    asked: list[str] = field(default_factory=list)

    @property
    def fleet(self) -> "Known":
        return self

    def get(self, name: str) -> "Known":
        assert name not in ("fleet", "services")
        return self

    def known(self, environments: tuple[str, ...]) -> Mapping[str, tuple[str, ...]]:
        assert set(environments) <= set(self.allowed)
        return {}

    def known_service_names(self, environment: str) -> tuple[str, ...]:
        assert environment in self.allowed
        return self.names.get(environment, ())

    def __getattr__(self, name: str) -> Any:
        raise AssertionError(f"a hint asks for {name}")


def environment(name: str, **services: ServiceOverride) -> Environment:
    return Environment(name, "123456789012", "us-east-1", name, services=services)


def hints_of(
    names: Mapping[str, tuple[str, ...]],
    channel: Channel = "terminal",
    *,
    slots: dict[str, str] | None = None,
    environments: tuple[Environment, ...] = (environment("staging"), environment("production")),
    roles: dict[str, str] | None = None,
    intent: str = "RestartService",
    asked: str = "service",
) -> Iterator[tuple[str, str, tuple[str, ...]]]:
    """(intent, slot, phrases) after the intent has asked for the slot."""
    bot = product_bot()
    asking = bot.intent(intent)
    assert asking is not None
    person = Person("ana", "Ana", "terminal:ana", roles or {"*": "approver"})
    caller = Caller(person, channel, "en_US", "UTC", "private", "session", "event")
    hinting = Hinting(
        bot,
        Environments(environments),
        lambda _, allowed: Known(names, allowed),
    )
    outcome = Outcome(Reply("?", state="elicit", slot_to_elicit=asked), slots or {})
    for name, said in hinting.hints(asking, outcome, caller).items():
        for slot, phrases in said.items():
            yield name, slot, phrases


def test_names_come_as_they_sound_before_what_else_they_are_called() -> None:
    override = ServiceOverride("Order desk", ("sales",))
    where = (environment("staging", **{"orders-api": override}),)

    [(_, _, phrases)] = hints_of({"staging": ("billing_v2", "orders-api")}, environments=where)

    assert phrases == ("billing v2", "orders api", "Order desk", "sales")


def test_the_environment_that_was_named_narrows_the_services() -> None:
    names = {"staging": ("orders",), "production": ("cards",)}

    [(_, _, phrases)] = hints_of(names, slots={"environment": "production"})

    assert phrases == ("cards",)


def test_only_places_count_in_which_the_person_may() -> None:
    names = {"staging": ("orders",), "production": ("cards",)}

    [(_, _, phrases)] = hints_of(names, roles={"staging": "operator", "production": "viewer"})

    assert phrases == ("orders",)


def test_lex_gets_hints_for_the_slot_that_is_asked_for_alone() -> None:
    """So an answer names nothing in a hint that it does not ask for too: see docs/publishing.md."""
    hinted_at = set()
    for intent in product_bot().intents:
        for slot in intent.slots:
            found = hints_of({"staging": ("orders",)}, intent=intent.name, asked=slot.name)
            named = {(one, name) for one, name, _ in found}
            assert named <= {(intent.name, slot.name)}
            hinted_at |= named
    assert len({intent for intent, _ in hinted_at}) > 1


def test_no_slot_has_more_than_lex_takes() -> None:
    [(_, _, phrases)] = hints_of({"staging": tuple(f"service-{n:03}" for n in range(150))})

    assert len(phrases) == MAX_PHRASES
    assert phrases[0] == "service 000"


def test_alexa_has_room_for_a_hundred_in_all_environments_first() -> None:
    found = list(
        hints_of({"staging": tuple(f"service-{n:03}" for n in range(150))}, channel="alexa")
    )

    assert [slot for _, slot, _ in found] == ["environment", "service"]
    assert sum(len(phrases) for _, _, phrases in found) == MAX_PHRASES


def test_a_name_that_no_platform_takes_is_left_out() -> None:
    [(_, _, phrases)] = hints_of({"staging": ("x" * 141, "orders")})

    assert phrases == ("orders",)


@pytest.mark.parametrize(("filled", "all_fit"), [(8000, True), (8700, False)])
def test_hints_leave_room_for_the_event_that_repeats_them(
    fulfillment: Fulfillment, filled: int, all_fit: bool
) -> None:
    """12 KB is all that an event may have: a large session attribute costs hints."""
    filler = "x" * filled
    answer = fulfillment.handle(as_person(fulfillment, "restart_dialog_empty", theirs=filler))

    assert (set(EXAMPLE) <= set(hinted(answer)["RestartService"]["service"])) is all_fit
    assert answer["sessionState"]["sessionAttributes"]["theirs"] == filler


def test_a_whole_conversation_by_voice_brings_its_names(fulfillment: Fulfillment) -> None:
    """Skill and function as in production: asked for a service, told names, and answered by one."""
    skill = build_skill(
        Conversation(
            bot=fulfillment.application.dispatcher.bot,
            dialogs=dialogs_of(fulfillment.application.dispatcher.bot),
            key=lambda: SigningKey("alexa", KEYS["alexa"]),
            invoke=lambda event, _: fulfillment.handle(event),
            read_stored=lambda _: None,
            now=fulfillment.clock,
            elapsed=lambda: 0.0,
        ),
        DEVICE.skill_id,
    )

    def said(intent: SpokenIntent, after: Json | None) -> Json:
        attributes = after["sessionAttributes"] if after else None
        request = intent_request(
            DEVICE, intent, request_id="r", timestamp=fulfillment.clock(), attributes=attributes
        )
        return skill.answer(request)

    empty = SpokenIntent(
        "ServiceVersion", {"service": None, "environment": None}, dialog_state="STARTED"
    )
    asked = said(empty, None)
    elicit, names = asked["response"]["directives"]
    assert (elicit["type"], names["type"]) == ("Dialog.ElicitSlot", "Dialog.UpdateDynamicEntities")
    assert names["updateBehavior"] == "REPLACE"
    given = {
        one["name"]: [value["name"]["value"] for value in one["values"]] for one in names["types"]
    }
    assert set(given) == {"Environment", "Service"}
    assert set(EXAMPLE) <= set(given["Service"])

    heard = next_intent(asked)
    assert heard is not None
    answered = said(heard.with_slot("service", SlotWords("orders", "orders")), asked)
    assert "orders" in speech_text(answered)
    assert answered["response"].get("directives") is None
    assert answered["response"]["shouldEndSession"] is True
