"""Collaborators made from the environment of a function, for the `lambda_handler` modules only."""

import json
import logging
import sys
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.model import Bot
from bot.serialize import from_json
from fulfillment.audit import log as audit
from fulfillment.audit.log import AuditLog
from fulfillment.audit.reading import AuditReader
from fulfillment.catalog.environments import Environments, environments_from_json
from fulfillment.errors import DocumentError
from fulfillment.identity.keys import SsmKeys
from fulfillment.identity.policy import Policy
from fulfillment.identity.reading import policy_from_json
from fulfillment.identity.signing import DEFAULT_PATH
from fulfillment.ops.backends import WRITING, Backends, Connected
from fulfillment.ops.reach import Reach, Workers
from fulfillment.ops.remembered import Remembered
from fulfillment.ops.sessions import Sessions
from fulfillment.store import Store
from fulfillment.turn import Person
from fulfillment.turn_log import LOGGER

if TYPE_CHECKING:
    from boto3 import Session

DEFAULT_TABLE = "ground-control"


@dataclass(frozen=True)
class Parts:
    """What both functions are made of."""

    bot: Bot
    policy: Policy
    environments: Environments
    store: Store
    audit_log: AuditLog
    audit_reader: AuditReader
    keys: SsmKeys
    session: "Session"
    """This function's own."""
    sessions: Sessions
    workers: Workers
    remembered: Remembered

    def backends(self, person: Person, allowed: tuple[str, ...]) -> Backends:
        """`BackendsOf`: the accounts as this person may see them."""
        return Connected(self._reach(person, allowed, self.sessions))

    def writers(self, person: Person, allowed: tuple[str, ...], writing: Sessions) -> Backends:
        """`BackendsOf` of writers, by sessions that may write."""
        # An act has just read what it compares; what that saw of AWS's clock holds for it, too.
        writing.ahead = self.sessions.ahead
        return Connected(self._reach(person, allowed, writing), WRITING)

    def _reach(self, person: Person, allowed: tuple[str, ...], sessions: Sessions) -> Reach:
        return Reach(
            all_environments=self.environments,
            allowed=allowed,
            person=person,
            sessions=sessions,
            clock=utc_now,
            workers=self.workers,
            remembered=self.remembered,
            store=self.store,
            audit=self.audit_reader,
        )


def utc_now() -> datetime:
    return datetime.now(UTC)


def new_id() -> str:
    """Not to be guessed: 122 random bits."""
    return uuid.uuid4().hex


def parts(environ: Mapping[str, str]) -> Parts:
    """Reads GROUND_DEFINITION, GROUND_POLICY, GROUND_ENVIRONMENTS, GROUND_TABLE,
    GROUND_AUDIT_TABLE and GROUND_KEYS_PATH.

    Raises `KeyError` naming a variable that is missing, `DocumentError` and `BotError`.
    """
    import boto3  # noqa: PLC0415 - cold start

    session = boto3.Session()
    table = environ.get("GROUND_TABLE", DEFAULT_TABLE)
    audit_table = environ.get("GROUND_AUDIT_TABLE", audit.DEFAULT_TABLE)
    path = environ.get("GROUND_KEYS_PATH", DEFAULT_PATH)
    return Parts(
        bot=from_json(_document(environ["GROUND_DEFINITION"])),
        policy=policy_from_json(_document(environ["GROUND_POLICY"])),
        environments=environments_from_json(_document(environ["GROUND_ENVIRONMENTS"])),
        store=Store(own_client(session, "dynamodb"), table, utc_now),
        audit_log=AuditLog(own_client(session, "dynamodb"), audit_table),
        audit_reader=AuditReader(own_client(session, "dynamodb"), audit_table),
        keys=SsmKeys(own_client(session, "ssm"), path, utc_now),
        session=session,
        sessions=Sessions(utc_now, session),
        workers=Workers(),
        remembered=Remembered(utc_now),
    )


def own_client(
    session: "Session", service: str, *, attempts: int = 2, read_timeout: int = 5
) -> Any:
    """A client of Ground Control's own account, with this function's role."""
    from botocore.config import Config  # noqa: PLC0415 - cold start

    config = Config(
        connect_timeout=2,
        read_timeout=read_timeout,
        retries={"total_max_attempts": attempts, "mode": "standard"},
        max_pool_connections=16,
    )
    make: Any = session.client  # the name is data: none of boto3's overloads fits
    return make(service, config=config)


def log_turns_to_stderr() -> None:
    """One JSON line a turn, and one an entry of the audit, without the prefix that Lambda's own
    handler puts before it."""
    for logger in (LOGGER, audit.LOGGER):
        if logger.handlers:
            continue
        handler = logging.StreamHandler(sys.stderr)
        handler.setFormatter(logging.Formatter("%(message)s"))
        logger.addHandler(handler)
        logger.setLevel(logging.INFO)
        logger.propagate = False


def _document(path: str) -> object:
    try:
        return json.loads(Path(path).read_text(encoding="utf-8"))
    except (OSError, ValueError) as error:
        raise DocumentError(f"{path}: {error}; build the documents again") from error
