"""Which environment a stage deploys to, and whose permission what runs from it on needs. Pure."""

import re
from collections.abc import Collection, Iterator
from dataclasses import replace

from fulfillment.catalog.environments import Environment, Environments
from fulfillment.ops.pipelines.port import Pipeline, Stage

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-zäöüß]+|\d+")
_SUFFIX = re.compile(r"[-_.](release|releases|pipeline|deploy|deployment|delivery|cd|ci|build)$")


def placed(pipeline: Pipeline, environments: Environments) -> Pipeline:
    """With the environment of each stage: as the environments say, else by its name."""
    stages = tuple(
        replace(one, environment=_environment(pipeline.name, one.name, environments))
        for one in pipeline.stages
    )
    return replace(pipeline, stages=stages)


def governing(pipeline: Pipeline, stage: Stage) -> tuple[str, ...]:
    """The environments whose permissions are needed for letting `stage` run, the farthest last.

    What follows it runs by itself, up to the next approval: so it is every environment that is
    reached that way; else the next one after it, else the last one before it. () where no stage
    of the pipeline deploys anywhere that is known.
    """
    index = pipeline.stages.index(stage)
    after = pipeline.stages[index + 1 :]
    reached = [one.environment for one in (stage, *_by_itself(after)) if one.environment]
    if reached:
        # Each once, where it comes last.
        return tuple(reversed(dict.fromkeys(reversed(reached))))
    later = [one.environment for one in after if one.environment]
    earlier = [one.environment for one in pipeline.stages[:index] if one.environment]
    return tuple(later[:1] or earlier[-1:])


def is_visible(pipeline: Pipeline, allowed: tuple[str, ...]) -> bool:
    """Whether it deploys somewhere that is allowed, or nowhere that is known."""
    places = {one.environment for one in pipeline.stages if one.environment}
    return not places or bool(places.intersection(allowed))


def seen(pipeline: Pipeline, allowed: Collection[str]) -> Pipeline:
    """Without the stages, and what waits in them, that are of environments not in `allowed`.

    A stage that deploys nowhere is of the environment before it; one that begins with an approval
    is of what the approval opens. What comes before all that deploys is of none.
    """
    stages = tuple(one for one in pipeline.stages if _told_of(pipeline, one) in ("", *allowed))
    if len(stages) == len(pipeline.stages):
        return pipeline
    names = {one.name for one in stages}
    approvals = tuple(one for one in pipeline.approvals if one.stage in names)
    return replace(pipeline, stages=stages, approvals=approvals)


def also_called(name: str) -> tuple[str, ...]:
    """What people say for a pipeline: "checkout" for checkout-release, "orders deploy" for
    github/shop/orders/deploy."""
    last = " ".join(name.split("/")[1:][-2:])
    spoken = last or name
    short = _SUFFIX.sub("", spoken.casefold())
    return tuple(one for one in dict.fromkeys((last, short)) if one and one != name)


def stage_words(stage: str, environments: Environments) -> tuple[str, ...]:
    """What else a stage is called: as its environment, where its name is that of one."""
    found = environments.find(stage)
    return tuple(sorted(found.spoken() - {stage.casefold()})) if found else ()


def _told_of(pipeline: Pipeline, stage: Stage) -> str:
    if stage.environment:
        return stage.environment
    if stage.is_gated:
        return next(iter(governing(pipeline, stage)), "")
    index = pipeline.stages.index(stage)
    earlier = [one.environment for one in pipeline.stages[:index] if one.environment]
    return next(reversed(earlier), "")


def _by_itself(stages: tuple[Stage, ...]) -> Iterator[Stage]:
    for one in stages:
        if one.is_gated:
            return
        yield one


def _environment(pipeline: str, stage: str, environments: Environments) -> str:
    for one in environments.all():
        stages = one.pipelines.get(pipeline)
        if stages is not None and (not stages or stage in stages):
            return one.name
    said = f" {_spelled(stage)} "
    best: tuple[int, str] = (0, "")
    for one in environments.all():
        best = max(best, (_longest(one, said), one.name), key=lambda found: found[0])
    return best[1]


def _longest(environment: Environment, said: str) -> int:
    """The length of the longest word for it in `said`: "pre-production" is no production."""
    words = (_spelled(word) for word in environment.spoken())
    return max((len(word) for word in words if f" {word} " in said), default=0)


def _spelled(text: str) -> str:
    return " ".join(word.casefold() for word in _WORDS.findall(text))
