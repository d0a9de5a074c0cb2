"""Word forms brought together: "deploys", "deployed" and "deployment" say the same to us.

A light stripper of the endings (and beginnings) that the locale lists, deterministic and wrong in
harmless ways: both templates and utterances pass through it.
"""

from functools import lru_cache

from bot.model import WordForms

_SHORTEST = 3
_LONGEST = 24
"""Longer than any word of a template: not worth the work."""


class Stemmer:
    """The word forms of one language."""

    def __init__(self, word_forms: WordForms) -> None:
        self._forms = word_forms
        self._known = lru_cache(maxsize=4096)(self._stem)

    def stem(self, word: str) -> str:
        """The stem of a normalised word; a slot symbol such as `{Service}` is its own."""
        return self._known(word)

    def _stem(self, word: str) -> str:
        if not word.isalpha() or len(word) > _LONGEST:
            return word
        return self._without_prefix(self._without_suffix(word))

    def _without_suffix(self, word: str) -> str:
        for suffix in self._forms.suffixes:
            if word.endswith(suffix) and len(word) - len(suffix) >= _SHORTEST:
                return self._undoubled(word.removesuffix(suffix))
        return word

    def _without_prefix(self, word: str) -> str:
        for prefix in self._forms.prefixes:
            if word.startswith(prefix) and len(word) - len(prefix) >= _SHORTEST:
                return word.removeprefix(prefix)
        return word

    def _undoubled(self, root: str) -> str:
        """ "running" -> "runn" -> "run"; "fall" stays, for "falling" comes to it too."""
        doubled = root[-1] == root[-2] and root[-1] in self._forms.doubled
        return root[:-1] if doubled and len(root) > _SHORTEST else root
