"""The policy out of its document, with every problem at once: docs/permissions.md has its form."""

from collections.abc import Mapping, Sequence
from typing import Any, cast, get_args

from bot.model import Effect
from fulfillment.document import Reader
from fulfillment.identity.policy import (
    Asking,
    Audiences,
    Group,
    Member,
    Policy,
    Rule,
    Told,
)
from fulfillment.identity.roles import EVERYWHERE, ROLES, Roles
from fulfillment.turn import Channel

CHANNELS = tuple(name for name in get_args(Channel) if name != "direct")

_IDENTITY = r"(web|slack|alexa|terminal):\S{1,1100}"
_GROUP_IDENTITY = rf"{_IDENTITY}|slack:T[A-Z0-9]{{1,23}}"
_CLAIM = r"slack:T[A-Z0-9]{1,23}:S[A-Z0-9]{1,23}|web:\S{1,200}"
_CALLER = r"(lex|slack):\S{1,200}"
_ID = r"[a-z0-9][a-z0-9._-]{1,62}"
_PLACE_NAME = r"#?[^\s:#][^\s:]{0,80}"
_PLACE = r"(slack):[CGD][A-Z0-9]{1,23}"
_WHERE = r"[^/\s]+(/[^/\s]+)?"
_KEYS = ("people", "callers", "groups", "places", "rules", "confirmation", "audience", "ask")
_RULE_KEYS = (
    "id",
    "intents",
    "effects",
    "when",
    "role",
    "people",
    "only_from",
    "never_from",
    "never",
    "ask",
)
_DEMANDS = ("role", "people", "only_from", "never_from", "never")


def policy_from_json(data: object) -> Policy:
    """The policy of a document. Raises `DocumentError` with every problem at once."""
    reader = Reader("policy")
    policy = read_policy(reader, data)
    reader.finish()
    return policy


def read_policy(reader: Reader, data: object) -> Policy:
    """As much of the policy as can be read; what is wrong is in the reader's `complaints`."""
    root = reader.mapping(data, "the document", _KEYS)
    policy = Policy(
        people=_people(reader, root),
        callers=_callers(reader, root),
        groups=_groups(reader, root),
        places=_places(reader, root),
        rules=_rules(reader, root),
        confirmation=_confirmation(reader, root),
        audience=_audience(reader, root),
        ask=_ask(reader, root, "ask"),
    )
    _check_unique(reader, policy.people)
    _check_groups(reader, policy)
    _check_rules(reader, policy)
    _check_confirmation(reader, policy)
    return policy


def _people(reader: Reader, root: Mapping[str, Any]) -> tuple[Member, ...]:
    return tuple(
        _member(reader, key, value, path)
        for key, value, path in reader.items(root.get("people", {}), "people")
    )


def _member(reader: Reader, key: str, value: object, path: str) -> Member:
    data = reader.mapping(value, path, ("name", "identities", "roles"))
    _id(reader, key, path)
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


def _callers(reader: Reader, root: Mapping[str, Any]) -> dict[str, Roles]:
    return {
        reader.text(key, path, _CALLER, "a caller such as lex:direct"): _roles(reader, value, path)
        for key, value, path in reader.items(root.get("callers", {}), "callers")
    }


def _groups(reader: Reader, root: Mapping[str, Any]) -> tuple[Group, ...]:
    return tuple(
        _group(reader, key, value, path)
        for key, value, path in reader.items(root.get("groups", {}), "groups")
    )


def _group(reader: Reader, key: str, value: object, path: str) -> Group:
    data = reader.mapping(value, path, ("name", "people", "claims", "identities", "roles"))
    claim = "a group that a channel proves, as slack:T1:S1 or web:approvers"
    identity = "a workspace, as slack:T1, or a whole identity"
    return Group(
        id=_id(reader, key, path),
        name=reader.text(data.get("name", key), f"{path}.name"),
        people=reader.texts(data.get("people", ()), f"{path}.people"),
        claims=_each(reader, data, f"{path}.claims", _CLAIM, claim),
        identities=_each(reader, data, f"{path}.identities", _GROUP_IDENTITY, identity),
        roles=_roles(reader, data.get("roles", {}), f"{path}.roles"),
    )


def _places(reader: Reader, root: Mapping[str, Any]) -> dict[str, str]:
    return {
        reader.text(key, path, _PLACE_NAME, "a name such as #ops"): reader.text(
            value, path, _PLACE, "the id of a Slack channel, as slack:C0OPS"
        )
        for key, value, path in reader.items(root.get("places", {}), "places")
    }


def _rules(reader: Reader, root: Mapping[str, Any]) -> tuple[Rule, ...]:
    given = root.get("rules", ())
    if isinstance(given, Sequence) and not isinstance(given, str):
        return tuple(_rule(reader, one, f"rules[{n}]") for n, one in enumerate(given))
    reader.complain("rules", "must be a list of rules")
    return ()


def _rule(reader: Reader, value: object, path: str) -> Rule:
    data = reader.mapping(value, path, _RULE_KEYS)
    if not any(key in data for key in _DEMANDS):
        reader.complain(path, f"the rule asks for nothing; give it one of {', '.join(_DEMANDS)}")
    if not isinstance(data.get("never", False), bool):
        reader.complain(f"{path}.never", f"{data['never']!r} must be true or false")
    return Rule(
        id=_id(reader, data.get("id"), f"{path}.id"),
        intents=_named(reader, data, f"{path}.intents"),
        effects=_choices(reader, data, f"{path}.effects", get_args(Effect)),
        when=_when(reader, data, f"{path}.when"),
        role=_choice(reader, data["role"], f"{path}.role", ROLES) if "role" in data else "",
        people=_named(reader, data, f"{path}.people"),
        only_from=_named(reader, data, f"{path}.only_from"),
        never_from=_named(reader, data, f"{path}.never_from"),
        never=data.get("never") is True,
        ask=_ask(reader, data, f"{path}.ask"),
    )


def _when(reader: Reader, data: Mapping[str, Any], path: str) -> dict[str, tuple[str, ...]]:
    return {
        slot: (value,) if isinstance(value, str) else _filled(reader, value, where)
        for slot, value, where in reader.items(data.get("when", {}), path)
    }


def _confirmation(reader: Reader, root: Mapping[str, Any]) -> dict[str, dict[str, Asking]]:
    return {
        environment: {
            _choice(reader, effect, where, ("change", "destructive")): cast(
                "Asking", _choice(reader, asking, where, get_args(Asking))
            )
            for effect, asking, where in reader.items(effects, path)
        }
        for environment, effects, path in reader.items(root.get("confirmation", {}), "confirmation")
    }


def _audience(reader: Reader, root: Mapping[str, Any]) -> Audiences:
    known = ("production", "public", "aloud", "guests")
    data = reader.mapping(root.get("audience", {}), "audience", known)
    usual = Audiences()

    def told(key: str, default: Told) -> Told:
        found = _choice(reader, data.get(key, default), f"audience.{key}", get_args(Told))
        return cast("Told", found)

    production = data.get("production", usual.production)
    return Audiences(
        production=reader.texts(production, "audience.production"),
        public=told("public", usual.public),
        aloud=told("aloud", usual.aloud),
        guests=_named(reader, data, "audience.guests"),
    )


def _ask(reader: Reader, data: Mapping[str, Any], path: str) -> str:
    """Where to ask for what was refused: one line, shown as it stands."""
    if "ask" not in data:
        return ""
    return reader.text(data["ask"], path, r"\S.{0,199}", "one line of at most 200 characters")


def _roles(reader: Reader, value: object, path: str) -> dict[str, str]:
    roles = {}
    for where, role, place in reader.items(value, path):
        hint = "an environment or *, alone or as <environment>/<service pattern or owner:name>"
        reader.text(where, place, _WHERE, hint)
        if _choice(reader, role, place, ROLES):
            roles[where] = str(role)
    return roles


def _id(reader: Reader, value: object, path: str) -> str:
    hint = "an id in lower case of 2 to 63 letters, digits, ., _ or -"
    return reader.text(value, path, _ID, hint)


def _named(reader: Reader, data: Mapping[str, Any], path: str) -> tuple[str, ...]:
    """The list at the last part of `path`, which is not empty where it is there at all."""
    key = path.rpartition(".")[2]
    return _filled(reader, data[key], path) if key in data else ()


def _filled(reader: Reader, value: object, path: str) -> tuple[str, ...]:
    found = reader.texts(value, path)
    if isinstance(value, list | tuple) and not value:
        reader.complain(path, "the list is empty; leave it out, or name something")
    return found


def _each(
    reader: Reader, data: Mapping[str, Any], path: str, pattern: str, hint: str
) -> tuple[str, ...]:
    found = reader.texts(data.get(path.rpartition(".")[2], ()), path)
    for number, one in enumerate(found):
        reader.text(one, f"{path}[{number}]", pattern, hint)
    return found


def _choices(
    reader: Reader, data: Mapping[str, Any], path: str, known: Sequence[str]
) -> tuple[str, ...]:
    found = _named(reader, data, path)
    return tuple(_choice(reader, one, f"{path}[{n}]", known) for n, one in enumerate(found))


def _choice(reader: Reader, value: object, path: str, known: Sequence[str]) -> str:
    if isinstance(value, str) and value in known:
        return value
    what = "role" if known is ROLES else "value"
    reader.complain(path, f"{value!r} is no {what}; use one of {', '.join(known)}")
    return ""


def _check_unique(reader: Reader, people: tuple[Member, ...]) -> None:
    owners: dict[str, str] = {}
    for member in people:
        for number, identity in enumerate(member.identities):
            owner = owners.setdefault(identity, member.id)
            if owner != member.id:
                where = f"people.{member.id}.identities[{number}]"
                reader.complain(where, f"{identity!r} already belongs to {owner}; keep one of them")


def _check_groups(reader: Reader, policy: Policy) -> None:
    people = {member.id for member in policy.people}
    for group in policy.groups:
        if group.id in people:
            reader.complain(
                f"groups.{group.id}", f"a person has the id {group.id!r} too; rename one of them"
            )
        for number, one in enumerate(group.people):
            if one not in people:
                where = f"groups.{group.id}.people[{number}]"
                reader.complain(where, f"there is no person {one!r}; add it to people")


def _check_rules(reader: Reader, policy: Policy) -> None:
    seen: set[str] = set()
    somebody = {one.id for one in policy.people} | {one.id for one in policy.groups}
    somewhere = {*CHANNELS, *policy.places, *policy.places.values()}
    for number, rule in enumerate(policy.rules):
        path = f"rules[{number}]"
        if rule.id in seen:
            reader.complain(f"{path}.id", f"there is another rule {rule.id!r}; rename one of them")
        seen.add(rule.id)
        _check_named(reader, rule.people, f"{path}.people", somebody, "person or group")
        _check_named(reader, rule.only_from, f"{path}.only_from", somewhere, "channel or place")
        _check_named(reader, rule.never_from, f"{path}.never_from", somewhere, "channel or place")
    guests = set(policy.places) | set(policy.places.values())
    _check_named(reader, policy.audience.guests, "audience.guests", guests, "place")


def _check_named(
    reader: Reader, names: Sequence[str], path: str, known: set[str], what: str
) -> None:
    for number, name in enumerate(names):
        if name and name not in known:
            there = f"use one of {', '.join(sorted(known))}" if known else "there is none yet"
            reader.complain(f"{path}[{number}]", f"there is no {what} {name!r}; {there}")


def _check_confirmation(reader: Reader, policy: Policy) -> None:
    """What destroys something in production is never done without a yes."""
    for production in policy.audience.production:
        for place in (production, EVERYWHERE):
            asking = policy.confirmation.get(place, {}).get("destructive")
            if asking == "never":
                reader.complain(
                    f"confirmation.{place}.destructive",
                    f"what is destructive always asks in {production}; write always there",
                )
            if asking is not None:
                break
