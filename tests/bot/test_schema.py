"""intents/schema.json: in step with the forms, and true of the product's files."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml

from bot.schema import schema, schema_text
from tests.bot.definition import INTENTS

KINDS = {"intent.yaml": "intent", "bot.yaml": "bot"}


def kind(path: Path) -> str:
    if path.parent.name == "slot_types":
        return "slot_type"
    if path.name.startswith("examples."):
        return "examples"
    if path.name in KINDS:
        return KINDS[path.name]
    return "locale" if path.parent == INTENTS else "words"


def test_the_schema_is_in_step() -> None:
    """Otherwise: `python -m bot.schema > intents/schema.json`."""
    assert (INTENTS / "schema.json").read_text(encoding="utf-8") == schema_text()


def test_the_schema_is_a_schema() -> None:
    jsonschema.Draft202012Validator.check_schema(schema())


@pytest.mark.parametrize(
    "path", sorted(INTENTS.rglob("*.yaml")), ids=lambda path: str(path.relative_to(INTENTS))
)
def test_every_file_of_the_product_has_its_form(path: Path) -> None:
    # BaseLoader keeps "yes" and "no" as the words they are; numbers and flags are put back.
    data = json.loads(json.dumps(yaml.safe_load(path.read_text(encoding="utf-8"))))
    if kind(path) == "locale":
        data = yaml.load(path.read_text(encoding="utf-8"), yaml.BaseLoader)  # noqa: S506 - strings
    validator = jsonschema.Draft202012Validator(
        {"$ref": f"#/$defs/{kind(path)}", "$defs": schema()["$defs"]}
    )
    assert [error.message for error in validator.iter_errors(data)] == []


@pytest.mark.parametrize(
    ("kind", "data"),
    [
        ("intent", {"intent": "X", "summary": "s", "effect": "boom", "access": {}}),
        ("intent", {"intent": "my intent", "summary": "s", "effect": "read",
                    "access": {"default": "viewer"}}),
        ("words", {"utterances": "restart"}),
        ("words", {"colour": "red"}),
        ("slot_type", {"type": "Size", "summary": "s", "resolution": "guess"}),
    ],
)  # fmt: skip
def test_what_the_loader_refuses_the_schema_refuses(kind: str, data: object) -> None:
    validator = jsonschema.Draft202012Validator(
        {"$ref": f"#/$defs/{kind}", "$defs": schema()["$defs"]}
    )
    assert not validator.is_valid(data)
