"""AMAZON.Number, AMAZON.Percentage and AMAZON.Currency.

Lex V2 guide: built-in-slot-number, built-in-slot-percent, built-in-slot-currency.
"""

from collections.abc import Iterator
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from bot.slots.numbers import written
from bot.slots.patterns import Match
from bot.slots.reading import Reading, one
from bot.slots.text import Text

_CENTS = Decimal("0.01")
_HUNDRED = 100


def read_numbers(text: Text, place: int) -> Iterator[Reading]:
    """The number at token `place`; several words in a row spell the digits of one."""
    found = text.read("number", place)
    if found is not None:
        yield one(found[0], written(found[1]))
    digits = text.language.numbers.sequence(text.tokens, place)
    if digits is not None and digits[0] > (found[0] if found else place + 1):
        yield one(digits[0], digits[1])


def read_percentages(text: Text, place: int) -> Iterator[Reading]:
    """ "50 percent" is 50%; a bare number stays a number."""
    found = text.read("number", place)
    if found is None:
        return
    yield one(found[0], written(found[1]), weak=True)
    percent = text.read("percent", found[0])
    if percent is not None:
        yield one(percent[0], f"{written(found[1])}{percent[1]}")


def read_currencies(text: Text, place: int) -> Iterator[Reading]:
    """Amounts of money; a bare number is one of the locale's currency."""
    for match in text.matches("money", place):
        amount = _amount(match, text)
        if amount:
            yield one(match.end, amount, weak=match.rule.weak)
    currency = text.language.forms(text.context.locale).currency
    digits = text.language.numbers.sequence(text.tokens, place)
    if digits is not None and currency and digits[0] > place + 1:
        amount = _written(currency, Decimal(digits[1]))
        yield from [one(digits[0], amount, weak=True)] if amount else []


def _amount(match: Match, text: Text) -> str:
    forms, caught = text.language.forms(text.context.locale), match.caught
    value = Decimal(caught["number"] if "number" in caught else caught["count"])
    unit = caught.get("money") or caught.get("sign", forms.currency)
    code = forms.money.get(unit, unit)
    if match.rule.meaning.get("coins"):
        value = value * int(caught["coin"]) / _HUNDRED
    elif "coin" in caught:
        value += Decimal(caught["number_2"]) * int(caught["coin"]) / _HUNDRED
    elif "number_2" in caught:
        value = _with_rest(value, caught["number_2"])
    return _written(code, value)


def _with_rest(value: Decimal, rest: Decimal) -> Decimal:
    """ "5 usd and 1/2", "five dollars fifteen": a broken part, or hundredths."""
    if not 0 <= rest < _HUNDRED:
        return Decimal("NaN")
    return value + (rest / _HUNDRED if rest % 1 == 0 else rest)


def _written(code: str, value: Decimal) -> str:
    if not code or not value.is_finite():
        return ""
    try:
        return f"{code} {written(value.quantize(_CENTS, ROUND_HALF_UP))}"
    except InvalidOperation:
        return ""
