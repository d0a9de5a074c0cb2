"""The one place that writes to pipelines. Never sends anything twice."""

from fulfillment.act.writers.pipelines.codepipeline import CodePipelineWriter
from fulfillment.act.writers.pipelines.port import Decision, PipelineWriter
from fulfillment.errors import OpsError
from fulfillment.ops.pipelines.homes import homes
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

__all__ = ["Decision", "EveryWriter", "PipelineWriter", "connect"]


def connect(reach: Reach) -> "EveryWriter":
    return EveryWriter(reach)


class EveryWriter:
    """Finds the writer of the place where a pipeline runs."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def at(self, home: str) -> PipelineWriter:
        """Raises `OpsError` where there is no such place any more."""
        places, sources = homes(self._reach), self._reach.all_environments.sources
        if home in places:
            return CodePipelineWriter(self._reach, places[home])
        if home == "github" and sources.github is not None:
            from fulfillment.act.writers.pipelines import github  # noqa: PLC0415 - cold start

            return github.connect(self._reach, sources.github)
        if home == "jenkins" and sources.jenkins is not None:
            from fulfillment.act.writers.pipelines import jenkins  # noqa: PLC0415 - cold start

            return jenkins.connect(self._reach, sources.jenkins)
        raise OpsError("not found", phrase("find_pipelines", place=home), phrase("does_not_exist"))
