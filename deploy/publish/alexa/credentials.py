"""Secrets of the developer account, by reference: they stand in no file and on no command line."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from deploy.errors import PublishError

ReadParameter = Callable[[str], str]
"""Name of a parameter of SSM -> its value, decrypted. Raises KeyError where there is none."""


@dataclass(frozen=True)
class References:
    """Where each secret is: `env:NAME`, or `ssm:/path/of/a/parameter`."""

    client_id: str = "ssm:/ground-control/alexa/client-id"
    client_secret: str = "ssm:/ground-control/alexa/client-secret"  # noqa: S105 - where it is
    refresh_token: str = "ssm:/ground-control/alexa/refresh-token"  # noqa: S105 - where it is


@dataclass(frozen=True)
class Credentials:
    """Of a security profile of Login with Amazon. Its text shows none of them."""

    client_id: str = field(repr=False)
    client_secret: str = field(repr=False)
    refresh_token: str = field(repr=False)


def read_credentials(
    references: References, environ: Mapping[str, str], parameter: ReadParameter
) -> Credentials:
    """Raises PublishError with every reference that leads nowhere."""
    found, problems = {}, []
    for name in ("client_id", "client_secret", "refresh_token"):
        reference = getattr(references, name)
        try:
            found[name] = _secret(reference, environ, parameter)
        except KeyError:
            what = name.replace("_", " ")
            problems.append(
                f"there is no {what} at {reference}: store it there, or name another place"
            )
    if problems:
        raise PublishError("\n".join(problems))
    return Credentials(**found)


def _secret(reference: str, environ: Mapping[str, str], parameter: ReadParameter) -> str:
    kind, _, name = reference.partition(":")
    if kind == "env":
        found = environ[name]
    elif kind == "ssm":
        found = parameter(name)
    else:
        raise PublishError(f"{reference!r} is no reference: write env:NAME or ssm:/path")
    if not found:
        raise KeyError(name)
    return found
