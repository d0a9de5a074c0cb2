"""Every backend as one: the name of a pipeline says which has it."""

from collections.abc import Mapping, Sequence

from fulfillment.errors import OpsError
from fulfillment.ops.pipelines.places import also_called, is_visible, placed, seen
from fulfillment.ops.pipelines.port import (
    Backend,
    Failure,
    Listing,
    Pipeline,
    Stage,
    Target,
)
from fulfillment.ops.reach import Reach
from fulfillment.ops.remembered import NAMES_FRESH_FOR
from fulfillment.ops.visible import is_seen
from fulfillment.sentences import Phrase, phrase

MOST_PIPELINES = 60
"""That are looked at for one answer: two calls each."""


class EveryPipeline:
    """`Pipelines` over all backends that are set up."""

    def __init__(self, reach: Reach, backends: Sequence[Backend]) -> None:
        self._reach = reach
        self._backends = tuple(backends)

    def names(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - a pipeline is not in an environment
        names, failure = self._names()
        if not names and failure is not None:
            raise failure
        return {one: also_called(one) for one in names}

    def unlisted(self) -> OpsError | None:
        """Why some could not be listed, where that is so: a name may be of one of them."""
        return self._names()[1]

    def offered(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:
        if self._sees_all:
            return self.names(environments)
        found = self._reach.remembered.get(self._key, NAMES_FRESH_FOR, self._visible)
        return {one: also_called(one) for one in found}

    def known(self, environments: Sequence[str]) -> Mapping[str, tuple[str, ...]]:  # noqa: ARG002 - as above
        if not self._sees_all:
            none: tuple[str, ...] = ()
            found = self._reach.remembered.last(self._key, none)
            return {one: also_called(one) for one in found}
        return {one: also_called(one) for backend in self._backends for one in backend.known()}

    def shows(self, name: str) -> bool:
        if self._sees_all:
            return True
        try:
            self._seen(self._backend(name), name)
        except OpsError as error:
            if error.kind != "not found":
                raise
            return False
        return True

    @property
    def _sees_all(self) -> bool:
        is_everywhere = len(self._reach.names()) == len(self._reach.all_environments.all())
        return is_everywhere and not self._reach.view

    @property
    def _key(self) -> tuple[str, ...]:
        """Who may know of other environments or services sees other pipelines."""
        return ("pipelines seen", *self._reach.names(), *self._reach.view)

    def _visible(self) -> tuple[str, ...]:
        return tuple(one.name for one in self.all().pipelines)

    def all(self) -> Listing:
        names, failure = self._names()
        if not names and failure is not None:
            raise failure
        # By the names that were just listed: a host that is down is not asked again for each.
        found, gaps = self._reach.each(
            lambda name: self._listed(names[name], name), list(names)[:MOST_PIPELINES]
        )
        unread: tuple[Phrase, ...] = (failure.phrase,) if failure else ()
        return Listing(tuple(found), max(0, len(names) - MOST_PIPELINES), (*unread, *gaps))

    def _listed(self, backend: Backend, name: str) -> Pipeline:
        """Where it cannot be told whether the person may know of it, its name is not told."""
        try:
            return self._seen(backend, name)
        except OpsError as error:
            if self._sees_all:
                raise
            raise OpsError(error.kind, phrase("read_some_pipelines"), error.why) from error

    def one(self, name: str) -> Pipeline:
        return self._seen(self._backend(name), name)

    def whole(self, name: str) -> Pipeline:
        backend = self._backend(name)
        found = self._read(backend, name)
        self._told(backend, found, self._reach.all_environments.names())
        return found

    def readable(self, pipeline: Pipeline) -> Pipeline:
        every = self._reach.all_environments.names()
        return self._told(self._of(pipeline), pipeline, every)

    def _seen(self, backend: Backend, name: str) -> Pipeline:
        return self._told(backend, self._read(backend, name), self._reach.names())

    def _read(self, backend: Backend, name: str) -> Pipeline:
        return placed(backend.pipeline(name), self._reach.all_environments)

    def _told(self, backend: Backend, found: Pipeline, among: Sequence[str]) -> Pipeline:
        """What the person may know of it in the environments `among`. Raises `OpsError`, the same
        as for one that there is not, where that is nothing."""
        places = tuple(one for one in among if self._knows(one, backend, found.name))
        if not places or not is_visible(found, places):
            raise _unknown(found.name)
        return seen(found, places)

    def _knows(self, environment: str, backend: Backend, name: str) -> bool:
        """Whether the person may know of the service that it releases there: as it says itself,
        else as its name does."""
        if self._reach.sees_all(environment):
            return True
        if service := self._service(backend, name):
            return self._reach.sees(environment, service)
        if environment not in self._reach.allowed:
            return self._reach.sees(environment)
        return is_seen(self._reach, environment, [name])

    def _service(self, backend: Backend, name: str) -> str:
        key = ("service of a pipeline", backend.home, name)
        return self._reach.remembered.get(key, NAMES_FRESH_FOR, lambda: backend.service(name))

    def service(self, pipeline: Pipeline) -> str:
        return self._of(pipeline).service(pipeline.name)

    def failure(self, pipeline: Pipeline, stage: Stage) -> Failure:
        return self._of(pipeline).failure(pipeline, stage)

    def target(self, pipeline: Pipeline, stage: Stage) -> Target | None:
        return self._of(pipeline).target(pipeline, stage)

    def _names(
        self, backends: Sequence[Backend] | None = None
    ) -> tuple[dict[str, Backend], OpsError | None]:
        """Name -> who has it, sorted; and why some could not be listed, if so."""
        names: dict[str, Backend] = {}
        failure = None
        for backend in self._backends if backends is None else backends:
            try:
                for one in backend.names():
                    names.setdefault(one, backend)
            except OpsError as error:
                failure = error
        return dict(sorted(names.items())), failure

    def _backend(self, name: str) -> Backend:
        """A name with a slash begins with the home of its backend; AWS's names have none."""
        host = name.partition("/")[0] if "/" in name else ""
        homes = [one for one in self._backends if one.home == host]
        accounts = [one for one in self._backends if "/" in one.home]
        names, failure = self._names(homes if host else accounts)
        if name not in names:
            raise failure or _unknown(name)
        return names[name]

    def _of(self, pipeline: Pipeline) -> Backend:
        return next(one for one in self._backends if one.home == pipeline.home)


def _unknown(name: str) -> OpsError:
    what = phrase("read_pipeline", pipeline=name)
    return OpsError("not found", what, phrase("does_not_exist"))
