"""S1: accounts stand in one queue: better prices first, then who came first; and places for auto-deleveraging."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.mock.world import World

D = Decimal


class Crowd(World):
    """Accounts that rest orders inside the spread, where nobody else is."""

    def __init__(self) -> None:
        super().__init__(5)
        self.x.symbol("BTCUSDT").spread = 40
        self.x.advance(self.x.now + 30_000)
        for name in ("first", "second", "third"):
            self.x.add_account(name, {"USDT": "100000"})
        best = self.x.execute("book_ticker", {"symbol": "BTCUSDT"})
        self.bid, self.ask = D(best["bidPrice"]), D(best["askPrice"])
        assert self.ask - self.bid >= 4

    def rest(self, account: str, side: str, away: str, quantity: str = "0.100", **more: Any) -> Any:
        """Rest an order this far inside the spread."""
        price = self.bid + D(away) if side == "BUY" else self.ask - D(away)
        order = {"symbol": "BTCUSDT", "side": side, "type": "LIMIT", "timeInForce": "GTC", "price": f"{price:.2f}"}
        return self.x.execute("new_order", {**order, "quantity": quantity, **more}, account=account)

    def filled(self) -> dict[str, str]:
        """What each account has got."""
        return {
            name: self.x.symbol("BTCUSDT").quantity_text(sum(o.executed for o in account.orders.values()))
            for name, account in self.x.accounts.items()
            if name != "main" and account.orders
        }


@pytest.mark.parametrize(("side", "against"), [("BUY", "SELL"), ("SELL", "BUY")])
def test_price_then_time(side: str, against: str) -> None:
    crowd = Crowd()
    crowd.rest("first", side, "0.5")
    crowd.rest("second", side, "0.5")
    crowd.rest("third", side, "0.6")
    crowd.market(against, "0.150")
    assert {"first": "0.050", "second": "0.000", "third": "0.100"} == crowd.filled()
    crowd.market(against, "0.100")
    assert {"first": "0.100", "second": "0.050", "third": "0.100"} == crowd.filled()
    assert 0 == crowd.everything()


def test_a_change_goes_to_the_back_of_the_queue() -> None:
    crowd = Crowd()
    placed = crowd.rest("first", "BUY", "0.5")
    crowd.rest("second", "BUY", "0.5")
    ids = {"symbol": "BTCUSDT", "orderId": placed["orderId"], "side": "BUY"}
    crowd.x.execute("modify_order", {**ids, "quantity": "0.090", "price": placed["price"]}, account="first")
    crowd.market("SELL", "0.100")
    assert {"first": "0.000", "second": "0.100"} == crowd.filled()


def test_an_order_takes_what_rests_at_its_price_or_better_and_rests_with_the_rest() -> None:
    crowd = Crowd()
    crowd.rest("first", "SELL", "1.0", "0.100")
    crowd.rest("second", "SELL", "1.2", "0.100")
    taker = crowd.rest("third", "BUY", f"{crowd.ask - D('1.0') - crowd.bid}", "0.300")
    assert {"first": "0.100", "second": "0.100", "third": "0.200"} == crowd.filled()
    order = crowd.x.accounts["third"].orders[taker["orderId"]]
    assert ("PARTIALLY_FILLED", 100) == (order.status, order.left)
    prices = [f.price for f in crowd.x.accounts["third"].fills["BTCUSDT"]]
    assert [int((crowd.ask - D("1.2")) * 10), int((crowd.ask - D("1.0")) * 10)] == prices


def test_a_resting_reduce_only_order_gives_no_more_than_the_position() -> None:
    crowd = Crowd()
    crowd.x.execute(
        "new_order", {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.050"}, account="first"
    )
    resting = crowd.rest("first", "SELL", "0.5", "0.100", reduceOnly=True)
    crowd.rest("second", "SELL", "0.4", "0.100")
    crowd.market("BUY", "0.100")
    order = crowd.x.accounts["first"].orders[resting["orderId"]]
    assert ("EXPIRED", 50, 50) == (
        order.status,
        order.executed,
        crowd.x.accounts["second"].fills["BTCUSDT"][0].quantity,
    )


@pytest.mark.parametrize(("price", "place"), [("50000", 0), ("54163", 1), ("54400", 2), ("55000", 3), ("60000", 4)])
def test_profit_and_leverage_decide_the_place(price: str, place: int) -> None:
    world = World(5)
    world.market("BUY", "0.100")
    position = world.position()
    # As if it had been bought so that this is now the mark price: 20 times the profit for the cost is the rank.
    mark = D(world.x.mark("BTCUSDT")) / 10**8
    position.cost = int(mark * D("54162") / D(price) * 10**7)
    (row,) = world.x.execute("position_information")
    (told,) = world.x.execute("adl_quantile", {"symbol": "BTCUSDT"})
    assert {"LONG": 0, "SHORT": 0, "BOTH": place} == told["adlQuantile"]
    assert place == row["adl"]
