"""FAILURES 23, T5, S2: callers that are cancelled or interrupted at any moment leave no order unsettled and no debt."""

from __future__ import annotations

import asyncio
import gc
import logging
import subprocess
import sys
import threading
from collections.abc import Iterator
from typing import Any

import pytest

from binance_usdm import AsyncClient, BinanceUsdmError, Client, Credentials, NotSent, OutcomeUnknown, Settings
from binance_usdm.transport import FaultKind, HttpRequest, HttpResponse, TransportFault
from binance_usdm_mock import MockServer
from binance_usdm_mock.faults import drop

ORDER: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "time_in_force": "GTC",
                         "quantity": "0.010"}  # fmt: skip


@pytest.fixture
def server() -> Iterator[MockServer]:
    """A fresh exchange."""
    with MockServer(seed=5) as running:
        yield running


def keys(server: MockServer) -> Credentials:
    """Credentials of its account."""
    return Credentials(server.api_key, server.api_secret)


def debts(client: Client | AsyncClient) -> set[int]:
    """What the budgets believe to be under way."""
    pools: Any = client._core.budget
    return {pool.in_flight for windows in pools._pools.values() for pool in windows}


class Counted:
    """Cancels a task when it is about to wait for the n-th time."""

    def __init__(self, coroutine: Any, at: int) -> None:
        self.inner = coroutine.__await__()
        self.at = at
        self.waits = 0

    def __await__(self) -> Iterator[Any]:
        value: Any = None
        error: BaseException | None = None
        while True:
            try:
                waited_for = self.inner.send(value) if error is None else self.inner.throw(error)
            except StopIteration as end:
                return end.value
            self.waits += 1
            if self.waits == self.at:
                if waited_for is not None:
                    waited_for._asyncio_future_blocking = False
                    waited_for.cancel()
                self.inner.throw(asyncio.CancelledError())
                raise AssertionError("a cancellation was swallowed")
            error = None
            try:
                value = yield waited_for
            except BaseException as failed:  # noqa: BLE001 (a task hands the failure of a future in like this)
                error = failed


async def wait_for(counted: Counted) -> Any:
    """Await it as a coroutine, which is what a task needs."""
    return await counted


@pytest.mark.parametrize("lost", [False, True], ids=["answered", "answer lost"])
async def test_an_order_cancelled_at_any_await_is_settled(
    server: MockServer, lost: bool, caplog: pytest.LogCaptureFixture
) -> None:
    """FAILURES 23: at each point either nothing was sent, or the order is looked for before closing ends."""
    caplog.set_level(logging.WARNING, "binance_usdm")
    finished = False
    settled = points = 0
    for at in range(1, 200):
        async with AsyncClient(environment=server.rest, credentials=keys(server)) as client:
            book = await client.market.order_book(symbol="BTCUSDT", limit=5)
            price = (await client.symbol("BTCUSDT")).round_price(book.bids[0].price * 9 / 10, "ROUND_DOWN")
            if lost:
                server.faults.add(drop(executed=True), method="POST", path="/fapi/v1/order", times=1)
            own = f"await-{lost}-{at}"
            counted = Counted(client.trade.new_order(**ORDER, price=price, new_client_order_id=own), at)
            task = asyncio.create_task(wait_for(counted))
            try:
                await task
                finished = True
            except asyncio.CancelledError:
                points += 1
            caplog.clear()
        assert {0} == debts(client)
        server.faults.clear()
        posts = [r for r in server.requests if r.method == "POST" and r.params.get("newClientOrderId") == own]
        assert len(posts) <= 1
        if posts and not finished:
            queries = [r for r in server.requests if r.method == "GET" and r.params.get("origClientOrderId") == own]
            told = "after_cancellation" in caplog.text
            assert queries or told, f"cancelled at wait {at}: sent, and nobody asked"
            settled += 1
        if finished:
            break
    assert finished
    assert settled >= (2 if lost else 1)
    assert points > settled
    gc.collect()


class Silent:
    """A transport that answers the clock and interrupts the first order."""

    def __init__(self) -> None:
        self.posts = 0

    def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
        """Interrupt what changes something."""
        if request.method == "POST":
            self.posts += 1
            raise KeyboardInterrupt
        raise TransportFault(FaultKind.CONNECT, False, "nobody there")

    def close(self) -> None:
        """Nothing to close."""


def test_ctrl_c_during_an_order_is_told_with_its_id(caplog: pytest.LogCaptureFixture) -> None:
    """FAILURES 23: the blocking client cannot go on in the background, so the log says what to look for."""
    transport = Silent()
    with Client(environment="testnet", credentials=Credentials("k" * 64, "s" * 64), transport=transport) as client:
        with pytest.raises(KeyboardInterrupt):
            client.trade.new_order(
                symbol="BTCUSDT", side="BUY", type="MARKET", quantity="1", new_client_order_id="look-for-me"
            )
        assert {0} == debts(client)
    assert 1 == transport.posts
    assert "abandoned operation=new_order ids=look-for-me" in caplog.text


async def test_closing_does_not_wait_for_ever(server: MockServer, caplog: pytest.LogCaptureFixture) -> None:
    """Life cycle: what cannot be settled within resolve_timeout is given up, and told."""
    settings = Settings(resolve_timeout=0.4)
    async with AsyncClient(environment=server.rest, credentials=keys(server), settings=settings) as client:
        await client.sync_clock()
        server.faults.add(drop(executed=False), method="POST", path="/fapi/v1/order")
        task = asyncio.create_task(client.trade.new_order(**ORDER, price="1000", new_client_order_id="given-up"))
        await asyncio.sleep(0.1)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
    assert "given-up" in caplog.text
    assert set() == client._background
    assert [] == [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]


async def test_a_cancelled_reader_is_only_cancelled(server: MockServer) -> None:
    """FAILURES 23: nothing needs settling, so nothing goes on in the background."""
    async with AsyncClient(environment=server.rest, credentials=keys(server)) as client:
        task = asyncio.create_task(client.market.order_book(symbol="BTCUSDT", limit=5))
        await asyncio.sleep(0)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert set() == client._background
        assert await client.market.ping()
        assert {0} == debts(client)


def test_closing_in_another_thread_ends_the_search(server: MockServer) -> None:
    """Life cycle: a thread that looks for its order learns at once that the client was closed."""
    client = Client(environment=server.rest, credentials=keys(server), settings=Settings(resolve_timeout=60))
    client.sync_clock()
    server.faults.add(drop(executed=False), method="POST", path="/fapi/v1/order")
    raised: list[BaseException] = []

    def work() -> None:
        try:
            client.trade.new_order(**ORDER, price="1000", new_client_order_id="mine")
        except BinanceUsdmError as error:
            raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while not any(r.method == "POST" for r in server.requests):
        thread.join(0.01)
    client.close()
    thread.join(20)
    assert not thread.is_alive()
    assert [OutcomeUnknown] == [type(error) for error in raised]
    with pytest.raises(NotSent):
        client.market.ping()


PROGRAM = """
import asyncio, sys
from binance_usdm import AsyncClient, Client
with Client(environment=sys.argv[1]) as client:
    client.market.ping()
async def main():
    async with AsyncClient(environment=sys.argv[1]) as client:
        await client.market.ping()
asyncio.run(main())
unclosed = Client(environment=sys.argv[1])
unclosed.market.ping()
"""


def test_a_program_ends_cleanly(server: MockServer) -> None:
    """Life cycle: no warning about sockets, tasks or threads at exit, also with a client nobody closed."""
    ended = subprocess.run(
        [sys.executable, "-X", "dev", "-W", "error", "-c", PROGRAM, server.rest],
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert 0 == ended.returncode, ended.stderr
    assert "Traceback" not in ended.stderr
    assert "never" not in ended.stderr
