"""Pipelines: CodePipeline with its builds, GitHub Actions, Jenkins."""

from fulfillment.ops.pipelines.codepipeline import CodePipeline
from fulfillment.ops.pipelines.every import EveryPipeline
from fulfillment.ops.pipelines.homes import homes
from fulfillment.ops.pipelines.port import Backend, Pipelines
from fulfillment.ops.reach import Reach

__all__ = ["Pipelines", "connect"]


def connect(reach: Reach) -> Pipelines:
    accounts = [CodePipeline(reach, home, place) for home, place in homes(reach).items()]
    return EveryPipeline(reach, [*accounts, *_hosts(reach)])


def _hosts(reach: Reach) -> list[Backend]:
    """What is set up besides. Imported only then: cold start."""
    sources, found = reach.all_environments.sources, list[Backend]()
    if sources.github is not None:
        from fulfillment.ops.pipelines import github  # noqa: PLC0415 - see above

        found.append(github.connect(reach, sources.github))
    if sources.jenkins is not None:
        from fulfillment.ops.pipelines import jenkins  # noqa: PLC0415 - see above

        found.append(jenkins.connect(reach, sources.jenkins))
    return found
