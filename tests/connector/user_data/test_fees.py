"""Row 83: a fee that an event left out is unknown at first and then what the account's trades say, never a guess."""

from __future__ import annotations

import json
import logging
from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from tests.connector.user_data.user_world import UserWorld

from binance_usdm.user_data import CompletedFill, ReconciledOrder, UserSettings
from binance_usdm.user_data._calls import Call
from binance_usdm.user_data._decode import read_frame
from binance_usdm_api.errors import ApiError
from binance_usdm_api.models.user import OrderTradeUpdate

PARALLEL = 20


@pytest.fixture
def world() -> UserWorld:
    made = UserWorld(settings=UserSettings(key_check=None))
    made.begin()
    # What follows on the start is over.
    made.pass_time(60.0)
    made.exchange.tells_fees = False
    # REST is not behind here: what a test does to its trades shows at once.
    made.exchange.keeps_past = False
    made.exchange.past.clear()
    made.asked.clear()
    made.seen.clear()
    return made


def fill(world: UserWorld, symbol: str = "BTCUSDT", count: int = 1) -> None:
    for _ in range(count):
        number = world.exchange.place(symbol, "BUY", 1)
        world.exchange.fill((symbol, number), 1)
    world.deliver()


def told(world: UserWorld) -> list[tuple[str, Decimal | None, str | None]]:
    """Fills and what completes them, in order."""
    return [
        (type(event).__name__, event.order.commission, event.order.commission_asset)
        for event in world.seen
        if isinstance(event, (OrderTradeUpdate, CompletedFill)) and event.order.trade_id
    ]


def queries(world: UserWorld) -> list[dict[str, Any]]:
    return [call.params for call in world.asked if call.operation == "account_trades"]


def test_a_fill_is_told_at_once_and_completed_once(world: UserWorld) -> None:
    fill(world)
    assert [("OrderTradeUpdate", None, None)] == told(world)
    world.pass_time(300.0)
    assert [("OrderTradeUpdate", None, None), ("CompletedFill", Decimal(1), "USDT")] == told(world)
    first, second = (each for each in world.seen if getattr(each, "order", None) and each.order.trade_id)
    assert (first.transaction_time, first.order.trade_id) == (second.transaction_time, second.order.trade_id)
    assert not isinstance(second, OrderTradeUpdate)
    assert (1, 0) == (world.session.counters.fees_found, world.session.counters.fees_unknown)
    # The event once more is old news, and so is its fee.
    world.told = 0
    world.deliver()
    world.pass_time(60.0)
    assert 1 == len(queries(world))
    assert 2 == len(told(world))


def test_one_query_completes_all_fills_of_a_symbol(world: UserWorld) -> None:
    fill(world, count=5)
    fill(world, "ETHUSDT")
    world.pass_time(30.0)
    first = min(row["id"] for row in world.exchange.state.trades)
    assert {"symbol": "BTCUSDT", "fromId": first, "limit": 1000} == queries(world)[0]
    assert ["BTCUSDT", "ETHUSDT"] == [each["symbol"] for each in queries(world)]
    assert 6 == world.session.counters.fees_found


def test_fees_that_are_told_cost_nothing(world: UserWorld) -> None:
    world.exchange.tells_fees = True
    fill(world)
    world.pass_time(60.0)
    assert [("OrderTradeUpdate", Decimal(1), "USDT")] == told(world)
    assert [] == queries(world)


def test_a_fee_of_nothing_is_what_the_trades_say(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 1)
    world.exchange.fill(("BTCUSDT", number), 1)
    world.exchange.state.trades[-1] |= {"commission": "0", "commissionAsset": "BNB"}
    world.deliver()
    world.pass_time(10.0)
    assert ("CompletedFill", Decimal(0), "BNB") == told(world)[-1]


def test_a_query_that_fails_is_repeated_after_growing_pauses(world: UserWorld) -> None:
    times: list[float] = []
    failures = 6

    def refuse(call: Call) -> ApiError | None:
        if call.operation != "account_trades":
            return None
        times.append(world.now)
        return ApiError("Service Unavailable.", status=503) if len(times) <= failures else None

    world.refuse = refuse
    fill(world)
    world.pass_time(300.0)
    assert failures + 1 == len(times)
    assert [1.5, 3.0, 6.0, 12.0, 24.0, 45.0] == [later - earlier for earlier, later in pairwise(times)]
    assert ("CompletedFill", Decimal(1), "USDT") == told(world)[-1]


def test_what_the_exchange_asks_for_is_waited(world: UserWorld) -> None:
    world.refuse = lambda call: (
        ApiError("too many", status=429, retry_after=100.0)
        if call.operation == "account_trades" and len(queries(world)) == 1
        else None
    )
    fill(world)
    world.pass_time(100.0)
    assert 1 == len(queries(world))
    world.pass_time(10.0)
    assert 2 == len(queries(world))
    assert 1 == world.session.counters.fees_found


def test_a_trade_that_is_not_shown_yet_is_waited_for(world: UserWorld) -> None:
    hidden = world.exchange.state.trades
    fill(world)
    world.exchange.state.trades = []
    world.pass_time(20.0)
    assert 1 == len(told(world))
    assert len(queries(world)) > 2
    world.exchange.state.trades = hidden
    world.pass_time(60.0)
    assert ("CompletedFill", Decimal(1), "USDT") == told(world)[-1]


def test_a_fee_that_nobody_tells_is_given_up_loudly(world: UserWorld, caplog: pytest.LogCaptureFixture) -> None:
    fill(world, count=2)
    for row in world.exchange.state.trades:
        del row["commission"], row["commissionAsset"]
    world.pass_time(1000.0)
    assert [("OrderTradeUpdate", None, None)] * 2 == told(world)
    assert (0, 2) == (world.session.counters.fees_found, world.session.counters.fees_unknown)
    assert len(queries(world)) < PARALLEL
    told_of = [record for record in caplog.records if record.getMessage().startswith("fee_unknown")]
    assert [logging.ERROR] == [record.levelno for record in told_of]
    assert all(str(row["id"]) in told_of[0].getMessage() for row in world.exchange.state.trades[-2:])
    asked = len(queries(world))
    world.pass_time(1000.0)
    assert asked == len(queries(world))


def test_a_fill_without_a_trade_id_cannot_be_looked_for(world: UserWorld, caplog: pytest.LogCaptureFixture) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 1)
    world.exchange.fill(("BTCUSDT", number), 1)
    frame = json.loads(world.exchange.events[-1])
    frame["o"]["t"] = 0
    world.exchange.events[-1] = json.dumps(frame).encode()
    world.deliver()
    assert 1 == world.session.counters.fees_unknown
    assert "fee_unknown" in caplog.text
    world.pass_time(30.0)
    assert [] == queries(world)


def test_a_comparison_after_a_loss_completes_what_waits(world: UserWorld) -> None:
    hidden = world.exchange.state.trades
    fill(world)
    world.exchange.state.trades = []
    world.pass_time(40.0)
    world.exchange.state.trades = hidden
    asked = len(queries(world))
    world.disconnect()
    world.connect()
    world.answer_all()
    assert ("CompletedFill", Decimal(1), "USDT") == told(world)[-1]
    assert not any(isinstance(event, ReconciledOrder) for event in world.seen)
    compared = len(queries(world))
    assert compared > asked
    world.pass_time(10.0)
    assert 2 == len(told(world))


def test_a_page_that_does_not_reach_all_of_them_is_followed_by_the_next(world: UserWorld) -> None:
    fill(world, count=1200)
    # The first one is never shown.
    del world.exchange.state.trades[0]
    world.pass_time(60.0)
    assert 1199 == world.session.counters.fees_found
    assert 1200 + 1199 == len(told(world))
    world.pass_time(1000.0)
    assert 1 == world.session.counters.fees_unknown


def test_queries_of_many_symbols_are_a_second_apart(world: UserWorld) -> None:
    times: list[float] = []
    world.refuse = lambda call: times.append(world.now) if call.operation == "account_trades" else None
    for number in range(PARALLEL):
        fill(world, f"A{number}USDT")
    world.pass_time(60.0)
    assert PARALLEL == len(times) == world.session.counters.fees_found
    assert all(later - earlier >= 1.0 for earlier, later in pairwise(times))


def test_events_in_any_order_and_doubled_complete_each_fill_once(world: UserWorld) -> None:
    begin = len(world.exchange.events)
    for _ in range(4):
        number = world.exchange.place("BTCUSDT", "BUY", 1)
        world.exchange.fill(("BTCUSDT", number), 1)
    frames = world.exchange.events[begin:]
    world.told = len(world.exchange.events)
    for frame in [*reversed(frames), *frames]:
        world.receive(read_frame(frame).data)
        world.pass_time(0.4)
    world.pass_time(60.0)
    completed = [event.order.trade_id for event in world.seen if isinstance(event, CompletedFill)]
    assert sorted(row["id"] for row in world.exchange.state.trades) == sorted(completed)  # type: ignore[type-var]
    assert world.true_fills() == sorted(world.fills(), key=lambda row: row[1])
