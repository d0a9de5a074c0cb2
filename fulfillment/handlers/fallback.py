"""Answer what was not understood with suggestions of what would be."""

import difflib
import re

from fulfillment.ops.fleet import Fleet
from fulfillment.turn import Ability, Reply, Turn

_SUGGESTED = 3
_WORD = re.compile(r"\w+")


def answer(turn: Turn, fleet: Fleet) -> Reply:
    """The nearest things that this person may say here; what was typed is not repeated."""
    nearest = sorted(turn.abilities, key=lambda one: -_nearness(turn.utterance, one))
    said = (*(one.utterance for one in nearest[:_SUGGESTED]), turn.say("suggest_help"))
    quoted = [turn.say("quoted", words=one) for one in said]
    text = turn.say("not_understood", examples=turn.say.any_of(quoted))
    return Reply(text=text, speech=text, suggestions=said)


def _nearness(utterance: str, ability: Ability) -> float:
    """Shared words, then likeness; 0 where nothing was typed."""
    heard = set(_WORD.findall(utterance.casefold()))
    known = set(_WORD.findall(f"{ability.utterance} {ability.summary}".casefold()))
    likeness = difflib.SequenceMatcher(None, utterance[:200].casefold(), ability.utterance).ratio()
    return len(heard & known) + likeness
