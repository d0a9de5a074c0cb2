"""Say why a pipeline failed, with the lines of the build that tell."""

from collections.abc import Sequence

from fulfillment.answers import gap_lines
from fulfillment.markdown import bold, code, plain
from fulfillment.ops.pipelines import Pipelines
from fulfillment.ops.pipelines.lines import first_telling
from fulfillment.ops.pipelines.port import Failure, Listing, Pipeline, Stage
from fulfillment.pipeline_answers import actions, line, links, urgency
from fulfillment.sentences import Say
from fulfillment.turn import Link, Reply, Turn
from fulfillment.wording import clean, sentence, shown

_OTHERS = 5


def answer(turn: Turn, pipelines: Pipelines, *, pipeline: str | None = None) -> Reply:
    """Of one pipeline, or of the one that failed last."""
    if pipeline is not None:
        found = pipelines.one(pipeline)
        failed = found.failed
        return _told(turn, pipelines, found, failed) if failed else _not_failed(turn, found)
    listing = pipelines.all()
    broken = sorted((one for one in listing.pipelines if one.failed), key=urgency)
    if not broken or broken[0].failed is None:
        return _none(turn.say, listing)
    others = [line(turn.say, one) for one in broken[1 : 1 + _OTHERS]]
    gaps = gap_lines(turn.say, listing.gaps)
    return _told(turn, pipelines, broken[0], broken[0].failed, (*others, *gaps))


def _told(
    turn: Turn,
    pipelines: Pipelines,
    pipeline: Pipeline,
    stage: Stage,
    others: Sequence[str] = (),
) -> Reply:
    say, failure = turn.say, pipelines.failure(pipeline, stage)
    lines = [f"- {code(one)}" for one in failure.lines]
    gaps = gap_lines(say, failure.gaps)
    return Reply(
        text="\n".join([line(say, pipeline), *_reason(say, failure), *lines, *gaps, *others]),
        speech=_spoken(say, pipeline, failure, gaps),
        links=(*_log(say, failure), *links(say, pipeline, stage.revision)),
        actions=actions(turn, [("RetryPipeline", pipeline.name)]),
    )


def _reason(say: Say, failure: Failure) -> list[str]:
    if not failure.reason:
        return []
    reason = sentence(shown(failure.reason, 300))
    return [say("action_says", action=bold(failure.stage.action), reason=reason)]


def _spoken(say: Say, pipeline: Pipeline, failure: Failure, gaps: Sequence[str]) -> str:
    """The one line that names it; where there is none, what the build says of itself."""
    telling = first_telling(failure.lines) or failure.reason
    why = [sentence(clean(telling, 160))] if telling else []
    return " ".join([plain(line(say, pipeline, brief=True)), *why, *map(plain, gaps[:1])])


def _log(say: Say, failure: Failure) -> tuple[Link, ...]:
    is_safe = failure.url.startswith("https://")
    return (Link(say("whole_log"), failure.url),) if is_safe else ()


def _not_failed(turn: Turn, pipeline: Pipeline) -> Reply:
    text = f"{turn.say('not_failed', pipeline=bold(pipeline.name))} {line(turn.say, pipeline)}"
    return Reply(text=text, speech=plain(text), links=links(turn.say, pipeline, None))


def _none(say: Say, listing: Listing) -> Reply:
    gaps = gap_lines(say, listing.gaps)
    if not listing.pipelines and gaps:
        return Reply(text="\n".join(gaps), speech=plain(gaps[0]), state="failed")
    told = [say("none_failed"), *gaps]
    return Reply(text="\n".join(told), speech=plain(" ".join(told[:2])))
