"""What whoever hosts the page must serve: the files, and the headers that go with every one."""

from collections.abc import Mapping
from pathlib import Path

STATIC = Path(__file__).parent / "static"

_POLICY: Mapping[str, str] = {
    "default-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'self'",
    "frame-ancestors": "'none'",
    "object-src": "'none'",
    # Makes innerHTML and its kin throw, should one ever slip in.
    "require-trusted-types-for": "'script'",
    "trusted-types": "'none'",
}

PAGE_HEADERS = {
    "content-security-policy": "; ".join(f"{name} {value}" for name, value in _POLICY.items()),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    "referrer-policy": "no-referrer",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
