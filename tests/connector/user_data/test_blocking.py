"""T7: the account's own stream for code without an event loop."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from binance_usdm import Client, Credentials
from binance_usdm.user_data import BlockingUserStream, CompletedFill, Reconciled, UserSettings
from binance_usdm_api.errors import AuthRejected, StreamClosed
from binance_usdm_api.models.user import OrderTradeUpdate
from binance_usdm_mock import MockServer
from binance_usdm_mock import faults as fault

ORDER = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.010"}
LIMIT_S = 30.0


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


@pytest.fixture
def client(server: MockServer) -> Iterator[Client]:
    with Client(environment=server.rest, credentials=Credentials(server.api_key, server.api_secret)) as made:
        yield made


def test_events_and_state(client: Client) -> None:
    with client.streams.user(symbols=["BTCUSDT"]) as account:
        account.ready(LIMIT_S)
        before = account.position("BTCUSDT")
        placed = client.call("new_order", ORDER).result
        for event in account:
            if isinstance(event, OrderTradeUpdate) and str(event.order.order_status) == "FILLED":
                break
        assert placed.order_id == event.order.order_id
        known = account.order("BTCUSDT", placed.order_id)
        assert known is not None
        assert "FILLED" == known.order_status
        held = account.position("BTCUSDT")
        assert held is not None
        assert held.position_amount == (before.position_amount if before else 0) + event.order.filled_quantity
        assert "USDT" in account.balances
        assert ((), ()) == (account.open_orders, account.open_algo_orders)
        assert (True, True) == (account.connected, account.reconciled)
        assert [held] == list(account.positions)
        assert account.counters.delivered > 0
    assert account.closed
    with pytest.raises(StreamClosed):
        account.next(LIMIT_S)


def test_what_is_asked_for_is_told(client: Client) -> None:
    with client.streams.user() as account:
        account.ready(LIMIT_S)
        account.reconcile()
        reasons: list[str] = []
        while "request" not in reasons:
            event = account.next(LIMIT_S)
            reasons += [event.reason] if isinstance(event, Reconciled) else []


def test_a_fee_that_was_left_out_follows(server: MockServer, client: Client) -> None:
    """Row 83."""
    server.faults.add(fault.Alter(drop=("o.n", "o.N")), method="USER", path="ORDER_TRADE_UPDATE")
    try:
        with client.streams.user(settings=UserSettings(confirm=600.0)) as account:
            account.ready(LIMIT_S)
            placed = client.call("new_order", ORDER).result
            completed = next(event for event in account if isinstance(event, CompletedFill))
            assert placed.order_id == completed.order.order_id
            assert completed.order.commission
            assert "USDT" == completed.order.commission_asset
            assert 1 == account.counters.fees_found
    finally:
        server.faults.clear()


def test_a_loop_that_is_left_closes_the_stream(client: Client) -> None:
    account = client.streams.user()
    for event in account:
        assert event is not None
        break
    assert account.closed
    assert "BlockingUserStream closed" in repr(account)


def test_nothing_within_the_timeout(client: Client) -> None:
    with client.streams.user() as account:
        account.ready(LIMIT_S)
        while not isinstance(account.next(LIMIT_S), Reconciled):
            pass
        with pytest.raises(TimeoutError):
            account.next(0.01)


def test_callbacks(client: Client) -> None:
    first = threading.Event()

    def callback(_event: Any) -> None:
        first.set()
        raise ValueError("a mistake")

    with client.streams.listen_user(callback=callback) as listener:
        assert first.wait(LIMIT_S)
        listener.stream.ready(LIMIT_S)
        assert not listener.wait(0.01)
    assert listener.wait(LIMIT_S)
    assert listener.stream.closed


def test_refused_credentials_are_raised_where_events_are_taken(server: MockServer) -> None:
    with (
        Client(environment=server.rest, credentials=Credentials("k" * 64, "s" * 64)) as client,
        client.streams.user() as account,
        pytest.raises(AuthRejected),
    ):
        account.next(LIMIT_S)


def test_closing_the_client_closes_the_stream(server: MockServer) -> None:
    client = Client(environment=server.rest, credentials=Credentials(server.api_key, server.api_secret))
    account: BlockingUserStream = client.streams.user()
    account.ready(LIMIT_S)
    client.close()
    assert account.closed
    with pytest.raises(StreamClosed):
        client.streams.user()
