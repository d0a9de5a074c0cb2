"""Plan a restart: every task is replaced by a new one of the same version."""

from math import ceil, floor

from fulfillment.answers import name_in
from fulfillment.errors import PlanRefused
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.state import UNKNOWN_VERSION, DeploymentState, ServiceState
from fulfillment.plan import Plan, fingerprint_of
from fulfillment.sentences import Say
from fulfillment.turn import Turn


def plan(turn: Turn, fleet: Fleet, *, service: str, environment: str) -> Plan:
    """Exactly what a restart would do now. Raises `PlanRefused` where it makes no sense."""
    say = turn.say
    state = fleet.service(environment, service)
    deployment = _restartable(say, state)
    sentence = _sentence(say, state, deployment)
    return Plan(
        intent=turn.intent,
        slots=dict(turn.slots),
        service=service,
        environment=environment,
        sentence=sentence,
        speech=plain(sentence),
        title=say("title", service=service, environment=environment),
        fingerprint=fingerprint_of(
            {
                "environment": environment,
                "service": service,
                "deployment": deployment.id,
                "task definition": deployment.task_definition,
                "desired": state.desired,
                "short": state.running if _is_short(state) else None,
                "configuration": (
                    state.strategy,
                    state.minimum_healthy_percent,
                    state.maximum_percent,
                ),
            }
        ),
        details={"tasks": str(state.desired)},
    )


def _restartable(say: Say, state: ServiceState) -> DeploymentState:
    """The deployment whose tasks would be replaced. Raises `PlanRefused`."""
    name = name_in(say, state)
    deployment = state.primary
    if deployment is None or deployment.state == "in progress" or len(state.deployments) > 1:
        raise PlanRefused(say("not_during_rollout", service=name))
    if state.desired == 0:
        raise PlanRefused(say("no_tasks", service=name))
    if state.strategy == "ROLLING" and _batch(state) < 1:
        raise PlanRefused(
            say(
                "cannot_replace",
                service=name,
                minimum=state.minimum_healthy_percent,
                maximum=state.maximum_percent,
            )
        )
    return deployment


def _sentence(say: Say, state: ServiceState, deployment: DeploymentState) -> str:
    service, environment, how = bold(state.name), bold(state.environment), _how(say, state)
    version = deployment.version
    if version in ("", UNKNOWN_VERSION):
        return say("plan_version_unread", service=service, environment=environment, how=how)
    return say("plan", service=service, version=version, environment=environment, how=how)


def _kept(state: ServiceState) -> int:
    """Tasks that keep running: ECS rounds up."""
    return ceil(state.desired * state.minimum_healthy_percent / 100)


def _batch(state: ServiceState) -> int:
    """Tasks that ECS can replace at a time: what may be stopped first, and started in excess."""
    most = floor(state.desired * state.maximum_percent / 100)
    return (state.desired - _kept(state)) + (most - state.desired)


def _how(say: Say, state: ServiceState) -> str:
    if state.strategy != "ROLLING":
        kind = state.strategy.replace("_", "/").lower()
        how = say("replaced_otherwise", count=state.desired, strategy=kind)
        return f"{how}; {_shortfall(say, state)}." if _is_short(state) else f"{how}."
    if _batch(state) == 1 and state.desired > 1:
        how = say("replaced_one_by_one", count=state.desired)
    else:
        how = say("replaced", count=state.desired)
    return f"{how}; {_meanwhile(say, state)}."


def _is_short(state: ServiceState) -> bool:
    """Whether too few tasks run before it begins: then no promise of ECS's configuration holds."""
    return state.running == 0 or state.running < _kept(state) < state.desired


def _shortfall(say: Say, state: ServiceState) -> str:
    if state.running == 0:
        return say("none_run_now")
    return say("few_run_now", count=state.running, desired=state.desired)


def _meanwhile(say: Say, state: ServiceState) -> str:
    if _is_short(state):
        return _shortfall(say, state)
    kept = _kept(state)
    if kept >= state.desired:
        return say("stays_up")
    if kept == 0:
        return say("may_be_down")
    return say("some_keep_running", count=kept, desired=state.desired)
