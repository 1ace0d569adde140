"""U.3: while the account is followed, an order whose answer was lost is settled by its event, not by queries."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from binance_usdm import AsyncClient, Client, Credentials, Settings
from binance_usdm_api.errors import OutcomeUnknown
from binance_usdm_mock import MockServer
from binance_usdm_mock import faults as fault

ORDER: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.010"}
LIMIT_S = 30.0


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


def asked(server: MockServer) -> int:
    return sum(1 for record in server.requests if record.operation == "query_order")


def lose_the_answer(server: MockServer) -> None:
    # Nothing can be learnt by queries: the order would stay unknown without its event.
    server.faults.add(fault.drop(executed=True), method="POST", path="/fapi/v1/order", times=1)
    server.faults.add(fault.drop(executed=False), method="GET", path="/fapi/v1/order")


async def test_an_event_settles_it(server: MockServer) -> None:
    credentials = Credentials(server.api_key, server.api_secret)
    async with AsyncClient(environment=server.rest, credentials=credentials) as client:
        async with client.streams.user() as account:
            await account.ready(LIMIT_S)
            lose_the_answer(server)
            reply = await client.call("new_order", ORDER)
        [truth] = server.exchange.ledger.of("order")
        assert truth.facts["orderId"] == reply.result.order_id
        assert reply.resolved
        assert asked(server) <= 2


async def test_without_the_account_it_stays_unknown(server: MockServer) -> None:
    credentials = Credentials(server.api_key, server.api_secret)
    settings = Settings(resolve_timeout=0.4)
    async with AsyncClient(environment=server.rest, credentials=credentials, settings=settings) as client:
        async with client.streams.user() as account:
            await account.ready(LIMIT_S)
        lose_the_answer(server)
        with pytest.raises(OutcomeUnknown):
            await client.call("new_order", ORDER)


def test_blocking_code_as_well(server: MockServer) -> None:
    credentials = Credentials(server.api_key, server.api_secret)
    with Client(environment=server.rest, credentials=credentials) as client, client.streams.user() as account:
        account.ready(LIMIT_S)
        lose_the_answer(server)
        reply = client.call("new_order", ORDER)
        assert reply.resolved
        assert "BTCUSDT" == reply.result.symbol
