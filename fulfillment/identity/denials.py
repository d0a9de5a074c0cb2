"""What is said of a denial: what it needs, who may, and where to ask for it.

Nobody is named to somebody who is not known, nor where people from outside listen.
"""

from collections.abc import Sequence

from fulfillment.identity.authorization import Authorizer, Denial
from fulfillment.identity.policy import Rule
from fulfillment.identity.roles import reaches, role_of
from fulfillment.markdown import bold, code, escape, plain
from fulfillment.request import Caller
from fulfillment.sentences import Say
from fulfillment.turn import Reply

_NAMED = 3


def deny(say: Say, authorizer: Authorizer, caller: Caller, denial: Denial) -> Reply:
    """The answer to what is not allowed."""
    step = denial.step
    if step.check == "person":
        return denied(say("person_unknown", identity=code(caller.person.identity)))
    if step.refusal is not None:
        return denied(say.phrase(step.refusal))
    is_named = authorizer.policy.is_named(caller.person) and caller.audience != "public"
    told = _told(say, authorizer, denial, is_named=is_named)
    ask = (step.rule.ask if step.rule else "") or authorizer.policy.ask
    where = say("ask_there", where=escape(ask)) if ask and is_named else ""
    return denied(" ".join(part for part in (told, where) if part))


def denied(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="denied")


def _told(say: Say, authorizer: Authorizer, denial: Denial, *, is_named: bool) -> str:
    step = denial.step
    if step.rule is None or step.demand == "role":
        return _role(say, authorizer, denial, is_named=is_named)
    if step.demand == "people":
        names = _names_of(authorizer, step.rule)
        return say("denied_people", names=_listed(say, names)) if is_named else say("denied_others")
    if step.demand == "only_from" and is_named:
        return say("denied_only_from", places=_places(say, authorizer, step.rule.only_from))
    return say("denied_never") if step.demand == "never" else say("denied_from_here")


def _role(say: Say, authorizer: Authorizer, denial: Denial, *, is_named: bool) -> str:
    who = _who_may(say, authorizer, denial) if is_named else ""
    needed, held = bold(denial.step.needed), denial.step.held
    if len(denial.environments) == 1:
        where = bold(denial.environments[0])
        return say("denied_in", environment=where, needed=needed, held=held, who_may=who).strip()
    return say("denied", needed=needed, held=held, who_may=who).strip()


def _who_may(say: Say, authorizer: Authorizer, denial: Denial) -> str:
    names = (*_people(authorizer, denial), *_groups(authorizer, denial))
    return say("who_may", names=_listed(say, names)) if names else say("nobody_may")


def _people(authorizer: Authorizer, denial: Denial) -> tuple[str, ...]:
    """Names of the people who may, in the policy's order."""
    policy = authorizer.policy
    return tuple(
        member.name
        for member in policy.people
        if any(
            authorizer.could(policy.member(member), denial.asked, place)
            for place in denial.environments
        )
    )


def _groups(authorizer: Authorizer, denial: Denial) -> tuple[str, ...]:
    """Names of the groups whose members only a channel knows."""
    return tuple(
        group.name
        for group in authorizer.policy.groups
        if (group.claims or group.identities)
        and any(
            reaches(role_of(group.roles, place, denial.asked.service), denial.step.needed)
            for place in denial.environments
        )
    )


def _names_of(authorizer: Authorizer, rule: Rule) -> tuple[str, ...]:
    policy = authorizer.policy
    people = tuple(one.name for one in policy.people if one.id in rule.people)
    return (*people, *(one.name for one in policy.groups if one.id in rule.people))


def _places(say: Say, authorizer: Authorizer, places: Sequence[str]) -> str:
    """As people call them: "#ops"."""
    called = {place: name for name, place in authorizer.policy.places.items()}
    return _listed(say, [called.get(one, one) for one in places])


def _listed(say: Say, names: Sequence[str]) -> str:
    return say.any_of([escape(name) for name in names[:_NAMED]])
