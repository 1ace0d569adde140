"""S1: with conditional orders, little money, transfers and forced closings, no money appears or vanishes."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import initialize, invariant, precondition, rule
from tests.mock.test_state_machine import SIDES, SIZES, SYMBOLS, Life
from tests.mock.world import World

from binance_usdm_mock import ExchangeError
from binance_usdm_mock.engine.listing import change_contract
from binance_usdm_mock.faults.actions import Contract

ENDED = {"CANCELED", "EXPIRED", "REJECTED", "FINISHED"}
MODES = st.sampled_from(["one-way", "hedge", "isolated", "multi-assets", "fee burn"])
TYPES = st.sampled_from(["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"])


class ForcedLife(Life):
    """As ``Life``, but short of money, with conditional orders, a counterpart, and an exchange that steps in."""

    @initialize(
        seed=st.integers(0, 5),
        mode=MODES,
        usdt=st.sampled_from(["60", "400", "3000"]),
        fund=st.sampled_from([0, 10**14]),
    )
    def begin_poor(self, seed: int, mode: str, usdt: str, fund: int) -> None:
        self.world = World(seed, balances={"USDT": usdt, "USDC": "100", "BNB": "0.1", "BTC": "0.001"})
        x = self.world.x
        x.house.fill_insurance("USDT", fund)
        x.add_account("other", {"USDT": "100000"})
        change = {
            "hedge": ("change_position_mode", {"dualSidePosition": True}),
            "multi-assets": ("change_multi_assets_mode", {"multiAssetsMargin": True}),
            "fee burn": ("change_fee_burn", {"feeBurn": True}),
        }.get(mode)
        if change is not None:
            x.execute(*change)
        for symbol in SIZES:
            x.execute("change_leverage", {"symbol": symbol, "leverage": 75})
            if mode == "isolated":
                x.execute("change_margin_type", {"symbol": symbol, "marginType": "ISOLATED"})

    def begin(self, seed: int, dual: bool, burn: bool, isolated: bool) -> None:
        """Not used here."""

    @rule(
        symbol=SYMBOLS,
        side=SIDES,
        kind=TYPES,
        size=st.integers(1, 30),
        away=st.integers(1, 40),
        working=st.sampled_from(["MARK_PRICE", "CONTRACT_PRICE"]),
        closes=st.booleans(),
        long=st.booleans(),
    )
    def conditional(
        self, symbol: str, side: str, kind: str, size: int, away: int, working: str, closes: bool, long: bool
    ) -> None:
        x = self.world.x
        above = (side == "BUY") == kind.startswith("STOP")
        last = x.last_e8(symbol) // x.symbol(symbol).tick_e8
        params: dict[str, Any] = {"algoType": "CONDITIONAL", "symbol": symbol, "side": side, "type": kind}
        params |= {"workingType": working, **self.sided(long)}
        if kind == "TRAILING_STOP_MARKET":
            params |= {"callbackRate": "0.1"}
        else:
            params |= {"triggerPrice": self.world.tick(symbol, last + (away if above else -away))}
        if kind in ("STOP", "TAKE_PROFIT"):
            params |= {"price": self.world.tick(symbol, last)}
        if closes and kind.endswith("T_MARKET"):
            params |= {"closePosition": True}
        else:
            params |= {"quantity": SIZES[symbol].format(size)}
        self.attempt("new_algo_order", params)

    @rule(side=SIDES, symbol=SYMBOLS, size=st.integers(1, 30))
    def somebody_else(self, side: str, symbol: str, size: int) -> None:
        order = {"symbol": symbol, "side": side, "type": "MARKET", "quantity": SIZES[symbol].format(size)}
        with contextlib.suppress(ExchangeError):
            self.world.x.execute("new_order", order, account="other")

    @rule(amount=st.sampled_from(["-12000", "-500", "-50", "-5", "5", "50"]), asset=st.sampled_from(["USDT", "BTC"]))
    def transfer(self, amount: str, asset: str) -> None:
        self.world.x.deposit(self.world.account, asset, amount if asset == "USDT" else f"{float(amount) / 10**5:.8f}")

    def held(self) -> list[Any]:
        return [p for p in self.world.account.active.values() if p.quantity]

    @precondition(lambda self: hasattr(self, "world") and self.held())
    @rule(data=st.data(), liquidated=st.booleans())
    def step_in(self, data: st.DataObject, liquidated: bool) -> None:
        position = data.draw(st.sampled_from(self.held()))
        act = self.world.x.liquidate if liquidated else self.world.x.deleverage
        order = act("main", position.symbol.symbol, side=position.side)
        assert ("FILLED", order.quantity) == (order.status, order.executed)

    @precondition(lambda self: hasattr(self, "world") and self.world.x.markets["测试USDT"].symbol.status == "TRADING")
    @rule()
    def delist(self) -> None:
        change_contract(self.world.x, Contract(symbol="测试USDT", status="SETTLING"))
        assert all(p.symbol.symbol != "测试USDT" for p in self.held())

    @invariant()
    def money_is_conserved(self) -> None:
        assert [0] * 4 == [self.world.everything(asset) for asset in ("USDT", "USDC", "BNB", "BTC")]

    @invariant()
    def isolated_money_is_part_of_the_wallet(self) -> None:
        for position in self.world.account.positions.values():
            assert position.quantity or not position.isolated

    @invariant()
    def conditional_orders_are_open_or_ended(self) -> None:
        algo = self.world.account.algo
        for made in algo.history.values():
            assert (made.id in algo.open) == (made.status == "NEW")
            if made.actual_order_id:
                order = self.world.account.orders[int(made.actual_order_id)]
                assert (
                    (made.id, made.type) == (algo.by_order[order.id].id, order.origin)
                    if made.status == "TRIGGERED"
                    else True
                )
            assert made.status in {"NEW", "TRIGGERED", *ENDED}

    @invariant()
    def public_trades_hold_the_own_ones(self) -> None:
        for name, fills in self.world.account.fills.items():
            market = self.world.x.markets[name]
            public = {(t.number, t.price, t.quantity) for t in market.by_id(fills[0].id, 400, self.world.x.now)}
            for fill in fills:
                off_market = "autoclose" in fill.order.client_id and not fill.commission
                assert off_market or fill.id >= fills[0].id + 300 or (fill.id, fill.price, fill.quantity) in public


ForcedLife.TestCase.settings = settings(max_examples=20, stateful_step_count=25, deadline=None)
TestForcedLife = ForcedLife.TestCase
