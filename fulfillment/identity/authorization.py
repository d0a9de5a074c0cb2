"""Whether a person may use an intent, where, and the words of a denial."""

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
from fulfillment.turn import Audience, Channel, Person, Reply
from fulfillment.wording import listed

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
) -> Reply | None:
    """Why not here, whatever the role: rules of the channel and of who else reads along."""
    if channel != "direct" and channel not in intent.channels:
        return denied(f"That cannot be asked on {channel}.")
    if intent.access.default != OPEN and audience == "public":
        return denied(
            "People from outside can read along here. Ask me in a direct message, please."
        )
    return None if intent.effect == "read" else _refuse_change(intent, person, channel)


def _refuse_change(intent: Intent, person: Person, channel: Channel) -> Reply | None:
    if person.identity == DIRECT:
        return denied(
            "Nothing can be changed without knowing who asks: use a channel that signs you in."
        )
    if channel == "alexa" and intent.effect == "destructive":
        return denied("That never begins by voice. Use Slack or the web page.")
    if channel == "alexa" and not is_recognised_voice(person.identity):
        return denied(
            "I change things by voice only for a voice that I recognise. "
            "Set up a voice profile in the Alexa app, or use Slack or the web page."
        )
    return None


def deny(policy: Policy, person: Person, intent: Intent, environments: Sequence[str]) -> Reply:
    """The denial: what is needed, what is held, and who may. `environments`: those asked about."""
    if not policy.is_known(person):
        return denied(
            f"I do not know you yet. To be added, ask for your identity "
            f"{code(person.identity)} to be put into the policy."
        )
    needed = min((needed_role(intent.access, one) for one in environments), key=ROLES.index)
    held = max((role_of(person.roles, one) for one in environments), key=ROLES.index)
    where = f" in {bold(environments[0])}" if len(environments) == 1 else ""
    names = [
        name
        for name in (member.name for member in policy.people)
        if any(name in policy.who_may(needed_role(intent.access, one), one) for one in environments)
    ]
    who = f" {listed(names[:3], 'or')} may." if names else " Nobody has that role."
    return denied(
        f"You may not do that{where}: it needs the role {bold(needed)}, and yours is {held}.{who}"
    )


def denied(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="denied")
