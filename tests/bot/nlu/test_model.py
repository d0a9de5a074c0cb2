"""A model is the same every time, survives being saved, and takes any text."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.errors import ModelError
from bot.nlu import Settings, train
from bot.nlu.caching import KEPT
from bot.nlu.caching import trained as cached
from bot.nlu.embeddings import NoEmbedding, installed
from bot.nlu.storage import fingerprint, load, save
from tests.bot.nlu.definitions import definition, trained

SMALL = Settings(fillings=1)

_HASH_OF_A_TRAINING = """
import hashlib
from bot.nlu import Settings, train
from bot.nlu.embeddings import NoEmbedding
from bot.nlu.storage import save
from tests.bot.nlu.definitions import definition
model = train(definition("albergo"), Settings(), NoEmbedding())
print(hashlib.sha256(save(model)).hexdigest())
"""


def test_training_twice_gives_the_same_bytes_whatever_the_hash_seed() -> None:
    hashes = {
        subprocess.run(
            [sys.executable, "-c", _HASH_OF_A_TRAINING],
            env={"PYTHONHASHSEED": seed, "PYTHONPATH": str(Path.cwd())},
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed in ("1", "2")
    }

    assert len(hashes) == 1


def test_a_loaded_model_answers_as_the_saved_one_did() -> None:
    model = trained("cafe")
    loaded = load(save(model))

    for text in ("order a large latte", "when do you open", "don't book a table", "zzz"):
        assert loaded.understand(text) == model.understand(text)
    assert loaded.tag("large", "OrderDrink", "size") == model.tag("large", "OrderDrink", "size")
    assert save(loaded) == save(model)


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04 something else", save(trained("cafe"))[:40]])
def test_what_is_no_saved_model_is_refused(data: bytes) -> None:
    with pytest.raises(ModelError, match="train it again"):
        load(data)


def test_the_fingerprint_changes_with_whatever_changes_what_is_learned() -> None:
    cafe = definition("cafe")
    prints = {
        fingerprint(cafe, Settings(), "none"),
        fingerprint(definition("albergo"), Settings(), "none"),
        fingerprint(cafe, Settings(seed=8), "none"),
        fingerprint(cafe, Settings(), "words"),
    }

    assert len(prints) == 4
    assert fingerprint(definition("cafe"), Settings(), "none") in prints


def test_a_cached_model_is_trained_once_and_replaced_when_damaged(tmp_path: Path) -> None:
    first = cached(definition("albergo"), SMALL, NoEmbedding(), tmp_path)
    (path,) = tmp_path.iterdir()
    whole = path.read_bytes()
    assert whole == save(first)

    path.write_bytes(save(trained("cafe")))
    kept = cached(definition("albergo"), SMALL, NoEmbedding(), tmp_path)
    assert save(kept) == save(trained("cafe"))

    for damaged in (b"half a file", whole[: len(whole) // 2]):
        path.write_bytes(damaged)
        cached(definition("albergo"), SMALL, NoEmbedding(), tmp_path)
        assert path.read_bytes() == whole


def test_without_a_folder_that_can_be_written_a_model_is_trained_each_time(tmp_path: Path) -> None:
    occupied = tmp_path / "file"
    occupied.write_bytes(b"")
    for folder in (None, occupied):
        model = cached(definition("albergo"), SMALL, NoEmbedding(), folder)
        assert model.understand("vorrei una camera")


def test_a_folder_keeps_the_models_used_last(tmp_path: Path) -> None:
    for number in range(KEPT):
        old = tmp_path / f"{number:02}.nlu"
        old.write_bytes(b"")
        os.utime(old, (number, number))
    cached(definition("albergo"), SMALL, NoEmbedding(), tmp_path)

    left = sorted(path.name for path in tmp_path.iterdir())
    assert len(left) == KEPT
    assert "00.nlu" not in left


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=300))
def test_any_text_has_a_valid_reading(text: str) -> None:
    for reading in trained("cafe").understand(text):
        assert 0 <= reading.confidence <= 1
        end = 0
        for span in reading.spans:
            assert end <= span.start < span.end <= len(text)
            assert text[span.start : span.end] == span.text
            end = span.end


@pytest.mark.parametrize(("many", "network"), [(1, 1), (1, 1000), (1000, 1000)])
@pytest.mark.parametrize("level", ["words", "sentences"])
def test_an_embedding_that_is_installed_is_used_and_survives_saving(
    level: str, many: int, network: int
) -> None:
    embedder = installed("sentences" if level == "sentences" else "words")
    if embedder is None:
        pytest.skip(f"the embedding {level} is not installed")
    learning = Settings(fillings=1, many=many, network=network)
    model = train(definition("cafe"), learning, embedder)

    assert model.level == level
    assert model.understand("could I have an espresso")[0].intent == "OrderDrink"
    assert load(save(model)).understand("a big latte") == model.understand("a big latte")


def test_without_an_embedding_the_model_says_so() -> None:
    assert trained("cafe").level == "none"
    assert NoEmbedding().embed(["a", "b"]).shape == (2, 0)
