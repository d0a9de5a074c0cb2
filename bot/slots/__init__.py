"""Slot values: what words mean for a slot type of Lex V2. Pure, offline, deterministic.

`views` makes slot types ready; `resolve` takes a text as one value, `find` finds values in a
sentence, `hear` takes an answer that may say more. `resolve_many` is for multi-value slots. How a
language says values is data under `languages/` and `places/`; what Lex does not document is
decided in docs/lex-compatibility.md.
"""

from bot.slots.context import SlotContext
from bot.slots.resolving import find, hear, resolve, resolve_many
from bot.slots.span import SlotSpan
from bot.slots.views import PartView, SlotTypeView, ValueView, built_in_view, views

__all__ = [
    "PartView",
    "SlotContext",
    "SlotSpan",
    "SlotTypeView",
    "ValueView",
    "built_in_view",
    "find",
    "hear",
    "resolve",
    "resolve_many",
    "views",
]
