"""Markdown as GitHub shows it, from text that may hold anything."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_SPECIAL = re.compile(r"([\\`*\[\]<>~&]|(?<![^\W_])_|_(?![^\W_]))")
"""One underscore inside a word is literal."""
_SPACE = re.compile(r"\s+")
_BACKTICKS = re.compile("`+")
_NO_ANCHOR = re.compile(r"[^\w\- ]")


@dataclass(frozen=True)
class Section:
    """A heading of `level` 1 to 6, plain text, and the Markdown below it."""

    level: int
    title: str
    body: str = ""


def escape(text: str) -> str:
    """Literal text on one line. Not for the beginning of a line, where `1.` or `-` is a list."""
    return _SPECIAL.sub(r"\\\1", _SPACE.sub(" ", text))


def code(text: str) -> str:
    """Literal text as code; a longer fence where it holds backticks itself."""
    line = one_line(text)
    longest = max((len(run) for run in _BACKTICKS.findall(line)), default=0)
    fence = "`" * (longest + 1)
    edge = " " if line.startswith("`") or line.endswith("`") else ""
    return f"{fence}{edge}{line}{edge}{fence}" if line else ""


def one_line(text: str) -> str:
    return " ".join(text.split())


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """A table of Markdown cells; "" without rows. A `|` in a cell stays in it."""
    lines = [_row(cells) for cells in rows]
    return "\n".join([_row(head), "|" + "---|" * len(head), *lines]) + "\n" if lines else ""


def bullets(items: Iterable[str]) -> str:
    return "".join(f"- {item}\n" for item in items)


def page(sections: Sequence[Section]) -> str:
    """The sections one below the other, with a table of contents of levels 2 and 3 after the
    first."""
    first, *rest = sections
    contents = Section(2, "Contents", _contents([first, Section(2, "Contents"), *rest]))
    return "\n".join(map(_section, [first, contents, *rest]))


def anchors(titles: Iterable[str]) -> list[str]:
    """GitHub's anchor of each heading of a page: one that is there already gets a number."""
    seen: dict[str, int] = {}
    found = []
    for title in titles:
        anchor = _NO_ANCHOR.sub("", title.lower()).replace(" ", "-")
        count = seen.get(anchor, 0)
        seen[anchor] = count + 1
        found.append(f"{anchor}-{count}" if count else anchor)
    return found


def _contents(sections: Sequence[Section]) -> str:
    names = anchors(section.title for section in sections)
    return "".join(
        f"{'  ' * (section.level - 2)}- [{escape(section.title)}](#{anchor})\n"
        for section, anchor in zip(sections, names, strict=True)
        if section.level in (2, 3) and section.title != "Contents"
    )


def _section(section: Section) -> str:
    heading = f"{'#' * section.level} {escape(section.title)}\n"
    return f"{heading}\n{section.body.rstrip()}\n" if section.body.strip() else heading


def _row(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |"
