"""S1, FAILURES 44, 45, 81: orders that end partly filled keep their fills; a fall liquidates at one instant."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.mock.world import MINUTE, NOW, World

from binance_usdm_mock.markets import read_market

D = Decimal


def with_scene(usdt: str = "100000000", **scene: Any) -> World:
    world = World(5, balances={"USDT": usdt})
    read_market({"scenes": [{"symbol": "BTCUSDT", **scene}]}, world.x).install(world.x)
    return world


@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_a_market_order_in_a_thin_book_expires_with_what_it_got(side: str) -> None:
    world = with_scene(scene="thin", at=30, part=0.001, wide=50, **{"for": 600})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 1})
    world.x.advance(NOW + MINUTE)
    world.x.symbol("BTCUSDT").take_bound = 20
    mark = D(world.x.mark("BTCUSDT")) / 10**8
    limit = mark * (1 + D("0.002") * (1 if side == "BUY" else -1))
    book = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 1000})["asks" if side == "BUY" else "bids"]
    within = [D(q) for p, q in book if (D(p) <= limit if side == "BUY" else D(p) >= limit)]
    assert within, "the scene must leave something within the bound"
    placed = world.market(side, "100.000")
    assert ("EXPIRED", sum(within)) == (placed["status"], D(placed["executedQty"]))
    fills = world.x.execute("account_trades", {"symbol": "BTCUSDT"})
    assert sum(within) == sum(D(fill["qty"]) for fill in fills) == abs(D(world.position().quantity)) / 1000
    assert ("EXPIRED", placed["executedQty"]) == (world.order(placed)["status"], world.order(placed)["executedQty"])


@pytest.mark.parametrize(("mode", "ended"), [("EXPIRE_MAKER", "maker"), ("EXPIRE_TAKER", "taker")])
def test_self_trade_prevention_keeps_the_fills(mode: str, ended: str) -> None:
    world = World(balances={"USDT": "100000000"})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 5})
    best = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    world.x.add_account("other", {"USDT": "100000"})
    resting = world.limit("BUY", "0.500", best["bidPrice"])
    size = D(best["bidQty"])
    # Another account takes the ladder's part of the level and a bit of the resting order.
    order = {"symbol": "BTCUSDT", "side": "SELL", "type": "LIMIT", "timeInForce": "IOC", "price": best["bidPrice"]}
    world.x.execute("new_order", {**order, "quantity": f"{size + D('0.200')}"}, account="other")
    assert "0.200" == world.order(resting)["executedQty"]
    below = f"{D(best['bidPrice']) - 50:.2f}"
    taken = world.limit("SELL", "0.400", below, timeInForce="IOC", selfTradePreventionMode=mode)
    maker, taker = world.order(resting), world.order(taken)
    if ended == "maker":
        assert ("EXPIRED_IN_MATCH", "0.200") == (maker["status"], maker["executedQty"])
        assert ("FILLED", "0.400") == (taker["status"], taker["executedQty"])
    else:
        assert ("PARTIALLY_FILLED", "0.200") == (maker["status"], maker["executedQty"])
        assert ("EXPIRED_IN_MATCH", "0.000") == (taker["status"], taker["executedQty"])
    assert 0 == world.everything()


@pytest.mark.parametrize("scene", [{"scene": "gap"}, {"scene": "crash", "over": "30s"}])
def test_a_fall_liquidates_at_one_instant_however_time_is_told(scene: dict[str, Any]) -> None:
    ledgers = []
    for step in (10 * MINUTE, 1_013):
        world = with_scene("3000", at=60, percent=-20, **scene)
        for symbol, quantity in (("BTCUSDT", "0.500"), ("ETHUSDT", "5.000")):
            world.x.execute("change_leverage", {"symbol": symbol, "leverage": 50})
            world.market("BUY", quantity, symbol)
        while world.x.now < NOW + 10 * MINUTE:
            world.x.advance(min(world.x.now + step, NOW + 10 * MINUTE))
        ledgers.append(world.x.ledger.entries)
        first, second = world.forced()
        assert ("BTCUSDT", "ETHUSDT", first.time) == (first.symbol.symbol, second.symbol.symbol, second.time)
        assert "NEW_INSURANCE" in {entry.facts["status"] for entry in world.x.ledger.of("trade")}
        # A fifth of the price was more than all the money; the fund has paid for the rest.
        assert (0, 0) == (world.everything(), world.account.wallet["USDT"] // 10**8)
    assert ledgers[0] == ledgers[1]
