"""A condition's text as its terms: recursive descent, NOT before AND before OR."""

import re
from functools import lru_cache
from typing import Literal, cast

from bot.errors import ConditionError
from bot.lex.conditions.terms import (
    Both,
    Comparison,
    Condition,
    Constant,
    Either,
    IsSet,
    Measure,
    Not,
    Operator,
    Reference,
    RequestAttribute,
    RequestPath,
    SessionAttribute,
    SlotReference,
)
from bot.lex.conditions.tokens import Kind, Token, tokens

MAX_DEPTH = 40
"""Parentheses and NOTs inside one another; deeper than a person can read."""

_REFERENCES: tuple[Kind, ...] = ("slot", "session", "request", "path")
_CONSTANTS: tuple[Kind, ...] = ("text", "number", "duration")
_FUNCTIONS = ("fn.COUNT", "fn.IS_SET", "fn.LENGTH")


@lru_cache(maxsize=1024)
def parse_condition(expression: str) -> Condition:
    """The terms of `expression`. Raises ConditionError, which names the character."""
    return _Parser(expression).parse()


class _Parser:
    def __init__(self, expression: str) -> None:
        self._expression = expression
        self._tokens = tokens(expression)
        self._place = 0

    def parse(self) -> Condition:
        condition = self._either(0)
        if self._next.kind != "end":
            raise self._error(f"{self._next.text!r} has no place here: write AND or OR before it")
        return condition

    def _either(self, depth: int) -> Condition:
        terms = [self._both(depth)]
        while self._taken("or"):
            terms.append(self._both(depth))
        return terms[0] if len(terms) == 1 else Either(tuple(terms))

    def _both(self, depth: int) -> Condition:
        terms = [self._term(depth)]
        while self._taken("and"):
            terms.append(self._term(depth))
        return terms[0] if len(terms) == 1 else Both(tuple(terms))

    def _term(self, depth: int) -> Condition:
        if depth > MAX_DEPTH:
            raise self._error(f"this is nested deeper than {MAX_DEPTH}")
        if self._taken("not"):
            return Not(self._term(depth + 1))
        if self._taken("("):
            condition = self._either(depth + 1)
            self._expect(")", "this '(' is never closed with ')'")
            return condition
        return self._atom()

    def _atom(self) -> Condition:
        if self._next.kind == "function":
            name = self._function()
            subject = self._argument(name)
            if name == "fn.IS_SET":
                return IsSet(subject)
            function: Literal["COUNT", "LENGTH"] = "COUNT" if name == "fn.COUNT" else "LENGTH"
            return self._comparison(Measure(function, subject))
        return self._comparison(self._reference())

    def _function(self) -> str:
        if self._next.text not in _FUNCTIONS:
            raise self._error(f"{self._next.text!r} is no function: use {', '.join(_FUNCTIONS)}")
        return self._take().text

    def _argument(self, name: str) -> Reference:
        self._expect("(", f"{name} needs a slot or an attribute in parentheses")
        subject = self._reference()
        self._expect(")", f"{name} takes one slot or attribute, then ')'")
        return subject

    def _reference(self) -> Reference:
        token = self._next
        if token.kind not in _REFERENCES:
            what = repr(token.text) if token.text else "the end"
            wanted = "a slot {name}, an attribute [name] or ((name)), or a function"
            raise self._error(f"{what} stands where {wanted} should")
        self._take()
        if token.kind == "slot":
            return SlotReference(tuple(token.text[1:-1].strip().split(".")))
        if token.kind == "session":
            return SessionAttribute(token.text[1:-1])
        if token.kind == "request":
            return RequestAttribute(token.text[2:-2].strip())
        return RequestPath(token.text)

    def _comparison(self, left: Reference | Measure) -> Comparison:
        if self._next.kind != "comparison":
            raise self._error("a comparison (=, !=, <, <=, >, >=, CONTAINS) should follow")
        operator = cast("Operator", self._take().text)
        if self._next.kind not in _CONSTANTS:
            raise self._error('a constant should follow: "text", a number or a duration')
        token = self._take()
        value = _unquoted(token.text) if token.kind == "text" else token.text
        return Comparison(left, operator, Constant(_constant_kind(token), value))

    @property
    def _next(self) -> Token:
        return self._tokens[self._place]

    def _take(self) -> Token:
        token = self._next
        self._place += 1
        return token

    def _taken(self, kind: Kind) -> bool:
        if self._next.kind != kind:
            return False
        self._place += 1
        return True

    def _expect(self, kind: Kind, message: str) -> None:
        if not self._taken(kind):
            raise self._error(message)

    def _error(self, message: str) -> ConditionError:
        return ConditionError(self._expression, self._next.position, message)


def _constant_kind(token: Token) -> Literal["text", "number", "duration"]:
    return cast('Literal["text", "number", "duration"]', token.kind)


def _unquoted(text: str) -> str:
    return re.sub(r'\\(["\\])', r"\1", text[1:-1])
