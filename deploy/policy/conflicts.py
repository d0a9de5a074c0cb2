"""Rules that never decide, and rules that nobody can keep together.

Two rules are compared by how they are written: their patterns, not the values that come some day.
"""

from collections.abc import Iterator
from itertools import combinations, permutations

from bot.errors import Problem
from deploy.policy.findings import Finder, Subject
from fulfillment.identity.authorization import needed_role
from fulfillment.identity.policy import Policy, Rule
from fulfillment.identity.reading import CHANNELS
from fulfillment.identity.roles import EVERYWHERE, best_role_in, matches, reaches


def rules_without_intents(subject: Subject) -> Iterator[Problem]:
    for number, rule in enumerate(subject.policy.rules):
        known = [one for one in subject.bot.intents if one.name in rule.intents]
        if not subject.intents(rule) and (known or not rule.intents):
            effects = " or ".join(rule.effects)
            message = f"the rule {rule.id!r} never holds: none of its intents is a {effects}"
            path = f"rules[{number}]"
            yield subject.problem("policy-never", path, message, "Correct intents or effects")


def roles_asked_for_anyway(subject: Subject) -> Iterator[Problem]:
    for number, rule in enumerate(subject.policy.rules):
        intents = subject.intents(rule)
        places = [
            one
            for one in subject.environments.names()
            if _covers(rule.when.get("environment", (EVERYWHERE,)), (one,))
        ]
        needed = [needed_role(intent.access, one) for intent in intents for one in places]
        is_alone = not (rule.people or rule.only_from or rule.never_from or rule.never)
        if rule.role and is_alone and needed and all(reaches(one, rule.role) for one in needed):
            message = f"the rule {rule.id!r} never decides: its intents ask for {rule.role} anyway"
            path = f"rules[{number}].role"
            cure = "Remove the rule, or ask for a stronger role"
            yield subject.problem("policy-never", path, message, cure, "warning")


def channels_nobody_can_use(subject: Subject) -> Iterator[Problem]:
    """Channels of a rule on which its intents cannot be asked at all."""
    for number, rule in enumerate(subject.policy.rules):
        taken = {channel for intent in subject.intents(rule) for channel in intent.channels}
        named = {_channel(subject, one) for one in (*rule.only_from, *rule.never_from)}
        if not taken or not named <= set(CHANNELS):
            continue
        if rule.only_from and not {_channel(subject, one) for one in rule.only_from} & taken:
            message = f"nobody keeps the rule {rule.id!r}: none of its intents is asked from there"
            path = f"rules[{number}].only_from"
            yield subject.problem("policy-never", path, message, "Name a channel of the intents")
        for place, one in enumerate(rule.never_from):
            if _channel(subject, one) not in taken:
                message = f"none of the rule's intents is asked from {one} anyway"
                path = f"rules[{number}].never_from[{place}]"
                yield subject.problem("policy-never", path, message, "Remove it", "warning")


def rules_nobody_keeps(subject: Subject) -> Iterator[Problem]:
    """Within one rule: places that exclude each other, people who lack the role."""
    for number, rule in enumerate(subject.policy.rules):
        path = f"rules[{number}]"
        if rule.only_from and not _places(subject, rule):
            message = f"nobody keeps the rule {rule.id!r}: never_from excludes all of only_from"
            cure = "Take it out of one of the two, or write `never: true`"
            yield subject.problem("policy-contradiction", path, message, cure)
        if rule.people and rule.role and not _people(subject, rule):
            message = f"none of the people of the rule {rule.id!r} has the role {rule.role}"
            cure = "Give it to one of them, or take the role out of the rule"
            yield subject.problem("policy-contradiction", f"{path}.people", message, cure)


def rules_that_contradict(subject: Subject) -> Iterator[Problem]:
    """Two rules that can hold at once, and that nobody can keep both."""
    rules = [(n, one) for n, one in enumerate(subject.policy.rules) if _is_keepable(subject, one)]
    for (_, first), (number, second) in combinations(rules, 2):
        if not _overlap(subject, first, second):
            continue
        why = _contradiction(subject, first, second)
        if why:
            message = f"where {first.id!r} and {second.id!r} both hold, nobody may: {why}"
            cure = "Let them hold for different values, or agree"
            path = f"rules[{number}]"
            yield subject.problem("policy-contradiction", path, message, cure)


def rules_in_the_shadow(subject: Subject) -> Iterator[Problem]:
    """A rule that another one makes superfluous."""
    told: set[int] = set()
    rules = [(n, one) for n, one in enumerate(subject.policy.rules) if _asks(one)]
    for (other, strict), (number, rule) in permutations(rules, 2):
        is_same = _implies(subject, rule, strict) and _holds_wherever(subject, rule, strict)
        if number in told or (is_same and number < other):
            continue
        if _holds_wherever(subject, strict, rule) and _implies(subject, strict, rule):
            told.add(number)
            message = f"the rule {rule.id!r} never decides: {strict.id!r} asks for all of it"
            path = f"rules[{number}]"
            cure = "Remove one of them"
            yield subject.problem("policy-shadowed", path, message, cure, "warning")


FINDERS: tuple[Finder, ...] = (
    rules_without_intents,
    roles_asked_for_anyway,
    channels_nobody_can_use,
    rules_nobody_keeps,
    rules_that_contradict,
    rules_in_the_shadow,
)


def _asks(rule: Rule) -> bool:
    demands = (rule.role, rule.people, rule.only_from, rule.never_from, rule.never)
    return any(bool(demand) for demand in demands)


def _is_keepable(subject: Subject, rule: Rule) -> bool:
    """Alone: what nobody keeps anyway contradicts nothing else."""
    return not rule.never and not (rule.only_from and not _places(subject, rule))


def _contradiction(subject: Subject, first: Rule, second: Rule) -> str:
    places = _places(subject, first), _places(subject, second)
    if first.only_from and second.only_from and not places[0] & places[1]:
        return "they demand different places"
    for one, other in ((first, second), (second, first)):
        if one.only_from and other.never_from and not _left(subject, one, other):
            return f"{other.id!r} excludes the places of {one.id!r}"
    if first.people and second.people and not _people(subject, first) & _people(subject, second):
        return "they demand different people"
    return ""


def _places(subject: Subject, rule: Rule) -> set[str]:
    """The places of `only_from` that `never_from` leaves; a channel stands for its places too."""
    return _left(subject, rule, rule)


def _left(subject: Subject, wanted: Rule, refused: Rule) -> set[str]:
    excluded = _ids(subject, refused.never_from)
    found = set()
    for one in _ids(subject, wanted.only_from):
        places = _within(subject, one)
        channel = one.partition(":")[0]
        found |= {place for place in places if not {place, channel} & excluded}
    return found


def _within(subject: Subject, place: str) -> set[str]:
    """A channel as itself and with its places, so that "slack" and "#ops" have one in common."""
    known = set(subject.policy.places.values())
    return {place} | {one for one in known if one.partition(":")[0] == place}


def _ids(subject: Subject, names: tuple[str, ...]) -> set[str]:
    """Places by their ids, channels as they are."""
    return {subject.policy.places.get(name, name) for name in names}


def _channel(subject: Subject, place: str) -> str:
    return str(subject.policy.places.get(place, place)).partition(":")[0]


def _people(subject: Subject, rule: Rule) -> set[str]:
    """Who of a rule's people has its role somewhere; a group that a channel proves as itself."""
    policy = subject.policy
    names = subject.environments.names()
    found = {
        member.id
        for member in policy.people
        if (member.id in rule.people or _is_in(policy, member.id, rule))
        and any(
            reaches(best_role_in(policy.member(member), place), rule.role or "anyone")
            for place in names
        )
    }
    return found | {one.id for one in policy.groups if one.id in rule.people and one.claims}


def _is_in(policy: Policy, person: str, rule: Rule) -> bool:
    return any(one.id in rule.people and person in one.people for one in policy.groups)


def _names(subject: Subject, rule: Rule) -> set[str]:
    return {one.name for one in subject.intents(rule)}


def _overlap(subject: Subject, first: Rule, second: Rule) -> bool:
    """Whether something can be asked for that both hold for."""
    if not _names(subject, first) & _names(subject, second):
        return False
    shared = set(first.when) & set(second.when)
    return all(_touch(first.when[slot], second.when[slot]) for slot in shared)


def _touch(first: tuple[str, ...], second: tuple[str, ...]) -> bool:
    return any(matches(a, b) or matches(b, a) for a in first for b in second)


def _holds_wherever(subject: Subject, wide: Rule, narrow: Rule) -> bool:
    intents = _names(subject, narrow)
    return (
        bool(intents)
        and intents <= _names(subject, wide)
        and all(
            slot in narrow.when and _covers(patterns, narrow.when[slot])
            for slot, patterns in wide.when.items()
        )
    )


def _covers(wide: tuple[str, ...], narrow: tuple[str, ...]) -> bool:
    return all(any(matches(one, pattern) for pattern in wide) for one in narrow)


def _implies(subject: Subject, strict: Rule, rule: Rule) -> bool:
    """Whether who keeps `strict` keeps `rule`."""
    if strict.never:
        return True
    if rule.never or not reaches(strict.role or "anyone", rule.role or "anyone"):
        return False
    if rule.people and not (strict.people and set(strict.people) <= set(rule.people)):
        return False
    here = _places(subject, strict) if strict.only_from else set(CHANNELS)
    everywhere = {place for one in here for place in _within(subject, one)}
    refused = _ids(subject, strict.never_from)
    left = {one for one in everywhere if not {one, one.partition(":")[0]} & refused}
    return all(_is_from(subject, rule, place) for place in left)


def _is_from(subject: Subject, rule: Rule, place: str) -> bool:
    here = {place, place.partition(":")[0]}
    only, never = (_ids(subject, one) for one in (rule.only_from, rule.never_from))
    return not here & never and bool(not only or here & only)
