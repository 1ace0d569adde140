"""F71, F72: a bar is handed out when it is final, once and in order; holes and corrections are told."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.bars import BarKeeper, BarSource, ClosedBar, MissingBars
from binance_usdm_api.models import Kline
from binance_usdm_api.models.stream import KlineData, KlineEvent

START, MINUTE, GRACE = 1_767_225_600_000, 60_000, 10_000


def at(number: int) -> int:
    return START + number * MINUTE


def event(number: int, *, closed: bool, volume: int = 1, opened: int | None = None) -> KlineEvent:
    one = Decimal(1)
    bar = KlineData(
        open_time=at(number) if opened is None else opened, close_time=at(number) + MINUTE - 1, symbol="BTCUSDT",
        interval="1m", open=one, close=one, high=one, low=one, volume=Decimal(volume), trade_count=volume,
        is_closed=closed, quote_volume=one, taker_buy_volume=one, taker_buy_quote_volume=one,
    )  # fmt: skip
    return KlineEvent(event_type="kline", event_time=at(number) + 100, symbol="BTCUSDT", kline=bar)


def row(number: int, volume: int = 1) -> Kline:
    one = Decimal(1)
    return Kline(
        open_time=at(number), open=one, high=one, low=one, close=one, volume=Decimal(volume),
        close_time=at(number) + MINUTE - 1, quote_volume=one, trade_count=volume, taker_buy_volume=one,
        taker_buy_quote_volume=one,
    )  # fmt: skip


def keeper() -> BarKeeper:
    made = BarKeeper("BTCUSDT", "1m", GRACE)
    assert [] == made.event(event(0, closed=False))
    return made


def told(found: list[Any]) -> list[Any]:
    return [
        ((each.open_time - START) // MINUTE, str(each.source), each.amends)
        if isinstance(each, ClosedBar)
        else ((each.first - START) // MINUTE, (each.last - START) // MINUTE, each.count)
        for each in found
    ]


def test_a_bar_is_final_when_the_stream_says_so() -> None:
    made = keeper()
    assert [] == made.event(event(0, closed=False, volume=3))
    (bar,) = made.event(event(0, closed=True, volume=5))
    assert isinstance(bar, ClosedBar)
    assert (at(0), Decimal(5), BarSource.STREAM, False) == (bar.open_time, bar.volume, bar.source, bar.amends)
    # Said twice it is one bar.
    assert [] == made.event(event(0, closed=True, volume=5))
    assert made.request(at(1) + GRACE) is None


def test_a_bar_that_is_not_said_to_be_closed_is_asked_for_after_the_grace() -> None:
    made = keeper()
    assert at(1) + GRACE == made.deadline
    assert made.request(at(1) + GRACE - 1) is None
    assert (at(0), at(0), 1) == made.request(at(1) + GRACE)
    assert made.request(at(1) + GRACE + 1) is None
    assert [(0, "rest", False)] == told(made.answer([row(0)], at(1) + GRACE))
    assert at(2) + GRACE == made.deadline


def test_what_comes_after_the_query_with_other_figures_is_an_amendment() -> None:
    made = keeper()
    made.request(at(1) + GRACE)
    made.answer([row(0, volume=3)], at(1) + GRACE)
    assert [] == made.event(event(0, closed=True, volume=3))
    assert [(0, "stream", True)] == told(made.event(event(0, closed=True, volume=4)))
    assert [] == made.event(event(0, closed=True, volume=4))
    assert [(0, "stream", True)] == told(made.event(event(0, closed=True, volume=5)))


def test_nothing_overtakes_a_bar_that_is_late() -> None:
    made = keeper()
    assert [] == made.event(event(1, closed=True))
    assert [] == made.event(event(2, closed=True))
    late = made.event(event(0, closed=True))
    assert [(0, "stream", False), (1, "stream", False), (2, "stream", False)] == told(late)


def test_a_time_without_trades_has_flat_bars_and_no_hole() -> None:
    made = keeper()
    assert (at(0), at(4), 5) == made.request(at(5) + GRACE)
    found = made.answer([row(number, volume=0) for number in range(5)], at(5) + GRACE)
    assert [(number, "rest", False) for number in range(5)] == told(found)
    assert {0} == {each.trade_count for each in found if isinstance(each, ClosedBar)}


def test_a_hole_is_told_when_two_queries_do_not_show_it() -> None:
    made = keeper()
    made.event(event(4, closed=True))
    now = at(5) + GRACE
    assert (at(0), at(4), 5) == made.request(now)
    assert [(0, "rest", False)] == told(made.answer([row(0), row(3)], now))
    assert made.request(now + GRACE - 1) is None
    assert (at(1), at(4), 4) == made.request(now + GRACE)
    found = made.answer([row(3)], now + GRACE)
    assert [(1, 2, 2), (3, "rest", False), (4, "stream", False)] == told(found)
    assert isinstance(found[0], MissingBars)
    # It shows up after all.
    assert [(2, "stream", True)] == told(made.event(event(2, closed=True)))


def test_a_query_that_fails_is_put_off_for_longer_each_time() -> None:
    made, now, pauses = keeper(), at(1) + GRACE, []
    for _ in range(5):
        assert made.request(now) is not None
        made.failed(now)
        pauses.append(made.deadline - now)
        now = made.deadline
    assert [10_000, 20_000, 40_000, 60_000, 60_000] == pauses
    made.request(now)
    found = made.answer([row(number) for number in range(3)], now)
    assert (0, "rest", False) == told(found)[0]
    assert made.deadline < now + GRACE + MINUTE


def test_the_stream_may_answer_while_a_query_is_under_way() -> None:
    made = keeper()
    made.request(at(1) + GRACE)
    assert [(0, "stream", False)] == told(made.event(event(0, closed=True, volume=7)))
    assert [] == made.answer([row(0, volume=6)], at(1) + GRACE)
    assert at(2) + GRACE == made.deadline


def test_a_bar_before_the_first_one_is_no_business_of_anybody() -> None:
    made = keeper()
    assert [] == made.event(event(-1, closed=True))


def test_months_follow_the_calendar() -> None:
    made = BarKeeper("BTCUSDT", "1M", GRACE)
    made.event(event(0, closed=False))
    # February 1st.
    assert START + 31 * 86_400_000 + GRACE == made.deadline


fates = st.tuples(
    st.sampled_from(["closed", "closed", "lost", "late", "twice", "corrected"]),
    st.sampled_from([True, True, True, True, False]),
)


@given(st.lists(fates, min_size=1, max_size=30), st.data())
def test_whatever_happens_to_the_closing_events_every_bar_comes_once_and_in_order(
    fate: list[tuple[str, bool]], data: st.DataObject
) -> None:
    made = keeper()
    stays = {number: known for number, (_, known) in enumerate(fate)}
    found: list[Any] = []
    later: list[tuple[int, int]] = []

    def ask(now: int, *, calm: bool = False) -> None:
        wanted = made.request(now)
        if wanted is None:
            return
        if not calm and data.draw(st.integers(0, 4)) == 0:
            made.failed(now)
            return
        first, last, count = wanted
        numbers = range((first - START) // MINUTE, (last - START) // MINUTE + 1)
        assert len(numbers) == count
        assert last + MINUTE + GRACE <= now
        found.extend(made.answer([row(n) for n in numbers if stays.get(n, True)], now))

    for number, (how, known) in enumerate(fate):
        ask(at(number) + 1)
        found += made.event(event(number, closed=False))
        end = at(number + 1)
        if known and how in {"closed", "twice", "corrected"}:
            for _ in range(2 if how == "twice" else 1):
                found += made.event(event(number, closed=True))
            if how == "corrected":
                found += made.event(event(number, closed=True, volume=2))
        elif known and how == "late":
            later.append((number, end))
        for each, due in list(later):
            if data.draw(st.booleans()):
                later.remove((each, due))
                found += made.event(event(each, closed=True))
        for moment in range(end, end + MINUTE, 20_000):
            ask(moment)
    now = at(len(fate)) + GRACE
    for _ in range(40):
        ask(now, calm=True)
        now += 60_000
    bars = [each for each in found if isinstance(each, ClosedBar) and not each.amends]
    holes = [each for each in found if isinstance(each, MissingBars)]
    opened = [(bar.open_time - START) // MINUTE for bar in bars]
    missing = [
        number for hole in holes for number in range((hole.first - START) // MINUTE, (hole.last - START) // MINUTE + 1)
    ]
    assert sorted(opened) == opened
    assert list(range(max([*opened, *missing]) + 1)) == sorted([*opened, *missing])
    assert len(fate) <= len(opened) + len(missing)
    assert set(missing) <= {number for number, known in stays.items() if not known}
    last = {bar.open_time: bar.volume for bar in found if isinstance(bar, ClosedBar)}
    corrected = {at(number) for number, (how, known) in enumerate(fate) if known and how == "corrected"}
    assert {each: Decimal(2 if each in corrected else 1) for each in last} == last
