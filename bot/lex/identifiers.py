"""Identifiers of what we compile: ten of [0-9A-Z], until Lex gives its own at import."""

import hashlib
import string
from typing import Final

_ALPHABET: Final = string.digits + string.ascii_uppercase
FALLBACK: Final = "FALLBCKINT"
"""What Lex itself calls the fallback intent of every locale."""


def identifier(*names: str) -> str:
    """Ten characters that stay the same for the same names."""
    number = int.from_bytes(hashlib.sha256("\0".join(names).encode()).digest()[:8], "big")
    found = ""
    for _ in range(10):
        number, digit = divmod(number, len(_ALPHABET))
        found += _ALPHABET[digit]
    return found
