"""S2: the same acts give the same ledger, byte for byte, however finely time is told in between."""

from __future__ import annotations

import contextlib
from typing import Any

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mock.world import World

from binance_usdm_mock import ExchangeError

SYMBOLS = st.sampled_from(["BTCUSDT", "ETHUSDT"])
SIDES = st.sampled_from(["BUY", "SELL"])
ACCOUNTS = st.sampled_from(["main", "other"])
WAITS = st.sampled_from([1, 2_500, 40_000, 660_000, 4 * 3_600_000])
ORDERS = st.tuples(
    st.just("order"), ACCOUNTS, SYMBOLS, SIDES, st.integers(1, 40), st.sampled_from([None, -40, -6, 0, 7, 60]),
    st.sampled_from(["GTC", "GTX", "RPI", "IOC"]),
)  # fmt: skip
STOPS = st.tuples(
    st.just("stop"), ACCOUNTS, SYMBOLS, SIDES, st.integers(1, 40), st.integers(1, 80),
    st.sampled_from(["STOP_MARKET", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET", "STOP"]),
)  # fmt: skip
ACTS = st.lists(st.tuples(st.one_of(ORDERS, STOPS), WAITS), min_size=3, max_size=12)
SIZES = {"BTCUSDT": "0.{:03d}", "ETHUSDT": "{:d}.000"}


def act(world: World, kind: str, account: str, symbol: str, side: str, size: int, away: int | None, how: str) -> None:
    """Place an order of either kind; a refusal is an outcome like any other."""
    last = world.x.last_e8(symbol) // world.x.symbol(symbol).tick_e8
    params: dict[str, Any] = {"symbol": symbol, "side": side, "quantity": SIZES[symbol].format(size)}
    operation = "new_order"
    if kind == "stop":
        operation = "new_algo_order"
        above = (side == "BUY") == how.startswith("STOP")
        params |= {"algoType": "CONDITIONAL", "type": how}
        if how == "TRAILING_STOP_MARKET":
            params["callbackRate"] = "0.1"
        else:
            params["triggerPrice"] = world.tick(symbol, last + (away or 0) * (1 if above else -1))
        if how == "STOP":
            params["price"] = world.tick(symbol, last)
    elif away is None:
        params["type"] = "MARKET"
    else:
        params |= {"type": "LIMIT", "timeInForce": how, "price": world.tick(symbol, last + away)}
    with contextlib.suppress(ExchangeError):
        world.x.execute(operation, params, account=account)


def ledger(seed: int, usdt: str, acts: list[Any], pieces: int) -> bytes:
    world = World(seed, balances={"USDT": usdt})
    world.x.add_account("other", {"USDT": usdt})
    for account in ("main", "other"):
        for symbol in SIZES:
            world.x.execute("change_leverage", {"symbol": symbol, "leverage": 75}, account=account)
    for told, wait in acts:
        act(world, *told)
        begin = world.x.now
        for piece in range(1, pieces + 1):
            world.x.advance(begin + wait * piece // pieces)
    assert 0 == world.everything()
    return msgspec.json.encode(world.x.ledger.entries)


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 20), usdt=st.sampled_from(["40", "250", "2000"]), acts=ACTS, pieces=st.integers(2, 40))
def test_how_finely_time_is_told_does_not_matter(seed: int, usdt: str, acts: list[Any], pieces: int) -> None:
    assert ledger(seed, usdt, acts, 1) == ledger(seed, usdt, acts, pieces)
