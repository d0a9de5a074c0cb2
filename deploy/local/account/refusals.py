"""Errors in the shape of each AWS protocol, for what never reaches moto."""

import json
from collections.abc import Mapping
from xml.sax.saxutils import escape

from deploy.local.account.http import HttpRequest, HttpResponse

_QUERY = (
    '<ErrorResponse xmlns="http://webservices.amazon.com/"><Error><Type>Sender</Type>'
    "<Code>{code}</Code><Message>{message}</Message></Error>"
    "<RequestId>00000000-0000-0000-0000-000000000000</RequestId></ErrorResponse>"
)
_S3 = "<Error><Code>{code}</Code><Message>{message}</Message></Error>"
_EC2 = (
    "<Response><Errors><Error><Code>{code}</Code><Message>{message}</Message></Error></Errors>"
    "<RequestID>00000000-0000-0000-0000-000000000000</RequestID></Response>"
)

FORM = "application/x-www-form-urlencoded"
_REST_XML = frozenset({"s3", "route53", "cloudfront"})


def refuse(
    request: HttpRequest, service: str, code: str, message: str, status: int = 400
) -> HttpResponse:
    """An error that SDKs read as `code` and `message`, in the protocol that the request speaks."""
    headers = {"x-amzn-errortype": code}
    if request.headers.get("smithy-protocol") == "rpc-v2-cbor":
        body = _cbor({"__type": code, "message": message})
        rpc = {"smithy-protocol": "rpc-v2-cbor", "content-type": "application/cbor"}
        return HttpResponse(status, body, {**headers, **rpc})
    is_form = request.headers.get("content-type", "").startswith(FORM)
    if is_form or service in _REST_XML:
        shape = {"ec2": _EC2, "s3": _S3}.get(service, _QUERY)
        xml = shape.format(code=escape(code), message=escape(message))
        return HttpResponse(status, xml.encode(), {**headers, "content-type": "text/xml"})
    answer = json.dumps({"__type": code, "message": message}).encode()
    return HttpResponse(status, answer, {**headers, "content-type": "application/json"})


def _cbor(pairs: Mapping[str, str]) -> bytes:
    """A map of text to text (RFC 8949): all that an error needs."""
    parts = [bytes([0xA0 | len(pairs)])]
    for name, value in pairs.items():
        parts += [_cbor_text(name), _cbor_text(value)]
    return b"".join(parts)


def _cbor_text(text: str) -> bytes:
    data = text.encode()
    return b"\x79" + len(data).to_bytes(2, "big") + data
