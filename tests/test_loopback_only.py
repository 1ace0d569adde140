"""No test reaches a real exchange: connections, datagrams and look-ups leave neither the test nor its children."""

import asyncio
import socket
import subprocess
import sys

import pytest

# An address and a name that documentation may use and nobody serves (RFC 5737, RFC 2606).
ADDRESS = "192.0.2.1"
NAME = "exchange.example"
REFUSAL = "only talk to the loopback interface"


def test_a_connection_is_refused_before_it_leaves(refused_connections: list[str]) -> None:
    """The refusal is no OSError, which the product would take for a network failure."""
    with socket.socket() as stream, pytest.raises(RuntimeError, match=REFUSAL):
        stream.connect((ADDRESS, 443))
    assert [f"socket.connect {ADDRESS}"] == refused_connections
    refused_connections.clear()


def test_a_datagram_is_refused(refused_connections: list[str]) -> None:
    """A datagram needs no connection."""
    with socket.socket(type=socket.SOCK_DGRAM) as datagrams, pytest.raises(RuntimeError, match=REFUSAL):
        datagrams.sendto(b"x", (ADDRESS, 53))
    refused_connections.clear()


async def test_a_lookup_is_refused_in_any_thread(refused_connections: list[str]) -> None:
    """Asyncio resolves in a thread of its own."""
    with pytest.raises(RuntimeError, match=REFUSAL):
        await asyncio.get_running_loop().getaddrinfo(NAME, 443)
    assert [f"socket.getaddrinfo {NAME}"] == refused_connections
    refused_connections.clear()


def test_a_name_that_cannot_exist_fails_like_one() -> None:
    """Tests of a failing look-up get one answer everywhere, and without a network."""
    with pytest.raises(socket.gaierror):
        socket.getaddrinfo("exchange.invalid", 443)


def test_loopback_is_open() -> None:
    """The mock exchange lives there."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        with socket.create_connection(("localhost", port), timeout=5):
            connection, _ = server.accept()
            connection.close()


def test_a_child_process_is_guarded_too() -> None:
    """The command line runs as one, and its default environment is the live exchange."""
    program = f"import socket; socket.create_connection(({ADDRESS!r}, 443), timeout=5)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False, timeout=60)
    assert 0 != done.returncode
    assert REFUSAL in done.stderr
