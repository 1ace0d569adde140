"""S1: whatever is done in whatever order, money, positions, orders, trades and the book stay true to each other."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from tests.mock.world import NOW, World

from binance_usdm_mock import ExchangeError
from binance_usdm_mock.engine.depth import best
from binance_usdm_mock.engine.order import CLOSED

SYMBOLS = st.sampled_from(["BTCUSDT", "ETHUSDT", "测试USDT"])
SIZES = {"BTCUSDT": "0.0{:02d}", "ETHUSDT": "0.{:02d}", "测试USDT": "{:d}00"}
SIDES = st.sampled_from(["BUY", "SELL"])
MODES = st.sampled_from(["NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"])


class Life(RuleBasedStateMachine):
    """Random orders of one account, random time, checked after each step."""

    @initialize(seed=st.integers(0, 5), dual=st.booleans(), burn=st.booleans(), isolated=st.booleans())
    def begin(self, seed: int, dual: bool, burn: bool, isolated: bool) -> None:
        self.world = World(seed)
        if dual:
            self.world.x.execute("change_position_mode", {"dualSidePosition": True})
        if burn:
            self.world.x.execute("change_fee_burn", {"feeBurn": True})
        if isolated:
            self.world.x.execute("change_margin_type", {"symbol": "BTCUSDT", "marginType": "ISOLATED"})

    def attempt(self, operation: str, params: dict[str, Any]) -> None:
        # Refusals are part of life; only what they leave behind matters here.
        with contextlib.suppress(ExchangeError):
            self.world.x.execute(operation, params)

    def sided(self, long: bool) -> dict[str, str]:
        return {"positionSide": "LONG" if long else "SHORT"} if self.world.account.dual_side else {}

    @rule(symbol=SYMBOLS, side=SIDES, size=st.integers(1, 30), mode=MODES, reduce=st.booleans(), long=st.booleans())
    def market(self, symbol: str, side: str, size: int, mode: str, reduce: bool, long: bool) -> None:
        params = {"symbol": symbol, "side": side, "type": "MARKET", "quantity": SIZES[symbol].format(size)}
        more: dict[str, Any] = {"reduceOnly": True} if reduce and not self.world.account.dual_side else {}
        self.attempt("new_order", {**params, **more, **self.sided(long), "selfTradePreventionMode": mode})

    @rule(
        symbol=SYMBOLS,
        side=SIDES,
        size=st.integers(1, 30),
        away=st.integers(-60, 60),
        tif=st.sampled_from(["GTC", "IOC", "FOK", "GTX"]),
        mode=MODES,
        reduce=st.booleans(),
        long=st.booleans(),
    )
    def limit(
        self, symbol: str, side: str, size: int, away: int, tif: str, mode: str, reduce: bool, long: bool
    ) -> None:
        last = self.world.x.market(symbol).last(self.world.x.now)
        assert last is not None
        params = {"symbol": symbol, "side": side, "type": "LIMIT", "quantity": SIZES[symbol].format(size)}
        price = self.world.tick(symbol, last.price + away)
        more: dict[str, Any] = {"reduceOnly": True} if reduce and not self.world.account.dual_side else {}
        more |= {"timeInForce": tif, "price": price, "selfTradePreventionMode": mode, **self.sided(long)}
        self.attempt("new_order", {**params, **more})

    @rule(milliseconds=st.sampled_from([1, 700, 3_000, 60_000, 900_000, 8 * 3_600_000]))
    def wait(self, milliseconds: int) -> None:
        self.world.x.advance(self.world.x.now + milliseconds)

    def open(self) -> list[Any]:
        return [o for orders in self.world.account.open_orders.values() for o in orders.values()]

    @precondition(lambda self: hasattr(self, "world") and self.open())
    @rule(data=st.data())
    def cancel(self, data: st.DataObject) -> None:
        order = data.draw(st.sampled_from(self.open()))
        self.world.x.execute("cancel_order", {"symbol": order.symbol.symbol, "orderId": order.id})
        assert "CANCELED" == order.status

    @precondition(lambda self: hasattr(self, "world") and self.open())
    @rule(data=st.data(), size=st.integers(1, 30), away=st.integers(-60, 60))
    def modify(self, data: st.DataObject, size: int, away: int) -> None:
        order = data.draw(st.sampled_from(self.open()))
        name = order.symbol.symbol
        params = {"symbol": name, "orderId": order.id, "side": order.side, "quantity": SIZES[name].format(size)}
        self.attempt("modify_order", {**params, "price": self.world.tick(name, order.price + away)})

    @invariant()
    def wallets_are_their_records(self) -> None:
        booked: dict[str, int] = {}
        for row in self.world.account.income:
            booked[row.asset] = booked.get(row.asset, 0) + row.amount
        assert booked == self.world.account.wallet

    @invariant()
    def positions_are_their_fills(self) -> None:
        account = self.world.account
        for (name, side), position in account.positions.items():
            fills = [f for f in account.fills.get(name, []) if f.order.position_side == side]
            signed = sum(f.quantity if f.order.buy else -f.quantity for f in fills)
            paid = sum(f.quote if f.order.buy else -f.quote for f in fills)
            assert signed == position.quantity
            assert paid == position.cost - sum(f.realized for f in fills)
            assert side == "BOTH" or signed == 0 or (signed > 0) == (side == "LONG")

    @invariant()
    def orders_are_their_fills(self) -> None:
        account = self.world.account
        for order in account.orders.values():
            fills = [f for f in account.fills.get(order.symbol.symbol, []) if f.order is order]
            assert (sum(f.quantity for f in fills), sum(f.quote for f in fills)) == (order.executed, order.quote)
            assert 0 <= order.executed <= order.quantity
            assert (order.status == "FILLED") == (order.executed == order.quantity)
            is_open = order.id in account.open_orders.get(order.symbol.symbol, {})
            assert is_open == (order.status not in CLOSED)

    @invariant()
    def resting_money_is_that_of_the_open_orders(self) -> None:
        for (name, side), position in self.world.account.positions.items():
            opening = [
                o for o in self.world.account.open_orders.get(name, {}).values() if o.position_side == side and o.opens
            ]
            assert sum(o.symbol.value(o.price, o.left) for o in opening if o.buy) == position.bids
            assert sum(o.symbol.value(o.price, o.left) for o in opening if not o.buy) == position.asks

    @invariant()
    def the_book_is_not_crossed(self) -> None:
        for name in ("BTCUSDT", "ETHUSDT", "测试USDT"):
            market, book = self.world.x.market(name), self.world.x.books[name]
            assert len(self.world.account.open_orders.get(name, {})) == len(book)
            bid, ask = best(market, book, True), best(market, book, False)
            assert bid is not None
            assert ask is not None
            assert bid[0] < ask[0]

    @invariant()
    def public_trades_hold_the_own_ones(self) -> None:
        for name, fills in self.world.account.fills.items():
            public = {
                (t.number, t.price, t.quantity)
                for t in self.world.x.market(name).by_id(fills[0].id, 200, self.world.x.now)
            }
            assert all((f.id, f.price, f.quantity) in public for f in fills if f.id < fills[0].id + 200)

    @invariant()
    def time_never_runs_backwards(self) -> None:
        times = [entry.time for entry in self.world.x.ledger.entries]
        assert all(NOW <= time <= self.world.x.now for time in times)


Life.TestCase.settings = settings(max_examples=25, stateful_step_count=25, deadline=None)
TestLife = Life.TestCase
