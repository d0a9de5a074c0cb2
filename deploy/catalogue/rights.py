"""What the policy says of the environments that were found: pure."""

from collections.abc import Iterable, Iterator

from deploy.policy.findings import is_held
from fulfillment.identity.policy import Policy
from fulfillment.identity.roles import EVERYWHERE, matches

_LEAST = "viewer"


def unforeseen(policy: Policy, environments: Iterable[str]) -> list[str]:
    """What whoever wrote the policy need not have thought of, a line each, with the cure."""
    lines = []
    for name in environments:
        if not is_held(policy, _LEAST, name):
            lines.append(
                f"nobody has a role in {name}, so nobody hears of its services: give somebody one "
                f"in the policy (roles: {{{name}: {_LEAST}}})"
            )
        elif not _is_named(policy, name):
            lines.append(
                f"the policy does not name {name}: who has a role in {EVERYWHERE!r} has it there, "
                "and it does not count as production. Name it under roles, or under audience: "
                "production"
            )
    return lines


def _is_named(policy: Policy, environment: str) -> bool:
    return any(matches(environment, one) for one in _patterns(policy) if one != EVERYWHERE)


def _patterns(policy: Policy) -> Iterator[str]:
    """Everything that names environments; by pattern in rules."""
    of_people = (one.roles for one in policy.people)
    of_groups = (one.roles for one in policy.groups)
    for roles in (*of_people, *of_groups, *policy.callers.values()):
        yield from (where.partition("/")[0] for where in roles)
    yield from policy.confirmation
    yield from policy.audience.production
    for rule in policy.rules:
        yield from rule.when.get("environment", ())
