"""S1: a liquidation is told to the official SDK by streams and queries as the exchange's engine carried it out."""

from __future__ import annotations

import asyncio
from decimal import Decimal
from typing import Any

from tests.peers.official_sdk.hearing import Listen, until
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"


async def test_a_liquidation(sdk: Any, listen: Listen, exchange: MockServer, truth: Truth) -> None:
    key = (await asyncio.to_thread(sdk.start_user_data_stream)).data().listen_key
    heard = await listen("user_data", listenKey=key)
    public = await listen("all_market_liquidation_order_streams")
    sdk.change_initial_leverage(symbol=S, leverage=100)
    sdk.new_order(symbol=S, side="BUY", type="MARKET", quantity=1.0)
    with exchange.lock:
        exchange.exchange.transfer("USDT", str(100 - truth.wallet()))
    await until(lambda: not truth.position()["qty"])
    forced = [order for order in truth.orders() if order["clientId"].startswith("autoclose-")]

    told = sdk.users_force_orders(symbol=S, auto_close_type="LIQUIDATION").data()
    assert [(order["id"], order["clientId"], order["executed"]) for order in forced] == [
        (row.order_id, row.client_order_id, Decimal(row.executed_qty)) for row in told
    ]
    assert [Decimal(1)] == [order["executed"] for order in forced]

    def trades() -> list[Any]:
        events = [event.actual_instance for event in heard]
        return [
            event.o for event in events if type(event).__name__ == "OrderTradeUpdate" and event.o.c.startswith("auto")
        ]

    await until(lambda: trades() and "FILLED" == trades()[-1].X)
    ended = trades()[-1]
    assert (forced[0]["id"], "SELL", Decimal(1)) == (ended.i, ended.S, Decimal(ended.z))
    await until(lambda: [event for event in public if event.o.s == S])
    paid = sdk.get_income_history(symbol=S, income_type="INSURANCE_CLEAR").data()
    expected = [row["amount"] for row in truth.income() if row["type"] == "INSURANCE_CLEAR"]
    assert expected
    assert expected == [Decimal(row.income) for row in paid]
