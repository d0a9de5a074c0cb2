"""From what was said to values: environments by name or synonym, services by what is deployed.

What cannot be resolved becomes a question; nothing is guessed.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

from bot.model import Bot, Intent, NameWords, Slot
from fulfillment.catalog.environments import Environments
from fulfillment.catalog.names import exact, near, same
from fulfillment.errors import OpsError
from fulfillment.markdown import bold
from fulfillment.ops.backends import Backends
from fulfillment.ops.fleet import Fleet
from fulfillment.sentences import Say, locale_of
from fulfillment.time_range import iso_duration, parsed_duration
from fulfillment.turn import MAX_VALUE
from fulfillment.wording import clean, quoted

_SHOWN_CHOICES = 8
_DURATION = "AMAZON.Duration"
_FREE_FORM = "AMAZON.FreeFormInput"


@dataclass(frozen=True)
class Resolved:
    values: Mapping[str, str]


@dataclass(frozen=True)
class Question:
    """What must be asked. `text` "" means the bot's own prompt for the slot."""

    slot: str
    values: Mapping[str, str] = field(default_factory=dict)
    """What is resolved already."""
    text: str = ""
    choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Forbidden:
    """An environment in which the person may not do it."""

    environment: str


Resolution = Resolved | Question | Forbidden


@dataclass(frozen=True)
class Resolver:
    bot: Bot
    environments: Environments
    say: Say
    sees: Callable[[str, str], bool]
    """(environment, service) -> whether the person may know of it."""
    names_of: Backends | None = None
    """Where the person may know of what they name, if that is more than where they may do this:
    only the latter is offered, but of the former it is said that they may not do it there."""

    @property
    def language(self) -> NameWords:
        return locale_of(self.bot, self.say.locale).names

    def resolve(
        self,
        intent: Intent,
        said: Mapping[str, str],
        context: Mapping[str, str],
        backends: Backends,
    ) -> Resolution:
        """Every slot, environments first. Raises `OpsError` where services could not be listed."""
        is_read = intent.effect == "read"
        values: dict[str, str] = {}
        for slot in sorted(intent.slots, key=self._comes_later):
            given = said.get(slot.name, "")
            word = self._word(given)
            found = self._value(slot, word, values, backends) if word else None
            if found is None and is_read and (slot.required or self._points(given)):
                found = self._remembered(slot, context, values, backends)
            if isinstance(found, Forbidden):
                return found
            if isinstance(found, Question):
                return Question(found.slot, dict(values), found.text, found.choices)
            if found is not None:
                values[slot.name] = found
        return self._complete(intent, values, backends)

    def _comes_later(self, slot: Slot) -> bool:
        """After environments, which it depends on, and free text, which its question then keeps."""
        return self._source(slot) != "environments" and slot.type != _FREE_FORM

    def _complete(
        self, intent: Intent, values: Mapping[str, str], backends: Backends
    ) -> Resolution:
        missing = [s for s in intent.slots if s.required and s.name not in values]
        if not missing:
            return Resolved(values)
        return Question(missing[0].name, values, "", self._choices(missing[0], values, backends))

    def _remembered(
        self,
        slot: Slot,
        context: Mapping[str, str],
        values: Mapping[str, str],
        backends: Backends,
    ) -> str | None:
        """What the conversation was about, where it still fits; never a question."""
        word = self._word(context.get(slot.name, ""))
        found = self._value(slot, word, values, backends) if word else None
        return found if isinstance(found, str) else None

    def _value(
        self, slot: Slot, word: str, values: Mapping[str, str], backends: Backends
    ) -> str | Question | Forbidden | None:
        source = self._source(slot)
        if source == "environments":
            return self._environment(slot, word, backends.fleet)
        if source == "services":
            return self._service(slot, word, values, backends.fleet)
        if source:
            return self._live(slot, word, values, backends)
        if slot.type == _DURATION:
            return self._duration(slot, word)
        return self._listed(slot, word)

    def _live(
        self, slot: Slot, word: str, values: Mapping[str, str], backends: Backends
    ) -> str | Question:
        """One of the names that a backend knows."""
        source = self._source(slot)
        if (found := self._shown(source, word, values, self.names_of or backends)) is not None:
            return found
        backend = backends.get(source)
        if hasattr(backend, "unlisted") and (error := backend.unlisted()) is not None:
            raise error
        names = self._offered(source, values, backends)
        if (found := exact(word, names, self.language)) is not None:
            return found
        choices = near(word, names, self.language)
        if choices:
            meant = self.say.any_of([bold(name) for name in choices])
            known = self.say("did_you_mean", names=meant)
        else:
            known = _there_are(self.say, tuple(names))
        text = self.say("no_value", word=quoted(word), slot=slot.name, there_are=known)
        return Question(slot.name, text=text, choices=choices or _some(names))

    def _shown(
        self, source: str, word: str, values: Mapping[str, str], backends: Backends
    ) -> str | None:
        """The name that was said: None for none, and for one that the person may not know of."""
        found = exact(word, self._live_names(source, values, backends), self.language)
        backend = backends.get(source)
        is_shown = found is not None and (not hasattr(backend, "shows") or backend.shows(found))
        return found if is_shown else None

    def _live_names(
        self, source: str, values: Mapping[str, str], backends: Backends
    ) -> Mapping[str, tuple[str, ...]]:
        """Name -> what else it is called. Raises `OpsError`."""
        place = values.get("environment", "")
        places = (place,) if place else backends.fleet.environments()
        names: Mapping[str, tuple[str, ...]] = backends.get(source).names(places)
        return names

    def _offered(
        self, source: str, values: Mapping[str, str], backends: Backends
    ) -> Mapping[str, tuple[str, ...]]:
        """As `_live_names`, without what the person may not be told of: a backend whose names are
        not each in an environment says which those are."""
        backend = backends.get(source)
        if not hasattr(backend, "offered"):
            return self._live_names(source, values, backends)
        names: Mapping[str, tuple[str, ...]] = backend.offered(backends.fleet.environments())
        return names

    def _duration(self, slot: Slot, word: str) -> str | Question:
        try:
            return iso_duration(parsed_duration(word))
        except ValueError:
            return Question(slot.name, text=self.say("no_duration", word=quoted(word)))

    def _source(self, slot: Slot) -> str:
        slot_type = self.bot.slot_type(slot.type)
        return slot_type.source if slot_type else ""

    def _environment(self, slot: Slot, word: str, fleet: Fleet) -> str | Question | Forbidden:
        found = self.environments.find(word)
        if found is None:
            allowed = fleet.environments()
            known = _there_are(self.say, allowed)
            text = self.say("no_environment", word=quoted(word), there_are=known)
            return Question(slot.name, text=text, choices=allowed)
        return found.name if found.name in fleet.environments() else Forbidden(found.name)

    def _service(
        self, slot: Slot, word: str, values: Mapping[str, str], fleet: Fleet
    ) -> str | Question:
        place = values.get("environment", "")
        names, failure = self._names(fleet, (place,) if place else fleet.environments())
        if (found := exact(word, names, self.language)) is not None:
            return found
        if failure is not None:
            raise failure
        if place and (question := self._elsewhere(word, place, fleet)):
            return question
        what = self._no_service(word, place)
        if choices := near(word, names, self.language):
            meant = self.say.any_of([bold(name) for name in choices])
            text = f"{what} {self.say('did_you_mean', names=meant)}"
            return Question(slot.name, text=text, choices=choices)
        text = f"{what} {_there_are(self.say, tuple(names))}"
        return Question(slot.name, text=text, choices=_some(names))

    def _no_service(self, word: str, place: str) -> str:
        if place:
            return self.say("no_service_in", word=quoted(word), environment=place)
        return self.say("no_service", word=quoted(word))

    def _elsewhere(self, word: str, place: str, fleet: Fleet) -> Question | None:
        """A service that runs, but not there."""
        running = []
        name = None
        for other in fleet.environments():
            names, _ = self._names(fleet, (other,)) if other != place else ({}, None)
            if (found := exact(word, names, self.language)) is not None:
                name = found
                running.append(other)
        if name is None:
            return None
        places = self.say.all_of(running)
        text = self.say("runs_elsewhere", service=bold(name), environment=place, places=places)
        return Question("environment", text=text, choices=tuple(running))

    def _names(
        self, fleet: Fleet, places: Iterable[str]
    ) -> tuple[dict[str, tuple[str, ...]], OpsError | None]:
        """Service -> what else it is called; and why some place could not be read, if so."""
        names: dict[str, tuple[str, ...]] = {}
        failure = None
        for place in places:
            environment = self.environments.get(place)
            try:
                for name in (one for one in fleet.service_names(place) if self.sees(place, one)):
                    override = environment.override(name) if environment else None
                    others = (override.display_name, *override.synonyms) if override else ()
                    names[name] = (*names.get(name, ()), *(one for one in others if one))
            except OpsError as error:
                failure = error
        return dict(sorted(names.items())), failure

    def _listed(self, slot: Slot, word: str) -> str | Question:
        """A value of a fixed slot type; an open type takes any word."""
        slot_type = self.bot.slot_type(slot.type)
        listed = slot_type.in_locale(self.say.locale) if slot_type else ()
        values = {one.value: one.synonyms for one in listed}
        if (found := exact(word, values, self.language)) is not None:
            return found
        if slot_type is None or slot_type.resolution == "expand":
            return word
        known = _there_are(self.say, tuple(values))
        text = self.say("no_value", word=quoted(word), slot=slot.name, there_are=known)
        return Question(slot.name, text=text, choices=_some(values))

    def _word(self, said: str) -> str:
        """What was said as a value; "" for nothing, and for a word that only points."""
        word = clean(said, MAX_VALUE)
        return "" if self._points(word) else word

    def _points(self, said: str) -> bool:
        """Whether it points at what the conversation was about; a change never follows that."""
        return same(said) in {same(word) for word in self.language.pointing}

    def _choices(
        self, slot: Slot, values: Mapping[str, str], backends: Backends
    ) -> tuple[str, ...]:
        source, fleet = self._source(slot), backends.fleet
        if source == "environments":
            return self._places(values.get("service", ""), fleet)
        if source == "services":
            place = values.get("environment", "")
            names, _ = self._names(fleet, (place,) if place else fleet.environments())
            return _some(names)
        if source:
            return _some(self._offered(source, values, backends))
        slot_type = self.bot.slot_type(slot.type)
        return _some([one.value for one in slot_type.values] if slot_type else [])

    def _places(self, service: str, fleet: Fleet) -> tuple[str, ...]:
        """Where the service runs; everywhere that is allowed, where that is not known."""
        allowed = fleet.environments()
        if not service:
            return allowed
        running = tuple(one for one in allowed if service in self._names(fleet, (one,))[0])
        return running or allowed


def _some(names: Iterable[str]) -> tuple[str, ...]:
    return tuple(names)[:_SHOWN_CHOICES]


def _there_are(say: Say, names: tuple[str, ...]) -> str:
    if not names:
        return say("there_are_none")
    if len(names) == 1:
        return say("there_is_one", name=bold(names[0]))
    rest = len(names) - _SHOWN_CHOICES
    more = [say("more", count=rest)] if rest > 0 else []
    return say("there_are", names=say.all_of([*(bold(name) for name in _some(names)), *more]))
