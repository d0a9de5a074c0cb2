"""Who is who, and who may what: the policy document, and the decisions made from it.

Deny by default: an identity that the policy does not map is a person without a role.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from fulfillment.document import Reader
from fulfillment.turn import Person

ROLES = ("anyone", "viewer", "operator", "approver", "admin")
"""Weakest first; each may what those before it may."""
EVERYWHERE = "*"
DIRECT = "lex:direct"
"""The identity of a caller of the Lex API who sends no assertion."""

_IDENTITY = r"(web|slack|alexa|terminal):\S{1,1100}"
_CALLER = r"lex:\S{1,200}"
_ID = r"[a-z0-9][a-z0-9._-]{1,62}"


@dataclass(frozen=True)
class Member:
    """A person of the policy."""

    id: str
    name: str
    identities: tuple[str, ...]
    roles: Mapping[str, str]
    """Environment -> role; "*" is every environment that is not named."""


@dataclass(frozen=True)
class Policy:
    people: tuple[Member, ...]
    callers: Mapping[str, Mapping[str, str]]
    """Identities that are no person, such as "lex:direct" -> roles."""

    def person(self, identity: str, display_name: str = "") -> Person:
        """The person behind a proven identity.

        A voice that Alexa does not know speaks for its account as a viewer at most: whoever is in
        the room can talk to the device.
        """
        member = self._member(identity)
        if member is not None and _is_alexa_account(identity):
            return _household(member, identity)
        if member is not None:
            return Person(member.id, member.name, identity, member.roles)
        account, _, voice = identity.partition("/")
        if identity.startswith("alexa:") and voice:
            owner = self._member(account)
            if owner is not None:
                return _household(owner, identity)
        return Person(identity, display_name or identity, identity, self.callers.get(identity, {}))

    def is_known(self, person: Person) -> bool:
        return bool(person.roles)

    def who_may(self, role: str, environment: str) -> tuple[str, ...]:
        """Names of the people who hold `role` or a stronger one there, in the policy's order."""
        return tuple(
            member.name
            for member in self.people
            if reaches(role_of(member.roles, environment), role)
        )

    def _member(self, identity: str) -> Member | None:
        return next((one for one in self.people if identity in one.identities), None)


def role_of(roles: Mapping[str, str], environment: str) -> str:
    """The role held in an environment; "anyone" where none is."""
    return roles.get(environment, roles.get(EVERYWHERE, ROLES[0]))


def reaches(role: str, needed: str) -> bool:
    """Whether `role` is `needed` or stronger. A role that nobody has heard of reaches nothing."""
    return role in ROLES and needed in ROLES and ROLES.index(role) >= ROLES.index(needed)


def is_recognised_voice(identity: str) -> bool:
    return identity.startswith("alexa:") and "/" in identity


def policy_from_json(data: object) -> Policy:
    """The policy of `{"people": {<id>: {name, identities, roles}}, "callers": {<id>: roles}}`.

    Raises `DocumentError` with every problem at once.
    """
    reader = Reader("policy")
    root = reader.mapping(data, "the document", ("people", "callers"))
    people = tuple(
        _member_from(reader, key, value, path)
        for key, value, path in reader.items(root.get("people", {}), "people")
    )
    callers = {
        reader.text(key, path, _CALLER, "a caller such as lex:direct"): _roles(reader, value, path)
        for key, value, path in reader.items(root.get("callers", {}), "callers")
    }
    _check_unique(reader, people)
    reader.finish()
    return Policy(people, callers)


def _member_from(reader: Reader, key: str, value: object, path: str) -> Member:
    data = reader.mapping(value, path, ("name", "identities", "roles"))
    reader.text(key, path, _ID, "an id in lower case of 2 to 63 letters, digits, ., _ or -")
    identities = reader.texts(data.get("identities", ()), f"{path}.identities")
    for number, identity in enumerate(identities):
        where = f"{path}.identities[{number}]"
        reader.text(identity, where, _IDENTITY, "<channel>:<subject>, as web:ana or slack:T1:U1")
    return Member(
        id=key,
        name=reader.text(data.get("name", key), f"{path}.name"),
        identities=identities,
        roles=_roles(reader, data.get("roles", {}), f"{path}.roles"),
    )


def _roles(reader: Reader, value: object, path: str) -> dict[str, str]:
    roles = {}
    for environment, role, where in reader.items(value, path):
        if role in ROLES:
            roles[environment] = str(role)
        else:
            reader.complain(where, f"{role!r} is no role; use one of {', '.join(ROLES)}")
    return roles


def _check_unique(reader: Reader, people: tuple[Member, ...]) -> None:
    owners: dict[str, str] = {}
    for member in people:
        for identity in member.identities:
            owner = owners.setdefault(identity, member.id)
            if owner != member.id:
                reader.complain(f"people.{member.id}", f"{identity!r} already belongs to {owner}")


def _is_alexa_account(identity: str) -> bool:
    return identity.startswith("alexa:") and "/" not in identity


def _household(member: Member, identity: str) -> Person:
    """Somebody at a member's device: not the member, and at most a viewer."""
    roles = {
        environment: min(role, "viewer", key=ROLES.index)
        for environment, role in member.roles.items()
    }
    return Person(identity, f"somebody at {member.name}'s device", identity, roles)
