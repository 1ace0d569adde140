"""FAILURES 1d: the mock exchange serves with a certificate of one's own, so that bad ones can be shown to a client."""

from __future__ import annotations

import datetime as dt
import http.client
import ipaddress
import ssl
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from binance_usdm_mock import MockServer

NOW = dt.datetime.now(dt.UTC)


def certificate(folder: Path, address: str, until: dt.datetime) -> Path:
    """A certificate signed by itself, with its key, as a file."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mock")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(NOW - dt.timedelta(days=30))
        .not_valid_after(until)
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address(address))]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    path = folder / f"{address}-{until:%Y%m%d}.pem"
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    path.write_bytes(secret + made.public_bytes(serialization.Encoding.PEM))
    return path


@pytest.mark.parametrize(
    ("address", "days", "problem"),
    [("127.0.0.1", 30, None), ("127.0.0.1", -1, "expired"), ("10.0.0.1", 30, "mismatch")],
)
def test_good_and_bad_certificates(address: str, days: int, problem: str | None, tmp_path: Path) -> None:
    path = certificate(tmp_path, address, NOW + dt.timedelta(days=days))
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path)
    with MockServer(seed=7, tls=context) as server:
        assert ("https://", "wss://") == (server.rest[:8], server.ws_api[:6])
        trusting = ssl.create_default_context(cafile=path)
        connection = http.client.HTTPSConnection("127.0.0.1", server.port, context=trusting, timeout=20)
        try:
            connection.request("GET", "/fapi/v1/ping")
            told = connection.getresponse().read().decode()
        except ssl.SSLCertVerificationError as error:
            told = str(error)
        finally:
            connection.close()
    assert (problem or "{}") in told
