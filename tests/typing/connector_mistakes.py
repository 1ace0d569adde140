"""Calls of the connector that a type checker must refuse; each marked line is an error, or the mark itself is one."""

from __future__ import annotations

from binance_usdm import AsyncClient, Client, Settings
from binance_usdm.streams import Gap, agg_trade, book_ticker
from binance_usdm_api import UnknownEvent
from binance_usdm_api.models import AggTradeEvent


def refused(client: Client, aio: AsyncClient) -> None:
    """Misspelt and wrong arguments, floats for money, order types that do not exist, forgotten parts."""
    Client(enviroment="testnet")  # type: ignore[call-arg]
    AsyncClient(credentials="key")  # type: ignore[arg-type]
    Settings(timeout="5")  # type: ignore[arg-type]
    client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=0.1, price="1")  # type: ignore[arg-type]
    client.place_order(symbol="BTCUSDT", side="BUY", type="LIMT", quantity="1")  # type: ignore[arg-type]
    client.place_order(symbol="BTCUSDT", side="BUY", quantity="1")  # type: ignore[call-arg]
    client.place_order(symbol="BTCUSDT", side="BUY", type="MARKET", stop="1")  # type: ignore[call-arg]
    client.symbol("BTCUSDT").round_quantity(0.1, "ROUND_DOWN")  # type: ignore[arg-type]
    client.symbol("BTCUSDT").round_quantity("0.1")  # type: ignore[call-arg]


def _trade(event: AggTradeEvent | UnknownEvent) -> None: ...


async def refused_streams(client: Client, aio: AsyncClient) -> None:
    """Gaps and other events that were not reckoned with, misspelt options, streams by name."""
    async for event in aio.streams.subscribe(agg_trade("BTCUSDT")):
        _ = event.price  # type: ignore[union-attr]
    for found in client.streams.subscribe(agg_trade("BTCUSDT"), book_ticker("BTCUSDT"), gaps=False):
        if not isinstance(found, UnknownEvent):
            _ = found.quantity  # type: ignore[union-attr]
    client.streams.listen(agg_trade("BTCUSDT"), callback=_trade)  # type: ignore[arg-type]
    aio.streams.listen(agg_trade("BTCUSDT"), book_ticker("BTCUSDT"), callback=_trade, gaps=False)  # type: ignore[arg-type]
    aio.streams.subscribe(agg_trade("BTCUSDT"), gap=False)  # type: ignore[call-overload]
    aio.streams.subscribe("btcusdt@aggTrade")  # type: ignore[call-overload]


def gap_of(event: AggTradeEvent | Gap) -> None:
    """A gap is no event of the market."""
    _trade(event)  # type: ignore[arg-type]
