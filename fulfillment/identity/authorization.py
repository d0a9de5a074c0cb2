"""Whether a person may use an intent, where, and what is said of a denial."""

from collections.abc import Iterable, Sequence

from bot.model import Access, Intent
from fulfillment.identity.policy import (
    DIRECT,
    ROLES,
    Policy,
    is_recognised_voice,
    reaches,
    role_of,
)
from fulfillment.markdown import bold, code, plain
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Audience, Channel, Person, Reply

OPEN = "anyone"


def needed_role(access: Access, environment: str) -> str:
    return access.environment.get(environment, access.default)


def may(person: Person, intent: Intent, environment: str) -> bool:
    return reaches(role_of(person.roles, environment), needed_role(intent.access, environment))


def where_allowed(person: Person, intent: Intent, environments: Iterable[str]) -> tuple[str, ...]:
    """The environments in which the person may use the intent."""
    return tuple(one for one in environments if may(person, intent, one))


def refuse_channel(
    intent: Intent, person: Person, channel: Channel, audience: Audience
) -> Phrase | None:
    """Why not here, whatever the role: rules of the channel and of who else reads along."""
    if channel != "direct" and channel not in intent.channels:
        return phrase("not_on_channel", channel=channel)
    if intent.access.default != OPEN and audience == "public":
        return phrase("not_in_public")
    return None if intent.effect == "read" else _refuse_change(intent, person, channel)


def _refuse_change(intent: Intent, person: Person, channel: Channel) -> Phrase | None:
    if person.identity == DIRECT:
        return phrase("change_unsigned")
    if channel == "alexa" and intent.effect == "destructive":
        return phrase("never_by_voice")
    if channel == "alexa" and not is_recognised_voice(person.identity):
        return phrase("voice_unknown")
    return None


def deny(
    say: Say, policy: Policy, person: Person, intent: Intent, environments: Sequence[str]
) -> Reply:
    """The denial: what is needed, what is held, and who may. `environments`: those asked about."""
    if not policy.is_known(person):
        return denied(say("person_unknown", identity=code(person.identity)))
    needed = min((needed_role(intent.access, one) for one in environments), key=ROLES.index)
    held = max((role_of(person.roles, one) for one in environments), key=ROLES.index)
    who = _who_may(say, policy, intent, environments)
    if len(environments) == 1:
        where = bold(environments[0])
        return denied(
            say("denied_in", environment=where, needed=bold(needed), held=held, who_may=who)
        )
    return denied(say("denied", needed=bold(needed), held=held, who_may=who))


def _who_may(say: Say, policy: Policy, intent: Intent, environments: Sequence[str]) -> str:
    names = [
        name
        for name in (member.name for member in policy.people)
        if any(name in policy.who_may(needed_role(intent.access, one), one) for one in environments)
    ]
    return say("who_may", names=say.any_of(names[:3])) if names else say("nobody_may")


def denied(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="denied")
