"""A connection of the WebSocket API: requests are handed on, replies and notices go out."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from ..engine.refusal import ExchangeError
from ..faults import Action, EngineDelay, Hide, Lag
from ..live.feed import Event
from ..live.mischief import WS_API
from ..live.peer import Peer
from .gate import Gate
from .records import RequestRecord
from .ws_api import Incoming, WsApiSession

__all__ = ["ApiPeer"]


class ApiPeer(Peer):
    """A connection of the WebSocket API.

    Args:
        gate: Budgets, keys and the exchange.
        number: Counts the connections, from 1.
        path: Path and query it was opened with.
        opened: When (ms).
        address: Host it comes from.
        query: The query alone.
        carry_out: Takes every request frame.
        send: Sends a reply, unless it is to go wrong.

    Raises:
        ExchangeError: The address is banned or has used up its budget.
    """

    def __init__(
        self,
        gate: Gate,
        number: int,
        path: str,
        opened: int,
        address: str,
        query: str,
        carry_out: Callable[[ApiPeer, bytes], None],
        send: Callable[[Peer, str, Event, bytes], None],
    ) -> None:
        super().__init__(number, path, opened, address)
        told = parse_qs(query).get("returnRateLimits", ["true"])[-1]
        self.session = WsApiSession(gate, address, return_rate_limits=told.lower() != "false")
        self.session.handshake()
        self._gate, self._carry_out, self._send = gate, carry_out, send

    def receive(self, raw: bytes, now_ms: int) -> None:  # noqa: ARG002 - the session reads the exchange's clock
        """Take a request."""
        if not self.frozen and not self.closed:
            self.received += 1
            self._carry_out(self, raw)

    def answer(self, incoming: Incoming, record: RequestRecord) -> None:
        """Admit, execute and reply."""
        self.tell(incoming, self.reply(incoming, record))

    def tell(self, incoming: Incoming, reply: bytes) -> None:
        """Send a reply."""
        self._send(self, WS_API, Event(incoming.method or "?", b""), reply)

    def reply(
        self, incoming: Incoming, record: RequestRecord, action: Action | None = None, *, execute: bool = True
    ) -> bytes:
        """Admit and execute; a fault may come between, or forbid the execution, which makes the reply empty."""
        exchange = self._gate.exchange
        try:
            self.session.admit(incoming)
            if isinstance(action, EngineDelay) and incoming.call is not None:
                self._gate.check_engine_window(incoming.call, incoming.params, action.milliseconds)
            if not execute:
                return b""
            if isinstance(action, Hide):
                exchange.hide_for = int(action.seconds * 1000)
            lag = int(action.seconds * 1000) if isinstance(action, Lag) else 0
            reply = self.session.execute(incoming, lag_ms=lag)
            record.executed, record.status = True, 200
        except ExchangeError as error:
            record.code, record.status = error.code, error.status
            return self.session.refuse(incoming, error)
        finally:
            exchange.hide_for = 0
        return reply

    def live_on(self, now_ms: int) -> None:
        """Keep the connection alive, and tell when the key logged on with is gone."""
        super().live_on(now_ms)
        notice = self.session.revoked()
        if notice is not None:
            self.push(notice)
