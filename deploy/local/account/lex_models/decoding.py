"""From the parameters of a call to a part of the definition."""

from collections.abc import Mapping
from typing import Any, TypeVar

from bot.lex.codec import decode
from deploy.local.account.lex_models.region import invalid

_Kind = TypeVar("_Kind")

_CONTEXT = frozenset({"botId", "botVersion", "localeId", "intentId", "slotId", "slotTypeId"})


def decoded(
    kind: type[_Kind], params: Mapping[str, Any], also: frozenset[str] = frozenset()
) -> _Kind:
    """What a call says of the resource, without the ids that say where it is but `also`.

    Raises ModelsApiError for what the API has and `bot.lex.definition` has not: dropping it
    silently would publish another bot than was asked for.
    """
    given = {key: value for key, value in params.items() if key not in _CONTEXT - also}
    found, mistakes = decode(kind, given, "api")
    if mistakes:
        places = ", ".join(f"{mistake.path}: {mistake.message}" for mistake in mistakes)
        raise invalid(f"not served by the simulated account: {places}")
    return found
