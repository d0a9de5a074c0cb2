"""Who is who, and who may what: the policy. `fulfillment.identity.reading` makes it of JSON.

Deny by default: an identity that the policy does not map is a person without a role.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Literal

from fulfillment.identity.roles import EVERYWHERE, ROLES, Roles
from fulfillment.turn import Audience, Person

DIRECT = "lex:direct"
"""The identity of a caller of the Lex API who sends no assertion."""

Told = Literal["nothing", "no_production", "everything"]
Asking = Literal["always", "never"]


@dataclass(frozen=True)
class Member:
    """A person of the policy."""

    id: str
    name: str
    identities: tuple[str, ...]
    roles: Roles = field(default_factory=dict)


@dataclass(frozen=True)
class Group:
    """People who share roles: named here, or proven by a channel."""

    id: str
    name: str
    people: tuple[str, ...] = ()
    """Ids of people of the policy."""
    claims: tuple[str, ...] = ()
    """Groups that a channel proves: "slack:T1:S1" (a user group), "web:approvers"."""
    identities: tuple[str, ...] = ()
    """Whole identities, or a Slack workspace ("slack:T1") for everybody in it."""
    roles: Roles = field(default_factory=dict)

    def has(self, person_id: str, identity: str, claims: Iterable[str]) -> bool:
        is_named = person_id in self.people or identity in self.identities
        return is_named or workspace_of(identity) in self.identities or self.is_claimed(claims)

    def is_claimed(self, claims: Iterable[str]) -> bool:
        return any(claim in self.claims for claim in claims)


@dataclass(frozen=True)
class Rule:
    """What an intent asks for besides its role, where values and effect are these."""

    id: str
    intents: tuple[str, ...] = ()
    """Their names; () is every intent that asks for a role."""
    effects: tuple[str, ...] = ()
    when: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Slot -> patterns of which its value must fit one; a service also by `owner:<pattern>`."""
    role: str = ""
    """At least this one."""
    people: tuple[str, ...] = ()
    """Ids of the people and groups who alone may; () is nobody in particular."""
    only_from: tuple[str, ...] = ()
    """Channels ("slack") and places ("#ops")."""
    never_from: tuple[str, ...] = ()
    never: bool = False
    ask: str = ""
    """Where those who are refused may ask for it."""


@dataclass(frozen=True)
class Audiences:
    """What is said of production where others listen."""

    production: tuple[str, ...] = ("production",)
    """The environments that count as production."""
    public: Told = "nothing"
    """In a channel with guests or people from outside."""
    aloud: Told = "no_production"
    """Over a loudspeaker: on Alexa."""
    guests: tuple[str, ...] = ()
    """Places whose channel does not tell that guests read along."""

    def told(self, audience: Audience, channel: str) -> Told:
        """What may be said there: the stricter of both, where both hold."""
        limits: list[Told] = [self.public] if audience == "public" else []
        limits += [self.aloud] if channel == "alexa" else []
        return min(limits, key=_TOLD.index, default="everything")


_TOLD: tuple[Told, ...] = ("nothing", "no_production", "everything")


@dataclass(frozen=True)
class Policy:
    people: tuple[Member, ...]
    callers: Mapping[str, Roles] = field(default_factory=dict)
    """Identities that are no person, such as "lex:direct" -> roles."""
    groups: tuple[Group, ...] = ()
    places: Mapping[str, str] = field(default_factory=dict)
    """What people call a place of a channel -> its id: "#ops" -> "slack:C0OPS"."""
    rules: tuple[Rule, ...] = ()
    """Each must be kept; the first that is not decides what is said."""
    confirmation: Mapping[str, Mapping[str, Asking]] = field(default_factory=dict)
    """Environment or "*" -> effect -> whether a change asks."""
    audience: Audiences = field(default_factory=Audiences)
    ask: str = ""
    """Where those who are refused may ask for it."""

    def person(self, identity: str, display_name: str = "", claims: Iterable[str] = ()) -> Person:
        """The person behind a proven identity; `claims`: the groups that its channel has proven.

        A voice that Alexa does not know speaks for its account as a viewer at most: whoever is in
        the room can talk to the device.
        """
        member = self._member(identity)
        if member is not None:
            found = self.member(member, identity, claims)
            return _household(found) if _is_alexa_account(identity) else found
        account, _, voice = identity.partition("/")
        owner = self._member(account) if identity.startswith("alexa:") and voice else None
        if owner is not None:
            return _household(self.member(owner, identity))
        roles = self.callers.get(identity, {})
        groups = self._groups("", identity, claims)
        return Person(identity, display_name or identity, identity, roles, groups)

    def member(self, member: Member, identity: str = "", claims: Iterable[str] = ()) -> Person:
        """A person of the policy, with what their groups give."""
        groups = self._groups(member.id, identity, claims)
        return Person(member.id, member.name, identity, member.roles, groups)

    def is_known(self, person: Person) -> bool:
        return any(roles for roles in (person.roles, *person.groups.values()))

    def tells_alarms(self, person: Person) -> bool:
        """Whether this is the workspace itself, which asks when an alarm arrives: no person."""
        identity = person.identity
        return identity in self.callers and workspace_of(identity) + ":ALARMS" == identity

    def is_named(self, person: Person) -> bool:
        """Whether it is known which person this is: no device, no program."""
        is_device = person.identity.startswith("alexa:") and person.id == person.identity
        return self.is_known(person) and person.identity != DIRECT and not is_device

    def asks_first(self, effect: str, environments: Iterable[str], channel: str) -> bool:
        """Whether a change is only done after a yes; by voice always."""
        return channel == "alexa" or any(
            self._asking(effect, environment) == "always" for environment in environments
        )

    def is_place(self, wanted: str, channel: str, place: str) -> bool:
        """Whether `wanted`, a channel or a place by its name or id, is where somebody asks."""
        return wanted == channel or (bool(place) and place in (wanted, self.places.get(wanted)))

    def has_guests(self, place: str) -> bool:
        return any(self.is_place(one, "", place) for one in self.audience.guests)

    def _asking(self, effect: str, environment: str) -> Asking:
        for place in (environment, EVERYWHERE):
            if (asking := self.confirmation.get(place, {}).get(effect)) is not None:
                return asking
        return "always"

    def _member(self, identity: str) -> Member | None:
        return next((one for one in self.people if identity in one.identities), None)

    def _groups(self, person_id: str, identity: str, claims: Iterable[str]) -> dict[str, Roles]:
        proven = tuple(claims)
        return {one.id: one.roles for one in self.groups if one.has(person_id, identity, proven)}


def workspace_of(identity: str) -> str:
    """ "slack:T1" of "slack:T1:U1"; "" for an identity of another channel."""
    return identity.rpartition(":")[0] if identity.startswith("slack:") else ""


def is_recognised_voice(person: Person) -> bool:
    """Whether Alexa knows the voice, and the policy whose it is: a stranger's voice at a linked
    account is no more than whoever stands at the device."""
    is_voice = person.identity.startswith("alexa:") and "/" in person.identity
    return is_voice and person.id != person.identity


def _is_alexa_account(identity: str) -> bool:
    return identity.startswith("alexa:") and "/" not in identity


def _household(owner: Person) -> Person:
    """Somebody at a person's device: not the person, in none of their groups, at most a viewer."""
    name = f"somebody at {owner.display_name}'s device"
    groups = {f"{owner.id}'s device {n}": _seen(one) for n, one in enumerate(owner.groups.values())}
    return Person(owner.identity, name, owner.identity, _seen(owner.roles), groups)


def _seen(roles: Roles) -> Roles:
    """The same places, and a viewer there at most."""
    return {where: min(role, "viewer", key=ROLES.index) for where, role in roles.items()}
