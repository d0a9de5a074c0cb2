"""URLs that a zip is uploaded to and downloaded from, as S3 presigns them, on the account's port.

No credentials: who has the URL may use it, for its method, until it expires.
"""

import hashlib
import hmac
import secrets
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode

from deploy.local.account import refusals
from deploy.local.account.http import HttpRequest, HttpResponse

_TIME = "%Y%m%dT%H%M%SZ"


class TransferUrls:
    """Makes and checks URLs; `now` is the simulated time."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        self._now = now
        self._key = secrets.token_bytes(32)

    def make(self, method: str, base_url: str, path: str, seconds: float) -> str:
        """A URL of `base_url` and `path` (below `TRANSFERS`) that is good for `seconds`."""
        query = {
            "X-Amz-Algorithm": "AWS4-HMAC-SHA256",
            "X-Amz-Date": self._now().strftime(_TIME),
            "X-Amz-Expires": f"{seconds:.0f}",
            "X-Amz-SignedHeaders": "host",
        }
        signature = self._sign(method, path, query["X-Amz-Date"], query["X-Amz-Expires"])
        return f"{base_url}{path}?{urlencode({**query, 'X-Amz-Signature': signature})}"

    def refusal(self, request: HttpRequest) -> HttpResponse | None:
        """S3's answer where the URL was not made here, or has expired; None where it is good."""
        query = parse_qs(request.target.partition("?")[2])
        date, expires, signature = (
            query.get(f"X-Amz-{name}", [""])[0] for name in ("Date", "Expires", "Signature")
        )
        made = self._sign(request.method, request.path, date, expires)
        if not hmac.compare_digest(made, signature):
            return refuse(
                request, "SignatureDoesNotMatch", "the URL was not made for this request", 403
            )
        # The signature says that this server wrote both, so that they can be read.
        until = datetime.strptime(date, _TIME).replace(tzinfo=UTC) + timedelta(seconds=int(expires))
        if self._now() > until:
            return refuse(request, "AccessDenied", "Request has expired", 403)
        return None

    def _sign(self, *parts: str) -> str:
        return hmac.new(self._key, "\n".join(parts).encode(), hashlib.sha256).hexdigest()


def refuse(request: HttpRequest, code: str, message: str, status: int) -> HttpResponse:
    return refusals.refuse(request, "s3", code, message, status)
