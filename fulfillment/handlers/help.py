"""Say what this person can ask and do here."""

from collections.abc import Sequence

from fulfillment.markdown import bold, code, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.turn import Ability, Reply, Turn

_SPOKEN = 3


def answer(turn: Turn, fleet: Fleet) -> Reply:
    """A line for each thing that the person may ask or do."""
    say = turn.say
    if not turn.abilities:
        text = say("no_role", identity=code(turn.person.identity))
        return Reply(text=text, speech=plain(text))
    asks = [one for one in turn.abilities if not one.changes]
    changes = [one for one in turn.abilities if one.changes]
    lines = [*_part(say("can_ask"), asks), *_part(say("can_do"), changes)]
    some = [one.utterance.rstrip("?.") for one in turn.abilities[:_SPOKEN]]
    return Reply(
        text="\n".join([*lines, say("say_cancel")]),
        speech=say("can_say", examples=say.any_of(some)),
        suggestions=tuple(one.utterance for one in turn.abilities),
    )


def _part(title: str, abilities: Sequence[Ability]) -> list[str]:
    if not abilities:
        return []
    return [title, *(f"- {bold(one.utterance)} - {escape(one.does)}" for one in abilities)]
