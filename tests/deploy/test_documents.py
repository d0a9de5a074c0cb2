"""YAML as data, by line: what no loader of a build takes without a word."""

from pathlib import Path
from typing import Any

import pytest

from deploy.documents import document_of, read_document, read_yaml
from deploy.errors import BuildError


def read(tmp_path: Path, text: str) -> Any:
    file = tmp_path / "some.yaml"
    file.write_text(text, encoding="utf-8")
    return read_yaml(file)


def test_what_is_merged_is_no_key_of_its_own(tmp_path: Path) -> None:
    text = "one: &one {a: 1, b: 2}\ntwo: &two {b: 3, c: 4}\nall: {<<: [*one, *two], c: 5}\n"

    assert read(tmp_path, text)["all"] == {"a": 1, "b": 2, "c": 5}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("a: {b: 1,\n  b: 2}\n", "2: the key 'b' appears twice. It is also on line 1"),
        ("a:\n  - 1: x\n    1: y\n", "3: the key 1 appears twice"),
        ("? [a]\n: 1\n", "1: a list or mapping cannot be a key"),
        ("a: !!int x\n", "1: 'x' cannot be read"),
        ("since: 2026-13-45\n", "1: '2026-13-45' cannot be read: month"),
        ("a: !secret x\n", "1: 'x' cannot be read: could not determine a constructor"),
        ("a: {<<: 3}\n", "1: << merges mappings only"),
        ("a: [\n", "this is not YAML"),
        ("- a\n", "must be a mapping of keys to values"),
    ],
)
def test_what_cannot_be_taken_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    with pytest.raises(BuildError) as caught:
        read(tmp_path, text)

    assert told in str(caught.value)
    assert str(tmp_path / "some.yaml") in str(caught.value)


def test_every_problem_is_told_at_once(tmp_path: Path) -> None:
    with pytest.raises(BuildError) as caught:
        read(tmp_path, "a: 1\na: 2\nb: {c: 1, c: 2}\n")

    assert len(str(caught.value).splitlines()) == 2


def test_each_value_has_its_line(tmp_path: Path) -> None:
    file = tmp_path / "some.yaml"
    file.write_text("a:\n  - b: 1\n    c: 2\n", encoding="utf-8")

    lines = {"": 1, "a": 1, "a[0]": 2, "a[0].b": 2, "a[0].c": 3}
    assert read_document(file).lines == lines
    assert document_of(read_document(file).data).lines == dict.fromkeys(lines, 0)
