"""Say how the CloudFormation stacks stand, what is wrong first, and which have drifted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from fulfillment.answers import (
    MOST_ROWS,
    SPOKEN_ITEMS,
    cut_line,
    first_lines,
    gap_lines,
    places,
)
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.stacks import Stacks
from fulfillment.ops.stacks.port import Drift, Stack, StackState, Survey
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Cell, Reply, Table, Tone, Turn
from fulfillment.wording import age, clean, shown, spoken_age

_SHOWN_RESOURCES = 3
_STATES: Mapping[StackState, tuple[Phrase, Tone]] = {
    "failed": (phrase("stack_failed"), "bad"),
    "rolled back": (phrase("stack_rolled_back"), "warning"),
    "under way": (phrase("stack_under_way"), "warning"),
    "fine": (phrase("stack_fine"), "good"),
}
_DRIFTS: Mapping[Drift, tuple[Phrase, Tone]] = {
    "drifted": (phrase("drift_found"), "bad"),
    "in sync": (phrase("drift_none"), "good"),
    "not checked": (phrase("drift_unchecked"), "neutral"),
}


def answer(turn: Turn, fleet: Fleet, stacks: Stacks, *, environment: str | None = None) -> Reply:
    """Counts, then what failed, was rolled back or is under way, then drift and how old it is."""
    say = turn.say
    where = places(fleet, environment)
    found = stacks.survey(where)
    gaps = gap_lines(say, found.gaps)
    lines = [_summary(say, found, where), *_troubles(say, found.stacks), *_drifted(say, found)]
    more = [*cut_line(say, len(found.stacks)), *([say("more_stacks")] if found.has_more else [])]
    is_unread = bool(gaps) and not found.stacks
    return Reply(
        text="\n".join([*([] if is_unread else lines), *more, *gaps]),
        speech=_speech(say, found, where, gaps),
        table=_table(say, found.stacks) if found.stacks else None,
        suggestions=(say("suggest_broken"),),
        context={"environment": environment} if environment else {},
        state="failed" if is_unread else "done",
    )


def _summary(say: Say, found: Survey, where: Sequence[str]) -> str:
    environments = say.all_of([bold(one) for one in where])
    if not found.stacks:
        return say("no_stacks", environments=environments)
    counts = Counter(one.state for one in found.stacks)
    said = [
        say("counted_state", count=counts[state], state=say.phrase(words))
        for state, (words, _) in _STATES.items()
        if counts[state]
    ]
    count, states = len(found.stacks), say.all_of(said)
    return say("stacks_stand", environments=environments, count=count, states=states)


def _troubles(say: Say, stacks: Sequence[Stack]) -> list[str]:
    return first_lines(say, [_trouble(say, one) for one in stacks if one.state != "fine"])


def _trouble(say: Say, one: Stack, *, brief: bool = False) -> str:
    state, _ = _STATES[one.state]
    why = f" ({shown(one.reason, 160)})" if one.reason and not brief else ""
    since = spoken_age(say, one.age_seconds)
    return say("stack_is", stack=bold(one.name), state=say.phrase(state), age=since, why=why)


def _drifted(say: Say, found: Survey) -> list[str]:
    drifts = [_drift(say, one) for one in found.stacks if one.drift == "drifted"]
    said = first_lines(say, drifts)
    unchecked = [bold(one.name) for one in found.stacks if one.drift == "not checked"]
    if unchecked:
        rest = len(unchecked) - SPOKEN_ITEMS
        some = [*unchecked[:SPOKEN_ITEMS], *([say("more", count=rest)] if rest > 0 else [])]
        said.append(say("never_checked", stacks=say.all_of(some)))
    return said


def _drift(say: Say, one: Stack, *, brief: bool = False) -> str:
    since = "" if one.drift_age_seconds is None else spoken_age(say, one.drift_age_seconds)
    when = say("as_detected", age=since) if since else ""
    names = [clean(each.name, 40) for each in one.drifted[:_SHOWN_RESOURCES]]
    rest = len(one.drifted) - len(names)
    if rest > 0:
        names.append(say("more", count=rest))
    what = f": {shown(say.all_of(names))}" if names and not brief else ""
    return say("has_drifted", stack=bold(one.name), what=what, when=when)


def _speech(say: Say, found: Survey, where: Sequence[str], gaps: Sequence[str]) -> str:
    if gaps and not found.stacks:
        return plain(" ".join(gaps[:1]))
    drifted = [one for one in found.stacks if one.drift == "drifted"]
    worst = [one for one in found.stacks if one.state in ("failed", "rolled back")]
    said = [_summary(say, found, where)]
    if worst:
        said.append(_trouble(say, worst[0], brief=True))
    elif drifted:
        said.append(_drift(say, drifted[0], brief=True))
    return plain(" ".join([*said, *gaps[:1]]))


def _table(say: Say, stacks: Sequence[Stack]) -> Table:
    columns = (
        say("label_stack"),
        say("label_environment"),
        say("label_state"),
        say("label_updated"),
        say("label_drift"),
        say("label_checked"),
    )
    return Table(say("table_title"), columns, tuple(_row(say, one) for one in stacks[:MOST_ROWS]))


def _row(say: Say, one: Stack) -> tuple[Cell, ...]:
    state, state_tone = _STATES[one.state]
    drift, drift_tone = _DRIFTS[one.drift]
    checked = "" if one.drift_age_seconds is None else age(say, one.drift_age_seconds)
    return (
        Cell(one.name),
        Cell(one.environment),
        Cell(say.phrase(state), state_tone),
        Cell(age(say, one.age_seconds)),
        Cell(say.phrase(drift), drift_tone),
        Cell(checked),
    )
