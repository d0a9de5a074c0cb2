"""What `ground policy check` checks: a policy beside intents, environments and services."""

from pathlib import Path

from bot.load import load_bot
from deploy.build import POLICY, example_values, read_environments
from deploy.checking import Report
from deploy.documents import read_yaml
from deploy.errors import DeployError
from deploy.local.processes import checkout
from deploy.policy.finders import problems
from deploy.policy.findings import Subject
from deploy.policy.source import Source, read_source
from fulfillment.catalog.environments import environments_from_json


def check_policy(path: Path | None = None, environments: Path | None = None) -> Report:
    """The report on a policy; without a path on the checkout's own.

    Raises `DeployError` for what is not there, `FulfillmentError` and `BotError` for environments
    and intents that cannot be read.
    """
    subject = policy_subject(path, environments)
    folder = (path or checkout() / POLICY).parent
    return Report(problems(subject), folder, size(subject))


def policy_subject(path: Path | None = None, environments: Path | None = None) -> Subject:
    """A policy beside the intents, environments and example services of the checkout."""
    file = path or checkout() / POLICY
    if not file.is_file():
        raise DeployError(f"{file} is not there: name a policy file")
    return subject_of(read_source(file), environments)


def subject_of(source: Source, environments: Path | None = None) -> Subject:
    root = checkout()
    document = read_yaml(environments) if environments else read_environments(root)
    places = environments_from_json(document)
    values = example_values(root)
    bot = load_bot(root / "intents", values)
    return Subject(source, bot, places, tuple(one.value for one in values["services"]))


def size(subject: Subject) -> str:
    policy = subject.policy
    counts = (("people", policy.people), ("groups", policy.groups), ("rules", policy.rules))
    return ", ".join(f"{len(one)} {name}" for name, one in counts)
