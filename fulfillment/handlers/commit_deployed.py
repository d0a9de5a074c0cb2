"""Say in which environments a commit or a pull request runs."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from fulfillment.answers import SPOKEN_ITEMS, gap_lines, places
from fulfillment.errors import OpsError
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.provenance import Origin, Origins, Provenance, Running
from fulfillment.ops.source_host import Commit, Pull, SourceHost
from fulfillment.sentences import Phrase, Say
from fulfillment.turn import Cell, Link, Reply, Table, Tone, Turn
from fulfillment.wording import quoted

Verdict = Literal["has it", "has it not", "not known", "not compared"]
"""Not known: of which commit it was built. Not compared: nobody told how the commits relate."""
_TONES: Mapping[Verdict, Tone] = {
    "has it": "good",
    "has it not": "neutral",
    "not known": "warning",
    "not compared": "warning",
}
_COMMIT = re.compile(r"[0-9a-f]{7,40}", re.ASCII | re.IGNORECASE)
_PULL = re.compile(
    r"(?:#|!|(?:pr|mr|pull request|merge request)\s*#?\s*)?(\d{1,6})", re.ASCII | re.IGNORECASE
)
_TITLE, _ID, _NAMED = 80, 9, 6


@dataclass(frozen=True)
class Wanted:
    """What is looked for."""

    said: str
    """As part of a sentence, in Markdown."""
    commit: str
    repository: str = ""
    """"" where only the very commit is known: without a source host."""
    url: str = ""


@dataclass(frozen=True)
class Seen:
    running: Running
    verdict: Verdict


def answer(
    turn: Turn,
    fleet: Fleet,
    provenance: Provenance,
    source_host: SourceHost,
    *,
    change: str,
    service: str | None = None,
    environment: str | None = None,
) -> Reply:
    """Where it runs, where not, and where that is not known; a table of each service's versions."""
    say = turn.say
    where = places(fleet, environment)
    is_pull, number = bool(found := _PULL.fullmatch(change.strip())), found[1] if found else ""
    if not is_pull and not _COMMIT.fullmatch(change.strip()):
        return _failed(say("not_a_change", word=quoted(change)))
    if is_pull and not source_host.is_set_up:
        return _failed(say("no_pulls_without_host"))
    origins = provenance.running(where, service or "")
    if not origins.running:
        return _nothing(say, where, origins)
    finding = _Finding(say, source_host, _repositories(source_host, origins))
    wanted = (
        finding.pull(int(number)) if is_pull else finding.commit(change.strip().lower(), origins)
    )
    if isinstance(wanted, Reply):
        return wanted
    seen, gaps = _looked(source_host, wanted, origins)
    return _Telling(say, wanted, seen, [*origins.gaps, *gaps], source_host.is_set_up).reply()


def _repositories(host: SourceHost, origins: Origins) -> dict[str, str]:
    """Service -> repository, of those that have one."""
    found = {
        one.origin.service: host.repository(one.origin.service, one.origin.source)
        for one in sorted(origins.running, key=lambda one: bool(one.origin.source))
    }
    return {service: name for service, name in found.items() if name}


@dataclass(frozen=True)
class _Finding:
    """Which commit is meant. Raises `OpsError` where no repository could be asked."""

    say: Say
    host: SourceHost
    repositories: Mapping[str, str]

    @property
    def _names(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(self.repositories.values()))

    def pull(self, number: int) -> Wanted | Reply:
        bare = self.say("a_pull", number=number)
        found = self.host.pulls(self._names, number)
        if len(found) != 1:
            return self._not_one(bare, [name for name, _ in found])
        repository, pull = found[0]
        said = self._titled_pull(pull)
        if not pull.commit:
            return Reply(
                text=_sentence(self.say("not_merged", change=said)),
                speech=plain(_sentence(self.say("not_merged", change=said))),
                links=_links(said, pull.url),
            )
        return Wanted(said, pull.commit, repository, pull.url)

    def commit(self, commit: str, origins: Origins) -> Wanted | Reply:
        bare = self.say("a_commit", commit=bold(commit[:_ID]))
        found = self.host.having(self._names, commit) if self._names else ()
        if len(found) == 1:
            repository, known = found[0]
            return Wanted(self._titled(known), known.id, repository, known.url)
        if len(found) > 1:
            return self._not_one(bare, [name for name, _ in found])
        # Nobody to ask has it: it may still be what an image was built of.
        if any(_same(one.origin.commit, commit) for one in origins.running):
            return Wanted(bare, commit)
        is_all = len(self.repositories) == len({one.origin.service for one in origins.running})
        return self._not_one(bare, []) if is_all else Wanted(bare, commit)

    def _not_one(self, said: str, repositories: Sequence[str]) -> Reply:
        if not repositories:
            return _failed(_sentence(self.say("nobody_has", change=said)))
        names = self.say.all_of([bold(one) for one in repositories[:_NAMED]])
        return _failed(_sentence(self.say("several_have", change=said, repositories=names)))

    def _titled(self, one: Commit) -> str:
        title = quoted(one.title, _TITLE)
        return self.say("a_titled_commit", commit=bold(one.id[:_ID]), title=title)

    def _titled_pull(self, one: Pull) -> str:
        title = quoted(one.title, _TITLE)
        return self.say("a_titled_pull", number=one.number, title=title)


def _looked(
    host: SourceHost, wanted: Wanted, origins: Origins
) -> tuple[tuple[Seen, ...], list[Phrase]]:
    """Each version that runs, of the services whose repository has the commit."""
    seen, gaps = [], []
    known: dict[tuple[str, str], Verdict] = {}
    for one in _of_repository(host, wanted, origins.running):
        key = (one.origin.service, one.origin.commit or one.origin.version)
        if key not in known:
            known[key], gap = _verdict(host, wanted, one.origin)
            gaps += gap
        seen.append(Seen(one, known[key]))
    return tuple(seen), gaps


def _of_repository(
    host: SourceHost, wanted: Wanted, running: Sequence[Running]
) -> Iterator[Running]:
    """All of them, where it is not known which repository has it."""
    for one in running:
        mine = host.repository(one.origin.service, one.origin.source)
        if wanted.repository in ("", mine):
            yield one


def _verdict(host: SourceHost, wanted: Wanted, origin: Origin) -> tuple[Verdict, list[Phrase]]:
    if _same(origin.commit, wanted.commit):
        return "has it", []
    repository = wanted.repository
    if not repository or host.repository(origin.service, origin.source) != repository:
        return ("not compared" if origin.commit else "not known"), []
    try:
        built_of = origin.commit or _tagged(host, repository, origin.version)
        if not built_of:
            return "not known", []
        relation = host.compare(repository, wanted.commit, built_of).relation
    except OpsError as error:
        return "not compared", [error.phrase]
    return ("has it" if relation in ("identical", "ahead") else "has it not"), []


def _tagged(host: SourceHost, repository: str, version: str) -> str:
    """The commit of the tag that is named as the version is; "" for none. Raises `OpsError`."""
    for tag in (f"v{version.removeprefix('v')}", version.removeprefix("v")):
        try:
            return host.commit(repository, tag).id
        except OpsError as error:
            if error.kind != "not found":
                raise
    return ""


def _same(one: str, other: str) -> bool:
    """Whether two ids are of one commit, as far as the shorter of them goes."""
    return bool(one and other) and (one.startswith(other) or other.startswith(one))


@dataclass(frozen=True)
class _Telling:
    say: Say
    wanted: Wanted
    seen: Sequence[Seen]
    gaps: Sequence[Phrase]
    has_host: bool

    def reply(self) -> Reply:
        gaps = gap_lines(self.say, self.gaps)
        beside = [] if self.has_host else [self.say("exact_only")]
        services = {one.running.origin.service for one in self.seen}
        return Reply(
            text=" ".join([*self._sentences(_NAMED), *beside, *gaps]),
            speech=plain(" ".join([*self._sentences(SPOKEN_ITEMS), *beside, *gaps[:1]])),
            table=self._table() if self.seen else None,
            links=_links(self.wanted.said, self.wanted.url),
            context={"service": services.pop()} if len(services) == 1 else {},
        )

    def _sentences(self, most: int) -> list[str]:
        having, lacking = self._of("has it"), self._of("has it not")
        change, said = self.wanted.said, []
        if having:
            said.append(self.say("runs_in", change=change, places=self._places(having, most)))
        if lacking and having:
            said.append(self.say("not_in", places=self._places(lacking, most)))
        elif lacking:
            said.append(self.say("runs_nowhere", change=change, places=self._places(lacking, most)))
        for verdict in ("not known", "not compared"):
            if some := self._of(verdict):
                services = self._services(some, most)
                said.append(
                    self.say("not_known", services=services)
                    if verdict == "not known"
                    else self.say("not_compared", services=services)
                )
        return [_sentence(one) for one in said]

    def _of(self, verdict: str) -> list[Running]:
        return [one.running for one in self.seen if one.verdict == verdict]

    def _places(self, running: Sequence[Running], most: int) -> str:
        told = [
            self.say(
                "place_of",
                environment=bold(one.environment),
                service=escape(one.origin.service),
                version=escape(one.origin.version),
            )
            for one in running[:most]
        ]
        return self._all_of(told, len(running) - most)

    def _services(self, running: Sequence[Running], most: int) -> str:
        names = list(dict.fromkeys(one.origin.service for one in running))
        return self._all_of([bold(one) for one in names[:most]], len(names) - most)

    def _all_of(self, told: Sequence[str], rest: int) -> str:
        more = [self.say("more", count=rest)] if rest > 0 else []
        return self.say.all_of([*told, *more])

    def _table(self) -> Table:
        say = self.say
        return Table(
            say("table_title", change=plain(self.wanted.said).rstrip(",")),
            (
                say("label_environment"),
                say("label_service"),
                say("label_version"),
                say("label_commit"),
                say("label_has_it"),
            ),
            tuple(self._row(one) for one in self.seen),
        )

    def _row(self, one: Seen) -> tuple[Cell, ...]:
        origin = one.running.origin
        words: dict[Verdict, str] = {
            "has it": self.say("has_it"),
            "has it not": self.say("has_it_not"),
            "not known": self.say("has_it_perhaps"),
            "not compared": self.say("has_it_perhaps"),
        }
        return (
            Cell(one.running.environment),
            Cell(origin.service),
            Cell(origin.version),
            Cell(origin.commit[:_ID]),
            Cell(words[one.verdict], _TONES[one.verdict]),
        )


def _nothing(say: Say, where: Sequence[str], origins: Origins) -> Reply:
    if origins.gaps:
        return _failed(" ".join(gap_lines(say, origins.gaps)))
    return _failed(say("nothing_runs", environments=say.all_of([bold(one) for one in where])))


def _links(said: str, url: str) -> tuple[Link, ...]:
    return (Link(plain(said).rstrip(","), url),) if url else ()


def _sentence(text: str) -> str:
    return text[:1].upper() + text[1:]


def _failed(text: str) -> Reply:
    return Reply(text=text, speech=plain(text), state="failed")
