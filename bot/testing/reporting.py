"""How conversations went, for a person: as dialogues, with the first difference marked."""

from collections.abc import Iterator, Sequence

from bot.printing import printable
from bot.testing.comparing import filled, message_text, slot_text
from bot.testing.endpoint import Heard
from bot.testing.running import Result, TurnResult
from bot.testing.script import Turn


def summary(results: Sequence[Result]) -> str:
    """One line: how many held."""
    failed = sum(not result.holds for result in results)
    turns = sum(len(result.turns) for result in results)
    seconds = sum(result.seconds for result in results)
    held = f"{len(results) - failed} of {len(results)} conversations went as written"
    return f"{held} ({turns} turns, {seconds:.1f} s)"


def failure_text(result: Result) -> str:
    """A conversation that did not go as written, as a dialogue."""
    lines = [printable(f"✗ {result.script.place}: {result.script.title}")]
    for turn in result.turns:
        lines += _turn(turn)
    left = len(result.script.turns) - len(result.turns)
    if left:
        lines.append(f"    … {left} more turn{'' if left == 1 else 's'} not held")
    return "\n".join(lines)


def _turn(turn: TurnResult) -> Iterator[str]:
    yield from _block("  you", _said(turn.turn))
    yield from _bot(turn.heard)
    for number, one in enumerate(turn.differences):
        yield f"  {'✗' if number == 0 else ' '} {one.what} ({turn.turn.place})"
        yield from _block("      expected", one.expected)
        yield from _block("      got     ", one.got)


def _said(turn: Turn) -> str:
    if turn.say:
        return turn.say
    intent = turn.given.state.intent
    return f"(puts the session{f' to {intent.name}' if intent else ''})"


def _bot(heard: Heard) -> Iterator[str]:
    if heard.error:
        yield from _block("  bot", f"{heard.error}: {heard.reason}")
        return
    for message in heard.answer.messages:
        yield from _block("  bot", message_text(message))
    if not heard.answer.messages:
        yield "  bot  (says nothing)"
    yield f"       [{state_text(heard)}]"


def state_text(heard: Heard) -> str:
    """RestartService(service=orders) InProgress, ElicitSlot environment"""
    state = heard.answer.state
    parts = []
    if state.intent is not None:
        slots = {name: slot_text(fill) for name, fill in filled(state.intent).items()}
        given = ", ".join(f"{name}={value}" for name, value in sorted(slots.items()))
        confirmed = state.intent.confirmation
        answer = "" if confirmed == "None" else f" {confirmed}"
        parts.append(f"{state.intent.name}({given}) {state.intent.phase}{answer}")
    if state.action is not None:
        slot = (state.action.slot_to_elicit, state.action.sub_slot_to_elicit)
        parts.append(" ".join([state.action.type, ".".join(filter(None, slot))]).strip())
    return ", ".join(parts) or "no intent"


def _block(label: str, text: str) -> Iterator[str]:
    """A text with its label; further lines stand below the first."""
    first, *rest = printable(text).split("\n")
    yield f"{label}  {first}"
    for line in rest:
        yield f"{' ' * len(label)}  {line}"
