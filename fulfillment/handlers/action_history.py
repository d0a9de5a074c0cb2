"""Say who did what through Ground Control, when and with what outcome."""

from collections.abc import Mapping, Sequence
from datetime import timedelta

from fulfillment.answers import MOST_ROWS, SPOKEN_ITEMS, places
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.audit import Action, AuditTrail, History
from fulfillment.ops.fleet import Fleet
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.time_range import TimeRange, clock_time, time_range
from fulfillment.turn import Cell, Reply, Table, Tone, Turn
from fulfillment.wording import age, clean, spoken_age

DEFAULT = timedelta(hours=24)
_WHOLE_SECONDS = timedelta(seconds=2)
"""What was done just now is stamped by a clock that AWS tells in whole seconds."""
_OUTCOMES: Mapping[str, tuple[Phrase, Tone]] = {
    "started": (phrase("outcome_started"), "neutral"),
    "succeeded": (phrase("outcome_succeeded"), "good"),
    "failed": (phrase("outcome_failed"), "bad"),
    "refused": (phrase("outcome_refused"), "neutral"),
    "denied": (phrase("outcome_denied"), "warning"),
    "unknown": (phrase("outcome_unknown"), "warning"),
}


def answer(
    turn: Turn,
    fleet: Fleet,
    audit: AuditTrail,
    *,
    service: str | None = None,
    environment: str | None = None,
    period: str | None = None,
    day: str | None = None,
) -> Reply:
    """A table, newest first; for a voice the count and the last three."""
    say = turn.say
    where = places(fleet, environment)
    within = time_range(turn, period, day, default=DEFAULT)
    end = within.end + (_WHOLE_SECONDS if within.end == turn.now else timedelta(0))
    history = audit.history(where, within.start, end, service or "")
    head = _headline(say, history, where, service, within)
    notes = [] if history.is_whole else [say("not_all")]
    named = {"service": service} if service else {}
    return Reply(
        text=" ".join([head, *notes]),
        speech=plain(" ".join([head, *_newest(turn, history.actions), *notes])),
        table=_table(turn, history.actions, within) if history.actions else None,
        suggestions=(say("suggest_recent_changes"),),
        context={**named, **({"environment": environment} if environment else {})},
    )


def _headline(
    say: Say, history: History, where: Sequence[str], service: str | None, within: TimeRange
) -> str:
    places_said = say.all_of([escape(one) for one in where])
    if service:
        said = say("of_service_in", service=bold(service), places=places_said)
    else:
        said = say("in_places", places=places_said)
    when = within.said(say)
    if not history.actions:
        return say("nothing_done", where=said, when=when)
    return say("done", count=len(history.actions), where=said, when=when)


def _newest(turn: Turn, actions: Sequence[Action]) -> list[str]:
    lines = [_spoken(turn, one) for one in actions[:SPOKEN_ITEMS]]
    more = len(actions) - len(lines)
    return [*lines, turn.say("and_more", count=more)] if more > 0 else lines


def _spoken(turn: Turn, action: Action) -> str:
    say = turn.say
    ago = spoken_age(say, (turn.now - action.at).total_seconds())
    outcome = say.phrase(_outcome(action)[0])
    return say("line", name=_who(action), age=ago, what=_what(action), outcome=outcome)


def _table(turn: Turn, actions: Sequence[Action], within: TimeRange) -> Table:
    say = turn.say
    return Table(
        title=say("title", when=within.said(say)),
        columns=(
            say("column_when"),
            say("column_who"),
            say("column_what"),
            say("label_environment"),
            say("column_outcome"),
            say("column_from"),
        ),
        rows=tuple(_row(turn, one) for one in actions[:MOST_ROWS]),
    )


def _row(turn: Turn, action: Action) -> tuple[Cell, ...]:
    outcome, tone = _outcome(action)
    ago = age(turn.say, (turn.now - action.at).total_seconds())
    return (
        Cell(f"{clock_time(turn, action.at)} ({ago})"),
        Cell(_who(action)),
        Cell(_what(action)),
        Cell(clean(action.environment)),
        Cell(turn.say.phrase(outcome), tone),
        Cell(clean(action.channel)),
    )


def _outcome(action: Action) -> tuple[Phrase, Tone]:
    return _OUTCOMES.get(action.outcome, _OUTCOMES["unknown"])


def _who(action: Action) -> str:
    """Text from outside: whoever is not in the policy names themselves."""
    return clean(action.name)


def _what(action: Action) -> str:
    """What was denied has no title yet."""
    return clean(action.title or " ".join(filter(None, (action.intent, action.service))), 120)
