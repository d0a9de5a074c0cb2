"""How words sound: from the recogniser's dictionary, or by rules from words that it has.

A word that the dictionary lacks is, by the first rule that has an answer:

1. taken apart at marks and between letters and digits: "p99" is "p" and "99";
2. digits: a number below a hundred as such, longer ones digit by digit;
3. a known word with an ending: "acked", "statuses", "erroring";
4. two known words: "healthcheck";
5. letters, up to five of them: "ecs".

What is left has no sound and is not heard.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice, product
from typing import Final

from num2words import num2words

Sounds = tuple[str, ...]
"""Ways to say something, each of phones with spaces between; () for none."""

VARIANTS: Final = 4
"""Of a phrase: more are hardly ever said and cost time."""
_SPELLED: Final = 5
"""Letters of a word that is spelled at most."""
_SHORTEST_PART: Final = 2
_PIECES: Final = re.compile(r"[0-9]+|[^\W\d_]+")
_HISSING: Final = frozenset(("S", "Z", "SH", "CH", "JH", "ZH"))
_VOICELESS: Final = frozenset(("P", "T", "K", "F", "TH", "S", "SH", "CH"))


class Pronouncing:
    """`dictionary`: word -> its ways to be said."""

    def __init__(self, dictionary: Mapping[str, Sounds]) -> None:
        self._dictionary = dictionary
        self._made: dict[str, Sounds] = {}

    def word(self, word: str) -> Sounds:
        """How one word in lower case is said."""
        if word in self._dictionary:
            return self._dictionary[word][:VARIANTS]
        if word not in self._made:
            self._made[word] = self._pieces(word)
        return self._made[word]

    def phrase(self, words: Sequence[str]) -> Sounds:
        """How several words are said one after another; () where one of them has no sound."""
        found = [self.word(word) for word in words]
        return tuple(" ".join(sounds) for sounds in islice(product(*found), VARIANTS))

    def _pieces(self, word: str) -> Sounds:
        pieces = _PIECES.findall(word)
        if len(pieces) > 1:
            return self.phrase(pieces)
        if word.isascii() and word.isdigit():
            return self.phrase(_number_words(word))
        for rule in (self._with_ending, self._two_words, self._letters):
            if sound := rule(word):
                return (sound,)
        return ()

    def _with_ending(self, word: str) -> str:
        for stem, ending in _stems(word):
            if known := self._dictionary.get(stem):
                return f"{known[0]} {_ending(known[0].split()[-1], ending)}"
        return ""

    def _two_words(self, word: str) -> str:
        for place in range(len(word) - _SHORTEST_PART, _SHORTEST_PART - 1, -1):
            first, second = self._dictionary.get(word[:place]), self._dictionary.get(word[place:])
            if first and second:
                return f"{first[0]} {second[0]}"
        return ""

    def _letters(self, word: str) -> str:
        names = [self._dictionary.get(f"{letter}.") for letter in word]
        if len(word) > _SPELLED or not all(names):
            return ""
        return " ".join(name[0] for name in names if name)


def read_dictionary(lines: Iterator[str]) -> dict[str, Sounds]:
    """The dictionary in CMU's form: `word PH ON ES`, further ways as `word(2)`."""
    found: dict[str, Sounds] = {}
    for line in lines:
        word, _, phones = line.rstrip().partition(" ")
        name = word.partition("(")[0] or word
        found[name] = (*found.get(name, ()), phones)
    return found


def _number_words(digits: str) -> list[str]:
    if len(digits) <= 2 and not digits.startswith("0"):
        return _PIECES.findall(num2words(int(digits)))
    return [num2words(int(digit)) for digit in digits]


def _stems(word: str) -> Iterator[tuple[str, str]]:
    if word.endswith("s"):
        yield word[:-1], "s"
        yield word.removesuffix("es"), "s"
    for ending, letters in (("d", "ed"), ("ing", "ing"), ("er", "er"), ("er", "ers")):
        stem = word.removesuffix(letters)
        if stem != word and stem:
            more = "s" if letters == "ers" else ""
            yield from ((form, ending + more) for form in (stem, stem + "e"))
            if stem[-1:] == stem[-2:-1]:
                yield stem[:-1], ending + more


def _ending(last: str, ending: str) -> str:
    if ending == "s":
        return "IH Z" if last in _HISSING else ("S" if last in _VOICELESS else "Z")
    if ending == "d":
        return "IH D" if last in ("T", "D") else ("T" if last in _VOICELESS else "D")
    return {"ing": "IH NG", "er": "ER", "ers": "ER Z"}[ending]
