"""Read the one origin a transport talks to.

Rules of this module:

- Pure: text in, host, port and authority out; nothing is resolved here.
- Without TLS only the loopback interface is reachable: keys and orders never cross a network in clear text.
- No user information, path or query: an origin with more in it is a mistake that would be dropped silently.
"""

from ipaddress import ip_address
from urllib.parse import urlsplit

_PORTS = {"https": 443, "http": 80}


class Origin:
    """Where a transport connects.

    Args:
        text: Such as "https://fapi.binance.com" or "http://127.0.0.1:8080".

    Raises:
        ConfigError: The text is not an origin, or asks for clear text beyond the loopback interface.
    """

    __slots__ = ("authority", "host", "literal", "port", "secure")

    host: str
    port: int
    secure: bool
    literal: bool
    """True when the host is an address, which needs no resolver."""
    authority: str
    """Value of the `Host` header."""

    def __init__(self, text: str) -> None:
        try:
            parts = urlsplit(text)
            port = parts.port
            host = parts.hostname or ""
        except ValueError:
            raise _refused("is not a URL", "Give one such as https://fapi.binance.com") from None
        if "@" in parts.netloc:
            raise _refused("contains user information", "Leave out everything before the @")
        if parts.scheme not in _PORTS or not host or not host.isascii() or any(c <= " " for c in text):
            raise _refused("is not an http or https origin", "Give one such as https://fapi.binance.com")
        if parts.path not in ("", "/") or parts.query or parts.fragment:
            raise _refused("has a path, query or fragment", "Give scheme, host and port only")
        self.host = host
        self.secure = parts.scheme == "https"
        self.port = _PORTS[parts.scheme] if port is None else port
        self.literal, loopback = _address(host)
        if not self.secure and not loopback:
            raise _refused("is not encrypted and not on this machine", "Use https, or a loopback address for a mock")
        shown = f"[{host}]" if ":" in host else host
        self.authority = shown if self.port == _PORTS[parts.scheme] else f"{shown}:{self.port}"

    def __repr__(self) -> str:
        return f"Origin({'https' if self.secure else 'http'}://{self.authority})"


def _address(host: str) -> tuple[bool, bool]:
    try:
        return True, ip_address(host).is_loopback
    except ValueError:
        return False, host == "localhost" or host.endswith(".localhost")


def _refused(what: str, hint: str) -> Exception:
    from binance_usdm_api.errors import ConfigError

    # The text itself stays out: what is wrong with an origin is often a password in it.
    return ConfigError(f"The address of the server {what}.", hint=hint)
