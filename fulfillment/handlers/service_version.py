"""Say which version of a service is live."""

from fulfillment.answers import context_of, gap_lines, not_found, places
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import ServiceState
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
    where = places(fleet, environment)
    found = fleet.find(service, where)
    if not found.states:
        return not_found(service, where, found.gaps)
    gaps = gap_lines([*found.gaps, *(gap for state in found.states for gap in state.gaps)])
    line = f"{bold(service)}: {'; '.join(_live(state) for state in found.states)}."
    text = " ".join([line, *gaps])
    return Reply(
        text=text,
        speech=plain(text),
        suggestions=(f"is {service} healthy?", f"rollout status of {service}"),
        context=context_of(found.states, environment),
    )


def _live(state: ServiceState) -> str:
    where = f"in {state.environment}"
    if not state.version:
        return f"nothing is live {where}{_coming(state)}"
    # A restart makes a deployment too, of whatever version.
    ago = f"last deployed or restarted {spoken_age(state.age_seconds)} ago"
    return f"{bold(state.version)} {where}, {ago}{_coming(state)}"


def _coming(state: ServiceState) -> str:
    if not state.incoming or state.incoming == state.version:
        return ""
    how = "failing to roll out" if state.health == "failing" else "rolling out"
    return f" ({bold(state.incoming)} is {how})"
