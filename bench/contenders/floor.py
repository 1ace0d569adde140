"""The floor: a socket by hand, a request in one f-string, nothing around it.

No pool, no limits, no retries, no check of what comes back but the status. The order's answer stays bytes; klines and
the exchange's rules are decoded into hand-written msgspec Structs with Decimal where they hold numbers, because there
the decoding is the work.
"""

import asyncio
import hmac
import socket
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

import msgspec
from harness import answers
from harness.flight import keep_in_flight

_SECRET = answers.API_SECRET.encode()
_ROOM = 2 * 1024 * 1024


class _Filter(msgspec.Struct, tag_field="filterType", frozen=True):
    pass


class _PriceFilter(_Filter, tag="PRICE_FILTER", rename="camel", frozen=True):
    max_price: Decimal
    min_price: Decimal
    tick_size: Decimal


class _LotSize(_Filter, tag="LOT_SIZE", rename="camel", frozen=True):
    max_qty: Decimal
    min_qty: Decimal
    step_size: Decimal


class _MarketLotSize(_Filter, tag="MARKET_LOT_SIZE", rename="camel", frozen=True):
    max_qty: Decimal
    min_qty: Decimal
    step_size: Decimal


class _MaxOrders(_Filter, tag="MAX_NUM_ORDERS", frozen=True):
    limit: int


class _MaxAlgoOrders(_Filter, tag="MAX_NUM_ALGO_ORDERS", frozen=True):
    limit: int


class _MinNotional(_Filter, tag="MIN_NOTIONAL", frozen=True):
    notional: Decimal


class _PercentPrice(_Filter, tag="PERCENT_PRICE", rename="camel", frozen=True):
    multiplier_up: Decimal
    multiplier_down: Decimal
    multiplier_decimal: Decimal


class _PositionRisk(_Filter, tag="POSITION_RISK_CONTROL", rename="camel", frozen=True):
    position_control_side: str


class _Symbol(msgspec.Struct, rename="camel", frozen=True):
    symbol: str
    pair: str
    contract_type: str
    delivery_date: int
    onboard_date: int
    status: str
    maint_margin_percent: Decimal
    required_margin_percent: Decimal
    base_asset: str
    quote_asset: str
    margin_asset: str
    price_precision: int
    quantity_precision: int
    base_asset_precision: int
    quote_precision: int
    underlying_type: str
    underlying_sub_type: list[str]
    trigger_protect: Decimal
    liquidation_fee: Decimal
    market_take_bound: Decimal
    filters: list[
        _PriceFilter
        | _LotSize
        | _MarketLotSize
        | _MaxOrders
        | _MaxAlgoOrders
        | _MinNotional
        | _PercentPrice
        | _PositionRisk
    ]
    order_types: list[str]
    time_in_force: list[str]


class _ExchangeInfo(msgspec.Struct, rename="camel", frozen=True):
    server_time: int
    symbols: list[_Symbol]


class _Kline(msgspec.Struct, array_like=True, frozen=True):
    open_time: int
    open: Decimal
    high: Decimal
    low: Decimal
    close: Decimal
    volume: Decimal
    close_time: int
    quote_volume: Decimal
    trades: int
    taker_volume: Decimal
    taker_quote_volume: Decimal
    ignore: str


def _order_bytes() -> bytes:
    query = (
        "symbol=BTCUSDT&side=BUY&type=LIMIT&timeInForce=GTC&quantity=0.01&price=60000"
        f"&timestamp={time.time_ns() // 1_000_000}"
    )
    signature = hmac.digest(_SECRET, query.encode(), "sha256").hex()
    return (
        f"POST /fapi/v1/order?{query}&signature={signature} HTTP/1.1\r\nHost: 127.0.0.1\r\n"
        f"X-MBX-APIKEY: {answers.API_KEY}\r\nContent-Length: 0\r\n\r\n"
    ).encode()


def _whole(buffer: bytearray, filled: int) -> bytes | None:
    """The body, once all of it is there."""
    end = buffer.find(b"\r\n\r\n", 0, filled)
    if end < 0:
        return None
    named = buffer.find(b"Content-Length: ", 0, end) + 16
    length = int(buffer[named : buffer.find(b"\r", named)])
    if filled < end + 4 + length:
        return None
    assert buffer.startswith(b"HTTP/1.1 200")
    return bytes(memoryview(buffer)[end + 4 : end + 4 + length])


class Blocking:
    """A connection by hand."""

    def __init__(self, origin: str) -> None:
        address = urlsplit(origin)
        self._socket = socket.create_connection((address.hostname, address.port))
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        self._buffer = bytearray(_ROOM)
        self._view = memoryview(self._buffer)

    def send(self, request: bytes) -> bytes:
        """Send a request; the body of its answer."""
        self._socket.sendall(request)
        filled = 0
        while True:
            got = self._socket.recv_into(self._view[filled:])
            assert got, "the canned server closed the connection"
            filled += got
            body = _whole(self._buffer, filled)
            if body is not None:
                return body


class _Waiting(asyncio.BufferedProtocol):
    def __init__(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._buffer = bytearray(_ROOM)
        self._view = memoryview(self._buffer)
        self._filled = 0
        self._answer: asyncio.Future[bytes] | None = None
        self._transport: Any = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self._transport = transport

    def get_buffer(self, sizehint: int) -> memoryview:  # noqa: ARG002 - asyncio's signature
        return self._view[self._filled :]

    def buffer_updated(self, nbytes: int) -> None:
        self._filled += nbytes
        body = _whole(self._buffer, self._filled)
        if body is not None:
            self._filled = 0
            assert self._answer is not None
            self._answer.set_result(body)

    def send(self, request: bytes) -> asyncio.Future[bytes]:
        self._answer = self._loop.create_future()
        self._transport.write(request)
        return self._answer


async def _connect(origin: str) -> _Waiting:
    address = urlsplit(origin)
    _, protocol = await asyncio.get_running_loop().create_connection(_Waiting, address.hostname, address.port)
    return protocol


def order_sync(origin: str) -> Callable[[int], None]:
    """Signed orders one after the other on a blocking socket."""
    connection = Blocking(origin)
    assert msgspec.json.decode(connection.send(_order_bytes()))["orderId"] == answers.ORDER_ID

    def run(count: int) -> None:
        for _ in range(count):
            connection.send(_order_bytes())

    return run


async def order_async(origin: str) -> Callable[[int], Awaitable[None]]:
    """Signed orders one after the other in asyncio."""
    connection = await _connect(origin)
    assert msgspec.json.decode(await connection.send(_order_bytes()))["orderId"] == answers.ORDER_ID

    async def run(count: int) -> None:
        for _ in range(count):
            await connection.send(_order_bytes())

    return run


async def orders_in_flight(origin: str) -> Callable[[int], Awaitable[None]]:
    """Fifty connections with one signed order on each."""
    idle = [await _connect(origin) for _ in range(50)]

    async def place() -> None:
        connection = idle.pop()
        await connection.send(_order_bytes())
        idle.append(connection)

    return keep_in_flight(place)


def _get(origin: str, target: str, shape: Any, length: Callable[[Any], int], expected: int) -> Callable[[int], None]:
    connection = Blocking(origin)
    decode = msgspec.json.Decoder(shape).decode
    request = f"GET {target} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
    assert length(decode(connection.send(request))) == expected

    def run(count: int) -> None:
        for _ in range(count):
            decode(connection.send(request))

    return run


def klines(origin: str) -> Callable[[int], None]:
    """500 klines to typed rows with Decimal."""
    return _get(origin, "/fapi/v1/klines?symbol=BTCUSDT&interval=1m&limit=500", list[_Kline], len, answers.ROWS)


def exchange_info(origin: str) -> Callable[[int], None]:
    """The exchange's rules for 600 symbols to typed objects with Decimal."""
    return _get(origin, "/fapi/v1/exchangeInfo", _ExchangeInfo, lambda info: len(info.symbols), answers.SYMBOLS)
