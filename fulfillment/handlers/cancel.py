"""Drop whatever is being asked or confirmed; dispatch drops a pending plan before."""

from fulfillment.ops.fleet import Fleet
from fulfillment.turn import Reply, Turn


def answer(turn: Turn, fleet: Fleet) -> Reply:
    """Say so."""
    text = "OK, dropped. Nothing was changed."
    return Reply(text=text, speech=text)
