"""Say what the image scan found in a version of a service, worst first."""

from collections.abc import Sequence
from dataclasses import dataclass

from fulfillment.answers import MOST_ROWS, cut_line, gap_lines, most_public, not_found
from fulfillment.errors import OpsError
from fulfillment.markdown import bold, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.registry import Registry
from fulfillment.ops.registry.port import Finding, Scan, Versions
from fulfillment.ops.state import UNKNOWN_VERSION, ServiceState
from fulfillment.scans import counts_text, severity_text, severity_tone
from fulfillment.sentences import Say
from fulfillment.turn import Cell, Link, Reply, Table, Turn
from fulfillment.wording import clean, quoted, shown, spoken_age

_NEWEST = 3
_LINKS = 3


@dataclass(frozen=True)
class _Wanted:
    """What is looked at, and how it came to be that."""

    service: str
    environment: str
    version: str
    why: str
    """A sentence on what was chosen for the person; "" where they chose."""


def answer(
    turn: Turn,
    fleet: Fleet,
    registry: Registry,
    *,
    service: str,
    version: str | None = None,
    environment: str | None = None,
) -> Reply:
    """Of the version asked for, else of what runs in the environment, else in production."""
    say = turn.say
    where = (environment,) if environment else fleet.environments()
    found = fleet.find(service, where)
    if not found.states:
        return not_found(say, service, where, found.gaps)
    wanted = _wanted(say, _most_public(found.states), version, environment)
    try:
        scan = registry.scan(wanted.environment, service, wanted.version)
    except OpsError as error:
        if error.kind != "not found" or not version:
            raise
        return _no_version(say, service, version, registry.versions(wanted.environment, service))
    return _reply(say, wanted, scan, gap_lines(say, found.gaps))


def _most_public(states: Sequence[ServiceState]) -> ServiceState:
    named = most_public([one.environment for one in states])
    return next(one for one in states if one.environment == named)


def _wanted(say: Say, state: ServiceState, version: str | None, environment: str | None) -> _Wanted:
    if version:
        tag = version.removeprefix("v") if version[1:2].isdigit() else version
        return _Wanted(state.name, state.environment, tag, "")
    running = "" if state.version == UNKNOWN_VERSION else state.version
    why = "" if environment else say("looked_at", environment=state.environment)
    return _Wanted(state.name, state.environment, running, why)


def _no_version(say: Say, service: str, version: str, found: Versions) -> Reply:
    newest = [bold(one.tags[-1]) for one in found.versions[:_NEWEST] if one.tags]
    text = say("no_such_version", service=bold(service), version=quoted(version))
    if newest:
        text = f"{text} {say('newest_are', versions=say.all_of(newest), count=len(newest))}"
    return Reply(text=text, speech=plain(text), context={"service": service})


def _reply(say: Say, wanted: _Wanted, scan: Scan, gaps: list[str]) -> Reply:
    name = bold(f"{wanted.service} {scan.version}")
    lines = [_headline(say, name, scan), *([wanted.why] if wanted.why else [])]
    worst = [_worst(say, scan.findings[0])] if scan.findings else []
    chosen = {"service": wanted.service, "environment": wanted.environment}
    return Reply(
        text=" ".join([*lines, *worst, *gaps, *cut_line(say, len(scan.findings))]),
        speech=plain(" ".join([*lines, *gaps[:1]])),
        table=_table(say, wanted, scan) if scan.findings else None,
        links=tuple(
            Link(clean(one.name), one.link)
            for one in scan.findings[:_LINKS]
            if one.link.startswith("https://")
        ),
        suggestions=(say("suggest_versions", service=wanted.service),),
        context=chosen,
    )


def _headline(say: Say, name: str, scan: Scan) -> str:
    if scan.state == "none":
        return say("never_scanned", name=name)
    if scan.state == "under way":
        return say("scan_under_way", name=name)
    if scan.state == "failed":
        return say("scan_failed", name=name, why=shown(scan.reason) or say("no_reason"))
    since = "" if scan.age_seconds is None else spoken_age(say, scan.age_seconds)
    when = say("scanned_ago", age=since) if since else ""
    if not scan.counts:
        return say("scan_clean", name=name, when=when)
    return say("scan_found", name=name, counts=counts_text(say, scan.counts), when=when)


def _worst(say: Say, one: Finding) -> str:
    package = " ".join(part for part in (one.package, one.installed) if part)
    return say(
        "worst_is",
        name=bold(clean(one.name)),
        package=shown(package, 80) or say("unknown_version"),
        fix=say("fixed_in", version=shown(one.fixed_in, 40)) if one.fixed_in else "",
        title=f": {shown(one.title, 160).rstrip('.')}" if one.title else "",
    )


def _table(say: Say, wanted: _Wanted, scan: Scan) -> Table:
    columns = (
        say("label_severity"),
        say("label_finding"),
        say("label_package"),
        say("label_installed"),
        say("label_fixed_in"),
        say("label_what"),
    )
    title = say("table_title", service=wanted.service, version=scan.version)
    return Table(title, columns, tuple(_row(say, one) for one in scan.findings[:MOST_ROWS]))


def _row(say: Say, one: Finding) -> tuple[Cell, ...]:
    return (
        Cell(severity_text(say, one.severity), severity_tone(one.severity)),
        Cell(clean(one.name)),
        Cell(clean(one.package)),
        Cell(clean(one.installed)),
        Cell(clean(one.fixed_in)),
        Cell(clean(one.title, 120)),
    )
