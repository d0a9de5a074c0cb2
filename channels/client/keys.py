"""The key a channel signs its assertions with: an SSM SecureString parameter of its own."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from mypy_boto3_ssm import SSMClient

DEFAULT_PATH = "/ground-control/keys"


def signing_key(ssm: "SSMClient", path: str, channel: str) -> str:
    """The key of `channel` under `path`. Raises botocore's ClientError where it is not readable."""
    answer = ssm.get_parameter(Name=f"{path}/{channel}", WithDecryption=True)
    return answer["Parameter"]["Value"]
