"""Say who is on call."""

from datetime import datetime

from fulfillment.answers import SPOKEN_ITEMS
from fulfillment.catalog.teams import Team
from fulfillment.markdown import bold, escape, plain
from fulfillment.ops.teams import Teams
from fulfillment.sentences import Say
from fulfillment.turn import Action, Cell, Invocation, Reply, Table, Turn
from fulfillment.wording import spoken_age


def answer(turn: Turn, teams: Teams, *, service: str | None = None) -> Reply:
    """For one service, or team by team."""
    if service is None:
        return _all(turn, teams.all())
    team = teams.of(service)
    if team is None:
        text = turn.say("no_team", service=bold(service))
        return Reply(text=text, speech=plain(text), context={"service": service})
    text = _sentence(turn.say, team, service, turn.now)
    return Reply(
        text=text,
        speech=plain(text),
        actions=(_page(turn.say, team, service),) if team.topic and team.rota else (),
        context={"service": service},
    )


def _sentence(say: Say, team: Team, service: str, now: datetime) -> str:
    contact = say("contact", contact=escape(team.contact)) if team.contact else ""
    name = bold(team.display_name)
    if team.rota is None:
        return f"{say('nobody_on_call', service=bold(service), team=name)} {contact}".strip()
    shift = team.rota.at(now)
    said = say(
        "on_call_for",
        person=bold(shift.person),
        service=bold(service),
        team=name,
        left=_left(say, shift.until, now),
        next=escape(shift.next_person),
    )
    return f"{said} {contact}".strip()


def _left(say: Say, until: datetime, now: datetime) -> str:
    return spoken_age(say, (until - now).total_seconds())


def _page(say: Say, team: Team, service: str) -> Action:
    label = say("page_label", team=team.display_name)
    return Action(label, Invocation("intent", "PageOnCall", {"service": service}))


def _all(turn: Turn, teams: tuple[Team, ...]) -> Reply:
    say = turn.say
    if not teams:
        text = say("no_teams")
        return Reply(text=text, speech=text)
    covered = [one for one in teams if one.rota is not None]
    named = [_named(say, one, turn.now) for one in covered]
    spoken = say.all_of(named[:SPOKEN_ITEMS]) if named else say("nobody")
    text = say("on_call_now", people=spoken)
    return Reply(
        text=text,
        speech=plain(text),
        table=Table(
            title=say("table_title"),
            columns=(
                say("label_team"),
                say("label_on_call"),
                say("label_left"),
                say("label_services"),
                say("label_contact"),
            ),
            rows=tuple(_row(say, one, turn.now) for one in teams),
        ),
    )


def _named(say: Say, team: Team, now: datetime) -> str:
    person = team.rota.at(now).person if team.rota else say("nobody")
    return say("person_for", person=bold(person), team=escape(team.display_name))


def _row(say: Say, team: Team, now: datetime) -> tuple[Cell, ...]:
    shift = team.rota.at(now) if team.rota else None
    who = Cell(shift.person) if shift else Cell(say("nobody"), "warning")
    return (
        Cell(team.display_name),
        who,
        Cell(_left(say, shift.until, now) if shift else ""),
        Cell(", ".join(team.services)),
        Cell(team.contact),
    )
