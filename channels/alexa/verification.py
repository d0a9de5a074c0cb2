"""Proof that Alexa sent an HTTPS request, now: our own, on `cryptography`.

Amazon's ask-sdk-webservice-support does not load beside OpenSSL 3, so its rules are written here.
A Lambda function behind the Alexa trigger does not need this: Lambda's permission is its proof.
Source of the rules: Amazon, "Manually verify that a request is intended for your skill".
"""

import base64
import binascii
import json
import posixpath
import re
from collections import OrderedDict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.x509 import DNSName, SubjectAlternativeName
from cryptography.x509.verification import PolicyBuilder, Store, VerificationError

from channels.errors import VerificationRefused

CERTIFICATE_HOST = "s3.amazonaws.com"
CERTIFICATE_FOLDER = "/echo.api/"
SIGNER = "echo-api.amazon.com"
"""The name that the signing certificate must carry."""

MAX_URL = 512
REQUEST_TOLERANCE = timedelta(seconds=150)
SKILL_EVENT_TOLERANCE = timedelta(seconds=3600)
"""Alexa delivers skill events (AlexaSkillEvent.*) again for an hour."""

MAX_CHAIN = 8
MAX_CACHED_CHAINS = 4
"""Amazon signs with one chain at a time; a few cover a rotation."""

FetchCertificates = Callable[[str], bytes]
"""Normalised path on `CERTIFICATE_HOST` -> the PEM there. Raises `VerificationRefused`."""

Clock = Callable[[], datetime]

# No percent sign (a second decoding), backslash, query or space: Amazon's paths have none of them.
_PATH = re.compile(r"/[A-Za-z0-9._/-]+")


def certificate_path(url: str) -> str:
    """The normalised path of a SignatureCertChainUrl on `CERTIFICATE_HOST`.

    Raises `VerificationRefused` unless it is https, that host, port 443 and, once ".." is resolved,
    in `CERTIFICATE_FOLDER` (case counts).
    """
    # urlsplit drops tabs and newlines silently: what we check must be what was sent.
    if len(url) > MAX_URL or not url.isascii() or not url.isprintable() or " " in url:
        raise VerificationRefused("the certificate URL has a wrong length or characters")
    try:
        parts = urlsplit(url)
        port = parts.port
    except ValueError:
        raise VerificationRefused("the certificate URL is not a URL") from None
    if parts.scheme != "https" or parts.hostname != CERTIFICATE_HOST or port not in (None, 443):
        raise VerificationRefused("the certificate URL has a wrong scheme, host or port")
    if "@" in parts.netloc or "?" in url or "#" in url or not _PATH.fullmatch(parts.path):
        raise VerificationRefused("the certificate URL has more than a scheme, host and path")
    path = posixpath.normpath(parts.path)
    if not path.startswith(CERTIFICATE_FOLDER):
        raise VerificationRefused("the certificate URL is outside of Amazon's folder")
    return path


@dataclass(frozen=True)
class RequestVerifier:
    """Verifies requests against `roots`, as of `now()`. Keeps the last few chains that held."""

    fetch: FetchCertificates
    roots: Sequence[x509.Certificate]
    now: Clock
    _chains: OrderedDict[str, tuple[x509.Certificate, ...]] = field(default_factory=OrderedDict)

    def verify(self, headers: Mapping[str, str], body: bytes) -> None:
        """Raises `VerificationRefused` unless Alexa signed `body` within the last 150 seconds.

        Header names may be in any case. The message says which check failed, for a log; it is not
        for the caller, whom it would help to forge.
        """
        lower = {name.lower(): value for name, value in headers.items()}
        # "Signature" alone is SHA-1: not accepted, though Alexa still sends it as well.
        signature = _decode_signature(_header(lower, "signature-256"))
        leaf = self._signer(certificate_path(_header(lower, "signaturecertchainurl")))
        _check_signature(leaf, signature, body)
        _check_timestamp(body, self.now())

    def _signer(self, path: str) -> x509.Certificate:
        chain = self._chains.pop(path, None) or _parse_chain(self.fetch(path))
        # Also when it was cached: certificates expire while a process lives.
        _check_chain(chain, self.roots, self.now())
        self._chains[path] = chain
        while len(self._chains) > MAX_CACHED_CHAINS:
            self._chains.popitem(last=False)
        return chain[0]


def _header(headers: Mapping[str, str], name: str) -> str:
    value = headers.get(name, "")
    if not value:
        raise VerificationRefused(f"the header {name} is missing")
    return value


def _decode_signature(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        raise VerificationRefused("the header signature-256 is not base64") from None


def _parse_chain(pem: bytes) -> tuple[x509.Certificate, ...]:
    try:
        chain = tuple(x509.load_pem_x509_certificates(pem))
    except ValueError:
        raise VerificationRefused("the certificate chain is not PEM") from None
    if not 0 < len(chain) <= MAX_CHAIN:
        raise VerificationRefused(f"the certificate chain has {len(chain)} certificates")
    return chain


def _check_chain(
    chain: Sequence[x509.Certificate], roots: Sequence[x509.Certificate], moment: datetime
) -> None:
    leaf, *intermediates = chain
    policy = PolicyBuilder().store(Store(list(roots))).time(moment)
    try:
        policy.build_server_verifier(DNSName(SIGNER)).verify(leaf, intermediates)
        names = leaf.extensions.get_extension_for_class(SubjectAlternativeName).value
    except (VerificationError, x509.ExtensionNotFound, ValueError) as error:
        name = type(error).__name__
        raise VerificationRefused(f"the certificate chain does not hold: {name}") from None
    # A wildcard satisfies the policy above, but Amazon's rule names this one name.
    if SIGNER not in names.get_values_for_type(DNSName):
        raise VerificationRefused(f"the certificate is not for {SIGNER}")


def _check_signature(leaf: x509.Certificate, signature: bytes, body: bytes) -> None:
    key = leaf.public_key()
    if not isinstance(key, RSAPublicKey):
        raise VerificationRefused("the certificate has no RSA key")
    try:
        key.verify(signature, body, PKCS1v15(), SHA256())
    except InvalidSignature:
        raise VerificationRefused("the signature does not match the body") from None


def _check_timestamp(body: bytes, now: datetime) -> None:
    try:
        request = json.loads(body)["request"]
        sent = datetime.fromisoformat(str(request["timestamp"]))
        kind = str(request["type"])
        age = abs(now - sent)
    except (ValueError, KeyError, TypeError):
        raise VerificationRefused("the request has no timestamp with a time zone") from None
    event = kind.startswith("AlexaSkillEvent.")
    if age > (SKILL_EVENT_TOLERANCE if event else REQUEST_TOLERANCE):
        raise VerificationRefused(f"the request is {age.total_seconds():.0f} seconds off our clock")
