"""What an assertion is bound to: the input that it came with.

A channel signs a hash of what it sends, so that a token overheard on its way says nothing else.
"""

import hashlib
import json
import unicodedata
from base64 import urlsafe_b64encode
from collections.abc import Mapping

from fulfillment.turn import Invocation

SPEECH = "speech"
"""Of a turn whose words the channel does not know: Lex or Alexa heard them."""


def of_text(text: str) -> str:
    """Of words that are sent to Lex.

    Lex gives them back as `inputTranscript`. That it leaves case, spaces and the form of accents
    alone is written nowhere, so these do not count; no two requests differ by them only.
    """
    words = " ".join(unicodedata.normalize("NFKC", text).casefold().split())
    return f"text:{_digest(words)}"


def of_invocation(asked: Invocation, context: Mapping[str, str] | None = None) -> str:
    """Of a structured request, and what the conversation was about as far as it is sent along."""
    parts = [asked.kind, asked.name, dict(asked.slots), dict(context or {})]
    return f"invocation:{_digest(json.dumps(parts, sort_keys=True))}"


def _digest(text: str) -> str:
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).digest()
    return urlsafe_b64encode(digest).decode().rstrip("=")
