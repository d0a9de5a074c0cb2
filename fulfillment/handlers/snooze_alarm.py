"""Plan a snooze: for a while, an alarm comes last in what is told."""

from datetime import timedelta

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold, plain
from fulfillment.ops.alarms.port import Alarms
from fulfillment.ops.state import Alarm
from fulfillment.plan import Plan, fingerprint_of
from fulfillment.sentences import Say
from fulfillment.time_range import iso_duration, parsed_duration
from fulfillment.turn import Turn
from fulfillment.wording import shown, spoken_age

DEFAULT = timedelta(hours=1)
LONGEST = timedelta(hours=24)


def plan(
    turn: Turn,
    alarms: Alarms,
    *,
    alarm: str,
    environment: str,
    period: str | None = None,
) -> Plan:
    """For `period` (ISO 8601) from the yes on. Raises `PlanRefused` where that is too long."""
    span = parsed_duration(period) if period else DEFAULT
    if span > LONGEST:
        raise PlanRefused(turn.say("too_long", most=span_text(turn.say, LONGEST)))
    found = alarms.alarm(environment, alarm)
    before = found.snoozed.plan if found.snoozed else ""
    reached = alarms.environments(found)
    sentence = _sentence(turn.say, found, span)
    told = span_text(turn.say, span)
    return Plan(
        intent=turn.intent,
        slots=dict(turn.slots),
        service=alarms.service(found),
        environment=environment,
        sentence=sentence,
        speech=plain(sentence),
        title=turn.say("title", alarm=found.name, environment=environment, span=told),
        fingerprint=fingerprint_of(
            {"reached": reached, "alarm": alarm, "span": span, "before": before}
        ),
        details={
            "alarm": found.name,
            "seconds": str(int(span.total_seconds())),
            "replacing": before,
        },
        environments=reached,
        chosen={"period": iso_duration(span)},
    )


def _sentence(say: Say, found: Alarm, span: timedelta) -> str:
    name, where, note = bold(found.name), bold(found.environment), found.snoozed
    told = span_text(say, span)
    if note is None:
        return say("plan", alarm=name, environment=where, span=told)
    left, by = spoken_age(say, note.left_seconds), shown(note.by, 60)
    return say("plan_instead", alarm=name, environment=where, span=told, name=by, left=left)


def span_text(say: Say, span: timedelta) -> str:
    """The whole of a span of at most a day: "1 hour and 30 minutes"."""
    minutes, seconds = divmod(int(span.total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    parts = [say("age_hours", count=hours)] if hours else []
    parts += [say("age_minutes", count=minutes)] if minutes else []
    parts += [say("age_seconds", count=seconds)] if seconds else []
    return say.all_of(parts)
