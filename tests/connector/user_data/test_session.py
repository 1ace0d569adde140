"""T7, rows 75 to 87: what the session tells, what it keeps to itself, and when it compares the account."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.connector.user_data.exchange_account import START_MS
from tests.connector.user_data.user_world import UserWorld

from binance_usdm.streams import Connected, Disconnected, Reconnected, Rotated
from binance_usdm.user_data import Reconciled, ReconciledAccount, ReconciledOrder, Why, origin_of
from binance_usdm.user_data._decode import Unreadable, read_frame
from binance_usdm_api import UnknownEvent
from binance_usdm_api.errors import AuthRejected, NotFound
from binance_usdm_api.models.user import AccountUpdate, ListenKeyExpired, OrderTradeUpdate, TradeLite


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


def test_the_start_takes_the_account_on() -> None:
    world = UserWorld()
    number = world.exchange.place("BTCUSDT", "BUY", 3, "by-hand")
    world.exchange.fill(("BTCUSDT", number), 2)
    world.begin()
    world.check_state()
    assert [("reconciliation", "TRADE", "PARTIALLY_FILLED")] == orders(world)
    assert [] == world.fills()
    assert [(Why.START, True, 0, 1, 1, 1)] == [
        (each.reason, each.complete, each.fills, each.orders, each.positions, each.balances)
        for each in world.summaries()
    ]
    assert "RECONCILIATION" == next(e for e in world.seen if isinstance(e, ReconciledAccount)).update.reason


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


def test_both_sides_of_a_trade_with_oneself_are_fills(world: UserWorld) -> None:
    frame = {
        "e": "ORDER_TRADE_UPDATE", "E": 1, "T": START_MS, "o": {
            "s": "BTCUSDT", "c": "a", "S": "BUY", "x": "TRADE", "X": "FILLED", "i": 1, "q": "1", "z": "1", "l": "1",
            "L": "5", "t": 77,
        },
    }  # fmt: skip
    other = {**frame, "o": {**frame["o"], "S": "SELL", "i": 2, "c": "b"}}  # type: ignore[dict-item]
    for each in (frame, other, frame, other):
        world.receive(read_frame(msgspec.json.encode(each)).data)
    assert [("BTCUSDT", 77, "BUY"), ("BTCUSDT", 77, "SELL")] == [fill[:3] for fill in world.fills()]
    assert 2 == world.session.counters.old


def test_a_fill_of_nothing_is_none(world: UserWorld) -> None:
    order = {
        "s": "BTCUSDT", "c": "autoclose-1", "S": "SELL", "o": "LIQUIDATION", "f": "IOC", "q": "1", "p": "5",
        "x": "TRADE", "X": "NEW_INSURANCE", "i": 9, "l": "0", "z": "0", "L": "0", "N": None, "n": "", "ap": "",
        "T": START_MS, "t": 0, "ps": "BOTH",
    }  # fmt: skip
    frame = msgspec.json.encode({"e": "ORDER_TRADE_UPDATE", "E": START_MS, "T": START_MS, "o": order})
    world.receive(read_frame(frame).data)
    [told] = [event for event in world.seen if isinstance(event, OrderTradeUpdate)]
    assert (None, None) == (told.order.commission, told.order.average_price)
    assert origin_of(told.order.client_order_id).forced
    assert [9] == [number for _, number in world.session.ledger.orders.open]
    assert {} == world.session.ledger.orders.holes


def test_a_forced_order_is_adopted_whatever_its_id(world: UserWorld) -> None:
    for number, prefix in enumerate(("autoclose-", "adl_autoclose", "settlement_autoclose-", "delivery_autoclose-")):
        key = ("BTCUSDT", world.exchange.place("BTCUSDT", "SELL", 1, f"{prefix}{number}"))
        world.exchange.fill(key, 1, "CALCULATED" if number == 0 else "TRADE")
    world.deliver()
    assert world.true_fills() == world.fills()
    world.check_state()


def test_funding_fills_nothing(world: UserWorld) -> None:
    world.exchange.fund()
    world.seen.clear()
    world.deliver()
    assert ["FUNDING_FEE"] == [str(e.update.reason) for e in world.seen if isinstance(e, AccountUpdate)]
    assert [] == world.fills()
    world.check_state()


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


def test_unknown_events_and_states_are_kept(world: UserWorld) -> None:
    world.receive(read_frame(b'{"e":"SOMETHING_NEW","E":1,"x":[1]}').data)
    assert UnknownEvent({"e": "SOMETHING_NEW", "E": 1, "x": [1]}, "SOMETHING_NEW") == world.seen[-1]
    asked = len(world.asked)
    number = world.exchange.place("BTCUSDT", "BUY", 3)
    world.exchange.state.orders["BTCUSDT", number]["status"] = "TRADING_HALT"
    world.exchange._changed()
    world.told = len(world.exchange.events)
    frame = world.exchange.events[-1].replace(b'"X": "NEW"', b'"X": "TRADING_HALT"')
    world.receive(read_frame(frame).data)
    assert ("event", "NEW", "TRADING_HALT") == orders(world)[-1]
    world.pass_time(3.0)
    questions = [(call.operation, call.params.get("orderId")) for call in world.asked[asked:]]
    assert ("query_order", number) in questions


def test_an_expired_key_is_replaced_before_the_connection_is_dropped(world: UserWorld) -> None:
    world.exchange.key = 2
    expired = ListenKeyExpired(event_type="listenKeyExpired", event_time=START_MS, listen_key="secretkey1")
    world.seen.clear()
    world.receive(expired)
    world.receive(expired)
    assert [None] == [e.listen_key for e in world.seen if isinstance(e, ListenKeyExpired)]
    world.answer_all()
    assert ["/private/ws?listenKey=secretkey1", "/private/ws?listenKey=secretkey2"] == world.paths
    world.exchange.now_ms += 10
    number = world.exchange.place("BTCUSDT", "BUY", 1)
    world.exchange.fill(("BTCUSDT", number), 1)
    world.told = len(world.exchange.events)
    world.rotate("listen_key")
    world.answer_all()
    assert world.true_fills() == world.fills()
    assert Why.LISTEN_KEY in {each.reason for each in world.summaries()}
    assert 2 == len(world.paths)


def test_a_key_that_changed_while_a_connection_was_opened_is_used_in_the_end(world: UserWorld) -> None:
    world.disconnect()
    world.exchange.key = 2
    world.answer_all()
    world.connect()
    assert 3 == len(world.paths)
    world.rotate("listen_key")
    assert 3 == len(world.paths)
    assert {"/private/ws?listenKey=secretkey2"} == set(world.paths[1:])


def test_a_successor_that_cannot_connect_does_not_count_as_a_loss(world: UserWorld) -> None:
    world.answer_all()
    world.control(Disconnected(connection=world.connection + 1, reason="refused", retry_in=1.0))
    assert world.session.connected


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
    world.exchange._changed = lambda: None  # type: ignore[method-assign]
    for _ in range(2500):
        world.exchange.fill(("BTCUSDT", number), 1)
    world.exchange.past.append((world.exchange.now_ms, world.exchange.state))
    world.connect()
    world.answer_all()
    assert "2500" == row["executedQty"]
    assert world.true_fills() == world.fills()


def test_rejected_credentials_end_the_stream() -> None:
    world = UserWorld()
    rejected = AuthRejected("Invalid API-key.", code=-2015, status=401)
    world.refuse = lambda _call: rejected
    world.answer_all()
    assert rejected is world.session.failure


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
    from binance_usdm_api import OPERATIONS

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


def test_what_is_asked_for_is_always_told(world: UserWorld) -> None:
    world.seen.clear()
    world.session.request(world.now)
    world.settle()
    world.answer_all()
    assert [Why.REQUEST] == [each.reason for each in world.seen]
