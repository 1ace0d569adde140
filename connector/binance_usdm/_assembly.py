"""What both clients are made of: a core with real time and chance, a budget from the catalogue, a transport.

Nothing is sent and no HTTP or TLS library is loaded while a client is being made.
"""

from __future__ import annotations

import logging
import os
import time
from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, TypeVar

from binance_usdm_api import OPERATIONS, Carrier, Operation
from binance_usdm_api.errors import ConfigError, InvalidParameter, NotSent

from .core._ambient import Ambient, spell_id
from .core._flow import Core
from .core._limits import Budget, LocalBudget
from .core._settings import Settings
from .transport._message import TransportFault

if TYPE_CHECKING:
    import ssl

    from ._pace import Pace
    from .auth import Credentials
    from .environment import Environment
    from .transport import AsyncTransport, Transport
    from .ws_api._socket import ApiSocket

__all__ = ["make_core", "proxy_for", "real_ambient"]

T = TypeVar("T")

log = logging.getLogger("binance_usdm")
log.addHandler(logging.NullHandler())

VERSION = "0.1.0"
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")


def _chance() -> float:
    return int.from_bytes(os.urandom(7), "big") / (1 << 56)


def _new_id() -> str:
    return spell_id(os.urandom(15))


def _wall_ms() -> int:
    return time.time_ns() // 1_000_000


def real_ambient() -> Ambient:
    """Time, chance and ids of this host."""
    return Ambient(time.monotonic, _wall_ms, _chance, _new_id)


def make_budget(settings: Settings) -> LocalBudget:
    """The budgets of this process, from the pools of the catalogue."""
    from binance_usdm_api.service import HEADERS, POOLS

    pools = {name: [(window.limit, window.seconds) for window in pool.windows] for name, pool in POOLS.items()}
    names = (HEADERS.used_weight.lower(), HEADERS.orders_10s.lower(), HEADERS.orders_1m.lower())
    return LocalBudget(pools, names, settings.reserve, settings.warn_at)


def make_core(
    settings: Settings | None, credentials: Credentials | None, budget: Budget | None, ambient: Ambient | None
) -> Core:
    """The core of a client."""
    chosen: Any = settings if settings is not None else Settings()
    if not isinstance(chosen, Settings):
        raise ConfigError(
            f"settings must be a Settings, got {type(chosen).__name__}.", hint="Settings(recv_window=3000)"
        )
    return Core(
        chosen,
        ambient or real_ambient(),
        budget if budget is not None else make_budget(chosen),
        credentials,
        f"binance-usdm/{VERSION}",
    )


def proxy_for(origin: str, proxy: str | None, environ: Mapping[str, str] | None = None) -> str | None:
    """The proxy for an origin: the argument, else the usual environment variables; none for loopback addresses.

    The log says that a proxy is in use, without its credentials.
    """
    if proxy is None:
        # Looking for proxies is dear on some systems; most have none of the variables.
        names = (environ if environ is not None else os.environ).keys()
        if not any(name.lower() in ("https_proxy", "all_proxy", "http_proxy") for name in names):
            return None
        from urllib.parse import urlsplit
        from urllib.request import getproxies, proxy_bypass

        parts = urlsplit(origin)
        host = parts.hostname or ""
        proxies = getproxies()
        if host in ("localhost", "::1") or host.startswith("127.") or proxy_bypass(host):
            return None
        proxy = proxies.get(parts.scheme) or proxies.get("all")
    if not proxy:
        return None
    log.warning("proxy in use host=%s for=%s", check_proxy(proxy), origin)
    return proxy


def check_proxy(proxy: Any) -> str:
    """Refuse what is no address of a proxy, without showing what may be its password.

    Returns:
        Its host.

    Raises:
        ConfigError: It is no URL with a host and a scheme that a proxy can have.
    """
    from urllib.parse import urlsplit

    try:
        parts = urlsplit(proxy if isinstance(proxy, str) else "")
        host, _ = parts.hostname, parts.port
    except ValueError:
        parts, host = urlsplit(""), None
    if parts.scheme not in _PROXY_SCHEMES or not host:
        raise ConfigError(
            "proxy is not the address of a proxy.",
            hint=f"Give a URL such as http://proxy.example:3128; schemes: {', '.join(_PROXY_SCHEMES)}.",
        )
    return host


def check_credentials(credentials: Any) -> None:
    """Refuse what is no Credentials object, without showing it."""
    if credentials is None:
        return
    from .auth import Credentials

    if not isinstance(credentials, Credentials):
        raise ConfigError(
            f"credentials must be a Credentials object, got {type(credentials).__name__}.",
            hint="Credentials(api_key, api_secret) or Credentials.from_env().",
        )


def choose_carrier(carrier: Carrier | str) -> Carrier:
    """A carrier by name.

    Raises:
        ConfigError: There is no such carrier.
    """
    try:
        return Carrier(carrier)
    except ValueError:
        names = ", ".join(member.value for member in Carrier)
        raise ConfigError(
            f"carrier must be one of {names}, got {carrier!r}.", hint="Leave it out to use auto."
        ) from None


def make_socket(
    environment: Environment,
    core: Core,
    proxy: str | None,
    tls: ssl.SSLContext | None,
    pace: Pace,
    make: type[ApiSocket],
) -> ApiSocket:
    """The kept connection to the WebSocket API.

    Raises:
        ConfigError: The environment has no WebSocket API.
    """
    url = environment.ws_api
    if url is None:
        raise ConfigError(
            f"{environment.name} has no WebSocket API.", hint="Leave carrier out: REST carries every call."
        )
    return make(
        url,
        core.ambient.random,
        core.make_logon,
        pace,
        core.ambient.monotonic,
        connect_timeout=core.settings.connect_timeout,
        tls=tls,
        proxy=proxy_for(environment.rest, proxy),
    )


def resolve_environment(environment: str | Environment | None) -> Environment:
    """The environment a client talks to."""
    from .environment import Environment

    return Environment.resolve(environment)


def find_operation(operation: str | Operation[T]) -> Operation[T]:
    """An operation by id or as it is.

    Raises:
        InvalidParameter: There is none; close spellings are named.
    """
    if isinstance(operation, Operation):
        return operation
    found = OPERATIONS.get(operation)
    if found is None:
        import difflib

        close = difflib.get_close_matches(str(operation), list(OPERATIONS), 3)
        raise InvalidParameter(
            "operation",
            operation,
            f"one of {len(OPERATIONS)} ids, such as klines or new_order",
            reason="there is no such operation",
            hint=f"Did you mean {', '.join(close)}?" if close else "docs/reference lists them.",
        )
    return found


def closed(operation: str) -> NotSent:
    """The error for a call on a closed client."""
    return NotSent(
        "the client is closed", kind="closed", operation=operation, hint="Make a new client.", retryable=False
    )


def make_transport(
    origin: str, settings: Settings, given: Any, proxy: str | None, tls: ssl.SSLContext | None
) -> Transport:
    """The blocking transport: the caller's own, httpx where a proxy is needed, else the fast one."""
    from .transport import BlockingTransport, HttpxTransport

    if given is not None:
        # A client of httpx can build requests; a transport cannot.
        if hasattr(given, "build_request"):
            return HttpxTransport(given, connect_timeout=settings.connect_timeout, max_body=settings.max_body)
        own: Transport = given
        return own
    chosen = proxy_for(origin, proxy)
    if chosen is not None:
        import httpx

        with _explaining_socks():
            client = httpx.Client(base_url=origin, proxy=chosen, verify=_verifying(tls), trust_env=False)
        return HttpxTransport(
            client, connect_timeout=settings.connect_timeout, max_body=settings.max_body, close_client=True
        )
    return BlockingTransport(
        origin,
        connect_timeout=settings.connect_timeout,
        max_connections=settings.max_connections,
        max_body=settings.max_body,
        tls=tls,
    )


def make_async_transport(
    origin: str, settings: Settings, given: Any, proxy: str | None, tls: ssl.SSLContext | None
) -> AsyncTransport:
    """The asynchronous twin of ``make_transport``."""
    from .transport import AsyncioTransport, HttpxAsyncTransport

    if given is not None:
        if hasattr(given, "build_request"):
            return HttpxAsyncTransport(given, connect_timeout=settings.connect_timeout, max_body=settings.max_body)
        own: AsyncTransport = given
        return own
    chosen = proxy_for(origin, proxy)
    if chosen is not None:
        import httpx

        with _explaining_socks():
            client = httpx.AsyncClient(base_url=origin, proxy=chosen, verify=_verifying(tls), trust_env=False)
        return HttpxAsyncTransport(
            client, connect_timeout=settings.connect_timeout, max_body=settings.max_body, close_client=True
        )
    return AsyncioTransport(
        origin,
        connect_timeout=settings.connect_timeout,
        max_connections=settings.max_connections,
        max_body=settings.max_body,
        tls=tls,
    )


def _verifying(tls: ssl.SSLContext | None) -> ssl.SSLContext:
    # Behind a proxy the exchange's certificate is checked no less, and against the same roots.
    from .transport._tls import checked_context, tls_context

    return tls_context() if tls is None else checked_context(tls)


@contextmanager
def _explaining_socks() -> Generator[None, None, None]:
    try:
        yield
    except ImportError:
        raise ConfigError(
            "A SOCKS proxy needs an optional package that is not installed.", hint="Run: pip install 'httpx[socks]'"
        ) from None


def not_connected(fault: TransportFault) -> NotSent:
    """The error for a WebSocket API that is not ready in time."""
    return NotSent(
        fault.detail,
        kind=fault.kind.value,
        operation="connect",
        hint="REST carries every call meanwhile; connecting goes on in the background.",
    )
