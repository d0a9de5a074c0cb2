"""Plan an acknowledgement: others hear that somebody looks at an alarm, until it is OK again."""

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold, plain
from fulfillment.ops.alarms.port import Alarms
from fulfillment.ops.state import Alarm
from fulfillment.plan import About, Plan, fingerprint_of
from fulfillment.turn import Turn
from fulfillment.wording import shown, spoken_age


def plan(turn: Turn, alarms: Alarms, *, alarm: str, environment: str) -> Plan:
    """For the firing that is on now. Raises `PlanRefused` where the alarm does not fire."""
    found = alarms.alarm(environment, alarm)
    about = About(alarms.service(found), alarms.environments(found))
    _check(turn, found, about)
    before = found.acknowledged.plan if found.acknowledged else ""
    sentence = _sentence(turn, found)
    return Plan(
        intent=turn.intent,
        slots=dict(turn.slots),
        service=about.service,
        environment=environment,
        sentence=sentence,
        speech=plain(sentence),
        title=turn.say("title", alarm=found.name, environment=environment),
        fingerprint=fingerprint_of(
            {"reached": about.environments, "alarm": alarm, "since": found.since, "before": before}
        ),
        environments=about.environments,
        details={"alarm": found.name, "since": found.since, "replacing": before},
    )


def _check(turn: Turn, found: Alarm, about: About) -> None:
    name, where = bold(found.name), bold(found.environment)
    if found.state != "ALARM":
        raise PlanRefused(turn.say("not_firing", alarm=name, environment=where), about)
    note = found.acknowledged
    if note and note.by == turn.person.display_name:
        age = spoken_age(turn.say, note.age_seconds)
        told = turn.say("yours_already", alarm=name, environment=where, age=age)
        raise PlanRefused(told, about)


def _sentence(turn: Turn, found: Alarm) -> str:
    name, where, note = bold(found.name), bold(found.environment), found.acknowledged
    if note is None:
        return turn.say("plan", alarm=name, environment=where)
    age = spoken_age(turn.say, note.age_seconds)
    return turn.say("plan_instead", alarm=name, environment=where, name=shown(note.by, 60), age=age)
