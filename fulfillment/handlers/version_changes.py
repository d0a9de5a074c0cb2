"""Say what changed between two versions of a service: the commits between them."""

from collections.abc import Sequence
from dataclasses import dataclass

from fulfillment.answers import SPOKEN_ITEMS, gap_lines, most_public
from fulfillment.errors import OpsError
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.provenance import Origin, Provenance
from fulfillment.ops.registry.port import Registry
from fulfillment.ops.source_host import Commit, Comparison, SourceHost
from fulfillment.ops.state import UNKNOWN_VERSION
from fulfillment.sentences import Phrase, Say, phrase
from fulfillment.turn import Cell, Link, Reply, Table, Turn
from fulfillment.version_order import compare, is_ordered
from fulfillment.wording import age, shown, spoken_age

_TITLE, _NAME, _ID = 120, 40, 9


@dataclass(frozen=True)
class Pair:
    """What is compared, and how it came to be."""

    environment: str
    """Where to ask for images."""
    version: str
    other_version: str
    said: tuple[str, ...] = ()
    """Sentences on what was taken for granted."""


def answer(  # noqa: PLR0913 - its backends and its slots
    turn: Turn,
    fleet: Fleet,
    provenance: Provenance,
    registry: Registry,
    source_host: SourceHost,
    *,
    service: str,
    version: str | None = None,
    other_version: str | None = None,
    environment: str | None = None,
) -> Reply:
    """A table of commits, newest first; without them, which images the versions are."""
    say = turn.say
    pair = _pair(say, fleet, registry, service, (version, other_version), environment)
    if isinstance(pair, Reply):
        return pair
    # Where it runs says best what an image is: there first.
    where = (pair.environment, *(one for one in fleet.environments() if one != pair.environment))
    origins = tuple(
        provenance.of_version(where, service, one) for one in (pair.version, pair.other_version)
    )
    return _Telling(say, turn, service, pair, origins).reply(source_host)


def _pair(
    say: Say,
    fleet: Fleet,
    registry: Registry,
    service: str,
    versions: tuple[str | None, str | None],
    environment: str | None,
) -> Pair | Reply:
    """What was named; for what was not, what runs and the newest there is."""
    named = [one for one in versions if one]
    where = environment or _most_public(fleet, service)
    if len(named) == 2:
        first, second = _in_order(*named)
        if first == second:
            return _plain(say("same_version", service=escape(service), version=escape(first)))
        return Pair(where, first, second)
    running = _running(fleet, service, where)
    if not running:
        return _plain(say("no_base", service=bold(service), environment=bold(where)), failed=True)
    place, runs = bold(where), escape(running)
    if named:
        first, second = _in_order(running, named[0])
        said = say("compared_deployed", environment=place, version=runs)
        return Pair(where, first, second, (said,))
    return _with_newest(say, service, where, running, _newest(registry, where, service))


def _with_newest(say: Say, service: str, where: str, running: str, newest: str) -> Pair | Reply:
    """What runs, and the newest there is; "" is none."""
    place, runs = bold(where), escape(running)
    if not newest:
        missing = say("registry_empty", service=bold(service), version=runs)
        return _plain(missing, failed=True)
    if newest == running:
        named_so = bold(service)
        return _plain(say("newest_runs", service=named_so, environment=escape(where), version=runs))
    first, second = _in_order(running, newest)
    other = escape(newest)
    said = say("compared_defaults", environment=place, version=runs, other_version=other)
    return Pair(where, first, second, (said,))


def _most_public(fleet: Fleet, service: str) -> str:
    """Of the environments that have the service; of all, where none is known to."""
    places = fleet.environments()
    running = [one.environment for one in fleet.find(service, places).states]
    return most_public(running or places)


def _running(fleet: Fleet, service: str, environment: str) -> str:
    """Raises `OpsError` where that cannot be read."""
    version = fleet.service(environment, service).version
    return "" if version == UNKNOWN_VERSION else version


def _newest(registry: Registry, environment: str, service: str) -> str:
    """The newest by version, else the one that was pushed last; "" where none has a tag.

    Raises `OpsError`.
    """
    found = registry.versions(environment, service).versions
    tags = [tag for one in found for tag in reversed(one.tags)]
    ordered = [tag for tag in tags if is_ordered(tag)]
    newest = next(iter(ordered or tags), "")
    for tag in ordered:
        if (compare(tag, newest) or 0) > 0:
            newest = tag
    return newest


def _in_order(one: str, other: str) -> tuple[str, str]:
    """The older one first, where their names say so."""
    order = compare(one, other)
    return (other, one) if order is not None and order > 0 else (one, other)


@dataclass(frozen=True)
class _Telling:
    say: Say
    turn: Turn
    service: str
    pair: Pair
    origins: tuple[Origin, ...]

    def reply(self, host: SourceHost) -> Reply:
        source = next((one.source for one in self.origins if one.source), "")
        repository = host.repository(self.service, source) if host.is_set_up else ""
        if not repository:
            return self._without(host)
        try:
            found, by_tag = _compared(host, repository, self.origins)
        except OpsError as error:
            return self._images([error.phrase])
        return self._commits(found, repository if by_tag else "")

    def _commits(self, found: Comparison, tagged_in: str) -> Reply:
        said = [self._headline(found), *self.pair.said]
        if tagged_in:
            said.append(self.say("by_tag", repository=bold(tagged_in)))
        if found.total > len(found.commits) > 0:
            said.append(self.say("shown_of", shown=len(found.commits)))
        newest = self._spoken(found.commits)
        return Reply(
            text=" ".join(said),
            speech=plain(" ".join([said[0], *newest, *self.pair.said])),
            table=self._table(found.commits) if found.commits else None,
            links=self._links(found),
            context={"service": self.service},
        )

    def _headline(self, found: Comparison) -> str:
        say, (name, one, other) = self.say, self._names()
        if found.relation == "identical":
            return say("same_commit", service=name, version=one, other_version=other)
        if found.relation == "behind":
            return say("only_older", service=name, version=one, other_version=other)
        count = found.total
        said = say("commits_between", count=count, service=name, version=one, other_version=other)
        parted = say("lines_parted", version=one, other_version=other)
        return f"{said} {parted}" if found.relation == "diverged" else said

    def _spoken(self, commits: Sequence[Commit]) -> list[str]:
        told = [self._title_by(one) for one in commits[:SPOKEN_ITEMS]]
        return [self.say("newest_commits", commits="; ".join(told))] if told else []

    def _title_by(self, one: Commit) -> str:
        title, author = shown(one.title, _TITLE), shown(one.author, _NAME)
        return self.say("commit_by", title=title, author=author) if author else title

    def _table(self, commits: Sequence[Commit]) -> Table:
        say = self.say
        labels = (say("label_commit"), say("label_title"), say("label_author"), say("label_when"))
        one, other = self.pair.version, self.pair.other_version
        title = say("table_title", service=self.service, version=one, other_version=other)
        return Table(title, labels, tuple(self._row(one) for one in commits))

    def _row(self, one: Commit) -> tuple[Cell, ...]:
        ago = age(self.say, (self.turn.now - one.at).total_seconds()) if one.at else ""
        return (
            Cell(one.id[:_ID]),
            Cell(plain(shown(one.title, _TITLE))),
            Cell(plain(shown(one.author, _NAME))),
            Cell(ago),
        )

    def _names(self) -> tuple[str, str, str]:
        """Service and both versions, safe to show."""
        pair = self.pair
        return escape(self.service), escape(pair.version), escape(pair.other_version)

    def _links(self, found: Comparison) -> tuple[Link, ...]:
        return (Link(self.say("link_comparison"), found.url),) if found.url else ()

    def _without(self, host: SourceHost) -> Reply:
        """No host, or no repository: what is missing, and which images they are."""
        if host.is_set_up:
            why = self.say("repository_unknown", service=bold(self.service))
            return self._images([], why)
        missing = phrase("could_not", what=phrase("ask_source_host"), why=phrase("no_source_host"))
        return self._images([missing])

    def _images(self, gaps: Sequence[Phrase], why: str = "") -> Reply:
        name, one, other = self._names()
        said = [
            self.say("not_compared", service=name, version=one, other_version=other),
            *([why] if why else []),
            *gap_lines(self.say, gaps),
        ]
        said += [self._image(one) for one in self.origins]
        unread = [gap for one in self.origins for gap in one.gaps]
        text = " ".join([*said, *gap_lines(self.say, unread), *self.pair.said])
        speech = plain(" ".join(said[:2]))
        return Reply(text=text, speech=speech, state="failed", context={"service": self.service})

    def _image(self, one: Origin) -> str:
        version = bold(one.version)
        if not one.digest or one.pushed_age_seconds is None:
            return self.say("image_unknown", version=version)
        digest = one.digest.rpartition(":")[2][:12]
        ago = spoken_age(self.say, one.pushed_age_seconds)
        return self.say("image_is", version=version, digest=digest, age=ago)


def _compared(
    host: SourceHost, repository: str, origins: Sequence[Origin]
) -> tuple[Comparison, bool]:
    """By commits, else by tags named as the versions are, with "v" before them or without.

    Raises `OpsError`.
    """
    first, second = origins
    if first.commit and second.commit:
        return host.compare(repository, first.commit, second.commit), False
    return host.compare(repository, *(_reference(host, repository, one) for one in origins)), True


def _reference(host: SourceHost, repository: str, origin: Origin) -> str:
    """A commit. Raises `OpsError`, of kind "not found" where there is no such tag either."""
    if origin.commit:
        return origin.commit
    bare = origin.version.removeprefix("v")
    try:
        return host.commit(repository, f"v{bare}").id
    except OpsError as error:
        if error.kind != "not found":
            raise
        return host.commit(repository, bare).id


def _plain(text: str, *, failed: bool = False) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed" if failed else "done")
