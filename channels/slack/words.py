"""What a person said in Slack, as plain words: mentions, links and entities undone."""

import re
from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import Any

_MARKED = re.compile(r"<(?P<sign>[@#!]?)(?P<target>[^<>|]*)(?:\|(?P<label>[^<>]*))?>")
_LEADING_MENTION = re.compile(r"^\s*<@[A-Z0-9]+>")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))
"""In this order: `&amp;lt;` is a person's `&lt;`."""


def words_of_event(payload: Mapping[str, Any]) -> str:
    """The text of an event without the mention of the bot itself."""
    authorizations = payload.get("authorizations") or []
    bots = {str(each.get("user_id")) for each in authorizations if isinstance(each, Mapping)}
    event = payload.get("event") or {}
    text = str(event.get("text") or "")
    if not bots and event.get("type") == "app_mention":
        text = _LEADING_MENTION.sub("", text)
    return plain_words(text, bots)


def plain_words(text: str, bots: AbstractSet[str] = frozenset()) -> str:
    """Slack's escaped text as a person would read it. `bots`: user ids that are dropped."""

    def word(match: re.Match[str]) -> str:
        if match["sign"] == "@" and match["target"] in bots:
            return " "
        sign = match["sign"].replace("!", "")
        return (sign + match["label"].lstrip("@#")) if match["label"] else match["target"]

    plain = _MARKED.sub(word, text)
    for entity, character in _ENTITIES:
        plain = plain.replace(entity, character)
    # Half of a surrogate pair is legal in JSON, and nowhere after it.
    return " ".join(plain.split()).encode(errors="ignore").decode()
