"""A1, P1: A certificate that does not prove the server's name ends the attempt before a byte of the request leaves."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from tests.connector.transport.drivers import Drivers, fault_of, get
from tests.connector.transport.scripted_server import OK, Peer, ScriptedServer, answer_all

from binance_usdm.transport import tls_context
from binance_usdm_api.errors import ConfigError


class Authority:
    """A throw-away certificate authority."""

    def __init__(self, folder: Path, name: str) -> None:
        self.folder = folder
        self.name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
        self.key = ec.generate_private_key(ec.SECP256R1())
        self.file = folder / f"{name}.pem"
        usage = x509.KeyUsage(True, False, False, False, False, True, True, False, False)
        certificate = (
            self._builder(self.name, self.key, days=1)
            .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
            .add_extension(usage, critical=True)
            .sign(self.key, hashes.SHA256())
        )
        self.file.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))

    def server(self, host: str, days: int = 1) -> ssl.SSLContext:
        key = ec.generate_private_key(ec.SECP256R1())
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
        alternative: x509.GeneralName = x509.IPAddress(ip_address(host)) if host[0].isdigit() else x509.DNSName(host)
        certificate = (
            self._builder(name, key, days)
            .add_extension(x509.SubjectAlternativeName([alternative]), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.AuthorityKeyIdentifier.from_issuer_public_key(self.key.public_key()), critical=False)
            .sign(self.key, hashes.SHA256())
        )
        path = self.folder / f"server-{host}-{days}.pem"
        path.write_bytes(
            certificate.public_bytes(serialization.Encoding.PEM)
            + key.private_bytes(
                serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
            )
        )
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        return context

    def _builder(self, name: x509.Name, key: ec.EllipticCurvePrivateKey, days: int) -> x509.CertificateBuilder:
        end = datetime.now(UTC) + timedelta(days=days)
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(self.name)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(end - timedelta(days=10))
            .not_valid_after(end)
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        )


@pytest.fixture(scope="module")
def authority(tmp_path_factory: pytest.TempPathFactory) -> Authority:
    return Authority(tmp_path_factory.mktemp("ca"), "authority")


def test_a_verified_server_is_used_and_its_connection_kept(connect: Drivers, authority: Authority) -> None:
    big = b"HTTP/1.1 200 OK\r\nContent-Length: 300000\r\n\r\n" + b"x" * 300_000
    with ScriptedServer(answer_all(OK, big, OK), authority.server("127.0.0.1")) as server:
        driver = connect(server.origin, tls=tls_context(authority.file))
        assert [2, 300_000, 2] == [len(driver.send(get()).body) for _ in range(3)]
        assert 1 == driver.transport.connections_opened


def test_a_name_is_verified_too(connect: Drivers, authority: Authority) -> None:
    with ScriptedServer(answer_all(OK), authority.server("localhost")) as server:
        driver = connect(f"https://localhost:{server.port}", tls=tls_context(authority.file))
        assert 200 == driver.send(get()).status


@pytest.mark.parametrize("case", ["expired", "wrong host", "unknown authority"])
def test_a_certificate_that_proves_nothing_is_refused_and_nothing_sent(
    connect: Drivers, authority: Authority, case: str
) -> None:
    context = {
        "expired": lambda: authority.server("127.0.0.1", days=-1),
        "wrong host": lambda: authority.server("fapi.example"),
        "unknown authority": lambda: authority.server("127.0.0.1"),
    }[case]()
    trusted = tls_context() if case == "unknown authority" else tls_context(authority.file)
    with ScriptedServer(answer_all(OK), context) as server:
        assert ("tls", False) == fault_of(connect(server.origin, tls=trusted))
        assert [[]] == [peer.requests for peer in server.peers]


def test_the_default_trusts_the_systems_authorities_only(connect: Drivers, authority: Authority) -> None:
    with ScriptedServer(answer_all(OK), authority.server("127.0.0.1")) as server:
        assert ("tls", False) == fault_of(connect(server.origin))


def test_an_old_protocol_version_is_refused(connect: Drivers, authority: Authority) -> None:
    context = authority.server("127.0.0.1")
    context.set_ciphers("ALL:@SECLEVEL=0")
    with pytest.warns(DeprecationWarning, match="TLSv1_1"):
        context.maximum_version = ssl.TLSVersion.TLSv1_1
    with ScriptedServer(answer_all(OK), context) as server:
        assert ("tls", False) == fault_of(connect(server.origin, tls=tls_context(authority.file)))


@pytest.mark.parametrize("answer", [b"", b"HTTP/1.1 400 Bad Request\r\n\r\n"], ids=["silence then end", "clear text"])
def test_a_server_that_does_not_speak_tls_is_refused(connect: Drivers, authority: Authority, answer: bytes) -> None:
    def script(peer: Peer) -> None:
        peer.sock.recv(1)
        peer.send(answer)

    with ScriptedServer(script) as server:
        origin = server.origin.replace("http:", "https:")
        assert ("tls", False) == fault_of(connect(origin, tls=tls_context(authority.file)))


def test_a_handshake_that_never_ends_costs_the_connect_timeout(connect: Drivers, authority: Authority) -> None:
    with ScriptedServer(lambda peer: peer.wait(5)) as server:
        origin = server.origin.replace("http:", "https:")
        driver = connect(origin, tls=tls_context(authority.file), connect_timeout=0.1)
        assert ("tls", False) == fault_of(driver)


def test_an_idle_connection_that_ended_is_replaced_under_tls_too(connect: Drivers, authority: Authority) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(OK)

    with ScriptedServer(script, authority.server("127.0.0.1")) as server:
        driver = connect(server.origin, tls=tls_context(authority.file))
        driver.send(get())
        server.wait_for_end_of_first()
        driver.pause(0.05)
        assert 200 == driver.send(get()).status
        assert 2 == driver.transport.connections_opened


@pytest.mark.parametrize("marked", [True, False])
def test_a_body_until_close_needs_tls_to_say_that_this_was_all(
    connect: Drivers, authority: Authority, marked: bool
) -> None:
    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(b"HTTP/1.1 200 OK\r\n\r\nall")
        if marked:
            assert isinstance(peer.sock, ssl.SSLSocket)
            peer.sock.unwrap()

    with ScriptedServer(script, authority.server("127.0.0.1")) as server:
        driver = connect(server.origin, tls=tls_context(authority.file))
        if marked:
            assert b"all" == driver.send(get()).body
        else:
            assert ("truncated", True) == fault_of(driver)


def test_a_context_that_verifies_nothing_is_refused(connect: Drivers, tmp_path: Path) -> None:
    blind = ssl.create_default_context()
    blind.check_hostname = False
    nameless = ssl.create_default_context()
    nameless.check_hostname = False
    blind.verify_mode = ssl.CERT_NONE
    old = ssl.create_default_context()
    old.minimum_version = ssl.TLSVersion.MINIMUM_SUPPORTED
    for context in (blind, nameless, old):
        with pytest.raises(ConfigError, match="TLS context"):
            connect("https://fapi.example", tls=context)
    with pytest.raises(ConfigError, match="authorities"):
        tls_context(tmp_path / "missing.pem")
