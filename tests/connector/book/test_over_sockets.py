"""M7, rows 65 to 67: books over real sockets follow a simulated exchange through losses, resets and refusals."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from picows import WSUpgradeResponse, ws_create_server
from tests.connector.book.exchange_book import ExchangeBook, price_text, quantity_text
from tests.connector.streams.scripted_streams import StreamServer, until

from binance_usdm import AsyncClient, UnknownSymbol
from binance_usdm.book import BookNotReady, Books, LiveBook, Reason
from binance_usdm.streams import StreamSettings
from binance_usdm_api.errors import StreamClosed

QUICK = StreamSettings(reconnect_delay=0.01, reconnect_delay_max=0.05)


class BookServer(StreamServer):
    """Publishes the changes of simulated books and answers with their snapshots."""

    def __init__(self, kind: str = "depth@100ms") -> None:
        super().__init__()
        self.books = {symbol: ExchangeBook(seed) for seed, symbol in enumerate(("BTCUSDT", "ETHUSDT"))}
        self.kind = kind
        self.ages: list[int] = []
        self.delisted = ""

    def _answer(self, path: str) -> Any:
        parts = urlsplit(path)
        params = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.rest.append((parts.path, params))
        headers = {"Content-Type": "application/json"}
        if params["symbol"] == self.delisted:
            return WSUpgradeResponse.create_error_response(
                400, json.dumps({"code": -1121, "msg": "Invalid symbol."}).encode(), headers
            )
        snapshot = self.books[params["symbol"]].snapshot(self.ages.pop(0) if self.ages else 0)
        body = {"lastUpdateId": snapshot.last_update_id, "E": 1, "T": 1, "bids": snapshot.bids, "asks": snapshot.asks}
        return WSUpgradeResponse.create_ok_response(json.dumps(body).encode(), headers)

    def move(self, symbol: str, *, tell: bool = True) -> None:
        """One step of a market."""
        diff = self.books[symbol].step()
        name = f"{symbol.lower()}@{self.kind}"
        data = {
            "e": "depthUpdate", "E": diff.event_time, "T": diff.event_time, "s": symbol, "U": diff.first_update_id,
            "u": diff.final_update_id, "pu": diff.previous_final_update_id, "b": diff.bids, "a": diff.asks,
        }  # fmt: skip
        for peer in self.peers:
            if tell and name in peer.names:
                peer.send(json.dumps({"stream": name, "data": data}, separators=(",", ":")).encode())

    async def trade(self) -> None:
        """Move for ever."""
        while True:
            for symbol in self.books:
                self.move(symbol)
            await asyncio.sleep(0.005)


async def serve(server: BookServer) -> AsyncIterator[BookServer]:
    running = await ws_create_server(server._accept, "127.0.0.1", 0, enable_auto_pong=False)
    server.url = f"http://127.0.0.1:{running.sockets[0].getsockname()[1]}"
    task = asyncio.create_task(server.trade())
    try:
        yield server
    finally:
        task.cancel()
        running.close()
        for peer in server.peers:
            if not peer.transport.is_disconnected:
                peer.transport.disconnect(False)
        await running.wait_closed()
        await asyncio.sleep(0)


@pytest.fixture
async def server() -> AsyncIterator[BookServer]:
    async for running in serve(BookServer()):
        yield running


@pytest.fixture
async def client(server: BookServer) -> AsyncIterator[AsyncClient]:
    async with AsyncClient(environment=server.url) as made:
        yield made


def same(book: LiveBook, exchange: ExchangeBook) -> None:
    bids, asks = exchange.at(book.last_update_id)
    expected = [(price_text(price), quantity_text(bids[price])) for price in sorted(bids, reverse=True)]
    assert expected == [(str(price), str(quantity)) for price, quantity in book.bids()]
    expected = [(price_text(price), quantity_text(asks[price])) for price in sorted(asks)]
    assert expected == [(str(price), str(quantity)) for price, quantity in book.asks()]


async def test_books_follow_the_exchange(client: AsyncClient, server: BookServer) -> None:
    told: list[tuple[str, bool]] = []
    async with client.books(
        "BTCUSDT", "ethusdt", on_valid=lambda book: told.append((book.symbol, book.valid))
    ) as books:
        assert isinstance(books, Books)
        with pytest.raises(BookNotReady):
            _ = books["BTCUSDT"].best_bid
        await books.ready(20)
        assert ["BTCUSDT", "ETHUSDT"] == list(books)
        for symbol in books:
            await books[symbol].ready(20)
            before = books[symbol].counters.applied
            await until(lambda book=books[symbol], before=before: book.counters.applied > before + 5)
            same(books[symbol], server.books[symbol])
    assert {("BTCUSDT", True), ("ETHUSDT", True)} == set(told)
    assert {"/fapi/v1/depth"} == {path for path, _ in server.rest}
    assert {"1000"} == {params["limit"] for _, params in server.rest}
    with pytest.raises(BookNotReady):
        _ = books["BTCUSDT"].best_bid
    with pytest.raises(StreamClosed):
        await books["BTCUSDT"].ready()


async def test_a_lost_change_and_a_stale_snapshot(client: AsyncClient, server: BookServer) -> None:
    reasons: list[Reason | None] = []
    async with Books(client, "BTCUSDT", on_invalid=lambda book: reasons.append(book.reason)) as books:
        book = books["BTCUSDT"]
        await book.ready(20)
        server.ages = [40]
        server.move("BTCUSDT", tell=False)
        # Not by looking at the book: it may be whole again before anybody looks.
        await until(lambda: bool(reasons))
        await book.ready(20)
        same(book, server.books["BTCUSDT"])
    assert 1 == books.counters.resyncs
    assert 1 <= books.counters.stale
    assert reasons[0] in {Reason.GAP, Reason.LOST}


async def test_a_lost_connection_makes_books_unreadable_at_once(client: AsyncClient, server: BookServer) -> None:
    reasons: list[tuple[str, Reason | None]] = []
    async with Books(
        client,
        "BTCUSDT",
        "ETHUSDT",
        stream_settings=QUICK,
        on_invalid=lambda book: reasons.append((book.symbol, book.reason)),
    ) as books:
        await books.ready(20)
        server.last.reset()
        await until(lambda: len(reasons) >= 2)
        await books.ready(20)
        for symbol in books:
            same(books[symbol], server.books[symbol])
    assert {("BTCUSDT", Reason.LOST), ("ETHUSDT", Reason.LOST)} == set(reasons[:2])


async def test_a_symbol_that_is_unknown_fails_alone(client: AsyncClient, server: BookServer) -> None:
    async with Books(client, "BTCUSDT", "ETHUSDT") as books:
        await books.ready(20)
        server.delisted = "ETHUSDT"
        books["ETHUSDT"].lost()
        with pytest.raises(UnknownSymbol):
            await books["ETHUSDT"].ready(20)
        with pytest.raises(UnknownSymbol):
            await books["ETHUSDT"].ready(20)
        assert books["BTCUSDT"].valid


async def test_books_with_retail_price_improvement() -> None:
    async for server in serve(BookServer("rpiDepth@500ms")):
        async with AsyncClient(environment=server.url) as client, client.books("BTCUSDT", rpi=True) as books:
            await books["BTCUSDT"].ready(20)
            same(books["BTCUSDT"], server.books["BTCUSDT"])
        assert {"/fapi/v1/rpiDepth"} == {path for path, _ in server.rest}


async def test_waiting_ends_in_time(client: AsyncClient, server: BookServer) -> None:
    # From before the first change that a subscription can bring, however long the snapshot takes.
    server.move("BTCUSDT")
    server.move("BTCUSDT")
    server.ages = [1_000_000] * 1000
    async with Books(client, "BTCUSDT") as books:
        with pytest.raises(BookNotReady, match="BTCUSDT"):
            await books.ready(0.3)


async def test_closing_the_client_ends_its_books(server: BookServer) -> None:
    async with AsyncClient(environment=server.url) as client:
        books = await client.books("BTCUSDT").__aenter__()
        await books.ready(20)
    await until(lambda: not books["BTCUSDT"].valid)
    with pytest.raises(StreamClosed):
        await books["BTCUSDT"].ready()
    await books.aclose()
