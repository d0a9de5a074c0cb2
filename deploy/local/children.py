"""The command lines of the three processes of the local world."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from deploy import hearing
from deploy.build import Built
from deploy.local import provision
from deploy.local.joining import Address
from deploy.local.processes import Child, start
from deploy.local.slack.workspace import HOSTS, Workspace

EMPTY_WORLD = Path(__file__).parent / "world" / "empty.yaml"


@dataclass(frozen=True)
class Launcher:
    """Starts children with one environment and one log folder."""

    environ: Mapping[str, str]
    logs: Path
    address: Address

    def account(self, *, frozen_clock: bool, own: bool, also: Sequence[str]) -> Child:
        """The simulated account; its Lambda workers inherit the guard. `own`: without a world."""
        arguments = ["--port", str(self.address.account), "--exit-on-stdin-eof"]
        arguments += ["--frozen-clock"] if frozen_clock else []
        arguments += ["--world", str(EMPTY_WORLD)] if own else []
        module = "deploy.local.account"
        return start(
            "account", module, arguments, self.environ, self.logs, guard=not own, also=also
        )

    def slack(self, workspace: Workspace, queue_url: str, locale: str) -> Child:
        """Socket Mode, with the person's tokens."""
        spoken = {"GROUND_DEFINITION": self.address.definition, "GROUND_LOCALE": locale}
        environ = {**self.environ, **spoken, **workspace.variables(queue_url)}
        module = "deploy.local.slack.socket_process"
        return start("slack", module, [], environ, self.logs, also=HOSTS)

    def lex(self, built: Built) -> Child:
        arguments = [
            *("--definition", str(built.definition)),
            *("--dialogs", str(built.dialogs)),
            *("--port", str(self.address.lex)),
            *("--bot-id", provision.BOT_ID),
            *("--alias-id", provision.BOT_ALIAS_ID),
            *("--lambda-arn", provision.fulfillment_arn()),
            *("--aws-endpoint-url", self.address.account_url),
            *("--models-endpoint-url", self.address.account_url),
            *hearing.arguments(),
            "--exit-on-stdin-eof",
        ]
        return start("lex", "bot.runtime", arguments, self.environ, self.logs)

    def gateway(self, people: Path) -> Child:
        arguments = [
            *("--port", str(self.address.web)),
            *("--aws-endpoint-url", self.address.account_url),
            *("--people", str(people)),
            "--exit-on-stdin-eof",
        ]
        return start("gateway", "deploy.local.gateway", arguments, self.environ, self.logs)
