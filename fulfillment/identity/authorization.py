"""Whether somebody may do something, there and from here: checked step by step, one way for all.

The same steps are taken at the first hook (what is not known yet restricts nothing), again once the
values are known, and again at the act.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Literal

from bot.model import Access, Bot, Intent
from fulfillment.catalog.environments import Environments
from fulfillment.identity.policy import DIRECT, Policy, Rule, is_recognised_voice
from fulfillment.identity.roles import best_role_in, fits, matches, reaches, role_in, strongest
from fulfillment.plan import About, Plan
from fulfillment.request import Caller
from fulfillment.sentences import Phrase, phrase
from fulfillment.turn import Audience, Person

OPEN = "anyone"

Check = Literal["person", "channel", "audience", "role", "rule"]
Demand = Literal["role", "people", "only_from", "never_from", "never"]


@dataclass(frozen=True)
class Asked:
    """What somebody wants, as far as it is known."""

    intent: Intent
    environments: tuple[str, ...] = ()
    """Those that are named: all of them must be allowed. () is none yet, or all that are."""
    service: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    """By slot, as resolved."""
    is_settled: bool = False
    """Nothing more becomes known: a service that is not named means all of them."""
    has_environment: bool = True
    """Whether an environment can be named at all."""
    has_service: bool = True


@dataclass(frozen=True)
class Step:
    """One check and how it ended, in one environment."""

    check: Check
    passed: bool
    refusal: Phrase | None = None
    """The whole answer, where no names and roles belong in it."""
    needed: str = ""
    """The role that is asked for, and the one that is held: for roles."""
    held: str = ""
    rule: Rule | None = None
    demand: Demand = "role"
    """What of the rule is not kept."""


@dataclass(frozen=True)
class Denial:
    """The step that failed, and where. For a role in several places: the least that is needed."""

    asked: Asked
    step: Step
    environments: tuple[str, ...]

    @property
    def decided_by(self) -> str:
        """The id of a rule of the policy, else the name of the check."""
        return self.step.rule.id if self.step.rule else self.step.check


@dataclass(frozen=True)
class Decision:
    environments: tuple[str, ...]
    """Where it is allowed."""
    denial: Denial | None = None
    left_out: tuple[str, ...] = ()
    """Environments that only those who listen here keep out of the answer."""


@dataclass(frozen=True)
class Authorizer:
    bot: Bot
    policy: Policy
    environments: Environments

    def asked(self, intent: Intent, values: Mapping[str, str], *, is_settled: bool) -> Asked:
        """What an intent with these resolved values asks for."""
        places = [one.name for one in intent.slots if self._source(one.type) == "environments"]
        services = [one.name for one in intent.slots if self._source(one.type) == "services"]
        return Asked(
            intent=intent,
            environments=tuple(dict.fromkeys(values[one] for one in places if one in values)),
            service=next((values[one] for one in services if one in values), ""),
            values=values,
            is_settled=is_settled,
            has_environment=bool(places),
            has_service=bool(services),
        )

    def planned(self, intent: Intent, plan: Plan) -> Asked:
        """What a plan does: in every environment that it reaches, with the values that its handler
        chose. One that names no environment of ours needs all of them allowed."""
        return self._about(intent, plan.about, plan.slots)

    def refused(
        self, caller: Caller, intent: Intent, slots: Mapping[str, str], about: Sequence[About]
    ) -> Denial | None:
        """Why somebody must not even hear that a change makes no sense: it may be about any of
        `about`, and they may do none of these. None where they may hear it."""
        asked = (self._about(intent, one, slots) for one in about)
        denials = [self.decide(caller, one).denial for one in asked]
        return None if not all(denials) else next(iter(denials), None)

    def _about(self, intent: Intent, about: About, slots: Mapping[str, str]) -> Asked:
        known = self.environments.names()
        reached = about.environments
        is_known = bool(reached) and set(reached) <= set(known)
        return Asked(
            intent=intent,
            environments=reached if is_known else known,
            service=about.service,
            values={**slots, **about.chosen},
            is_settled=True,
        )

    def first(self, caller: Caller, intent: Intent) -> Decision:
        """Before anything is known but who asks, for what, and from where."""
        return self.decide(caller, self.asked(intent, {}, is_settled=False))

    def decide(self, caller: Caller, asked: Asked) -> Decision:
        """Where it is allowed: everywhere that is named, else somewhere; or why it is not."""
        places = asked.environments or self.environments.names()
        last = {place: self.steps(caller, asked, place)[-1] for place in places}
        allowed = tuple(place for place, step in last.items() if step.passed)
        if allowed and (not asked.environments or allowed == asked.environments):
            unheard = [one for one, step in last.items() if step.check == "audience"]
            return Decision(allowed, left_out=tuple(unheard))
        failed = {place: step for place, step in last.items() if not step.passed}
        return Decision((), _denial(asked, failed))

    def readable(self, caller: Caller) -> tuple[str, ...]:
        """Where somebody may know of anything at all, and be told of it here: what a change is
        about is looked up there, whether or not it may be done there."""
        return tuple(
            one
            for one in self.environments.names()
            if best_role_in(caller.person, one) != OPEN and self._is_told(caller, one)
        )

    def beside(self, caller: Caller, intent: Intent, values: Mapping[str, str]) -> tuple[str, ...]:
        """Where else a read may look that takes two environments and was given one: () for others.

        Everywhere that it is allowed with the other values as they are.
        """
        places = [one.name for one in intent.slots if self._source(one.type) == "environments"]
        named = [one for one in places if one in values]
        if len(places) < 2 or len(named) != 1:
            return ()
        rest = {name: value for name, value in values.items() if name not in named}
        return self.decide(caller, self.asked(intent, rest, is_settled=True)).environments

    def steps(self, caller: Caller, asked: Asked, environment: str) -> tuple[Step, ...]:
        """Each check in turn, up to the first that fails."""
        taken = []
        for step in self._checks(caller, asked, environment):
            taken.append(step)
            if not step.passed:
                break
        return tuple(taken)

    def asks_first(self, caller: Caller, asked: Asked) -> bool:
        """Whether this change is only done after a yes."""
        places = asked.environments or self.environments.names()
        return self.policy.asks_first(asked.intent.effect, places, caller.channel)

    def could(self, person: Person, asked: Asked, environment: str) -> bool:
        """Whether the person may do it there, from the right place."""
        held = self.held(person, asked, environment)
        need = needed_role(asked.intent.access, environment)
        rules = self.rules(asked, environment)
        return reaches(held, need) and all(_is_personal(rule, person, held) for rule in rules)

    def held(self, person: Person, asked: Asked, environment: str) -> str:
        """The role that counts for what is asked."""
        # A change without such a slot may name a service in its plan: until then any may be meant.
        is_of_all = not asked.has_service and asked.intent.effect == "read"
        if asked.service or asked.is_settled or is_of_all:
            owner = self.environments.owner(environment, asked.service)
            return role_in(person, environment, asked.service, owner)
        return best_role_in(person, environment)

    def rules(self, asked: Asked, environment: str) -> tuple[Rule, ...]:
        """The rules that hold for what is asked."""
        return tuple(one for one in self.policy.rules if self._applies(one, asked, environment))

    def _checks(self, caller: Caller, asked: Asked, environment: str) -> Iterator[Step]:
        is_open = asked.intent.access.default == OPEN
        if not is_open:
            yield self._person(caller)
        yield _channel(caller, asked.intent)
        if not is_open:
            yield self._audience(caller, asked, environment)
        held = self.held(caller.person, asked, environment)
        need = needed_role(asked.intent.access, environment)
        yield Step("role", reaches(held, need), needed=need, held=held)
        for rule in self.rules(asked, environment):
            yield self._kept(rule, caller, held)

    def _person(self, caller: Caller) -> Step:
        identity = caller.person.identity
        return Step("person", self.policy.is_known(caller.person), held=identity)

    def _audience(self, caller: Caller, asked: Asked, environment: str) -> Step:
        about = environment if asked.has_environment or asked.environments else ""
        is_told = self._is_told(caller, about)
        return Step("audience", is_told, _unheard(caller.audience, about))

    def _is_told(self, caller: Caller, environment: str) -> bool:
        """Whether those who listen may hear of it; "" is everywhere."""
        told = self.policy.audience.told(caller.audience, caller.channel)
        return told == "everything" or (
            told == "no_production" and environment not in ("", *self.policy.audience.production)
        )

    def _kept(self, rule: Rule, caller: Caller, held: str) -> Step:
        demand = next(self._unkept(rule, caller, held), None)
        if demand is None:
            return Step("rule", passed=True, rule=rule)
        return Step("rule", False, needed=rule.role, held=held, rule=rule, demand=demand)

    def _unkept(self, rule: Rule, caller: Caller, held: str) -> Iterator[Demand]:
        def is_here(places: tuple[str, ...]) -> bool:
            return any(self.policy.is_place(one, caller.channel, caller.place) for one in places)

        if rule.never:
            yield "never"
        if not reaches(held, rule.role or OPEN):
            yield "role"
        if rule.people and not _is_one_of(rule, caller.person):
            yield "people"
        if rule.only_from and not is_here(rule.only_from):
            yield "only_from"
        if is_here(rule.never_from):
            yield "never_from"

    def _applies(self, rule: Rule, asked: Asked, environment: str) -> bool:
        intent = asked.intent
        if intent.name not in rule.intents if rule.intents else intent.access.default == OPEN:
            return False
        if rule.effects and intent.effect not in rule.effects:
            return False
        return all(
            self._is_said(slot, patterns, asked, environment)
            for slot, patterns in rule.when.items()
        )

    def _is_said(
        self, slot: str, patterns: tuple[str, ...], asked: Asked, environment: str
    ) -> bool:
        if slot == "environment":
            return any(matches(environment, one) for one in patterns)
        if slot == "service":
            owner = self.environments.owner(environment, asked.service)
            return any(fits(asked.service, owner, one) for one in patterns)
        said = asked.values.get(slot, "")
        return bool(said) and any(matches(said, one) for one in patterns)

    def _source(self, slot_type: str) -> str:
        found = self.bot.slot_type(slot_type)
        return found.source if found else ""


def sees(person: Person, environments: Environments, environment: str, service: str) -> bool:
    """Whether the person may know that there is such a service."""
    owner = environments.owner(environment, service)
    return role_in(person, environment, service, owner) != OPEN


def needed_role(access: Access, environment: str) -> str:
    return access.environment.get(environment, access.default)


def may(person: Person, intent: Intent, environment: str) -> bool:
    """Whether the person's roles are enough there, for some service."""
    return reaches(best_role_in(person, environment), needed_role(intent.access, environment))


def _unheard(audience: Audience, environment: str) -> Phrase:
    """Why it is not said to whoever listens."""
    if audience == "public":
        return phrase("not_in_public")
    if not environment:
        return phrase("not_aloud_at_all")
    return phrase("not_aloud", environment=environment)


def _denial(asked: Asked, failed: Mapping[str, Step]) -> Denial:
    """For a role that is missing everywhere: the least that is needed, the most that is held."""
    place, step = next(iter(failed.items()))
    places = tuple(failed)
    if any(one.check != "role" for one in failed.values()) or asked.environments:
        return Denial(asked, step, (place,))
    needed = [one.needed for one in failed.values()]
    least = next(one for one in needed if all(reaches(other, one) for other in needed))
    held = strongest(one.held for one in failed.values())
    return Denial(asked, replace(step, needed=least, held=held), places)


def _channel(caller: Caller, intent: Intent) -> Step:
    """Whatever the role: what this channel takes, and what a voice may begin."""
    refusal = _not_here(caller, intent)
    return Step("channel", refusal is None, refusal)


def _not_here(caller: Caller, intent: Intent) -> Phrase | None:
    channel = caller.channel
    if channel != "direct" and channel not in intent.channels:
        return phrase("not_on_channel", channel=channel)
    if intent.effect == "read":
        return None
    if caller.person.identity == DIRECT:
        return phrase("change_unsigned")
    if channel == "alexa" and intent.effect == "destructive":
        return phrase("never_by_voice")
    if channel == "alexa" and not is_recognised_voice(caller.person):
        return phrase("voice_unknown")
    return None


def _is_personal(rule: Rule, person: Person, held: str) -> bool:
    """Whether the person keeps a rule, as far as that is up to who they are."""
    is_enough = reaches(held, rule.role or OPEN)
    return not rule.never and is_enough and (not rule.people or _is_one_of(rule, person))


def _is_one_of(rule: Rule, person: Person) -> bool:
    return person.id in rule.people or any(group in rule.people for group in person.groups)
