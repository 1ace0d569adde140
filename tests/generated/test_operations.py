"""C1, C3: operations, their weights and their text on the wire are the catalogue's."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import parse_qsl

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.generated.catalogue_examples import CATALOGUE, body

from binance_usdm_api import ERRORS, EVENTS, OPERATIONS, SESSION_OPERATIONS, STREAMS, WS_API_METHODS, errors, models
from binance_usdm_api._operation import Operation
from binance_usdm_api._parameter import Kind, Parameter
from binance_usdm_api.events import UNDOCUMENTED_EVENTS, USER_EVENTS

IDS = sorted(OPERATIONS)


def test_everything_is_there() -> None:
    """C1: 95 operations, 21 WebSocket-API methods, 20 streams and one undocumented, 10 user events, 212 error codes."""
    assert 95 == len(OPERATIONS)
    assert 21 == len(WS_API_METHODS)
    assert 3 == len(SESSION_OPERATIONS)
    assert 20 == sum(stream.documented for stream in STREAMS.values())
    assert 1 == sum(not stream.documented for stream in STREAMS.values())
    assert 10 == len(USER_EVENTS - UNDOCUMENTED_EVENTS)
    assert 212 == len(ERRORS)
    assert set(EVENTS) == {name for stream in STREAMS.values() for name in stream.event_types} | USER_EVENTS


@pytest.mark.parametrize("mapping", [OPERATIONS, SESSION_OPERATIONS, WS_API_METHODS, STREAMS, EVENTS, ERRORS])
def test_tables_cannot_be_changed(mapping: Mapping[Any, Any]) -> None:
    """C3: the tables are read-only, for all users of a process share them."""
    with pytest.raises(TypeError):
        mapping["x"] = 1  # type: ignore[index]


@pytest.mark.parametrize("name", IDS)
def test_carriers_security_and_retry(name: str) -> None:
    """C1: method, path, WebSocket-API method, security and retry class are the catalogue's."""
    operation, entry = OPERATIONS[name], CATALOGUE.operations[name]
    assert operation.rest is not None
    assert (entry.method, entry.path, entry.ws_api) == (operation.rest.method, operation.rest.path, operation.ws_api)
    assert (entry.security, entry.retry, entry.stop) == (operation.security, operation.retry.kind, operation.stop)
    expected = [param.wire for param in entry.params] + (["recvWindow"] if entry.signed and entry.recv_window else [])
    assert expected == [param.name for param in operation.params]


@pytest.mark.parametrize("name", IDS)
def test_weights_are_the_catalogues(name: str) -> None:
    """C1: the weight of every value a rule tells apart, at both ends of each step, and of a missing one."""
    operation, rule = OPERATIONS[name], CATALOGUE.operations[name].weight
    fixed = (rule.pool, rule.orders_10s, rule.orders_1m)
    if rule.kind == "constant":
        cases: list[tuple[dict[str, object], int]] = [({}, rule.ip)]
    elif rule.kind == "by_presence":
        cases = [({}, rule.absent), ({rule.parameter: "BTCUSDT"}, rule.present), ({rule.parameter: None}, rule.absent)]
    else:
        ends = [(edge, step.ip) for step in rule.steps for edge in (step.first, step.last)]
        cases = [({rule.parameter: value}, ip) for value, ip in ends]
        cases += [({rule.parameter: str(value)}, ip) for value, ip in ends]
        default = next(step.ip for step in rule.steps if step.first <= rule.default <= step.last)
        dearest = max(step.ip for step in rule.steps)
        cases += [({}, default), ({rule.parameter: 10**9}, dearest), ({rule.parameter: "many"}, dearest)]
    for params, ip in cases:
        weight = operation.weight(params)
        assert (ip, *fixed) == (weight.ip, weight.pool, weight.orders_10s, weight.orders_1m), params


SYMBOLS = st.sampled_from(["BTCUSDT", "ETHUSDT", "1000SHIBUSDT", "币安人生USDT", "BTCUSDT_260327"])
INSTANTS = st.integers(1_500_000_000_000, 4_000_000_000_000)
DECIMALS = st.decimals(min_value=Decimal("0.00000001"), max_value=Decimal(10) ** 12, places=8)


def _bounds(parameter: Parameter, low: int, high: int) -> tuple[int, int]:
    return (
        int(Decimal(parameter.minimum)) if parameter.minimum else low,
        int(Decimal(parameter.maximum)) if parameter.maximum else high,
    )


def _values(parameter: Parameter) -> st.SearchStrategy[tuple[Any, str]]:
    """A value of a parameter, and its text on the wire."""
    kind = parameter.kind
    if kind is Kind.SYMBOL:
        return SYMBOLS.map(lambda text: (text, text))
    if kind is Kind.DECIMAL:
        low, high = Decimal(parameter.minimum or "0.00000001"), Decimal(parameter.maximum or 10**12)
        numbers = st.decimals(min_value=max(low, Decimal("0.00000001")), max_value=high, places=8)
        return numbers.flatmap(lambda n: st.sampled_from([(n, format(n, "f")), (format(n, "f"), format(n, "f"))]))
    if kind is Kind.INT:
        if parameter.values:
            return st.sampled_from(parameter.values).map(lambda text: (int(text), text))
        return st.integers(*_bounds(parameter, 0, 2**63 - 1)).map(lambda n: (n, str(n)))
    if kind is Kind.INSTANT:
        low, high = _bounds(parameter, 1_500_000_000_000, 4_000_000_000_000)
        return st.integers(max(low, 1_500_000_000_000), min(high, 4_000_000_000_000)).map(lambda n: (n, str(n)))
    if kind is Kind.BOOL:
        return st.booleans().map(lambda flag: (flag, "true" if flag else "false"))
    if kind is Kind.ENUM:
        return st.sampled_from(parameter.values).map(lambda text: (text, text))
    if kind is Kind.CLIENT_ID:
        return st.from_regex(r"[.A-Z:/0-9_-]{1,36}", fullmatch=True).filter(_harmless).map(lambda text: (text, text))
    if kind is Kind.STRING:
        texts = (
            st.from_regex(parameter.pattern, fullmatch=True) if parameter.pattern else st.sampled_from(["a", "a b&c=d"])
        )
        return texts.map(lambda text: (text, text))
    raise AssertionError(kind)


def _harmless(text: str) -> bool:
    words = ("union", "select", "insert", "delete", "drop", "update", "script", "exec")
    return not any(word in text.lower() for word in words)


SCALARS = [(name, p) for name in IDS for p in OPERATIONS[name].params if p.kind is not Kind.LIST]


@pytest.mark.parametrize(("name", "parameter"), SCALARS, ids=lambda value: getattr(value, "name", value))
def test_every_parameter_survives_the_wire(name: str, parameter: Parameter) -> None:
    """C3: any value that is accepted reads back from the query as its text, and from WebSocket JSON as its value."""

    @settings(max_examples=10, deadline=None)
    @given(_values(parameter))
    def holds(case: tuple[Any, str]) -> None:
        value, text = case
        assert [(parameter.name, text)] == parse_qsl(parameter.query(value), strict_parsing=True)
        assert text == str(parameter.json(value))

    holds()


@settings(max_examples=60, deadline=None)
@given(st.data())
def test_whole_orders_survive_the_wire(data: st.DataObject) -> None:
    """C3: an order with any allowed values is encoded in the order given, and reads back the same."""
    operation = OPERATIONS["new_order"]
    names = ["symbol", "side", "type", "quantity", "timeInForce", "newClientOrderId", "reduceOnly"]
    drawn = {name: data.draw(_values(_parameter(operation, name))) for name in names}
    drawn["type"], drawn["timeInForce"] = ("MARKET", "MARKET"), ("GTC", "GTC")
    text = operation.encode_query({name: value for name, (value, _) in drawn.items()})
    assert [(name, wire) for name, (_, wire) in drawn.items()] == parse_qsl(text, strict_parsing=True)
    assert re.fullmatch(r"[A-Za-z0-9._~%&=-]+", text)


def _parameter(operation: Operation[Any], name: str) -> Parameter:
    found = operation.parameter(name)
    assert found is not None
    return found


def test_batches_are_json_texts_of_wire_names() -> None:
    """C3: batch items may be models or mappings, with Python or wire names; numbers travel as texts."""
    operation = OPERATIONS["place_batch_orders"]
    item = models.NewOrderItem(
        symbol="币安人生USDT", side="BUY", type="LIMIT", quantity=Decimal("0.01"), price="1E+3", time_in_force="GTC"
    )
    plain = {"symbol": "BTCUSDT", "side": "SELL", "type": "MARKET", "quantity": 1, "reduce_only": True}
    sent = dict(parse_qsl(operation.encode_query({"batchOrders": [item, plain]})))["batchOrders"]
    expected = [
        {
            "symbol": "币安人生USDT",
            "side": "BUY",
            "type": "LIMIT",
            "timeInForce": "GTC",
            "quantity": "0.01",
            "price": "1000",
        },
        {"symbol": "BTCUSDT", "side": "SELL", "type": "MARKET", "quantity": "1", "reduceOnly": "true"},
    ]
    assert expected == json.loads(sent)


@pytest.mark.parametrize(
    ("name", "params", "parameter"),
    [
        ("klines", {"symbol": "BTCUSDT", "interval": "7m"}, "interval"),
        ("klines", {"symbol": "BTCUSDT"}, "interval"),
        ("klines", {"symbol": "btcusdt", "interval": "1m"}, "symbol"),
        ("klines", {"symbol": "BTCUSDT", "interval": "1m", "limit": 1501}, "limit"),
        ("klines", {"symbol": "BTCUSDT", "interval": "1m", "limits": 5}, "limits"),
        ("order_book", {"symbol": "BTCUSDT", "limit": 7}, "limit"),
        ("klines", {"symbol": "BTCUSDT", "interval": "1m", "startTime": datetime(2026, 1, 1)}, "start_time"),  # noqa: DTZ001
        ("klines", {"symbol": "BTCUSDT", "interval": "1m", "startTime": 1_700_000_000}, "start_time"),
        ("query_order", {"symbol": "BTCUSDT"}, "order_id"),
        ("query_order", {"symbol": "BTCUSDT", "orderId": 1, "origClientOrderId": "a"}, "orig_client_order_id"),
        ("new_order", {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "1", "price": 0.1}, "price"),
        ("new_order", {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "NaN"}, "quantity"),
        ("new_order", {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "-1"}, "quantity"),
        ("new_order", {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": 0}, "quantity"),
        (
            "new_order",
            {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "1", "price": "1"},
            "time_in_force",
        ),
        ("place_batch_orders", {"batchOrders": [{"symbol": "BTCUSDT"}] * 6}, "batch_orders"),
        ("place_batch_orders", {"batchOrders": [{"symbol": "BTCUSDT", "colour": "red"}]}, "side"),
    ],
)
def test_bad_input_is_refused_before_sending(name: str, params: dict[str, object], parameter: str) -> None:
    """C3: what the catalogue knows to be wrong raises InvalidParameter that names parameter and operation."""
    with pytest.raises(errors.InvalidParameter) as caught:
        OPERATIONS[name].encode_query(params)
    assert (parameter, name) == (caught.value.parameter, caught.value.operation)
    assert "allowed: " in str(caught.value)


def test_datetimes_with_a_zone_are_milliseconds() -> None:
    """C3: an instant may be a datetime that knows its zone."""
    text = OPERATIONS["klines"].encode_query(
        {"symbol": "BTCUSDT", "interval": "1m", "startTime": datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)}
    )
    assert text.endswith("startTime=1767225600123")


@pytest.mark.parametrize("name", IDS)
def test_answers_decode_in_every_shape_they_come_in(name: str) -> None:
    """C3: the example of the result decodes; object-or-array operations take either shape."""
    operation = OPERATIONS[name]
    example = CATALOGUE.models[operation.result.model].example
    model = getattr(models, operation.result.model)
    shape = operation.result.shape
    if shape in ("object", "object_or_array"):
        assert isinstance(operation.decode(body(example)), model)
    if shape != "object":
        many: Any = operation.decode(body([example, example]))
        assert [True, True] == [isinstance(item, model) for item in many]
    if shape == "always_array":
        one: Any = operation.decode(b" " + body(example))
        assert [True] == [isinstance(item, model) for item in one]


def test_batch_answers_mix_results_and_errors() -> None:
    """C3: refused elements of a batch are BatchError, the others are results."""
    order = CATALOGUE.models["OrderAck"].example
    answer: Any = OPERATIONS["place_batch_orders"].decode(
        body([order, {"code": -2022, "msg": "ReduceOnly Order is rejected."}])
    )
    assert isinstance(answer[0], models.OrderAck)
    assert models.BatchError(code=-2022, msg="ReduceOnly Order is rejected.") == answer[1]
