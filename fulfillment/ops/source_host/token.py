"""The token of the source host: named in the environments file, kept by Parameter Store."""

import re

from fulfillment.errors import OpsError
from fulfillment.ops.failures import reading
from fulfillment.ops.reach import Reach
from fulfillment.sentences import phrase

_PARAMETER = re.compile(
    r"arn:aws[a-z-]*:ssm:(?P<region>[a-z0-9-]+):\d{12}:parameter(?P<name>/\S+)", re.ASCII
)


def token_of(reach: Reach, arn: str) -> str:
    """Read by the process's own role, each time anew: a new token counts at once.

    Raises `OpsError`.
    """
    what = phrase("read_source_token")
    found = _PARAMETER.fullmatch(arn)
    if found is None:
        raise OpsError("failed", what, phrase("no_parameter"))
    client = reach.sessions.own_client("ssm", found["region"])
    with reading(what):
        answer = client.get_parameter(Name=found["name"], WithDecryption=True)
    return str(answer["Parameter"]["Value"])
