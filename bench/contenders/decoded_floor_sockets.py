"""The floor of decoding: frames taken by picows and decoded into hand-written msgspec Structs, numbers left as text."""

from collections.abc import Awaitable, Callable
from typing import Any

import msgspec
import picows
from harness import bursts

from .floor_sockets import Counting, subscribe


class _Trade(msgspec.Struct, gc=False):
    E: int
    a: int
    s: str
    p: str
    q: str
    nq: str
    f: int
    l: int  # noqa: E741 - the wire's own name
    T: int
    m: bool


class _Ticker(msgspec.Struct, gc=False):
    u: int
    s: str
    b: str
    B: str
    a: str
    A: str
    T: int
    E: int


class _Level(msgspec.Struct, array_like=True, gc=False):
    price: str
    quantity: str


class _Depth(msgspec.Struct, gc=False):
    E: int
    T: int
    s: str
    U: int
    u: int
    pu: int
    b: list[_Level]
    a: list[_Level]


def _wrapped(model: Any) -> Any:
    return msgspec.defstruct("Wrapped", [("stream", str), ("data", model)], gc=False)


class _Decoding(Counting):
    def __init__(self, model: Any) -> None:
        super().__init__()
        self._decode = msgspec.json.Decoder(_wrapped(model)).decode
        self.last: Any = None

    def on_ws_frame(self, transport: picows.WSTransport, frame: picows.WSFrame) -> None:  # noqa: ARG002 - theirs
        payload = frame.get_payload_as_memoryview()
        # The one frame that is no event acknowledges the subscription.
        self.last = self._decode(payload) if payload[2:8] == b"stream" else None
        self.count()


async def _decoded(origin: str, path: str, stream: str, model: Any) -> Callable[[int], Awaitable[None]]:
    listener = _Decoding(model)
    await subscribe(origin, listener, path, stream)
    assert isinstance(listener.last.data, model)

    async def take(count: int) -> None:
        await listener.expect(count)

    return bursts.in_bursts(origin, stream, take)


async def agg_trades(origin: str) -> Callable[[int], Awaitable[None]]:
    """Aggregate trades as Structs."""
    return await _decoded(origin, "/market/stream", bursts.AGG_TRADE, _Trade)


async def book_tickers(origin: str) -> Callable[[int], Awaitable[None]]:
    """Best bid and ask as Structs."""
    return await _decoded(origin, "/public/stream", bursts.BOOK_TICKER, _Ticker)


async def depths(origin: str) -> Callable[[int], Awaitable[None]]:
    """Depth events as Structs."""
    return await _decoded(origin, "/public/stream", bursts.DEPTH, _Depth)
