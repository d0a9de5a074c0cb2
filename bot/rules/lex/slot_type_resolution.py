"""How a slot type resolves values fits what it is."""

from collections.abc import Iterator

from bot.errors import Problem
from bot.model import SlotType
from bot.rules.rule import DefinitionRule
from bot.rules.subject import Subject


def check(subject: Subject) -> Iterator[Problem]:
    for one in subject.bot.slot_types:
        cure = _cure(one)
        if cure:
            place = subject.places.slot_type(one.name, "resolution")
            yield place.problem(f"a type like this cannot {one.resolution} values", cure)


def _cure(slot_type: SlotType) -> str:
    if slot_type.parts:
        return "" if slot_type.resolution == "concatenate" else "Write concatenate: it has parts"
    if slot_type.resolution == "concatenate":
        return "Write expand or restrict, or give it parts"
    is_bare = bool(slot_type.parent) or slot_type.grammar is not None
    if is_bare and slot_type.resolution == "restrict":
        return "Write expand: it has no values to restrict to"
    return ""


RULE = DefinitionRule(
    id="lex-slot-type-resolution",
    reason="Concatenation is for composite types alone, and TopResolution needs values.",
    source="botocore lexv2-models, shape SlotValueResolutionStrategy",
    check=check,
)
