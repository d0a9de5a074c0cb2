"""List what waits for an approval in the pipelines."""

from collections.abc import Sequence

from fulfillment.answers import gap_lines
from fulfillment.markdown import plain
from fulfillment.ops.pipelines import Pipelines
from fulfillment.ops.pipelines.port import Approval, Listing
from fulfillment.pipeline_answers import NOTHING, actions, age_cell, commit_cell, waiting
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Turn
from fulfillment.wording import clean

_SPOKEN = 3
_LINES = 8
_BUTTONS = 3
"""Pipelines that get a pair of them."""


def answer(turn: Turn, pipelines: Pipelines) -> Reply:
    """Longest waiting first."""
    say, listing = turn.say, pipelines.all()
    waits = [one for pipeline in listing.pipelines for one in pipeline.approvals]
    found = sorted(waits, key=lambda one: -(one.age_seconds or 0.0))
    gaps = [*gap_lines(say, listing.gaps), *_unlooked(say, listing)]
    if not found:
        return _nothing(say, listing, gaps)
    told = [waiting(say, one) for one in found]
    head = say("approvals_wait", count=len(found))
    return Reply(
        text="\n".join([head, *(f"- {one}" for one in told[:_LINES]), *gaps]),
        speech=_spoken(say, head, [waiting(say, one, aloud=True) for one in found], gaps),
        table=_table(say, found),
        actions=actions(turn, _wanted(found)),
    )


def _unlooked(say: Say, listing: Listing) -> list[str]:
    return [say("pipelines_unlooked", count=listing.left_out)] if listing.left_out else []


def _nothing(say: Say, listing: Listing, gaps: Sequence[str]) -> Reply:
    if not listing.pipelines and gaps:
        return Reply(text="\n".join(gaps), speech=plain(gaps[0]), state="failed")
    told = [say("nothing_waits"), *gaps]
    return Reply(text="\n".join(told), speech=plain(" ".join(told[:2])))


def _spoken(say: Say, head: str, told: Sequence[str], gaps: Sequence[str]) -> str:
    rest = len(told) - _SPOKEN
    more = [say("approvals_more", count=rest)] if rest > 0 else []
    return plain(" ".join([head, *told[:_SPOKEN], *more, *gaps[:1]]))


def _wanted(found: Sequence[Approval]) -> list[tuple[str, str]]:
    names = list(dict.fromkeys(one.pipeline for one in found))[:_BUTTONS]
    return [(intent, name) for name in names for intent in ("ApprovePipeline", "RejectPipeline")]


def _table(say: Say, found: Sequence[Approval]) -> Table:
    columns = (
        say("label_pipeline"),
        say("label_stage"),
        say("label_commit"),
        say("label_change"),
        say("label_waiting"),
    )
    return Table(say("approvals_title"), columns, tuple(_row(say, one) for one in found))


def _row(say: Say, approval: Approval) -> tuple[Cell, ...]:
    message = approval.revision.message if approval.revision else ""
    return (
        Cell(approval.pipeline),
        Cell(approval.stage),
        commit_cell(approval.revision),
        Cell(clean(message, 80) or NOTHING),
        age_cell(say, approval.age_seconds),
    )
