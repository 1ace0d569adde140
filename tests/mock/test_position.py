"""S1: a position realizes exactly what its fills brought; nothing is lost to rounding."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.mock.world import World

from binance_usdm_mock.engine.position import Position

SYMBOL = World().x.symbol("BTCUSDT")
FILLS = st.lists(st.tuples(st.integers(-500, 500).filter(bool), st.integers(500_000, 700_000)), min_size=1, max_size=30)


@given(FILLS)
def test_cash_and_cost_balance(fills: list[tuple[int, int]]) -> None:
    position, realized, paid = Position(SYMBOL, "BOTH"), 0, 0
    for steps, price in fills:
        realized += position.apply(steps, price)
        paid += SYMBOL.value(price, steps)
    assert sum(steps for steps, _ in fills) == position.quantity
    # What was paid is either still in the position or was realized.
    assert paid == position.cost - realized
    if not position.quantity:
        assert 0 == position.cost


def test_profit_of_a_round_trip() -> None:
    position = Position(SYMBOL, "BOTH")
    assert 0 == position.apply(100, 600_000)
    assert ("60000.00000", 600_000 * 100 * 10_000) == (position.entry_text, position.cost)
    assert 40 * 1_000 * 10_000 == position.apply(-40, 601_000)
    assert ("60000.00000", 60) == (position.entry_text, position.quantity)
    assert -60 * 500 * 10_000 == position.apply(-100, 599_500)
    assert ("59950.00000", -40) == (position.entry_text, position.quantity)
