"""The Lambda function `ground-control-fulfillment`: the composition root."""

import functools
import os
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from fulfillment.act.client import TIMEOUT_SECONDS, LambdaAct
from fulfillment.application import Application
from fulfillment.changes import Act, Changes
from fulfillment.composition import (
    log_turns_to_stderr,
    new_id,
    own_client,
    parts,
    utc_now,
)
from fulfillment.dispatch import Dispatcher
from fulfillment.operations import Operations

if TYPE_CHECKING:
    from boto3 import Session


def handle(event: object, context: object) -> dict[str, Any]:  # noqa: ARG001 - Lambda's signature
    """A Lex V2 code hook event or a structured event in, its answer out."""
    return _application().handle(event)


@functools.cache
def _application() -> Application:
    log_turns_to_stderr()
    return build(os.environ)


def build(environ: Mapping[str, str]) -> Application:
    """The application of an environment. Raises as `composition.parts` does."""
    made = parts(environ)
    act = _act(made.session, environ)
    changes = Changes(made.bot, made.store, act, utc_now, new_id)
    dispatcher = Dispatcher(
        made.bot, made.policy, made.environments, made.backends, changes, made.audit_log
    )
    operations = Operations(made.store, made.environments)
    return Application(dispatcher, operations, made.keys, utc_now, new_id)


def _act(session: "Session", environ: Mapping[str, str]) -> Act | None:
    """Without GROUND_ACT_FUNCTION nothing can be changed."""
    function = environ.get("GROUND_ACT_FUNCTION", "")
    if not function:
        return None
    client = own_client(session, "lambda", attempts=1, read_timeout=TIMEOUT_SECONDS)
    return LambdaAct(client, function)
