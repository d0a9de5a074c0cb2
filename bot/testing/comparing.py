"""What came of a turn against what must come of it: the differences, each in words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from bot.dialog.state import ActiveContext, Card, IntentState, Message, SlotFill
from bot.lex.answers import Answer
from bot.testing.endpoint import Heard
from bot.testing.nlu import canonical
from bot.testing.script import (
    ButtonMatch,
    CardMatch,
    Expected,
    Match,
    MessageMatch,
    SlotMatch,
)

NOTHING = "nothing"


@dataclass(frozen=True)
class Difference:
    """`what` is the key of the turn in its file."""

    what: str
    expected: str
    got: str


def differences(expected: Expected, heard: Heard) -> tuple[Difference, ...]:
    """Where `heard` is not as expected, the plainest first; a failed call is the only one."""
    if expected.fails or heard.error:
        if expected.fails == heard.error:
            return ()
        got = f"{heard.error}: {heard.reason}" if heard.error else "an answer"
        return (Difference("fails", expected.fails or "an answer", got),)
    return tuple(_differences(expected, heard.answer))


def _differences(expected: Expected, answer: Answer) -> Iterator[Difference]:
    yield from _intent(expected, answer.state.intent)
    yield from _slots(expected, answer.state.intent)
    yield from _action(expected, answer)
    yield from _messages(expected, answer.messages)
    if expected.reply_contains.casefold() not in reply(answer).casefold():
        yield Difference("reply_contains", repr(expected.reply_contains), repr(reply(answer)))
    attributes = answer.state.attributes
    yield from _texts("session_attributes", expected.session_attributes, attributes)
    for name in expected.no_session_attributes:
        if name in attributes:
            yield Difference("no_session_attributes", f"no {name}", f"{name}={attributes[name]}")
    yield from _contexts(expected, answer.state.contexts)
    yield from _texts("request_attributes", expected.request_attributes, answer.request_attributes)
    yield from _confidence(expected, answer)


def reply(answer: Answer) -> str:
    """All that was said, as one text."""
    return " ".join(message.content for message in answer.messages)


def _intent(expected: Expected, intent: IntentState | None) -> Iterator[Difference]:
    pairs = (
        ("intent", expected.intent, intent.name if intent else ""),
        ("state", expected.state, intent.phase if intent else ""),
        ("confirmation", expected.confirmation, intent.confirmation if intent else ""),
    )
    for what, wanted, got in pairs:
        if wanted and wanted != got:
            yield Difference(what, wanted, got or NOTHING)


def filled(intent: IntentState | None) -> dict[str, SlotFill]:
    """The slots that have a value."""
    return {name: fill for name, fill in (intent.slots if intent else {}).items() if fill}


def _slots(expected: Expected, intent: IntentState | None) -> Iterator[Difference]:
    found = filled(intent)
    if expected.slots is not None:
        is_same = set(found) == set(expected.slots) and all(
            _fits(wanted, found[name]) for name, wanted in expected.slots.items()
        )
        if not is_same:
            wanted = {name: _wanted(one) for name, one in expected.slots.items()}
            yield Difference("slots", _pairs(wanted), _pairs(_shown(found)))
    for name, match in expected.slots_include.items():
        fill = found.get(name)
        if fill is None or not match.holds(canonical(fill)):
            got = slot_text(fill) if fill else NOTHING
            yield Difference(f"slots_include.{name}", str(match), got)
    for name in expected.unfilled:
        if name in found:
            yield Difference(f"unfilled.{name}", NOTHING, slot_text(found[name]))


def _fits(wanted: SlotMatch, fill: SlotFill) -> bool:
    if isinstance(wanted, Match):
        return wanted.holds(canonical(fill))
    if isinstance(wanted, Mapping):
        parts = {name: canonical(one) for name, one in fill.sub_slots.items() if one}
        return set(wanted) == set(parts) and all(
            match.holds(parts[name]) for name, match in wanted.items()
        )
    values = [canonical(one) for one in fill.values]
    return len(wanted) == len(values) and all(map(Match.holds, wanted, values))


def _wanted(wanted: SlotMatch) -> str:
    if isinstance(wanted, Match):
        return str(wanted)
    if isinstance(wanted, Mapping):
        return f"{{{_pairs({name: str(match) for name, match in wanted.items()})}}}"
    return f"[{', '.join(map(str, wanted))}]"


def _shown(slots: Mapping[str, SlotFill]) -> dict[str, str]:
    return {name: slot_text(fill) for name, fill in slots.items()}


def slot_text(fill: SlotFill) -> str:
    """A value as reports show it: orders, [a, b], {street=x, city=y}."""
    if fill.shape == "List":
        return f"[{', '.join(canonical(one) for one in fill.values)}]"
    if fill.shape == "Composite":
        parts = {name: canonical(one) for name, one in fill.sub_slots.items() if one}
        return f"{{{_pairs(parts)}}}"
    return canonical(fill)


def _pairs(values: Mapping[str, str]) -> str:
    return ", ".join(f"{name}={value}" for name, value in sorted(values.items())) or NOTHING


def _action(expected: Expected, answer: Answer) -> Iterator[Difference]:
    action = answer.state.action
    kind = action.type if action else ""
    if expected.action and expected.action != kind:
        yield Difference("action", expected.action, kind or NOTHING)
    elif expected.elicits:
        parts = (action.slot_to_elicit, action.sub_slot_to_elicit) if action else ()
        got = ".".join(part for part in parts if part)
        if expected.elicits not in (got, got.partition(".")[0]):
            yield Difference("elicits", expected.elicits, got or NOTHING)


def _texts(what: str, wanted: Mapping[str, Match], got: Mapping[str, str]) -> Iterator[Difference]:
    for name, match in wanted.items():
        if name not in got or not match.holds(got[name]):
            yield Difference(f"{what}.{name}", str(match), got.get(name, NOTHING))


def _contexts(expected: Expected, active: tuple[ActiveContext, ...]) -> Iterator[Difference]:
    if expected.active_contexts is None:
        return
    found = {context.name: context for context in active}
    if set(found) != set(expected.active_contexts):
        wanted, got = (", ".join(sorted(names)) for names in (expected.active_contexts, found))
        yield Difference("active_contexts", wanted or NOTHING, got or NOTHING)
        return
    for name, attributes in expected.active_contexts.items():
        yield from _texts(f"active_contexts.{name}", attributes, found[name].attributes)


def _confidence(expected: Expected, answer: Answer) -> Iterator[Difference]:
    least = expected.confidence_at_least
    first = answer.interpretations[0] if answer.interpretations else None
    got = first.confidence if first else None
    if least is not None and (got is None or got < least):
        shown = NOTHING if got is None else f"{got:.2f}"
        yield Difference("confidence_at_least", f"{least:.2f}", shown)


def _messages(expected: Expected, messages: tuple[Message, ...]) -> Iterator[Difference]:
    if expected.messages is None:
        return
    for number, (wanted, got) in enumerate(zip(expected.messages, messages, strict=False)):
        if not _is(wanted, got):
            yield Difference(f"messages[{number}]", match_text(wanted), message_text(got))
    for number in range(len(messages), len(expected.messages)):
        wanted = expected.messages[number]
        yield Difference(f"messages[{number}]", match_text(wanted), NOTHING)
    for number in range(len(expected.messages), len(messages)):
        yield Difference(f"messages[{number}]", NOTHING, message_text(messages[number]))


def _is(wanted: MessageMatch, got: Message) -> bool:
    said = got.content.casefold()
    return (
        (wanted.text is None or wanted.text.holds(got.content))
        and (not wanted.literal or wanted.literal.strip() == got.content.strip())
        and all(words.casefold() in said for words in wanted.contains)
        and not any(words.casefold() in said for words in wanted.lacks)
        and wanted.type in ("", got.content_type)
        and (wanted.card is None or (got.card is not None and _is_card(wanted.card, got.card)))
    )


def _is_card(wanted: CardMatch, got: Card) -> bool:
    texts = ((wanted.title, got.title), (wanted.subtitle, got.subtitle))
    if not all(_holds(match, text) for match, text in (*texts, (wanted.image_url, got.image_url))):
        return False
    if wanted.buttons is None:
        return True
    return len(wanted.buttons) == len(got.buttons) and all(
        _holds(match.text, button.text) and _holds(match.value, button.value)
        for match, button in zip(wanted.buttons, got.buttons, strict=True)
    )


def _holds(match: Match | None, text: str) -> bool:
    return match is None or match.holds(text)


def message_text(message: Message) -> str:
    """A message as reports show it."""
    if message.card is not None:
        card = message.card
        buttons = [f"[{button.text}]" for button in card.buttons]
        words = [part for part in (card.title, card.subtitle, card.image_url) if part]
        return f"card: {' / '.join(words)} {' '.join(buttons)}".rstrip()
    kind = "" if message.content_type == "PlainText" else f"{message.content_type}: "
    return f"{kind}{message.content}"


def match_text(wanted: MessageMatch) -> str:
    """What a message should be, in words."""
    parts = [
        f"{wanted.type}:" if wanted.type else "",
        str(wanted.text) if wanted.text else "",
        wanted.literal,
        *(f"containing {words!r}" for words in wanted.contains),
        *(f"without {words!r}" for words in wanted.lacks),
        f"card: {_card_text(wanted.card)}" if wanted.card else "",
    ]
    return " ".join(part for part in parts if part) or "any message"


def _card_text(card: CardMatch) -> str:
    given: dict[str, Any] = {
        "title": card.title,
        "subtitle": card.subtitle,
        "image_url": card.image_url,
    }
    words = [str(match) for match in given.values() if match is not None]
    buttons = [f"[{_button_text(one)}]" for one in card.buttons or ()]
    return f"{' / '.join(words)} {' '.join(buttons)}".strip()


def _button_text(button: ButtonMatch) -> str:
    return " = ".join(str(one) for one in (button.text, button.value) if one is not None)
