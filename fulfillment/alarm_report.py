"""What to know when an alarm arrives: what it measures, the last deployment, the errors since.

Not an answer to a person: a channel asks for it when CloudWatch tells of an alarm. Whatever cannot
be read is said, and the rest is there all the same: an alarm must arrive.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from fulfillment.answers import gap_lines, version_name
from fulfillment.errors import OpsError
from fulfillment.handlers.firing_alarms import measure_text
from fulfillment.identity.denials import denied
from fulfillment.log_patterns import patterns
from fulfillment.markdown import bold, plain
from fulfillment.ops.alarms.matching import service_of
from fulfillment.ops.alarms.port import Alarms
from fulfillment.ops.backends import Backends
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.logs.port import Logs
from fulfillment.ops.pipelines.port import Pipelines
from fulfillment.ops.reach import Reach
from fulfillment.ops.state import Alarm, ServiceState
from fulfillment.ops.visible import is_seen
from fulfillment.sentences import Phrase, Say
from fulfillment.time_range import TimeRange
from fulfillment.turn import Action, Invocation, Reply, Turn
from fulfillment.wording import quoted, shown, spoken_age

PARTS = ("ServiceHealth", "ServiceErrors")
"""The intents that tell the same: the deployment, and the errors."""
ERRORS_OF = timedelta(minutes=15)
_WAIT_SECONDS = 5.0
_MOST_PATTERNS = 3


@dataclass(frozen=True)
class Arrived:
    """An alarm that fires, and the service that it is about, where that can be told."""

    alarm: Alarm
    service: ServiceState | None
    gaps: tuple[Phrase, ...]

    @property
    def about(self) -> dict[str, str]:
        """By slot: what is to be decided about."""
        service = {"service": self.service.name} if self.service else {}
        return {"environment": self.alarm.environment, **service}


def find_alarm(turn: Turn, backends: Backends, name: str) -> Arrived | Reply:
    """The alarm of that name, in whichever environment it fires; or what is said of one that is
    not found firing, or not to be told of."""
    fleet = backends.fleet
    alarms: Alarms = backends.get("alarms")
    firing = alarms.firing(fleet.environments())
    alarm = next((one for one in firing.alarms if one.name == name), None)
    if alarm is None and not _may_be_told(backends.reach, firing.read, name):
        return denied(turn.say("denied_from_here"))
    if alarm is None:
        reach = backends.reach
        is_all = set(firing.read) == set(reach.all_environments.names()) and not reach.view
        return _not_firing(turn.say, name, gap_lines(turn.say, firing.gaps), is_over=is_all)
    return Arrived(alarm, *_service(fleet, alarm))


def alarm_report(
    turn: Turn, backends: Backends, arrived: Arrived, allowed: Collection[str]
) -> Reply:
    """What is known of it; `allowed`: those of `PARTS` that may be told."""
    say, alarm, service = turn.say, arrived.alarm, arrived.service
    lines = [_head(say, alarm)]
    if service is not None and "ServiceHealth" in allowed:
        lines += _deployment(say, service)
    if service is not None and "ServiceErrors" in allowed:
        logs: Logs = backends.get("logs")
        # Not the turn's moment: that was before AWS's clock was seen.
        lines += _errors(say, logs, service, backends.reach.now())
    way_back, gaps = _way_back(say, backends, alarm, service)
    lines += gap_lines(say, (*arrived.gaps, *gaps))
    return Reply(
        text="\n".join(lines),
        speech=plain(lines[0]),
        actions=(*_actions(say, alarm, service), *way_back),
        context=arrived.about,
    )


def _may_be_told(reach: Reach, environments: Collection[str], name: str) -> bool:
    """Whether an alarm that is not seen firing would be told of where it did, by its name."""
    try:
        return not reach.view or any(is_seen(reach, one, [name]) for one in environments)
    except OpsError:
        return False


def _not_firing(say: Say, name: str, gaps: list[str], *, is_over: bool) -> Reply:
    """It is over already; or, where not all environments could be searched, all that is known."""
    alarm = bold(name)
    head = say("alarm_gone", alarm=alarm) if is_over else say("alarm_unread", alarm=alarm)
    text = "\n".join([head, *gaps])
    return Reply(text=text, speech=plain(text))


def _service(fleet: Fleet, alarm: Alarm) -> tuple[ServiceState | None, tuple[Phrase, ...]]:
    """The service that an alarm is about, where that can be told; and what could not be read."""
    try:
        names = fleet.service_names(alarm.environment)
        mine = service_of(alarm, names)
        state = fleet.service(alarm.environment, mine) if mine else None
    except OpsError as error:
        return None, (error.phrase,)
    return state, ()


def _head(say: Say, alarm: Alarm) -> str:
    return say(
        "alarm_arrived",
        alarm=bold(alarm.name),
        environment=bold(alarm.environment),
        measure=shown(measure_text(say, alarm), 200),
        about=shown(alarm.reason, 300),
    ).rstrip()


def _deployment(say: Say, service: ServiceState) -> list[str]:
    name = bold(service.name)
    age = spoken_age(say, service.age_seconds)
    version = bold(version_name(say, service.version))
    told = [say("alarm_deployed", service=name, version=version, age=age)]
    if service.incoming and service.primary is not None:
        incoming = bold(version_name(say, service.incoming))
        since = spoken_age(say, service.primary.age_seconds)
        told.insert(0, say("alarm_rolling", service=name, version=incoming, age=since))
    return told


def _errors(say: Say, logs: Logs, service: ServiceState, now: datetime) -> list[str]:
    span = TimeRange(now - ERRORS_OF, now, ERRORS_OF)
    try:
        found = logs.errors(service.environment, service.name, span, seconds=_WAIT_SECONDS)
    except OpsError as error:
        return gap_lines(say, [error.phrase])
    grouped = patterns(found.events)
    name = bold(service.name)
    missing = [say.phrase(found.missing)] if found.missing else []
    if not grouped:
        return [say("alarm_no_errors", service=name, span=span.said(say)), *missing]
    count = sum(one.count for one in grouped)
    lines = [
        f"- {say('alarm_pattern', count=one.count, pattern=quoted(one.template, 160))}"
        for one in grouped[:_MOST_PATTERNS]
    ]
    head = say("alarm_errors", service=name, span=span.said(say), count=count)
    return [head, *lines, *missing]


def _way_back(
    say: Say, backends: Backends, alarm: Alarm, service: ServiceState | None
) -> tuple[tuple[Action, ...], tuple[Phrase, ...]]:
    """To roll back the stage that deploys the service there, where one pipeline is called as the
    service is; what it goes back to is told, and asked, when it is pressed."""
    if service is None:
        return (), ()
    pipelines: Pipelines = backends.get("pipelines")
    try:
        every = pipelines.offered((alarm.environment,)).items()
        mine = [name for name, also in every if service.name in (name, *also)]
        stages = pipelines.one(mine[0]).stages if len(mine) == 1 else ()
    except OpsError as error:
        return (), (error.phrase,)
    there = [one.name for one in stages if one.environment == alarm.environment]
    if not there:
        return (), ()
    label = say("alarm_roll_back", stage=there[-1], pipeline=mine[0])
    slots = {"pipeline": mine[0], "stage": there[-1]}
    return (Action(label, Invocation("intent", "RollBackPipeline", slots)),), ()


def _actions(say: Say, alarm: Alarm, service: ServiceState | None) -> tuple[Action, ...]:
    """To acknowledge, and to look closer; whoever presses one is asked who they are."""
    where = {"environment": alarm.environment}
    own = Invocation("intent", "AcknowledgeAlarm", {"alarm": alarm.name, **where})
    acknowledge = Action(say("alarm_acknowledge", alarm=alarm.name), own, "primary")
    if service is None:
        return (acknowledge,)
    slots = {"service": service.name, **where}
    return (
        acknowledge,
        Action(
            say("alarm_show_health", service=service.name),
            Invocation("intent", "ServiceHealth", slots),
        ),
        Action(
            say("alarm_show_errors", service=service.name),
            Invocation("intent", "ServiceErrors", slots),
        ),
        Action(
            say("alarm_show_rollout", service=service.name),
            Invocation("intent", "RolloutStatus", slots),
        ),
    )
