"""rest-json as botocore's model binds it: a request to parameters, a document to a response."""

import json
import uuid
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape

from deploy.errors import ModelsApiError
from deploy.local.account import refusals
from deploy.local.account.http import HttpRequest, HttpResponse

STATUS: Mapping[str, int] = {
    "ValidationException": 400,
    "ServiceQuotaExceededException": 402,
    "ResourceNotFoundException": 404,
    "ConflictException": 409,
    "PreconditionFailedException": 412,
    "ThrottlingException": 429,
}


def read(
    request: HttpRequest, operation: OperationModel, labels: Mapping[str, str]
) -> dict[str, Any]:
    """The parameters of a call, unchecked. Raises ModelsApiError where the body is no object."""
    body = _body(request.body)
    query = parse_qs(request.target.partition("?")[2], keep_blank_values=True)
    shape = operation.input_shape
    members = shape.members if isinstance(shape, StructureShape) else {}
    found = {name: value for name, value in body.items() if value is not None}
    for name, member in members.items():
        location = member.serialization.get("location")
        wire_name = member.serialization.get("name", name)
        if location == "uri" and wire_name in labels:
            found[name] = labels[wire_name]
        elif location == "querystring" and wire_name in query:
            found[name] = _from_query(query[wire_name], member)
    return found


def _body(body: bytes) -> Mapping[str, Any]:
    try:
        document = json.loads(body or b"{}")
    except (ValueError, RecursionError):
        document = None
    if not isinstance(document, dict):
        raise ModelsApiError("ValidationException", "the request body is no JSON object in UTF-8")
    return document


def _from_query(values: list[str], shape: Shape) -> Any:
    if isinstance(shape, ListShape):
        return values
    if shape.type_name == "boolean" and values[0] in ("true", "false"):
        return values[0] == "true"
    return values[0]


def respond(operation: OperationModel, document: Mapping[str, Any]) -> HttpResponse:
    """The answer to a call: what of `document` the operation's output has."""
    headers = {"x-amzn-requestid": str(uuid.uuid4())}
    status = int(operation.http["responseCode"])
    if operation.output_shape is None:
        return HttpResponse(status, b"", headers)
    body = json.dumps(rendered(document, operation.output_shape)).encode()
    return HttpResponse(status, body, {**headers, "content-type": "application/json"})


def refuse(request: HttpRequest, error: ModelsApiError) -> HttpResponse:
    answer = refusals.refuse(request, "lexv2-models", error.type, str(error), STATUS[error.type])
    headers = {**answer.headers, "x-amzn-requestid": str(uuid.uuid4())}
    return HttpResponse(answer.status, answer.body, headers)


def rendered(value: Any, shape: Shape) -> Any:
    """`value` with only what `shape` has, without nulls, times in epoch seconds."""
    if isinstance(shape, StructureShape):
        return {
            name: rendered(value[name], member)
            for name, member in shape.members.items()
            if value.get(name) is not None
        }
    if isinstance(shape, ListShape):
        return [rendered(item, shape.member) for item in value]
    if isinstance(shape, MapShape):
        return {key: rendered(item, shape.value) for key, item in value.items()}
    return round(value.timestamp(), 3) if isinstance(value, datetime) else value
