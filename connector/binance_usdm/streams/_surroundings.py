"""What streams need of a client: where they are, time and chance, trust, and calls for repairs."""

from __future__ import annotations

import ssl
from collections.abc import Awaitable, Callable, Mapping
from functools import cached_property
from itertools import count

import attrs

from binance_usdm_api.errors import ConfigError

from .._pace import Pace
from ..core._ambient import Ambient

__all__ = ["Surroundings"]

Call = Callable[[str, Mapping[str, object]], Awaitable[object]]


@attrs.define(slots=False)
class Surroundings:
    """What all streams of a client share.

    Attributes:
        origin: Such as ``wss://fstream.binance.com``.
        ambient: Time and chance.
        given_tls: The caller's own TLS context.
        proxy: The proxy that is configured for the origin, which streams cannot use.
        call: Calls an operation and returns its result, for repairs.
        pace: The limit on connection attempts, shared with all sockets of the client.
    """

    origin: str
    ambient: Ambient
    given_tls: ssl.SSLContext | None
    proxy: str | None
    call: Call
    pace: Pace
    numbers: count[int] = attrs.field(factory=lambda: count(1))

    @cached_property
    def _context(self) -> ssl.SSLContext:
        from ..transport._tls import checked_context, tls_context

        return tls_context() if self.given_tls is None else checked_context(self.given_tls)

    def tls(self) -> ssl.SSLContext | None:
        """The TLS context; None where the origin has no TLS, which only the loopback interface may."""
        return self._context if self.origin.startswith("wss://") else None

    def check(self) -> None:
        """Refuse what streams cannot do.

        Raises:
            ConfigError: A proxy is configured.
        """
        if self.proxy is not None:
            raise ConfigError(
                "Streams cannot go through a proxy, and one is configured for this client.",
                hint="Open streams with a client without proxy; NO_PROXY names hosts that the variables leave alone.",
            )
        if self.given_tls is not None and self.origin.startswith("wss://"):
            self.tls()


def surroundings_of(
    origin: str, ambient: Ambient, tls: ssl.SSLContext | None, proxy: str | None, call: Call, pace: Pace
) -> Surroundings:
    """What a client has for its streams.

    Args:
        origin: Such as ``wss://fstream.binance.com``.
        ambient: Time and chance.
        tls: The caller's own TLS context.
        proxy: The proxy given to the client.
        call: Calls an operation.
        pace: The limit on connection attempts.
    """
    from .._assembly import proxy_for

    # The variables for proxies are named after http and https.
    return Surroundings(origin, ambient, tls, proxy_for(origin.replace("ws", "http", 1), proxy), call, pace)
