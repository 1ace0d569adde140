"""S1: every stream of the official SDK is heard on the mock exchange, and the user stream tells what truly happened."""

from __future__ import annotations

import asyncio
import inspect
from decimal import Decimal
from typing import Any

from binance_sdk_derivatives_trading_usds_futures.websocket_streams.streams import MarketApi, PublicApi
from tests.peers.official_sdk.hearing import Listen, until
from tests.peers.official_sdk.missing import missing
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"
LOWER = {"symbol": "btcusdt"}
PERPETUAL = {"pair": "btcusdt", "contract_type": "perpetual", "interval": "1m"}
STREAMS: dict[str, dict[str, Any]] = {
    "aggregate_trade_streams": LOWER,
    "all_book_tickers_stream": {},
    "all_market_liquidation_order_streams": {},
    "all_market_mini_tickers_stream": {},
    "all_market_tickers_streams": {},
    "asset_index": {},
    "composite_index_symbol_information_streams": {"symbol": "defiusdt"},
    "continuous_contract_kline_candlestick_streams": PERPETUAL,
    "contract_info_stream": {},
    "diff_book_depth_streams": {**LOWER, "update_speed": "100ms"},
    "individual_symbol_book_ticker_streams": LOWER,
    "individual_symbol_mini_ticker_stream": LOWER,
    "individual_symbol_ticker_streams": LOWER,
    "kline_candlestick_streams": {**LOWER, "interval": "1m"},
    "liquidation_order_streams": LOWER,
    "mark_price_stream": {**LOWER, "update_speed": "1s"},
    "mark_price_stream_for_all_market": {},
    "partial_book_depth_streams": {**LOWER, "levels": "5", "update_speed": "100ms"},
    "rpi_diff_book_depth_streams": LOWER,
    "trading_session_stream": {},
}


async def test_every_market_stream(listen: Listen, streams: Any, sdk: Any, exchange: MockServer) -> None:
    methods = {name for api in (MarketApi, PublicApi) for name, _ in inspect.getmembers(api, inspect.isfunction)}
    assert {name for name in methods if not name.startswith("_")} == STREAMS.keys()
    heard = {name: await listen(name, **arguments) for name, arguments in STREAMS.items()}
    # Streams that wait for something to happen: trades, a changed contract, a liquidation.
    order = {"symbol": S, "type": "MARKET", "quantity": 0.01}
    await asyncio.to_thread(sdk.new_order, side="BUY", **order)
    listing = "faults: [{on: GET /fapi/v1/time, action: contract, symbol: NEWUSDT, like: BTCUSDT}]"
    exchange.add_faults(listing, "listing")
    await asyncio.to_thread(sdk.check_server_time)
    quiet = {"all_market_liquidation_order_streams", "liquidation_order_streams"}
    await until(lambda: all(events for name, events in heard.items() if name not in quiet))
    assert {} == {name: absent for name, events in heard.items() if (absent := missing(events))}
    told = await streams.list_subscribe()
    assert None is not told["result"]


async def test_aggregate_trades_are_the_market_s(listen: Listen, sdk: Any, truth: Truth) -> None:
    heard = await listen("aggregate_trade_streams", **LOWER)
    await asyncio.to_thread(sdk.new_order, symbol=S, side="BUY", type="MARKET", quantity=0.01)
    await until(lambda: len(heard) >= 2)
    trades = {trade["id"]: trade for trade in truth.trades(count=50)}
    for event in heard:
        trade = trades[event.a]
        assert (trade["price"], trade["qty"], trade["time"]) == (Decimal(event.p), Decimal(event.q), event.T)


async def test_the_book_kept_from_the_stream_is_the_market_s(
    listen: Listen, streams: Any, sdk: Any, truth: Truth
) -> None:
    heard = await listen("diff_book_depth_streams", **LOWER, update_speed="100ms")
    await until(lambda: heard)
    snapshot = (await asyncio.to_thread(sdk.order_book, symbol=S, limit=1000)).data()
    await until(lambda: heard[-1].u > snapshot.last_update_id)
    fitting = [event for event in heard if event.u >= snapshot.last_update_id]
    assert fitting[0].U <= snapshot.last_update_id <= fitting[0].u
    assert [event.u for event in heard[:-1]] == [event.pu for event in heard[1:]]


async def test_the_user_stream_tells_what_happened(
    listen: Listen, sdk: Any, truth: Truth, exchange: MockServer
) -> None:
    key = (await asyncio.to_thread(sdk.start_user_data_stream)).data().listen_key
    heard = await listen("user_data", listenKey=key)

    def of(kind: str) -> list[Any]:
        return [event.actual_instance for event in heard if type(event.actual_instance).__name__ == kind]

    bought = sdk.new_order(symbol=S, side="BUY", type="MARKET", quantity=0.01).data()
    price = float(truth.price(away=-0.03))
    resting = sdk.new_order(symbol=S, side="BUY", type="LIMIT", quantity=0.01, price=price, time_in_force="GTC").data()
    sdk.cancel_order(symbol=S, order_id=resting.order_id)
    trigger = float(truth.price(away=-0.1))
    stop = sdk.new_algo_order(
        algo_type="CONDITIONAL", symbol=S, side="SELL", type="STOP_MARKET", quantity=0.01, trigger_price=trigger
    ).data()
    sdk.cancel_algo_order(algo_id=stop.algo_id)
    sdk.change_initial_leverage(symbol=S, leverage=11)
    await until(lambda: of("AccountConfigUpdate"))
    exchange.live.expire_listen_key()
    await until(lambda: of("ListenKeyExpired"))

    orders = of("OrderTradeUpdate")
    of_resting = [event.o.X for event in orders if event.o.i == resting.order_id]
    assert ["NEW", "CANCELED"] == of_resting
    told = [(event.o.t, Decimal(event.o.L), Decimal(event.o.l)) for event in orders if event.o.x == "TRADE"]
    fills = [fill for fill in truth.fills() if fill["orderId"] == bought.order_id]
    assert [(fill["id"], fill["price"], fill["qty"]) for fill in fills] == told
    assert [fill["id"] for fill in fills] == [event.t for event in of("TradeLite")]
    assert ["NEW", "CANCELED"] == [event.o.X for event in of("AlgoUpdate") if event.o.aid == stop.algo_id]
    account = of("AccountUpdate")[-1].a
    assert truth.wallet() == Decimal(account.B[0].wb)
    assert truth.position()["qty"] == Decimal(account.P[0].pa)
    assert (S, 11) == (of("AccountConfigUpdate")[0].ac.s, of("AccountConfigUpdate")[0].ac.l)


async def test_the_sdk_comes_back_to_its_streams(listen: Listen, streams: Any, exchange: MockServer) -> None:
    heard = await listen("mark_price_stream", **LOWER, update_speed="1s")
    await until(lambda: heard)
    for connection in list(streams.connections):
        if connection.stream_callback_map:
            # Its planned rotation after 23 hours, now.
            await streams.reconnect(connection, streams.configuration)
    before = len(heard)
    await until(lambda: len(heard) > before)


async def test_unsubscribing(streams: Any, exchange: MockServer) -> None:
    heard: list[Any] = []
    stream = await streams.mark_price_stream(symbol="btcusdt", update_speed="1s")
    stream.on("message", heard.append)
    await until(lambda: heard)
    assert [1, 0] == [
        len(exchange.live.connections(stream="btcusdt@markPrice@1s")),
        len(exchange.live.connections(stream="no")),
    ]
    await stream.unsubscribe()
    await until(lambda: not exchange.live.connections(stream="btcusdt@markPrice@1s"))
