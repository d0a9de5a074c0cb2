"""Long answers in parts: what fits the channel is shown, the rest waits for "more".

The whole reply waits in the table, bound to the person; the conversation only carries where it is
and how far it was shown. Forging that shows a person nothing but their own answers.
"""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from fulfillment.errors import StoreError
from fulfillment.markdown import escape, plain
from fulfillment.sentences import Say
from fulfillment.store import Store
from fulfillment.turn import Channel, Reply, Table, Turn

CONTEXT = "more"
_ROWS: Mapping[Channel, int] = {"slack": 20, "web": 40, "terminal": 40, "alexa": 3, "direct": 40}
"""Of a table at a time. An ear keeps three things in mind, and the card has the whole table."""


def in_parts(reply: Reply, turn: Turn, store: Store) -> Reply:
    """The first part of a reply, where it is longer than the channel takes; else the reply.

    Without a table to keep the rest in, the reply stays whole.
    """
    size = _ROWS[turn.channel]
    if reply.table is None or len(reply.table.rows) <= size:
        return _without_more(reply, turn)
    with suppress(StoreError):
        store.save_pages(turn.request_id, told_to(turn), reply)
        return part(reply, turn, turn.request_id, 0)
    return reply


def told_to(turn: Turn) -> str:
    """Whom an answer was for: what was said in private is not continued before others."""
    return f"{turn.person.id}|{turn.channel}|{turn.audience}"


def part(reply: Reply, turn: Turn, pages_id: str, start: int) -> Reply:
    """Rows of the reply's table from `start` on, and how to ask for the next ones."""
    size, table = _ROWS[turn.channel], reply.table
    rows = table.rows[start : start + size] if table else ()
    end = start + len(rows)
    left = len(table.rows) - end if table else 0
    note = _note(turn.say, start, end, left)
    shown = replace(table, rows=rows) if table and turn.channel != "alexa" else table
    text = f"{reply.text} {note}" if start == 0 else note
    return replace(
        reply,
        text=text,
        speech=_speech(reply, turn, table, start, end, note),
        table=shown,
        facts=reply.facts if start == 0 else (),
        suggestions=((turn.say("suggest_more"),) if left else ()) + reply.suggestions,
        context={**reply.context, CONTEXT: f"{pages_id}:{end}" if left else ""},
    )


def _note(say: Say, start: int, end: int, left: int) -> str:
    shown = say("rows_shown", first=start + 1, last=end, total=end + left)
    return f"{shown} {say('say_more')}" if left else shown


def _speech(reply: Reply, turn: Turn, table: Table | None, start: int, end: int, note: str) -> str:
    if start == 0:
        return f"{reply.speech} {turn.say('say_more')}" if reply.speech else ""
    if turn.channel != "alexa" or table is None:
        return ""
    rows = (" ".join(cell.text for cell in row if cell.text) for row in table.rows[start:end])
    return plain(f"{'; '.join(escape(row) for row in rows)}. {note}")


def _without_more(reply: Reply, turn: Turn) -> Reply:
    if not turn.context.get(CONTEXT) or CONTEXT in reply.context:
        return reply
    return replace(reply, context={**reply.context, CONTEXT: ""})
