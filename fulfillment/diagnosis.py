"""Why a rollout is stuck or failed: from what ECS says to a cause and what to look at. Pure.

ECS says it in free text: stopped reasons (Amazon ECS guide, "stopped task error codes"), the
reason of a container, service events, the state of a deployment. The patterns are tried in order:
the more telling ones first.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from fulfillment.ops.state import ServiceState, StoppedTask
from fulfillment.sentences import Phrase, phrase

_KILLED = 137
"""128 + SIGKILL: what the kernel does when memory runs out, and ECS when a stop takes too long."""
_RECENT_SECONDS = 3_600.0


@dataclass(frozen=True)
class Cause:
    """One explanation, with how much speaks for it."""

    why: Phrase
    """A sentence: what goes wrong."""
    look_at: Phrase
    """A sentence: what to look at next."""
    seen: int
    """In how many stopped tasks or events."""
    evidence: str
    """In AWS's own words; text from outside."""


_PATTERNS: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (name, re.compile(pattern, re.IGNORECASE))
    for name, pattern in (
        ("image_missing", r"CannotPullContainer\w*.*(not found|manifest unknown|does not exist)"),
        ("image_denied", r"CannotPullContainer\w*.*(denied|not authorized|no basic auth|403)"),
        ("image_unreachable", r"CannotPullContainer\w*|pull(ing)? image .*(timeout|timed out)"),
        ("secret_unread", r"ResourceInitializationError.*(secret|ssm|parameter)|retrieve secret"),
        ("start_impossible", r"ResourceInitializationError|CannotStartContainer|CannotCreate"),
        ("out_of_memory", r"OutOfMemory|out of memory|\bOOM"),
        ("no_permission", r"not authorized|AccessDenied|unable to assume"),
        (
            "no_capacity",
            r"unable to place a task|RESOURCE:\w+|capacity is unavailable|no container instance",
        ),
        (
            "target_unhealthy",
            r"failed ELB health checks|is unhealthy in .*target.group|\btarget\b.*unhealthy",
        ),
        ("container_unhealthy", r"failed container health checks|container health check"),
    )
)

_SENTENCES: Mapping[str, tuple[Phrase, Phrase]] = {
    "image_missing": (phrase("cause_image_missing"), phrase("look_at_image_missing")),
    "image_denied": (phrase("cause_image_denied"), phrase("look_at_image_denied")),
    "image_unreachable": (phrase("cause_image_unreachable"), phrase("look_at_image_unreachable")),
    "secret_unread": (phrase("cause_secret_unread"), phrase("look_at_secret_unread")),
    "start_impossible": (phrase("cause_start_impossible"), phrase("look_at_start_impossible")),
    "out_of_memory": (phrase("cause_out_of_memory"), phrase("look_at_out_of_memory")),
    "no_permission": (phrase("cause_no_permission"), phrase("look_at_no_permission")),
    "no_capacity": (phrase("cause_no_capacity"), phrase("look_at_no_capacity")),
    "target_unhealthy": (phrase("cause_target_unhealthy"), phrase("look_at_target_unhealthy")),
    "container_unhealthy": (
        phrase("cause_container_unhealthy"),
        phrase("look_at_container_unhealthy"),
    ),
    "killed": (phrase("cause_killed"), phrase("look_at_killed")),
    "exits": (phrase("cause_exits"), phrase("look_at_exits")),
    "ends": (phrase("cause_ends"), phrase("look_at_ends")),
    "unknown": (phrase("cause_unknown"), phrase("look_at_unknown")),
    "circuit_breaker": (phrase("cause_circuit_breaker"), phrase("look_at_circuit_breaker")),
    "alarm": (phrase("cause_alarm"), phrase("look_at_alarm")),
    "no_room": (phrase("cause_no_room"), phrase("look_at_no_room")),
}
"""What goes wrong, and what to look at."""


def diagnose(state: ServiceState) -> tuple[Cause, ...]:
    """What explains the trouble of a service, the most seen first; () where nothing is known."""
    found: Counter[str] = Counter()
    evidence: dict[str, str] = {}
    for name, text in (*_of_tasks(state), *_of_events(state), *_of_deployments(state)):
        found[name] += 1
        evidence.setdefault(name, text)
    ranked = sorted(found, key=lambda name: -found[name])
    return tuple(_cause(name, found[name], evidence[name]) for name in ranked)


def _cause(name: str, seen: int, evidence: str) -> Cause:
    why, look_at = _SENTENCES[name]
    return Cause(why, look_at, seen, evidence)


def _of_tasks(state: ServiceState) -> Iterator[tuple[str, str]]:
    incoming = {one.id for one in state.deployments if one.is_primary or one.state == "failed"}
    for task in state.stopped:
        if task.deployment_id in incoming or not task.deployment_id:
            yield _of_task(task)


def _of_task(task: StoppedTask) -> tuple[str, str]:
    said = " ".join(part for part in (task.container_reason, task.reason) if part)
    if (name := _matching(said)) is not None:
        return name, said
    if task.exit_code == _KILLED:
        return "killed", said
    if task.exit_code:
        return "exits", said
    return ("ends", said) if task.exit_code == 0 else ("unknown", said)


def _of_events(state: ServiceState) -> Iterator[tuple[str, str]]:
    """Events that no stopped task tells of: a task that cannot be placed never stops."""
    known = {_of_task(task)[0] for task in state.stopped}
    for event in state.events:
        name = _matching(event.message)
        if name is not None and name not in known and event.age_seconds <= _RECENT_SECONDS:
            yield name, event.message


def _of_deployments(state: ServiceState) -> Iterator[tuple[str, str]]:
    for one in state.deployments:
        said = one.reason.casefold()
        if one.state == "failed" and "circuit breaker" in said:
            yield "circuit_breaker", one.reason
        elif one.state == "failed" and "alarm" in said:
            yield "alarm", one.reason
    if _cannot_progress(state):
        yield "no_room", f"{state.minimum_healthy_percent}/{state.maximum_percent}"


def _cannot_progress(state: ServiceState) -> bool:
    """Whether ECS may neither stop a task first nor start one more (rounding as ECS does)."""
    if state.strategy != "ROLLING" or not state.incoming or state.desired == 0:
        return False
    kept = -(-state.desired * state.minimum_healthy_percent // 100)
    most = state.desired * state.maximum_percent // 100
    return most <= state.desired <= kept


def _matching(said: str) -> str | None:
    return next((name for name, pattern in _PATTERNS if pattern.search(said)), None)
