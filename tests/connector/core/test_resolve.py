"""T5: settling an unknown outcome: what is asked, what proves anything, and when it stops."""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from typing import Any

import pytest
from tests.connector.core.world import World, fields, lost, ok, paths, refusal

from binance_usdm import (
    ApiError,
    AuthRejected,
    BinanceUsdmError,
    OrderRejected,
    Outcome,
    OutcomeUnknown,
    Settings,
)
from binance_usdm.core._effects import Send, Sleep
from binance_usdm.core._resolve import client_ids, named
from binance_usdm.transport import FaultKind, HttpResponse
from binance_usdm_api import OPERATIONS

NOT_FOUND = refusal(-2013, "Order does not exist.")


def order(world: World, **changes: object) -> HttpResponse:
    """An order as a query shows it."""
    told = {
        "orderId": 7,
        "side": "BUY",
        "status": "NEW",
        "price": "60000",
        "origQty": "0.01",
        "time": world.server_ms(),
    }
    told |= {
        "updateTime": world.server_ms(),
        "symbol": "BTCUSDT",
        "clientOrderId": "id-1",
        "executedQty": "0",
        **changes,
    }
    return ok(json.dumps(told).encode())


def test_queries_go_out_at_the_times_of_procedure_u() -> None:
    """FAILURES U3: 0.25, 0.5, 1, 2, 4 and 8 s, then every 15 s, until resolve_timeout."""
    world = World(lost(), *[NOT_FOUND] * 20, settings=Settings(resolve_timeout=40))
    world.rtt = 0.0
    times: list[float] = []
    begin = world.now
    world.script = [lost(), *[lambda _: (times.append(round(world.now - begin, 3)), NOT_FOUND)[1]] * 20]
    with pytest.raises(OutcomeUnknown) as caught:
        world.order()
    assert [0.25, 0.5, 1.0, 2.0, 4.0, 8.0, 23.0, 38.0, 40.0] == times
    assert 9 == caught.value.queries


@pytest.mark.parametrize("seconds", [0.3, 5.0, 30.0])
def test_resolve_timeout_holds_when_nothing_answers(seconds: float) -> None:
    """T5: a dead network does not stretch it: queries are cut to the time left and not repeated by themselves."""
    world = World(settings=Settings(resolve_timeout=seconds))
    asked: list[float] = []

    def run(flow: Any) -> None:
        value: Any = None
        while True:
            effect = flow.send(value)
            value = None
            if isinstance(effect, Sleep):
                world.now += effect.seconds
            elif isinstance(effect, Send):
                assert not isinstance(effect.request, str)
                if effect.request.target == "/fapi/v1/time":
                    value = world.answer(effect.request)
                    continue
                asked.append(effect.timeout)
                world.now += effect.timeout
                value = lost(FaultKind.TIMEOUT)

    params = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
    begin = world.now
    with pytest.raises(OutcomeUnknown):
        run(world.core.exchange(OPERATIONS["new_order"], params))
    assert seconds <= world.now - begin - 10 <= seconds + 1.2
    assert 10.0 == asked[0]


def test_a_rejected_key_ends_the_search() -> None:
    """A3: nothing more is sent with it, so nothing more can be known."""
    world = World(lost(), refusal(-2015, "Invalid API-key.", 401))
    with pytest.raises(OutcomeUnknown):
        world.order()
    assert 2 == len(world.sent)
    with pytest.raises(AuthRejected):
        world.order()


def test_a_closed_client_ends_the_search() -> None:
    """Life cycle: closing while an order is looked for does not leave the caller waiting."""
    world = World(lost(), lost(FaultKind.CLOSED, sent=False))
    begin = world.now
    with pytest.raises(OutcomeUnknown):
        world.order()
    assert world.now - begin < 1


def test_a_silent_exchange_is_asked_again_when_it_may_be() -> None:
    """FAILURES 4: the search obeys Retry-After like everything else."""
    world = World()
    world.script = [
        lost(),
        refusal(-1003, "Too many requests.", 429, retry_after="5"),
        lambda _: order(world),
    ]
    begin = world.now
    assert world.order().resolved
    assert world.now - begin >= 5


def test_the_search_may_use_the_reserve() -> None:
    """P5: knowing what became of an order comes before ordinary calls."""
    world = World(settings=Settings(rate_limit_wait=0, order_wait=0))
    world.script = [HttpResponse(502, {"x-mbx-used-weight-1m": "2390"}, b""), lambda _: order(world)]
    assert world.order().resolved


def test_an_order_that_a_query_shows_in_no_readable_way_is_not_lost() -> None:
    """T5: what cannot be read settles nothing, and never becomes an error without an outcome."""
    world = World()
    world.script = [lost(), ok(b'{"orderId":"x"}'), ok(b"<html>"), lambda _: order(world)]
    assert 7 == world.order().result.order_id


def test_another_side_is_another_order() -> None:
    """FAILURES 35: an id used again by another program."""
    world = World()
    world.script = [lost(), *[lambda _: order(world, side="SELL")] * 30]
    with pytest.raises(OutcomeUnknown):
        world.order()


@pytest.mark.parametrize(
    "make", [list, tuple, iter, lambda ids: dict.fromkeys(ids).keys()], ids=["list", "tuple", "iterator", "view"]
)
def test_an_unknown_batch_cancel_looks_for_every_order(make: Any) -> None:
    """FAILURES 24: whatever the ids came from, each is asked for; an iterator is read once and remembered."""
    world = World()
    world.script = [
        lost(),
        lambda _: order(world, status="CANCELED"),
        lambda _: order(world, status="CANCELED"),
    ]
    reply = world.call("cancel_batch_orders", symbol="BTCUSDT", orderIdList=make([7, 8]))
    assert ["7", "8"] == [fields(request)["orderId"] for request in world.sent[1:]]
    assert 2 == len(reply.result)


def test_an_unknown_batch_with_one_missing_order_stays_unknown() -> None:
    """FAILURES 24: one that is not found leaves the whole open, and every id is named."""
    item = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
    world = World(settings=Settings(resolve_timeout=3))
    world.script = [lost(), *[lambda request: order(world) if "id-1" in request.target else NOT_FOUND] * 40]
    with pytest.raises(OutcomeUnknown) as caught:
        world.call("place_batch_orders", batchOrders=[item, item])
    assert ("id-1", "id-2") == caught.value.client_order_ids


def test_an_unknown_conditional_order_is_found_by_its_own_id() -> None:
    """T1, T5: the id space of the other endpoint."""
    world = World()
    ack = (
        b'{"algoId":9,"clientAlgoId":"id-1","algoType":"CONDITIONAL","algoStatus":"NEW","symbol":"BTCUSDT",'
        b'"createTime":%d}'
    )
    world.script = [lost(), NOT_FOUND, lambda _: ok(ack % world.server_ms())]
    reply = world.call(
        "new_algo_order", algoType="CONDITIONAL", symbol="BTCUSDT", side="SELL", type="STOP_MARKET", quantity="1",
        triggerPrice="50000",
    )  # fmt: skip
    assert (9, True) == (reply.result.algo_id, reply.resolved)
    assert {"id-1"} == {fields(request)["clientAlgoId"] for request in world.sent[1:]}


@pytest.mark.parametrize("operation", sorted(op.id for op in OPERATIONS.values() if op.retry.kind.value == "resolve"))
def test_every_operation_that_is_settled_by_a_query_has_a_search(operation: str) -> None:
    """T5: no operation of this class can end in a KeyError when it matters."""
    from binance_usdm.core._resolve import _SEARCHES

    assert operation in _SEARCHES
    assert OPERATIONS[operation].retry.query in OPERATIONS


@pytest.mark.parametrize("at", range(1, 6))
def test_a_caller_that_goes_away_is_told_of_in_the_log(at: int, caplog: pytest.LogCaptureFixture) -> None:
    """FAILURES 23: from the first byte of an order on, closing its flow names the ids to look for; before, nothing."""
    world = World(lost(), *[NOT_FOUND] * 9)
    params = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
    flow = world.core.exchange(OPERATIONS["new_order"], params)
    value: Any = None
    effects = 0
    while True:
        effect = flow.send(value)
        value = None
        measuring = isinstance(effect, Send) and effect.request.target == "/fapi/v1/time"  # type: ignore[union-attr]
        if not measuring:
            effects += 1
            assert effect.binding
        if effects == at:
            break
        if isinstance(effect, Send):
            value = world.answer(effect.request)  # type: ignore[arg-type]
        elif isinstance(effect, Sleep):
            world.now += effect.seconds
    caplog.set_level(logging.ERROR, "binance_usdm")
    flow.close()
    assert "abandoned operation=new_order ids=id-1" in caplog.text
    assert {0} == {pool.in_flight for windows in world.core.budget._pools.values() for pool in windows}  # type: ignore[attr-defined]


def test_a_caller_that_goes_away_before_the_order_leaves_no_trace(caplog: pytest.LogCaptureFixture) -> None:
    """FAILURES 23: while the clock is measured nothing has been ordered."""
    world = World()
    params = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
    flow = world.core.exchange(OPERATIONS["new_order"], params)
    effect = next(flow)
    assert not effect.binding
    flow.close()
    assert "abandoned" not in caplog.text


def test_changes_that_nothing_settles_are_binding_too() -> None:
    """FAILURES 23: a margin change whose caller went away is told of as unknown."""
    world = World()
    flow = world.core.exchange(OPERATIONS["change_position_margin"], {"symbol": "BTCUSDT", "amount": "5", "type": 1})
    effect: Any = next(flow)
    while effect.request.target == "/fapi/v1/time":
        effect = flow.send(world.answer(effect.request))
    assert effect.binding
    with pytest.raises(OutcomeUnknown):
        flow.send(lost(FaultKind.CANCELLED))


def test_ids_for_messages() -> None:
    """U2: every id a request names, whatever it is called."""
    assert ("a",) == client_ids({"newClientOrderId": "a"})
    assert ("b", "c") == client_ids({"origClientOrderIdList": ["b", "c"]})
    assert ("d",) == client_ids({"batchOrders": [{"origClientOrderId": "d"}, {"orderId": 3}]})
    assert "a,7" == named({"newClientOrderId": "a", "orderId": 7})
    assert "" == named({"symbol": "BTCUSDT"})
    assert "7,8" == named({"symbol": "BTCUSDT", "orderIdList": [7, 8]})


@pytest.mark.parametrize(
    ("status", "said"),
    [
        ("NEW", {"event": "outcome_settled", "outcome": "accepted"}),
        ("FILLED", {"event": "outcome_settled", "outcome": "refused"}),
        (None, {"event": "outcome_still_unknown", "outcome": "unknown"}),
    ],
)
def test_the_log_says_what_became_of_a_request(
    status: str | None, said: dict[str, str], caplog: pytest.LogCaptureFixture
) -> None:
    """FAILURES 23: as loud as the news that it was unknown, and by the same ids: cancelled callers see no more."""
    world = World(lost(), settings=Settings(resolve_timeout=0.1))
    price = "60000" if status == "NEW" else "50000"
    world.script.append(NOT_FOUND if status is None else order(world, status=status, price=price))
    with caplog.at_level(logging.WARNING, "binance_usdm"), suppress(BinanceUsdmError):
        world.call("modify_order", symbol="BTCUSDT", side="BUY", orderId=7, quantity="0.01", price="60000")
    told: list[dict[str, Any]] = [getattr(record, "usdm", {}) for record in caplog.records]
    [line] = [each for each in told if each.get("event", "").startswith(("outcome_settled", "outcome_still"))]
    assert {**line, **said, "operation": "modify_order", "ids": "7"} == line


def test_hostile_answers_settle_nothing() -> None:
    """FAILURES 93: any JSON in place of an order."""
    bodies = [b"[]", b"null", b"7", b'"text"', b"{", b'{"orderId":null}', b'{"orderId":7,"time":"x","side":"BUY"}']
    world = World(lost(), *[ok(body) for body in bodies], *[NOT_FOUND] * 40)
    with pytest.raises(BinanceUsdmError) as caught:
        world.order()
    assert isinstance(caught.value, OutcomeUnknown)
    assert 1 == paths(world.sent).count("POST /fapi/v1/order")


def test_a_change_that_came_too_late_is_refused_not_unknown() -> None:
    """FAILURES 40: an order that has ended as it was can no longer be changed; the error says how it ended."""
    world = World(lost())
    world.script.append(order(world, status="FILLED", price="50000"))
    with pytest.raises(OrderRejected, match="FILLED before the change") as caught:
        world.call("modify_order", symbol="BTCUSDT", side="BUY", orderId=7, quantity="0.01", price="60000")
    assert (Outcome.REFUSED, False) == (caught.value.outcome, caught.value.retryable)


@pytest.mark.parametrize("status", ["TRIGGERING", "TRIGGERED", "FINISHED", "EXPIRED", "REJECTED"])
def test_a_conditional_order_that_was_triggered_is_not_said_to_be_cancelled(status: str) -> None:
    """FAILURES 33, 36: the answer to a cancellation shows no state, so only CANCELED may count as success."""
    world = World(lost(), ok(b'{"algoId":9,"clientAlgoId":"a","symbol":"BTCUSDT","algoStatus":"%s"}' % status.encode()))
    with pytest.raises(OrderRejected, match=f"{status} before the cancellation") as caught:
        world.call("cancel_algo_order", algoId=9)
    assert (Outcome.REFUSED, False) == (caught.value.outcome, caught.value.retryable)


def test_a_conditional_order_that_was_cancelled_is_said_to_be() -> None:
    """FAILURES 33: not while it is open, but as soon as it shows."""
    states = [
        ok(b'{"algoId":9,"clientAlgoId":"a","symbol":"BTCUSDT","algoStatus":"%s"}' % status)
        for status in (b"NEW", b"CANCELED")
    ]
    world = World(lost(), *states)
    reply = world.call("cancel_algo_order", algoId=9)
    assert (True, "a", "200") == (reply.resolved, reply.result.client_algo_id, str(reply.result.code))


def test_a_change_that_was_made_and_then_filled_is_accepted() -> None:
    """FAILURES 40: the price and the quantity asked for are there."""
    world = World(lost())
    world.script.append(order(world, status="FILLED"))
    reply = world.call("modify_order", symbol="BTCUSDT", side="BUY", orderId=7, quantity="0.01", price="60000")
    assert (True, "FILLED") == (reply.resolved, str(reply.result.status))


@pytest.mark.parametrize("status", ["FILLED", "CANCELED"])
def test_a_batch_of_changes_is_not_disproved_by_one(status: str) -> None:
    """FAILURES 24, 40: what became of the others is open."""
    world = World(lost(), settings=Settings(resolve_timeout=1))
    world.script += [order(world, status=status, price="1")] * 4
    items = [{"symbol": "BTCUSDT", "side": "BUY", "orderId": n, "quantity": "0.01", "price": "60000"} for n in (1, 2)]
    with pytest.raises(OutcomeUnknown):
        world.call("modify_batch_orders", batchOrders=items)


TAKEN = refusal(-4116, "clientOrderId is duplicated.")


def test_an_id_held_by_the_same_open_order_counts_as_accepted() -> None:
    """FAILURES 34: the query shows an order with equal parameters, however its numbers are written."""
    world = World(TAKEN)
    world.script.append(order(world, price="60000.00", origQty="0.010", type="LIMIT", timeInForce="GTC"))
    reply = world.order(newClientOrderId="id-1")
    assert (True, 7, 1) == (reply.resolved, reply.result.order_id, paths(world.sent).count("POST /fapi/v1/order"))


@pytest.mark.parametrize(
    "other", [{"side": "SELL"}, {"price": "59999"}, {"origQty": "0.02"}, {"type": "STOP"}, {"timeInForce": "IOC"}]
)
def test_an_id_held_by_another_order_is_refused(other: dict[str, str]) -> None:
    """FAILURES 34: a hard error, and nothing is sent again."""
    world = World(TAKEN)
    world.script.append(order(world, **{"type": "LIMIT", "timeInForce": "GTC", **other}))
    with pytest.raises(ApiError) as caught:
        world.order(newClientOrderId="id-1")
    assert (-4116, 1) == (caught.value.code, paths(world.sent).count("POST /fapi/v1/order"))


def test_an_id_held_by_an_order_that_cannot_be_seen_is_refused() -> None:
    """FAILURES 34, 37: without a query that shows it nothing is adopted."""
    world = World(TAKEN, NOT_FOUND)
    with pytest.raises(ApiError) as caught:
        world.order(newClientOrderId="id-1")
    assert -4116 == caught.value.code


def test_an_algo_id_held_by_the_same_order_counts_as_accepted() -> None:
    """FAILURES 33, 34: conditional orders have an id space and a query of their own."""
    world = World(TAKEN)
    shown = {"algoId": 5, "clientAlgoId": "a", "orderType": "STOP_MARKET", "side": "SELL", "triggerPrice": "50000.0"}
    shown["algoStatus"] = "NEW"
    world.script.append(ok(json.dumps({**shown, "symbol": "BTCUSDT", "quantity": "0.010"}).encode()))
    reply = world.call(
        "new_algo_order", algoType="CONDITIONAL", symbol="BTCUSDT", side="SELL", type="STOP_MARKET", quantity="0.01",
        triggerPrice="50000", clientAlgoId="a",
    )  # fmt: skip
    assert (True, 5) == (reply.resolved, reply.result.algo_id)
