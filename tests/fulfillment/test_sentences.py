"""Every sentence that code names is there, with the values that it needs; and none is left over."""

import ast
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from bot.model import Intent, Locale, Sentence
from deploy.page_words import PREFIX
from fulfillment.registry import module_name
from fulfillment.sentences import Say, UnknownReply, phrase, sentences
from tests.bot.definition import product_bot, product_recognizer
from tests.fulfillment.language import english
from tests.fulfillment.world import ROOT

SAYS = ("say", "phrase")
PLACE = {"service": "orders", "environment": "staging"}


@dataclass(frozen=True)
class Use:
    """A place in the code that says something."""

    file: Path
    line: int
    id: str
    """"" where it is no literal."""
    values: frozenset[str | None]
    """Names of the values given; None for `**`."""

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.line} {self.id}"


def uses() -> Iterator[Use]:
    for folder in ("fulfillment", "channels"):
        for file in sorted((ROOT / folder).rglob("*.py")):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call) and says(node.func):
                    yield use(file, node)


def says(function: ast.expr) -> bool:
    """`say(...)` and `phrase(...)`, also as `turn.say(...)` and `self.say(...)`."""
    if isinstance(function, ast.Attribute) and isinstance(function.value, ast.Name):
        return function.attr == "say" and function.value.id in ("turn", "self")
    return isinstance(function, ast.Name) and function.id in SAYS


def use(file: Path, call: ast.Call) -> Use:
    first = call.args[0] if len(call.args) == 1 else None
    id_ = first.value if isinstance(first, ast.Constant) else ""
    values = frozenset(keyword.arg for keyword in call.keywords)
    return Use(file, call.lineno, str(id_), values)


def needed(sentence: Sentence) -> set[str]:
    placeholders = {"count"} if sentence.one else set()
    for name in (part.partition("}")[0] for part in sentence.other.split("{")[1:]):
        placeholders.add(name)
    return placeholders


USES = list(uses())
LOCALES = product_bot().locales
SUGGESTED = {
    "suggest_broken": "WhatsBroken",
    "suggest_broken_in": "WhatsBroken",
    "suggest_deployed": "DeployedVersions",
    "suggest_health": "ServiceHealth",
    "suggest_health_in": "ServiceHealth",
    "suggest_version": "ServiceVersion",
    "suggest_rollout": "RolloutStatus",
    "suggest_rollout_in": "RolloutStatus",
    "suggest_errors": "ServiceErrors",
    "suggest_help": "Help",
    "suggest_more": "More",
}
SHARED = {"pipeline_plans.py": ("ApprovePipeline", "RejectPipeline", "RetryPipeline")}
"""Files that say what each of these intents says in its own words."""
FROM_SAY_ITSELF = {"list_all", "list_any"}


def handler(file: Path) -> str:
    """The intent whose handler a file is, or ""."""
    names = {module_name(intent.name): intent.name for intent in product_bot().intents}
    return names.get(file.stem, "") if file.parent.name == "handlers" else ""


def known(place: Use, locale: Locale) -> Mapping[str, Sentence]:
    """What may be said there."""
    if place.id == "ability":
        return sentences(product_bot(), locale.id, "WhatsBroken").replies
    if place.file.name in SHARED:
        return sentences(product_bot(), locale.id, SHARED[place.file.name][0]).replies
    return sentences(product_bot(), locale.id, handler(place.file)).replies


def test_there_is_something_to_check() -> None:
    assert len(USES) > 200


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.id)
def test_every_sentence_named_in_code_exists_and_gets_its_values(locale: Locale) -> None:
    wrong = []
    for place in USES:
        sentence = known(place, locale).get(place.id)
        if sentence is None:
            wrong.append(f"{place}: there is no such reply, or its id is no literal")
        elif place.values != needed(sentence):
            wrong.append(f"{place}: has {place.values}, needs {needed(sentence)}")
    assert wrong == []


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.id)
def test_no_sentence_is_left_over(locale: Locale) -> None:
    said = {place.id for place in USES if not handler(place.file)} | FROM_SAY_ITSELF
    by_handlers = {place.id for place in USES}

    # What the page says, tests/channels/web/test_page_words.py looks after.
    spoken = {id_ for id_ in locale.replies if not id_.startswith(PREFIX)}

    assert spoken - said - by_handlers == set()
    for intent in product_bot().intents:
        mine = {
            place.id
            for place in USES
            if handler(place.file) == intent.name or intent.name in SHARED.get(place.file.name, ())
        }
        replies = set(intent.words[locale.id].replies)
        assert replies - mine == ({"ability"} if is_offered(intent) else set()), intent.name


def is_offered(intent: Intent) -> bool:
    return intent.builtin == ""


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.id)
@pytest.mark.parametrize(("id_", "intent"), SUGGESTED.items())
def test_what_is_suggested_is_understood(locale: Locale, id_: str, intent: str) -> None:
    text = sentences(product_bot(), locale.id)(id_, **PLACE)
    heard = product_recognizer().recognize(text, locale=locale.id, eliciting=None, hints={})
    best = heard.interpretations[0]
    filled = set(best.slots)

    assert (text, best.intent) == (text, intent)
    assert filled == needed(locale.replies[id_])


@pytest.mark.parametrize("locale", LOCALES, ids=lambda locale: locale.id)
def test_yes_and_no_are_suggested_as_they_are_understood(locale: Locale) -> None:
    say = sentences(product_bot(), locale.id)

    assert say("suggest_yes") in locale.confirm
    assert say("suggest_no") in locale.deny
    answers = {"suggest_yes", "suggest_no"}
    assert {one for one in locale.replies if one.startswith("suggest_")} == answers | {*SUGGESTED}


def test_a_count_of_one_has_its_own_form() -> None:
    assert english()("age_hours", count=1) == "1 hour"
    assert english()("age_hours", count=0) == "0 hours"
    assert english()("age_hours", count=2) == "2 hours"


def test_lists_are_read_as_a_person_would() -> None:
    say = english()

    assert [say.all_of(one) for one in ([], ["a"], ["a", "b"])] == ["", "a", "a and b"]
    assert say.any_of(["a", "b", "c"]) == "a, b or c"


def test_a_phrase_is_said_with_the_phrases_in_it() -> None:
    gap = phrase("could_not", what=phrase("reach", environment="staging"), why=phrase("no_cluster"))

    assert english().phrase(gap) == "I could not reach staging because its cluster does not exist."


def test_values_are_not_read_as_sentences() -> None:
    assert english()("reach", environment="{count}") == "reach {count}"


def test_a_language_that_the_bot_does_not_speak_is_answered_in_its_first() -> None:
    assert sentences(product_bot(), "xx_XX") == sentences(product_bot(), LOCALES[0].id)


@pytest.mark.parametrize(("id_", "values"), [("no_such", {}), ("reach", {}), ("age_hours", {})])
def test_a_mistake_of_ours_is_no_sentence(id_: str, values: Mapping[str, str]) -> None:
    with pytest.raises(UnknownReply, match=id_):
        Say("en_US", english().replies)(id_, **values)
