"""S1, S2: the sums over an account's positions that are kept right equal those made anew, whatever happens."""

from __future__ import annotations

import contextlib
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mock.world import World

from binance_usdm_mock import ExchangeError
from binance_usdm_mock.engine.exposure import AssetMargin, exposed

SYMBOLS = ("BTCUSDT", "ETHUSDT", "BTCUSDC", "XRPUSDT")
QUANTITIES = {"BTCUSDT": "0.05", "ETHUSDT": "0.8", "BTCUSDC": "0.01", "XRPUSDT": "300"}


def anew(world: World, asset: str) -> AssetMargin:
    account, sums = world.account, AssetMargin()
    for position in account.positions.values():
        symbol = position.symbol
        if symbol.margin_asset != asset or not (position.quantity or position.bids or position.asks):
            continue
        mark, leverage = world.x.markets[symbol.symbol].mark_e8(world.x.now), account.leverage_of(symbol)
        held = position.notional(mark) if position.quantity else 0
        initial = abs(held) // leverage
        waiting = exposed(position, held, position.bids, position.asks) // leverage - initial
        waiting = max(waiting, 0) if position.bids or position.asks else 0
        profit, needed = position.profit(mark), symbol.brackets.maintenance(abs(held)) if held else 0
        sums.profit += profit
        sums.maintenance += needed
        sums.position += initial
        sums.orders += waiting
        sums.gross += abs(held)
        if account.is_isolated(symbol):
            sums.isolated += position.isolated
            sums.cross_needed += waiting
        else:
            sums.cross_profit += profit
            sums.cross_maintenance += needed
            sums.cross_needed += initial + waiting
    return sums


ACTIONS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "sell", "bid", "ask", "cancel", "leverage", "margin", "wait", "long wait"]),
        st.sampled_from(SYMBOLS),
        st.integers(1, 20),
    ),
    min_size=4,
    max_size=25,
)


def act(world: World, kind: str, symbol: str, amount: int) -> None:
    x, quantity = world.x, QUANTITIES[symbol]
    calls: dict[str, Any] = {
        "buy": lambda: world.market("BUY", quantity, symbol),
        "sell": lambda: world.market("SELL", quantity, symbol),
        "bid": lambda: world.limit("BUY", quantity, world.price(symbol, away=-0.0001 * amount), symbol),
        "ask": lambda: world.limit("SELL", quantity, world.price(symbol, away=0.0001 * amount), symbol),
        "cancel": lambda: x.execute("cancel_all_open_orders", {"symbol": symbol}),
        "leverage": lambda: x.execute("change_leverage", {"symbol": symbol, "leverage": amount}),
        "margin": lambda: x.execute(
            "change_margin_type", {"symbol": symbol, "marginType": "ISOLATED" if amount % 2 else "CROSSED"}
        ),
        "wait": lambda: x.advance(x.now + amount * 1_700),
        "long wait": lambda: x.advance(x.now + amount * 3_600_000),
    }
    with contextlib.suppress(ExchangeError, ValueError):
        calls[kind]()


@settings(max_examples=25, deadline=None)
@given(ACTIONS)
def test_sums_are_those_made_anew(actions: list[tuple[str, str, int]]) -> None:
    world = World()
    for kind, symbol, amount in actions:
        act(world, kind, symbol, amount)
        margins = world.x.margins(world.account)
        assert [anew(world, asset) for asset in ("USDT", "USDC")] == [margins.asset(a) for a in ("USDT", "USDC")]


@settings(max_examples=25, deadline=None)
@given(st.lists(st.integers(1, 90_000), min_size=1, max_size=20))
def test_a_mark_price_that_was_kept_is_the_true_one(steps: list[int]) -> None:
    kept, fresh = World(), World()
    for step in steps:
        kept.x.advance(kept.x.now + step)
        market = fresh.x.markets["BTCUSDT"]
        told = market.price_e8(kept.x.now) + market.derived.away("mark", kept.x.now)
        assert told == kept.x.mark("BTCUSDT")
        assert kept.x.now < kept.x.mark_until("BTCUSDT")
