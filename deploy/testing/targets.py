"""Who the test verbs talk to: the local world, or any alias behind any endpoint.

The only place of these verbs that makes clients of AWS.
"""

import uuid
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any, cast, get_args
from urllib.parse import urlsplit

from bot.errors import BotError
from bot.runtime.recognizer import build_recognizer
from bot.testing.endpoint import Endpoint, LexEndpoint, Session
from bot.testing.inprocess import InProcess
from bot.testing.running import Attributes, no_attributes
from bot.testing.script import Run
from deploy.cli.output import home, tell
from deploy.documents import read_yaml
from deploy.errors import DeployError, SettingInvalid
from deploy.hearing import models
from deploy.local.isolation import isolate
from deploy.local.joining import Address as WorldAddress
from deploy.local.joining import running
from deploy.local.people import identity
from deploy.local.processes import checkout
from deploy.local.provision import BOT_ALIAS_ID, BOT_ID, KEYS_PATH, REGION
from deploy.testing.bots import subject
from fulfillment.identity.assertion import REQUEST_ATTRIBUTE, Claims, sign
from fulfillment.identity.binding import of_text
from fulfillment.turn import Channel

_LOOPBACK = ("127.0.0.1", "localhost", "::1")


@dataclass(frozen=True)
class Address:
    """An alias of a bot, as options name it; without any, the local world's."""

    endpoint_url: str = ""
    bot_id: str = ""
    alias_id: str = ""
    profile: str = ""
    region: str = ""
    bot: Path | None = None
    """A definition or an archive, to run in this process."""

    @property
    def is_world(self) -> bool:
        return not (self.endpoint_url or self.bot_id or self.profile)

    @property
    def is_amazon(self) -> bool:
        is_named = bool(self.bot_id or self.profile)
        return is_named and urlsplit(self.endpoint_url).hostname not in _LOOPBACK


def address_of(text: str, profile: str, region: str) -> Address:
    """`local`, `lex:BOTID/ALIASID`, a URL with `#BOTID/ALIASID`, or the path of a bot.

    Raises DeployError.
    """
    if text == "local":
        return Address()
    url, _, alias = text.removeprefix("lex:").partition("#")
    if text.startswith("lex:"):
        url, alias = "", url
    elif not text.startswith(("http://", "https://")):
        return Address(bot=Path(text))
    bot_id, _, alias_id = alias.partition("/")
    if alias and not alias_id:
        raise DeployError(f"{text!r} names no alias: write BOTID/ALIASID")
    return Address(url, bot_id, alias_id, profile if not url else "", region)


@dataclass(frozen=True)
class Target:
    """An endpoint, how reports call it, and what goes with every request."""

    endpoint: Endpoint
    name: str
    locale: str
    attributes: Attributes = no_attributes
    rewind: Callable[[], None] | None = None
    """Undoes what was done there; None where that is not ours to undo."""
    is_own: bool = False
    """Whether it was started for these conversations and nobody else uses it."""


@contextmanager
def target(address: Address, person: str, *, apart: bool = True) -> Iterator[Target]:
    """What `address` names; the local world is joined, or started for as long as this lasts.

    `person` speaks there where a run names nobody. `apart` cuts this process off from every other
    machine for the local world, which can then be started too. Whatever ends the conversations
    early, an endpoint that gives no answer too, is raised as SettingInvalid.
    """
    try:
        with _target(address, person, apart=apart) as found:
            yield found
    except (BotError, DeployError) as error:
        raise SettingInvalid(str(error)) from error


@contextmanager
def _target(address: Address, person: str, *, apart: bool) -> Iterator[Target]:
    if address.bot is not None:
        yield in_process_target(address)
        return
    if not address.is_world:
        yield alias_target(address)
        return
    if not apart:
        joined = running(home())
        if joined is None:
            raise DeployError("no local world runs to compare with Amazon: start one (`make run`)")
        yield _world_target(joined, person)
        return
    isolate()
    yield from _isolated_world(person)


def _isolated_world(person: str) -> Iterator[Target]:
    from deploy.local.rewinding import rewinding  # noqa: PLC0415 - boto3, after the isolation
    from deploy.local.session import started  # noqa: PLC0415 - as above

    joined = running(home())
    if joined is not None:
        yield replace(_world_target(joined, person), rewind=rewinding(joined))
        return
    with started(tell) as own:
        yield replace(_world_target(own, person), rewind=rewinding(own), is_own=True)


def _world_target(world: WorldAddress, person: str) -> Target:
    local = alias_target(Address(world.lex_url))
    return replace(
        local,
        name=f"{local.name} as {person}",
        attributes=_assertions(world.account_url, person),
    )


def in_process_target(address: Address) -> Target:
    """The bot of a file in this process; its function delegates. Raises DeployError."""
    if not address.is_world:
        raise DeployError("--bot runs in this process: leave the options of an endpoint out")
    found = subject(address.bot)
    endpoint = InProcess(found.lex, build_recognizer(found.bot, models=models()))
    return Target(endpoint, f"{found.root}, in this process", found.locale(""))


def alias_target(address: Address) -> Target:
    """A bot alias. Raises DeployError where the options do not name one."""
    is_local = urlsplit(address.endpoint_url).hostname in _LOOPBACK
    if not is_local and not (address.bot_id and address.alias_id):
        raise DeployError("an alias of Lex has a name: give --bot-id and --alias-id")
    bot_id, alias_id = address.bot_id or BOT_ID, address.alias_id or BOT_ALIAS_ID
    name = f"{address.endpoint_url or 'Lex'} {bot_id}/{alias_id}"
    client = _client(address, is_local=is_local and not address.profile)
    return Target(LexEndpoint(client, bot_id, alias_id, name), name, _first_locale())


def _first_locale() -> str:
    return str(read_yaml(checkout() / "intents" / "bot.yaml")["locales"][0])


def _client(address: Address, *, is_local: bool) -> Any:
    # A third of a second; the isolation of the local world comes before it.
    import boto3  # noqa: PLC0415 - see above
    from botocore.config import Config  # noqa: PLC0415 - as above
    from botocore.exceptions import BotoCoreError  # noqa: PLC0415 - as above

    # LexEndpoint repeats what was throttled; anything else may have changed something.
    once = Config(retries={"total_max_attempts": 1}, read_timeout=60, max_pool_connections=64)
    made_up = "local" if is_local else None
    region = address.region or (REGION if is_local else None)
    try:
        session = boto3.Session(
            aws_access_key_id=made_up,
            aws_secret_access_key=made_up,
            profile_name=address.profile or None,
            region_name=region,
        )
        url = address.endpoint_url or None
        return session.client("lexv2-runtime", endpoint_url=url, config=once)
    except (BotoCoreError, ValueError) as error:
        raise DeployError(f"{error}: check --profile, --region and --endpoint-url") from error


def _assertions(account_url: str, person: str) -> Attributes:
    """Every request is signed as the local world's channels sign it: a fresh id each."""
    from channels.client.keys import signing_key  # noqa: PLC0415 - after the isolation
    from deploy.local.clients import local_session  # noqa: PLC0415 - as above

    ssm = local_session().client("ssm", endpoint_url=account_url)
    key = cache(lambda channel: signing_key(ssm, KEYS_PATH, channel, _utc_now))

    def attributes(run: Run, session: Session, said: str) -> Mapping[str, str]:
        channel = _channel(run.channel or "terminal")
        claims = Claims(
            identity=identity(run.person or person, channel),
            name=run.person or person,
            channel=channel,
            session=session.id,
            event_id=uuid.uuid4().hex,
            input=of_text(said),
            locale=session.locale,
        )
        return {REQUEST_ATTRIBUTE: sign(claims, key(channel)(), now=_utc_now())}

    return attributes


def _utc_now() -> datetime:
    return datetime.now(UTC)


def _channel(name: str) -> Channel:
    if name not in get_args(Channel):
        raise DeployError(
            f"there is no channel {name!r}: use one of {', '.join(get_args(Channel))}"
        )
    return cast("Channel", name)
