"""Keeps a contender on the loopback interface: a wrong setting must fail here, not reach a real exchange."""

import sys

_NAMES = frozenset({"", "127.0.0.1", "::1", "localhost"})


def _refuse_others(event: str, args: tuple[object, ...]) -> None:
    if event == "socket.connect":
        address = args[1]
        host = str(address[0]) if isinstance(address, tuple) else ""
    elif event == "socket.getaddrinfo":
        host = str(args[0] or "")
    else:
        return
    if host not in _NAMES:
        message = f"the benchmark talks to 127.0.0.1 only, and a contender tried {host!r}"
        raise RuntimeError(message)


def stay_on_loopback() -> None:
    """Refuse every other address from now on, for the rest of this process."""
    sys.addaudithook(_refuse_others)
