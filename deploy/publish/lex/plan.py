"""What publishing would do, and why. Reads only; `apply` alone writes."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Final, Literal

from bot.lex.comparing import Change, compare, content_hash, same
from bot.lex.definition import LexBot
from deploy.errors import PublishError
from deploy.publish.lex.alias_settings import alias_settings
from deploy.publish.lex.observing import Reality, observe
from deploy.publish.lex.services import Services, try_to_read_bot
from deploy.publish.lex.settings import Settings
from deploy.publish.lex.verifying import is_made_of, like, of_version
from deploy.publish.release import Release, function_name
from deploy.publish.state import DRAFT, AliasState, FunctionState, VersionState

StepKind = Literal[
    "import",
    "delete-locale",
    "build",
    "publish-function",
    "create-version",
    "candidate",
    "gate",
    "move",
    "permit",
    "prune",
]
MOST_VERSIONS: Final = 100
"""Quota of Amazon Lex V2: versions per bot."""


@dataclass(frozen=True)
class Step:
    kind: StepKind
    text: str
    """What is done, for a person: "build en_US, de_DE"."""


@dataclass(frozen=True)
class Plan:
    """`bot` is what is to be served; `reality` what was seen when the plan was made."""

    bot: LexBot
    content: str
    """Its `content_hash`."""
    settings: Settings
    reality: Reality
    changes: tuple[Change, ...] = ()
    """Between what users talk to now and `bot`."""
    overwritten: tuple[Change, ...] = ()
    """What DRAFT has beyond the version that is served, and loses."""
    mislabelled: frozenset[int] = frozenset()
    """Versions that say that they are `bot`, and are not: DRAFT was edited as they were made."""
    reused: VersionState | None = None
    """A version that is this release already, and is not served."""
    stale_locales: tuple[str, ...] = ()
    pruned: tuple[int, ...] = ()
    steps: tuple[Step, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not self.steps

    @property
    def locales(self) -> tuple[str, ...]:
        return tuple(sorted(self.bot.locales))

    @property
    def alias(self) -> AliasState | None:
        return self.reality.alias(self.settings.alias)

    @property
    def function(self) -> FunctionState | None:
        """The version of the function that goes with `bot`; None where it is still to be made."""
        return self.reality.function_version


def make_plan(services: Services, settings: Settings, bot: LexBot) -> Plan:
    """Raises PublishError where it cannot be done."""
    reality = observe(services, settings, bot.name or "")
    plan = Plan(bot, content_hash(bot), settings, reality)
    draft = before = None
    if reality.bot is not None:
        plan = _unmasked(services, plan, reality.bot.id)
        if _matching(plan) is None:
            draft = try_to_read_bot(services, reality.bot.id, DRAFT)
        if (number := _changed_version(plan)) is not None:
            before = try_to_read_bot(services, reality.bot.id, str(number))
    return decide(plan, draft, before)


def decide(plan: Plan, draft: LexBot | None, before: LexBot | None) -> Plan:
    """The plan with everything that follows from what was read.

    `draft`: DRAFT, where it was needed; `before`: what is served, where it is another bot. None
    where it is not there, or cannot be read.
    """
    served = served_version(plan.reality, plan.settings)
    matching = _matching(plan)
    before = of_version(before, plan.bot) if before is not None else None
    is_imported = draft is not None and same(_ours(draft, plan.bot), plan.bot)
    plan = replace(
        plan,
        changes=_changes(plan, before),
        overwritten=() if draft is None or is_imported else _overwritten(plan, draft, before),
        reused=matching if matching != served else None,
        stale_locales=_stale_locales(plan) if matching is None else (),
    )
    plan = replace(plan, pruned=to_prune(plan, makes_version=matching is None))
    _check_quota(plan, makes_version=matching is None)
    steps = _version_steps(plan, is_imported=is_imported) if matching is None else []
    if matching is None or matching != served:
        steps += _alias_steps(plan)
    elif (again := _repair(plan, served)) is not None:
        steps.append(again)
    return replace(plan, steps=tuple(_with_pruning(plan, steps)))


def served_version(reality: Reality, settings: Settings) -> VersionState | None:
    """What the alias points at; None where there is no alias, or it points at none."""
    alias = reality.alias(settings.alias)
    return reality.version(alias.version) if alias else None


def to_prune(plan: Plan, *, makes_version: bool) -> tuple[int, ...]:
    """Our own releases that are neither new nor in use, oldest first."""
    in_use = {alias.version for alias in plan.reality.aliases}
    ours = [one for one in plan.reality.versions if one.release is not None]
    kept = plan.settings.keep_versions - (1 if makes_version else 0)
    moved = {plan.reused.number} if plan.reused else set()
    return tuple(
        one.number
        for one in ours[: max(len(ours) - kept, 0)]
        if one.number not in in_use | moved and one.status in ("Available", "Failed")
    )


def _unmasked(services: Services, plan: Plan, bot_id: str) -> Plan:
    """The plan that knows which versions are not what they say, as far as they would be used.

    One that is still being made has no export: `apply` looks at it before the candidate has it.
    """
    served = served_version(plan.reality, plan.settings)
    if served is not None and served.release is not None:
        plan = _without_mislabelled(services, plan, bot_id, served)
    while (found := _matching(plan)) is not None and found != served:
        after = _without_mislabelled(services, plan, bot_id, found)
        if after == plan:
            break
        plan = after
    return plan


def _without_mislabelled(
    services: Services, plan: Plan, bot_id: str, version: VersionState
) -> Plan:
    is_said = version.release is not None and version.release.content == plan.content
    if not is_said or version.status != "Available":
        return plan
    if is_made_of(services, bot_id, version.number, plan.bot):
        return plan
    return replace(plan, mislabelled=plan.mislabelled | {version.number})


def _matching(plan: Plan) -> VersionState | None:
    """The version that is this release already.

    Not one below the version that is served: the numbers of an alias then only fall by a roll-back,
    so that its history can be read.
    """
    if plan.function is None:
        return None
    wanted = Release(plan.content, plan.function.arn)
    served = served_version(plan.reality, plan.settings)
    found = [
        one
        for one in plan.reality.versions
        if one.release == wanted
        and one.number not in plan.mislabelled
        and one.status in ("Available", "Creating", "Versioning")
        and one.number >= (served.number if served else 0)
    ]
    return found[-1] if found else None


def _changed_version(plan: Plan) -> int | None:
    """The number of what is served, where it is not `plan.bot`."""
    served = served_version(plan.reality, plan.settings)
    if served is None:
        return None
    is_said = served.release is not None and served.release.content == plan.content
    return None if is_said and served.number not in plan.mislabelled else served.number


def _changes(plan: Plan, before: LexBot | None) -> tuple[Change, ...]:
    number = _changed_version(plan)
    if number is not None and before is None:
        what = f"version {number}, which is served, cannot be read: nobody knows what changes"
        return (Change("", plan.bot.name or "", what),)
    is_served = served_version(plan.reality, plan.settings) is not None
    return () if is_served and before is None else compare(before, plan.bot)


def _stale_locales(plan: Plan) -> tuple[str, ...]:
    return tuple(one.id for one in plan.reality.locales if one.id not in plan.bot.locales)


def _ours(draft: LexBot, bot: LexBot) -> LexBot:
    """DRAFT without locales that the definition does not have: they are deleted by themselves."""
    locales = {name: one for name, one in draft.locales.items() if name in bot.locales}
    return replace(like(draft, bot), locales=locales)


def _overwritten(plan: Plan, draft: LexBot, before: LexBot | None) -> tuple[Change, ...]:
    """Where the same bot is served already (only its function changes), that is the measure."""
    is_served = served_version(plan.reality, plan.settings) is not None
    is_same = is_served and _changed_version(plan) is None
    measure = plan.bot if is_same else before
    return compare(measure, like(draft, plan.bot)) if measure is not None else ()


def _check_quota(plan: Plan, *, makes_version: bool) -> None:
    left = len(plan.reality.versions) - len(plan.pruned) + (1 if makes_version else 0)
    if makes_version and left > MOST_VERSIONS:
        foreign = [str(one.number) for one in plan.reality.versions if one.release is None]
        raise PublishError(
            f"the bot has {len(plan.reality.versions)} versions, and Lex allows {MOST_VERSIONS}. "
            f"Delete some that `ground publish` did not make: {', '.join(foreign)}"
        )


def _version_steps(plan: Plan, *, is_imported: bool) -> list[Step]:
    steps = []
    if not is_imported:
        onto = "make the bot" if plan.reality.bot is None else "import the definition into DRAFT"
        steps.append(Step("import", onto))
    steps += [Step("delete-locale", f"delete {name} from DRAFT") for name in plan.stale_locales]
    unbuilt = [
        name
        for name in plan.locales
        if not is_imported
        or not any(one.id == name and one.is_built for one in plan.reality.locales)
    ]
    if unbuilt:
        steps.append(Step("build", f"build {', '.join(unbuilt)}"))
    if plan.function is None:
        steps.append(Step("publish-function", _function_text(plan)))
    return [*steps, Step("create-version", "make a version of it")]


def _function_text(plan: Plan) -> str:
    name, last = plan.settings.function, plan.reality.last_published
    if last is None:
        return f"publish the first version of function {name}"
    what = "code" if last.code_sha256 != plan.reality.function.code_sha256 else "configuration"
    return f"publish a version of function {name}: its {what} changed since version {last.version}"


def _alias_steps(plan: Plan) -> list[Step]:
    settings = plan.settings
    version = f"version {plan.reused.number}" if plan.reused else "the new version"
    function = plan.function
    called = function_name(function.arn) if function else f"{settings.function}'s new version"
    return [
        Step("candidate", f"point alias {settings.candidate} at {version}, with {called}"),
        Step("gate", f"hold the example conversations with alias {settings.candidate}"),
        Step("move", f"point alias {settings.alias} at {version}, with {called}"),
    ]


def _repair(plan: Plan, served: VersionState | None) -> Step | None:
    """The right version is served, and somebody took away what goes with it."""
    alias, function, bot = plan.alias, plan.function, plan.reality.bot
    if alias is None or function is None or served is None or bot is None:
        return None
    wanted = alias_settings(alias, plan.settings.alias, served.number, plan.locales, function.arn)
    if wanted != alias.settings:
        called = function_name(function.arn)
        return Step("move", f"set the function of alias {alias.name} to {called} again")
    is_permitted = any(arn.endswith(f"/{bot.id}/{alias.id}") for arn in plan.reality.permitted)
    if not is_permitted:
        called = function_name(function.arn)
        return Step("permit", f"let Lex call {called} for alias {alias.name} again")
    return None


def _with_pruning(plan: Plan, steps: list[Step]) -> Iterator[Step]:
    """Old versions go last, but first where the new one would not fit."""
    if not plan.pruned:
        yield from steps
        return
    plural = "s" if len(plan.pruned) > 1 else ""
    prune = Step("prune", f"delete old version{plural} {', '.join(map(str, plan.pruned))}")
    makes_version = any(step.kind == "create-version" for step in steps)
    is_full = makes_version and len(plan.reality.versions) + 1 > MOST_VERSIONS
    yield from (prune, *steps) if is_full else (*steps, prune)
