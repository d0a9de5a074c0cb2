"""Role, intent, environment, channel: what the shipped policy and intents say, as tables."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache

from bot.model import Bot, Intent
from deploy.documents import read_yaml
from fulfillment.catalog.environments import environments_from_json
from fulfillment.identity.authorization import Authorizer
from fulfillment.identity.policy import DIRECT, Member, Policy
from fulfillment.identity.reading import policy_from_json
from fulfillment.identity.roles import ROLES
from fulfillment.request import Caller
from fulfillment.turn import Audience, Channel
from tests.bot.definition import product_bot
from tests.fulfillment.world import ROOT

NOBODY = ROLES[0]
ENVIRONMENTS = environments_from_json(read_yaml(ROOT / "fulfillment/catalog/environments.yaml"))
PLACES = ENVIRONMENTS.names()
SERVICE = "orders"


@dataclass(frozen=True)
class Surface:
    """Where somebody asks. `identity`: of the person with a role, "{role}" filled in."""

    title: str
    channel: Channel
    audience: Audience
    identity: str


SURFACES = (
    Surface("In a direct message, or by a command", "slack", "private", "slack:T1:U{role}"),
    Surface("In a channel of colleagues", "slack", "shared", "slack:T1:U{role}"),
    Surface(
        "In a channel with guests or people from outside", "slack", "public", "slack:T1:U{role}"
    ),
    Surface("On the page", "web", "private", "web:{role}"),
    Surface("In the terminal", "terminal", "private", "terminal:{role}"),
    Surface("In a voice that Alexa recognises", "alexa", "shared", "alexa:{role}/voice"),
    Surface("By whoever stands at the device", "alexa", "shared", "alexa:{role}"),
    Surface("By a caller of the Lex API without an assertion", "direct", "private", DIRECT),
)
Cell = tuple[Surface, str, Intent, str]
"""Surface, role, intent, environment ("" where the intent knows none)."""


@cache
def policy_for(role: str) -> Policy:
    """The shipped policy, with people of each role in place of its own."""
    shipped = policy_from_json(read_yaml(ROOT / "fulfillment/identity/policy.yaml"))
    people = tuple(_member(one) for one in ROLES if one != NOBODY)
    callers = {} if role == NOBODY else {DIRECT: {"*": role}}
    return replace(shipped, people=people, callers=callers, groups=())


def _member(role: str) -> Member:
    identities = tuple(one.identity.format(role=role) for one in SURFACES if one.identity != DIRECT)
    return Member(f"has-{role}", f"Zelda the {role}", identities, {"*": role})


@cache
def authorizer_for(role: str) -> Authorizer:
    return Authorizer(product_bot(), policy_for(role), ENVIRONMENTS)


def caller(by: Authorizer, surface: Surface, role: str) -> Caller:
    person = by.policy.person(surface.identity.format(role=role), "Somebody")
    return Caller(person, surface.channel, "en_US", "UTC", surface.audience, "session", "event")


def cells() -> Iterator[Cell]:
    for surface in SURFACES:
        for role in ROLES:
            for intent in product_bot().intents:
                for place in PLACES if environment_slot(product_bot(), intent) else ("",):
                    yield surface, role, intent, place


def verdict(cell: Cell) -> str:
    """yes, asks (done after a yes), or no."""
    surface, role, intent, _ = cell
    by = authorizer_for(role)
    who, asked = caller(by, surface, role), by.asked(intent, slots(cell), is_settled=True)
    if by.decide(who, asked).denial is not None:
        return "no"
    is_asked = intent.effect != "read" and by.asks_first(who, asked)
    return "asks" if is_asked else "yes"


def slots(cell: Cell) -> Mapping[str, str]:
    """A value for each slot that can be resolved without anybody's answer."""
    _, _, intent, place = cell
    bot = product_bot()
    found = {environment_slot(bot, intent): place} if place else {}
    services = [one.name for one in intent.slots if _source(bot, one.type) == "services"]
    return {**found, **dict.fromkeys(services[:1], SERVICE)}


def environment_slot(bot: Bot, intent: Intent) -> str:
    found = (one.name for one in intent.slots if _source(bot, one.type) == "environments")
    return next(found, "")


def _source(bot: Bot, slot_type: str) -> str:
    found = bot.slot_type(slot_type)
    return found.source if found else ""


def table(channel: Channel) -> str:
    """The Markdown of one channel."""
    parts = [
        f"# Who may what: {channel}\n",
        "From the shipped policy and intents. yes: allowed; asks: allowed after a yes; no: denied.",
        f"Two marks are {' and '.join(PLACES)}; one is both, or an intent without environment.",
    ]
    for surface in (one for one in SURFACES if one.channel == channel):
        parts += [f"\n## {surface.title} ({surface.audience})\n", *_rows(surface)]
    return "\n".join(parts) + "\n"


def _rows(surface: Surface) -> Iterator[str]:
    yield f"| intent | {' | '.join(ROLES)} |"
    yield f"|---{'|---' * len(ROLES)}|"
    for intent in product_bot().intents:
        effect = "" if intent.effect == "read" else f" ({intent.effect})"
        marks = (_mark(surface, role, intent) for role in ROLES)
        yield f"| {intent.name}{effect} | {' | '.join(marks)} |"


def _mark(surface: Surface, role: str, intent: Intent) -> str:
    places = PLACES if environment_slot(product_bot(), intent) else ("",)
    marks = [verdict((surface, role, intent, place)) for place in places]
    return marks[0] if len(set(marks)) == 1 else " / ".join(marks)
