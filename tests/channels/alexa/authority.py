"""A certificate authority made in the test, and requests signed as Alexa signs them."""

import base64
import json
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA1, SHA256, HashAlgorithm
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

NOW = datetime(2026, 1, 5, 10, 0, tzinfo=UTC)
URL = "https://s3.amazonaws.com/echo.api/echo-api-cert.pem"


@cache
def new_key(name: str) -> RSAPrivateKey:
    """One key a name: making RSA keys is the slowest part of these tests."""
    assert name
    return generate_private_key(public_exponent=65537, key_size=2048)


@dataclass(frozen=True)
class Authority:
    """A root that signs leaf certificates."""

    certificate: x509.Certificate
    key: RSAPrivateKey


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        encipher_only=False,
        decipher_only=False,
    )


def _builder(subject: str, issuer: str, key: RSAPrivateKey) -> x509.CertificateBuilder:
    return (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer))
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
    )


def make_authority(name: str = "Test Root") -> Authority:
    key = new_key(name)
    identifier = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    certificate = (
        _builder(name, name, key)
        .not_valid_before(NOW - timedelta(days=365))
        .not_valid_after(NOW + timedelta(days=365))
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(identifier, critical=False)
        .sign(key, SHA256())
    )
    return Authority(certificate, key)


def make_leaf(
    authority: Authority,
    *,
    names: tuple[str, ...] = ("echo-api.amazon.com",),
    begins: datetime = NOW - timedelta(days=30),
    ends: datetime = NOW + timedelta(days=30),
    key: RSAPrivateKey | None = None,
) -> x509.Certificate:
    leaf_key = key or new_key("leaf")
    signer = authority.key.public_key()
    return (
        _builder("leaf", authority.certificate.subject.rfc4514_string()[3:], leaf_key)
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName(name) for name in names]), critical=False
        )
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(signer), critical=False)
        .sign(authority.key, SHA256())
    )


def pem(*certificates: x509.Certificate) -> bytes:
    return b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates)


def request_body(sent: datetime = NOW, kind: str = "LaunchRequest") -> bytes:
    return json.dumps({"request": {"type": kind, "timestamp": sent.isoformat()}}).encode()


def signature(body: bytes, algorithm: HashAlgorithm | None = None) -> str:
    signed = new_key("leaf").sign(body, PKCS1v15(), algorithm or SHA256())
    return base64.b64encode(signed).decode()


def signed_headers(body: bytes, url: str = URL) -> dict[str, str]:
    """What Alexa sends: both signatures, the old one too."""
    return {
        "SignatureCertChainUrl": url,
        "Signature-256": signature(body),
        "Signature": signature(body, SHA1()),  # noqa: S303 - what Alexa still sends, and we ignore
    }
