"""Plan a page to whoever is on call for a service."""

from fulfillment.answers import problems, verdict_text
from fulfillment.catalog.teams import Team
from fulfillment.errors import OpsError, PlanRefused
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.fleet import Fleet
from fulfillment.ops.paged import QUIET_FOR, Page, Paged, signature
from fulfillment.ops.teams import Teams
from fulfillment.plan import Plan, fingerprint_of
from fulfillment.redaction import redact
from fulfillment.turn import Turn
from fulfillment.wording import spoken_age

_SERIOUS = ("failing", "degraded", "rolling out", "healthy")


def plan(
    turn: Turn,
    fleet: Fleet,
    teams: Teams,
    paged: Paged,
    *,
    service: str,
    environment: str | None = None,
    reason: str | None = None,
) -> Plan:
    """Who would be paged, and what they would read. Raises `PlanRefused` where nobody can be.

    `reason`: whatever the person writes to them. A pager shows it on locked screens and keeps it
    in mailboxes, so secrets are masked.
    """
    say = turn.say
    team = teams.of(service)
    if team is None:
        raise PlanRefused(say("no_team", service=bold(service)))
    if team.rota is None or not team.topic:
        raise PlanRefused(say("cannot_page", team=bold(team.display_name), contact=team.contact))
    where = environment or _worst(fleet, service)
    person = team.rota.at(turn.now).person
    words = redact(reason or "")
    message = _message(turn, fleet, team, service, where, words)
    # After AWS has answered: how long ago it was is told by its clock.
    last = paged.last(where, service, person)
    if last is not None and last.is_recent:
        raise PlanRefused(_paged_already(turn, last, person, service, where))
    sentence = say("plan", person=bold(person), service=bold(service), environment=bold(where))
    return Plan(
        intent=turn.intent,
        # Without the reason, which no audit keeps.
        slots={name: value for name, value in turn.slots.items() if name != "reason"},
        service=service,
        environment=where,
        sentence=sentence,
        speech=plain(sentence),
        title=say("title", person=person, service=service, environment=where),
        fingerprint=fingerprint_of({"team": team.name, "person": person, "topic": team.topic}),
        details={
            **message,
            "person": person,
            "replacing": last.plan if last else "",
        },
        note=say("plan_reason", reason=escape(words)) if words else "",
    )


def _paged_already(turn: Turn, last: Page, person: str, service: str, where: str) -> str:
    return turn.say(
        "paged_already",
        person=bold(person),
        age=spoken_age(turn.say, last.age_seconds),
        by=escape(last.by),
        service=bold(service),
        environment=bold(where),
        span=spoken_age(turn.say, QUIET_FOR.total_seconds()),
    )


def _worst(fleet: Fleet, service: str) -> str:
    """The environment in which the service is worst off: nobody is paged for a healthy one."""
    found = fleet.find(service, fleet.environments()).states
    ranked = sorted(found, key=lambda one: _SERIOUS.index(one.health))
    return ranked[0].environment if ranked else fleet.environments()[-1]


def _message(
    turn: Turn, fleet: Fleet, team: Team, service: str, where: str, words: str
) -> dict[str, str]:
    """What the pager shows: plain, in the language of whoever pages."""
    say = turn.say
    try:
        state = fleet.service(where, service)
        health = "; ".join([verdict_text(say, state.health), *problems(say, state, brief=True)])
    except OpsError as error:
        health = say.phrase(error.phrase)
    by = signature(turn.person)
    text = say("page_text", by=by, service=service, environment=where, health=plain(health))
    if words:
        text = f"{text} {say('page_reason', by=by, reason=words)}"
    subject = say("page_subject", service=service, environment=where)
    return {"topic": team.topic, "subject": subject, "message": text}
