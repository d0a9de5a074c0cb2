"""PocketSphinx. The only place that knows it."""

import re
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from pathlib import Path
from threading import Lock
from typing import Any, Final

from bot.runtime.voice.model import Value, Vocabulary
from bot.runtime.voice.ports import Sound
from bot.runtime.voice.pronouncing import Sounds, read_dictionary

MAX_GUESSES: Final = 60
_WAY: Final = re.compile(r"\([0-9]+\)$")
_MODEL, _SET = "sentences", "bot"


class Sphinx:
    """A decoder for one vocabulary. Thread-safe: hears one thing at a time."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        self._lock = Lock()
        # The files are read once, here.
        with tempfile.TemporaryDirectory(prefix="ground-hearing-") as folder:
            self._decoder = _decoder(Path(folder), vocabulary)

    def guesses(self, sound: Sound) -> Sequence[tuple[str, ...]]:
        """See `Decoder.guesses`."""
        with self._lock:
            self._decoder.start_utt()
            self._decoder.process_raw(sound.tobytes(), full_utt=True)
            self._decoder.end_utt()
            return tuple(dict.fromkeys(self._found()))

    def _found(self) -> Iterator[tuple[str, ...]]:
        best = self._decoder.hyp()
        if best is None or not best.hypstr:
            return
        yield _names(best.hypstr)
        for _, guess in zip(range(MAX_GUESSES), self._decoder.nbest(), strict=False):
            if guess is not None and guess.hypstr:
                yield _names(guess.hypstr)


@cache
def dictionary() -> Mapping[str, Sounds]:
    """How the words of American English are said."""
    import pocketsphinx  # noqa: PLC0415 - of the extra

    path = Path(pocketsphinx.get_model_path("en-us/cmudict-en-us.dict"))
    with path.open(encoding="utf-8") as lines:
        return read_dictionary(lines)


def _names(text: str) -> tuple[str, ...]:
    return tuple(_WAY.sub("", name) for name in text.split())


def _decoder(folder: Path, vocabulary: Vocabulary) -> Any:
    import pocketsphinx  # noqa: PLC0415 - of the extra

    values = {name: found for name, found in vocabulary.values.items() if found}
    files = {
        "arpa": vocabulary.sentences.arpa,
        "classes": "\n".join(_classes(values)),
        "set": f"{{ {folder / 'classes'} }}\n{folder / 'arpa'} {_SET} {{ {' '.join(values)} }}\n",
        "dictionary": "\n".join(_dictionary(vocabulary)) + "\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    return pocketsphinx.Decoder(
        lm=None,
        lmctl=str(folder / "set"),
        lmname=_SET,
        dict=str(folder / "dictionary"),
        fwdflat=False,
        loglevel="FATAL",
    )


def _classes(values: Mapping[str, Sequence[Value]]) -> Iterator[str]:
    for name, found in values.items():
        yield f"LMCLASS {name}"
        yield from (f"{value.name} {1 / len(found):.6f}" for value in found)
        yield f"END {name}\n"


def _dictionary(vocabulary: Vocabulary) -> Iterator[str]:
    named = {value.name: value.sounds for found in vocabulary.values.values() for value in found}
    for name, sounds in {**vocabulary.sentences.sounds, **named}.items():
        for number, sound in enumerate(sounds, 1):
            yield f"{name}({number}) {sound}" if number > 1 else f"{name} {sound}"
