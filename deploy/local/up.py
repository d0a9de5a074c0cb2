"""The local world: one parent, three children, the production code on local endpoints.

`start` brings it up, `World.stop` takes it down; `ground up`, the tests and the ephemeral world of
`ground say` all go through here.
"""

import json
import secrets
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field, replace
from pathlib import Path

from deploy.build import POLICY, Built, Sources, build, sources
from deploy.documents import read_yaml
from deploy.local import processes, provision
from deploy.local.children import Launcher
from deploy.local.github import PREFIX as CODE
from deploy.local.joining import Address
from deploy.local.locales import check_locale, checked_locale
from deploy.local.people import local_people
from deploy.local.slack.events import TEAM
from deploy.local.slack.workspace import HOSTS, Workspace

Progress = Callable[[str], None]

SKILL_ID = "amzn1.ask.skill.0f3c2a8e-6f0b-4b7e-9c55-000000000001"


@dataclass(frozen=True)
class Options:
    """How to start. A port of 0 means any free one."""

    home: Path
    web: int = 0
    lex: int = 0
    account: int = 0
    frozen_clock: bool = False
    workspace: Workspace | None = None
    """A real Slack workspace (Socket Mode); None uses the local Slack of the gateway."""
    locale: str = ""
    """Of the channels that are not told a person's; "" is the bot's first."""


@dataclass(frozen=True)
class OwnAccount:
    """A person's own AWS account, to look at only: how fulfillment reaches it."""

    sources: Sources
    variables: Mapping[str, str]
    """Further variables of the fulfillment function: where the person's AWS configuration is."""


@dataclass
class World:
    """A running local world."""

    address: Address
    built: Built
    children: list[processes.Child] = field(default_factory=list)

    def stop(self) -> None:
        """Stop every child, the front door first. Safe to call twice."""
        for child in reversed(self.children):
            child.stop()
        self.children.clear()

    def ended(self) -> processes.Child | None:
        """A child that has ended on its own, if any."""
        return next((child for child in self.children if child.process.poll() is not None), None)


def start(options: Options, progress: Progress, own: OwnAccount | None = None) -> World:
    """Start everything and return when it answers.

    With `own` the example world, the web page and the act function are left out: fulfillment looks
    at the person's account and can change nothing.
    Raises `PortTaken`, `StartError`, `BuildError` or, for a locale that the bot has not,
    `DeployError`; nothing is left running then.
    """
    children: list[processes.Child] = []
    try:
        return _start(options, own, children, progress)
    except BaseException:
        for child in reversed(children):
            child.stop()
        raise


def _start(
    options: Options, own: OwnAccount | None, children: list[processes.Child], progress: Progress
) -> World:
    check_locale(processes.checkout(), options.locale)
    address = _address(options, with_web=own is None)
    launcher = Launcher(
        processes.local_environment(address.account_url), options.home / "logs", address
    )
    progress("starting the simulated AWS account")
    account = launcher.account(
        frozen_clock=options.frozen_clock,
        own=own is not None,
        also=HOSTS if options.workspace else (),
    )
    children.append(account)
    if own is None:
        children.append(launcher.gateway(_people(options.home)))
    # boto3 takes a third of a second to import: while the account starts, not before it.
    from deploy.discover import discover_from  # noqa: PLC0415 - see above
    from deploy.local.clients import account_clients  # noqa: PLC0415 - see above

    account.wait_until_ready()
    progress("building the bot from intents/")
    clients = account_clients(address)
    built = build(
        processes.checkout(),
        options.home / "build",
        discover_from(address.account_url if own is None else ""),
        own.sources if own else with_local_code(sources(processes.checkout()), address),
    )
    locale = checked_locale(built.bot, options.locale)
    children.append(launcher.lex(built))
    progress("creating functions, queues and keys")
    queues = provision.provision(clients, built, _settings(options, own, address, locale))
    if options.workspace:
        children.append(launcher.slack(options.workspace, queues["slack_queue_url"], locale))
    progress("starting the Lex V2 endpoint and the web page")
    _wait([child for child in children if child is not account])
    return World(address, built, children)


def _wait(children: Sequence[processes.Child]) -> None:
    with ThreadPoolExecutor() as pool:
        list(pool.map(processes.Child.wait_until_ready, children))


def _address(options: Options, *, with_web: bool) -> Address:
    wanted = {"port": options.web, "lex-port": options.lex, "account-port": options.account}
    for name, port in wanted.items():
        variable = name.upper().replace("-", "_")
        processes.check_port(port, f"--{name} N (make run {variable}=N)")
    return Address(
        web=(options.web or processes.free_port()) if with_web else 0,
        lex=options.lex or processes.free_port(),
        account=options.account or processes.free_port(),
        slack_signing_secret=secrets.token_hex(16),
        skill_id=SKILL_ID,
        definition=str(options.home / "build" / "definition.json"),
    )


def _people(home: Path) -> Path:
    """The people of the policy who can sign in on the local page, as a file for the gateway."""
    file = home / "build" / "people.json"
    file.parent.mkdir(parents=True, exist_ok=True)
    policy = read_yaml(processes.checkout() / POLICY)
    file.write_text(json.dumps(local_people(policy)), encoding="utf-8")
    return file


def with_local_code(documents: Sources, address: Address) -> Sources:
    """The documents, with the source host's stand-in where they name a source host."""
    environments = documents.environments
    named = environments.get("sources") or {}
    if "source_host" not in named:
        return documents
    host = {**named["source_host"], "url": f"{address.account_url}{CODE}"}
    return replace(
        documents, environments={**environments, "sources": {**named, "source_host": host}}
    )


def _settings(
    options: Options, own: OwnAccount | None, address: Address, locale: str
) -> provision.Settings:
    workspace = options.workspace
    local_slack = f"{address.web_url}/local/slack/api/"
    return provision.Settings(
        lex=address.lex_url,
        slack_api_url="https://slack.com/api/" if workspace else local_slack,
        slack_bot_token=workspace.bot_token if workspace else "local-bot-token",
        slack_signing_secret=address.slack_signing_secret,
        slack_team_ids=workspace.team_ids if workspace else TEAM,
        alexa_skill_id=address.skill_id,
        locale=locale,
        can_act=own is None,
        extra=own.variables if own else None,
    )
