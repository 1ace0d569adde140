"""F64, F71: duplicates, stragglers and reordered frames are dropped by the ids of each stream, and only they."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.streams._sequence import Jump, sequence_for
from binance_usdm_api import EVENTS, STREAMS

from .world import MAKERS, START_MS, agg_trade_data, book_ticker_data, depth_data, kline_data, mark_price_data


def event(data: dict[str, Any]) -> Any:
    return msgspec.convert(data, EVENTS[data["e"]])


def admitted(stream_id: str, events: list[Any]) -> list[Any]:
    sequence = sequence_for(stream_id)
    return [each for each in events if sequence.admit(each)]


@pytest.mark.parametrize("stream_id", sorted(STREAMS))
def test_every_stream_of_the_catalogue_has_an_order(stream_id: str) -> None:
    assert "Sequence" != type(sequence_for(stream_id)).__name__


@pytest.mark.parametrize("stream_id", ["agg_trade", "book_ticker", "depth", "mark_price"])
@given(numbers=st.lists(st.integers(1, 12), max_size=40))
def test_of_any_sequence_only_what_is_newer_than_all_before_is_admitted(stream_id: str, numbers: list[int]) -> None:
    make = MAKERS[stream_id]
    given_events = [(number, event(make("BTCUSDT", number, START_MS + number))) for number in numbers]
    expected, high = [], 0
    for number in numbers:
        if number > high:
            expected.append(START_MS + number)
            high = number
    assert expected == [each.event_time for each in admitted(stream_id, [each for _, each in given_events])]


def test_ids_that_are_counted_one_by_one_tell_how_many_are_missing() -> None:
    sequence = sequence_for("agg_trade")
    first, second = (event(agg_trade_data("BTCUSDT", number, START_MS + number)) for number in (5, 9))
    assert True is sequence.admit(first)
    assert Jump(5, START_MS + 5, 3, False) == sequence.admit(second)


def test_changes_of_a_book_must_follow_on_each_other() -> None:
    sequence = sequence_for("depth")
    events = [event(depth_data("BTCUSDT", number, START_MS + number)) for number in (5, 6, 8)]
    assert [True, True, Jump(60, START_MS + 6, None, False)] == [sequence.admit(each) for each in events]


@pytest.mark.parametrize("make", [agg_trade_data, depth_data, book_ticker_data])
def test_ids_that_begin_anew_are_told_and_no_reason_to_wait_for_ever(make: Any) -> None:
    stream_id = next(name for name, each in MAKERS.items() if each is make)
    sequence = sequence_for(stream_id)
    sequence.admit(event(make("BTCUSDT", 1000, START_MS)))
    assert False is sequence.admit(event(make("BTCUSDT", 3, START_MS + 4000)))
    jump = sequence.admit(event(make("BTCUSDT", 3, START_MS + 6000)))
    assert isinstance(jump, Jump)
    assert jump.reset
    assert True is sequence.admit(event(make("BTCUSDT", 4, START_MS + 6001)))


def bar(number: int, time_ms: int, **changes: Any) -> Any:
    data = kline_data("BTCUSDT", number, time_ms)
    data["k"].update(changes)
    return event(data)


def test_a_late_close_of_the_bar_before_is_kept() -> None:
    late = [bar(4, 10), bar(5, 20), bar(8, 30), bar(7, 24_020), bar(9, 24_030)]
    assert late == admitted("kline", late)


def test_a_bar_that_closes_twice_with_the_same_figures_closes_once() -> None:
    closed, again, open_again = bar(7, 10), bar(7, 11), bar(6, 12)
    assert [closed] == admitted("kline", [closed, again, open_again])


def test_a_correction_of_a_closed_bar_is_kept() -> None:
    closed, corrected = bar(7, 10), bar(7, 11, L=999, n=9)
    assert [closed, corrected] == admitted("kline", [closed, corrected])


def test_old_updates_of_a_bar_are_dropped() -> None:
    newer, older, same = bar(6, 10), bar(5, 9), bar(6, 10)
    assert [newer] == admitted("kline", [newer, older, same])


def test_bars_long_gone_are_old() -> None:
    bars = [bar(number * 4, number) for number in range(1, 8)]
    assert bars == admitted("kline", [*bars, bar(4, 100)])


def test_all_symbols_of_one_stream_have_orders_of_their_own() -> None:
    events = [
        event(book_ticker_data(symbol, number, START_MS))
        for symbol, number in (("A", 5), ("B", 3), ("A", 5), ("B", 4), ("A", 4), ("A", 6))
    ]
    assert [("A", 5), ("B", 3), ("B", 4), ("A", 6)] == [
        (each.symbol, each.book_update_id) for each in admitted("all_book_tickers", events)
    ]


def test_of_a_list_only_the_old_elements_are_taken_out() -> None:
    sequence = sequence_for("all_mark_prices")
    first = [event(mark_price_data(symbol, 1, START_MS)) for symbol in "AB"]
    second = [*[event(mark_price_data("A", 1, START_MS))], event(mark_price_data("C", 1, START_MS))]
    assert sequence.admit(first)
    assert sequence.admit(second)
    assert ["C"] == [each.symbol for each in second]
    assert not sequence.admit([event(mark_price_data("C", 1, START_MS))])
    assert sequence.admit([])


def test_rare_events_may_share_a_time_but_not_everything() -> None:
    base = {"e": "contractInfo", "E": START_MS, "s": "BTCUSDT", "ct": "PERPETUAL", "cs": "TRADING"}
    events = [event({**base, "cs": status}) for status in ("TRADING", "TRADING", "SETTLING")]
    assert ["TRADING", "SETTLING"] == [each.contract_status for each in admitted("contract_info", events)]
    assert [] == admitted("contract_info", events[:1])[1:]


def test_an_event_without_time_is_never_old() -> None:
    data = {key: value for key, value in mark_price_data("BTCUSDT", 1, START_MS).items() if key != "E"}
    assert 3 == len(admitted("mark_price", [event(data)] * 3))
