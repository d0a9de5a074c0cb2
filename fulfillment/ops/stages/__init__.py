"""The stages of all pipelines: the values of the slot type Stage."""

from collections.abc import Mapping, Sequence

from fulfillment.ops import pipelines
from fulfillment.ops.pipelines.places import stage_words
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import NAMES_FRESH_FOR

__all__ = ["Stages", "connect"]


class Stages:
    """Names of stages, for resolving what was said."""

    def __init__(self, reach: Reach) -> None:
        self._reach = reach

    def names(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - a stage is not in an environment
        """Name -> what else it is called. Raises `OpsError`."""
        return self._worded(self._reach.remembered.get(self._key, NAMES_FRESH_FOR, self._look))

    def known(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - as above
        """As `names`, as they were found last."""
        return self._worded(self._reach.remembered.last(self._key, ()))

    @property
    def _key(self) -> tuple[str, ...]:
        """Who may know of other environments or services sees other pipelines."""
        return ("stages", *self._reach.names(), *self._reach.view)

    def _look(self) -> tuple[str, ...]:
        listed = pipelines.connect(self._reach).all().pipelines
        return tuple(sorted({stage.name for one in listed for stage in one.stages}))

    def _worded(self, names: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        return {one: stage_words(one, self._reach.all_environments) for one in names}


def connect(reach: Reach) -> Stages:
    return Stages(reach)
