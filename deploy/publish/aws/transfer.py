"""Archives to and from the presigned URLs that Lex gives: plain HTTP, no credentials.

A URL is a credential for five minutes: no message holds one.
"""

from typing import Final, Protocol
from urllib.parse import urlsplit
from urllib.request import getproxies, proxy_bypass

import urllib3

from deploy.errors import PublishError

_TIMEOUT: Final = urllib3.Timeout(connect=5, read=60)
_RETRIES: Final = urllib3.Retry(
    total=4, backoff_factor=0, status_forcelist=(500, 502, 503, 504), raise_on_status=False
)
MAX_BYTES: Final = 64 * 1024 * 1024


class Transfer(Protocol):
    def put(self, url: str, data: bytes) -> None:
        """Raises PublishError."""
        ...

    def get(self, url: str) -> bytes:
        """Raises PublishError."""
        ...


class HttpTransfer:
    """A `Transfer` over urllib3, through the person's proxy where they have one.

    `ca_bundle`: path of the certificates that are trusted; "" for the usual ones.
    """

    def __init__(self, ca_bundle: str = "") -> None:
        self._ca_bundle = ca_bundle or None

    def put(self, url: str, data: bytes) -> None:
        self._request("PUT", url, data)

    def get(self, url: str) -> bytes:
        return self._request("GET", url)

    def _request(self, method: str, url: str, data: bytes | None = None) -> bytes:
        host = urlsplit(url).hostname or ""
        try:
            with self._pool(url, host) as pool:
                response = pool.request(
                    method,
                    url,
                    body=data,
                    timeout=_TIMEOUT,
                    retries=_RETRIES,
                    preload_content=False,
                )
                body = response.read(MAX_BYTES + 1)
                response.release_conn()
        except urllib3.exceptions.HTTPError as error:
            raise PublishError(f"{host} cannot be reached: {type(error).__name__}") from error
        if response.status != 200:
            raise PublishError(f"{host} answered {response.status} to {method}: run it again")
        if len(body) > MAX_BYTES:
            raise PublishError(f"{host} sent more than {MAX_BYTES // 1024 // 1024} MB: no bot is")
        return body

    def _pool(self, url: str, host: str) -> urllib3.PoolManager:
        proxy = getproxies().get(urlsplit(url).scheme)
        if proxy and not proxy_bypass(host):
            return urllib3.ProxyManager(proxy, ca_certs=self._ca_bundle)
        return urllib3.PoolManager(ca_certs=self._ca_bundle)
