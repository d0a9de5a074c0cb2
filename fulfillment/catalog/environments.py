"""The environments that the bot knows: where each one is, and how it may be reached.

The services in them are discovered; here is only what an account cannot tell by itself.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fulfillment.catalog.sources import Sources, sources_from_json
from fulfillment.catalog.teams import Team, teams_from_json
from fulfillment.document import Reader

_NAME = r"[a-z][a-z0-9-]{0,62}"
_ACCOUNT = r"\d{12}"
_REGION = r"[a-z]{2}(-[a-z]+)+-\d"
_CLUSTER = r"[A-Za-z0-9_-]{1,255}"
_ROLE = r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]{1,512}"
_LOCALE = r"[a-z]{2,3}_([A-Z]{2}|[0-9]{3})"
_ZONE = r"Z[A-Z0-9]{1,31}"
_LOG_GROUP = r"[\w.\-/#]{1,512}"
_URL = r"https?://[^\s/]+(:\d+)?/?"
_KEYS = (
    "account",
    "region",
    "cluster",
    "role",
    "act_role",
    "profile",
    "endpoint_url",
    "hosted_zone",
    "pipelines",
    "synonyms",
    "locale_synonyms",
    "services",
)


@dataclass(frozen=True)
class ServiceOverride:
    """What people know of a service and ECS does not."""

    display_name: str = ""
    synonyms: tuple[str, ...] = ()
    is_hidden: bool = False
    owner: str = ""
    """Whose it is: what the policy calls `owner:<name>`."""
    log_group: str = ""
    """Of CloudWatch Logs, where its task definition does not tell."""


@dataclass(frozen=True)
class Environment:
    """One ECS cluster of one account and region."""

    name: str
    account: str
    region: str
    cluster: str
    role: str = ""
    """Role to read with; "" uses the process's own credentials."""
    act_role: str = ""
    """Role that the act function writes with; "" uses its own credentials."""
    profile: str = ""
    """Profile of the machine's AWS configuration to reach it by, instead of the process's own
    credentials. Endpoints configured by environment variables are then ignored."""
    endpoint_url: str = ""
    """A private or test endpoint of this environment's AWS; "" lets the SDK choose."""
    hosted_zone: str = ""
    """Id of the Route 53 zone whose records lead here; "" for none that may be read."""
    pipelines: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Pipeline -> its stages that deploy here, where their names do not say so; () for all."""
    synonyms: tuple[str, ...] = ()
    """What people call it in every language."""
    locale_synonyms: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Locale id (de_DE) -> what only that language calls it."""
    services: Mapping[str, ServiceOverride] = field(default_factory=dict)

    def spoken(self) -> frozenset[str]:
        """Everything that it is called, in whichever language, without case."""
        others = (word for words in self.locale_synonyms.values() for word in words)
        return frozenset(one.casefold() for one in (self.name, *self.synonyms, *others))

    def override(self, service: str) -> ServiceOverride:
        return self.services.get(service, ServiceOverride())


@dataclass(frozen=True)
class Environments:
    """All of them, in the order of the file."""

    entries: tuple[Environment, ...]
    teams: tuple[Team, ...] = ()
    sources: Sources = field(default_factory=Sources)

    def all(self) -> tuple[Environment, ...]:
        return self.entries

    def names(self) -> tuple[str, ...]:
        return tuple(environment.name for environment in self.entries)

    def get(self, name: str) -> Environment | None:
        return next((one for one in self.entries if one.name == name), None)

    def owner(self, environment: str, service: str) -> str:
        """Whose a service is there; "" where nobody says so."""
        found = self.get(environment)
        return found.override(service).owner if found else ""

    def find(self, word: str) -> Environment | None:
        """The environment that people call `word`: its name or a synonym of any language, in any
        case."""
        wanted = word.strip().casefold()
        return next((one for one in self.entries if wanted in one.spoken()), None)


def environments_from_json(data: object) -> Environments:
    """The environments of a document `{"environments": {<name>: {account, region, cluster, …}}}`.

    Raises `DocumentError` with every problem at once.
    """
    reader = Reader("environments")
    root = reader.mapping(data, "the document", ("environments", "teams", "sources"))
    entries = tuple(
        _environment(reader, name, value, path)
        for name, value, path in reader.items(root.get("environments", {}), "environments")
    )
    if not entries:
        reader.complain("environments", "must name at least one environment")
    _check_unique(reader, entries)
    teams = teams_from_json(reader, root.get("teams", {}), "teams")
    sources = sources_from_json(reader, root.get("sources", {}), "sources")
    reader.finish()
    return Environments(entries, teams, sources)


def _environment(reader: Reader, name: str, value: object, path: str) -> Environment:
    data = reader.mapping(value, path, _KEYS)
    reader.text(name, path, _NAME, "named in lower case: letters, digits, hyphens")

    def optional(key: str, pattern: str, hint: str) -> str:
        found = data.get(key, "")
        return reader.text(found, f"{path}.{key}", pattern, hint) if found != "" else ""

    return Environment(
        name=name,
        account=reader.text(data.get("account"), f"{path}.account", _ACCOUNT, "12 digits, quoted"),
        region=reader.text(data.get("region"), f"{path}.region", _REGION, "an AWS region"),
        cluster=reader.text(data.get("cluster"), f"{path}.cluster", _CLUSTER, "a cluster's name"),
        role=optional("role", _ROLE, "the ARN of an IAM role"),
        act_role=optional("act_role", _ROLE, "the ARN of an IAM role"),
        profile=optional("profile", r"\S+", "the name of a profile"),
        endpoint_url=optional("endpoint_url", _URL, "an http or https address"),
        hosted_zone=optional("hosted_zone", _ZONE, "the id of a Route 53 zone, Z…"),
        pipelines={
            pipeline: reader.texts(stages, where)
            for pipeline, stages, where in reader.items(
                data.get("pipelines", {}), f"{path}.pipelines"
            )
        },
        synonyms=reader.texts(data.get("synonyms", ()), f"{path}.synonyms"),
        locale_synonyms=_locale_synonyms(reader, data, f"{path}.locale_synonyms"),
        services={
            service: _override(reader, override, where)
            for service, override, where in reader.items(
                data.get("services", {}), f"{path}.services"
            )
        },
    )


def _locale_synonyms(
    reader: Reader, data: Mapping[str, object], path: str
) -> dict[str, tuple[str, ...]]:
    return {
        reader.text(locale, path, _LOCALE, "keyed by locale, such as de_DE"): reader.texts(
            synonyms, where
        )
        for locale, synonyms, where in reader.items(data.get("locale_synonyms", {}), path)
    }


def _override(reader: Reader, value: object, path: str) -> ServiceOverride:
    data = reader.mapping(value, path, ("display_name", "synonyms", "hidden", "owner", "log_group"))
    name, owner = data.get("display_name", ""), data.get("owner", "")
    log_group = data.get("log_group", "")
    is_hidden = data.get("hidden", False)
    if not isinstance(is_hidden, bool):
        reader.complain(f"{path}.hidden", f"{is_hidden!r} must be true or false")
    return ServiceOverride(
        display_name=reader.text(name, f"{path}.display_name") if name != "" else "",
        synonyms=reader.texts(data.get("synonyms", ()), f"{path}.synonyms"),
        is_hidden=is_hidden is True,
        owner=reader.text(owner, f"{path}.owner") if owner != "" else "",
        log_group=reader.text(log_group, f"{path}.log_group", _LOG_GROUP, "a log group's name")
        if log_group != ""
        else "",
    )


def _check_unique(reader: Reader, entries: tuple[Environment, ...]) -> None:
    owners: dict[str, str] = {}
    for environment in entries:
        for word in sorted(environment.spoken()):
            owner = owners.setdefault(word, environment.name)
            if owner != environment.name:
                reader.complain(
                    f"environments.{environment.name}", f"{word!r} already means {owner}"
                )
