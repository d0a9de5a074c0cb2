"""A table as monospaced text: columns padded, narrow enough to stay readable on a phone's width.

Slack wraps a code block instead of scrolling it, so cells are cut, not lines.
"""

from collections.abc import Iterator, Sequence

from channels.slack.mrkdwn import escape, preformatted, shorten
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Table, Tone

MAX_CELL = 28
MAX_COLUMNS = 8
"""With cells of 28 a header and a row then fit a section, even where escaping makes five of one."""
_MARKS: dict[Tone, str] = {"neutral": "", "good": "", "warning": "! ", "bad": "x "}
"""Colour is not to be had in a code block; only what needs attention is marked."""


def table_texts(say: Say, table: Table, limit: int) -> Iterator[str]:
    """Code blocks of at most `limit` characters each, every one with the header."""
    rows = [[_cell(cell) for cell in row[:MAX_COLUMNS]] for row in table.rows]
    header = [shorten(_flat(column), MAX_CELL) for column in table.columns[:MAX_COLUMNS]]
    title = f"*{escape(shorten(_flat(table.title), 100))}*\n" if table.title.strip() else ""
    if not rows:
        yield f"{title}{say('slack_nothing_to_list')}"
        return
    widths = _widths([header, *rows])
    head = _line(header, widths)
    block: list[str] = []
    for line in (_line(row, widths) for row in rows):
        if block and len(title) + len(preformatted([head, *block, line])) > limit:
            yield title + preformatted([head, *block])
            title, block = "", []
        block.append(line)
    yield title + preformatted([head, *block])


def _cell(cell: Cell) -> str:
    return shorten(_MARKS[cell.tone] + _flat(cell.text), MAX_CELL)


def _flat(text: str) -> str:
    return " ".join(text.split())


def _widths(lines: Sequence[Sequence[str]]) -> list[int]:
    columns = max(map(len, lines))
    return [
        max((len(line[i]) for line in lines if i < len(line)), default=0) for i in range(columns)
    ]


def _line(cells: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(cell.ljust(width) for cell, width in zip(cells, widths, strict=False)).rstrip()
