"""S1: every method of the official SDK's WebSocket API client works, and says what is true."""

from __future__ import annotations

import asyncio
import inspect
from collections.abc import AsyncIterator
from decimal import Decimal
from typing import Any

import pytest
from binance_common.configuration import ConfigurationWebSocketAPI
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures
from binance_sdk_derivatives_trading_usds_futures.websocket_api.api import (
    AccountApi,
    MarketDataApi,
    TradeApi,
    UserDataStreamsApi,
)
from tests.peers.official_sdk.missing import missing
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"
ABSENT = {
    # The REST answer, which is the same, has it no more.
    "account_information_v2": {"assets.marginAvailable"},
    "cancel_order": {"result.activatePrice", "result.priceRate"},
    "modify_order": {"result.modifyId"},
    "new_algo_order": {"result.icebergQuantity"},
    # Its model has both beside the result, the exchange's own examples inside.
    "order_book": {"asks", "bids"},
    "query_order": {"result.activatePrice", "result.priceRate"},
}


@pytest.fixture
async def api(exchange: MockServer) -> AsyncIterator[Any]:
    """An open connection."""
    configuration = ConfigurationWebSocketAPI(
        api_key=exchange.api_key, api_secret=exchange.api_secret, stream_url=exchange.ws_api, reconnect_delay=100
    )
    connection = await DerivativesTradingUsdsFutures(config_ws_api=configuration).websocket_api.create_connection()
    yield connection
    await connection.close_connection()


async def test_every_method(api: Any, truth: Truth) -> None:
    called: set[str] = set()

    async def call(name: str, **arguments: Any) -> Any:
        called.add(name)
        answer = await getattr(api, name)(**arguments)
        told = answer.data()
        assert not isinstance(told, dict), (name, told)
        assert set() == missing(told) - ABSENT.get(name, set()), name
        chosen = getattr(told, "actual_instance", None) or told
        assert (200, True) == (chosen.status, bool(answer.rate_limits)), name
        return chosen.result

    price = float(truth.price(away=-0.02))
    wish = {"symbol": S, "side": "BUY", "type": "LIMIT", "quantity": 0.01, "price": price, "time_in_force": "GTC"}
    placed = await call("new_order", **wish, new_client_order_id="my:own/id.1")
    order = truth.order(placed.order_id)
    assert ("NEW", Decimal(str(price)), "my:own/id.1") == (order["status"], order["price"], order["clientId"])
    await call("query_order", symbol=S, orig_client_order_id="my:own/id.1")
    await call("modify_order", symbol=S, side="BUY", quantity=0.02, price=price, order_id=placed.order_id)
    assert Decimal("0.02") == truth.order(placed.order_id)["qty"]
    await call("cancel_order", symbol=S, order_id=placed.order_id)
    assert "CANCELED" == truth.order(placed.order_id)["status"]

    trigger = float(truth.price(away=-0.1))
    stop = {"symbol": S, "side": "SELL", "type": "STOP_MARKET", "quantity": 0.01, "trigger_price": trigger}
    algo = await call("new_algo_order", algo_type="CONDITIONAL", **stop)
    assert [algo.algo_id] == truth.open_algo_ids()
    await call("cancel_algo_order", algo_id=algo.algo_id)
    assert [] == truth.open_algo_ids()

    await api.new_order(symbol=S, side="BUY", type="MARKET", quantity=0.01)
    for name in ("account_information", "account_information_v2"):
        told = await call(name)
        [usdt] = [asset for asset in told.assets if asset.asset == "USDT"]
        assert truth.wallet() == Decimal(usdt.wallet_balance), name
    for name in ("futures_account_balance", "futures_account_balance_v2"):
        [usdt] = [asset for asset in await call(name) if asset.asset == "USDT"]
        assert truth.wallet() == Decimal(usdt.balance), name
    for name in ("position_information", "position_information_v2"):
        [position] = await call(name, symbol=S)
        assert truth.position()["qty"] == Decimal(position.position_amt) == Decimal("0.01")
    for name in ("position_information", "position_information_v2", "symbol_order_book_ticker", "symbol_price_ticker"):
        await call(name)
    for name in ("order_book", "symbol_order_book_ticker", "symbol_price_ticker"):
        await call(name, symbol=S)

    key = (await call("start_user_data_stream")).listen_key
    assert [key] == truth.listen_keys()
    await call("keepalive_user_data_stream")
    await call("close_user_data_stream")
    assert [] == truth.listen_keys()

    apis = (AccountApi, MarketDataApi, TradeApi, UserDataStreamsApi)
    methods = {name for one in apis for name, _ in inspect.getmembers(one, inspect.isfunction)}
    assert {name for name in methods if not name.startswith("_")} == called


async def test_refusals_carry_the_code_of_the_exchange(api: Any) -> None:
    told = (await api.query_order(symbol=S, order_id=1)).data()
    assert {"error": {"code": -2013, "msg": "Order does not exist."}} == told


async def test_the_sdk_moves_when_a_restart_is_announced(api: Any, exchange: MockServer) -> None:
    first = exchange.live.connections()
    exchange.live.shutdown_notice()
    for _ in range(600):
        # Five seconds after the notice it opens another connection and leaves this one.
        now = exchange.live.connections()
        if len(now) == 1 and now != first:
            break
        await asyncio.sleep(0.05)
    told = (await api.symbol_price_ticker(symbol=S)).data().actual_instance
    assert (1, False, S) == (len(now), now == first, told.result.symbol)
