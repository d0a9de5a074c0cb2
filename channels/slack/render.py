"""`Reply` to Block Kit: pure, and within its limits whatever the reply holds.

Limits (Slack's Block Kit reference): 50 blocks; 3,000 characters a section; 10 fields of 2,000;
25 buttons a row, 75 characters a label, 2,000 a value; 10 context elements.
"""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeVar

from channels.slack.mrkdwn import code, escape, paragraphs, preformatted, shorten
from channels.slack.origin import ACTION_PREFIX
from channels.slack.tables import table_texts
from channels.sparkline import caption, sparklines
from fulfillment.markdown import plain
from fulfillment.reply_json import invocation_to_json
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Action, Audience, Cell, Chart, Fact, Link, Progress, Reply

Block = dict[str, Any]
Item = TypeVar("Item")

MAX_BLOCKS = 50
_SECTION = 3000
_LABEL, _VALUE = 60, 300
"""Of a field's 2,000: a fact is short, and escaping makes at most five of one."""
_BUTTON_TEXT = 75
_BUTTON_VALUE = 2000
_FALLBACK = 800
"""Slack recommends at most 4,000 characters: five for each of ours."""
_BAR = 10
_CHART_WIDTH = 24
"""Of the bars of a chart: with the value they fit a phone."""
_MARKS = {"neutral": "", "good": ":white_check_mark: ", "warning": ":warning: ", "bad": ":x: "}
_STATES: Mapping[str, Phrase] = {
    "running": phrase("progress_running"),
    "succeeded": phrase("progress_succeeded"),
    "failed": phrase("progress_failed"),
    "unknown": phrase("progress_unknown"),
}


@dataclass(frozen=True)
class SlackMessage:
    """`text` is what notifications and screen readers get; `blocks` what is seen."""

    text: str
    blocks: tuple[Block, ...]


def render(
    say: Say,
    reply: Reply,
    audience: Audience = "private",
    asker: str = "",
    *,
    is_pictured: bool = False,
) -> SlackMessage:
    """Everything of the reply, but for the "yes" to say where there is a button for it.

    `audience` and `asker` (a user id) go into the buttons: Slack does not tell them later.
    `is_pictured`: its chart comes as a picture, and not in bars of text.
    """
    suggestions = () if reply.state == "confirm" and reply.actions else reply.suggestions
    buttons = _buttons(say, reply.actions, audience, asker)
    tail = [*buttons, *_suggestions(say, suggestions)][:MAX_BLOCKS]
    head = [*_sections(say, reply), *_progress(say, reply.progress), *_facts(reply.facts)]
    head += [] if is_pictured else [*_chart(say, reply.chart)]
    head += [*_table(say, reply), *_links(reply.links)]
    room = MAX_BLOCKS - len(tail)
    if len(head) > room:
        head = [*head[: room - 1], _context([say("slack_shortened")])]
    return SlackMessage(_fallback(say, reply), (*head, *tail))


def without_buttons(blocks: Sequence[Block], note: str) -> tuple[Block, ...]:
    """Blocks of a message that was answered: its buttons give way to `note` (mrkdwn)."""
    kept = [block for block in blocks if block.get("type") != "actions"]
    return (*kept[: MAX_BLOCKS - 1], _context([note]))


def with_note(message: SlackMessage, note: str) -> SlackMessage:
    """The message with one more line below (mrkdwn)."""
    return SlackMessage(message.text, (*message.blocks[: MAX_BLOCKS - 1], _context([note])))


def button_value(action: Action, audience: Audience, asker: str = "") -> str:
    """What a pressed button sends back: a structured invocation, never words."""
    document = {**invocation_to_json(action.invocation), "audience": audience, "asker": asker}
    return json.dumps(document, separators=(",", ":"))


def _sections(say: Say, reply: Reply) -> Iterator[Block]:
    words = reply.text if plain(reply.text).strip() else escape(reply.speech)
    texts = paragraphs(words, _SECTION) or (() if _has_more(reply) else (say("slack_done"),))
    return (_section(text) for text in texts)


def _has_more(reply: Reply) -> bool:
    return bool(reply.progress or reply.facts or reply.table or reply.chart)


def _progress(say: Say, progress: Progress | None) -> Iterator[Block]:
    if progress is None:
        return
    title = escape(shorten(progress.title, 300)) or say("slack_progress")
    state = say.phrase(_STATES[progress.state])
    yield _section(f"*{title}*\n{_count(say, progress)}{state}")
    if progress.detail.strip():
        yield _context([escape(shorten(progress.detail, 400))])


def _count(say: Say, progress: Progress) -> str:
    """A bar and the count; nothing where no count is claimed."""
    if progress.total <= 0:
        return ""
    done = min(max(progress.done, 0), progress.total)
    filled = _BAR * done // progress.total
    bar = "▓" * filled + "░" * (_BAR - filled)
    return f"`{bar}` {say('of', done=progress.done, total=progress.total)}, "


def _facts(facts: Sequence[Fact]) -> Iterator[Block]:
    for some in _in_tens(facts):
        fields = [_mrkdwn(f"*{_short(fact.label, _LABEL)}*\n{_cell(fact.value)}") for fact in some]
        yield {"type": "section", "fields": fields}


def _chart(say: Say, chart: Chart | None) -> Iterator[Block]:
    """The first series and what it is held against, in bars."""
    if chart is None:
        return
    shown = [
        line
        for line, series in zip(sparklines(say, chart, _CHART_WIDTH), chart.series, strict=True)
        if series.is_past or series is chart.series[0]
    ][:3]
    lines = [f"{line.bars} {line.latest}  {shorten(line.name, 40)}" for line in shown]
    title = f"*{_short(chart.title, 100)}*"
    times = shorten(caption(say, chart), 200)
    yield _section(f"{title}\n{preformatted([*lines, *([times] if times else [])])}")


def _table(say: Say, reply: Reply) -> Iterator[Block]:
    if reply.table is not None:
        yield from (_section(text) for text in table_texts(say, reply.table, _SECTION))


def _links(links: Sequence[Link]) -> Iterator[Block]:
    shown = [text for text in map(_link, links) if text]
    for some in _in_tens(shown):
        yield _context(some)


def _link(link: Link) -> str:
    """`<url|label>`; only web addresses, with nothing in them that could end the link."""
    url = "".join(_URL_ESCAPES.get(character, character) for character in link.url)
    if len(url) > 1500 or not url.isprintable() or not _WEB_ADDRESS.match(url):
        return ""
    return f"<{url}|{_short(link.label, _LABEL).replace('|', '/')}>"


_WEB_ADDRESS = re.compile(r"https?://[^\s/]")
_URL_ESCAPES = {"<": "%3C", ">": "%3E", "|": "%7C", " ": "%20", "&": "&amp;"}


def _buttons(
    say: Say, actions: Sequence[Action], audience: Audience, asker: str
) -> Iterator[Block]:
    buttons = [
        button
        for number, action in enumerate(actions[:100])
        if (button := _button(say, action, number, button_value(action, audience, asker)))
    ]
    for start in range(0, len(buttons), 25):
        yield {"type": "actions", "elements": buttons[start : start + 25]}


def _button(say: Say, action: Action, number: int, value: str) -> Block | None:
    """None where the value does not fit: a button that does nothing is worse than none."""
    if len(value) > _BUTTON_VALUE:
        return None
    label = _plain_text(action.label, _BUTTON_TEXT)
    button = {
        "type": "button",
        "action_id": f"{ACTION_PREFIX}{number}",
        "text": label,
        "value": value,
    }
    if action.style != "default":
        button["style"] = action.style
    if action.style == "danger" and action.invocation.kind != "cancel":
        button["confirm"] = _are_you_sure(say, action)
    return button


def _are_you_sure(say: Say, action: Action) -> Block:
    return {
        "title": _plain_text(say("slack_are_you_sure"), 100),
        "text": _plain_text(say("slack_at_once", action=action.label), 300),
        "confirm": _plain_text(action.label, 30),
        "deny": _plain_text(say("slack_go_back"), 30),
        "style": "danger",
    }


def _suggestions(say: Say, suggestions: Sequence[str]) -> Iterator[Block]:
    shown = [text for text in (code(shorten(item, 150)) for item in suggestions) if text]
    if shown:
        yield _context([say("try"), *shown[:9]])


def _fallback(say: Say, reply: Reply) -> str:
    words = plain(reply.text).strip() or reply.speech.strip()
    if not words and reply.progress:
        words = reply.progress.title.strip()
    return escape(shorten(words, _FALLBACK)) or say("slack_done")


def _cell(cell: Cell) -> str:
    return _MARKS[cell.tone] + _short(cell.text, _VALUE)


def _short(text: str, limit: int) -> str:
    return escape(shorten(text, limit)) if text.strip() else "-"


def _section(text: str) -> Block:
    return {"type": "section", "text": _mrkdwn(text)}


def _context(texts: Sequence[str]) -> Block:
    return {"type": "context", "elements": [_mrkdwn(text) for text in texts]}


def _mrkdwn(text: str) -> Block:
    """`verbatim`: Slack is not to look for addresses and names by itself."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def _plain_text(text: str, limit: int) -> Block:
    shown = shorten(text.strip() or "OK", limit)
    return {"type": "plain_text", "text": shown, "emoji": False}


def _in_tens(items: Sequence[Item]) -> Iterator[Sequence[Item]]:
    return (items[start : start + 10] for start in range(0, len(items), 10))
