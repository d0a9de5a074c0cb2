"""Roles, and where they are held: by environment, and there by service or by a service's owner."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

from fulfillment.turn import Person

ROLES = ("anyone", "viewer", "operator", "approver", "admin")
"""Weakest first; each may what those before it may."""
EVERYWHERE = "*"
OWNED_BY = "owner:"

Roles = Mapping[str, str]
"""Where -> role. Where is an environment or "*" (every environment that is not named), alone or
with services behind a slash: "production/orders-*", "*/owner:payments"."""


def role_of(roles: Roles, environment: str, service: str = "", owner: str = "") -> str:
    """The role held for a service there, or for the environment as a whole; "anyone" for none."""
    where = entry_of(roles, environment, service, owner)
    return roles[where] if where else ROLES[0]


def entry_of(roles: Roles, environment: str, service: str = "", owner: str = "") -> str:
    """The place that counts of those in `roles`; "" for none.

    What names the environment counts before "*", and with either what names the service counts
    before what does not. Of several patterns that fit a service the strongest role counts.
    """
    for place in (environment, EVERYWHERE):
        fitting = [
            where
            for where in roles
            if services_of(where, place) and fits(service, owner, services_of(where, place))
        ]
        if service and fitting:
            return max(fitting, key=lambda where: ROLES.index(strongest([roles[where]])))
        if place in roles:
            return place
    return ""


def best_role_of(roles: Roles, environment: str) -> str:
    """The strongest role held there, for whichever service."""
    # Where the environment is named as a whole, "*" counts for none of its services.
    places = (environment,) if environment in roles else (environment, EVERYWHERE)
    return strongest(role for where, role in roles.items() if where.partition("/")[0] in places)


def is_whole(roles: Roles, environment: str) -> bool:
    """Whether there is a role for the environment as a whole, and no entry that takes a service out
    of it: then nothing there needs to be looked at one by one."""
    if role_of(roles, environment) == ROLES[0]:
        return False
    taken = [where for where, role in roles.items() if role == ROLES[0] and "/" in where]
    return not any(where.partition("/")[0] in (environment, EVERYWHERE) for where in taken)


def role_in(person: Person, environment: str, service: str = "", owner: str = "") -> str:
    """What a person holds: the strongest of their own roles and those of each of their groups."""
    return strongest(role_of(roles, environment, service, owner) for roles in roles_of(person))


def best_role_in(person: Person, environment: str) -> str:
    """The strongest role that a person holds there, for whichever service."""
    return strongest(best_role_of(roles, environment) for roles in roles_of(person))


def roles_of(person: Person) -> tuple[Roles, ...]:
    return (person.roles, *person.groups.values())


def strongest(roles: Iterable[str]) -> str:
    """Of those that exist; "anyone" for none."""
    return max((role for role in roles if role in ROLES), key=ROLES.index, default=ROLES[0])


def reaches(role: str, needed: str) -> bool:
    """Whether `role` is `needed` or stronger. A role that nobody has heard of reaches nothing."""
    return role in ROLES and needed in ROLES and ROLES.index(role) >= ROLES.index(needed)


def services_of(where: str, environment: str) -> str:
    """What stands behind the slash of a place in that environment; "" for all of its services."""
    place, _, services = where.partition("/")
    return services if place == environment else ""


def fits(service: str, owner: str, pattern: str) -> bool:
    """Whether a service is one of a pattern (`orders-*`), or one of an owner (`owner:payments`)."""
    if pattern.startswith(OWNED_BY):
        return bool(owner) and matches(owner, pattern.removeprefix(OWNED_BY))
    return bool(service) and matches(service, pattern)


def matches(value: str, pattern: str) -> bool:
    """As a shell matches names, whatever the case."""
    return fnmatchcase(value.casefold(), pattern.casefold())
