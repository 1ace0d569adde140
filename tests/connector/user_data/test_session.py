"""T7, rows 75 to 87: what the session tells, what it keeps to itself, and when it compares the account."""

from __future__ import annotations

import msgspec
import pytest
from tests.connector.user_data.exchange_account import START_MS
from tests.connector.user_data.user_world import UserWorld

from binance_usdm.streams import Disconnected
from binance_usdm.user_data import ReconciledAccount, Why, origin_of
from binance_usdm.user_data._decode import read_frame
from binance_usdm_api import UnknownEvent
from binance_usdm_api.errors import AuthRejected
from binance_usdm_api.models.user import AccountUpdate, ListenKeyExpired, OrderTradeUpdate


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


def test_rejected_credentials_end_the_stream() -> None:
    world = UserWorld()
    rejected = AuthRejected("Invalid API-key.", code=-2015, status=401)
    world.refuse = lambda _call: rejected
    world.answer_all()
    assert rejected is world.session.failure


def test_what_is_asked_for_is_always_told(world: UserWorld) -> None:
    world.seen.clear()
    world.session.request(world.now)
    world.settle()
    world.answer_all()
    assert [Why.REQUEST] == [each.reason for each in world.seen]
