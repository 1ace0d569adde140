"""T4, T5, U2, C5: every code and status becomes its exception, with a text that helps and an outcome that is true."""

from __future__ import annotations

import copy
import inspect
import pickle
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.core.world import World, lost, ok, paths, refusal

from binance_usdm import (
    ApiError,
    AuthRejected,
    Banned,
    BinanceUsdmError,
    Blocked,
    ClockSkew,
    DecodeError,
    FilterViolation,
    InvalidParameter,
    MissingExtra,
    NotSent,
    Outcome,
    OutcomeUnknown,
    Overloaded,
    RateLimited,
    ServerError,
    Settings,
)
from binance_usdm.core._outcome import classify, read_error
from binance_usdm.transport import FaultKind, HttpResponse
from binance_usdm_api import ERRORS, OPERATIONS
from binance_usdm_api import errors as tree
from binance_usdm_api.error_table import CATEGORIES, HTTP_503

QUICK = Settings(max_attempts=2, resolve_timeout=0.5, rate_limit_wait=0)
UNKNOWN = {"unknown_outcome", "server"}
HOSTILE = "evil\r\n2026-01-01 INFO all is well \x1b[2J\u202e\u2066\x00" + "A" * 5000


def classes() -> list[type[BinanceUsdmError]]:
    """Every exception of the tree."""
    found = [kind for _, kind in inspect.getmembers(tree, inspect.isclass) if issubclass(kind, BinanceUsdmError)]
    assert len(found) >= 30
    return found


def made(kind: type[BinanceUsdmError], text: str = "Something is wrong") -> BinanceUsdmError:
    """One error of a kind, with all it can carry."""
    if issubclass(kind, FilterViolation):
        return kind(
            "quantity", text, "at least 1", filter_type="LOT_SIZE", symbol=text, nearest=1, operation="new_order"
        )
    if issubclass(kind, InvalidParameter):
        return kind("symbol", text, "a symbol", reason=text, operation="klines", hint=text)
    if issubclass(kind, MissingExtra):
        return kind(text, "arrow", operation="klines")
    if issubclass(kind, OutcomeUnknown):
        return kind(
            text, request="POST /fapi/v1/order", kind="reset", client_order_ids=(text[:60], "b"), order_id=7, queries=3,
            operation="new_order",
        )  # fmt: skip
    if issubclass(kind, tree.TransportError):
        return kind(text, request="GET /fapi/v1/ping", kind="dns", attempts=2, operation="ping", hint=text)
    if issubclass(kind, ApiError):
        return kind(
            text, code=-1121, status=400, name="BAD_SYMBOL", request="GET /x", operation="klines", retry_after=2.0
        )
    if issubclass(kind, DecodeError):
        return kind(text, payload=b"{" * 9999, model="Kline", path="$[0].open", operation="klines")
    return kind(text, operation="klines", hint=text)


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_every_error_survives_pickle_and_copy(kind: type[BinanceUsdmError]) -> None:
    """U2: an error crosses processes with class, text and every attribute."""
    error = made(kind)
    for twin in (
        *[pickle.loads(pickle.dumps(error, protocol)) for protocol in range(pickle.HIGHEST_PROTOCOL + 1)],  # noqa: S301
        copy.copy(error),
        copy.deepcopy(error),
    ):
        assert kind is type(twin)
        assert str(error) == str(twin)
        assert error.__dict__ == twin.__dict__
        assert error.args == twin.args


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_every_text_is_one_bounded_line(kind: type[BinanceUsdmError]) -> None:
    """FAILURES 105: text from outside neither fakes a log line nor moves the cursor, and stays short."""
    text = str(made(kind, HOSTILE))
    assert text.isprintable()
    assert len(text) <= 4200


@pytest.mark.parametrize("kind", classes(), ids=lambda kind: kind.__name__)
def test_every_text_says_what_where_and_whether_to_try_again(kind: type[BinanceUsdmError]) -> None:
    """U2: what happened, the operation, and a word on safety at the end."""
    error = made(kind)
    text = str(error)
    assert text.startswith(f"{error.operation}: ")
    safety = text.rstrip(".").rsplit(". ", 1)[-1]
    assert any(
        word in safety
        for word in ("Safe to try again", "Trying again", "Nothing was sent", "Not safe", "lengthens the ban")
    ), text
    if error.retryable:
        assert "Safe to try again: yes" in text or "lengthens" in text or "Not safe" in text


def expected(code: int, operation: str) -> tuple[type[ApiError], Outcome]:
    """Class and outcome as the catalogue says."""
    known = ERRORS[code]
    category = known.category
    kind = OPERATIONS[operation].retry.kind.value
    if known.if_read_only and kind in ("safe", "idempotent"):
        category = known.if_read_only
    if CATEGORIES[category].outcome is Outcome.UNKNOWN:
        return ServerError, Outcome.UNKNOWN
    return known.error_class, CATEGORIES[category].outcome


@pytest.mark.parametrize("operation", ["ticker_price", "new_order", "change_position_margin", "change_leverage"])
@pytest.mark.parametrize("code", sorted(ERRORS), ids=str)
def test_every_code_becomes_its_class(code: int, operation: str) -> None:
    """T4: class, name, code, status and outcome through the classification, for every retry class."""
    found = classify(OPERATIONS[operation], "GET /x", refusal(code, "The words of the exchange."), 1, 0.0)
    kind, outcome = expected(code, operation)
    error = found.error
    assert (kind, outcome) == (type(error), error.outcome)
    assert (code, ERRORS[code].name, 400) == (error.code, error.name, error.status)
    assert "The words of the exchange." in str(error)
    assert str(code) in str(error)
    changes = operation in ("new_order", "change_position_margin")
    assert not (error.outcome is Outcome.UNKNOWN and changes and error.retryable)


@pytest.mark.parametrize("code", sorted(ERRORS), ids=str)
def test_every_code_through_a_whole_order(code: int) -> None:
    """T5: what the caller of new_order gets: the class, or OutcomeUnknown; sent again only when proven refused."""
    world = World(*[refusal(code, "Words.")] * 2, *[refusal(-2013)] * 20, settings=QUICK)
    with pytest.raises(BinanceUsdmError) as caught:
        world.order()
    error = caught.value
    kind, outcome = expected(code, "new_order")
    posts = paths(world.sent).count("POST /fapi/v1/order")
    if outcome is Outcome.UNKNOWN:
        assert isinstance(error, OutcomeUnknown)
        assert (1, "id-1") == (posts, error.client_order_id)
    elif kind is RateLimited:
        assert isinstance(error, RateLimited)
        assert 1 == posts
    else:
        assert (kind, outcome) == (type(error), error.outcome)
        again = ERRORS[code].category in ("retryable", "retryable_after_resync") and code != -5028
        assert (2 if again else 1) == posts
    assert ERRORS[code].fatal == (world.core.rejected is not None)


def test_only_errors_of_the_key_are_fatal() -> None:
    """A3: each fatal code is an AuthRejected, which is what stops a client."""
    assert {AuthRejected} == {known.error_class for known in ERRORS.values() if known.fatal}
    assert {-2014, -2015, -1002} <= {code for code, known in ERRORS.items() if known.fatal}


@pytest.mark.parametrize("operation", ["ticker_price", "new_order"])
@pytest.mark.parametrize("body", [b"", b"<html>CloudFront</html>", b'{"code":-1121,"msg":"Invalid symbol."}', b"[1]"])
@pytest.mark.parametrize("status", [301, 302, 307, 400, 401, 403, 404, 405, 407, 408, 413, 418, 429, 451, 500, 502, 503,
                                    504, 520, 599])  # fmt: skip
def test_every_status_with_every_kind_of_body(status: int, body: bytes, operation: str) -> None:
    """FAILURES 0: 403, 418, 429 and 451 refuse with any body, other 4xx with a documented code; else UNKNOWN."""
    error = classify(OPERATIONS[operation], "GET /x", HttpResponse(status, {}, body), 1, 0.0).error
    if status in (418, 429):
        assert isinstance(error, Banned if status == 418 else RateLimited)
        assert Outcome.REFUSED is error.outcome
    elif status in (403, 451):
        assert Outcome.REFUSED is error.outcome
        assert isinstance(error, Blocked) or error.code == -1121
    elif 400 <= status < 500 and status != 408 and b"-1121" in body:
        assert (Outcome.REFUSED, -1121) == (error.outcome, error.code)
    elif b"-1121" in body and status < 400:
        assert -1121 == error.code
    else:
        assert Outcome.UNKNOWN is error.outcome
        assert isinstance(error, ServerError)


@pytest.mark.parametrize("shape", HTTP_503, ids=lambda shape: shape.message[:20])
def test_the_four_503_texts(shape: Any) -> None:
    """FAILURES 12-15: one text of four leaves the outcome open."""
    code = shape.code if shape.code is not None else -1
    answer = refusal(code, shape.message, 503)
    error = classify(OPERATIONS["new_order"], "POST /x", answer, 1, 0.0).error
    refused = CATEGORIES[shape.category].outcome is Outcome.REFUSED
    assert (Overloaded if refused else ServerError) is type(error)
    assert CATEGORIES[shape.category].outcome is error.outcome


def test_a_firewalls_body_is_kept_short_and_printable() -> None:
    """FAILURES 8: at most 256 characters of it, escaped."""
    answer = HttpResponse(403, {}, b"<html>\x1b[31m" + "блок\u202e".encode() * 400)
    error = classify(OPERATIONS["ping"], "GET /x", answer, 1, 0.0).error
    assert error.message.isprintable()
    assert len(error.message) < 600
    assert "firewall" in str(error)


codes = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=12),
    st.sampled_from(["--5", "²", "-1121", "٣"]),
)


@given(
    codes, st.one_of(st.none(), st.text(), st.integers()), st.integers(100, 599), st.sampled_from(sorted(OPERATIONS))
)
def test_no_body_breaks_the_classification(code: object, message: object, status: int, operation: str) -> None:
    """FAILURES 93, 97, 109: any JSON, any type, any status: an error of the tree with an outcome."""
    import json

    body = json.dumps({"code": code, "msg": message}).encode()
    error = classify(OPERATIONS[operation], "GET /x", HttpResponse(status, {}, body), 1, 0.0).error
    assert error.outcome in (Outcome.REFUSED, Outcome.UNKNOWN)
    assert str(error).isprintable()


@given(st.binary(max_size=300))
def test_no_bytes_break_the_reading(body: bytes) -> None:
    """FAILURES 21: whatever came."""
    code, message = read_error(body)
    assert code is None or isinstance(code, int)
    assert isinstance(message, str)


@pytest.mark.parametrize("depth", [10**5])
def test_deep_nesting_is_no_crash(depth: int) -> None:
    """FAILURES 53: a tower of brackets is unreadable, that is all."""
    world = World(ok(b"[" * depth), settings=QUICK)
    with pytest.raises(DecodeError):
        world.call("ticker_price", symbol="BTCUSDT")
    assert (None, "[" * 256) == read_error(b"[" * depth)


LENIENT = ["cancel_all_open_orders", "change_margin_type", "change_position_margin", "test_order", "ping",
           "account_information", "accept_convert_quote", "asset_index"]  # fmt: skip
PARAMS: Mapping[str, dict[str, object]] = {
    "cancel_all_open_orders": {"symbol": "BTCUSDT"},
    "change_margin_type": {"symbol": "BTCUSDT", "marginType": "ISOLATED"},
    "change_position_margin": {"symbol": "BTCUSDT", "amount": "5", "type": 1},
    "test_order": {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"},
    "accept_convert_quote": {"quoteId": "q"},
}


@pytest.mark.parametrize("body", [b'{"msg":"Nope.","code":-2019}', b'{ "code": -2019, "msg": "Nope." }',
                                  b'{"code":"-2019","msg":"Nope."}'])  # fmt: skip
@pytest.mark.parametrize("operation", LENIENT)
def test_an_error_in_a_good_status_is_never_a_success(operation: str, body: bytes) -> None:
    """FAILURES 101: also where the result has no required field, in any order and spacing."""
    world = World(*[ok(body)] * 2, settings=QUICK)
    with pytest.raises(ApiError) as caught:
        world.call(operation, **PARAMS.get(operation, {}))
    assert -2019 == caught.value.code


def test_a_key_that_was_not_sent_is_not_rejected() -> None:
    """A3: a keyless call that needs one after all fails alone."""
    world = World(refusal(-2014, "API-key format invalid.", 401), ok(b"{}"), keyed=False)
    with pytest.raises(AuthRejected):
        world.call("historical_trades", symbol="BTCUSDT")
    world.call("ping")


def test_an_engine_delay_is_counted_and_no_reason_to_send_again() -> None:
    """FAILURES 126: the clock is measured; it was right, so the exchange was late and the order is not repeated."""
    world = World(refusal(-5028), refusal(-5028))
    with pytest.raises(ClockSkew) as caught:
        world.order()
    assert (1, 1, 10) == (world.core.engine_delays, len(world.sent), world.times)
    assert Outcome.REFUSED is caught.value.outcome


def test_an_engine_refusal_with_a_wrong_clock_is_sent_once_more() -> None:
    """FAILURES 126: the measurement moved the offset, so the stamp was at fault."""
    world = World(refusal(-5028), ok())

    def late(_: object) -> HttpResponse:
        world.skew_ms = 3000
        return refusal(-5028)

    world.script = [late, ok()]
    assert 7 == world.order().result.order_id
    assert (1, 2) == (world.core.engine_delays, len(world.sent))


@pytest.mark.parametrize("kind", list(FaultKind))
@pytest.mark.parametrize("sent", [True, False])
def test_every_fault_has_its_error(kind: FaultKind, sent: bool) -> None:
    """T5: not sent is NotSent; anything else of an order is OutcomeUnknown; the text names request and kind."""
    world = World(*[lost(kind, sent=sent)] * 2, *[refusal(-2013)] * 20, settings=QUICK)
    with pytest.raises(BinanceUsdmError) as caught:
        world.order()
    assert (OutcomeUnknown if sent else NotSent) is type(caught.value)
    assert "POST /fapi/v1/order" in str(caught.value)
    if not sent:
        assert kind.value in str(caught.value)


def test_an_unreadable_answer_to_a_setting_leaves_it_open() -> None:
    """FAILURES 21: the change may have been made; a read has no such question."""
    world = World(ok(b"{}"), ok(b"{}"), settings=QUICK)
    with pytest.raises(DecodeError) as caught:
        world.call("change_leverage", symbol="BTCUSDT", leverage=5)
    assert Outcome.UNKNOWN is caught.value.outcome
    with pytest.raises(DecodeError) as read:
        world.call("ticker_price", symbol="BTCUSDT")
    assert read.value.outcome is None


@pytest.mark.parametrize(("operation", "again"), [("ping", True), ("change_leverage", True), ("new_order", False)])
def test_a_failing_server_may_be_asked_again_for_what_changes_nothing(operation: str, again: bool) -> None:
    """U2, T5: the text of a 502 tells readers yes and traders no."""
    error = classify(OPERATIONS[operation], "GET /x", HttpResponse(502, {}, b"<html>"), 1, 0.0).error
    assert again is error.retryable
    assert again == ("Safe to try again: yes" in str(error))
