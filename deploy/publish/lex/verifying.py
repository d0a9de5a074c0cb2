"""Whether a version is what its description says: by its export, never by its word.

DRAFT can be edited between an import and CreateBotVersion, and such a version carries the
description of the release all the same.
"""

from dataclasses import replace
from typing import Final

from bot.lex.comparing import Change, compare, report, same
from bot.lex.definition import LexBot
from deploy.errors import AwsRefused, PublishError
from deploy.publish.lex.services import Services, read_bot, try_to_read_bot

_SHOWN: Final = 5
"""Changes in a message, and lines below each."""


def like(bot: LexBot, other: LexBot) -> LexBot:
    """`bot` without what the definition leaves to the account."""
    return replace(bot, error_log_settings=other.error_log_settings)


def of_version(bot: LexBot, other: LexBot) -> LexBot:
    """An exported version for a comparison with `other`: its description is the release's."""
    return replace(like(bot, other), description=other.description)


def is_made_of(services: Services, bot_id: str, number: int, wanted: LexBot) -> bool:
    """Whether version `number` is `wanted`; not where its export cannot be read."""
    found = try_to_read_bot(services, bot_id, str(number))
    return found is not None and same(of_version(found, wanted), wanted)


def differences(services: Services, bot_id: str, number: int, wanted: LexBot) -> tuple[Change, ...]:
    """What version `number` has beyond `wanted`; empty where it is the same.

    Raises PublishError where it cannot be exported or read.
    """
    found = of_version(read_bot(services, bot_id, str(number)), wanted)
    if same(found, wanted):
        return ()
    unnamed = Change("", wanted.name or "the bot", "is another one")
    return compare(wanted, found) or (unnamed,)


def require_made_of(services: Services, bot_id: str, number: int, wanted: LexBot) -> None:
    """Delete a version that is not `wanted`, and raise PublishError with what is different."""
    found = differences(services, bot_id, number, wanted)
    if not found:
        return
    deleted = _try_to_delete(services, bot_id, number)
    more = f"\n… and {len(found) - _SHOWN} more" if len(found) > _SHOWN else ""
    raise PublishError(
        f"version {number} is not the definition: somebody edited DRAFT while it was made. "
        f"{deleted}, and users go on with what they had. Run `ground publish` again, which imports "
        f"the definition afresh. What is different:\n{report(found[:_SHOWN], details=_SHOWN)}{more}"
    )


def _try_to_delete(services: Services, bot_id: str, number: int) -> str:
    try:
        services.models.delete_version(bot_id, number)
    except AwsRefused as refused:
        # An alias may point at it; no later run takes it for the release, so it may stay.
        return f"It is still there ({refused})"
    return "It is deleted"
