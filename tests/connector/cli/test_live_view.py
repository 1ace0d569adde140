"""S1, U1: the picture of the demo's live part, as lines of text."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.cli._live_view import LiveView, OwnOrder

NOON = 1_767_268_800_000


def plain(text: str, _style: str) -> str:
    """No colours."""
    return text


def painted(text: str, style: str) -> str:
    """Colours that tests can see."""
    return f"<{style}>{text}</>"


def level(price: str, quantity: str) -> tuple[Decimal, Decimal]:
    """A price level."""
    return Decimal(price), Decimal(quantity)


def order(status: str, price: str = "60000.0", filled: str = "0", number: int = 1) -> OwnOrder:
    """An own order."""
    return OwnOrder(number, "BUY", "LIMIT", Decimal("0.010"), Decimal(price), status, Decimal(filled))


def test_the_price_says_where_it_went() -> None:
    """Green and up, red and down; an equal price changes nothing."""
    view = LiveView("BTCUSDT")
    assert "BTCUSDT  no trade yet" in view.lines(80, plain)[0]
    for price in ("60000.0", "60000.1", "60000.1"):
        view.traded(Decimal(price))
    assert view.lines(80, painted)[0].startswith("<green>BTCUSDT  60000.1 up</>")
    view.traded(Decimal("59999.9"))
    assert view.lines(80, painted)[0].startswith("<red>BTCUSDT  59999.9 down</>")
    assert "▇" not in view.lines(80, plain)[1]
    assert {"▁", "█"} <= set(view.lines(80, plain)[1])


def test_the_book_stands_side_by_side_and_is_gone_when_it_may_not_be_read() -> None:
    """M5: bids on the left, asks on the right, bars as long as the quantities."""
    view = LiveView("BTCUSDT", levels=2)
    view.book([level("100.0", "1"), level("99.9", "4")], [level("100.1", "2")])
    lines = view.lines(60, plain)
    first = next(line for line in lines if "100.1" in line)
    assert first.index("100.0") < first.index("100.1")
    second = next(line for line in lines if "99.9" in line)
    assert 4 * first.partition("100.0")[0].count("█") == second.count("█")
    view.no_book("the order book is being read")
    lines = view.lines(60, plain)
    assert any("is being read" in line for line in lines)
    assert not any("100.1" in line for line in lines)


def test_an_order_tells_its_life() -> None:
    """T7: each change is one line; a new price is told as a move."""
    view = LiveView("BTCUSDT")
    told = [
        view.ordered(order("NEW"), NOON),
        view.ordered(order("NEW", "60001.0"), NOON + 1000),
        view.ordered(order("PARTIALLY_FILLED", "60001.0", "0.004"), NOON + 2000),
        view.ordered(order("FILLED", "60001.0", "0.010"), NOON + 3000),
    ]
    assert [
        "12:00:00  BUY 0.010 LIMIT at 60000.0: NEW, filled 0",
        "12:00:01  BUY 0.010 LIMIT at 60001.0: NEW, moved from 60000.0, filled 0",
        "12:00:02  BUY 0.010 LIMIT at 60001.0: NEW -> PARTIALLY_FILLED, filled 0.004",
        "12:00:03  BUY 0.010 LIMIT at 60001.0: PARTIALLY_FILLED -> FILLED, filled 0.010",
    ] == told
    assert told == view.story
    assert any("<green>FILLED  filled 0.010</>" in line for line in view.lines(80, painted))


numbers = st.decimals(Decimal("0.00000001"), Decimal(10**12), places=8)
sides = st.lists(st.tuples(numbers, numbers), max_size=8)
happenings = st.lists(
    st.one_of(
        st.tuples(st.just("traded"), numbers),
        st.tuples(st.just("book"), sides, sides),
        st.tuples(st.just("no_book"), st.text("abc ", max_size=200)),
        st.tuples(
            st.just("ordered"),
            st.builds(
                OwnOrder,
                st.integers(1, 5),
                st.sampled_from(["BUY", "SELL"]),
                st.sampled_from(["LIMIT", "MARKET", "SOMETHING_NOBODY_KNOWS"]),
                numbers,
                numbers,
                st.sampled_from(["NEW", "FILLED", "A_STATUS_NOBODY_KNOWS"]),
                numbers,
            ),
            st.just(NOON),
        ),
    ),
    max_size=30,
)


@given(happenings, st.integers(40, 200), st.booleans())
def test_no_line_is_too_wide_and_the_picture_keeps_its_height(
    happened: list[tuple[Any, ...]], width: int, ascii_only: bool
) -> None:
    """Redrawing in place needs both, whatever happens; where letters beyond ASCII cannot be shown there are none."""
    view = LiveView("BTCUSDT", ascii_only=ascii_only)
    height = len(view.lines(width, plain))
    for name, *arguments in happened:
        getattr(view, name)(*arguments)
        lines = view.lines(width, plain)
        assert height == len(lines)
        assert max(map(len, lines)) <= width
        assert not ascii_only or "".join(lines).isascii()
        assert [re.sub(r"<\w+>|</>", "", line) for line in view.lines(width, painted)] == lines
        assert "\n" not in view.headline()
