"""The Skill Management API, as much of it as publishing uses (ask-smapi-model 1.36).

One method a call; what a call answers is turned into plain data here.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final, Literal, Protocol, get_args

from bot.alexa.content import Json
from deploy.errors import PublishError
from deploy.publish.alexa.calls import Answer, Calls, refused

ENDPOINT: Final = "https://api.amazonalexa.com"
STAGE: Final = "development"

Outcome = Literal[
    "IN_PROGRESS", "SUCCEEDED", "FAILED", "ROLLBACK_SUCCEEDED", "ROLLBACK_FAILED", "SKIPPED"
]
MANIFEST: Final = "manifest"
"""The name of the manifest among the parts of a skill; models go by their locale."""


class Tokens(Protocol):
    def token(self) -> str: ...

    def forget(self) -> None: ...


@dataclass(frozen=True)
class PartStatus:
    """How the last change of a part of the skill went, and Alexa's words about it."""

    outcome: Outcome
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class ImportStatus:
    outcome: Outcome
    parts: Mapping[str, PartStatus]
    """ "Manifest", "InteractionModel.en-US": as Alexa names them."""
    messages: tuple[str, ...] = ()


@dataclass(frozen=True)
class ExportStatus:
    outcome: Outcome
    location: str = ""
    """A signed address, for a few minutes: in no message."""


class Smapi:
    """Every method raises PublishError; SmapiRefused where the service refuses."""

    def __init__(self, calls: Calls, tokens: Tokens, endpoint: str = ENDPOINT) -> None:
        self._calls = calls
        self._tokens = tokens
        self._endpoint = endpoint

    def manifest(self, skill: str) -> Json:
        answer = self._ask("GET", f"/v1/skills/{skill}/stages/{STAGE}/manifest")
        return _expected("reading the skill's manifest", answer, 200).document()

    def model(self, skill: str, locale: str) -> Json | None:
        """None where the skill has no model in `locale`."""
        path = f"/v1/skills/{skill}/stages/{STAGE}/interactionModel/locales/{locale}"
        answer = self._ask("GET", path)
        if answer.status == 404:
            return None
        return _expected(f"reading the interaction model of {locale}", answer, 200).document()

    def status(self, skill: str) -> dict[str, PartStatus]:
        """Of the manifest and of each model, by locale."""
        path = f"/v1/skills/{skill}/status?resource=manifest&resource=interactionModel"
        document = _expected("reading the skill's status", self._ask("GET", path), 200).document()
        models = document.get("interactionModel") or {}
        parts = {MANIFEST: document.get("manifest") or {}, **models}
        return {name: _part(part.get("lastUpdateRequest") or {}) for name, part in parts.items()}

    def upload_address(self) -> str:
        """A signed address that takes one package: in no message."""
        answer = self._ask("POST", "/v1/skills/uploads")
        document = _expected("asking where to upload", answer, 201, 200).document()
        address = document.get("uploadUrl")
        if not isinstance(address, str):
            raise PublishError("asking where to upload: the answer names no address")
        return address

    def start_import(self, skill: str, location: str) -> str | None:
        """The id of the import of the package at `location`; None while another one runs.

        Not repeated: a second import may be a second change.
        """
        body = json.dumps({"location": location}).encode()
        path = f"/v1/skills/{skill}/imports"
        answer = self._ask("POST", path, body, is_repeatable=False)
        if answer.status == 409:
            return None
        return _id_of(_expected("importing the package", answer, 202))

    def import_status(self, import_id: str) -> ImportStatus:
        answer = self._ask("GET", f"/v1/skills/imports/{import_id}")
        document = _expected("asking how the import goes", answer, 200).document()
        resources = (document.get("skill") or {}).get("resources") or []
        return ImportStatus(
            _outcome(document.get("status")),
            {str(one.get("name")): _part(one) for one in resources},
            _messages(document.get("errors")),
        )

    def start_export(self, skill: str) -> str:
        answer = self._ask("POST", f"/v1/skills/{skill}/stages/{STAGE}/exports")
        return _id_of(_expected("exporting the skill", answer, 202))

    def export_status(self, export_id: str) -> ExportStatus:
        answer = self._ask("GET", f"/v1/skills/exports/{export_id}")
        document = _expected("asking how the export goes", answer, 200).document()
        location = (document.get("skill") or {}).get("location") or ""
        return ExportStatus(_outcome(document.get("status")), str(location))

    def _ask(
        self, method: str, path: str, body: bytes | None = None, *, is_repeatable: bool = True
    ) -> Answer:
        answer = self._once(method, path, body, is_repeatable=is_repeatable)
        if answer.status != 401:
            return answer
        self._tokens.forget()
        return self._once(method, path, body, is_repeatable=is_repeatable)

    def _once(self, method: str, path: str, body: bytes | None, *, is_repeatable: bool) -> Answer:
        headers = {
            "Authorization": f"Bearer {self._tokens.token()}",
            "Content-Type": "application/json",
        }
        return self._calls.call(
            method, self._endpoint + path, headers=headers, body=body, is_repeatable=is_repeatable
        )


def _expected(what: str, answer: Answer, *statuses: int) -> Answer:
    if answer.status not in statuses:
        raise refused(what, answer)
    return answer


def _id_of(answer: Answer) -> str:
    """The last part of the address that `Location` names."""
    found = answer.headers.get("location", "").rstrip("/").rpartition("/")[2]
    if not found:
        raise PublishError("Alexa answered without saying where to ask how it goes: run it again")
    return found


def _part(document: Mapping[str, Any]) -> PartStatus:
    steps = (document.get("buildDetails") or {}).get("steps") or []
    errors = [
        *(document.get("errors") or []),
        *(e for step in steps for e in step.get("errors") or []),
    ]
    return PartStatus(_outcome(document.get("status")), _messages(errors))


def _outcome(value: object) -> Outcome:
    """A skill that nobody has changed yet has no status: nothing is under way."""
    if value is None:
        return "SUCCEEDED"
    found: Outcome | None = next((one for one in get_args(Outcome) if one == value), None)
    if found is None:
        raise PublishError(f"Alexa answered the status {value!r}, which this version does not know")
    return found


def _messages(errors: Iterable[Mapping[str, Any]] | None) -> tuple[str, ...]:
    return tuple(dict.fromkeys(str(one.get("message") or one.get("code")) for one in errors or ()))
