"""Where signing certificates come from, and whom we trust: the only I/O of verification."""

import ssl
import warnings
from collections.abc import Callable
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from pathlib import Path

import certifi
from cryptography import x509
from cryptography.utils import CryptographyDeprecationWarning

from channels.alexa.verification import CERTIFICATE_HOST, FetchCertificates
from channels.errors import VerificationRefused

TIMEOUT_SECONDS = 3.0
MAX_BYTES = 64 * 1024
"""Amazon's chain is below 10 KB."""

_PEM_END = "-----END CERTIFICATE-----"


def https_connection() -> HTTPConnection:
    """The host is fixed here: no header of a request decides whom we call."""
    return HTTPSConnection(
        CERTIFICATE_HOST, 443, timeout=TIMEOUT_SECONDS, context=ssl.create_default_context()
    )


def certificate_fetcher(
    connect: Callable[[], HTTPConnection] = https_connection,
) -> FetchCertificates:
    """GET on Amazon's certificate host: no redirect followed, at most `MAX_BYTES`, 3 s a read."""

    def fetch(path: str) -> bytes:
        connection = connect()
        try:
            return _get(connection, path)
        except (OSError, HTTPException) as error:
            name = type(error).__name__
            raise VerificationRefused(f"the certificate cannot be fetched: {name}") from None
        finally:
            connection.close()

    return fetch


def _get(connection: HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    response = connection.getresponse()
    if response.status != 200:
        raise VerificationRefused(f"the certificate host answered {response.status}")
    pem = response.read(MAX_BYTES + 1)
    if len(pem) > MAX_BYTES:
        raise VerificationRefused(f"the certificate is larger than {MAX_BYTES} bytes")
    return pem


def trusted_roots() -> tuple[x509.Certificate, ...]:
    """Mozilla's roots, as certifi ships them.

    One by one: a few old roots break RFC 5280 (a serial number of zero), which `cryptography`
    warns of now and will refuse one day; the others must still count then.
    """
    roots: list[x509.Certificate] = []
    for block in Path(certifi.where()).read_text(encoding="utf-8").split(_PEM_END)[:-1]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", CryptographyDeprecationWarning)
                roots.append(x509.load_pem_x509_certificate((block + _PEM_END).encode()))
        except ValueError:
            continue
    return tuple(roots)
