"""Names that are legal in Alexa: letters, digits and underscores, the first a letter."""

import hashlib
import re
import unicodedata
from collections.abc import Set as AbstractSet

_LEGAL = re.compile(r"[A-Za-z][A-Za-z0-9_]*")
MAX_SLUG = 60


def alexa_name(name: str) -> str:
    """`name`, or what is nearest to it: "order-id" -> "order_id", "2nd" -> "n2nd"."""
    if _LEGAL.fullmatch(name):
        return name
    plain = re.sub(r"[^A-Za-z0-9_]", "_", name)
    return plain if _LEGAL.fullmatch(plain) else f"n{plain}"


def slug(value: str, taken: AbstractSet[str] = frozenset()) -> str:
    """The id of a value: the same for the same value, in none of `taken`.

    A value in another script, or one whose id another value has, gets a digest of itself.
    """
    plain = unicodedata.normalize("NFKD", value).encode("ascii", "ignore").decode().lower()
    found = re.sub(r"[^a-z0-9]+", "_", plain).strip("_")[:MAX_SLUG]
    if found and found not in taken:
        return found
    digest = hashlib.sha256(value.encode()).hexdigest()[:8]
    return f"{found}_{digest}" if found else digest
