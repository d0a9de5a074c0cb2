"""Say which version of a service is live."""

from fulfillment.answers import context_of, gap_lines, not_found, places, version_name
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import ServiceState
from fulfillment.sentences import Say
from fulfillment.turn import Reply, Turn
from fulfillment.wording import spoken_age


def answer(
    turn: Turn,
    fleet: Fleet,
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
    live = "; ".join(_live(say, state) for state in found.states)
    text = " ".join([say("versions", service=bold(service), places=live), *gaps])
    return Reply(
        text=text,
        speech=plain(text),
        suggestions=(
            say("suggest_health", service=service),
            say("suggest_rollout", service=service),
        ),
        context=context_of(found.states, environment),
    )


def _live(say: Say, state: ServiceState) -> str:
    if not state.version:
        return f"{say('nothing_live', environment=state.environment)}{_coming(say, state)}"
    # A restart makes a deployment too, of whatever version.
    live = say(
        "live",
        version=bold(version_name(say, state.version)),
        environment=state.environment,
        age=spoken_age(say, state.age_seconds),
    )
    return f"{live}{_coming(say, state)}"


def _coming(say: Say, state: ServiceState) -> str:
    if not state.incoming or state.incoming == state.version:
        return ""
    version = bold(version_name(say, state.incoming))
    if state.health == "failing":
        return f" ({say('fails_to_come', version=version)})"
    return f" ({say('comes', version=version)})"
