"""H1, FAILURES 80: both sides of a trade with oneself have one id, and both are delivered, once."""

from __future__ import annotations

from itertools import islice
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.history.exchange import START, Exchange, account_trade

from binance_usdm.history import History

DAY = 86_400_000


def exchange(twins: list[bool], **moods: Any) -> tuple[Exchange, list[tuple[int, str]]]:
    """Trades of which some have two sides, hours apart."""
    rows: list[dict[str, Any]] = []
    for number, twin in enumerate(twins):
        one = account_trade(7 + number, START + number * 3_600_000)
        rows += [{**one, "side": side, "buyer": side == "BUY"} for side in (("SELL", "BUY") if twin else ("SELL",))]
    made = Exchange(START + 20 * DAY, **moods)
    made.add("account_trades", rows, lambda row: row["id"], lambda row: row["time"])
    return made, [(row["id"], row["side"]) for row in rows]


@given(st.lists(st.booleans(), max_size=12), st.integers(1, 7), st.integers(2, 5), st.integers(0, 24), st.booleans())
def test_both_sides_of_a_trade_are_read_wherever_pages_end(
    twins: list[bool], limit: int, cap: int, taken: int, disorder: bool
) -> None:
    made, wanted = exchange(twins, cap=cap, disorder=disorder)
    first = History(made).account_trades(symbol="BTCUSDT", start=START, limit=limit)
    got = list(islice(first, taken))
    got += History(made).account_trades(symbol="BTCUSDT", start=START, limit=limit, resume=first.cursor)
    assert [number for number, _ in wanted] == [row.id for row in got]
    assert sorted(wanted) == sorted((row.id, str(row.side)) for row in got)


@pytest.mark.parametrize("limit", [1, 2, 3, 1000])
def test_both_sides_are_columns_too_and_can_be_started_at(limit: int) -> None:
    made, wanted = exchange([True, False, True, True, False])
    rows = History(made).account_trades(symbol="BTCUSDT", from_id=9, limit=limit).to_columns()
    assert [number for number, _ in wanted if number >= 9] == rows["id"].to_list()
