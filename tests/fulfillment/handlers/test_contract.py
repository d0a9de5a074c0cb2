"""Every intent has a handler whose parameters are its slots; else the stub to paste is printed."""

import inspect
from dataclasses import replace

import pytest

from bot.load import load_bot
from bot.model import Access, Intent, Slot
from deploy.build import example_values
from fulfillment.errors import HandlerMissing
from fulfillment.ops.backends import WRITING, connector
from fulfillment.registry import answer_of, apply_of, backends_of, module_name, plan_of, stub
from tests.fulfillment.world import ROOT

BOT = load_bot(ROOT / "intents", example_values(ROOT))
INTENTS = {intent.name: intent for intent in BOT.intents}
MADE_UP = Intent(
    "ServiceOwner",
    "Say who owns a service.",
    "read",
    Access("viewer"),
    (Slot("service", "Service", required=True), Slot("environment", "Environment")),
)


@pytest.mark.parametrize("intent", BOT.intents, ids=lambda intent: intent.name)
def test_a_handler_takes_the_slots_of_its_intent(intent: Intent) -> None:
    function = answer_of(intent) if intent.effect == "read" else plan_of(intent)
    turn, *others = inspect.signature(function).parameters.values()
    backends = backends_of(function)
    slots = others[len(backends) :]

    assert turn.name == "turn"
    assert all(name == "fleet" or connector(name) for name in backends)
    paste = stub(intent)
    assert {slot.name for slot in slots} == {slot.name for slot in intent.slots}, paste
    for slot in slots:
        definition = intent.slot(slot.name)
        assert definition is not None
        assert slot.kind is inspect.Parameter.KEYWORD_ONLY, paste
        assert (slot.default is inspect.Parameter.empty) is definition.required, paste


@pytest.mark.parametrize(
    "intent", [one for one in BOT.intents if one.effect != "read"], ids=lambda one: one.name
)
def test_a_change_has_its_other_half(intent: Intent) -> None:
    writers = backends_of(apply_of(intent))

    assert writers
    assert all(connector(name, WRITING) for name in writers)


def test_no_handler_is_without_its_intent() -> None:
    files = (ROOT / "fulfillment/handlers").glob("*.py")
    modules = {path.stem for path in files if path.stem != "__init__"}

    assert modules == {module_name(name) for name in INTENTS}


def test_a_missing_handler_is_told_with_the_stub_to_paste() -> None:
    with pytest.raises(HandlerMissing) as caught:
        answer_of(MADE_UP)

    assert (
        "def answer(turn: Turn, fleet: Fleet, *, service: str, environment: str | None = None)"
        " -> Reply:"
    ) in str(caught.value)
    assert "fulfillment/handlers/service_owner.py" in str(caught.value)


def test_a_handler_of_the_wrong_kind_is_told() -> None:
    with pytest.raises(HandlerMissing, match="has no function plan"):
        plan_of(replace(INTENTS["WhatsBroken"], effect="change"))


@pytest.mark.parametrize(
    ("intent", "module"),
    [("WhatsBroken", "whats_broken"), ("Help", "help"), ("ListDNSRecords", "list_dnsrecords")],
)
def test_a_module_is_named_as_its_intent(intent: str, module: str) -> None:
    assert module_name(intent) == module
