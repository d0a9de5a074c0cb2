"""From what people write (YAML) to what functions read (JSON).

The same three documents go into every Lambda package: the definition, the environments, the policy.
Live slot types take their values from the account, through `discover`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from bot.errors import BotError
from bot.load import load_bot
from bot.model import Bot, SlotValue
from bot.serialize import to_json
from deploy.errors import BuildError
from fulfillment.catalog.environments import Environments, environments_from_json
from fulfillment.errors import FulfillmentError
from fulfillment.identity.policy import policy_from_json

ENVIRONMENTS = Path("fulfillment/catalog/environments.yaml")
POLICY = Path("fulfillment/identity/policy.yaml")

Discover = Callable[[Environments], tuple[SlotValue, ...]]
"""The services of an account, as slot values."""


@dataclass(frozen=True)
class Built:
    """Where the documents are, and the bot that they hold."""

    definition: Path
    environments: Path
    policy: Path
    bot: Bot


def build(
    root: Path, out: Path, discover: Discover, environments_file: Path | None = None
) -> Built:
    """Write definition.json, environments.json and policy.json to `out`.

    Raises `BuildError` with every problem of every file.
    """
    environments_document = read_yaml(environments_file or root / ENVIRONMENTS)
    policy_document = read_yaml(root / POLICY)
    try:
        environments = environments_from_json(environments_document)
        policy_from_json(policy_document)
        bot = load_bot(root / "intents", live_values(environments, discover))
    except (BotError, FulfillmentError) as error:
        raise BuildError(str(error)) from error
    out.mkdir(parents=True, exist_ok=True)
    return Built(
        definition=_write(out / "definition.json", to_json(bot)),
        environments=_write(out / "environments.json", environments_document),
        policy=_write(out / "policy.json", policy_document),
        bot=bot,
    )


def live_values(environments: Environments, discover: Discover) -> dict[str, tuple[SlotValue, ...]]:
    """What live slot types are filled with, by their `source`."""
    return {
        "environments": tuple(
            SlotValue(environment.name, tuple(environment.synonyms))
            for environment in environments.all()
        ),
        "services": discover(environments),
    }


def read_yaml(path: Path) -> Mapping[str, object]:
    """A YAML mapping. Raises `BuildError` naming the file, the line and what is wrong."""
    try:
        document = yaml.safe_load(path.read_text(encoding="utf-8"))
    except (OSError, yaml.YAMLError) as error:
        raise BuildError(f"{path}: {error}") from error
    if not isinstance(document, Mapping):
        raise BuildError(f"{path}: must be a mapping of keys to values")
    return document


def _write(path: Path, document: object) -> Path:
    text = json.dumps(document, indent=1, sort_keys=True, ensure_ascii=False, default=str)
    path.write_text(text + "\n", encoding="utf-8")
    return path
