"""Names that are likely to be said next, for speech recognition: Lex's runtime hints, Alexa's
dynamic entities.

Only names that fulfillment knows already (nothing is asked of AWS for a hint), and only those that
this person may see.
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from bot.model import Bot, Intent, Slot
from fulfillment.catalog.environments import Environments
from fulfillment.identity.authorization import may, sees
from fulfillment.ops.backends import BackendsOf
from fulfillment.request import Caller, Outcome
from fulfillment.turn import Person

Hints = Mapping[str, Mapping[str, tuple[str, ...]]]
"""Intent -> slot -> phrases."""

LOCALES = ("en_GB", "en_US")
"""Where Lex takes hints (its guide: using-hints); Alexa takes them everywhere."""
MAX_PHRASES = 100
"""Of a slot in Lex (botocore lexv2-runtime); of all slots together in an Alexa session."""
MAX_PHRASE = 140
_STAYS_OPEN = ("AMAZON.FallbackIntent", "AMAZON.HelpIntent")
_FEW = "environments"
_UNSAID = re.compile(r"[-_./]+")


@dataclass(frozen=True)
class Hinting:
    """`backends`: with just some environments, as the person sees them."""

    bot: Bot
    environments: Environments
    backends: BackendsOf

    def hints(self, intent: Intent, outcome: Outcome, caller: Caller) -> Hints:
        """For what the person is likely to say after `outcome`; none where nothing is asked."""
        reply = outcome.reply
        if reply is None:
            return {}
        if caller.channel == "alexa":
            is_open = reply.state in ("elicit", "confirm") or intent.builtin in _STAYS_OPEN
            return self._of_all_types(caller) if is_open else {}
        slot = intent.slot(reply.slot_to_elicit) if reply.state == "elicit" else None
        if slot is None or caller.locale not in LOCALES:
            return {}
        named = outcome.slots.get("environment")
        phrases = self._phrases(slot, (intent,), caller, (named,) if named else ())
        return {intent.name: {slot.name: phrases}} if phrases else {}

    def _of_all_types(self, caller: Caller) -> Hints:
        """Each live slot type, by one slot that has it: what is said next may be any intent's."""
        found: dict[str, dict[str, tuple[str, ...]]] = {}
        room = MAX_PHRASES
        for slots in self._by_type(caller).values():
            intents = tuple(intent for intent, _ in slots)
            phrases = self._phrases(slots[0][1], intents, caller)[:room]
            room -= len(phrases)
            if phrases:
                found.setdefault(slots[0][0].name, {})[slots[0][1].name] = phrases
        return found

    def _by_type(self, caller: Caller) -> dict[str, list[tuple[Intent, Slot]]]:
        """Live slot types, environments first (they are few), with the slots that have them."""
        found: dict[str, list[tuple[Intent, Slot]]] = {}
        for intent in self.bot.intents:
            for slot in intent.slots if caller.channel in intent.channels else ():
                if self._source(slot):
                    found.setdefault(slot.type, []).append((intent, slot))
        few = [name for name, slots in found.items() if self._source(slots[0][1]) == _FEW]
        return {name: found[name] for name in sorted(found, key=lambda one: one not in few)}

    def _phrases(
        self, slot: Slot, intents: Iterable[Intent], caller: Caller, places: Iterable[str] = ()
    ) -> tuple[str, ...]:
        """What the values of `slot` are called, names before synonyms, where one of `intents` is
        allowed (and in `places`, where given)."""
        wanted = tuple(places) or self.environments.names()
        asked = tuple(intents)
        seen = tuple(name for name in wanted if any(may(caller.person, one, name) for one in asked))
        if not seen:
            return ()
        source = self._source(slot)
        if source == _FEW:
            return _likely(self._places(seen, caller.locale))
        if source == "services":
            return _likely(self._services(caller.person, seen))
        return _likely(self.backends(caller.person, seen).get(source).known(seen)) if source else ()

    def _places(self, seen: Iterable[str], locale: str) -> dict[str, tuple[str, ...]]:
        found = (self.environments.get(name) for name in seen)
        return {
            one.name: (*one.synonyms, *one.locale_synonyms.get(locale, ()))
            for one in found
            if one is not None
        }

    def _services(self, person: Person, seen: tuple[str, ...]) -> dict[str, tuple[str, ...]]:
        fleet = self.backends(person, seen).fleet
        found: dict[str, tuple[str, ...]] = {}
        for place in seen:
            environment = self.environments.get(place)
            known = fleet.known_service_names(place)
            for name in (one for one in known if sees(person, self.environments, place, one)):
                override = environment.override(name) if environment else None
                also = (override.display_name, *override.synonyms) if override else ()
                found[name] = (*found.get(name, ()), *also)
        return dict(sorted(found.items()))

    def _source(self, slot: Slot) -> str:
        slot_type = self.bot.slot_type(slot.type)
        return slot_type.source if slot_type else ""


def _likely(values: Mapping[str, Iterable[str]]) -> tuple[str, ...]:
    """At most `MAX_PHRASES`, each once: first the names as they sound, then what else they are
    called."""
    said = dict.fromkeys(phrase for phrase in _in_order(values) if 0 < len(phrase) <= MAX_PHRASE)
    return tuple(said)[:MAX_PHRASES]


def _in_order(values: Mapping[str, Iterable[str]]) -> Iterator[str]:
    yield from (" ".join(_UNSAID.sub(" ", name).split()) for name in values)
    for others in values.values():
        yield from others
