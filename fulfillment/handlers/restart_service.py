"""Plan a restart: every task is replaced by a new one of the same version."""

from math import ceil, floor

from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import UNKNOWN_VERSION, DeploymentState, ServiceState
from fulfillment.plan import Plan, fingerprint_of
from fulfillment.turn import Turn
from fulfillment.wording import counted


def plan(turn: Turn, fleet: Fleet, *, service: str, environment: str) -> Plan:
    """Exactly what a restart would do now. Raises `PlanRefused` where it makes no sense."""
    state = fleet.service(environment, service)
    deployment = _restartable(state)
    what = f"{bold(service)}{_version(deployment)} in {bold(environment)}"
    sentence = f"Restart {what}: {_how(state)}"
    return Plan(
        intent=turn.intent,
        slots=dict(turn.slots),
        service=service,
        environment=environment,
        sentence=sentence,
        speech=plain(sentence),
        title=f"Restart of {service} in {environment}",
        fingerprint=fingerprint_of(
            {
                "environment": environment,
                "service": service,
                "deployment": deployment.id,
                "task definition": deployment.task_definition,
                "desired": state.desired,
                "short": _shortfall(state),
                "configuration": (
                    state.strategy,
                    state.minimum_healthy_percent,
                    state.maximum_percent,
                ),
            }
        ),
        details={"tasks": str(state.desired)},
    )


def _restartable(state: ServiceState) -> DeploymentState:
    """The deployment whose tasks would be replaced. Raises `PlanRefused`."""
    name = f"{bold(state.name)} in {bold(state.environment)}"
    deployment = state.primary
    if deployment is None or deployment.state == "in progress" or len(state.deployments) > 1:
        raise PlanRefused(
            f"I will not restart {name} now: a rollout of it is under way. "
            f"Ask for the rollout status."
        )
    if state.desired == 0:
        raise PlanRefused(f"{name} has no tasks to restart: its desired count is 0.")
    if state.strategy == "ROLLING" and _batch(state) < 1:
        raise PlanRefused(
            f"{name} cannot be restarted: its deployment configuration "
            f"({state.minimum_healthy_percent}/{state.maximum_percent} percent) lets ECS neither "
            "stop a task first nor start one more."
        )
    return deployment


def _kept(state: ServiceState) -> int:
    """Tasks that keep running: ECS rounds up."""
    return ceil(state.desired * state.minimum_healthy_percent / 100)


def _batch(state: ServiceState) -> int:
    """Tasks that ECS can replace at a time: what may be stopped first, and started in excess."""
    most = floor(state.desired * state.maximum_percent / 100)
    return (state.desired - _kept(state)) + (most - state.desired)


def _how(state: ServiceState) -> str:
    tasks = counted(state.desired, "task")
    whose = "is" if state.desired == 1 else "are"
    fresh = "a new one" if state.desired == 1 else "new ones"
    if state.strategy != "ROLLING":
        kind = state.strategy.replace("_", "/").lower()
        now = f"; {shortfall}" if (shortfall := _shortfall(state)) else ""
        return f"its {tasks} {whose} replaced by {fresh} of the same version, {kind}{now}."
    pace = " one by one" if _batch(state) == 1 and state.desired > 1 else ""
    return (
        f"its {tasks} {whose} replaced{pace} by {fresh} of the same version; {_meanwhile(state)}."
    )


def _version(deployment: DeploymentState) -> str:
    is_known = deployment.version not in ("", UNKNOWN_VERSION)
    return f" {deployment.version}" if is_known else " (I could not read its version)"


def _shortfall(state: ServiceState) -> str:
    """What no promise of ECS's configuration holds for: too few tasks run before it begins."""
    if state.running == 0:
        return "none of them runs now, so it is down until new ones do"
    if state.running < _kept(state) < state.desired:
        verb = "runs" if state.running == 1 else "run"
        return f"only {state.running} of {state.desired} {verb} now"
    return ""


def _meanwhile(state: ServiceState) -> str:
    if shortfall := _shortfall(state):
        return shortfall
    kept = _kept(state)
    if kept >= state.desired:
        return "it stays up"
    if kept == 0:
        return "it may be down meanwhile"
    return f"at least {kept} of {state.desired} keep running"
