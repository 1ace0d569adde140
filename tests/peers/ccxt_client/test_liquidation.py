"""S1: a liquidation is told to ccxt by streams and queries as the exchange's engine carried it out."""

from __future__ import annotations

import asyncio
from typing import Any

from tests.peers.ccxt_client.pointing import BTC, exact
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

PATIENCE = 60


async def test_a_liquidation(watching: Any, exchange: MockServer, truth: Truth) -> None:
    await watching.set_leverage(100, BTC)
    await watching.create_order(BTC, "market", "buy", 1)

    async def forced_order() -> Any:
        while not (told := (await watching.watch_orders(BTC))[-1])["clientOrderId"].startswith("autoclose-"):
            pass
        return told

    public, own = asyncio.ensure_future(watching.watch_liquidations(BTC)), asyncio.ensure_future(forced_order())
    for _ in range(600):
        if exchange.live.connections(route="private") and exchange.live.connections(stream="btcusdt@forceOrder"):
            break
        await asyncio.sleep(0.05)
    with exchange.lock:
        exchange.exchange.transfer("USDT", str(100 - truth.wallet()))
    heard = await asyncio.wait_for(own, PATIENCE)
    forced = [order for order in truth.orders() if order["clientId"].startswith("autoclose-")]
    assert str(forced[0]["id"]) == heard["id"]
    [liquidation] = await asyncio.wait_for(public, PATIENCE)
    assert ("SELL", forced[0]["qty"]) == (liquidation["info"]["S"], exact(liquidation["info"]["q"]))
    for _ in range(600):
        if not truth.position()["qty"]:
            break
        await asyncio.sleep(0.05)
    told = await watching.fetch_my_liquidations(BTC)
    assert [order["executed"] for order in forced] == [exact(row["contracts"]) for row in told]
    assert [] == await watching.fetch_positions([BTC])
