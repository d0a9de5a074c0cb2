"""A person's own AWS account, to look at from this machine: `ground chat --profile NAME`.

Fulfillment runs here with that profile's credentials behind read-only adapters. The act function is
not made, so nothing that writes exists; the rest of Ground Control's own resources (table, keys,
functions) live in the simulated account.
"""

import json
import os
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import boto3
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError, ProfileNotFound
from botocore.session import Session as BotocoreSession

from deploy.build import Sources
from deploy.documents import read_yaml
from deploy.errors import DeployError
from deploy.local.processes import checkout
from deploy.local.up import OwnAccount
from deploy.policy.source import source_of

PERMISSIONS = Path("fulfillment/ops/read_permissions.json")
_QUICK = Config(connect_timeout=3, read_timeout=8, retries={"total_max_attempts": 2})
_FILES = {
    "AWS_CONFIG_FILE": "~/.aws/config",
    "AWS_SHARED_CREDENTIALS_FILE": "~/.aws/credentials",
}

Tell = Callable[[str], None]


def look_at(profile: str, environments: Path | None, user: str, tell: Tell) -> OwnAccount:
    """What the local world needs to look at the account of `profile` as `user`.

    Raises `DeployError` where the profile does not exist or its credentials do not work.
    """
    session = _session(profile)
    account = _account(session, profile)
    document = read_yaml(environments) if environments else _clusters(session, account, profile)
    tell(f"Looking at account {account} with the profile {profile}; nothing can be changed.")
    tell("The least IAM policy that this needs:\n" + json.dumps(least_policy(), indent=2))
    return OwnAccount(
        Sources(environments=document, policy=source_of(_viewer(user))),
        variables={
            name: os.environ.get(name, str(Path(default).expanduser()))
            for name, default in _FILES.items()
        },
    )


def least_policy() -> Mapping[str, Any]:
    """The IAM policy document that allows exactly what is called: the adapters' reads, and
    ListClusters to find the environments (sts:GetCallerIdentity needs no permission)."""
    document = json.loads((checkout() / PERMISSIONS).read_text(encoding="utf-8"))
    (statement,) = document["Statement"]
    actions = sorted({*statement["Action"], "ecs:ListClusters"})
    return {**document, "Statement": [{**statement, "Action": actions}]}


def _session(profile: str) -> boto3.Session:
    try:
        return boto3.Session(profile_name=profile)
    except ProfileNotFound:
        # Not boto3.Session(): it would look for AWS_PROFILE, which can be the one that is missing.
        known = ", ".join(BotocoreSession().available_profiles) or "none"
        raise DeployError(f"there is no AWS profile {profile!r}; there are: {known}") from None


def _account(session: boto3.Session, profile: str) -> str:
    if not session.region_name:
        raise DeployError(f"the profile {profile} has no region: aws configure set region REGION")
    try:
        return session.client("sts", config=_QUICK).get_caller_identity()["Account"]
    except (BotoCoreError, ClientError) as error:
        raise DeployError(
            f"the credentials of profile {profile} do not work ({type(error).__name__}): "
            f"try `aws sts get-caller-identity --profile {profile}`"
        ) from error


def _clusters(session: boto3.Session, account: str, profile: str) -> Mapping[str, Any]:
    """An environment for each ECS cluster of the profile's region, by its name."""
    try:
        pages = session.client("ecs", config=_QUICK).get_paginator("list_clusters").paginate()
        clusters = [arn.rpartition("/")[2] for page in pages for arn in page["clusterArns"]]
    except (BotoCoreError, ClientError) as error:
        raise DeployError(f"the ECS clusters cannot be listed: {error}") from error
    if not clusters:
        raise DeployError(
            f"there is no ECS cluster in {session.region_name}: choose another region"
        )
    return {
        "environments": {
            environment_name(cluster): {
                "account": account,
                "region": session.region_name,
                "cluster": cluster,
                "profile": profile,
                **_endpoint(session),
            }
            for cluster in clusters
        }
    }


def _endpoint(session: boto3.Session) -> dict[str, str]:
    """The profile's own endpoint_url, where it has one: other endpoint settings are not read."""
    configured = session._session.get_scoped_config()
    return {key: configured[key] for key in ("endpoint_url",) if key in configured}


def environment_name(cluster: str) -> str:
    """A cluster's name as an environment's: lower case, letters, digits and hyphens."""
    return re.sub(r"[^a-z0-9-]+", "-", cluster.lower()).strip("-") or "default"


def _viewer(user: str) -> Mapping[str, Any]:
    """Whoever sits here may look at everything that the profile may."""
    person = {"name": user, "identities": [f"terminal:{user}"], "roles": {"*": "viewer"}}
    name = re.sub(r"[^a-z0-9-]+", "-", user.lower()).strip("-") or "me"
    return {"people": {name: person}}
