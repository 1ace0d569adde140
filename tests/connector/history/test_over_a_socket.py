"""M6: history through the real clients, over a real socket, from the mock exchange."""

from collections.abc import Iterator

import pytest

from binance_usdm import AsyncClient, Client, Credentials, display
from binance_usdm_mock import MockServer

HOUR = 3_600_000


@pytest.fixture(scope="module")
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


@pytest.fixture
def client(server: MockServer) -> Iterator[Client]:
    with Client(environment=server.rest, credentials=Credentials(server.api_key, server.api_secret)) as made:
        yield made


def test_a_day_of_minutes_is_whole(client: Client) -> None:
    now = client.market.time().server_time
    start = now - now % HOUR - 30 * HOUR
    rows = client.history.klines(symbol="BTCUSDT", interval="1m", start=start, end=start + 24 * HOUR, limit=499)
    opens = [row.open_time for row in rows]
    assert list(range(start, start + 24 * HOUR, 60_000)) == opens
    assert () == rows.gaps


def test_columns_are_the_rows_and_can_be_shown(client: Client) -> None:
    now = client.market.time().server_time
    start = now - now % HOUR - 50 * HOUR
    arguments = {"symbol": "BTCUSDT", "interval": "1h", "start": start}
    rows = client.history.klines(**arguments).to_list()  # type: ignore[arg-type]
    columns = client.history.klines(**arguments).to_columns()  # type: ignore[arg-type]
    assert 50 == len(rows)
    assert [row.close for row in rows] == columns["close"].to_list()
    assert [row.volume for row in rows] == columns["volume"].to_list()
    assert "more columns" in display.table(rows, width=60)
    assert 13 == len(display.candles(columns, width=70, height=12).splitlines())


async def test_the_asynchronous_client_reads_the_same(client: Client, server: MockServer) -> None:
    now = client.market.time().server_time
    start, end = now - now % HOUR - 20 * HOUR, now - now % HOUR
    rows = client.history.klines(symbol="ETHUSDT", interval="15m", start=start, end=end, limit=30).to_list()
    async with AsyncClient(environment=server.rest) as twin:
        history = twin.history.klines(symbol="ETHUSDT", interval="15m", start=start, end=end, limit=30)
        assert rows == await history.to_list()
    assert 80 == len(rows)


def test_funding_and_own_trades(client: Client) -> None:
    now = client.market.time().server_time
    rates = client.history.funding_rates(symbol="BTCUSDT", start=now - 10 * 24 * HOUR).to_list()
    instants = [rate.funding_time for rate in rates]
    assert sorted(set(instants)) == instants
    assert instants
    client.trade.new_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.01")
    own = client.history.account_trades(symbol="BTCUSDT", start=now - HOUR).to_list()
    orders = client.history.orders(symbol="BTCUSDT", start=now - HOUR).to_list()
    assert {trade.order_id for trade in own} == {order.order_id for order in orders if order.executed_qty}
    assert 0 < len(own)
