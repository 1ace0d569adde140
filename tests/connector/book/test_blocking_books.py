"""M7: live books of a blocking client: any thread reads them between two changes, callbacks included."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Iterator

import pytest
from tests.connector.book.test_over_sockets import BookServer, serve

from binance_usdm import Client, InvalidParameter, StreamClosed, StreamError
from binance_usdm.book import BlockingBook, BookLevel, BookNotReady, LiveBook


class Exchange:
    """The server of simulated books in a thread of its own."""

    def __init__(self) -> None:
        self.server = BookServer()
        self._ready = threading.Event()
        self._over: asyncio.Event | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    async def _run(self) -> None:
        self._loop, self._over = asyncio.get_running_loop(), asyncio.Event()
        async for _ in serve(self.server):
            self._ready.set()
            await self._over.wait()
        # Connections that the client has just closed are closed on this side too, before the loop is gone.
        for _ in range(100):
            await asyncio.sleep(0)

    def start(self) -> None:
        self._thread.start()
        assert self._ready.wait(30)

    def do(self, name: str) -> None:
        assert self._loop is not None
        self._loop.call_soon_threadsafe(getattr(self, name))

    def skip(self) -> None:
        self.server.move("BTCUSDT", tell=False)

    def stop(self) -> None:
        assert self._loop is not None
        assert self._over is not None
        self._loop.call_soon_threadsafe(self._over.set)
        self._thread.join(30)


@pytest.fixture
def exchange() -> Iterator[Exchange]:
    made = Exchange()
    made.start()
    try:
        yield made
    finally:
        made.stop()


@pytest.fixture
def client(exchange: Exchange) -> Iterator[Client]:
    with Client(environment=exchange.server.url) as made:
        yield made


def _whole(book: LiveBook) -> tuple[int, list[BookLevel], list[BookLevel], BookLevel | None, BookLevel | None]:
    return book.last_update_id, book.bids(), book.asks(), book.best_bid, book.best_ask


def test_reads_are_of_one_state(client: Client) -> None:
    with client.books("BTCUSDT", "ethusdt") as books:
        books.ready(60)
        assert ["BTCUSDT", "ETHUSDT"] == list(books)
        book = books["btcusdt"]
        seen: set[int] = set()
        for _ in range(10_000):
            book.ready(60)
            try:
                update, bids, asks, bid, ask = book.read(_whole)
            except BookNotReady:
                continue
            assert (bids[0], asks[0]) == (bid, ask)
            assert bids[0].price < asks[0].price
            assert sorted(bids, reverse=True) == bids
            assert sorted(asks) == asks
            seen.add(update)
            if len(seen) > 20:
                break
        assert len(seen) > 20
        assert book.bids(1) != []
        assert book.asks(2) != []
        assert book.sweep("BUY", "0.001").complete
        assert book.depth_to("SELL", "0.01").quantity > 0
        assert (None, None) == (book.bid_horizon, book.ask_horizon)
        assert (False, "BTCUSDT") == (book.rpi, book.symbol)
        mid, spread = book.read(lambda held: (held.mid, held.spread))
        assert mid is not None
        assert spread is not None
        assert books.counters.applied > 0
    assert not book.valid
    with pytest.raises(BookNotReady):
        _ = book.best_bid
    with pytest.raises(StreamClosed):
        book.ready()


def test_a_callback_reads_and_cannot_wait(client: Client, exchange: Exchange) -> None:
    told: list[tuple[str, bool, object]] = []
    back = threading.Event()

    def valid(book: BlockingBook) -> None:
        try:
            book.ready(1)
        except StreamError as error:
            told.append((book.symbol, book.best_bid is not None, type(error)))
        if len(told) > 1:
            back.set()

    lost: list[str] = []
    with client.books("BTCUSDT", on_valid=valid, on_invalid=lambda book: lost.append(book.symbol)) as books:
        books.ready(60)
        exchange.do("skip")
        assert back.wait(60)
    assert [("BTCUSDT", True, StreamError)] * 2 == told[:2]
    assert "BTCUSDT" == lost[0]


def test_closing_the_client_closes_its_books(exchange: Exchange) -> None:
    before = set(threading.enumerate())
    with Client(environment=exchange.server.url) as client:
        books = client.books("BTCUSDT")
        books.__enter__()
        books["BTCUSDT"].ready(60)
    with pytest.raises(BookNotReady):
        _ = books["BTCUSDT"].best_ask
    books.close()
    assert "closed" in repr(books)
    left = [each.name for each in set(threading.enumerate()) - before if each.name == "binance-usdm-streams"]
    assert [] == left


def test_books_without_symbols_are_refused(client: Client) -> None:
    with pytest.raises(InvalidParameter):
        client.books()
