"""The definition as JSON: it comes back as it was, and what is not ours is refused."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.errors import SerializeError
from bot.model import (
    Access,
    Bot,
    GrammarFile,
    Intent,
    IntentWords,
    Locale,
    NameWords,
    OutputContext,
    Slot,
    SlotType,
    SlotValue,
    WordForms,
)
from bot.serialize import from_json, to_json, to_text
from tests.bot.definition import product_bot

TEXT = st.text(max_size=12)
TEXTS = st.lists(TEXT, max_size=3).map(tuple)


def tuples(items: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(items, max_size=3).map(tuple)


SLOTS = st.builds(
    Slot,
    name=TEXT,
    type=TEXT,
    required=st.booleans(),
    max_retries=st.integers(0, 5),
    multiple=st.booleans(),
    defaults=TEXTS,
    obfuscated=st.booleans(),
    summary=TEXT,
    expression=TEXT,
)
WORDS = st.builds(
    IntentWords,
    utterances=TEXTS,
    prompts=st.dictionaries(TEXT, TEXTS, max_size=2),
    slot_utterances=st.dictionaries(TEXT, TEXTS, max_size=2),
    help=TEXT,
)
INTENTS = st.builds(
    Intent,
    name=TEXT,
    summary=TEXT,
    effect=st.sampled_from(["read", "change", "destructive"]),
    access=st.builds(Access, TEXT, st.dictionaries(TEXT, TEXT, max_size=2)),
    slots=tuples(SLOTS),
    builtin=TEXT,
    channels=TEXTS,
    words=st.dictionaries(TEXT, WORDS, max_size=2),
    command=TEXT,
    input_contexts=TEXTS,
    output_contexts=tuples(st.builds(OutputContext, TEXT, st.integers(5), st.integers(1))),
)
VALUES = st.builds(SlotValue, TEXT, TEXTS)
SLOT_TYPES = st.builds(
    SlotType,
    name=TEXT,
    summary=TEXT,
    resolution=st.sampled_from(["expand", "restrict", "concatenate"]),
    source=TEXT,
    values=tuples(VALUES),
    locale_values=st.dictionaries(TEXT, tuples(VALUES), max_size=2),
    parent=TEXT,
    pattern=TEXT,
    parts=st.dictionaries(TEXT, TEXT, max_size=2),
    grammar=st.none() | st.builds(GrammarFile, TEXT, TEXT, TEXT),
    is_vocabulary=st.booleans(),
)
LOCALES = st.builds(
    Locale,
    id=TEXT,
    voice_id=TEXT,
    voice_engine=TEXT,
    confidence_threshold=st.none() | st.floats(0, 1),
    confirm=TEXTS,
    deny=TEXTS,
    messages=st.dictionaries(TEXT, TEXT, max_size=2),
    fillers=TEXTS,
    function_words=TEXTS,
    guards=TEXTS,
    not_offered=TEXTS,
    not_offered_last=TEXTS,
    word_forms=st.builds(
        WordForms,
        letters=st.dictionaries(TEXT, TEXT, max_size=2),
        suffixes=TEXTS,
        prefixes=TEXTS,
        doubled=TEXT,
        joints=TEXTS,
    ),
    names=st.builds(NameWords, before=TEXTS, after=TEXTS, endings=TEXTS, pointing=TEXTS),
    contractions=st.dictionaries(TEXT, TEXT, max_size=2),
)
BOTS = st.builds(
    Bot,
    name=TEXT,
    summary=TEXT,
    session_ttl_seconds=st.integers(60, 86400),
    confidence_threshold=st.floats(0, 1),
    intents=tuples(INTENTS),
    slot_types=tuples(SLOT_TYPES),
    locales=tuples(LOCALES),
    dialog=st.sampled_from(["managed", "configured"]),
    is_child_directed=st.booleans(),
)


@given(BOTS)
def test_a_bot_comes_back_as_it_was(bot: Bot) -> None:
    assert from_json(json.loads(json.dumps(to_json(bot)))) == bot


def test_the_product_comes_back_as_it_was() -> None:
    assert from_json(json.loads(json.dumps(to_json(product_bot())))) == product_bot()


@given(BOTS)
def test_the_text_is_the_same_for_the_same_bot_and_holds_all_of_it(bot: Bot) -> None:
    copy = from_json(json.loads(json.dumps(to_json(bot))))

    assert to_text(copy) == to_text(bot)
    assert from_json(json.loads(to_text(bot))) == bot


def test_what_has_its_default_takes_no_room() -> None:
    text = to_text(product_bot())

    assert '{"name":"service","type":"Service","required":true}' in text
    assert "max_retries" not in text


def test_a_whole_number_may_stand_for_a_threshold() -> None:
    data = to_json(product_bot())
    assert from_json({**data, "confidence_threshold": 1}).confidence_threshold == 1.0


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"name": 3}, "definition.name is int and must be str"),
        ({"session_ttl_seconds": True}, "definition.session_ttl_seconds is bool and must be int"),
        ({"intents": {}}, "definition.intents is dict and must be list"),
        ({"intents": [{}]}, r"definition.intents\[0\] lacks the key 'name'"),
        ({"colour": "red"}, "definition has the unknown key 'colour'"),
    ],
)
def test_a_malformed_definition_names_the_key(change: dict[str, object], message: str) -> None:
    with pytest.raises(SerializeError, match=message):
        from_json({**to_json(product_bot()), **change})


def test_an_effect_that_is_none_is_refused() -> None:
    data = json.loads(json.dumps(to_json(product_bot())))
    data["intents"][0]["effect"] = "explode"
    with pytest.raises(SerializeError, match=r"intents\[0\].effect is 'explode', none of"):
        from_json(data)


def test_a_mistake_deep_inside_is_named_by_its_whole_path() -> None:
    data = json.loads(json.dumps(to_json(product_bot())))
    number = next(n for n, one in enumerate(data["slot_types"]) if len(one.get("values", ())) > 2)
    data["slot_types"][number]["values"][2]["value"] = 7
    place = rf"definition\.slot_types\[{number}\]\.values\[2\]\.value is int and must be str"
    with pytest.raises(SerializeError, match=place):
        from_json(data)


def test_a_mistake_in_a_mapping_is_named_by_its_key() -> None:
    data = json.loads(json.dumps(to_json(product_bot())))
    data["locales"][0]["messages"]["declined"] = None
    with pytest.raises(SerializeError, match=r"locales\[0\]\.messages\.declined is NoneType"):
        from_json(data)


@pytest.mark.parametrize("data", [None, [], "bot", 7])
def test_what_is_no_object_is_refused(data: object) -> None:
    with pytest.raises(SerializeError, match=r"definition is \w+ and must be dict"):
        from_json(data)
