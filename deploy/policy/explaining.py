"""Why somebody may or may not: each check that fulfillment makes, and what in the policy decides.

No conversation, no session and no account: what was asked is understood by the local recognizer,
and names of services are those of the example world.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from bot.model import Bot, Intent
from bot.runtime.recognizer import Recognizer, build_recognizer
from deploy.errors import DeployError
from deploy.policy.findings import Subject
from deploy.policy.provenance import granted_by
from fulfillment.catalog.names import exact
from fulfillment.identity.authorization import Asked, Authorizer, Step
from fulfillment.identity.denials import deny
from fulfillment.identity.policy import Member, Policy
from fulfillment.identity.reading import CHANNELS
from fulfillment.markdown import plain
from fulfillment.request import Caller
from fulfillment.sentences import locale_of, sentences
from fulfillment.turn import Audience, Channel, Person


@dataclass(frozen=True)
class From:
    """Where it is asked from. "" is what the person or the channel usually has."""

    channel: str = ""
    audience: str = ""
    place: str = ""
    groups: tuple[str, ...] = ()
    locale: str = ""


@dataclass(frozen=True)
class Told:
    """One check in words."""

    check: str
    passed: bool
    text: str
    where: str = ""
    """File and line of what decides, where something in the policy does."""


@dataclass(frozen=True)
class Explanation:
    person: str
    """Its id in the policy, or the identity itself."""
    identity: str
    channel: str
    audience: str
    intent: str
    slots: Mapping[str, str]
    verdict: str
    """ "allowed", "asks for confirmation" or "denied"."""
    decided_by: str
    """Where denied: the id of a rule, or the name of the check."""
    environments: tuple[str, ...]
    """Where it is allowed."""
    steps: Mapping[str, tuple[Told, ...]]
    """By environment."""
    reply: str = ""
    """What the person is told of a denial."""


def explain(
    subject: Subject,
    person: str,
    request: str,
    where: From,
    recognizer: Callable[[Bot], Recognizer] = build_recognizer,
) -> Explanation:
    """Raises `DeployError` for a person, channel, place or sentence that is not understood."""
    authorizer = Authorizer(subject.bot, subject.policy, subject.environments)
    caller = caller_of(subject, person, where)
    intent, words = understood(subject.bot, request, where.locale, recognizer)
    values = resolved(subject, intent, words, where.locale)
    asked = authorizer.asked(intent, values, is_settled=_is_whole(intent, values))
    decision = authorizer.decide(caller, asked)
    places = asked.environments or subject.environments.names()
    steps = {place: authorizer.steps(caller, asked, place) for place in places}
    say = sentences(subject.bot, where.locale)
    denial = decision.denial
    return Explanation(
        person=caller.person.id,
        identity=caller.person.identity,
        channel=caller.channel,
        audience=caller.audience,
        intent=intent.name,
        slots=values,
        verdict=_verdict(authorizer, caller, asked, is_denied=denial is not None),
        decided_by=denial.decided_by if denial else "",
        environments=decision.environments,
        steps={
            place: tuple(_told(subject, caller, asked, place, step) for step in taken)
            for place, taken in steps.items()
        },
        reply=plain(deny(say, authorizer, caller, denial).text) if denial else "",
    )


def caller_of(subject: Subject, person: str, where: From) -> Caller:
    identity, channel = _identity(subject.policy, person, where.channel)
    place = subject.policy.places.get(where.place, where.place)
    if where.place and not place.startswith(f"{channel}:"):
        known = ", ".join(subject.policy.places) or "none that the policy names"
        raise DeployError(f"{where.place!r} is no place of {channel}; there are: {known}")
    has_guests = bool(place) and subject.policy.has_guests(place)
    usual: Audience = "shared" if place or channel == "alexa" else "private"
    audience = where.audience or usual
    return Caller(
        person=subject.policy.person(identity, "", where.groups),
        channel=_channel(channel),
        locale=locale_of(subject.bot, where.locale).id,
        time_zone="UTC",
        audience=_audience("public" if has_guests and audience == "shared" else audience),
        session_id="explain",
        event_id="explain",
        place=place,
    )


def understood(
    bot: Bot, request: str, locale: str, recognizer: Callable[[Bot], Recognizer]
) -> tuple[Intent, Mapping[str, str]]:
    """An intent and the words of its slots: `RestartService service=orders`, or a sentence."""
    name, *given = request.split()
    named = bot.intent(name)
    if named is not None:
        return named, _slots(named, given)
    spoken = locale_of(bot, locale).id
    heard = recognizer(bot).recognize(request, locale=spoken)
    best = heard.interpretations[0] if heard.interpretations else None
    intent = bot.intent(best.intent) if best else None
    if best is None or intent is None or intent.builtin == "AMAZON.FallbackIntent":
        known = ", ".join(one.name for one in bot.intents if not one.builtin)
        raise DeployError(
            f"{request!r} is no request that the bot understands. Say it in other words, or name "
            f"the intent and its slots (RestartService service=orders). Intents: {known}"
        )
    return intent, {slot: fill.interpreted or fill.original for slot, fill in best.slots.items()}


def resolved(
    subject: Subject, intent: Intent, words: Mapping[str, str], locale: str
) -> Mapping[str, str]:
    """Environments and services by their names; other values stay as they were said."""
    language = locale_of(subject.bot, locale).names
    services: Mapping[str, tuple[str, ...]] = dict.fromkeys(subject.services, ())
    values = {}
    for slot in (one for one in intent.slots if words.get(one.name)):
        word, slot_type = words[slot.name], subject.bot.slot_type(slot.type)
        source = slot_type.source if slot_type else ""
        if source == "environments":
            word = _environment(subject, word)
        elif source == "services":
            word = exact(word, services, language) or word
        values[slot.name] = word
    return values


def _verdict(authorizer: Authorizer, caller: Caller, asked: Asked, *, is_denied: bool) -> str:
    if is_denied:
        return "denied"
    is_change = asked.intent.effect != "read"
    asks = is_change and authorizer.asks_first(caller, asked)
    return "asks for confirmation" if asks else "allowed"


def _told(subject: Subject, caller: Caller, asked: Asked, place: str, step: Step) -> Told:
    text = {
        "person": lambda: _of_person(subject.policy, caller.person),
        "channel": lambda: f"{asked.intent.name} ({asked.intent.effect}) from {caller.channel}",
        "audience": lambda: _of_audience(subject.policy, caller, place),
        "role": lambda: f"needs {step.needed}, holds {step.held}",
        "rule": lambda: _of_rule(step),
    }[step.check]()
    return Told(step.check, step.passed, text, _where(subject, caller, asked, place, step))


def _of_person(policy: Policy, person: Person) -> str:
    if not policy.is_known(person):
        return f"{person.identity} has no role"
    groups = [one for one in person.groups if "'" not in one]
    return f"{person.display_name}{f', in {chr(44).join(groups)}' if groups else ''}"


def _of_audience(policy: Policy, caller: Caller, place: str) -> str:
    told = policy.audience.told(caller.audience, caller.channel)
    if told == "everything":
        return f"{caller.audience}: everything is said there"
    is_production = place in policy.audience.production
    about = "production" if is_production else "not production"
    return f"{caller.audience}: {told} is said there, and {place} is {about}"


def _of_rule(step: Step) -> str:
    rule = step.rule
    if rule is None:
        return ""
    if step.passed:
        return f"{rule.id} is kept"
    demand = {
        "role": f"asks for {rule.role}, holds {step.held}",
        "people": f"is for {', '.join(rule.people)} only",
        "only_from": f"holds only from {', '.join(rule.only_from)}",
        "never_from": f"never from {', '.join(rule.never_from)}",
        "never": "lets nobody",
    }[step.demand]
    return f"{rule.id} {demand}"


def _where(subject: Subject, caller: Caller, asked: Asked, place: str, step: Step) -> str:
    if step.rule is not None:
        return _line(subject, f"rules[{subject.policy.rules.index(step.rule)}]")
    if step.check == "audience":
        told = subject.policy.audience.told(caller.audience, caller.channel)
        is_written = "audience" in subject.source.lines and told != "everything"
        return _line(subject, "audience") if is_written else ""
    if step.check != "role":
        return ""
    owner = subject.environments.owner(place, asked.service)
    path = granted_by(subject.policy, caller.person, step.held, place, asked.service, owner)
    return _line(subject, path) if path else ""


def _line(subject: Subject, path: str) -> str:
    return f"{subject.source.file}:{subject.source.line(path)}"


def _is_whole(intent: Intent, values: Mapping[str, str]) -> bool:
    return all(slot.name in values for slot in intent.slots if slot.required)


def _identity(policy: Policy, person: str, channel: str) -> tuple[str, str]:
    """The identity on that channel, the most specific one; and its channel."""
    if channel and channel not in CHANNELS:
        raise DeployError(f"there is no channel {channel!r}: use one of {', '.join(CHANNELS)}")
    member = next((one for one in policy.people if one.id == person), None)
    if member is not None:
        return _of_member(member, channel)
    named = person.partition(":")[0]
    if named in CHANNELS and channel in ("", named):
        return person, named
    if person in policy.callers:
        return person, "direct"
    known = ", ".join(one.id for one in policy.people)
    raise DeployError(
        f"the policy has no person {person!r}, and it is no identity of {channel or 'a channel'}: "
        f"use one of {known}, or an identity such as slack:T1:U1"
    )


def _of_member(member: Member, channel: str) -> tuple[str, str]:
    found = [one for one in member.identities if one.startswith(f"{channel}:") or not channel]
    if not found:
        raise DeployError(
            f"{member.id} has no identity on {channel or 'any channel'}: add one to the policy, or "
            f"choose another --channel"
        )
    chosen = max(found, key=len) if channel else found[0]
    return chosen, chosen.partition(":")[0]


def _channel(name: str) -> Channel:
    found: dict[str, Channel] = {
        "slack": "slack",
        "web": "web",
        "alexa": "alexa",
        "terminal": "terminal",
        "direct": "direct",
    }
    return found[name]


def _audience(name: str) -> Audience:
    found: dict[str, Audience] = {"private": "private", "shared": "shared", "public": "public"}
    if name not in found:
        raise DeployError(f"there is no audience {name!r}: use one of {', '.join(found)}")
    return found[name]


def _slots(intent: Intent, given: list[str]) -> dict[str, str]:
    found = {}
    for one in given:
        name, equals, value = one.partition("=")
        if not equals or intent.slot(name) is None:
            known = ", ".join(f"{slot.name}=..." for slot in intent.slots) or "none"
            raise DeployError(f"{one!r} is no slot of {intent.name}: it has {known}")
        found[name] = value
    return found


def _environment(subject: Subject, word: str) -> str:
    found = subject.environments.find(word)
    if found is None:
        known = ", ".join(subject.environments.names())
        raise DeployError(f"there is no environment {word!r}: use one of {known}")
    return found.name
