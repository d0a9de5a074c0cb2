"""A real Slack workspace for the local world, by Socket Mode: what the person has to set."""

from collections.abc import Mapping
from dataclasses import dataclass

from deploy.errors import DeployError

HOSTS = ("slack.com",)
"""What the local world may reach besides this machine, then and only then."""
_NAMES = ("GROUND_SLACK_APP_TOKEN", "GROUND_SLACK_BOT_TOKEN", "GROUND_SLACK_TEAM_IDS")


@dataclass(frozen=True)
class Workspace:
    """Tokens of an installed app, and the workspaces that it listens to (comma separated)."""

    app_token: str
    bot_token: str
    team_ids: str

    def variables(self, queue_url: str) -> dict[str, str]:
        """What the Socket Mode process reads."""
        values = (self.app_token, self.bot_token, self.team_ids)
        return {**dict(zip(_NAMES, values, strict=True)), "GROUND_SLACK_QUEUE_URL": queue_url}


def workspace_of(environ: Mapping[str, str]) -> Workspace | None:
    """None where no token is set. Raises `DeployError` naming what is missing of the three."""
    values = [environ.get(name, "") for name in _NAMES]
    if not any(values[:2]):
        return None
    missing = [name for name, value in zip(_NAMES, values, strict=True) if not value]
    if missing:
        raise DeployError(
            f"Slack's Socket Mode also needs {' and '.join(missing)}: see docs/slack.md"
        )
    return Workspace(*values)
