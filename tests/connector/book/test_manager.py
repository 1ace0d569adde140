"""M7, row 67: many books share one queue for snapshots, within the weight budget and with those first that are read."""

from __future__ import annotations

import pytest

from binance_usdm.book import BookManager, BookNotReady, BookSettings, BookSnapshot, DepthDiff, OrderBook
from binance_usdm_api.errors import ConfigError, RateLimited, ServerError, UnknownSymbol

NAMES = [f"COIN{number}USDT" for number in range(100)]


def diff(symbol: str, last: int, previous: int) -> DepthDiff:
    return DepthDiff(
        first_update_id=previous + 1,
        final_update_id=last,
        previous_final_update_id=previous,
        event_time=last,
        symbol=symbol,
        bids=[],
        asks=[],
    )


def snapshot(last: int) -> BookSnapshot:
    return BookSnapshot(last_update_id=last, bids=[("1.00", "1")], asks=[("2.00", "1")])


def manager(*names: str, settings: BookSettings | None = None) -> BookManager:
    return BookManager([OrderBook(name) for name in names], random=lambda: 1.0, settings=settings)


def test_hundred_books_at_once_stay_within_the_budget() -> None:
    """Row 67: after a loss of everything no 60 seconds cost more than the share, and all books come back."""
    many = manager(*NAMES)
    for name in NAMES:
        assert many.receive(diff(name, 10, 0), 0.0)
    now, asked = 0.0, list[tuple[float, str]]()
    while not all(book.valid for book in many.books.values()):
        names = many.requests(now)
        assert len(names) <= 8
        asked += [(now, name) for name in names]
        for name in names:
            many.answered(name, snapshot(5), now + 0.1)
        deadline = many.next_deadline()
        now = max(now + 0.1, deadline if deadline is not None else now)
        assert now < 200
    assert sorted(NAMES) == sorted(name for _, name in asked)
    for at, _ in asked:
        assert 20 * sum(at <= other < at + 60 for other, _ in asked) <= 1600
    assert 60 <= asked[-1][0] < 65
    assert 100 == many.counters.snapshots


def test_books_that_are_read_come_first() -> None:
    """Row 67: whoever was asked for in vain is mended before the others."""
    many = manager(*NAMES, settings=BookSettings(in_flight=2))
    for name in NAMES:
        many.receive(diff(name, 10, 0), 0.0)
    with pytest.raises(BookNotReady):
        many.books[NAMES[77]].bids(1)
    assert [NAMES[77], NAMES[0]] == many.requests(1.0)
    assert [] == many.requests(1.0)
    many.answered(NAMES[77], snapshot(5), 1.0)
    assert not many.books[NAMES[77]].wanted
    assert [NAMES[1]] == many.requests(1.0)


def test_stale_snapshots_are_asked_for_again_later_and_later() -> None:
    """Row 66: the changes stay, and each further request waits longer, up to a bound."""
    one = manager("BTCUSDT")
    one.receive(diff("BTCUSDT", 10, 4), 0.0)
    pauses: list[float] = []
    now = 0.0
    for _ in range(9):
        assert ["BTCUSDT"] == one.requests(now)
        one.answered("BTCUSDT", snapshot(3), now)
        deadline = one.next_deadline()
        assert deadline is not None
        assert [] == one.requests(deadline - 0.01)
        pauses.append(deadline - now)
        now = deadline
    assert [0.5, 1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0] == pauses
    assert ["BTCUSDT"] == one.requests(now)
    one.answered("BTCUSDT", snapshot(7), now)
    assert one.books["BTCUSDT"].valid
    assert (9, 10, 0) == (one.counters.stale, one.counters.snapshots, one.counters.gaps)


def test_a_pause_that_the_exchange_asks_for_holds_all_back() -> None:
    """Row 67: after a refusal for too many requests nobody is asked for before its time is over."""
    two = manager("BTCUSDT", "ETHUSDT", settings=BookSettings(in_flight=1))
    two.receive(diff("BTCUSDT", 10, 0), 0.0)
    two.receive(diff("ETHUSDT", 10, 0), 0.0)
    assert ["BTCUSDT"] == two.requests(0.0)
    two.not_answered("BTCUSDT", 0.0, RateLimited("too many requests", retry_after=30.0))
    assert [] == two.requests(29.9)
    assert 30.0 == two.next_deadline()
    assert ["ETHUSDT"] == two.requests(30.0)


def test_errors_that_pass_and_one_that_does_not() -> None:
    """M7: a server's error is tried again, a symbol that does not exist is given up, and it alone."""
    two = manager("BTCUSDT", "NOSUCH")
    two.receive(diff("BTCUSDT", 10, 0), 0.0)
    two.receive(diff("NOSUCH", 10, 0), 0.0)
    assert ["BTCUSDT", "NOSUCH"] == two.requests(0.0)
    two.not_answered("BTCUSDT", 0.0, ServerError("a bad moment"))
    two.not_answered("NOSUCH", 0.0, UnknownSymbol("Invalid symbol."))
    assert ["NOSUCH"] == list(two.failed)
    assert not two.receive(diff("NOSUCH", 11, 10), 0.0)
    assert ["BTCUSDT"] == two.requests(60.0)


def test_snapshots_that_nobody_needs_any_more_are_not_asked_for() -> None:
    """M7: when the changes of a book are lost before its turn, it waits for the first change after that."""
    one = manager("BTCUSDT")
    one.receive(diff("BTCUSDT", 10, 0), 0.0)
    one.lost("BTCUSDT")
    one.lost("UNKNOWN")
    assert [] == one.requests(0.0)
    assert one.receive(diff("BTCUSDT", 30, 20), 1.0)
    assert not one.receive(diff("UNKNOWN", 30, 20), 1.0)
    assert ["BTCUSDT"] == one.requests(1.0)
    # What was asked for before the loss does not fit, so it is asked for once more.
    one.lost("BTCUSDT")
    assert one.receive(diff("BTCUSDT", 50, 40), 2.0)
    one.answered("BTCUSDT", snapshot(25), 2.0)
    assert not one.books["BTCUSDT"].valid
    assert ["BTCUSDT"] == one.requests(3.0)


@pytest.mark.parametrize("wrong", [{"in_flight": 0}, {"weight_per_minute": -1}, {"retry_delay": 60.0}])
def test_settings_are_checked(wrong: dict[str, float]) -> None:
    """M7: a setting that cannot work is refused when it is made."""
    with pytest.raises(ConfigError):
        BookSettings(**wrong)  # type: ignore[arg-type]
