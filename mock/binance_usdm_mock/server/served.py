"""What a server offers while it runs, whoever runs it: the exchange, faults, the record of what happened, the clock."""

from __future__ import annotations

import os
import secrets
import ssl
import string
import threading
import time
from collections import deque
from collections.abc import Callable, Mapping
from typing import Any

import attrs

from binance_usdm_api.service import WS_API_PATH

from ..clock import VirtualClock
from ..engine.ledger import Entry
from ..exchange import MockExchange
from ..faults import Fault, Faults
from ..live.controls import Controls
from ..live.meddling import Hit
from ..markets import read_market
from .admin import Admin
from .gate import Gate
from .http import HttpShell
from .message import encode
from .records import RequestRecord, told

__all__ = ["Market", "Served"]

Market = str | os.PathLike[str] | Mapping[str, Any]
"""A market script: a path, or the same as a mapping."""

_LETTERS = string.ascii_letters + string.digits


def _clock() -> int:
    return time.time_ns() // 1_000_000


def _key() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(64))


class Served:
    """What a running server offers."""

    def __init__(
        self,
        *,
        seed: int,
        host: str,
        port: int,
        balances: Mapping[str, str] | None,
        clock: Callable[[], int] | None,
        admin: bool = False,
        market: Market | None = None,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self._clock = _clock if clock is None else clock
        self._host, self._wanted_port, self._tls = host, port, tls
        self.exchange = MockExchange(seed, self._clock(), balances=balances)
        """The exchange; between requests only, or under ``lock``."""
        if market is not None:
            read_market(market, self.exchange).install(self.exchange)
        self.api_key, self.api_secret = _key(), _key()
        self.exchange.add_key(self.api_key, self.api_secret)
        self.shell = HttpShell(self.exchange, self._clock, seed)
        if admin:
            self.shell.admin = Admin(self)
        if isinstance(self._clock, VirtualClock):
            self._clock.followers.append(self._follow)

    @property
    def faults(self) -> Faults:
        """Faults on command."""
        return self.shell.faults

    @property
    def gate(self) -> Gate:
        """Budgets, strictness and clock offset."""
        return self.shell.gate

    @property
    def requests(self) -> deque[RequestRecord]:
        """Every request received, oldest first."""
        return self.shell.requests

    @property
    def lock(self) -> threading.RLock:
        """Held while a request is carried out."""
        return self.shell.lock

    @property
    def port(self) -> int:
        """The port served; 0 before the start."""
        return self.shell.port

    @property
    def rest(self) -> str:
        """Origin of the REST service."""
        return f"{'https' if self._tls else 'http'}://{self._host}:{self.port}"

    @property
    def streams(self) -> str:
        """Origin of the streams."""
        return f"{'wss' if self._tls else 'ws'}://{self._host}:{self.port}"

    @property
    def ws_api(self) -> str:
        """Address of the WebSocket API."""
        return f"{self.streams}{WS_API_PATH}"

    @property
    def live(self) -> Controls:
        """Connections, streams and account events on command."""
        return Controls(self.shell.hub, self.shell.lock)

    def now(self) -> int:
        """The instant by the clock that the server runs on."""
        return self._clock()

    @property
    def clock(self) -> VirtualClock:
        """The clock this server was given.

        Raises:
            RuntimeError: It runs on the machine's clock, which nobody can advance.
        """
        if not isinstance(self._clock, VirtualClock):
            raise RuntimeError("this server runs on real time; start it as MockServer(clock=VirtualClock(start_ms))")
        return self._clock

    def _follow(self, now_ms: int) -> None:
        with self.lock:
            self.exchange.advance(now_ms)

    def event_log(self) -> bytes:
        """What was asked and what truly happened, a JSON object a line; equal for equal scripts on a virtual clock."""
        with self.lock:
            rows: list[dict[str, Any]] = [{"request": told(record)} for record in self.requests]
            rows += [{"event": entry._asdict()} for entry in self.exchange.ledger.entries]
            rows += [{"hit": attrs.asdict(hit)} for hit in self.hits]
        return b"".join(encode(row) + b"\n" for row in rows)

    # What the routes under /mock/ need.

    @property
    def entries(self) -> list[Entry]:
        """The ledger."""
        return self.exchange.ledger.entries

    @property
    def hits(self) -> deque[Hit]:
        """Faults that hit something on a WebSocket, oldest first."""
        return self.shell.meddler.hits

    @property
    def fault_list(self) -> tuple[Fault, ...]:
        """The faults in force."""
        return self.faults.all

    def add_faults(self, text: str, name: str) -> int:
        """Add the faults of a text in the form of a fault file; ``name`` is what complaints call it."""
        return self.faults.parse(text, name)

    def clear_faults(self) -> None:
        """Remove all faults."""
        self.faults.clear()

    def turn_clock(self, offset_ms: int | None, drift_ppm: float, advance_ms: int) -> int:
        """Shift the clock shown to clients, or let time pass on a virtual clock; returns the instant shown."""
        if advance_ms:
            if not isinstance(self._clock, VirtualClock):
                raise ValueError("this server runs on real time, which cannot be advanced")
            self._clock.advance(advance_ms)
        if offset_ms is not None or drift_ppm:
            self.gate.set_clock(offset_ms or 0, drift_ppm)
        return self.gate.shown_now
