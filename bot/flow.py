"""What Lex V2 can express beyond our short language: the `flow:` of an intent.

In `<locale>.yaml` a flow is written with its words. In `intent.yaml` it holds for every locale, and
each of its messages is the id of one under `messages:` of the words.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from typing import Any

from bot.lex.definition import (
    Closing,
    Confirmation,
    Fulfillment,
    InitialResponse,
    MessageGroup,
    PromptSpecification,
    SlotCapture,
    WaitAndContinue,
)
from bot.lex.definition.knowledge import Knowledge
from bot.lex.definition.slots import SlotResolution, SubSlots
from bot.lex.definition.spelling import spelled


@dataclass(frozen=True)
class SlotFlow:
    """One slot, beyond its prompts: each member replaces what would be compiled."""

    prompt: PromptSpecification | None = None
    capture: SlotCapture | None = None
    wait_and_continue: WaitAndContinue | None = None
    resolution: SlotResolution | None = None
    sub_slots: SubSlots | None = None
    """Types by name; the compiler puts in their identifiers."""


@dataclass(frozen=True)
class Flow:
    """One intent in one locale: each member replaces what would be compiled."""

    initial: InitialResponse | None = None
    confirmation: Confirmation | None = None
    fulfillment: Fulfillment | None = None
    closing: Closing | None = None
    dialog_code_hook: bool | None = None
    """The intent-wide switch; absent in an old bot."""
    slots: Mapping[str, SlotFlow] | None = None
    knowledge: Knowledge | None = None
    display_name: str | None = spelled()
    """How Lex names the intent to a person when it asks which one was meant."""


Lookup = Callable[[str], tuple[MessageGroup, ...]]
"""The message groups that an id stands for; itself where there are none."""


def with_messages(flow: Flow, lookup: Lookup) -> Flow:
    """`flow` with every message that is an id replaced by what it stands for."""
    found = _replaced(flow, lookup)
    assert isinstance(found, Flow)  # noqa: S101 - a flow stays one
    return found


def message_ids(flow: Flow) -> tuple[str, ...]:
    """What a flow of intent.yaml refers to, each once."""
    found: dict[str, None] = {}

    def note(id_: str) -> tuple[MessageGroup, ...]:
        found[id_] = None
        return ()

    with_messages(flow, note)
    return tuple(found)


def merged(contract: Flow | None, words: Flow | None) -> Flow | None:
    """The flow of one locale: what its words say, else what the contract says."""
    if contract is None or words is None:
        return words or contract
    given = {one.name: getattr(words, one.name) for one in fields(words)}
    slots = {**(contract.slots or {}), **(words.slots or {})}
    kept = {name: value for name, value in given.items() if value is not None}
    return replace(contract, **{**kept, "slots": slots or None})


def _replaced(value: Any, lookup: Lookup) -> Any:
    if isinstance(value, tuple):
        if value and isinstance(value[0], MessageGroup):
            return tuple(new for group in value for new in _groups(group, lookup))
        return tuple(_replaced(item, lookup) for item in value)
    if isinstance(value, Mapping):
        return {key: _replaced(item, lookup) for key, item in value.items()}
    if is_dataclass(value) and not isinstance(value, type):
        changed = {one.name: _replaced(getattr(value, one.name), lookup) for one in fields(value)}
        return replace(value, **changed)
    return value


def _groups(group: MessageGroup, lookup: Lookup) -> tuple[MessageGroup, ...]:
    text = group.message.plain_text_message if group.message else None
    if text is None or text.value is None or group.variations:
        return (group,)
    return lookup(text.value) or (group,)
