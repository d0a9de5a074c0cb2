"""The permissions that an app asks for: the least that suffice for what it uses."""

from collections.abc import Mapping

from bot.platforms.slack import slack_platform
from bot.slack.uses import Uses


def scopes(uses: Uses, command: str) -> Mapping[str, tuple[str, ...]]:
    """Each scope, sorted, with what needs it.

    Raises `ValueError` for an event or a method whose scope is not known.
    """
    known = slack_platform().scopes
    used = (*uses.events, *uses.methods)
    if unknown := [name for name in used if name not in known]:
        cure = "add it to bot/platforms/slack.yaml"
        raise ValueError(f"the scope of {', '.join(unknown)} is not known: {cure}")
    reasons = {command: known["command"], **{name: known[name] for name in used}}
    return {
        scope: tuple(sorted(name for name, needed in reasons.items() if scope in needed))
        for scope in sorted({scope for needed in reasons.values() for scope in needed})
    }
