"""What a training set tells beside its utterances: the names of its intents."""

import pytest

from bot.nlu import IntentExamples, TrainingSet, train
from bot.nlu.embeddings import installed
from bot.nlu.examples import name_in_words


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("OrderFlowers", "order flowers"),
        ("order_flowers", "order flowers"),
        ("card-arrival", "card arrival"),
        ("Refund_not_showing_up?", "refund not showing up"),
        ("BookHotelIntent", "book hotel"),
        ("Intent1", ""),
        ("AMAZON.HelpIntent", ""),
        ("ÄndereAdresse", "ändere adresse"),
        ("", ""),
    ],
)
def test_a_name_is_read_as_people_say_it(name: str, words: str) -> None:
    assert name_in_words(name) == words


def test_an_intent_is_found_by_what_its_name_says() -> None:
    embedder = installed("words")
    if embedder is None:
        pytest.skip("the embedding words is not installed")
    said = {
        "TrackParcel": ("where is it", "has it come yet"),
        "CancelSubscription": ("i do not want it any more", "please end it"),
        "ChangeAddress": ("i live somewhere else now", "we are moving"),
        "FindBranch": ("who is close to me", "where can i go"),
    }
    intents = (
        IntentExamples(name, ((first,), (second,))) for name, (first, second) in said.items()
    )
    model = train(TrainingSet(tuple(intents)), embedder=embedder)

    assert model.rank("the parcel")[0][0] == "TrackParcel"
    assert model.rank("my address")[0][0] == "ChangeAddress"
