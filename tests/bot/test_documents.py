"""Files that are hostile or odd: each is an ordinary problem of its line, in bounded time."""

import os
from pathlib import Path

import pytest

from bot.composing import MAX_BYTES
from bot.documents import Document, read_document
from bot.forms import BOT, INTENT, SLOT_TYPE, WORDS, Form

BOMB = "flow:\n  z0: &z0 {a: b, c: d}\n" + "".join(
    f"  z{n}: &z{n} {{" + ", ".join(f"{key}: *z{n - 1}" for key in "abcdef") + "}\n"
    for n in range(1, 10)
)
CHAIN = "z0: &z0 [a]\n" + "".join(f"z{n}: &z{n} [*z{n - 1}]\n" for n in range(1, 2000))
WIDE = "values:\n  a: &a [" + "x," * 5000 + "]\n" + "".join(f"  b{n}: *a\n" for n in range(5000))


def read(tmp_path: Path, text: str, form: Form) -> Document:
    path = tmp_path / "some.yaml"
    path.write_text(text, encoding="utf-8")
    return read_document(path, "some.yaml", form)


@pytest.mark.parametrize(
    ("form", "text", "line", "message"),
    [
        (WORDS, BOMB, 8, "there are more than 100,000 values from here, aliases followed"),
        (SLOT_TYPE, WIDE, 2, "there are more than 100,000 values from here, aliases followed"),
        (INTENT, "flow: &f {initial: *f}\n", 1, "an alias here names the very list or mapping"),
        (INTENT, "\n? &f [*f]\n: b\n", 2, "an alias here names the very list or mapping"),
        (WORDS, "utterances: " + "[" * 60_000 + "]" * 60_000, 1, "nested deeper than 100"),
        (WORDS, "utterances:\n  " + "- " * 5000 + "a", 2, "nested deeper than 100 levels"),
        (WORDS, CHAIN, 101, "nested deeper than 100 levels"),
        (BOT, "name: 2024-01-01\n", 1, "'name' is a date, not text"),
        (BOT, "name:\n", 1, "'name' is nothing, not text"),
        (BOT, "name: !secret a\n", 1, "'name' is something tagged '!secret', not text"),
        (BOT, "name: !!str [a]\n", 1, "'name' is a list, not text"),
        (BOT, "\n[a, b]: c\n", 2, "a key is a list, not text"),
        (BOT, "{a: b}: c\n", 1, "a key is a mapping, not text"),
        (BOT, f"session_ttl_seconds: {'9' * 5000}\n", 1, "not a whole number"),
        (BOT, "session_ttl_seconds: !!int many\n", 1, "not a whole number"),
        (BOT, "name: " + "a" * MAX_BYTES, 1, "the file has 1,000,006 bytes, of at most"),
    ],
    ids=lambda value: value[:24].strip() if isinstance(value, str) else "",
)
def test_a_hostile_file_is_a_problem(
    tmp_path: Path, form: Form, text: str, line: int, message: str
) -> None:
    problems = read(tmp_path, text, form).problems
    assert any(p.line == line and message in p.message and p.cure for p in problems), problems


def test_aliases_within_the_limits_are_followed(tmp_path: Path) -> None:
    text = "type: Size\nvalues:\n  small: &s [little]\n  tiny: *s\n"
    values = read(tmp_path, text, SLOT_TYPE).data["values"]
    assert values == {"small": ["little"], "tiny": ["little"]}


@pytest.mark.parametrize("kind", ["pipe", "device", "folder"])
def test_only_a_regular_file_is_read(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "some.yaml"
    if kind == "pipe":
        os.mkfifo(path)
    elif kind == "device":
        path.symlink_to("/dev/zero")
    else:
        path.mkdir()
    [problem] = read_document(path, "some.yaml", BOT).problems
    assert str(problem).startswith("some.yaml:1: this is not a regular file")
