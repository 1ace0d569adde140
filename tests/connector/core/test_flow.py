"""A3, A4, M3, T5: what the flow does about every kind of answer, on virtual time."""

from __future__ import annotations

import pytest
from tests.connector.core.world import ACK, World, fields, lost, ok, paths, refusal

from binance_usdm import (
    ApiError,
    AuthRejected,
    Blocked,
    ClockSkew,
    Credentials,
    CredentialsError,
    DecodeError,
    InsufficientFunds,
    NotFound,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Overloaded,
    ServerError,
    TransportError,
)
from binance_usdm.transport import FaultKind, HttpResponse

NOT_FOUND = refusal(-2013, "Order does not exist.")
UNKNOWN_503 = HttpResponse(
    503, {}, b'{"code":-1000,"msg":"Unknown error, please check your request or try again later."}'
)


def found_order(world: World, **changes: object) -> HttpResponse:
    """The order as a query shows it."""
    status = changes.get("status", "NEW")
    price, quantity = changes.get("price", "60000"), changes.get("quantity", "0.01")
    return ok(
        b'{"orderId":7,"symbol":"BTCUSDT","status":"%s","clientOrderId":"id-1","side":"BUY","price":"%s","origQty":"%s",'
        b'"executedQty":"0","time":%d,"updateTime":%d}'
        % (str(status).encode(), str(price).encode(), str(quantity).encode(), world.server_ms(), world.server_ms())
    )


def test_an_order_is_stamped_signed_and_sent_once() -> None:
    """A2, T2: one request, form body, timestamp and signature last, own id supplied."""
    world = World(ok())
    reply = world.order()
    (request,) = world.sent
    sent = fields(request)
    assert "POST" == request.method
    assert ["recvWindow", "timestamp", "signature"] == list(sent)[-3:]
    assert "id-1" == sent["newClientOrderId"]
    assert 7 == reply.result.order_id
    assert ("rest", 1, False) == (reply.carrier, reply.attempts, reply.resolved)


def test_the_clock_is_measured_before_the_first_signed_call_only() -> None:
    """A4: five samples once; public calls measure nothing."""
    world = World(ok(b"{}"), ok(), ok(), skew_ms=300_000)
    world.call("ping")
    assert 0 == world.times
    world.order()
    assert 5 == world.times
    world.order()
    assert 5 == world.times
    stamp = int(fields(world.sent[-1])["timestamp"])
    assert 0 <= world.server_ms() - stamp < 100


@pytest.mark.parametrize("skew_ms", [-600_000, -1500, 1500, 600_000])
def test_a_host_clock_wrong_by_minutes_still_trades(skew_ms: int) -> None:
    """A4: stamps follow the exchange, never ahead of it."""
    world = World(ok(), skew_ms=skew_ms)
    world.order()
    stamp = int(fields(world.sent[0])["timestamp"])
    assert -5000 < stamp - world.server_ms() <= 0


def test_a_refused_timestamp_resyncs_restamps_and_resigns_once() -> None:
    """A4: -1021 is repeated once with a new stamp and signature, then raised."""
    world = World(refusal(-1021), ok())
    world.order()
    first, second = (fields(request) for request in world.sent)
    assert 10 == world.times
    assert first["timestamp"] < second["timestamp"]
    assert first["signature"] != second["signature"]
    assert first["newClientOrderId"] == second["newClientOrderId"]
    world = World(refusal(-1021), refusal(-1021))
    with pytest.raises(ClockSkew) as caught:
        world.order()
    assert Outcome.REFUSED is caught.value.outcome
    assert 2 == len(world.sent)


def test_the_clock_is_measured_again_when_stale_and_after_a_step() -> None:
    """A4: after the interval, and at once when the wall clock jumps against the monotonic one."""
    world = World(ok(), ok(), ok())
    world.order()
    world.now += 61
    world.order()
    assert 10 == world.times
    world.now += 61
    world.step_ms = 5000
    world.order()
    assert 15 == world.times


@pytest.mark.parametrize("code", [-2014, -2015, -1002])
def test_a_rejected_key_stops_everything_until_new_credentials(code: int) -> None:
    """A3: no request is sent after the rejection, public ones included."""
    world = World(refusal(code, "Invalid API-key.", 401), ok(b"{}"))
    with pytest.raises(AuthRejected):
        world.call("account_balance")
    for operation in ("account_balance", "ping"):
        with pytest.raises(AuthRejected) as caught:
            world.call(operation)
        assert Outcome.NOT_SENT is caught.value.outcome
    assert 1 == len(world.sent)
    world.core.set_credentials(Credentials("n" * 64, "t" * 64))
    world.call("ping")
    assert 2 == len(world.sent)


def test_without_credentials_signed_calls_are_not_sent() -> None:
    """A1: the error says what to set."""
    world = World(keyed=False)
    with pytest.raises(CredentialsError, match="BINANCE_API_KEY"):
        world.order()
    assert [] == world.sent


@pytest.mark.parametrize(
    ("answer", "error", "sends"),
    [
        (refusal(-2019, "Margin is insufficient."), InsufficientFunds, 1),
        (refusal(-1121, "Invalid symbol."), ApiError, 1),
        (HttpResponse(403, {}, b"<html>CloudFront</html>"), Blocked, 1),
        (HttpResponse(451, {}, b"unavailable"), Blocked, 1),
        (HttpResponse(503, {}, b'{"code":-1,"msg":"Service Unavailable."}'), Overloaded, 4),
        (refusal(-1008, "Request throttled by system-level protection.", 503), Overloaded, 4),
        (
            HttpResponse(
                503, {}, b'{"code":-1001,"msg":"Internal error; unable to process your request. Please try again."}'
            ),
            Overloaded,
            4,
        ),
        (refusal(-4117, "triggering"), Overloaded, 4),
    ],
)
def test_refused_orders(answer: HttpResponse, error: type[ApiError], sends: int) -> None:
    """T4, T5: a refusal proves nothing was executed; only the busy ones are sent again."""
    world = World(*[answer] * 4)
    with pytest.raises(error) as caught:
        world.order()
    assert Outcome.REFUSED is caught.value.outcome
    assert sends == len(world.sent)
    assert {"POST /fapi/v1/order"} == set(paths(world.sent))


UNKNOWNS = [
    UNKNOWN_503,
    HttpResponse(503, {}, b"<html>busy</html>"),
    HttpResponse(500, {}, b""),
    HttpResponse(502, {}, b"<html>Bad Gateway</html>"),
    HttpResponse(504, {}, b""),
    HttpResponse(408, {}, b'{"code":-1007,"msg":"Timeout waiting for response."}'),
    refusal(-1006, "unexpected response"),
    refusal(-1000, "unknown"),
    refusal(-99999, "a code of tomorrow"),
    HttpResponse(404, {}, b"<html>not here</html>"),
    HttpResponse(302, {"location": "https://example.org"}, b""),
    ok(b'{"orderId":'),
    ok(b""),
    ok(b"<html>hello</html>"),
    ok(b"{}"),
    lost(FaultKind.TIMEOUT),
    lost(FaultKind.RESET),
    lost(FaultKind.TRUNCATED),
    lost(FaultKind.ENCODING),
    lost(FaultKind.TOO_LARGE),
]


@pytest.mark.parametrize("answer", UNKNOWNS, ids=str)
def test_an_unknown_order_is_looked_for_and_never_sent_again(answer: object) -> None:
    """T5: one POST; queries by client id until the order shows up."""
    world = World()
    world.script = [answer, NOT_FOUND, lost(), lambda _: found_order(world)]  # type: ignore[list-item]
    reply = world.order()
    assert 1 == paths(world.sent).count("POST /fapi/v1/order")
    assert {"id-1"} == {fields(request)["origClientOrderId"] for request in world.sent[1:]}
    assert (7, True) == (reply.result.order_id, reply.resolved)


@pytest.mark.parametrize("answer", UNKNOWNS, ids=str)
def test_what_cannot_be_settled_raises_with_the_client_order_id(answer: object) -> None:
    """T5: -2013 is never proof; after resolve_timeout the caller is told what to look for."""
    world = World()
    world.script = [answer, *[NOT_FOUND] * 50]  # type: ignore[list-item]
    before = world.now
    with pytest.raises(OutcomeUnknown) as caught:
        world.order()
    assert "id-1" == caught.value.client_order_id
    assert caught.value.retryable is False
    assert "id-1" in str(caught.value)
    assert 1 == paths(world.sent).count("POST /fapi/v1/order")
    assert 29 <= world.now - before <= 35


def test_an_older_order_with_the_same_id_is_not_taken_for_the_new_one() -> None:
    """T5: ids of closed orders may be used again, so the order must not be older than the request."""
    world = World()
    old = ok(
        b'{"orderId":3,"symbol":"BTCUSDT","status":"FILLED","clientOrderId":"again","side":"BUY","executedQty":"0.01",'
        b'"time":1767000000000}'
    )
    world.script = [lost(), *[old] * 50]
    with pytest.raises(OutcomeUnknown):
        world.order(newClientOrderId="again")


@pytest.mark.parametrize("status", ["CANCELED", "FILLED", "EXPIRED"])
def test_an_unknown_cancel_is_settled_by_the_state_of_the_order(status: str) -> None:
    """T5: a cancel is not repeated; the order's end is what was asked for."""
    world = World()
    world.script = [lost(), lambda _: found_order(world), lambda _: found_order(world, status=status)]
    reply = world.call("cancel_order", symbol="BTCUSDT", orderId=7)
    assert status == reply.result.status
    assert 1 == paths(world.sent).count("DELETE /fapi/v1/order")


def test_an_unknown_change_is_settled_by_price_and_quantity() -> None:
    """T5: the old price is not proof of failure, the new one is proof of success."""
    world = World()
    world.script = [lost(), lambda _: found_order(world), lambda _: found_order(world, price="61000.0")]
    reply = world.call("modify_order", symbol="BTCUSDT", side="BUY", orderId=7, quantity="0.01", price="61000")
    assert reply.resolved
    assert 1 == paths(world.sent).count("PUT /fapi/v1/order")


def test_an_unknown_batch_is_settled_order_by_order() -> None:
    """T5: every element has its own id and is looked for by it."""
    world = World()
    world.script = [UNKNOWN_503, lambda _: found_order(world), lambda _: found_order(world)]
    item = {
        "symbol": "BTCUSDT",
        "side": "BUY",
        "type": "LIMIT",
        "quantity": "0.01",
        "price": "60000",
        "timeInForce": "GTC",
    }
    reply = world.call("place_batch_orders", batchOrders=[item, item])
    assert ["id-1", "id-2"] == [fields(request)["origClientOrderId"] for request in world.sent[1:]]
    assert [7, 7] == [order.order_id for order in reply.result]


def test_an_unknown_cancel_all_is_settled_when_nothing_is_open() -> None:
    """T5: an empty list of open orders is what cancel-all promises."""
    world = World()
    world.script = [lost(), ok(b"[" + ACK[:-1] + b',"executedQty":"0"}]'), ok(b"[]")]
    reply = world.call("cancel_all_open_orders", symbol="BTCUSDT")
    assert 200 == reply.result.code


def test_a_margin_change_of_unknown_outcome_is_raised_at_once() -> None:
    """T5: nothing settles it, so it is neither repeated nor guessed."""
    world = World(lost())
    with pytest.raises(OutcomeUnknown):
        world.call("change_position_margin", symbol="BTCUSDT", amount="5", type=1)
    assert 1 == len(world.sent)


@pytest.mark.parametrize(
    "answer", [UNKNOWN_503, HttpResponse(502, {}, b""), lost(), refusal(-1000), refusal(-1007, status=408)]
)
def test_reads_and_settings_are_repeated(answer: object) -> None:
    """T5: what changes nothing, or leaves the same state, may be sent again."""
    world = World(answer, ok(b'{"symbol":"BTCUSDT","leverage":5}'))  # type: ignore[arg-type]
    assert 5 == world.call("change_leverage", symbol="BTCUSDT", leverage=5).result.leverage
    world = World(answer, ok(b'{"symbol":"BTCUSDT","price":"1"}'))  # type: ignore[arg-type]
    reply = world.call("ticker_price", symbol="BTCUSDT")
    assert 2 == reply.attempts
    assert 1 == len(world.slept)


def test_every_attempt_is_stamped_and_signed_anew() -> None:
    """FAILURES 26: no attempt carries an old timestamp."""
    world = World(lost(), lost(), ok(b"[]"))
    world.call("account_balance")
    stamps = [fields(request)["timestamp"] for request in world.sent]
    assert sorted(set(stamps)) == stamps
    assert 3 == len({fields(request)["signature"] for request in world.sent})


def test_a_repeated_setting_that_already_holds_is_a_success() -> None:
    """T5: the lost first attempt did it; "no need to change" on the second says so."""
    world = World(lost(), refusal(-4046, "No need to change margin type."))
    assert 200 == world.call("change_margin_type", symbol="BTCUSDT", marginType="ISOLATED").result.code
    world = World(refusal(-4046, "No need to change margin type."))
    with pytest.raises(ApiError):
        world.call("change_margin_type", symbol="BTCUSDT", marginType="ISOLATED")


def test_reads_give_up_with_a_typed_error() -> None:
    """T5: after the last attempt the transport's error, or the exchange's, is raised."""
    world = World(*[lost()] * 4)
    with pytest.raises(TransportError) as caught:
        world.call("ping")
    assert (4, True) == (caught.value.attempts, caught.value.retryable)
    world = World(*[HttpResponse(500, {}, b"")] * 4)
    with pytest.raises(ServerError):
        world.call("ping")
    assert [4, 3] == [len(world.sent), len(world.slept)]


def test_an_unreadable_read_is_a_decode_error_with_its_path() -> None:
    """C5: not repeated; the payload is kept."""
    world = World(ok(b'{"symbol":"BTCUSDT","price":[]}'))
    with pytest.raises(DecodeError) as caught:
        world.call("ticker_price", symbol="BTCUSDT")
    assert "$.price" == caught.value.path
    assert 1 == len(world.sent)


def test_an_error_inside_a_good_status_is_an_error() -> None:
    """FAILURES 101: classified by its code, for orders and for results that could hold a code."""
    world = World(ok(b'{"code":-2019,"msg":"Margin is insufficient."}'), ok(b' {"msg":"x","code":-2013}'))
    with pytest.raises(InsufficientFunds):
        world.order()
    with pytest.raises(NotFound):
        world.call("query_order", symbol="BTCUSDT", orderId=1)


@pytest.mark.parametrize("kind", [FaultKind.DNS, FaultKind.CONNECT])
def test_what_was_not_sent_is_sent_again_orders_too(kind: FaultKind) -> None:
    """FAILURES 47: nothing left, so even an order may be tried again, by its same id."""
    world = World(lost(kind, sent=False), lost(kind, sent=False), ok())
    world.order()
    assert 3 == len(world.sent)
    assert {"id-1"} == {fields(request)["newClientOrderId"] for request in world.sent}
    world = World(*[lost(kind, sent=False)] * 4)
    with pytest.raises(NotSent) as caught:
        world.order()
    assert (Outcome.NOT_SENT, True) == (caught.value.outcome, caught.value.retryable)


def test_a_tls_failure_is_final() -> None:
    """FAILURES 48: not sent, and not tried again with the same certificate."""
    world = World(lost(FaultKind.TLS, sent=False))
    with pytest.raises(NotSent) as caught:
        world.order()
    assert caught.value.retryable is False
    assert 1 == len(world.sent)
