"""Which embedding hears, and where models are kept: said once, for this process and the others."""

import pytest

from deploy import hearing
from deploy.errors import SettingInvalid


def test_a_process_of_the_runtime_hears_with_what_was_chosen(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GROUND_EMBEDDING", "none")
    assert hearing.arguments() == ["--models", str(hearing.folder()), "--embedding", "none"]
    monkeypatch.delenv("GROUND_EMBEDDING")
    assert hearing.arguments() == ["--models", str(hearing.folder())]


def test_what_is_no_embedding_is_refused_with_those_there_are(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("GROUND_EMBEDDING", "telepathy")
    with pytest.raises(SettingInvalid, match="'telepathy' is no embedding: use sentences, words"):
        hearing.arguments()


def test_nothing_is_missing_where_somebody_has_chosen(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GROUND_EMBEDDING", "words")
    assert not hearing.missing()


def test_what_is_missing_is_said_with_its_cure(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("GROUND_EMBEDDING")
    monkeypatch.setattr("bot.nlu.embeddings.is_installed", lambda level: level != "sentences")
    assert "the extra 'embedding'" in hearing.missing()
