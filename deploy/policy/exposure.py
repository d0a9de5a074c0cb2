"""Entries by which more people may, or hear, than their author need have thought of."""

from collections.abc import Iterator

from bot.errors import Problem
from deploy.policy.findings import Finder, Subject, some
from fulfillment.identity.authorization import needed_role
from fulfillment.identity.policy import DIRECT, Group
from fulfillment.identity.roles import EVERYWHERE, reaches

_LOOKS = "viewer"
"""The role that whoever may look has: what it changes (a page to those on call) is for all."""


def callers_with_more_than_a_look(subject: Subject) -> Iterator[Problem]:
    """Nobody knows who they are, so a change is refused to them whatever their role."""
    for caller, roles in subject.policy.callers.items():
        who = "whoever IAM lets call the bot" if caller == DIRECT else "no person"
        for where, role in roles.items():
            if not reaches(_LOOKS, role):
                message = f"{caller} is {who}, and has the role {role} in {where!r}"
                path, cure = f"callers.{caller}.{where}", f"Give it {_LOOKS} at most"
                yield subject.problem("policy-caller", path, message, cure, "warning")


def workspaces_that_change_production(subject: Subject) -> Iterator[Problem]:
    for group in subject.policy.groups:
        workspaces = [one for one in group.identities if one.count(":") == 1]
        for where in group.roles if workspaces else ():
            for place in _production(subject):
                changes = _changes(subject, group, where, place)
                if changes:
                    who = f"everybody in the workspace {some(workspaces)}, guests too,"
                    message = f"{who} may {some(changes)} in {place}"
                    cure = "Give it to a user group (claims: [slack:T...:S...]) or to people"
                    path = f"groups.{group.id}.roles.{where}"
                    yield subject.problem("policy-workspace", path, message, cure, "warning")


def audiences_that_hear_everything(subject: Subject) -> Iterator[Problem]:
    """Aloud alone is a choice: who is in the room can be known. With both, nothing is held back."""
    audience = subject.policy.audience
    if audience.public != "everything" or not _production(subject):
        return
    heard = {"public": "in channels with guests or people from outside"}
    if audience.aloud == "everything":
        heard["aloud"] = "aloud, to whoever is in the room"
    for key, where in heard.items():
        message = f"all of {some(list(_production(subject)))} is told {where}"
        cure = f"Write {key}: no_production, or {key}: nothing"
        yield subject.problem("policy-audience", f"audience.{key}", message, cure, "warning")


FINDERS: tuple[Finder, ...] = (
    callers_with_more_than_a_look,
    workspaces_that_change_production,
    audiences_that_hear_everything,
)


def _production(subject: Subject) -> tuple[str, ...]:
    known = subject.environments.names()
    return tuple(one for one in subject.policy.audience.production if one in known)


def _changes(subject: Subject, group: Group, where: str, place: str) -> list[str]:
    """The intents that change something there by this entry of a group's roles."""
    named = where.partition("/")[0]
    # Where the environment is named as a whole, "*" counts for none of its services.
    if named != place and (named != EVERYWHERE or place in group.roles):
        return []
    needed = {
        intent.name: needed_role(intent.access, place)
        for intent in subject.bot.intents
        if intent.effect != "read"
    }
    role = group.roles[where]
    return [
        name
        for name, least in needed.items()
        if reaches(role, least) and not reaches(_LOOKS, least)
    ]
