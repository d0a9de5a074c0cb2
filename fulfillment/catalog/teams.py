"""Who looks after which service, and who is on call: what people write down, read and computed."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from fulfillment.document import Reader

_NAME = r"[a-z][a-z0-9-]{0,62}"
_TOPIC = r"arn:aws[a-z-]*:sns:[a-z0-9-]+:\d{12}:[A-Za-z0-9_-]{1,256}"
_KEYS = ("display_name", "services", "contact", "page", "on_call")
_ROTA_KEYS = ("people", "since", "days", "instead")
_INSTEAD_KEYS = ("person", "since", "until")


@dataclass(frozen=True)
class Stand:
    """Somebody who stands in for whoever the rota names."""

    person: str
    since: datetime
    until: datetime


@dataclass(frozen=True)
class Rota:
    """People who are on call in turn, each for `days` days, the first one from `since` on."""

    people: tuple[str, ...]
    since: datetime
    days: int
    instead: tuple[Stand, ...] = ()

    def at(self, moment: datetime) -> "Shift":
        """Who is on call then, until when, and who comes next."""
        for stand in self.instead:
            if stand.since <= moment < stand.until:
                return Shift(stand.person, stand.until, self._regular(stand.until)[0])
        person, until = self._regular(moment)
        soon = [one for one in self.instead if moment < one.since < until]
        if soon:
            first = min(soon, key=lambda one: one.since)
            return Shift(person, first.since, first.person)
        return Shift(person, until, self._regular(until)[0])

    def _regular(self, moment: datetime) -> tuple[str, datetime]:
        length = timedelta(days=self.days)
        turns = (moment - self.since) // length
        return self.people[turns % len(self.people)], self.since + length * (turns + 1)


@dataclass(frozen=True)
class Shift:
    person: str
    until: datetime
    next_person: str


@dataclass(frozen=True)
class Team:
    name: str
    display_name: str
    services: tuple[str, ...]
    contact: str = ""
    """Where to reach the team without waking anybody: a channel, an address."""
    topic: str = ""
    """ARN of the SNS topic that pages whoever is on call; "" where nobody can be paged."""
    rota: Rota | None = None


def teams_from_json(reader: Reader, data: object, path: str) -> tuple[Team, ...]:
    """The teams of a mapping name -> team; what is wrong is told to `reader`."""
    return tuple(
        _team(reader, name, value, where) for name, value, where in reader.items(data, path)
    )


def _team(reader: Reader, name: str, value: object, path: str) -> Team:
    data = reader.mapping(value, path, _KEYS)
    reader.text(name, path, _NAME, "named in lower case: letters, digits, hyphens")
    rota = data.get("on_call")
    return Team(
        name=name,
        display_name=reader.text(data.get("display_name", name), f"{path}.display_name"),
        services=reader.texts(data.get("services", ()), f"{path}.services"),
        contact=_optional(reader, data, "contact", path, r"[^\n]{1,80}", "a line of text"),
        topic=_optional(reader, data, "page", path, _TOPIC, "the ARN of an SNS topic"),
        rota=_rota(reader, rota, f"{path}.on_call") if rota is not None else None,
    )


def _optional(
    reader: Reader, data: Mapping[str, Any], key: str, path: str, pattern: str, hint: str
) -> str:
    found = data.get(key, "")
    return reader.text(found, f"{path}.{key}", pattern, hint) if found != "" else ""


def _rota(reader: Reader, value: object, path: str) -> Rota | None:
    data = reader.mapping(value, path, _ROTA_KEYS)
    people = reader.texts(data.get("people", ()), f"{path}.people")
    days = data.get("days", 7)
    if not people:
        reader.complain(f"{path}.people", "must name at least one person")
    if not isinstance(days, int) or isinstance(days, bool) or not 1 <= days <= 365:
        reader.complain(f"{path}.days", f"{days!r} must be a number of days, 1 to 365")
        days = 7
    since = _moment(reader, data.get("since"), f"{path}.since")
    entries = data.get("instead", ())
    if not isinstance(entries, list | tuple):
        reader.complain(f"{path}.instead", "must be a list of {person, since, until}")
        entries = ()
    instead = tuple(_stand(reader, one, f"{path}.instead[{n}]") for n, one in enumerate(entries))
    return Rota(people, since, days, instead) if people else None


def _stand(reader: Reader, value: object, path: str) -> Stand:
    data = reader.mapping(value, path, _INSTEAD_KEYS)
    since = _moment(reader, data.get("since"), f"{path}.since")
    until = _moment(reader, data.get("until"), f"{path}.until")
    if since >= until:
        reader.complain(f"{path}.until", "must be after since")
    return Stand(reader.text(data.get("person"), f"{path}.person"), since, until)


def _moment(reader: Reader, value: object, path: str) -> datetime:
    """A moment with its time zone. YAML makes datetimes of unquoted ones, JSON texts."""
    try:
        found = value if isinstance(value, datetime) else datetime.fromisoformat(str(value))
    except ValueError:
        found = None
    if found is None or (isinstance(value, str) and found.tzinfo is None):
        reader.complain(path, f"{value!r} must be a moment with its zone: 2026-11-02T09:00:00Z")
        return datetime(2000, 1, 1, tzinfo=UTC)
    return found if found.tzinfo else found.replace(tzinfo=UTC)
