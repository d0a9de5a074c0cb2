"""Holds every answer of the server against botocore's model, as it is on the wire.

boto3 drops what it does not know and never looks at limits: so this reads the JSON itself.
"""

import json
import re
from collections.abc import Mapping
from typing import Any

from botocore.model import ListShape, MapShape, OperationModel, Shape, StructureShape


def watch(client: Any) -> Any:
    """A client whose every answer is checked."""
    client.meta.events.register("before-parse.lex-models-v2", _check)
    return client


def _check(operation_model: OperationModel, response_dict: Mapping[str, Any], **_: Any) -> None:
    status, body = response_dict["status_code"], response_dict["body"]
    assert response_dict["headers"]["x-amzn-requestid"]
    if status >= 300:
        _check_error(operation_model, response_dict, json.loads(body))
        return
    assert status == operation_model.http["responseCode"]
    if operation_model.output_shape is None:
        assert body == b""
    else:
        check_shape(json.loads(body), operation_model.output_shape, operation_model.name)


def _check_error(
    operation: OperationModel, response: Mapping[str, Any], body: Mapping[str, Any]
) -> None:
    declared = {one.name: one.metadata["error"]["httpStatusCode"] for one in operation.error_shapes}
    code = response["headers"]["x-amzn-errortype"]
    assert code == body["__type"]
    assert declared[code] == response["status_code"], f"{operation.name} declares no {code}"
    assert body["message"]


def check_shape(value: Any, shape: Shape, at: str) -> None:
    """Raises AssertionError where `value` is not what `shape` says."""
    if isinstance(shape, StructureShape):
        assert isinstance(value, dict), at
        assert set(shape.required_members) <= set(value) <= set(shape.members), (at, value)
        for name, item in value.items():
            check_shape(item, shape.members[name], f"{at}.{name}")
    elif isinstance(shape, MapShape):
        for key, item in value.items():
            check_shape(key, shape.key, f"{at} key")
            check_shape(item, shape.value, f"{at}.{key}")
    elif isinstance(shape, ListShape):
        assert isinstance(value, list), at
        for number, item in enumerate(value):
            check_shape(item, shape.member, f"{at}.{number}")
    else:
        _check_scalar(value, shape, at)
    _check_limits(value, shape, at)


_SCALARS: Mapping[str, tuple[type, ...]] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "double": (int, float),
    "timestamp": (int, float),
}


def _check_scalar(value: Any, shape: Shape, at: str) -> None:
    assert type(value) in _SCALARS[shape.type_name], (at, value)
    enumeration, pattern = shape.metadata.get("enum"), shape.metadata.get("pattern")
    assert not enumeration or value in enumeration, (at, value)
    if shape.name == "DraftBotVersion":
        return  # declared for answers about numbered versions too, which ask by number
    assert not pattern or re.search(pattern, value), (at, value)


def _check_limits(value: Any, shape: Shape, at: str) -> None:
    if shape.name == "DraftBotVersion":
        return
    size = value if isinstance(value, int | float) else len(value)
    assert shape.metadata.get("min", size) <= size <= shape.metadata.get("max", size), (at, value)
