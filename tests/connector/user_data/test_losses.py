"""T7, rows 75, 77 and 87: what happened during a loss is told once, and what REST says late undoes nothing."""

from __future__ import annotations

from typing import Any

import pytest
from tests.connector.user_data.exchange_account import START_MS
from tests.connector.user_data.user_world import UserWorld

from binance_usdm.streams import Connected, Reconnected, Rotated
from binance_usdm.user_data import Reconciled, ReconciledOrder, UserSettings, Why
from binance_usdm.user_data._decode import Unreadable, read_frame
from binance_usdm_api import OPERATIONS
from binance_usdm_api.errors import NotFound
from binance_usdm_api.models.user import ListenKeyExpired, OrderTradeUpdate, TradeLite


@pytest.fixture
def world() -> UserWorld:
    made = UserWorld()
    made.begin()
    return made


def orders(world: UserWorld) -> list[tuple[str, str, str]]:
    told = [event for event in world.seen if isinstance(event, OrderTradeUpdate)]
    return [
        (getattr(each, "source", "event"), str(each.order.execution_type), str(each.order.order_status))
        for each in told
    ]


def test_fills_cancels_and_expiries_of_a_gap_are_told(world: UserWorld) -> None:
    exchange = world.exchange
    first, second, third = (exchange.place("BTCUSDT", "BUY", 3) for _ in range(3))
    world.deliver()
    world.disconnect()
    exchange.now_ms += 700
    exchange.fill(("BTCUSDT", first), 1)
    exchange.fill(("BTCUSDT", first), 2)
    exchange.fill(("BTCUSDT", second), 1)
    exchange.end(("BTCUSDT", second))
    exchange.end(("BTCUSDT", third), "EXPIRED")
    fourth = exchange.place("ETHUSDT", "SELL", 2)
    world.seen.clear()
    world.connect()
    world.answer_all()
    assert [
        ("reconciliation", "TRADE", "PARTIALLY_FILLED"),
        ("reconciliation", "TRADE", "FILLED"),
        ("reconciliation", "TRADE", "PARTIALLY_FILLED"),
        ("reconciliation", "CANCELED", "CANCELED"),
        ("reconciliation", "EXPIRED", "EXPIRED"),
        ("reconciliation", "NEW", "NEW"),
    ] == sorted(orders(world), key=lambda row: ("TRADE", "CANCELED", "EXPIRED", "NEW").index(row[1]))
    assert world.true_fills() == world.fills()
    assert (Why.RECONNECT, True, 3) == (world.seen[-1].reason, world.seen[-1].complete, world.seen[-1].fills)
    assert [("ETHUSDT", fourth)] == list(world.session.ledger.orders.open)
    world.check_state()


def test_an_order_that_came_and_went_in_a_gap_on_an_unheard_of_symbol(world: UserWorld) -> None:
    world.disconnect()
    world.exchange.now_ms += 100
    number = world.exchange.place("XRPUSDT", "BUY", 2, "web_1")
    world.exchange.fill(("XRPUSDT", number), 2)
    back = world.exchange.place("XRPUSDT", "SELL", 2, "web_2")
    world.exchange.fill(("XRPUSDT", back), 2)
    world.connect()
    world.answer_all()
    assert world.true_fills() == world.fills()
    assert ["web_1", "web_2"] == [e.order.client_order_id for e in world.seen if isinstance(e, ReconciledOrder)]


def test_events_wait_for_the_reconciliation_and_are_not_told_twice(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 3)
    world.deliver()
    world.disconnect()
    world.exchange.now_ms += 50
    world.exchange.fill(("BTCUSDT", number), 1)
    world.connect()
    world.exchange.fill(("BTCUSDT", number), 1)
    world.seen.clear()
    world.deliver()
    assert [] == world.seen
    world.answer_all()
    assert world.true_fills() == world.fills()
    assert isinstance(world.seen[-1], (Reconciled, TradeLite))
    world.check_state()


def test_events_do_not_wait_for_ever(world: UserWorld) -> None:
    world.disconnect()
    world.failing = True
    world.connect()
    world.exchange.place("BTCUSDT", "BUY", 3)
    world.seen.clear()
    world.deliver()
    assert [] == world.seen
    world.pass_time(6.0)
    assert [("event", "NEW", "NEW")] == orders(world)
    assert not world.session.reconciled
    world.failing = False
    world.pass_time(120.0)
    assert world.session.reconciled
    assert world.session.counters.failed_reconciliations > 0


def test_an_older_snapshot_does_not_overwrite_a_newer_event(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 2)
    world.exchange.now_ms += 5000
    world.exchange.fill(("BTCUSDT", number), 2)
    world.deliver()
    world.rotate()
    world.lag_ms = 3000
    world.answer_all()
    assert not world.session.reconciled
    world.check_state()
    world.lag_ms = 0
    world.pass_time(60.0)
    assert world.session.reconciled
    world.check_state()
    assert world.true_fills() == world.fills()


def test_a_missed_fill_is_found_by_what_the_order_has_filled(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 3)
    world.exchange.fill(("BTCUSDT", number), 1)
    world.deliver()
    world.exchange.fill(("BTCUSDT", number), 1)
    world.told = len(world.exchange.events)
    world.exchange.fill(("BTCUSDT", number), 1)
    world.deliver()
    assert 2 == len(world.fills())
    world.pass_time(5.0)
    assert sorted(world.true_fills()) == sorted(world.fills())
    assert Why.MISSED_FILL in {each.reason for each in world.summaries()}


def test_an_event_that_cannot_be_read_leads_to_a_comparison(world: UserWorld) -> None:
    world.exchange.place("BTCUSDT", "BUY", 3)
    frame = world.exchange.events[-1].replace(b'"z": "0"', b'"z": ""')
    event = read_frame(frame).data
    assert isinstance(event, Unreadable)
    world.told = len(world.exchange.events)
    world.receive(event)
    world.pass_time(5.0)
    world.check_state()
    assert 1 == world.session.counters.unreadable


def test_orders_the_exchange_does_not_find_stay_open_for_days(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 1)
    world.deliver()
    row = world.exchange.state.orders.pop(("BTCUSDT", number))
    world.exchange._changed()
    for days, vanished in ((0, []), (4, [number])):
        world.exchange.now_ms += days * 86_400_000
        world.disconnect()
        world.connect()
        world.answer_all()
        assert vanished == list(world.summaries()[-1].vanished)
    assert {} == dict(world.session.ledger.orders.open)
    assert "NEW" == row["status"]


def test_a_long_gap_is_read_page_by_page(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 5000)
    world.deliver()
    world.disconnect()
    world.exchange.now_ms += 1000
    row = world.exchange.state.orders["BTCUSDT", number]
    world.exchange.keeps_past = False
    for _ in range(2500):
        world.exchange.fill(("BTCUSDT", number), 1)
    world.connect()
    world.answer_all()
    assert "2500" == row["executedQty"]
    assert world.true_fills() == world.fills()


def test_a_symbol_whose_trades_are_refused_leaves_a_doubt(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 2)
    world.deliver()
    world.refuse = lambda call: NotFound("no", status=404) if call.operation == "account_trades" else None
    world.disconnect()
    world.exchange.now_ms += 10
    world.exchange.fill(("BTCUSDT", number), 1)
    world.connect()
    world.answer_all()
    assert (False, 0) == (world.summaries()[-1].complete, world.summaries()[-1].fills)
    world.check_state()
    world.refuse = lambda _call: None
    world.pass_time(30.0)
    assert world.true_fills() == world.fills()
    assert world.session.reconciled


def test_comparing_a_quiet_account_costs_little(world: UserWorld) -> None:
    number = world.exchange.place("BTCUSDT", "BUY", 2)
    world.exchange.fill(("BTCUSDT", number), 1)
    world.deliver()
    asked = len(world.asked)
    world.disconnect()
    world.connect()
    world.answer_all()
    costs = {call.operation: OPERATIONS[call.operation].weight(call.params).ip for call in world.asked[asked:]}
    assert 127 == sum(costs.values())
    assert {"start_user_stream", "time", "open_orders", "open_algo_orders", "position_information"} < set(costs)


@pytest.mark.parametrize(
    ("control", "why"),
    [
        (Connected(connection=9, route="private", streams=1), Why.RECONNECT),
        (Reconnected(connection=9, route="private", streams=1, after=1.0, attempts=1), Why.RECONNECT),
        (Rotated(connection=1, reason="age", successor=9), Why.ROTATION),
        (Rotated(connection=1, reason="server_shutdown", successor=9), Why.ROTATION),
    ],
)
def test_every_new_connection_is_followed_by_a_comparison(world: UserWorld, control: Any, why: Why) -> None:
    world.seen.clear()
    world.control(control)
    world.answer_all()
    assert [why] == [each.reason for each in world.summaries()]


def test_a_long_loss_is_covered_from_its_beginning(world: UserWorld) -> None:
    world.pass_time(300.0)
    world.disconnect()
    world.exchange.now_ms += 10
    number = world.exchange.place("XRPUSDT", "BUY", 2, "web_1")
    world.exchange.fill(("XRPUSDT", number), 2)
    world.pass_time(900.0)
    world.connect()
    world.answer_all()
    assert world.true_fills() == world.fills()


@pytest.mark.parametrize(("check", "most"), [(60.0, 60.0), (None, 1500.0)])
def test_a_key_that_was_deleted_in_silence_is_covered_from_when_it_was_last_seen(
    check: float | None, most: float
) -> None:
    """Row 76: the socket stays open and says nothing; a symbol without any trace is found all the same."""
    world = UserWorld(settings=UserSettings(key_check=check))
    world.begin()
    world.pass_time(3000.0)
    world.exchange.key = 2
    for side in ("BUY", "SELL"):
        number = world.exchange.place("XRPUSDT", side, 2)
        world.exchange.fill(("XRPUSDT", number), 2)
    world.told = len(world.exchange.events)
    gone = world.now
    while len(world.paths) == 1:
        world.pass_time(1.0)
    assert world.now - gone <= most + 1.0
    world.rotate("listen_key")
    world.answer_all()
    assert world.true_fills() == world.fills()
    assert (Why.LISTEN_KEY, True, 2) == (world.seen[-1].reason, world.seen[-1].complete, world.seen[-1].fills)


def test_a_key_that_was_dead_for_long_is_covered_from_its_end(world: UserWorld) -> None:
    world.pass_time(300.0)
    expired = ListenKeyExpired(event_type="listenKeyExpired", event_time=START_MS, listen_key="secretkey1")
    world.exchange.key = 2
    world.receive(expired)
    number = world.exchange.place("XRPUSDT", "BUY", 2)
    world.exchange.fill(("XRPUSDT", number), 2)
    world.pass_time(900.0, answering=False)
    world.told = len(world.exchange.events)
    world.answer_all()
    world.rotate("listen_key")
    world.answer_all()
    assert world.true_fills() == world.fills()


def test_fills_from_before_the_start_are_history() -> None:
    world = UserWorld()
    number = world.exchange.place("BTCUSDT", "BUY", 3)
    world.exchange.fill(("BTCUSDT", number), 1)
    world.exchange.now_ms += 1000
    world.begin()
    world.disconnect()
    world.exchange.now_ms += 1000
    world.exchange.fill(("BTCUSDT", number), 1)
    # Only the list of the order's own trades can be had, and that begins before the start.
    world.refuse = lambda call: NotFound("no", status=404) if "startTime" in call.params else None
    world.connect()
    world.answer_all()
    assert world.true_fills() == world.fills()
    assert 1 == len(world.fills())
    assert {} == world.session.ledger.orders.holes
    world.check_state()


def test_comparing_a_large_account_costs_less_than_half_a_minutes_budget() -> None:
    """G6: a hundred symbols and two hundred orders, half of which ended meanwhile, with the confirmation."""
    world = UserWorld()
    exchange = world.exchange
    exchange.keeps_past = False
    symbols = [f"S{number}USDT" for number in range(100)]
    for symbol in symbols:
        exchange.fill((symbol, exchange.place(symbol, "BUY", 5)), 1)
        exchange.place(symbol, "SELL", 5)
    world.begin()
    world.pass_time(60.0)
    asked = len(world.asked)
    world.disconnect()
    exchange.now_ms += 1000
    for key in exchange.open_orders()[::2]:
        exchange.end(key)
    world.connect()
    world.pass_time(30.0)
    world.check_state()
    assert world.session.reconciled
    assert sum(OPERATIONS[call.operation].weight(call.params).ip for call in world.asked[asked:]) < 1200


def test_a_connection_that_comes_and_goes_leaves_the_budget_to_others(world: UserWorld) -> None:
    asked = len(world.asked)
    for _ in range(60):
        world.disconnect()
        world.connect()
        world.exchange.place("BTCUSDT", "BUY", 1)
        world.deliver()
        world.pass_time(1.0)
    assert sum(OPERATIONS[call.operation].weight(call.params).ip for call in world.asked[asked:]) < 1200
    # Events go on meanwhile, and all is covered in the end.
    assert 50 < sum(source == "event" for source, _, _ in orders(world))
    world.pass_time(200.0)
    world.check_state()
    assert world.session.reconciled
