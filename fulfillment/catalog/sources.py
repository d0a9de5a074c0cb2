"""Where pipelines and source code are, apart from the accounts of the environments: read from the
document of the environments. No secret stands there: a token is named by the ARN of what has it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from fulfillment.document import Reader

_ACCOUNT = r"\d{12}"
_REGION = r"[a-z]{2}(-[a-z]+)+-\d"
_ROLE = r"arn:aws[a-z-]*:iam::\d{12}:role/[\w+=,.@/-]{1,512}"
_URL = r"https?://[^\s/]+(/[^\s?#]*)?"
_TOKEN = (
    r"arn:aws[a-z-]*:(ssm:[a-z0-9-]+:\d{12}:parameter/|secretsmanager:[a-z0-9-]+:\d{12}:secret:)\S+"  # noqa: S105 - a pattern of references
)
_REPOSITORY = r"[\w.-]+/[\w.-]+"
_JOB = r"[^\s/]+(/[^\s/]+)*"
GITHUB_API = "https://api.github.com"


@dataclass(frozen=True)
class AccountSource:
    """An account and region that has pipelines and no environment."""

    name: str
    account: str
    region: str
    role: str = ""
    act_role: str = ""


@dataclass(frozen=True)
class GithubSource:
    repositories: tuple[str, ...]
    """owner/name"""
    token: str
    """ARN of the parameter or secret that has it."""
    url: str = GITHUB_API


@dataclass(frozen=True)
class JenkinsSource:
    url: str
    user: str
    token: str
    """ARN of the parameter or secret that has it."""
    jobs: tuple[str, ...]
    """Each with its folders: "infra/nightly"."""


@dataclass(frozen=True)
class SourceHostEntry:
    """Where commits and pull requests are, by GitHub's REST API."""

    url: str = GITHUB_API
    token: str = ""
    """ARN of the parameter that has it; "" asks without one, as for public repositories."""
    repositories: Mapping[str, str] = field(default_factory=dict)
    """Service -> owner/name, for those whose images do not say it."""


@dataclass(frozen=True)
class Sources:
    codepipeline: tuple[AccountSource, ...] = ()
    github: GithubSource | None = None
    jenkins: JenkinsSource | None = None
    source_host: SourceHostEntry | None = None


def sources_from_json(reader: Reader, value: object, path: str) -> Sources:
    """`{"codepipeline": {<name>: {account, region, …}}, "github": {…}, "jenkins": {…},
    "source_host": {…}}`, each optional. Complains to `reader`."""
    data = reader.mapping(value, path, ("codepipeline", "github", "jenkins", "source_host"))
    accounts = reader.items(data.get("codepipeline", {}), f"{path}.codepipeline")
    return Sources(
        codepipeline=tuple(_account(reader, name, entry, place) for name, entry, place in accounts),
        github=_github(reader, data["github"], f"{path}.github") if "github" in data else None,
        jenkins=_jenkins(reader, data["jenkins"], f"{path}.jenkins") if "jenkins" in data else None,
        source_host=_source_host(reader, data["source_host"], f"{path}.source_host")
        if "source_host" in data
        else None,
    )


def _account(reader: Reader, name: str, value: object, path: str) -> AccountSource:
    data = reader.mapping(value, path, ("account", "region", "role", "act_role"))
    return AccountSource(
        name=name,
        account=reader.text(data.get("account"), f"{path}.account", _ACCOUNT, "12 digits, quoted"),
        region=reader.text(data.get("region"), f"{path}.region", _REGION, "an AWS region"),
        role=_optional(reader, data, path, "role"),
        act_role=_optional(reader, data, path, "act_role"),
    )


def _optional(reader: Reader, data: Mapping[str, object], path: str, key: str) -> str:
    found = data.get(key, "")
    return reader.text(found, f"{path}.{key}", _ROLE, "the ARN of an IAM role") if found else ""


def _github(reader: Reader, value: object, path: str) -> GithubSource:
    data = reader.mapping(value, path, ("repositories", "token", "url"))
    url = data.get("url", GITHUB_API)
    repositories = reader.texts(data.get("repositories"), f"{path}.repositories")
    for one in repositories:
        reader.text(one, f"{path}.repositories", _REPOSITORY, "owner/name")
    return GithubSource(repositories, _token(reader, data, path), _url(reader, url, path))


def _jenkins(reader: Reader, value: object, path: str) -> JenkinsSource:
    data = reader.mapping(value, path, ("url", "user", "token", "jobs"))
    jobs = reader.texts(data.get("jobs"), f"{path}.jobs")
    for one in jobs:
        reader.text(one, f"{path}.jobs", _JOB, "a job with its folders: infra/nightly")
    return JenkinsSource(
        url=_url(reader, data.get("url"), path),
        user=reader.text(data.get("user"), f"{path}.user"),
        token=_token(reader, data, path),
        jobs=jobs,
    )


def _source_host(reader: Reader, value: object, path: str) -> SourceHostEntry:
    data = reader.mapping(value, path, ("url", "token", "repositories"))
    repositories = {
        service: reader.text(name, place, _REPOSITORY, "owner/name")
        for service, name, place in reader.items(
            data.get("repositories", {}), f"{path}.repositories"
        )
    }
    url = _url(reader, data.get("url", GITHUB_API), path)
    token = _token(reader, data, path) if data.get("token") else ""
    return SourceHostEntry(url, token, repositories)


def _url(reader: Reader, value: object, path: str) -> str:
    return reader.text(value, f"{path}.url", _URL, "an http or https address").rstrip("/")


def _token(reader: Reader, data: Mapping[str, object], path: str) -> str:
    hint = "the ARN of a parameter or a secret that has the token, never the token itself"
    return reader.text(data.get("token"), f"{path}.token", _TOKEN, hint)
