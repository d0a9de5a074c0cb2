"""Say what AWS has scheduled and which certificates end soon, soonest first."""

from collections.abc import Sequence

from fulfillment.answers import MOST_ROWS, cut_line, gap_lines, places
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.maintenance import Maintenance
from fulfillment.ops.maintenance.port import Upcoming
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Reply, Table, Tone, Turn
from fulfillment.wording import clean, shown, spoken_age

_MOST_LINES = 8
_SHOWN_ENTITIES = 3
_URGENT, _SOON = 3 * 86_400, 14 * 86_400


def answer(
    turn: Turn, fleet: Fleet, maintenance: Maintenance, *, environment: str | None = None
) -> Reply:
    """A line for each, a table of all."""
    say = turn.say
    where = places(fleet, environment)
    found = maintenance.survey(where)
    gaps = gap_lines(say, found.gaps)
    lines = [_headline(say, found.upcoming, where, is_partial=bool(gaps))]
    lines += [f"- {_line(say, one)}" for one in found.upcoming[:_MOST_LINES]]
    return Reply(
        text="\n".join([*lines, *gaps, *cut_line(say, len(found.upcoming))]),
        speech=_speech(say, found.upcoming, where, gaps),
        table=_table(say, found.upcoming) if found.upcoming else None,
        suggestions=(say("suggest_broken"),),
        context={"environment": environment} if environment else {},
    )


def _headline(
    say: Say, upcoming: Sequence[Upcoming], where: Sequence[str], *, is_partial: bool
) -> str:
    environments = say.all_of([bold(one) for one in where])
    if upcoming:
        return say("things_come", count=len(upcoming), environments=environments)
    if is_partial:
        return say("nothing_as_read", environments=environments)
    return say("nothing_comes", environments=environments)


def _line(say: Say, one: Upcoming, *, brief: bool = False) -> str:
    when, name = _when(say, one), bold(clean(one.name))
    if one.kind == "certificate":
        return _certificate(say, one, name, when)
    if one.kind == "instance":
        why = f" ({shown(one.detail, 120)})" if one.detail and not brief else ""
        return say("instance_event", instance=name, when=when, why=why)
    about = "" if brief else _about(say, one)
    return say("aws_event", service=escape(clean(one.service)), event=name, when=when, about=about)


def _certificate(say: Say, one: Upcoming, name: str, when: str) -> str:
    is_over = one.in_seconds is not None and one.in_seconds < 0
    said = (
        say("certificate_ended", domain=name, when=when)
        if is_over
        else say("certificate_ends", domain=name, when=when)
    )
    if not one.is_used:
        return f"{said} {say('not_in_use')}"
    return f"{said} {say('renews_itself') if one.renews else say('nobody_renews')}"


def _about(say: Say, one: Upcoming) -> str:
    if not one.entities:
        return ""
    names = [shown(each, 60) for each in one.entities[:_SHOWN_ENTITIES]]
    rest = len(one.entities) - len(names)
    if rest > 0:
        names.append(say("more", count=rest))
    return f": {say.all_of(names)}"


def _when(say: Say, one: Upcoming) -> str:
    if one.in_seconds is None:
        return say("some_time")
    if one.in_seconds < 0:
        return say("some_time_ago", age=spoken_age(say, -one.in_seconds))
    return say("in_some_time", age=spoken_age(say, one.in_seconds))


def _speech(
    say: Say, upcoming: Sequence[Upcoming], where: Sequence[str], gaps: Sequence[str]
) -> str:
    said = [_headline(say, upcoming, where, is_partial=bool(gaps))]
    said += [_line(say, one, brief=True) for one in _for_an_ear(upcoming)]
    return plain(" ".join([*said, *gaps[:1]]))


def _for_an_ear(upcoming: Sequence[Upcoming]) -> list[Upcoming]:
    """The first thing of AWS and the first certificate that matters: both were asked for."""
    scheduled = [one for one in upcoming if one.kind != "certificate"]
    ending = [one for one in upcoming if one.kind == "certificate" and one.is_used]
    return [*scheduled[:1], *ending[:1]] or list(upcoming[:1])


def _table(say: Say, upcoming: Sequence[Upcoming]) -> Table:
    columns = (say("label_when"), say("label_what_comes"), say("label_name"), say("label_about"))
    return Table(say("table_title"), columns, tuple(_row(say, one) for one in upcoming[:MOST_ROWS]))


def _row(say: Say, one: Upcoming) -> tuple[Cell, ...]:
    kinds = {
        "event": clean(one.service),
        "instance": say("kind_instance"),
        "certificate": say("kind_certificate"),
    }
    about = ", ".join(one.entities) or one.detail
    return (
        Cell(_when(say, one), _tone(one)),
        Cell(kinds[one.kind]),
        Cell(clean(one.name)),
        Cell(clean(about, 120)),
    )


def _tone(one: Upcoming) -> Tone:
    if one.in_seconds is None or (one.kind == "certificate" and (one.renews or not one.is_used)):
        return "neutral"
    return "bad" if one.in_seconds < _URGENT else "warning" if one.in_seconds < _SOON else "neutral"
