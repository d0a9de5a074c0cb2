"""Names that are likely to be said next, as Alexa's dynamic entities.

They live for the session and stand beside the values of the skill's model; each answer replaces
them (dialog-interface-reference, Dialog.UpdateDynamicEntities).
"""

from collections.abc import Mapping

from ask_sdk_model.dialog.dynamic_entities_directive import DynamicEntitiesDirective
from ask_sdk_model.er.dynamic.entity import Entity
from ask_sdk_model.er.dynamic.entity_list_item import EntityListItem
from ask_sdk_model.er.dynamic.entity_value_and_synonyms import EntityValueAndSynonyms
from ask_sdk_model.er.dynamic.update_behavior import UpdateBehavior

from bot.lex.hints import Hints
from bot.model import Bot

MAX_ENTITIES = 100
"""In a session, synonyms included: Alexa refuses more."""

Entities = Mapping[str, tuple[str, ...]]
"""Slot type -> names."""


def entities_of(bot: Bot, hints: Hints) -> Entities:
    """The names of `hints` by slot type, each once; no more than Alexa takes."""
    found: dict[str, dict[str, None]] = {}
    room = MAX_ENTITIES
    for intent, slots in hints.items():
        definition = bot.intent(intent)
        for slot_name, phrases in slots.items():
            slot = definition.slot(slot_name) if definition else None
            names = found.setdefault(slot.type, {}) if slot else {}
            for phrase in phrases:
                if room > 0 and phrase not in names:
                    names[phrase] = None
                    room -= 1
    return {name: tuple(names) for name, names in found.items() if names}


def directive(entities: Entities) -> DynamicEntitiesDirective:
    """What tells Alexa; it may stand beside the one directive that asks something."""
    return DynamicEntitiesDirective(
        update_behavior=UpdateBehavior.REPLACE,
        types=[
            EntityListItem(name=name, values=[_entity(one) for one in names])
            for name, names in entities.items()
        ],
    )


def _entity(name: str) -> Entity:
    # Without an id: what matched comes back by its name, and fulfillment resolves that.
    return Entity(name=EntityValueAndSynonyms(value=name))
