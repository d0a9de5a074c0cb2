"""A language's way of saying values: its file under `languages/`, made ready once."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

from bot.packaged import read_packaged
from bot.slots.numbers import Numbers, NumberWords
from bot.slots.patterns import Patterns
from bot.slots.phrases import PhraseTable
from bot.slots.tokens import Token, fold, tokenize

_FOLDER = Path(__file__).parent
NEUTRAL = "root"
"""What a language without a file of its own has: digits, ISO forms, symbols."""
Phrase = tuple[str, ...]


@dataclass(frozen=True)
class LocaleForms:
    """What differs between locales of one language."""

    order: str
    """Of a numeric date: "mdy", "dmy" or "ymd"."""
    currency: str
    """ISO 4217 code of an amount without a unit."""
    money: Mapping[str, str]
    """A unit's name -> its code here: "dollar" is AUD in Australia."""


class Language:
    """Everything that is known of one language. Make it with `language_of`."""

    def __init__(self, data: Mapping[str, Any], places: Mapping[str, Any]) -> None:
        self._data = data
        self._letters = str.maketrans(dict(data.get("letters") or {}))
        self._endings = tuple(data.get("endings") or ())
        self._compound_parts = (
            frozenset(self._number_morphemes()) if data.get("compounds") else None
        )
        self._parts_of = lru_cache(maxsize=4096)(self._split)
        self.numbers = Numbers(self._number_words())
        self.classes: Mapping[str, PhraseTable[Any]] = {
            name: self._table(values) for name, values in self._map("classes").items()
        }
        self.lead = self.set_of(data.get("lead") or ())
        self.carriers = self.set_of(data.get("carriers") or ())
        self.tail = self.set_of(data.get("tail") or ())
        self.joined_by: tuple[str, ...] = tuple(data.get("joiners") or ())
        """What stands between the values of a list."""
        self.joiners = self.set_of(self.joined_by)
        self.leads = {name: self._words(words) for name, words in self._map("leads").items()}
        self.confirmation: PhraseTable[str] = self._table(self._map("confirmation"))
        self.fillers = self.set_of(self._map("confirmation").get("ignored") or ())
        """May stand around a yes or no."""
        self.email: PhraseTable[str] = self._table(self._map("email"))
        self.at_signs = frozenset(
            self.words_of(said)[0] for said in self._map("email").get("at") or ()
        )
        self.plus = self.set_of(self._map("phone").get("plus") or ())
        self.skipped_in_phones = self.set_of(self._map("phone").get("skipped") or ())
        self.spelled_as = self.set_of(self._map("spelling").get("as_in") or ())
        self.street_ends = self._words(self._map("streets").get("ends") or ())
        self.glued_street_ends = tuple(
            self.folded(end) for end in self._map("streets").get("glued_ends") or ()
        )
        self.date_marks: str = data.get("date_marks", "-/.")
        self.short_date_marks: str = data.get("short_date_marks", "")
        self.clock_marks: str = data.get("clock_marks", ":")
        self.clock_24 = bool(data.get("clock_24"))
        self.patterns: Mapping[str, Patterns] = {
            kind: Patterns(data.get(kind) or (), self.words_of)
            for kind in ("dates", "times", "durations", "money")
        }
        self.starters = {kind: self._first_words(one) for kind, one in self.patterns.items()}
        """The words that a value of a kind may begin with."""
        self.known: Mapping[str, PhraseTable[str]] = self._known(places)

    def folded(self, word: str) -> str:
        """One word as it is compared."""
        return fold(word, self._letters, self._endings)

    def tokens(self, said: str) -> tuple[Token, ...]:
        """The tokens of a text in this language."""
        return tokenize(said, self._parts_of)

    def may_start(self, kind: str, token: Token) -> bool:
        """Whether a value of `kind` may begin with this token; a quick no for most words."""
        return not token.text[:1].isalpha() or token.text in self.starters[kind]

    def words_of(self, phrase: str) -> Phrase:
        """The token texts of a phrase."""
        return tuple(token.text for token in self.tokens(str(phrase)))

    def set_of(self, phrases: Iterable[str]) -> PhraseTable[bool]:
        """Phrases without a meaning of their own."""
        return PhraseTable((self.words_of(phrase), True) for phrase in phrases)

    def forms(self, locale: str) -> LocaleForms:
        """The forms of one locale; those of the language where it has none of its own."""
        locales = self._map("locales")
        merged = {**locales.get("default", {}), **locales.get(locale, {})}
        money = {**locales.get("default", {}).get("money", {}), **merged.get("money", {})}
        return LocaleForms(merged.get("order", "dmy"), merged.get("currency", ""), money)

    def _first_words(self, patterns: Patterns) -> frozenset[str]:
        tables = [self.classes[one] for one in patterns.first_classes if one in self.classes]
        numbers = self.numbers.words.first_words
        return patterns.first_words.union(numbers, *(table.first_words for table in tables))

    def _map(self, key: str) -> Mapping[str, Any]:
        return self._data.get(key) or {}

    def _words(self, words: Iterable[str]) -> frozenset[str]:
        return frozenset(self.folded(str(word)) for word in words)

    def _table(self, values: Mapping[Any, Iterable[str]]) -> PhraseTable[Any]:
        return PhraseTable(
            (self.words_of(phrase), value) for value, said in values.items() for phrase in said
        )

    def _known(self, places: Mapping[str, Any]) -> Mapping[str, PhraseTable[str]]:
        names = self._map("names")
        lists = {
            "AMAZON.Country": places.get("countries"),
            "AMAZON.State": places.get("states"),
            "AMAZON.City": places.get("cities"),
            "AMAZON.FirstName": names.get("first"),
            "AMAZON.LastName": names.get("last"),
        }
        return {name: self._names(listed or ()) for name, listed in lists.items()}

    def _names(self, listed: Iterable[str | list[str]]) -> PhraseTable[str]:
        groups = [[one] if isinstance(one, str) else one for one in listed]
        return PhraseTable((self.words_of(name), group[0]) for group in groups for name in group)

    def _number_words(self) -> NumberWords:
        data = self._map("numbers")
        return NumberWords(
            words={self.folded(word): value for word, value in (data.get("words") or {}).items()},
            digits_only=self._words(data.get("digits_only") or ()),
            hundreds=self._words(data.get("hundreds") or ()),
            scales={self.folded(word): one for word, one in (data.get("scales") or {}).items()},
            one_before_scale=self._words(data.get("one_before_scale") or ()),
            ands=self._words(data.get("and") or ()),
            points=self._words(data.get("point") or ()),
            minus=self._words(data.get("minus") or ()),
            ordinals={self.folded(word): one for word, one in (data.get("ordinals") or {}).items()},
            ordinal_suffixes=self._words(data.get("ordinal_suffixes") or ()),
            units_first=bool(data.get("units_first")),
            counts=self._decimals(data.get("counts")),
            fractions=self._decimals(data.get("fractions")),
            repeats=self._table(data.get("repeats") or {}),
            whole=self._generated(data.get("generated") or ""),
            decimal=self._data.get("decimal", "."),
            group=self._data.get("group", ","),
        )

    def _decimals(self, values: Mapping[Any, Iterable[str]] | None) -> PhraseTable[Decimal]:
        return PhraseTable(
            (self.words_of(phrase), Decimal(str(value)))
            for value, said in (values or {}).items()
            for phrase in said
        )

    def _generated(self, language: str) -> PhraseTable[int]:
        """0 to 999 as num2words writes them, with and without hyphens."""
        if not language:
            return PhraseTable()
        from num2words import num2words  # noqa: PLC0415 - only languages that need it pay for it

        said = [(number, str(num2words(number, lang=language))) for number in range(1000)]
        return PhraseTable(
            (self.words_of(form), number)
            for number, words in said
            for form in (words, words.replace("-", " "))
        )

    def _number_morphemes(self) -> Iterable[str]:
        data = self._map("numbers")
        listed = [
            *data["words"],
            *data["hundreds"],
            *data["scales"],
            *data["and"],
            *data["ordinals"],
        ]
        return (self.folded(word) for word in listed)

    def _split(self, said: str) -> Phrase:
        """A word folded; the parts of a compound."""
        word, parts = self.folded(said), self._compound_parts
        if parts is None or word in parts or len(word) < 6 or len(word) > 80:
            return (word,)
        return _segmented(word, parts) or (word,)


def _segmented(word: str, parts: frozenset[str]) -> Phrase | None:
    """`word` as parts, longest first; None where it is not made of them."""
    ways: dict[int, Phrase] = {len(word): ()}
    for start in range(len(word) - 1, -1, -1):
        for end in range(len(word), start, -1):
            if end in ways and word[start:end] in parts:
                ways[start] = (word[start:end], *ways[end])
                break
    return ways.get(0)


@cache
def language_of(locale: str) -> Language:
    """The language of a locale id ("en_US"), the neutral one where there is no file for it."""
    name = locale.split("_", 1)[0]
    return _language(name if (_FOLDER / "languages" / f"{name}.yaml").exists() else NEUTRAL)


@cache
def _language(name: str) -> Language:
    neutral = _read(_FOLDER / "languages" / f"{NEUTRAL}.yaml")
    own = _read(_FOLDER / "languages" / f"{name}.yaml") if name != NEUTRAL else {}
    places = _FOLDER / "places" / f"{name}.yaml"
    classes = {**neutral["classes"], **own.get("classes", {})}
    return Language(
        {**neutral, **own, "classes": classes}, _read(places) if places.exists() else {}
    )


def _read(file: Path) -> dict[str, Any]:
    data: dict[str, Any] = read_packaged(file)
    return data
