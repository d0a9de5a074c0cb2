"""The local Skill Management API answers in Amazon's shapes: its own classes read every answer."""

import json
from typing import Any

import pytest
import urllib3
from ask_sdk_model_runtime.serializer import DefaultSerializer
from ask_smapi_model.v1.skill.export_response import ExportResponse
from ask_smapi_model.v1.skill.import_response import ImportResponse
from ask_smapi_model.v1.skill.interaction_model.interaction_model_data import InteractionModelData
from ask_smapi_model.v1.skill.manifest.skill_manifest_envelope import SkillManifestEnvelope
from ask_smapi_model.v1.skill.skill_status import SkillStatus
from ask_smapi_model.v1.skill.standardized_error import StandardizedError

from bot.alexa import package_zip
from deploy.publish.alexa import apply_skill, plan_skill
from tests.deploy.publish.alexa.account import SKILL, Account
from tests.deploy.publish.alexa.skills import bad_release, release

STAGE = f"/v1/skills/{SKILL}/stages/development"


def get(on: Account, path: str, token: str | None = None) -> Any:
    token = next(iter(on.door.tokens)) if token is None else token
    answer = urllib3.request(
        "GET", on.url + path, headers={"Authorization": f"Bearer {token}"}, retries=False
    )
    return answer.json()


def same_through(kind: type, document: Any) -> bool:
    serializer = DefaultSerializer()
    read = serializer.deserialize(json.dumps(document), kind)
    return bool(serializer.serialize(read) == document)


@pytest.fixture
def published(developer_account: Account) -> Account:
    services = developer_account.services()
    apply_skill(services, plan_skill(services, SKILL, release(1)))
    return developer_account


def test_manifest_model_and_status_are_amazons(published: Account) -> None:
    model = get(published, f"{STAGE}/interactionModel/locales/en-US")

    assert same_through(SkillManifestEnvelope, get(published, f"{STAGE}/manifest"))
    assert same_through(InteractionModelData, model)
    assert same_through(SkillStatus, get(published, f"/v1/skills/{SKILL}/status"))


@pytest.mark.parametrize("package", [release(2), bad_release()])
def test_an_import_is_amazons_at_every_moment(published: Account, package: Any) -> None:
    name = published.developer.start_import(SKILL, package_zip(package))

    for wait in (0, 10):
        published.clock.sleep(wait)
        assert same_through(ImportResponse, get(published, f"/v1/skills/imports/{name}"))
        assert same_through(SkillStatus, get(published, f"/v1/skills/{SKILL}/status"))


def test_an_export_is_amazons_at_every_moment(published: Account) -> None:
    name = published.developer.start_export(SKILL)

    for wait in (0, 10):
        published.clock.sleep(wait)
        assert same_through(ExportResponse, get(published, f"/v1/skills/exports/{name}"))


def test_errors_are_amazons(published: Account) -> None:
    for path, token in (
        (f"{STAGE}/interactionModel/locales/de-DE", None),
        ("/v1/skills/imports/none", None),
        ("/v1/skills/exports/none", None),
        ("/v1/skills/amzn1.ask.skill.none/status", None),
        (f"{STAGE}/manifest", "stale"),
    ):
        document = get(published, path, token)
        assert document["message"]
        assert same_through(StandardizedError, document)
