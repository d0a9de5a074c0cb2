"""What a turn works on: the state so far, what was said, and why."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from bot.dialog.engine.definition import DialogDefinition
from bot.dialog.engine.saying import Lookup, Voice
from bot.dialog.state import (
    ActiveContext,
    DialogAction,
    DialogState,
    IntentPhase,
    IntentState,
    Message,
    SlotFill,
    Trace,
    UserInput,
)
from bot.lex.conditions import (
    Known,
    Reference,
    RequestAttribute,
    RequestPath,
    SessionAttribute,
    SlotReference,
)
from bot.lex.conditions.evaluating import Value
from bot.lex.definition import (
    IntentOverride,
    MessageGroup,
    ResponseSpecification,
    SlotValueOverride,
)


@dataclass
class Working:
    """One turn's working state; everything that it is given stays as it is."""

    definition: DialogDefinition
    state: DialogState
    heard: UserInput
    voice: Voice
    request_attributes: Mapping[str, str]
    input_mode: str = "Text"
    messages: list[Message] = field(default_factory=list)
    trace: list[Trace] = field(default_factory=list)

    @property
    def intent(self) -> IntentState:
        assert self.state.intent is not None  # noqa: S101 - a stage belongs to an intent in play
        return self.state.intent

    def note(self, where: str, what: str) -> None:
        self.trace.append(Trace(f"{self.intent.name}{where}" if self.state.intent else where, what))

    def set_intent(self, intent: IntentState | None) -> None:
        self.state = replace(self.state, intent=intent)

    def set_phase(self, phase: IntentPhase) -> None:
        self.set_intent(replace(self.intent, phase=phase))

    def wait(self, action: DialogAction, attempts: int = 0) -> None:
        self.state = replace(self.state, action=action, attempts=attempts)

    def say(self, response: ResponseSpecification | None, where: str) -> None:
        """One message of each group of a configured response."""
        groups = (response.message_groups if response else None) or ()
        self.say_groups(groups, where, None)

    def say_groups(self, groups: Sequence[MessageGroup], where: str, attempt: int | None) -> None:
        place = f"{self.intent.name}{where}" if self.state.intent else where
        found = self.voice.messages(groups, self.lookup, where=place, attempt=attempt)
        for message in found:
            self.note(where, f"says {message.content or 'a card'!r}")
        self.messages.extend(found)

    @property
    def lookup(self) -> Lookup:
        """What a placeholder stands for."""

        def look_up(kind: str, name: str) -> str | None:
            if kind == "session":
                return self.state.attributes.get(name)
            if kind == "request":
                return self.request_attributes.get(name)
            return self._spoken(name)

        return look_up

    @property
    def known(self) -> Known:
        """What a reference of a condition stands for."""

        def know(reference: Reference) -> Value | None:
            if isinstance(reference, SlotReference):
                return self._slot_value(reference)
            if isinstance(reference, SessionAttribute):
                return self.state.attributes.get(reference.name)
            if isinstance(reference, RequestAttribute):
                return self.request_attributes.get(reference.name)
            return self._path(reference)

        return know

    def _path(self, reference: RequestPath) -> str | None:
        return self.path_value(reference.path)

    def path_value(self, path: str) -> str | None:
        """`$.inputTranscript` and its like: text input is one transcription with confidence 1."""
        values = {
            "$.inputMode": self.input_mode,
            "$.inputTranscript": self.heard.transcript or None,
            "$.transcriptions[0].transcription": self.heard.transcript or None,
            "$.transcriptions[0].transcriptionConfidence": "1" if self.heard.transcript else None,
        }
        return values.get(path)

    def _slot_value(self, reference: SlotReference) -> Value | None:
        fill = self._fill_at(reference.path)
        if fill is None:
            return None
        if fill.shape == "List":
            return tuple(one.interpreted or one.original for one in fill.values)
        return fill.interpreted or fill.original

    def _fill_at(self, path: Sequence[str]) -> SlotFill | None:
        """`slot`, `slot.part`, `Intent.slot` or `Intent.slot.part` of the intent in play."""
        state = self.state.intent
        if state is None or not path:
            return None
        inner = path[1:] if len(path) > 1 and path[0] == state.name else path
        fill = state.slots.get(inner[0])
        return fill.sub_slots.get(inner[1]) if fill and len(inner) > 1 else fill

    def _spoken(self, name: str) -> str | None:
        fill = self._fill_at(name.split("."))
        return (fill.interpreted or fill.original) if fill else None

    def adopt_override(self, override: IntentOverride | None) -> None:
        """A step's intent and slot values; a value without one clears its slot."""
        if override is None:
            return
        name = override.name or (self.state.intent.name if self.state.intent else "")
        if not name:
            return
        before = self.state.intent
        kept = before.slots if before and before.name == name else {}
        # Values are those of the intent that was in play, so they come before the switch.
        values = {
            slot: self._overridden(value, kept.get(slot))
            for slot, value in (override.slots or {}).items()
        }
        if before is None or before.name != name:
            self.set_intent(self.definition.empty(name, {}))
        known = {slot: fill for slot, fill in values.items() if slot in self.intent.slots}
        for slot, fill in known.items():
            self.note(f"/slots/{slot}", "is set" if fill else "is cleared")
        self.set_intent(replace(self.intent, slots={**self.intent.slots, **known}))

    def _overridden(self, override: SlotValueOverride, before: SlotFill | None) -> SlotFill | None:
        if override.values:
            items = [self._overridden(one, None) for one in override.values]
            values = tuple(one for one in items if one)
            joined = ", ".join(one.original for one in values)
            return SlotFill(joined, joined, shape="List", values=values)
        text = override.value.interpreted_value if override.value else None
        if text is None:
            return None
        given = self.assigned(text)
        # A source that is not set leaves the slot as it is (guide: paths-branching).
        return before if given is None else SlotFill(given, given, (given,))

    def assigned(self, text: str) -> str | None:
        """A constant, or what `[attribute]`, `{slot}` or a `$.` path stands for."""
        if text.startswith("[") and text.endswith("]"):
            return self.state.attributes.get(text[1:-1])
        if text.startswith("{") and text.endswith("}"):
            return self._spoken(text[1:-1])
        return self.path_value(text) if text.startswith("$.") else text

    def set_attributes(self, attributes: Mapping[str, str] | None) -> None:
        if not attributes:
            return
        given = {name: self.assigned(text) for name, text in attributes.items()}
        known = {name: text for name, text in given.items() if text is not None}
        self.note("/session", f"sets {', '.join(f'{n}={t!r}' for n, t in known.items())}")
        self.state = replace(self.state, attributes={**self.state.attributes, **known})

    def activate_contexts(self) -> None:
        """The intent's output contexts, with its slots as attributes (guide: active contexts)."""
        found = self.definition.intent(self.intent.name)
        outputs = (found.output_contexts if found else None) or ()
        slots = {
            name: fill.interpreted or fill.original
            for name, fill in self.intent.slots.items()
            if fill is not None
        }
        opened = {
            one.name: ActiveContext(
                one.name, one.time_to_live_in_seconds or 5, one.turns_to_live or 1, slots
            )
            for one in outputs
            if one.name
        }
        kept = tuple(one for one in self.state.contexts if one.name not in opened)
        if opened:
            self.note("/contexts", f"opens {', '.join(opened)}")
            self.state = replace(self.state, contexts=(*kept, *opened.values()))
