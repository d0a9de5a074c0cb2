"""JSON Schema of the files under intents/, for editors.

`python -m bot.schema > intents/schema.json` writes it.

Generated from `bot.forms`, which the loader checks against. One document for all files; an editor
picks a part by its pointer, e.g. `schema.json#/$defs/intent` for `*/intent.yaml`.
"""

import json
import sys
from collections.abc import Iterator, Mapping
from typing import Any

from bot import forms
from bot.forms import (
    FlagForm,
    Form,
    KindForm,
    ListForm,
    MapForm,
    NumberForm,
    RecordForm,
    SentenceForm,
    TypedForm,
)
from bot.lex.schema import definitions, type_schema
from bot.testing.forms import CONVERSATIONS

_FILES: Mapping[str, Form] = {
    "bot": forms.BOT,
    "conversations": CONVERSATIONS,
    "examples": forms.EXAMPLES,
    "intent": forms.INTENT,
    "locale": forms.LOCALE_WORDS,
    "slot_type": forms.SLOT_TYPE,
    "words": forms.WORDS,
}


def schema() -> dict[str, object]:
    """The schema: a file may be any of its `$defs`."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "Files under intents/",
        "$defs": {
            **{name: _schema(form) for name, form in _FILES.items()},
            **definitions(kind for form in _FILES.values() for kind in _kinds(form)),
        },
        "anyOf": [{"$ref": f"#/$defs/{name}"} for name in _FILES],
    }


def schema_text() -> str:
    """The schema as the text of intents/schema.json."""
    return json.dumps(schema(), indent=2) + "\n"


def _kinds(form: Form) -> Iterator[Any]:
    """The types of all `TypedForm`s in a form."""
    if isinstance(form, TypedForm):
        yield form.kind
    if isinstance(form, RecordForm):
        for field in form.fields.values():
            yield from _kinds(field)
    if isinstance(form, ListForm | MapForm):
        yield from _kinds(form.item)
    if isinstance(form, KindForm):
        for one in form.forms:
            yield from _kinds(one)


def _schema(form: Form) -> dict[str, object]:
    return {"description": form.summary, **_type(form)}


def _type(form: Form) -> dict[str, object]:
    if isinstance(form, ListForm):
        return {"type": "array", "items": _schema(form.item)}
    if isinstance(form, MapForm):
        names = {"propertyNames": {"pattern": form.key_pattern}} if form.key_pattern else {}
        return {"type": "object", **names, "additionalProperties": _schema(form.item)}
    if isinstance(form, RecordForm):
        return {
            "type": "object",
            "properties": {name: _schema(field) for name, field in form.fields.items()},
            "required": list(form.required),
            "additionalProperties": False,
        }
    return _other(form)


def _other(form: Form) -> dict[str, object]:
    if isinstance(form, SentenceForm):
        return {"anyOf": [{"type": "string", "minLength": 1}, _type(forms.PLURAL)]}
    if isinstance(form, TypedForm):
        return type_schema(form.kind)
    if isinstance(form, KindForm):
        return {"anyOf": [_schema(one) for one in form.forms]}
    return _scalar(form)


def _scalar(form: Form) -> dict[str, object]:
    if isinstance(form, FlagForm):
        return {"type": "boolean"}
    if isinstance(form, NumberForm):
        kind = "integer" if form.whole else "number"
        return {"type": kind, "minimum": form.minimum, "maximum": form.maximum}
    assert isinstance(form, forms.TextForm)  # noqa: S101 - the only form left
    if form.choices:
        return {"enum": list(form.choices)}
    return {"type": "string", **({"pattern": form.pattern} if form.pattern else {"minLength": 1})}


if __name__ == "__main__":
    sys.stdout.write(schema_text())
