"""Pages of lists: complete, without doubles, whatever comes and goes between them."""

from collections.abc import Callable, Iterator
from typing import Any

import pytest

from tests.deploy.account.lex_models.world import Lex, Locale, names, refused

COUNT = 23


@pytest.fixture(scope="module")
def crowded(lex: Lex) -> Locale:
    locale = lex.locale()
    for number in range(COUNT):
        lex.intent(locale, f"Intent-{number:02}", f"utterance {number}")
        lex.pass_time(1)
    return locale


def pages(call: Callable[..., Any], member: str, **parameters: Any) -> Iterator[list[Any]]:
    token: dict[str, str] = {}
    while True:
        answer = call(**parameters, **token)
        yield answer[member]
        if "nextToken" not in answer:
            return
        token = {"nextToken": answer["nextToken"]}


@pytest.mark.parametrize(("size", "count"), [(1, 24), (5, 5), (23, 2), (24, 1), (1000, 1)])
def test_every_item_is_on_one_page(lex: Lex, crowded: Locale, size: int, count: int) -> None:
    found = list(pages(lex.api.list_intents, "intentSummaries", **crowded.at, maxResults=size))

    assert len(found) == count
    assert all(len(page) == size for page in found[:-1])
    listed = [one["intentName"] for page in found for one in page]
    assert listed == sorted(listed)
    assert len(set(listed)) == COUNT + 1


def test_without_a_size_a_page_has_ten(lex: Lex, crowded: Locale) -> None:
    found = list(pages(lex.api.list_intents, "intentSummaries", **crowded.at))
    assert [len(page) for page in found] == [10, 10, 4]


@pytest.mark.parametrize("order", ["Ascending", "Descending"])
@pytest.mark.parametrize("attribute", ["IntentName", "LastUpdatedDateTime"])
def test_pages_follow_the_order(lex: Lex, crowded: Locale, attribute: str, order: str) -> None:
    by = {"attribute": attribute, "order": order}
    found = pages(lex.api.list_intents, "intentSummaries", **crowded.at, sortBy=by, maxResults=7)
    listed = [one["intentName"] for page in found for one in page]
    # By name and by time the order is the same, but for the fallback, which is the oldest.
    numbered = [name for name in listed if name != "FallbackIntent"]
    assert numbered == sorted(numbered, reverse=order == "Descending")
    assert listed[0 if order == "Ascending" else -1] == "FallbackIntent"


def test_what_comes_and_goes_between_pages_hides_nothing(lex: Lex) -> None:
    locale = lex.locale()
    ids = [lex.intent(locale, f"I{number}", f"say {number}") for number in range(6)]
    walk = pages(lex.api.list_intents, "intentSummaries", **locale.at, maxResults=3)
    first = names(next(walk), "intentName")

    lex.api.delete_intent(**locale.at, intentId=ids[1])
    lex.intent(locale, "A", "something that comes before all")
    rest = [one["intentName"] for page in walk for one in page]

    assert first == ["FallbackIntent", "I0", "I1"]
    assert rest == ["I2", "I3", "I4", "I5"]


@pytest.mark.parametrize("token", ["nonsense", "e30=", "W10=", "ÿ"])
def test_a_token_that_no_list_gave_is_refused(lex: Lex, crowded: Locale, token: str) -> None:
    refused("ValidationException", lex.api.list_intents, **crowded.at, nextToken=token)


def test_slots_and_types_are_filtered_by_name(lex: Lex) -> None:
    locale = lex.locale()
    intent = lex.intent(locale, "Order", "order")
    for name in ("size", "colour", "sizes"):
        lex.slot(locale, intent, name)
        lex.slot_type(locale, name.title(), "value")

    def by(name: str, operator: str, value: str) -> dict[str, Any]:
        return {"filters": [{"name": name, "operator": operator, "values": [value]}]}

    where = {**locale.at, "intentId": intent}
    slots = lex.api.list_slots(**where, **by("SlotName", "CO", "size"))["slotSummaries"]
    assert names(slots, "slotName") == ["size", "sizes"]
    kinds = lex.api.list_slot_types(**locale.at, **by("SlotTypeName", "EQ", "Size"))
    assert names(kinds["slotTypeSummaries"], "slotTypeName") == ["Size"]
    grammar = by("ExternalSourceType", "EQ", "GRXML")
    assert lex.api.list_slot_types(**locale.at, **grammar)["slotTypeSummaries"] == []
    intents = lex.api.list_intents(**locale.at, **by("IntentName", "CO", "der"))
    assert names(intents["intentSummaries"], "intentName") == ["Order"]
