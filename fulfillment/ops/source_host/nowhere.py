"""`SourceHost` where none is set up."""

from collections.abc import Sequence
from typing import NoReturn

from fulfillment.errors import OpsError
from fulfillment.ops.source_host.port import Commit, Pull
from fulfillment.sentences import phrase


class Nowhere:
    """Knows nothing, and says so."""

    is_set_up = False

    def repository(self, service: str, source: str) -> str:
        del service, source
        return ""

    def compare(self, repository: str, first: str, second: str) -> NoReturn:
        del repository, first, second
        raise _missing()

    def commit(self, repository: str, reference: str) -> NoReturn:
        del repository, reference
        raise _missing()

    def having(self, repositories: Sequence[str], commit: str) -> tuple[tuple[str, Commit], ...]:
        del repositories, commit
        return ()

    def pull(self, repository: str, number: int) -> NoReturn:
        del repository, number
        raise _missing()

    def pulls(self, repositories: Sequence[str], number: int) -> tuple[tuple[str, Pull], ...]:
        del repositories, number
        return ()


def _missing() -> OpsError:
    return OpsError("unavailable", phrase("ask_source_host"), phrase("no_source_host"))
