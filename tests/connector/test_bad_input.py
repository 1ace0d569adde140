"""M2, T4, U2: bad input of every kind is a specific exception that names parameter, value and what is allowed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest

from binance_usdm import (
    AsyncClient,
    CallOptions,
    Client,
    ConfigError,
    Credentials,
    InvalidParameter,
    NotSent,
    Outcome,
)
from binance_usdm.transport import HttpRequest, HttpResponse
from binance_usdm_api import OPERATIONS

LIMIT: dict[str, object] = {
    "symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "1", "price": "60000"
}  # fmt: skip
KLINES: dict[str, object] = {"symbol": "BTCUSDT", "interval": "1m"}
CANCEL: dict[str, object] = {"symbol": "BTCUSDT"}
BATCH_ITEM = {key: value for key, value in LIMIT.items() if key != "price"}
NAIVE = datetime(2026, 1, 1)  # noqa: DTZ001 (the point)

# operation, good parameters, the bad one by wire name, its value, words the message must hold
CASES: list[tuple[str, Mapping[str, object], str, object, tuple[str, ...]]] = [
    *[("new_order", LIMIT, name, value, (name, words)) for name in ("price", "quantity") for value, words in [
        (0.1, "float"), (float("nan"), "float"), (float("inf"), "float"), ("nan", "finite"), ("Infinity", "finite"),
        (Decimal("NaN"), "finite"), (Decimal("-Infinity"), "finite"), (-1, "above zero"), ("-0.5", "above zero"),
        (0, "above zero"), ("0.000", "above zero"), (Decimal("-0"), "above zero"), ("", "not a number"),
        ("1,5", "not a number"), ("1_000", "plain number"), (" 1", "number"), (True, "not a number"),
        ([1], "not a number"), (b"1", "not a number"), ("1e999", "range"), (10**60, "range"), (10**5000, "range"),
        ("0x10", "not a number"), (1 + 2j, "not a number"),
    ]],
    ("new_order", LIMIT, "side", "BYU", ("side", "BUY", "SELL")),
    ("new_order", LIMIT, "side", "buy", ("side", "Did you mean 'BUY'")),
    ("new_order", LIMIT, "type", "LIMT", ("type", "Did you mean 'LIMIT'")),
    ("new_order", LIMIT, "timeInForce", "GTZ", ("time_in_force", "GTC")),
    ("new_order", LIMIT, "reduceOnly", "yes", ("reduce_only", "True or False")),
    ("new_order", LIMIT, "reduceOnly", 1, ("reduce_only", "True or False")),
    ("new_order", LIMIT, "symbol", "btcusdt", ("symbol", "Did you mean 'BTCUSDT'")),
    ("new_order", LIMIT, "symbol", "", ("symbol", "empty")),
    ("new_order", LIMIT, "symbol", "BTC USDT", ("symbol", "BTC USDT")),
    ("new_order", LIMIT, "symbol", "../BTC", ("symbol", "character")),
    ("new_order", LIMIT, "symbol", "BTC\r\nUSDT", ("symbol", "control")),
    ("new_order", LIMIT, "symbol", 7, ("symbol", "text")),
    ("new_order", LIMIT, "newClientOrderId", "x" * 37, ("new_client_order_id", "36")),
    ("new_order", LIMIT, "newClientOrderId", "a UNION b", ("new_client_order_id",)),
    ("new_order", LIMIT, "newClientOrderId", "select-1", ("new_client_order_id", "firewall")),
    ("new_order", LIMIT, "goodTillDate", NAIVE, ("good_till_date", "time zone")),
    ("klines", KLINES, "interval", "7m", ("interval", "7m", "1m")),
    ("klines", KLINES, "interval", "1", ("interval",)),
    ("klines", KLINES, "interval", None, ("interval", "required")),
    ("klines", KLINES, "limit", 0, ("limit", "at least 1")),
    ("klines", KLINES, "limit", 1501, ("limit", "1500")),
    ("klines", KLINES, "limit", -1, ("limit", "negative")),
    ("klines", KLINES, "limit", 1.0, ("limit", "whole number")),
    ("klines", KLINES, "limit", "many", ("limit", "whole number")),
    ("klines", KLINES, "startTime", NAIVE, ("start_time", "time zone")),
    ("klines", KLINES, "startTime", 1_700_000_000, ("start_time", "seconds", "1700000000000")),
    ("klines", KLINES, "startTime", -5, ("start_time", "negative")),
    ("klines", KLINES, "startTime", "yesterday", ("start_time", "whole number")),
    ("query_order", CANCEL, "orderId", -3, ("order_id", "negative")),
    ("query_order", CANCEL, "orderId", 2**70, ("order_id", "64 bits")),
    ("place_batch_orders", {}, "batchOrders", [], ("batch_orders", "elements")),
    ("place_batch_orders", {}, "batchOrders", [LIMIT] * 6, ("batch_orders", "5")),
    ("place_batch_orders", {}, "batchOrders", "BTCUSDT", ("batch_orders", "list")),
    ("place_batch_orders", {}, "batchOrders", [7], ("batch_orders", "[0]")),
    ("place_batch_orders", {}, "batchOrders", [{**LIMIT, "price": 0.5}], ("price", "float")),
    ("place_batch_orders", {}, "batchOrders", [{**LIMIT, "colour": "red"}], ("colour", "[0]")),
    ("place_batch_orders", {}, "batchOrders", [{"side": "BUY"}], ("symbol", "[0]")),
    ("cancel_batch_orders", CANCEL, "orderIdList", list(range(1, 12)), ("order_id_list", "10")),
    ("change_leverage", CANCEL, "leverage", 0, ("leverage", "at least 1")),
    ("change_leverage", CANCEL, "leverage", "10x", ("leverage", "whole number")),
    ("change_margin_type", CANCEL, "marginType", "CROSS", ("margin_type", "CROSSED")),
]  # fmt: skip

# Relations between parameters: operation, parameters by wire name, words.
RELATIONS: list[tuple[str, Mapping[str, object], tuple[str, ...]]] = [
    ("klines", {"interval": "1m"}, ("symbol", "required")),
    ("klines", {**KLINES, "colour": "red"}, ("colour", "interval")),
    ("klines", {**KLINES, "startTime": 1_700_000_000_000, "endTime": 1_600_000_000_000}, ("end_time", "after")),
    ("query_order", CANCEL, ("order_id", "orig_client_order_id")),
    ("cancel_order", CANCEL, ("order_id", "orig_client_order_id")),
    ("cancel_batch_orders", {**CANCEL, "orderIdList": [1], "origClientOrderIdList": ["a"]}, ("cannot both",)),
    ("cancel_batch_orders", CANCEL, ("order_id_list", "orig_client_order_id_list")),
    ("new_order", {**LIMIT, "price": None}, ("price",)),
    ("new_order", {**LIMIT, "timeInForce": None}, ("time_in_force", "LIMIT")),
    ("new_order", {**LIMIT, "quantity": None}, ("quantity",)),
    ("new_order", {**LIMIT, "type": "MARKET", "quantity": None}, ("quantity",)),
    ("new_order", {**LIMIT, "stopPrice": "1"}, ("stopPrice", "there is no parameter")),
    ("new_order", {**LIMIT, "timestamp": 1}, ("timestamp",)),
    ("new_order", {**LIMIT, "signature": "x"}, ("signature",)),
]


class Counting:
    """A transport of the user's that counts; nothing may arrive here."""

    def __init__(self) -> None:
        self.requests: list[HttpRequest] = []

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        self.requests.append(request)
        return HttpResponse(200, {}, b"{}")

    def close(self) -> None:
        """Nothing to close."""


class CountingAsync(Counting):
    """The same for the asynchronous client."""

    async def send(self, request: HttpRequest, timeout: float) -> HttpResponse:  # type: ignore[override]
        return super().send(request, timeout)

    async def aclose(self) -> None:
        """Nothing to close."""


def credentials() -> Credentials:
    """Well formed ones."""
    return Credentials("k" * 64, "s" * 64)


def by_call(operation: str, params: Mapping[str, object], transport: Counting) -> None:
    """``client.call`` with wire names."""
    Client(environment="testnet", credentials=credentials(), transport=transport).call(operation, params)


def by_python_names(operation: str, params: Mapping[str, object], transport: Counting) -> None:
    """``client.call`` with Python names."""
    names = {parameter.name: parameter.python_name for parameter in OPERATIONS[operation].params}
    renamed = {names.get(name, name): value for name, value in params.items()}
    Client(environment="testnet", credentials=credentials(), transport=transport).call(operation, renamed)


def by_call_async(operation: str, params: Mapping[str, object], transport: Counting) -> None:
    """``await client.call``."""

    async def run() -> None:
        async with AsyncClient(environment="testnet", credentials=credentials(), transport=transport) as client:
            await client.call(operation, params)

    asyncio.run(run())


def by_method(operation: str, params: Mapping[str, object], transport: Counting) -> None:
    """The generated method; what its signature cannot take is Python's own TypeError, which other cases cover."""
    found = OPERATIONS[operation]
    names = {parameter.name: parameter.python_name for parameter in found.params}
    if not set(params) <= set(names) or any(
        parameter.required and params.get(parameter.name) is None for parameter in found.params
    ):
        by_call(operation, params, transport)
        return
    client = Client(environment="testnet", credentials=credentials(), transport=transport)
    getattr(getattr(client, found.group), operation)(**{names[name]: value for name, value in params.items()})


def by_method_async(operation: str, params: Mapping[str, object], transport: Counting) -> None:
    """The generated asynchronous method."""
    found = OPERATIONS[operation]
    names = {parameter.name: parameter.python_name for parameter in found.params}
    if not set(params) <= set(names) or any(
        parameter.required and params.get(parameter.name) is None for parameter in found.params
    ):
        by_call_async(operation, params, transport)
        return

    async def run() -> None:
        async with AsyncClient(environment="testnet", credentials=credentials(), transport=transport) as client:
            method = getattr(getattr(client, found.group), operation)
            await method(**{names[name]: value for name, value in params.items()})

    asyncio.run(run())


WAYS: list[tuple[Callable[..., None], type[Counting]]] = [
    (by_call, Counting), (by_python_names, Counting), (by_method, Counting), (by_call_async, CountingAsync),
    (by_method_async, CountingAsync),
]  # fmt: skip


def label(value: object) -> str:
    """A short id for a case."""
    try:
        return str(value)[:24] if not callable(value) else value.__name__
    except ValueError:
        return "huge"


@pytest.mark.parametrize(("way", "make"), WAYS, ids=label)
@pytest.mark.parametrize(("operation", "good", "name", "value", "words"), CASES, ids=label)
def test_a_bad_value_is_refused_before_anything_is_sent(
    way: Callable[..., None],
    make: type[Counting],
    operation: str,
    good: Mapping[str, object],
    name: str,
    value: object,
    words: tuple[str, ...],
) -> None:
    """M2: parameter, value and what is allowed are named; not even the clock is asked."""
    transport = make()
    with pytest.raises(InvalidParameter) as caught:
        way(operation, {**good, name: value}, transport)
    text = str(caught.value)
    assert [] == [word for word in words if word not in text], text
    assert Outcome.NOT_SENT is caught.value.outcome
    assert operation == caught.value.operation
    assert caught.value.allowed
    assert "Nothing was sent" in text
    assert text.isprintable()
    assert len(text) < 1500
    assert [] == transport.requests


@pytest.mark.parametrize(("way", "make"), WAYS, ids=label)
@pytest.mark.parametrize(("operation", "params", "words"), RELATIONS, ids=label)
def test_a_bad_combination_is_refused_before_anything_is_sent(
    way: Callable[..., None], make: type[Counting], operation: str, params: Mapping[str, object], words: tuple[str, ...]
) -> None:
    """M2, T1: missing, surplus and contradicting parameters."""
    transport = make()
    with pytest.raises(InvalidParameter) as caught:
        way(operation, params, transport)
    text = str(caught.value)
    assert [] == [word for word in words if word not in text], text
    assert operation == caught.value.operation
    assert [] == transport.requests


def test_one_parameter_by_both_of_its_names_is_refused() -> None:
    """M2: nobody can tell which one is meant."""
    transport = Counting()
    with pytest.raises(InvalidParameter, match="twice"):
        by_call("klines", {**KLINES, "startTime": 1_700_000_000_000, "start_time": 1_700_000_000_001}, transport)
    assert [] == transport.requests


@pytest.mark.parametrize("name", ["kline", "", "new_odrer", 7, None])
def test_an_unknown_operation_is_refused_with_close_spellings(name: Any) -> None:
    """U2: the error names what exists."""
    transport = Counting()
    with pytest.raises(InvalidParameter, match="operation"):
        Client(environment="testnet", transport=transport).call(name)
    assert [] == transport.requests


@pytest.mark.parametrize(
    "options", [{"timeout": 0}, {"timeout": -1.0}, {"timeout": float("nan")}, {"recv_window": 0},
                {"recv_window": 70_000}, {"recv_window": 1.5}]
)  # fmt: skip
def test_bad_options_are_refused(options: dict[str, Any]) -> None:
    """E1: named, and nothing is sent."""
    transport = Counting()
    with pytest.raises(ConfigError, match=next(iter(options))):
        Client(environment="testnet", transport=transport).call("ping", {}, CallOptions(**options))
    assert [] == transport.requests


def test_options_of_the_wrong_type_are_refused() -> None:
    """U2: a dict is not CallOptions."""
    wrong: Any = {"timeout": 5}
    with pytest.raises(ConfigError, match="CallOptions"):
        Client(environment="testnet", transport=Counting()).call("ping", {}, wrong)


@pytest.mark.parametrize(
    ("order", "words"),
    [
        ({"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": 0.1, "price": "1"}, ("quantity", "float")),
        ({"symbol": "BTCUSDT", "side": "BUY", "type": "LIMT", "quantity": "1"}, ("type", "LIMIT")),
        ({"symbol": "BTCUSDT", "side": "BUY", "quantity": "1"}, ("type",)),
        ({"side": "BUY", "type": "MARKET", "quantity": "1"}, ("symbol",)),
        ({"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET"}, ("quantity",)),
        ({"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1", "stop_price": "1"}, ("stop_price",)),
        ({"symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET", "quantity": "1"}, ("trigger_price",)),
        ({"symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET", "trigger_price": "1", "quantity": "1",
          "close_position": True}, ("quantity", "close_position")),
        ({"symbol": "BTCUSDT", "side": "SELL", "type": "TRAILING_STOP_MARKET", "quantity": "1"}, ("callback_rate",)),
    ],
    ids=str,
)  # fmt: skip
@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_place_order_refuses_before_it_asks_for_filters(
    kind: type[Any], order: dict[str, Any], words: tuple[str, ...]
) -> None:
    """T1, T4: the catalogue's own rules come first, so nothing is sent at all."""
    transport = CountingAsync() if kind is AsyncClient else Counting()
    client = kind(environment="testnet", credentials=credentials(), transport=transport)

    async def wait() -> None:
        await client.place_order(**order)

    attempt = (lambda: asyncio.run(wait())) if kind is AsyncClient else (lambda: client.place_order(**order))
    with pytest.raises(InvalidParameter) as caught:
        attempt()
    assert [] == [word for word in words if word not in str(caught.value)], str(caught.value)
    assert [] == transport.requests


def test_a_closed_client_sends_nothing() -> None:
    """Life cycle: every way of calling says that it is closed."""
    transport = Counting()
    client = Client(environment="testnet", credentials=credentials(), transport=transport)
    client.close()
    for attempt in (
        client.market.ping,
        lambda: client.call("ping"),
        client.sync_clock,
        lambda: client.symbol("BTCUSDT"),
        lambda: client.place_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1"),
    ):
        with pytest.raises(NotSent, match="closed") as caught:
            attempt()
        assert caught.value.retryable is False
    assert [] == transport.requests
    assert "closed" in repr(client)


async def test_a_closed_asynchronous_client_sends_nothing() -> None:
    """Life cycle: the same for the other client."""
    transport = CountingAsync()
    client = AsyncClient(environment="testnet", credentials=credentials(), transport=transport)
    await client.aclose()
    for attempt in (client.market.ping, client.sync_clock):
        with pytest.raises(NotSent, match="closed"):
            await attempt()
    assert [] == transport.requests
