"""What is wrong in a policy that can be read: names that nothing has, entries that never count."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.documents import did_you_mean
from bot.errors import Problem, Severity
from bot.model import Bot, Intent
from deploy.policy.source import Source
from fulfillment.catalog.environments import Environments
from fulfillment.identity.authorization import OPEN, needed_role
from fulfillment.identity.policy import Member, Policy, Rule
from fulfillment.identity.roles import (
    EVERYWHERE,
    OWNED_BY,
    Roles,
    best_role_in,
    best_role_of,
    matches,
    reaches,
)


@dataclass(frozen=True)
class Subject:
    """A policy, and what it speaks of."""

    source: Source
    bot: Bot
    environments: Environments
    services: tuple[str, ...]
    """Those that are known; in an account there can be others."""

    @property
    def policy(self) -> Policy:
        return self.source.policy

    def problem(
        self, rule: str, path: str, message: str, cure: str, severity: Severity = "error"
    ) -> Problem:
        return Problem(self.source.file, self.source.line(path), message, cure, rule, severity)

    def intents(self, rule: Rule) -> tuple[Intent, ...]:
        """Those that a rule holds for."""
        return tuple(
            one
            for one in self.bot.intents
            if (one.name in rule.intents if rule.intents else one.access.default != OPEN)
            and (not rule.effects or one.effect in rule.effects)
        )

    def owners(self) -> frozenset[str]:
        return frozenset(
            override.owner
            for environment in self.environments.all()
            for override in environment.services.values()
            if override.owner
        )


Finder = Callable[[Subject], Iterator[Problem]]


def unknown_environments(subject: Subject) -> Iterator[Problem]:
    known = subject.environments.names()
    for path, place in _places(subject):
        if place not in (*known, EVERYWHERE):
            message = f"there is no environment {place!r}"
            yield subject.problem("policy-environment", path, message, did_you_mean(place, known))


def unknown_services(subject: Subject) -> Iterator[Problem]:
    """Services are discovered, so a name that is not known now need not be wrong."""
    for path, pattern in _service_patterns(subject.policy):
        if pattern.startswith(OWNED_BY):
            owner, known = pattern.removeprefix(OWNED_BY), subject.owners()
            if not any(matches(one, owner) for one in known):
                cure = "Give services an `owner:` in environments.yaml"
                message = f"no service is owned by {owner!r}"
                yield subject.problem("policy-owner", path, message, cure, "warning")
        elif not any(matches(one, pattern) for one in subject.services):
            message = f"no service that is known now is called {pattern!r}"
            cure = did_you_mean(pattern, subject.services)
            yield subject.problem("policy-service", path, message, cure, "warning")


def unknown_intents(subject: Subject) -> Iterator[Problem]:
    known = [one.name for one in subject.bot.intents]
    for number, rule in enumerate(subject.policy.rules):
        for place, name in enumerate(rule.intents):
            if name not in known:
                path = f"rules[{number}].intents[{place}]"
                message = f"the bot has no intent {name!r}"
                yield subject.problem("policy-intent", path, message, did_you_mean(name, known))


def unknown_slots(subject: Subject) -> Iterator[Problem]:
    for number, rule in enumerate(subject.policy.rules):
        intents = subject.intents(rule)
        for slot in rule.when if intents else ():
            path = f"rules[{number}].when.{slot}"
            having = [one for one in intents if one.slot(slot)]
            lacking = [one.name for one in intents if not one.slot(slot)]
            slots = {found.name for one in intents for found in one.slots}
            if not having:
                message = f"no intent of the rule has a slot {slot!r}"
                yield subject.problem("policy-slot", path, message, did_you_mean(slot, slots))
            elif rule.intents and lacking and slot not in ("environment", "service"):
                message = (
                    f"{', '.join(lacking)} has no slot {slot!r}, so the rule never holds for it"
                )
                cure = "Leave it out of the rule's intents, or the slot out of when"
                yield subject.problem("policy-slot", path, message, cure, "warning")


def unknown_values(subject: Subject) -> Iterator[Problem]:
    for number, rule in enumerate(subject.policy.rules):
        for slot, patterns in rule.when.items():
            known = _values(subject, rule, slot)
            for pattern in patterns if known else ():
                if not any(matches(one, pattern) for one in known):
                    message = f"{slot} is never {pattern!r}"
                    path, cure = f"rules[{number}].when.{slot}", did_you_mean(pattern, known)
                    yield subject.problem("policy-value", path, message, cure)


def roles_nobody_has(subject: Subject) -> Iterator[Problem]:
    """An intent, or a rule, that asks for a role which nobody has there."""
    lacking: dict[tuple[str, str], list[str]] = {}
    for intent in subject.bot.intents:
        for place in subject.environments.names():
            role = needed_role(intent.access, place)
            if not is_held(subject.policy, role, place):
                lacking.setdefault((role, place), []).append(intent.name)
    for (role, place), names in lacking.items():
        message = f"nobody has the role {role} in {place}, which {some(names)} asks for"
        cure = f"Give it to somebody: roles: {{{place}: {role}}}"
        yield subject.problem("policy-role", "people", message, cure, "warning")
    for number, rule in enumerate(subject.policy.rules):
        for place in _environments(subject, rule) if rule.role else ():
            if not is_held(subject.policy, rule.role, place):
                message = f"nobody has the role {rule.role} in {place}, so nobody keeps the rule"
                path = f"rules[{number}].role"
                yield subject.problem(
                    "policy-role", path, message, "Give it to somebody, or write `never: true`"
                )


def people_without_identity(subject: Subject) -> Iterator[Problem]:
    grouped = {one for group in subject.policy.groups for one in group.people}
    for member in subject.policy.people:
        path = f"people.{member.id}"
        if not member.identities:
            message = f"{member.id} has no identity, so nobody is ever {member.id}"
            cure = "Add identities: [web:..., slack:T...:U...], or leave the person out"
            yield subject.problem("policy-identity", path, message, cure, "warning")
        if not member.roles and member.id not in grouped:
            message = f"{member.id} has no role and is in no group"
            yield subject.problem("policy-identity", path, message, "Add roles", "warning")
        yield from _said_twice(subject, member)


def groups_without_use(subject: Subject) -> Iterator[Problem]:
    named = {one for rule in subject.policy.rules for one in rule.people}
    for group in subject.policy.groups:
        path = f"groups.{group.id}"
        if not (group.people or group.claims or group.identities):
            message = f"nobody is ever in the group {group.id}"
            cure = "Add people, claims (slack:T...:S..., web:...) or identities"
            yield subject.problem("policy-group", path, message, cure, "warning")
        if not group.roles and group.id not in named:
            message = f"the group {group.id} has no role, and no rule names it"
            yield subject.problem("policy-group", path, message, "Add roles", "warning")


def entries_that_never_count(subject: Subject) -> Iterator[Problem]:
    """ "*" is every environment that is not named: of none where all are."""
    names = subject.environments.names()
    for path, roles in _all_roles(subject.policy):
        for where in roles:
            if where.partition("/")[0] == EVERYWHERE and all(name in roles for name in names):
                message = f"{where!r} never counts: each environment is named beside it"
                yield subject.problem(
                    "policy-unused", f"{path}.{where}", message, "Remove it", "warning"
                )


def unused_places(subject: Subject) -> Iterator[Problem]:
    used = {one for rule in subject.policy.rules for one in (*rule.only_from, *rule.never_from)}
    for name, place in subject.policy.places.items():
        if not {name, place} & (used | set(subject.policy.audience.guests)):
            message = f"no rule names the place {name!r}"
            yield subject.problem("policy-unused", f"places.{name}", message, "Remove it", "note")


def no_production(subject: Subject) -> Iterator[Problem]:
    if not set(subject.policy.audience.production) & set(subject.environments.names()):
        message = "no environment counts as production, so all of them may be spoken of aloud"
        cure = f"Write audience: production: [{subject.environments.names()[-1]}]"
        yield subject.problem("policy-production", "audience", message, cure, "warning")


FINDERS: tuple[Finder, ...] = (
    unknown_environments,
    unknown_services,
    unknown_intents,
    unknown_slots,
    unknown_values,
    roles_nobody_has,
    people_without_identity,
    groups_without_use,
    entries_that_never_count,
    unused_places,
    no_production,
)


def _places(subject: Subject) -> Iterator[tuple[str, str]]:
    """(path, environment) of everything that names one."""
    policy, is_written = subject.policy, "audience.production" in subject.source.lines
    for path, roles in _all_roles(policy):
        yield from ((f"{path}.{where}", where.partition("/")[0]) for where in roles)
    yield from ((f"confirmation.{place}", place) for place in policy.confirmation)
    for number, place in enumerate(policy.audience.production if is_written else ()):
        yield f"audience.production[{number}]", place


def _service_patterns(policy: Policy) -> Iterator[tuple[str, str]]:
    for path, roles in _all_roles(policy):
        for where in roles:
            if pattern := where.partition("/")[2]:
                yield f"{path}.{where}", pattern
    for number, rule in enumerate(policy.rules):
        for pattern in rule.when.get("service", ()):
            yield f"rules[{number}].when.service", pattern


def _all_roles(policy: Policy) -> Iterator[tuple[str, Roles]]:
    yield from ((f"people.{one.id}.roles", one.roles) for one in policy.people)
    yield from ((f"groups.{one.id}.roles", one.roles) for one in policy.groups)
    yield from ((f"callers.{name}", roles) for name, roles in policy.callers.items())


def _values(subject: Subject, rule: Rule, slot: str) -> tuple[str, ...]:
    """What a slot can be; () where that is open."""
    if slot == "environment":
        return subject.environments.names()
    found: list[str] = []
    for intent in subject.intents(rule):
        of_intent = intent.slot(slot)
        slot_type = subject.bot.slot_type(of_intent.type) if of_intent else None
        if of_intent is None:
            continue
        if slot_type is None or slot_type.source or slot_type.resolution == "expand":
            return ()
        found += [one.value for one in slot_type.values]
    return tuple(found)


def _environments(subject: Subject, rule: Rule) -> tuple[str, ...]:
    patterns = rule.when.get("environment", (EVERYWHERE,))
    names = subject.environments.names()
    return tuple(one for one in names if any(matches(one, pattern) for pattern in patterns))


def is_held(policy: Policy, role: str, environment: str) -> bool:
    """Whether somebody holds at least this role there: people, and groups that a channel proves."""
    if role == OPEN:
        return True
    people: Iterable[str] = (best_role_in(policy.member(m), environment) for m in policy.people)
    groups = (
        best_role_of(one.roles, environment)
        for one in policy.groups
        if one.claims or one.identities
    )
    return any(reaches(held, role) for held in (*people, *groups))


def _said_twice(subject: Subject, member: Member) -> Iterator[Problem]:
    seen: Mapping[str, int] = {one: n for n, one in reversed(list(enumerate(member.identities)))}
    for number, identity in enumerate(member.identities):
        if seen[identity] != number:
            path = f"people.{member.id}.identities[{number}]"
            message = f"{identity!r} is listed twice"
            yield subject.problem("policy-identity", path, message, "Remove it", "warning")


def some(names: list[str]) -> str:
    return names[0] if len(names) == 1 else f"{names[0]} (and {len(names) - 1} more)"
