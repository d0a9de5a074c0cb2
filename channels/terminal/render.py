"""A Reply in a terminal: rich renderables, or plain lines where the output is not a terminal."""

import unicodedata
from collections.abc import Mapping

from rich.console import Console, Group, RenderableType
from rich.padding import Padding
from rich.progress_bar import ProgressBar
from rich.table import Table as RichTable
from rich.text import Text

from channels.sparkline import caption, sparklines
from fulfillment.markdown import plain, spans
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Cell, Chart, Fact, Progress, Reply, Table

_TONES = {"neutral": "", "good": "green", "warning": "yellow", "bad": "bold red"}
_STYLES = {"plain": "", "bold": "bold", "code": "cyan"}
_STATES = {"denied": "yellow", "failed": "red"}
_PROGRESS: Mapping[str, Phrase] = {
    "running": phrase("progress_running"),
    "succeeded": phrase("terminal_succeeded"),
    "failed": phrase("progress_failed"),
    "unknown": phrase("terminal_unknown"),
}


def render(say: Say, reply: Reply) -> RenderableType:
    """All parts of a reply that a terminal can show."""
    parts: list[RenderableType] = [_text(reply)]
    if reply.chart:
        parts.append(Padding(_chart(say, reply.chart), (1, 0, 0, 0)))
    if reply.table:
        parts.append(Padding(_table(reply.table), (1, 0, 0, 0)))
    parts += [_fact(fact) for fact in reply.facts]
    if reply.progress:
        parts.append(progress_line(say, reply.progress))
    parts += [Text(safe(f"{link.label}: {link.url}"), style="dim") for link in reply.links]
    return Group(*parts, *_next(say, reply))


def _next(say: Say, reply: Reply) -> list[Text]:
    """What to say next, as far as the text has not said it already."""
    words = plain(reply.text)
    if reply.state == "confirm":
        asked = say("terminal_yes_or_no")
        return [] if asked.rstrip("?") in words.lower() else [Text(asked, style="bold")]
    new = [suggestion for suggestion in reply.suggestions if suggestion not in words]
    if not new:
        return []
    said = ", ".join(say("quoted", words=safe(suggestion)) for suggestion in new)
    return [Text(f"{say('try')} {said}", style="dim")]


def progress_line(say: Say, progress: Progress) -> RenderableType:
    """One line: a bar, how far, and what is happening."""
    line = RichTable.grid(padding=(0, 1))
    bar = ProgressBar(total=max(progress.total, 1), completed=progress.done, width=20)
    count = f"{progress.done}/{progress.total} " if progress.total else ""
    state = f"{count}{say.phrase(_PROGRESS[progress.state])}"
    line.add_row(Text(safe(progress.title)), bar, Text(state), Text(safe(progress.detail)))
    return line


def print_reply(console: Console, say: Say, reply: Reply) -> None:
    console.print(render(say, reply))


def safe(text: str) -> str:
    """Without control characters: a name in AWS must not move the cursor or retitle the window."""
    return "".join(
        character
        for character in text
        if character == "\n" or not unicodedata.category(character).startswith("C")
    )


def _text(reply: Reply) -> Text:
    shown = Text(style=_STATES.get(reply.state, ""))
    for span in spans(reply.text):
        shown.append(safe(span.text), style=_STYLES[span.style])
    return shown


def _cell(cell: Cell) -> Text:
    return Text(safe(cell.text), style=_TONES[cell.tone])


def _fact(fact: Fact) -> Text:
    return Text.assemble((f"  {safe(fact.label)}: ", "dim"), _cell(fact.value))


def _chart(say: Say, chart: Chart) -> RenderableType:
    """A line of bars for each series, and the times below."""
    lines = RichTable.grid(padding=(0, 1))
    for number, line in enumerate(sparklines(say, chart)):
        style = "dim" if chart.series[number].is_past else "cyan"
        lines.add_row(Text(f"  {line.name}"), Text(line.bars, style=style), Text(line.latest))
    lines.add_row("", Text(safe(caption(say, chart)), style="dim"))
    return Group(Text(safe(chart.title), style="bold"), lines)


def _table(table: Table) -> RichTable:
    # Texts, not strings: rich would read [red] or [/] in a string as its own markup.
    title = Text(safe(table.title), style="table.title") if table.title else None
    shown = RichTable(title=title, title_justify="left", box=None, pad_edge=False)
    for column in table.columns:
        shown.add_column(Text(safe(column)), header_style="dim", overflow="fold")
    for row in table.rows:
        shown.add_row(*(_cell(cell) for cell in row))
    return shown
