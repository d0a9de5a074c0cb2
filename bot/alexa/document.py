"""Interaction models as JSON, and JSON as interaction models."""

from collections.abc import Mapping
from typing import Any

from bot.alexa.definition import InteractionModel, ModelDocument
from bot.lex.codec import Mistake, decode, encode

Json = dict[str, Any]


def model_json(model: InteractionModel) -> Json:
    """The document of a skill package, and the body of SMAPI's interaction model."""
    document: Json = encode(ModelDocument(interaction_model=model), "api")
    return document


def read_model(document: object) -> tuple[InteractionModel, list[Mistake]]:
    """The model of such a document, and everything in it that could not be read.

    Documents of 2019 and before lack the wrapper `interactionModel`.
    """
    if isinstance(document, Mapping) and "languageModel" in document:
        document = {"interactionModel": document}
    found, mistakes = decode(ModelDocument, document, "api")
    return found.interaction_model or InteractionModel(), mistakes
