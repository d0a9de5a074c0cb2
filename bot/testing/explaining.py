"""Why a turn went where it went: what was recognised, then each step of the dialog."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from bot.dialog.state import Interpretation, SlotFill, UserInput
from bot.lex.definition import LexBot
from bot.printing import printable
from bot.runtime.recognizer.protocol import NO_HINTS, Eliciting, Hints, Recognizer
from bot.testing.comparing import message_text, slot_text
from bot.testing.endpoint import Heard, Session
from bot.testing.inprocess import InProcess
from bot.testing.reporting import state_text
from bot.testing.script import NOTHING_GIVEN


@dataclass(frozen=True)
class Recognition:
    """What the recognizer was asked for, and made of a text."""

    eliciting: Eliciting | None
    heard: UserInput


class Listening:
    """A recognizer that remembers what it last understood."""

    def __init__(self, recognizer: Recognizer) -> None:
        self._recognizer = recognizer
        self.last: Recognition | None = None

    def recognize(
        self,
        text: str,
        *,
        locale: str,
        eliciting: Eliciting | None = None,
        hints: Hints = NO_HINTS,
    ) -> UserInput:
        """See `Recognizer.recognize`."""
        heard = self._recognizer.recognize(text, locale=locale, eliciting=eliciting, hints=hints)
        self.last = Recognition(eliciting, heard)
        return heard


@dataclass(frozen=True)
class Explained:
    """One turn: what was said, what was understood, what the dialog did."""

    text: str
    recognition: Recognition | None
    heard: Heard


def explain(
    lex: LexBot, recognizer: Recognizer, locale: str, texts: Sequence[str]
) -> tuple[Explained, ...]:
    """Each of `texts`, said one after the other in one session."""
    listening = Listening(recognizer)
    endpoint, session = InProcess(lex, listening), Session(locale, "explain")
    found = []
    for text in texts:
        listening.last = None
        heard = endpoint.say(session, text, NOTHING_GIVEN)
        found.append(Explained(text, listening.last, heard))
    return tuple(found)


def explained_text(turn: Explained) -> str:
    """A turn as text for a terminal."""
    lines = [f"you  {turn.text}"]
    if turn.recognition is not None:
        lines += _recognition(turn.recognition)
    lines.append("  dialog")
    lines += [f"    {one.where or '(start)'}: {one.what}" for one in turn.heard.trace]
    if turn.heard.error:
        lines.append(f"bot  {turn.heard.error}: {turn.heard.reason}")
    lines += [f"bot  {message_text(one)}" for one in turn.heard.answer.messages]
    lines.append(f"     [{state_text(turn.heard)}]")
    return printable("\n".join(lines))


def _recognition(found: Recognition) -> Iterator[str]:
    asked = found.eliciting
    if asked is not None:
        slot = ".".join(part for part in (asked.slot, asked.sub_slot) if part)
        what = f"slot {slot}" if slot else "a yes or no"
        yield f"  asked for {what} of {asked.intent}"
        if asked.slot:
            value = found.heard.slot_value
            yield f"    value: {_value(value) if value else 'none in these words'}"
        else:
            yield f"    answer: {found.heard.answer or 'none in these words'}"
    yield "  recognised"
    yield from (f"    {_candidate(one)}" for one in found.heard.interpretations)


def _candidate(one: Interpretation) -> str:
    score = "   —" if one.confidence is None else f"{one.confidence:.2f}"
    slots = ", ".join(f"{name}={_value(fill)}" for name, fill in sorted(one.slots.items()))
    return f"{score}  {one.intent}{f'({slots})' if slots else ''}"


def _value(fill: SlotFill) -> str:
    """A value, and the words that it was heard in where they differ."""
    value = slot_text(fill)
    return value if value == fill.original else f"{value} ({fill.original!r})"


def explained_json(turn: Explained) -> Mapping[str, object]:
    """A turn as data."""
    recognition = turn.recognition
    return {
        "say": turn.text,
        "candidates": [
            {
                "intent": one.intent,
                "confidence": one.confidence,
                "slots": {name: slot_text(fill) for name, fill in one.slots.items()},
            }
            for one in (recognition.heard.interpretations if recognition else ())
        ],
        "trace": [{"where": one.where, "what": one.what} for one in turn.heard.trace],
        "messages": [message_text(one) for one in turn.heard.answer.messages],
        "state": state_text(turn.heard),
        "error": turn.heard.error,
    }
