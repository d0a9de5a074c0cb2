"""From what people write (YAML) to what functions read (JSON).

The same three documents go into every Lambda package: the definition, the environments, the policy.
Live slot types take their values from the account, through `discover`.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from bot.assembling import LiveValue, LiveValues
from bot.definition import Definition
from bot.errors import BotError
from bot.lex.bundle import to_bundle
from bot.lex.compiling import compile_dialogs
from bot.load import load_definition
from bot.model import Bot, SlotValue
from bot.serialize import compact, to_text
from bot.stripping import runtime_bot
from deploy.catalogue.seen import merged
from deploy.documents import read_yaml
from deploy.errors import BuildError
from deploy.policy.finders import errors
from deploy.policy.findings import Subject
from deploy.policy.source import Source, read_source
from fulfillment.catalog.environments import Environments, environments_from_json
from fulfillment.errors import FulfillmentError
from fulfillment.ops.alarms.matching import also_called
from fulfillment.ops.pipelines.places import also_called as pipeline_words
from fulfillment.ops.pipelines.places import stage_words

ENVIRONMENTS = Path("fulfillment/catalog/environments.yaml")
DISCOVERED = Path("fulfillment/catalog/discovered.yaml")
"""What `ground discover` adds to it."""
POLICY = Path("fulfillment/identity/policy.yaml")

Discover = Callable[[Environments], LiveValues]
"""What accounts have, by the `source` of live slot types; environments are not among it."""


@dataclass(frozen=True)
class Built:
    """Where the documents are, and the bot that they hold.

    `definition` is the whole, for the local Lex runtime; `runtime` what functions read of it;
    `dialogs` what its dialogs do, for those who run them.
    """

    definition: Path
    runtime: Path
    dialogs: Path
    environments: Path
    policy: Path
    bot: Bot


@dataclass(frozen=True)
class Sources:
    """The documents as written."""

    environments: Mapping[str, Any]
    policy: Source


def sources(root: Path) -> Sources:
    """The documents of a checkout. Raises `BuildError` for environments that cannot be read."""
    return Sources(read_environments(root), read_source(root / POLICY, str(POLICY)))


def build(root: Path, out: Path, discover: Discover, given: Sources | None = None) -> Built:
    """Write definition, runtime, dialogs, environments and policy, as JSON, to `out`.

    `given` replaces the checkout's environments and policy. Raises `BuildError` with every problem:
    of the policy, those that `ground policy check` calls errors.
    """
    documents = given or sources(root)
    definition = _definition(root, documents, discover)
    out.mkdir(parents=True, exist_ok=True)
    bot, bare = definition.bot, runtime_bot(definition.bot)
    dialogs = to_bundle(compile_dialogs(definition))
    return Built(
        definition=_write_text(out / "definition.json", to_text(bot)),
        runtime=_write_text(out / "runtime.json", to_text(bare)),
        dialogs=_write_text(out / "dialogs.json", compact(dialogs)),
        environments=_write(out / "environments.json", documents.environments, as_written=True),
        policy=_write(out / "policy.json", documents.policy.data),
        bot=bot,
    )


def _definition(root: Path, documents: Sources, discover: Discover) -> Definition:
    """The definition, once it holds, and environments and policy with it. Raises `BuildError`."""
    try:
        environments = environments_from_json(documents.environments)
        values = live_values(environments, discover)
        definition = load_definition(root / "intents", values)
    except (BotError, FulfillmentError, BuildError) as error:
        told = map(str, (error, *documents.policy.problems))
        raise BuildError("\n".join(told)) from error
    services = tuple(one.value for one in values.get("services", ()))
    found = errors(Subject(documents.policy, definition.bot, environments, services))
    if found:
        raise BuildError("\n".join(map(str, found)))
    return definition


def live_values(environments: Environments, discover: Discover) -> LiveValues:
    """What live slot types are filled with, by their `source`."""
    return {
        "environments": tuple(
            LiveValue(environment.name, environment.synonyms, environment.locale_synonyms)
            for environment in environments.all()
        ),
        **discover(environments),
    }


def example_values(root: Path) -> LiveValues:
    """Live values without an account: those of the example world. For checks and tests."""
    environments = environments_from_json(read_environments(root))
    return live_values(environments, lambda _: example_names(root))


def example_names(root: Path) -> LiveValues:
    """What the example world has, by source, as slot values."""
    world = read_yaml(root / "deploy/local/world/example.yaml")
    return {
        "services": tuple(SlotValue(name) for name in sorted(world["services"])),
        "alarms": _example_alarms(world),
        **_example_pipelines(world, environments_from_json(read_yaml(root / ENVIRONMENTS))),
    }


def _example_alarms(world: Mapping[str, Any]) -> tuple[SlotValue, ...]:
    every = sorted(one["name"] for one in (*world["alarms"], *world["composite_alarms"]))
    found = also_called(every, world["environments"], is_one_place=False)
    return tuple(SlotValue(name, found[name]) for name in sorted(found))


def _example_pipelines(world: Mapping[str, Any], environments: Environments) -> LiveValues:
    found = world["pipelines"]
    stages = sorted({stage for one in found.values() for stage in one["stages"]})
    return {
        "pipelines": tuple(SlotValue(one, pipeline_words(one)) for one in sorted(found)),
        "stages": tuple(SlotValue(one, stage_words(one, environments)) for one in stages),
    }


def read_environments(root: Path) -> Mapping[str, Any]:
    """The catalogue of a checkout: what people wrote, over what was discovered. Raises
    `BuildError`."""
    written = read_yaml(root / ENVIRONMENTS)
    path = root / DISCOVERED
    return merged(read_yaml(path), written) if path.is_file() else written


def _write(path: Path, document: object, *, as_written: bool = False) -> Path:
    """`as_written`: in the order of the author, who may mean production to come first, or last."""
    in_order = not as_written
    text = json.dumps(document, indent=1, sort_keys=in_order, ensure_ascii=False, default=str)
    return _write_text(path, text + "\n")


def _write_text(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path
