"""Show the next part of the last answer."""

from fulfillment.ops.pages import Pages
from fulfillment.paging import CONTEXT, part, told_to
from fulfillment.turn import Reply, Turn


def answer(turn: Turn, pages: Pages) -> Reply:
    """The next rows; or that there are none."""
    pages_id, _, shown = turn.context.get(CONTEXT, "").rpartition(":")
    start = int(shown) if shown.isdecimal() and shown.isascii() else 0
    whole = pages.find(pages_id, told_to(turn)) if start else None
    if whole is None or whole.table is None or start >= len(whole.table.rows):
        text = turn.say("no_more")
        return Reply(text=text, speech=text)
    return part(whole, turn, pages_id, start)
