"""What the blocking and the asynchronous client have in common: everything but I/O."""

from __future__ import annotations

from functools import partial
from threading import Lock
from typing import TYPE_CHECKING, Any

from binance_usdm_api import CallOptions, Carrier, Operation, use_printer

from . import _assembly
from ._pace import Pace
from .trading._book_of_rules import BookOfRules

if TYPE_CHECKING:
    import ssl

    from .auth import Credentials
    from .core._ambient import Ambient
    from .core._limits import Budget, PoolState
    from .core._settings import Settings
    from .environment import Environment

__all__ = ["ClientBase"]


def _text(result: object) -> str:
    from .display import table

    return table(result)


def _html(result: object) -> str | None:
    from .display import html_table

    return html_table(result)


use_printer(_text, _html)


def _refused(rules: BookOfRules, ambient: Ambient, code: int | None) -> None:
    rules.refused(code, ambient.monotonic())


class ClientBase:
    """Settings, credentials, clock and budget of a client. Making one sends nothing.

    Args:
        environment: ``live``, ``testnet``, one origin URL, or an Environment; None means BINANCE_USDM_ENV, then live.
        credentials: Key and signer; public data needs none.
        settings: Timeouts, attempts, budgets.
        transport: A transport of yours, or an httpx (httpx2) client; the default is the fast one.
        proxy: URL of a proxy; selects the httpx transport.
        tls: A TLS context with further trusted roots.
        carrier: ``auto`` uses the WebSocket API once ``connect()`` was called, ``ws`` connects it by itself, ``rest``
            never uses it.
        budget: A store of budgets shared with other clients.
        ambient: Time, chance and ids, for tests.

    Raises:
        ConfigError: A setting is wrong.
    """

    def __init__(
        self,
        *,
        environment: str | Environment | None = None,
        credentials: Credentials | None = None,
        settings: Settings | None = None,
        transport: Any = None,
        proxy: str | None = None,
        tls: ssl.SSLContext | None = None,
        carrier: Carrier | str = Carrier.AUTO,
        budget: Budget | None = None,
        ambient: Ambient | None = None,
    ) -> None:
        _assembly.check_credentials(credentials)
        if proxy is not None:
            _assembly.check_proxy(proxy)
        self.environment = _assembly.resolve_environment(environment)
        self._core = _assembly.make_core(settings, credentials, budget, ambient)
        self._proxy = proxy
        self._tls = tls
        self._given = transport
        self._carrier = _assembly.choose_carrier(carrier)
        self._lock = Lock()
        self._pace = Pace(lock=Lock())
        self._closed = False
        self._rules = BookOfRules()
        # Nothing that refers to the client: it is gone with its last user, not at the next search for cycles.
        self._core.gate.on_refusal = partial(_refused, self._rules, self._core.ambient)
        self._begin()

    def _begin(self) -> None:
        """What a client adds; its constructor is this one, so that editors and type checkers know the arguments."""

    def __repr__(self) -> str:
        return f"<{type(self).__name__} {self.environment.name}{' closed' if self._closed else ''}>"

    @property
    def closed(self) -> bool:
        """True after closing."""
        return self._closed

    def set_credentials(self, credentials: Credentials | None) -> None:
        """Use these credentials from now on; lifts the stop after rejected ones.

        Raises:
            ConfigError: It is no Credentials object.
        """
        _assembly.check_credentials(credentials)
        with self._lock:
            self._core.set_credentials(credentials)

    @property
    def limits(self) -> list[PoolState]:
        """Use of every budget now, as far as this process knows."""
        core = self._core
        with self._lock:
            return core.budget.state(core.clock.milliseconds(core.ambient.monotonic()) / 1000.0)

    def _wants_socket(self, operation: Operation[Any], options: CallOptions | None) -> bool:
        if operation.ws_api is None:
            return False
        wanted = options.carrier if options is not None and options.carrier is not None else self._carrier
        return wanted == Carrier.WS

    def _clock_reading(self) -> tuple[float, float]:
        core = self._core
        return core.clock.offset_ms(core.ambient.monotonic(), core.ambient.wall_ms()), core.clock.uncertainty_ms
