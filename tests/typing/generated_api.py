"""The public types of the generated package, as a type checker sees them; checked, never run."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any, assert_type

from binance_usdm_api import (
    ERRORS,
    EVENTS,
    OPERATIONS,
    STREAMS,
    CallOptions,
    Operation,
    Stream,
    Subscription,
    UnknownEvent,
    Weight,
    decode_event,
    models,
)
from binance_usdm_api.aio import AsyncMarketMethods, AsyncTradeMethods
from binance_usdm_api.api import AccountMethods, MarketMethods, TradeMethods
from binance_usdm_api.enums import KlineInterval, OrderSide, OrderStatus, PlainOrderType
from binance_usdm_api.models import BatchError, BookTicker, Kline, LeverageBrackets, NewOrderItem, OrderAck, TickerPrice
from binance_usdm_api.operations.market import KLINES
from binance_usdm_api.operations.trade import NEW_ORDER
from binance_usdm_api.streams import agg_trade, all_tickers, depth


def operations() -> None:
    """Constants know their result; the mapping does not."""
    assert_type(KLINES.decode(b""), list[Kline])
    assert_type(NEW_ORDER.decode(b""), OrderAck)
    assert_type(OPERATIONS, Mapping[str, Operation[Any]])
    assert_type(NEW_ORDER.weight({}), Weight)


def methods(market: MarketMethods, trade: TradeMethods, account: AccountMethods, symbol: str | None) -> None:
    """Enums are members or listed texts; numbers are exact; a symbol decides between one and many."""
    assert_type(market.klines(symbol="BTCUSDT", interval="1h", limit=5), list[Kline])
    rows = market.klines(symbol="BTCUSDT", interval=KlineInterval.HOUR_1, start_time=datetime.now(UTC), end_time=1)
    assert_type(rows[0].open, Decimal)
    assert_type(rows[0].open_time, int)
    assert_type(market.ticker_price(symbol="BTCUSDT"), TickerPrice)
    assert_type(market.ticker_price(), list[TickerPrice])
    assert_type(market.book_ticker(options=CallOptions(timeout=1)), list[BookTicker])
    assert_type(account.leverage_brackets(), list[LeverageBrackets])
    ack = trade.new_order(
        symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=Decimal(1), price="1", time_in_force="GTC"
    )
    assert_type(ack, OrderAck)
    assert_type(ack.status, OrderStatus)
    trade.new_order(symbol="BTCUSDT", side=OrderSide.SELL, type=PlainOrderType.MARKET, quantity=1, reduce_only=True)
    item = NewOrderItem(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1")
    assert_type(trade.place_batch_orders(batch_orders=[item, {"symbol": "BTCUSDT"}]), list[OrderAck | BatchError])


async def awaited(market: AsyncMarketMethods, trade: AsyncTradeMethods) -> None:
    """Asynchronous methods have the same results, awaited."""
    assert_type(await market.klines(symbol="BTCUSDT", interval="1h"), list[Kline])
    assert_type(await market.ticker_price(symbol="BTCUSDT"), TickerPrice)
    assert_type(await market.ticker_price(), list[TickerPrice])
    assert_type(await trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity=1), OrderAck)


def streams() -> None:
    """Builders give subscriptions that know their events; events decode to what their table says."""
    assert_type(agg_trade(symbol="BTCUSDT"), Subscription[models.AggTradeEvent | UnknownEvent])
    assert_type(all_tickers(), Subscription[list[models.TickerEvent] | UnknownEvent])
    either: list[Subscription[models.AggTradeEvent | models.DepthEvent | UnknownEvent]] = [agg_trade("BTCUSDT")]
    either.append(depth("BTCUSDT"))
    assert_type(depth(symbol="BTCUSDT", speed="100ms").stream, Stream)
    assert_type(STREAMS["agg_trade"].cadence_ms, int | None)
    assert_type(EVENTS["aggTrade"].__name__, str)
    assert_type(ERRORS[-1121].retryable, bool)
    event = decode_event(b"{}")
    if isinstance(event, models.AggTradeEvent):
        assert_type(event.price, Decimal)
        assert_type(event.event_time, int | None)
