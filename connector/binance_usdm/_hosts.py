"""Judge the address that signed requests would go to.

Rules of this module:

- Pure: nothing is resolved or connected.
- Without TLS only the loopback interface is reachable: keys and orders never cross a network in clear text.
- Whoever gets a signed request can replay it for some seconds, so a host that only looks like one of the exchange is
  refused: its name with another ending, in front of another domain, misspelt, or in another alphabet.
- A host of another kind, such as a gateway of the user's, is allowed; `official` tells it apart, for a warning.
- Whatever is in front of an `@` or behind the host is never shown.
"""

import re
from ipaddress import ip_address
from typing import NamedTuple
from urllib.parse import urlsplit

from binance_usdm_api.errors import ConfigError, printable

_SECURE = {"https": True, "wss": True, "http": False, "ws": False}
_PORTS = {True: 443, False: 80}
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]{0,61}[a-z0-9_])?")
_ORIGIN = re.compile(r"(?<=[^:/?#])[/?#].*", re.DOTALL)
_DOMAINS = ("binance.com", "binancefuture.com")
_BRANDS = ("binance", "binancefuture")
_NOT_FOR_SALE = frozenset({"corp", "example", "home", "internal", "invalid", "lan", "local", "test"})
# One letter beside a brand, and a word of its own.
_INNOCENT = frozenset({"finance"})
_LONGEST = 2048
# Digits and letters that pass for others at a glance.
_LOOKS = str.maketrans("0134578", "oieastb")


class Address(NamedTuple):
    """A judged address."""

    secure: bool
    loopback: bool
    host: str
    port: int | None
    """None for the port that belongs to the scheme."""
    path: str

    @property
    def authority(self) -> str:
        """Host and port as a URL has them."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return host if self.port is None else f"{host}:{self.port}"

    @property
    def official(self) -> bool:
        """True for a host under a domain of the exchange."""
        return self.host.endswith(tuple(f".{domain}" for domain in _DOMAINS))


def address(text: str, what: str) -> Address:
    """Return the judged parts of a URL.

    Args:
        text: The URL.
        what: How messages call it, such as "The environment".

    Raises:
        ConfigError: It is no URL of a server that may be talked to.
    """
    if len(text) > _LONGEST or not text.isprintable() or " " in text or "\\" in text:
        raise _refused(what, None, "has a space, a backslash or an unprintable character in it", "Copy it again.")
    if "@" in text:
        raise _refused(
            what, None, "has user information in it", "Leave out everything up to the @; keys go into Credentials."
        )
    try:
        parts = urlsplit(text)
        host, port = (parts.hostname or "").removesuffix("."), parts.port
    except ValueError:
        raise _refused(what, text, "is not a URL, or its port is not a number up to 65535", _EXAMPLE) from None
    secure = _SECURE.get(parts.scheme)
    if secure is None or not host:
        raise _refused(what, text, "is not an http, https, ws or wss address", _EXAMPLE)
    if port == 0:
        raise _refused(what, text, "has port 0", "Give the port that the server listens on.")
    if parts.query or parts.fragment or text.endswith(("?", "#")):
        raise _refused(what, text, "has a query or fragment", "Give scheme, host and port only.")
    loopback = _check_host(what, text, host)
    if not secure and not loopback:
        raise _refused(
            what, text, "is not encrypted and not on this machine", "Use https://, or a loopback address for a mock."
        )
    return Address(secure, loopback, host, None if port == _PORTS[secure] else port, parts.path.rstrip("/"))


_EXAMPLE = "Give one such as https://fapi.binance.com or http://127.0.0.1:8080."


def _check_host(what: str, text: str, host: str) -> bool:
    try:
        return ip_address(host).is_loopback
    except ValueError:
        pass
    labels = host.split(".")
    if not host.isascii() or any(label.startswith("xn--") for label in labels):
        raise _refused(
            what,
            text,
            "has a host with letters beyond ASCII, as look-alikes of known hosts do",
            "Type the host by hand.",
        )
    if len(host) > 253 or not all(_LABEL.fullmatch(label) for label in labels):
        raise _refused(what, text, "has a host name that cannot exist", _EXAMPLE)
    if host == "localhost" or host.endswith(".localhost"):
        return True
    if _resembles(labels):
        raise _refused(
            what,
            text,
            "looks like a host of the exchange and is none",
            "Its hosts are under binance.com and binancefuture.com. A signed request sent elsewhere can be misused.",
        )
    return False


def _resembles(labels: list[str]) -> bool:
    if ".".join(labels[-2:]) in _DOMAINS or labels[-1] in _NOT_FOR_SALE:
        return False
    # fapi.binance.com.example.org, binance-com.example.org
    whole = f".{'.'.join(labels)}.".replace("-", ".")
    if any(f".{domain}." in whole for domain in _DOMAINS):
        return True
    # The name that was bought: binance.cc, binance.co.uk, binnance.com, b1nance.com, binance-api.com
    bought = labels[-3:-1] if len(labels) > 2 and len(labels[-2]) <= 3 else labels[-2:-1]
    plain = [label.translate(_LOOKS) for label in bought]
    return any(_near(part, brand) for brand in _BRANDS for label in plain for part in (label, *label.split("-")))


def _near(text: str, brand: str) -> bool:
    """Say whether one letter added, left out, changed or swapped with its neighbour makes one of the other."""
    if text == brand or text in _INNOCENT or abs(len(text) - len(brand)) > 1:
        return text == brand
    start = next((at for at, (one, other) in enumerate(zip(text, brand, strict=False)) if one != other), None)
    if start is None:
        return True
    rest, wanted = text[start:], brand[start:]
    swapped = len(rest) > 1 and rest[1::-1] + rest[2:] == wanted
    return rest[1:] == wanted[1:] or rest[1:] == wanted or rest == wanted[1:] or swapped


def _refused(what: str, text: str | None, why: str, hint: str) -> ConfigError:
    # A path or query may hold a listen key or a signature.
    shown = "" if text is None else f" {printable(repr(_ORIGIN.sub('', text)), 120)}"
    return ConfigError(f"{what}{shown} {why}.", hint=hint)
