"""What is learned where people's own words are kept, with what fills which slot in them."""

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np
import pytest

from bot.nlu import Model, Settings, train
from bot.nlu.embeddings import Embedder, NoEmbedding, installed
from bot.nlu.storage import load, save
from bot.nlu.tokens import norms, tokenize
from bot.nlu.vectors import Floats
from tests.bot.nlu.definitions import definition

NAMES = (
    "taylor swift, nina simone, abba, john coltrane, miles davis, joni mitchell, david bowie, "
    "ella fitzgerald, nina hagen, stevie wonder, john lennon, edith piaf"
)


class KnowsNames(NoEmbedding):
    """An embedding of two kinds of words in their sentence: names and others."""

    layers = 1

    def embed_tokens(self, texts: Sequence[str]) -> list[Floats]:
        return [np.array([_sense(token.norm) for token in tokenize(text)]) for text in texts]


def _sense(word: str) -> Floats:
    return np.array([[1, 0] if word in norms(NAMES) else [0, 1]], np.float32)


@cache
def jukebox(kind: type[NoEmbedding] = NoEmbedding, annotated: int = 1) -> Model:
    return train(definition("jukebox"), Settings(annotated=annotated), kind())


def tagged(model: Model, text: str) -> list[tuple[str, str]]:
    return [(span.slot, span.text) for span in model.tag(text, "Play")]


@pytest.fixture(scope="module")
def sentences() -> Embedder:
    embedder = installed("sentences")
    if embedder is None:
        pytest.skip("the embedding sentences is not installed")
    return embedder


@pytest.mark.parametrize(
    ("text", "filled"),
    [
        ("john davis dining", [("artist", "john davis")]),
        ("living needs stevie swift", [("artist", "stevie swift")]),
        ("nina , 2001", [("artist", "nina"), ("year", "2001")]),
        ("2001 , bowie", [("year", "2001"), ("artist", "bowie")]),
    ],
)
def test_what_words_filled_elsewhere_tells_where_the_order_is_new(
    text: str, filled: list[tuple[str, str]]
) -> None:
    assert tagged(jukebox(), text) == filled
    assert tagged(jukebox(annotated=1000), text) != filled, "the order tells enough"


def test_a_word_that_nobody_annotated_is_found_by_its_sense() -> None:
    said = "surprise me with edith piaf or not"

    assert tagged(jukebox(KnowsNames), said) == [("artist", "edith piaf")]
    assert tagged(jukebox(), said) != [("artist", "edith piaf")]


def test_an_answer_is_read_without_its_senses() -> None:
    (span,) = jukebox(KnowsNames).tag("miles davis", "Play", "artist")

    assert (span.slot, span.text) == ("artist", "miles davis")


@pytest.mark.parametrize("intents", [0, 1])
def test_with_nothing_to_tell_apart_no_network_is_learned(intents: int) -> None:
    examples = replace(definition("jukebox"), outside=("it rains", "who are you"))
    few = replace(examples, intents=examples.intents[:intents])

    assert len(train(few, Settings(network=1), KnowsNames()).understand("play abba")) == intents


def test_what_was_learned_of_annotations_survives_saving() -> None:
    model = jukebox()
    loaded = load(save(model))

    assert save(loaded) == save(model)
    assert tagged(loaded, "2001 , bowie") == [("year", "2001"), ("artist", "bowie")]


def test_senses_of_the_sentence_embedding_survive_saving(sentences: Embedder) -> None:
    model = train(definition("jukebox"), Settings(annotated=1), sentences)
    loaded = load(save(model))

    assert save(loaded) == save(model)
    for said in ("surprise me with edith piaf or not", "put the radio on in the hall", "?"):
        assert loaded.understand(said) == model.understand(said)
        assert loaded.tag(said, "Play") == model.tag(said, "Play")


def test_a_token_is_embedded_the_same_alone_and_among_others(sentences: Embedder) -> None:
    texts = ["play abba", "play 2001's hits, please!", "hear nina", "", "\x80 z\u0301z \U0001f3b5"]
    together = sentences.embed_tokens(texts)

    for text, found in zip(texts, together, strict=True):
        assert found.shape == (len(tokenize(text)), 2, 384)
        assert np.array_equal(found, sentences.embed_tokens([text])[0])


def test_what_a_text_is_cut_before_has_no_sense(sentences: Embedder) -> None:
    (found,) = sentences.embed_tokens(["so " * 100])
    lengths = np.linalg.norm(found, axis=2)

    assert lengths[:50] == pytest.approx(1)
    assert not lengths[70:].any()
