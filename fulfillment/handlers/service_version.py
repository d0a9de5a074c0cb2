"""Say which version of a service is live, since when, and by whom."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from fulfillment.answers import context_of, gap_lines, not_found, places, version_name
from fulfillment.markdown import bold, plain
from fulfillment.ops.changes import Change, Changes
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import ServiceState
from fulfillment.sentences import Say
from fulfillment.turn import Reply, Turn
from fulfillment.wording import shown, spoken_age


def answer(
    turn: Turn,
    fleet: Fleet,
    changes: Changes,
    *,
    service: str,
    environment: str | None = None,
) -> Reply:
    """One line, for one environment or all of them."""
    say = turn.say
    where = places(fleet, environment)
    found = fleet.find(service, where)
    if not found.states:
        return not_found(say, service, where, found.gaps)
    gaps = gap_lines(say, [*found.gaps, *(gap for state in found.states for gap in state.gaps)])
    deployers = changes.deployers(service, _began(turn, found.states))
    live = "; ".join(
        _live(say, state, deployers.by.get(state.environment)) for state in found.states
    )
    said = say("versions", service=bold(service), places=live)
    # Who it was is beside the question: an ear need not hear that it could not be read.
    text = " ".join([said, *gaps, *gap_lines(say, deployers.gaps)])
    return Reply(
        text=text,
        speech=plain(" ".join([said, *gaps])),
        suggestions=(
            say("suggest_health", service=service),
            say("suggest_rollout", service=service),
        ),
        context=context_of(found.states, environment),
    )


def _began(turn: Turn, states: Sequence[ServiceState]) -> dict[str, datetime]:
    return {
        one.environment: turn.now - timedelta(seconds=one.age_seconds)
        for one in states
        if one.version
    }


def _live(say: Say, state: ServiceState, deployer: Change | None) -> str:
    if not state.version:
        return f"{say('nothing_live', environment=state.environment)}{_coming(say, state)}"
    # A restart makes a deployment too, of whatever version.
    version, age = bold(version_name(say, state.version)), spoken_age(say, state.age_seconds)
    who, place = shown(deployer.by, 64) if deployer else "", state.environment
    live = (
        say("live_by", version=version, environment=place, age=age, who=who)
        if who
        else say("live", version=version, environment=place, age=age)
    )
    return f"{live}{_coming(say, state)}"


def _coming(say: Say, state: ServiceState) -> str:
    if not state.incoming or state.incoming == state.version:
        return ""
    version = bold(version_name(say, state.incoming))
    if state.health == "failing":
        return f" ({say('fails_to_come', version=version)})"
    return f" ({say('comes', version=version)})"
