"""Which entry of the policy gives a role."""

from collections.abc import Iterator

from fulfillment.identity.policy import Policy
from fulfillment.identity.roles import Roles, entry_of
from fulfillment.turn import Person


def granted_by(
    policy: Policy, person: Person, role: str, environment: str, service: str, owner: str
) -> str:
    """The path of the entry ("people.ana.roles.*") by which `person` holds `role`; "" for none."""
    for path, roles in _sources(policy, person):
        where = entry_of(roles, environment, service, owner)
        if where and roles[where] == role:
            return f"{path}.{where}"
    return ""


def _sources(policy: Policy, person: Person) -> Iterator[tuple[str, Roles]]:
    is_person = any(one.id == person.id for one in policy.people)
    if is_person:
        yield f"people.{person.id}.roles", person.roles
    elif person.id in policy.callers:
        yield f"callers.{person.id}", person.roles
    for group in policy.groups:
        if group.id in person.groups:
            yield f"groups.{group.id}.roles", group.roles
