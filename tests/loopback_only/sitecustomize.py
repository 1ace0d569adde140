"""Keeps this interpreter's connections on the loopback interface, so that no test ever reaches a real exchange.

tests/conftest.py loads this for the test process and puts the folder on PYTHONPATH, from where Python imports a module
of this name at the start of every process that a test starts. An audit hook sees what every Python library does with
sockets; it imports next to nothing, so tests of what `import binance_usdm` loads stay true.
"""

import sys

REFUSED: list[str] = []
"""What was refused in this process, oldest first; the session's fixture fails the test that caused it."""

_CONNECTING = frozenset({"socket.connect", "socket.sendto", "socket.sendmsg"})
_RESOLVING = frozenset({"socket.getaddrinfo", "socket.gethostbyname", "socket.gethostbyname_ex"})
_LOOPBACK_NAMES = frozenset({"", "localhost", "::1"})


def _is_loopback(host: str) -> bool:
    return host in _LOOPBACK_NAMES or (host.startswith("127.") and host.replace(".", "").isdigit())


def _refuse(event: str, host: str) -> None:
    REFUSED.append(f"{event} {host}")
    message = f"tests may only talk to the loopback interface, and this was {event} to {host!r}"
    raise RuntimeError(message)


def _stay_on_loopback(event: str, args: tuple[object, ...]) -> None:
    if event in _CONNECTING:
        address = args[1]
        # Unix sockets have str or bytes addresses; sendmsg on a connected socket has None.
        if isinstance(address, tuple) and not _is_loopback(str(address[0])):
            _refuse(event, str(address[0]))
    elif event in _RESOLVING:
        name = args[0]
        host = (name.decode("ascii", "replace") if isinstance(name, bytes) else str(name or "")).lower()
        # RFC 6761 promises that .invalid never resolves: tests of a failing look-up use it, with one answer everywhere.
        if host.endswith(".invalid"):
            raise sys.modules["_socket"].gaierror(-2, "Name or service not known")
        # A numeric address is not looked up anywhere; connecting to it is judged above.
        if not (_is_loopback(host) or ":" in host or host.replace(".", "").isdigit()):
            _refuse(event, host)


sys.addaudithook(_stay_on_loopback)
