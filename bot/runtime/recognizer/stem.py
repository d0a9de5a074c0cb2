"""Word forms brought together: "deploys", "deployed" and "deployment" say the same to us.

A light suffix stripper for English, deterministic and wrong in harmless ways: both templates and
utterances pass through it. Other languages keep their words as they are.
"""

_SUFFIXES = ("ments", "ment", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s", "e", "y")
_SHORTEST = 3
_LONGEST = 24
"""Longer than any word of a template: not worth the work."""


def stem(word: str, locale: str) -> str:
    """The stem of a normalised word; a slot symbol such as `{Service}` is its own."""
    if not locale.startswith("en") or not word.isalpha() or len(word) > _LONGEST:
        return word
    for suffix in _SUFFIXES:
        if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST:
            return _undoubled(word.removesuffix(suffix))
    return word


def _undoubled(root: str) -> str:
    """ "running" -> "runn" -> "run"; "fall" stays, for "falling" comes to it too."""
    doubled = root[-1] == root[-2] and root[-1] not in "aeiouls"
    return root[:-1] if doubled and len(root) > _SHORTEST else root
