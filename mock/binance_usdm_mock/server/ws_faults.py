"""Requests of the WebSocket API on their way through the faults.

As over HTTP, nothing that is sent tells whether a request was executed before its answer went wrong.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Protocol
from urllib.parse import urlencode

import attrs
import msgspec

from binance_usdm_api.service import HEADERS

from ..exchange import MockExchange
from ..faults import Action, Alter, Change, CloseIdle, Delay, Faults, Lag, Reply
from ..live.hub import Hub
from ..live.meddling import Meddler, shaped
from ..live.mischief import WS_API
from .altering import altered
from .api_peer import ApiPeer
from .effects import apply
from .gate import Gate
from .message import Request, encode
from .records import RequestRecord
from .ws_api import Incoming

__all__ = ["RequestFaults"]

_KEY = HEADERS.api_key.lower()
_REPLY = msgspec.json.Decoder(dict[str, msgspec.Raw])


class Served(Protocol):
    """What is needed of the server."""

    @property
    def exchange(self) -> MockExchange:
        """The exchange."""
        ...

    @property
    def gate(self) -> Gate:
        """What stands before it."""
        ...

    @property
    def faults(self) -> Faults:
        """Faults on command."""
        ...

    @property
    def meddler(self) -> Meddler:
        """Faults of connections."""
        ...

    def keep(self, record: RequestRecord) -> None:
        """Remember a request."""
        ...


class RequestFaults:
    """Serves requests of the WebSocket API; a fault may come between.

    Args:
        served: The server the connections belong to.
        hub: The exchange's live side.
        clock: Instant in milliseconds.
        later: Does something after so many seconds.
    """

    def __init__(
        self, served: Served, hub: Hub, clock: Callable[[], int], later: Callable[[float, Callable[[], None]], None]
    ) -> None:
        self._served, self._hub, self._clock, self._later = served, hub, clock, later

    def carry_out(self, peer: ApiPeer, raw: bytes) -> None:
        """Serve a request."""
        incoming = peer.session.read(raw)
        name = incoming.operation.id if incoming.operation else None
        text = urlencode({key: value for key, value in incoming.params.items() if key != "apiKey"})
        key = incoming.params.get("apiKey") or (peer.session.key.name if peer.session.key else "")
        request = Request("WS", incoming.method, text, {_KEY: key}, b"", peer.address)
        record = RequestRecord(
            time=self._served.exchange.now, method="WS", path=incoming.method, operation=name, request=request
        )
        self._served.keep(record)
        faults, action = self._served.faults, None
        if faults:
            self._served.gate.earlier.wanted = faults.holds(Lag)
            action = faults.pick("WS", incoming.method, record.params, raw=raw, now_ms=record.time)
        if action is None:
            peer.answer(incoming, record)
            return
        record.fault = type(action).__name__
        if isinstance(action, Change):
            apply(self._served.gate, self._hub, action, request, record.params)
            peer.answer(incoming, record)
        elif isinstance(action, Delay):
            self._delay(peer, incoming, record, action)
        elif action.truthful:
            self._truly(peer, incoming, record, action)
        else:
            self._falsely(peer, incoming, record, action)

    def _delay(self, peer: ApiPeer, incoming: Incoming, record: RequestRecord, action: Delay) -> None:
        if action.before:
            self._later(action.seconds, partial(peer.answer, incoming, record))
        else:
            self._later(action.seconds, partial(peer.tell, incoming, peer.reply(incoming, record)))

    def _truly(self, peer: ApiPeer, incoming: Incoming, record: RequestRecord, action: Action) -> None:
        """Faults that send the exchange's own reply."""
        reply = peer.reply(incoming, record, action)
        if isinstance(action, Alter):
            frame = altered(reply, action) if action.frame else _altered_inside(reply, action)
            self._served.meddler.give(peer, WS_API, None, b"", out=shaped(frame, action))
        elif isinstance(action, CloseIdle):
            peer.tell(incoming, reply)
            self._later(action.seconds, partial(_close_idle, peer, peer.received))
        else:
            self._served.meddler.give(peer, WS_API, action, reply)

    def _falsely(self, peer: ApiPeer, incoming: Incoming, record: RequestRecord, action: Action) -> None:
        """Faults that reply, or do not reply, alike whether the request was executed or not."""
        peer.reply(incoming, record, execute=action.executed)
        if isinstance(action, Reply):
            record.status = action.status
            frame = peer.session.instead(incoming, action.status, action.body)
            repeat = 1 if frame is not action.body else action.repeat
            self._served.meddler.give(peer, WS_API, None, b"", out=shaped(frame * repeat, action))
        else:
            record.status = None
            self._served.meddler.give(peer, WS_API, action, b"")


def _altered_inside(reply: bytes, action: Alter) -> bytes:
    """A reply with its result, or its error, changed."""
    told = _REPLY.decode(reply)
    for name in ("result", "error"):
        if name in told:
            told[name] = msgspec.Raw(altered(bytes(told[name]), attrs.evolve(action, frame=True)))
    return encode(told)


def _close_idle(peer: ApiPeer, received: int) -> None:
    if peer.received == received:
        peer.close(1000)
