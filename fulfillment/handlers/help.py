"""Say what this person can ask and do here."""

from collections.abc import Sequence

from fulfillment.markdown import bold, code, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.turn import Ability, Reply, Turn
from fulfillment.wording import listed

_SPOKEN = 3


def answer(turn: Turn, fleet: Fleet) -> Reply:
    """A line for each thing that the person may ask or do."""
    if not turn.abilities:
        identity = code(turn.person.identity)
        text = f"You may not ask me anything yet: ask for a role in the policy for {identity}."
        return Reply(text=text, speech=plain(text))
    asks = [one for one in turn.abilities if not one.changes]
    changes = [one for one in turn.abilities if one.changes]
    lines = [*_part("You can ask:", asks), *_part("You can do:", changes)]
    return Reply(
        text="\n".join([*lines, 'Say "cancel" at any time.']),
        speech=_speech(turn.abilities),
        suggestions=tuple(one.utterance for one in turn.abilities),
    )


def _part(title: str, abilities: Sequence[Ability]) -> list[str]:
    if not abilities:
        return []
    lines = [f"- {bold(one.utterance)} - {escape(_first(one.summary))}" for one in abilities]
    return [title, *lines]


def _first(summary: str) -> str:
    """The summary up to its first dash or comma."""
    return summary.partition(" - ")[0].partition(",")[0].rstrip(".") + "."


def _speech(abilities: Sequence[Ability]) -> str:
    some = [one.utterance.rstrip("?.") for one in abilities[:_SPOKEN]]
    return f"You can say, for example: {listed(some, 'or')}."
