"""Lex's conditions: `{size} = "large" AND !fn.IS_SET([coupon])`. Pure.

`parse_condition` reads one, `written` writes it, `holds` says whether it is true of a session,
`branches_never_taken` which branches of a conditional no session reaches.
Source: https://docs.aws.amazon.com/lexv2/latest/dg/paths-branching.html.
"""

from bot.lex.conditions.evaluating import Known, holds
from bot.lex.conditions.parsing import parse_condition
from bot.lex.conditions.reaching import NeverTaken, branches_never_taken
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
    references,
)
from bot.lex.conditions.writing import written

__all__ = [
    "Both",
    "Comparison",
    "Condition",
    "Constant",
    "Either",
    "IsSet",
    "Known",
    "Measure",
    "NeverTaken",
    "Not",
    "Operator",
    "Reference",
    "RequestAttribute",
    "RequestPath",
    "SessionAttribute",
    "SlotReference",
    "branches_never_taken",
    "holds",
    "parse_condition",
    "references",
    "written",
]
