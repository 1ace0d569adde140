"""A3, T1-T5, M2, S2: both clients against the mock exchange over real sockets, honest and misbehaving."""

from __future__ import annotations

import asyncio
import random
import threading
from collections import Counter
from collections.abc import Iterator
from decimal import ROUND_DOWN, Decimal
from typing import Any

import httpx
import pytest

from binance_usdm import (
    AsyncClient,
    AuthRejected,
    BinanceUsdmError,
    Client,
    ClockSkew,
    Credentials,
    FilterViolation,
    InsufficientFunds,
    InvalidParameter,
    NotSent,
    OutcomeUnknown,
    RateLimited,
    Settings,
    TransportError,
    UnknownSymbol,
)
from binance_usdm_api.models import AlgoOrderAck, OrderAck
from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import clock_offset, delay, drop, error, reply, throttle, truncate

UNKNOWN = b'{"code":-1000,"msg":"Unknown error, please check your request or try again later."}'
ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.010", "time_in_force": "GTC"}


@pytest.fixture
def server() -> Iterator[MockServer]:
    """A fresh exchange, which minds parameters that an operation does not have."""
    with MockServer(seed=7) as running:
        running.gate.strict = True
        yield running


def keys(server: MockServer) -> Credentials:
    """Credentials of its account."""
    return Credentials(server.api_key, server.api_secret)


@pytest.fixture
def client(server: MockServer) -> Iterator[Client]:
    """A blocking client of it."""
    with Client(environment=server.rest, credentials=keys(server)) as made:
        yield made


def away(client: Client) -> Decimal:
    """A price that rests: well below the market."""
    bid = client.market.order_book(symbol="BTCUSDT", limit=5).bids[0].price
    return client.symbol("BTCUSDT").round_price(bid * Decimal("0.9"), ROUND_DOWN)


def test_an_order_lives_and_dies(client: Client) -> None:
    """T2: placed, queried, changed, listed, cancelled; every answer has id and status."""
    price = away(client)
    ack = client.trade.new_order(**ORDER, price=price)
    assert "NEW" == ack.status
    assert ack.order_id == client.trade.query_order(symbol="BTCUSDT", order_id=ack.order_id).order_id
    lower = client.symbol("BTCUSDT").round_price(price * Decimal("0.99"), ROUND_DOWN)
    changed = client.trade.modify_order(
        symbol="BTCUSDT", side="BUY", order_id=ack.order_id, quantity="0.011", price=lower
    )
    assert (lower, Decimal("0.011")) == (changed.price, changed.orig_qty)
    assert [ack.order_id] == [order.order_id for order in client.trade.open_orders(symbol="BTCUSDT")]
    assert "CANCELED" == client.trade.cancel_order(symbol="BTCUSDT", order_id=ack.order_id).status
    assert [] == client.trade.open_orders(symbol="BTCUSDT")


@pytest.mark.parametrize("kind", ["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"])
def test_conditional_orders_go_to_their_endpoint(client: Client, server: MockServer, kind: str) -> None:
    """T1: one place_order for every type."""
    price = away(client)
    high = client.symbol("BTCUSDT").round_price(price * Decimal("1.3"), ROUND_DOWN)
    order: dict[str, Any] = {"symbol": "BTCUSDT", "side": "SELL", "type": kind, "quantity": "0.010"}
    if kind in ("STOP", "TAKE_PROFIT"):
        order["price"] = price
    if kind == "TRAILING_STOP_MARKET":
        order["callback_rate"] = "1"
    else:
        order["trigger_price"] = price if kind.startswith("STOP") else high
    ack = client.place_order(**order, client_order_id=f"mine-{kind}")
    assert isinstance(ack, AlgoOrderAck)
    assert f"mine-{kind}" == ack.client_algo_id
    assert "/fapi/v1/algoOrder" == server.requests[-1].path


def test_plain_orders_go_to_theirs(client: Client, server: MockServer) -> None:
    """T1, corrections 11: GTC by default, self-trade prevention always named."""
    ack = client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.010", price=away(client))
    assert isinstance(ack, OrderAck)
    sent = server.requests[-1].params
    assert ("GTC", "EXPIRE_MAKER") == (sent["timeInForce"], sent["selfTradePreventionMode"])


def test_what_the_filters_refuse_is_never_sent(client: Client, server: MockServer) -> None:
    """T4, M2: the violation names the filter and the nearest valid value."""
    price = away(client)
    client.symbol("BTCUSDT")
    before = len(server.requests)
    with pytest.raises(FilterViolation) as step:
        client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.0104", price=price)
    assert ("LOT_SIZE", Decimal("0.010")) == (step.value.filter_type, step.value.nearest)
    with pytest.raises(FilterViolation) as tick:
        client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.010", price=f"{price}3")
    assert "PRICE_FILTER" == tick.value.filter_type
    with pytest.raises(FilterViolation) as notional:
        client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.001", price=price)
    assert "MIN_NOTIONAL" == notional.value.filter_type
    with pytest.raises(InvalidParameter):
        client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.010")
    assert before == len(server.requests)
    with pytest.raises(InvalidParameter, match="BTCUSDT"):
        client.place_order(symbol="BTCUSTD", side="BUY", type="MARKET", quantity="1")


def test_the_exchange_refuses_with_its_own_code(client: Client) -> None:
    """T4: the code becomes a specific exception that carries the exchange's words."""
    with pytest.raises(UnknownSymbol) as symbol:
        client.market.klines(symbol="NOPEUSDT", interval="1h")
    assert (-1121, "BAD_SYMBOL", 400) == (symbol.value.code, symbol.value.name, symbol.value.status)
    with pytest.raises(InsufficientFunds) as funds:
        client.trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="100")
    assert -2019 == funds.value.code
    assert "Margin is insufficient" in str(funds.value)


def test_a_wrong_key_stops_the_client(server: MockServer) -> None:
    """A3: one request, then none until new credentials are set."""
    with Client(environment=server.rest, credentials=Credentials("n" * 64, "x" * 64)) as client:
        with pytest.raises(AuthRejected):
            client.account.account_balance()
        received = len(server.requests)
        with pytest.raises(AuthRejected):
            client.market.klines(symbol="BTCUSDT", interval="1h")
        assert received == len(server.requests)
        client.set_credentials(keys(server))
        assert client.account.account_balance()


def test_a_symbol_beyond_ascii_trades(client: Client) -> None:
    """A2, FAILURES 98: signed and sent alike, for reads and orders."""
    symbol = next(s.symbol for s in client.market.exchange_info().symbols if not s.symbol.isascii())
    ask = client.market.order_book(symbol=symbol, limit=5).asks[0].price
    rules = client.symbol(symbol)
    quantity = rules.round_quantity((rules.min_notional or Decimal(5)) * 2 / ask, "ROUND_UP")
    ack = client.place_order(symbol=symbol, side="BUY", type="MARKET", quantity=quantity, response_type="RESULT")
    assert "FILLED" == ack.status  # type: ignore[union-attr]
    assert symbol == client.trade.account_trades(symbol=symbol)[0].symbol


def test_a_clock_that_is_minutes_off_trades(server: MockServer) -> None:
    """A4: also when the exchange's clock jumps under way."""
    with Client(environment=server.rest, credentials=keys(server)) as client:
        server.faults.add(clock_offset(180_000), path="/fapi/v1/time", nth=1)
        assert client.account.account_balance()
        server.faults.clear()
        server.faults.add(clock_offset(-240_000), path="/fapi/v3/balance", times=1)
        assert client.account.account_balance()
        assert client.account.account_balance()
        server.faults.add(clock_offset(777_000), path="/fapi/v3/balance")
        server.faults.add(clock_offset(0), path="/fapi/v1/time")
        with pytest.raises(ClockSkew):
            [client.account.account_balance() for _ in range(4)]


FAULTS = [
    lambda executed: drop(executed=executed),
    lambda executed: drop(executed=executed, polite=True),
    lambda executed: truncate(executed=executed),
    lambda executed: reply(503, UNKNOWN, executed=executed),
    lambda executed: reply(502, b"<html>Bad Gateway</html>", executed=executed, content_type="text/html"),
    lambda executed: error(-1007, "Timeout waiting for response from backend server.", status=408, executed=executed),
    lambda executed: error(-1006, "An unexpected response was received.", status=400, executed=executed),
    lambda executed: reply(200, b"<html>", executed=executed, content_type="text/html"),
]


@pytest.mark.parametrize("number", range(len(FAULTS)))
def test_an_executed_order_with_a_lost_answer_is_found(client: Client, server: MockServer, number: int) -> None:
    """T5: the reply is the order, and there is exactly one of it."""
    price = away(client)
    server.faults.add(FAULTS[number](True), method="POST", path="/fapi/v1/order", times=1)
    reply_ = client.call("new_order", {**ORDER, "price": price})
    assert reply_.resolved
    assert [reply_.result.order_id] == [order.order_id for order in client.trade.open_orders(symbol="BTCUSDT")]


def test_an_order_that_was_not_executed_is_never_declared_so(server: MockServer) -> None:
    """T5: without proof the outcome stays unknown, and nothing is sent twice."""
    settings = Settings(resolve_timeout=1.5)
    with Client(environment=server.rest, credentials=keys(server), settings=settings) as client:
        price = away(client)
        server.faults.add(drop(executed=False), method="POST", path="/fapi/v1/order", times=1)
        with pytest.raises(OutcomeUnknown) as caught:
            client.trade.new_order(**ORDER, price=price, new_client_order_id="look-for-me")
        assert "look-for-me" == caught.value.client_order_id
        assert caught.value.queries >= 2
        posts = [r for r in server.requests if (r.method, r.path) == ("POST", "/fapi/v1/order")]
        assert 1 == len(posts)


async def test_a_storm_of_faults_loses_and_doubles_nothing(server: MockServer) -> None:
    """T5, S2: 150 orders, a third of them hit; what the client says equals what the exchange did."""
    chance = random.Random(11)
    settings = Settings(resolve_timeout=6.0)
    async with AsyncClient(environment=server.rest, credentials=keys(server), settings=settings) as client:
        book = await client.market.order_book(symbol="BTCUSDT", limit=5)
        price = (await client.symbol("BTCUSDT")).round_price(book.bids[0].price * Decimal("0.9"), ROUND_DOWN)
        for _ in range(50):
            make = chance.choice(FAULTS)
            server.faults.add(
                make(chance.random() < 0.5), method="POST", path="/fapi/v1/order", probability=0.1, times=1
            )
        outcomes: Counter[str] = Counter()
        placed: dict[str, int] = {}

        async def one(number: int) -> None:
            try:
                ack = await client.trade.new_order(**ORDER, price=price, new_client_order_id=f"storm-{number}")
                placed[f"storm-{number}"] = ack.order_id
                outcomes["placed"] += 1
            except OutcomeUnknown:
                outcomes["unknown"] += 1
            except BinanceUsdmError:
                outcomes["refused"] += 1

        for start in range(0, 150, 50):
            await asyncio.gather(*[one(number) for number in range(start, start + 50)])
        server.faults.clear()
        truth = {order.client_order_id: order.order_id for order in await client.trade.open_orders(symbol="BTCUSDT")}
    assert placed == {own: number for own, number in truth.items() if own in placed}
    posts = Counter(
        r.params["newClientOrderId"] for r in server.requests if (r.method, r.path) == ("POST", "/fapi/v1/order")
    )
    assert {1} == set(posts.values())
    executed = {
        r.params["newClientOrderId"]
        for r in server.requests
        if r.path == "/fapi/v1/order" and r.method == "POST" and r.executed
    }
    assert executed == set(truth)
    # Nothing the exchange executed is reported as refused, and what is unknown was truly not executed.
    assert executed == set(placed)
    assert 0 == outcomes["refused"]
    assert outcomes["unknown"] > 0


async def test_a_cancelled_caller_leaves_no_unsettled_order(server: MockServer) -> None:
    """FAILURES 23: the task is cancelled under way; the order is settled beside it, and closing waits for that."""
    async with AsyncClient(environment=server.rest, credentials=keys(server)) as client:
        book = await client.market.order_book(symbol="BTCUSDT", limit=5)
        price = (await client.symbol("BTCUSDT")).round_price(book.bids[0].price * Decimal("0.9"), ROUND_DOWN)
        await client.sync_clock()
        server.faults.add(delay(0.4), method="POST", path="/fapi/v1/order")
        task = asyncio.create_task(client.trade.new_order(**ORDER, price=price))
        await asyncio.sleep(0.15)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    queries = [r for r in server.requests if (r.method, r.path) == ("GET", "/fapi/v1/order")]
    assert queries
    assert 200 == queries[-1].status


def test_rate_limits_are_obeyed(server: MockServer) -> None:
    """M3: Retry-After is waited for by reads and told to orders."""
    with Client(environment=server.rest, credentials=keys(server)) as client:
        price = away(client)
        server.faults.add(throttle(1), path="/fapi/v1/ping", times=1)
        assert 2 == client.call("ping").attempts
        server.faults.add(throttle(30), path="/fapi/v1/ping", times=1)
        with Client(environment=server.rest, settings=Settings(rate_limit_wait=0)) as hasty, pytest.raises(RateLimited):
            hasty.market.ping()
        server.faults.add(throttle(30), method="POST", path="/fapi/v1/order", times=1)
        with pytest.raises(RateLimited) as caught:
            client.trade.new_order(**ORDER, price=price)
        assert (caught.value.retry_after or 0) > 25


def test_threads_share_one_client(client: Client) -> None:
    """Life cycle: a blocking client serves many threads at once."""
    failures: list[BaseException] = []
    ids: list[int] = []
    price = away(client)

    def work() -> None:
        try:
            ids.extend(client.trade.new_order(**ORDER, price=price).order_id for _ in range(5))
        except BaseException as error:  # noqa: BLE001 (any failure of a thread fails the test)
            failures.append(error)

    threads = [threading.Thread(target=work) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert [] == failures
    assert 40 == len(set(ids))


def test_httpx_is_one_argument_away(server: MockServer) -> None:
    """DESIGN: a client of httpx carries the same calls, with the caller's own configuration."""
    with httpx.Client(base_url=server.rest, trust_env=False) as mine:
        client = Client(environment=server.rest, credentials=keys(server), transport=mine)
        assert "NEW" == client.trade.new_order(**ORDER, price=away(client)).status
        client.close()


async def test_httpx_async_is_one_argument_away(server: MockServer) -> None:
    """DESIGN: the same for the asynchronous client."""
    async with httpx.AsyncClient(base_url=server.rest, trust_env=False) as mine:
        client = AsyncClient(environment=server.rest, credentials=keys(server), transport=mine)
        assert 3 == len(await client.market.klines(symbol="BTCUSDT", interval="1m", limit=3))
        await client.aclose()


def test_a_closed_client_says_so(server: MockServer) -> None:
    """Life cycle: closing twice is fine; calls after it are not sent."""
    client = Client(environment=server.rest)
    client.market.ping()
    client.close()
    client.close()
    with pytest.raises(NotSent, match="closed"):
        client.market.ping()


def test_nobody_listens() -> None:
    """FAILURES 47: the error says that nothing was sent and what to check."""
    with (
        Client(environment="http://127.0.0.1:9", settings=Settings(max_attempts=2)) as client,
        pytest.raises(NotSent) as caught,
    ):
        client.market.ping()
    assert isinstance(caught.value, TransportError)
    assert "Check this host's network" in str(caught.value)


def test_batches_mix_results_and_refusals(client: Client) -> None:
    """FAILURES 24: each element stands for itself."""
    price = away(client)
    good = {
        "symbol": "BTCUSDT",
        "side": "BUY",
        "type": "LIMIT",
        "quantity": "0.010",
        "price": price,
        "time_in_force": "GTC",
    }
    results = client.trade.place_batch_orders(batch_orders=[good, {**good, "quantity": "0.0001"}, good])
    assert ["OrderAck", "BatchError", "OrderAck"] == [type(result).__name__ for result in results]
    cancelled = client.trade.cancel_batch_orders(symbol="BTCUSDT", order_id_list=[results[0].order_id, 1])  # type: ignore[union-attr]
    assert ["OrderAck", "BatchError"] == [type(result).__name__ for result in cancelled]
