"""Whatever arrives is answered: with a Lex response, a reply or an error; never an exception."""

import copy
import json
from typing import Any

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lex.code_hook import hook_answer
from fulfillment.lex_event import is_lex
from tests.fulfillment.world import Fulfillment, event_names, lex_event

SCALARS = st.none() | st.booleans() | st.integers() | st.text(max_size=20)
JSON = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner),
    max_leaves=8,
)
ONE_WORLD = settings(
    max_examples=80,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)


def paths(value: Any, path: tuple[str, ...] = ()) -> list[tuple[str, ...]]:
    if not isinstance(value, dict):
        return []
    return [found for key in value for found in [(*path, key), *paths(value[key], (*path, key))]]


@st.composite
def mutated(draw: st.DrawFn) -> Any:
    """A recorded event with one value replaced."""
    event = copy.deepcopy(lex_event(draw(st.sampled_from(event_names()))))
    *way, last = draw(st.sampled_from(paths(event)))
    place = event
    for key in way:
        place = place[key]
    place[last] = draw(JSON)
    return event


@ONE_WORLD
@given(event=mutated() | JSON | st.fixed_dictionaries({"kind": JSON, "name": JSON, "slots": JSON}))
def test_any_event_is_answered(fulfillment: Fulfillment, event: Any) -> None:
    answer = fulfillment.handle(event)

    if is_lex(event):
        assert hook_answer(answer).action.type
    else:
        assert set(answer) <= {"reply", "error"}
    assert "Something went wrong" not in json.dumps(answer)
