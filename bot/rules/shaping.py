"""Flows, and what else is written in Lex's own words, against the shapes of its API."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

from bot.errors import Problem
from bot.flow import Flow
from bot.lex.codec import Pointer
from bot.lex.definition.knowledge import Knowledge
from bot.lex.shapes import Kind, Misfit, misfits
from bot.places import Place
from bot.rules.subject import Subject

_FLOW = {
    "initial": "InitialResponseSetting",
    "confirmation": "IntentConfirmationSetting",
    "fulfillment": "FulfillmentCodeHookSettings",
    "closing": "IntentClosingSetting",
    "display_name": "DisplayName",
}
_SLOT = {
    "prompt": "PromptSpecification",
    "capture": "SlotCaptureSetting",
    "wait_and_continue": "WaitAndContinueSpecification",
    "resolution": "SlotResolutionSetting",
    "sub_slots": "SubSlotSetting",
}
_KNOWLEDGE = {
    "kendra_configuration": ("kendra", "KendraConfiguration"),
    "qna_intent_configuration": ("qna", "QnAIntentConfiguration"),
    "q_in_connect_intent_configuration": ("q_in_connect", "QInConnectIntentConfiguration"),
}


@dataclass(frozen=True)
class Shaped:
    """A part and the shape that it should have; `path` as it is written."""

    value: Any
    shape: str
    path: Pointer
    place: Callable[[Pointer], Place]


def flow_misfits(subject: Subject) -> tuple[tuple[Misfit, Problem], ...]:
    """Every misfit of every flow, each with what to tell. For `Subject.once`."""
    return tuple(
        (found, _problem(part, found))
        for part in _parts(subject)
        for found in misfits(part.value, part.shape)
        if not _is_ours(found)
    )


def problems_of(subject: Subject, kind: Kind) -> Iterator[Problem]:
    for found, problem in subject.once(flow_misfits):
        if found.kind == kind:
            yield problem


def _problem(part: Shaped, found: Misfit) -> Problem:
    path = (*part.path, *found.path)
    where = ".".join(map(str, path))
    return part.place(path).problem(f"{where}: {found.message}", found.cure)


def _is_ours(found: Misfit) -> bool:
    """What the compiler puts in, or what an archive does without."""
    is_type = bool(found.path) and found.path[-1] == "slot_type_id"
    return is_type or (found.shape == "CustomVocabularyItem" and "item_id" in found.message)


def _parts(subject: Subject) -> Iterator[Shaped]:
    for (intent, locale), flow in subject.definition.flows.items():

        def place(path: Pointer, intent: str = intent, locale: str = locale) -> Place:
            return subject.places.flow(intent, locale, *path[1:])

        for path, shape, value in _of_flow(flow):
            yield Shaped(value, shape, ("flow", *path), place)
    for locale, extras in subject.definition.extras.items():

        def there(path: Pointer, locale: str = locale) -> Place:
            return subject.places.locale(locale, *path)

        if extras.generative is not None:
            yield Shaped(extras.generative, "GenerativeAISettings", ("generative",), there)
        items = extras.vocabulary.custom_vocabulary_items if extras.vocabulary else None
        for number, item in enumerate(items or ()):
            yield Shaped(item, "CustomVocabularyItem", ("vocabulary", number), there)


def _of_flow(flow: Flow) -> Iterator[tuple[Pointer, str, Any]]:
    for name, shape in _FLOW.items():
        if (value := getattr(flow, name)) is not None:
            yield (name,), shape, value
    for slot, own in (flow.slots or {}).items():
        for name, shape in _SLOT.items():
            if (value := getattr(own, name)) is not None:
                yield ("slots", slot, name), shape, value
    for name, (key, shape) in _KNOWLEDGE.items():
        if (value := getattr(flow.knowledge or Knowledge(), name)) is not None:
            yield ("knowledge", key), shape, value
