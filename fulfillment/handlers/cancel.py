"""Drop what is being asked; dispatch answers by itself where a plan waits for a yes."""

from fulfillment.ops.fleet import Fleet
from fulfillment.turn import Reply, Turn


def answer(turn: Turn, fleet: Fleet) -> Reply:
    """Nothing was waiting for a yes."""
    text = turn.say("nothing_waits")
    return Reply(text=text, speech=text)
