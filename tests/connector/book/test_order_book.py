"""M5, rows 65, 66, 68: an order book follows the exchange's procedure and is never readable while it is wrong."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal, localcontext

import pytest

from binance_usdm.book import (
    BookNotReady,
    BookSnapshot,
    BookState,
    Depth,
    DepthDiff,
    OrderBook,
    Reason,
    Sweep,
    decode_diff,
    decode_snapshot,
    diff_of,
    snapshot_of,
)
from binance_usdm.book._state import TABLE
from binance_usdm_api import OPERATIONS, decode_event
from binance_usdm_api.errors import DecodeError, InvalidParameter, StreamError

Pairs = list[tuple[str, str]]
BIDS: Pairs = [("99.90", "1.000"), ("99.80", "2.000"), ("99.70", "3.000")]
ASKS: Pairs = [("100.10", "1.500"), ("100.20", "2.500"), ("100.30", "3.500")]


def diff(first: int, last: int, previous: int, bids: Pairs | None = None, asks: Pairs | None = None) -> DepthDiff:
    return DepthDiff(
        first_update_id=first,
        final_update_id=last,
        previous_final_update_id=previous,
        event_time=last,
        bids=bids or [],
        asks=asks or [],
    )


def snapshot(last: int, bids: Pairs | None = None, asks: Pairs | None = None) -> BookSnapshot:
    return BookSnapshot(last_update_id=last, bids=BIDS if bids is None else bids, asks=ASKS if asks is None else asks)


def valid_book(full: int = 1000) -> OrderBook:
    book = OrderBook("BTCUSDT", full=full)
    book.receive(diff(11, 20, 10))
    book.snapshot(snapshot(15))
    assert book.valid
    return book


def texts(levels: list[tuple[Decimal, Decimal]]) -> Pairs:
    return [(str(price), str(quantity)) for price, quantity in levels]


def test_procedure() -> None:
    """M5: buffered first, old changes dropped, the first applied one spans the snapshot, the next follow by pu."""
    book = OrderBook("BTCUSDT")
    assert BookState.EMPTY is book.state
    assert not book.needs_snapshot
    book.receive(diff(1, 5, 0, bids=[("1.00", "1.000")]))
    book.receive(diff(6, 10, 5, bids=[("99.80", "0.000")]))
    assert BookState.BUFFERING is book.state
    assert book.needs_snapshot
    assert book.snapshot(snapshot(8))
    assert BookState.VALID is book.state
    assert 10 == book.last_update_id
    assert 1 == book.counters.dropped
    assert [("99.90", "1.000"), ("99.70", "3.000")] == texts(book.bids())
    book.receive(diff(12, 13, 10, asks=[("100.00", "9.000")]))
    assert (Decimal("100.00"), Decimal("9.000")) == book.best_ask


def test_not_ready() -> None:
    """M5: every way of reading raises while the book is not valid, says why and is counted."""
    book = OrderBook("BTCUSDT")
    readers: list[Callable[[], object]] = [
        lambda: book.best_bid, lambda: book.best_ask, lambda: book.mid, lambda: book.spread, lambda: book.bids(0),
        book.asks, lambda: book.bid_horizon, lambda: book.ask_horizon, lambda: book.last_update_id,
        lambda: book.event_time, lambda: book.sweep("BUY", 1), lambda: book.depth_to("SELL", 1),
    ]  # fmt: skip
    for read in readers:
        with pytest.raises(BookNotReady, match="BTCUSDT is empty and cannot be read") as caught:
            read()
        assert isinstance(caught.value, StreamError)
        assert caught.value.retryable
    assert len(readers) == book.refused_reads


def test_gap() -> None:
    """Row 65: the first wrong pu makes the book unreadable at once; the change is kept for the next snapshot."""
    book = valid_book()
    book.receive(diff(31, 40, 30, bids=[("99.90", "7.000")]))
    assert (BookState.INVALID, Reason.GAP) == (book.state, book.reason)
    with pytest.raises(BookNotReady, match=r"invalid \(gap\)"):
        book.bids()
    assert book.needs_snapshot
    assert book.snapshot(snapshot(35))
    assert ("99.90", "7.000") == texts(book.bids())[0]
    assert (1, 1) == (book.counters.gaps, book.counters.resyncs)


def test_gap_among_the_changes_that_wait() -> None:
    """Row 65: a gap while a snapshot is awaited makes what came before it worthless."""
    book = OrderBook("BTCUSDT")
    book.receive(diff(11, 20, 10, bids=[("99.90", "7.000")]))
    book.receive(diff(31, 40, 30))
    assert 1 == book.counters.gaps
    assert not book.snapshot(snapshot(15))
    assert not book.valid
    assert book.snapshot(snapshot(35))
    assert BIDS == texts(book.bids())


def test_snapshot_too_old() -> None:
    """Row 66: a snapshot before the first change kept is dropped, the changes stay for another one."""
    book = OrderBook("BTCUSDT")
    book.receive(diff(11, 20, 10))
    assert not book.snapshot(snapshot(9))
    assert not book.valid
    assert book.needs_snapshot
    assert book.snapshot(snapshot(11))
    assert book.valid


def test_snapshot_newer_than_all() -> None:
    """Row 66: a snapshot newer than all changes waits for the change that spans it."""
    book = OrderBook("BTCUSDT")
    book.receive(diff(11, 20, 10))
    assert book.snapshot(snapshot(25))
    assert not book.valid
    assert not book.needs_snapshot
    book.receive(diff(21, 24, 20))
    assert not book.valid
    book.receive(diff(25, 30, 24))
    assert 30 == book.last_update_id


def test_snapshot_in_a_hole_of_the_ids() -> None:
    """Row 66: a snapshot between two changes links with neither, so another is needed."""
    book = OrderBook("BTCUSDT")
    book.receive(diff(11, 20, 10))
    book.receive(diff(25, 30, 20))
    assert not book.snapshot(snapshot(22))
    assert book.needs_snapshot


@pytest.mark.parametrize("price", ["100.10", "100.15"])
def test_crossed(price: str) -> None:
    """Row 65: a bid at or above an ask makes the book unreadable before anyone can look."""
    book = valid_book()
    book.receive(diff(21, 22, 20, bids=[(price, "1.000")]))
    assert (BookState.INVALID, Reason.CROSSED) == (book.state, book.reason)
    assert 1 == book.counters.crossed


def test_old_changes() -> None:
    """Row 64: duplicates and stragglers change nothing."""
    book = valid_book()
    book.receive(diff(21, 22, 20, bids=[("99.90", "5.000")]))
    book.receive(diff(21, 22, 20, bids=[("99.90", "5.000")]))
    book.receive(diff(11, 20, 10, bids=[("99.90", "6.000")]))
    assert ("99.90", "5.000") == texts(book.bids())[0]
    assert 2 == book.counters.dropped


def test_ids_that_begin_anew() -> None:
    """Row 64: earlier ids at a later time are a restart, not old changes; the book does not stay as it was for ever."""
    book = valid_book()
    restarted = DepthDiff(
        first_update_id=2, final_update_id=3, previous_final_update_id=1, event_time=1000, bids=[], asks=[]
    )
    book.receive(restarted)
    assert Reason.RESTARTED is book.reason
    assert book.snapshot(snapshot(3))
    assert 3 == book.last_update_id
    waiting = OrderBook("BTCUSDT")
    waiting.receive(diff(911, 920, 910))
    waiting.receive(restarted)
    assert waiting.snapshot(snapshot(3))
    assert 3 == waiting.last_update_id
    assert 1 == waiting.counters.restarts


def test_horizon() -> None:
    """Row 68: levels beyond the snapshot's last one are left out unless asked for, and sums say that they may lack."""
    book = valid_book(full=3)
    book.receive(diff(21, 22, 20, bids=[("99.50", "4.000")], asks=[("100.10", "0.000")]))
    assert Decimal("99.70") == book.bid_horizon
    assert BIDS == texts(book.bids(10))
    assert [*BIDS, ("99.50", "4.000")] == texts(book.bids(10, beyond=True))
    assert Depth(Decimal("6.000"), True) == book.depth_to("SELL", "99.70")
    assert Depth(Decimal("6.000"), False) == book.depth_to("SELL", "99.50")
    assert Sweep(
        Decimal("6.000"), Decimal("99.76666666666666666666666666666667"), Decimal("99.70"), False
    ) == book.sweep("SELL", 7)


def test_price_beyond_the_horizon() -> None:
    """Row 68: when the best price leaves the levels of the snapshot, the book is put together anew."""
    book = valid_book(full=3)
    gone = [(price, "0.000") for price, _ in ASKS]
    book.receive(diff(21, 22, 20, asks=[*gone, ("101.00", "1.000")]))
    assert (BookState.INVALID, Reason.HORIZON) == (book.state, book.reason)
    assert 1 == book.counters.left_horizon


def test_one_side_may_be_empty() -> None:
    """M5: where the snapshot showed everything, a side without levels is a fact."""
    book = valid_book()
    book.receive(diff(21, 22, 20, asks=[(price, "0.000") for price, _ in ASKS]))
    assert book.valid
    assert (None, None, None) == (book.best_ask, book.mid, book.spread)
    assert Sweep(Decimal(0), None, None, False) == book.sweep("BUY", 1)
    book.receive(diff(23, 24, 22, asks=[("100.40", "1.000")]))
    assert (Decimal("100.40"), Decimal("1.000")) == book.best_ask


def test_top_and_volume() -> None:
    """M5: mid, spread, depth to a price and the price of a quantity are exact whatever the decimal context."""
    book = valid_book()
    book.receive(diff(21, 22, 20, asks=[("100.05", "0.500")]))
    with localcontext(prec=3):
        assert Decimal("99.975") == book.mid
        assert Decimal("0.15") == book.spread
        assert Depth(Decimal("2.000"), True) == book.depth_to("BUY", "100.10")
        assert Sweep(Decimal(1), Decimal("100.075"), Decimal("100.10"), True) == book.sweep("BUY", "1")
    with pytest.raises(InvalidParameter):
        book.sweep("BUY", 0)
    with pytest.raises(InvalidParameter):
        book.sweep("BUY", 0.5)  # type: ignore[arg-type]
    with pytest.raises(InvalidParameter):
        book.depth_to("HOLD", 1)  # type: ignore[arg-type]
    with pytest.raises(InvalidParameter):
        book.bids(-1)


def test_same_price_spelt_differently() -> None:
    """M5: a price is one level however many zeros end it; finer prices than before are taken."""
    book = valid_book()
    book.receive(diff(21, 22, 20, bids=[("99.9", "8.000"), ("99.8", "0")]))
    assert [("99.90", "8.000"), ("99.70", "3.000")] == texts(book.bids())
    book.receive(diff(23, 24, 22, bids=[("99.9001", "1.000"), ("99.70", "0.000")]))
    assert [("99.9001", "1.000"), ("99.9000", "8.000")] == texts(book.bids())
    book.receive(diff(25, 26, 24, asks=[("100.1", "0.000")]))
    assert Decimal("100.2") == book.asks(1)[0].price
    assert book.mid == (Decimal("100.2") + Decimal("99.9001")) / 2


def test_price_that_comes_and_goes_in_one_change() -> None:
    """M5: the last quantity of a price in a change is the one that holds."""
    book = valid_book()
    book.receive(
        diff(21, 22, 20, bids=[("99.95", "1.000"), ("99.95", "0.000"), ("99.90", "0.000"), ("99.90", "4.000")])
    )
    assert ("99.90", "4.000") == texts(book.bids())[0]
    assert 3 == len(book.bids())


@pytest.mark.parametrize("price", ["", "-1.00", "1e2", "NaN", " 99.90", "1_0.00", "1.0.0", "٣.00"])
def test_price_that_is_no_number(price: str) -> None:
    """M5: a price that is no plain number makes the book unreadable."""
    book = valid_book()
    book.receive(diff(21, 22, 20, bids=[(price, "1.000")]))
    assert Reason.MALFORMED is book.reason
    broken = OrderBook("BTCUSDT")
    broken.receive(diff(11, 20, 10))
    broken.snapshot(snapshot(15, bids=[(price, "1.000")]))
    assert not broken.valid


@pytest.mark.parametrize("quantity", ["", "-1", "NaN", "Infinity", "x", "00", " 1", "0e1"])
def test_quantity_that_is_no_number(quantity: str) -> None:
    """M5: a quantity that is no number above zero is never handed out; whoever looks finds the book unreadable."""
    for price in ("99.90", "99.70"):
        book = valid_book()
        book.receive(diff(21, 22, 20, bids=[(price, quantity)]))
        with pytest.raises(BookNotReady):
            book.bids()
        assert Reason.MALFORMED is book.reason


def test_many_prices_that_are_gone() -> None:
    """M5: a book over which many prices pass keeps little more than the levels that are there."""
    book = valid_book()
    last = 20
    for number in range(20_000):
        come, gone = (f"{(number + shift) / 100:.2f}" for shift in (1, 0))
        book.receive(diff(last + 1, last + 1, last, bids=[(gone, "0.000"), (come, "1.000")] if number < 9000 else []))
        last += 1
    assert [*BIDS, ("90.00", "1.000")] == texts(book.bids())
    assert 4 == len(book._bids)
    assert 1100 > len(book._bids._levels)
    assert len(book._bids._levels) == len(book._bids._order)


def test_many_new_prices_at_once_and_one_by_one() -> None:
    """M5: levels are in order however many of a change are new."""
    book = valid_book()
    last = 20
    for count in (1, 31, 32, 200):
        new = [(f"{90 - count / 1000 - number / 10_000:.4f}", "2.000") for number in range(count)]
        book.receive(diff(last + 1, last + 1, last, bids=new[::2] + new[1::2]))
        last += 1
        prices = [price for price, _ in book.bids()]
        assert sorted(prices, reverse=True) == prices
        assert len(set(prices)) == len(prices)
        assert {Decimal(price) for price, _ in new} <= set(prices)


def test_losses_that_the_stream_reports() -> None:
    """M5: a loss that the stream knows of makes the book unreadable without waiting for the next change."""
    book = valid_book()
    book.lost()
    assert (BookState.INVALID, Reason.LOST) == (book.state, book.reason)
    assert not book.needs_snapshot


def test_buffer_is_bounded() -> None:
    """M5: without a snapshot only the newest changes wait, and one that spans them still links."""
    book = OrderBook("BTCUSDT", buffer=5)
    for number in range(1, 21):
        book.receive(diff(number, number, number - 1))
    assert 15 == book.counters.overflowed
    assert not book.snapshot(snapshot(10))
    assert book.snapshot(snapshot(18))
    assert 20 == book.last_update_id


def test_from_bytes_and_from_typed_events() -> None:
    """M5: frames, bodies and typed events give the same changes and snapshots."""
    event = b'{"e":"depthUpdate","E":5,"T":5,"s":"BTCUSDT","U":11,"u":20,"pu":10,"b":[["0.0000001","1.50"]],"a":[]}'
    expected = DepthDiff(
        first_update_id=11,
        final_update_id=20,
        previous_final_update_id=10,
        event_time=5,
        symbol="BTCUSDT",
        bids=[("0.0000001", "1.50")],
        asks=[],
    )
    assert expected == decode_diff(event)
    assert expected == decode_diff(b'{"stream":"btcusdt@depth","data":' + event + b"}")
    assert expected == diff_of(decode_event(event))
    body = b'{"lastUpdateId":15,"E":1,"T":1,"bids":[["0.0000001","1.50"]],"asks":[]}'
    taken = BookSnapshot(last_update_id=15, bids=[("0.0000001", "1.50")], asks=[])
    assert taken == decode_snapshot(body)
    assert taken == snapshot_of(OPERATIONS["order_book"].decode(body))
    for broken in (b"", b"{}", b"[]", b'{"stream":"x"}', b"\xff"):
        with pytest.raises(DecodeError):
            decode_diff(broken)


def test_every_state_is_in_the_table() -> None:
    """M5: the table has a row for every state, and only one way leads to being readable."""
    assert set(BookState) == set(TABLE)
    into = {
        (state, happening) for state, row in TABLE.items() for happening, to in row.items() if to is BookState.VALID
    }
    assert {"linked", "applied"} == {str(happening) for _, happening in into}
