"""What streams and books deliver, against what a connection without any faults saw."""

from __future__ import annotations

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from decimal import Decimal
from typing import Any

import aiohttp

from binance_usdm import AsyncClient
from binance_usdm.book import Books
from binance_usdm.streams import Gap, StreamSettings, agg_trade, book_ticker

from .singles import MARKETS

TOP = 5
Levels = tuple[tuple[tuple[str, str], ...], tuple[tuple[str, str], ...]]


class TrueMarket:
    """Trades and books as plain JSON tells them, over a connection that nothing befalls."""

    def __init__(self) -> None:
        self.trades: dict[str, dict[int, tuple[str, str, int, bool]]] = {symbol: {} for symbol in MARKETS}
        self.tops: dict[str, dict[int, Levels]] = {symbol: {} for symbol in MARKETS}
        self.prices: dict[str, Decimal] = {}
        """Where each market is now."""
        self._books: dict[str, tuple[dict[str, str], dict[str, str]]] = {}
        self._seen: dict[str, int] = {}
        self._waiting: dict[str, list[dict[str, Any]]] = {symbol: [] for symbol in MARKETS}

    def take(self, text: str) -> None:
        """Take a frame."""
        data = json.loads(text).get("data", {})
        if data.get("e") == "aggTrade":
            self.trades[data["s"]][data["a"]] = (data["p"], data["q"], data["T"], data["m"])
            self.prices[data["s"]] = Decimal(data["p"])
        elif data.get("e") == "depthUpdate":
            if data["s"] in self._books:
                self._change(data["s"], data)
            else:
                self._waiting[data["s"]].append(data)

    def begin(self, symbol: str, snapshot: dict[str, Any]) -> None:
        """Take the snapshot that the changes go on from."""
        self.prices.setdefault(symbol, Decimal(snapshot["bids"][0][0]))
        self._books[symbol] = (dict(snapshot["bids"]), dict(snapshot["asks"]))
        self._seen[symbol] = snapshot["lastUpdateId"]
        self._keep(symbol)
        for data in self._waiting.pop(symbol):
            self._change(symbol, data)

    def _change(self, symbol: str, data: dict[str, Any]) -> None:
        seen = self._seen[symbol]
        if data["u"] < seen:
            return
        assert data["pu"] == seen or data["U"] <= seen <= data["u"], "the checker's own connection lost something"
        for book, levels in zip(self._books[symbol], (data["b"], data["a"]), strict=True):
            for price, size in levels:
                if float(size):
                    book[price] = size
                else:
                    book.pop(price, None)
        self._seen[symbol] = data["u"]
        self._keep(symbol)

    def _keep(self, symbol: str) -> None:
        bids, asks = self._books[symbol]
        best = sorted(bids.items(), key=lambda level: -float(level[0]))[:TOP]
        lowest = sorted(asks.items(), key=lambda level: float(level[0]))[:TOP]
        self.tops[symbol][self._seen[symbol]] = (tuple(best), tuple(lowest))


@asynccontextmanager
async def true_market(origin: str, streams: str) -> AsyncIterator[TrueMarket]:
    """Follow the market over connections of the checker's own."""
    truth = TrueMarket()
    names = [f"{symbol.lower()}@{kind}" for symbol in MARKETS for kind in ("aggTrade", "depth@100ms")]
    paths = [
        f"/{route}/stream?streams={'/'.join(name for name in names if ('depth' in name) is (route == 'public'))}"
        for route in ("public", "market")
    ]

    async def follow(socket: aiohttp.ClientWebSocketResponse) -> None:
        async for message in socket:
            truth.take(message.data)

    async with aiohttp.ClientSession() as session:
        sockets = [await session.ws_connect(streams + path, max_msg_size=0) for path in paths]
        tasks = [asyncio.create_task(follow(socket)) for socket in sockets]
        for symbol in MARKETS:
            async with session.get(f"{origin}/fapi/v1/depth?symbol={symbol}&limit=1000") as answer:
                truth.begin(symbol, await answer.json())
        try:
            yield truth
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.wait(tasks)
            for task in tasks:
                if not task.cancelled() and task.exception() is not None:
                    raise AssertionError("the checker failed") from task.exception()
            for socket in sockets:
                await socket.close()


class Watcher:
    """What a client's streams and books said.

    Args:
        client: Whose they are.
        settings: Intervals.
    """

    def __init__(self, client: AsyncClient, settings: StreamSettings) -> None:
        self.trades: dict[str, list[tuple[int, tuple[str, str, int, bool]]]] = {symbol: [] for symbol in MARKETS}
        self.gaps: dict[str, list[Gap]] = {symbol: [] for symbol in MARKETS}
        self.tickers: dict[str, list[int]] = {symbol: [] for symbol in MARKETS}
        self.reads: list[tuple[str, int, Levels]] = []
        self.unreadable = 0
        self.crossed = 0
        self.books = Books(client, *MARKETS, stream_settings=settings)
        subscriptions = [make(symbol) for symbol in MARKETS for make in (agg_trade, book_ticker)]
        self.stream = client.streams.subscribe(*subscriptions, repair=True, settings=settings)

    async def follow(self) -> None:
        """Take events for ever."""
        async for event in self.stream:
            if isinstance(event, Gap):
                self.gaps[event.stream.partition("@")[0].upper()].append(event)
            elif event.event_type == "aggTrade":
                said = (str(event.price), str(event.quantity), event.trade_time, event.buyer_is_maker)
                self.trades[event.symbol].append((event.agg_trade_id, said))
            else:
                self.tickers[event.symbol].append(event.book_update_id)

    async def read(self) -> None:
        """Read the books again and again."""
        async with self.books:
            last: dict[str, int] = {}
            while True:
                for symbol, book in self.books.items():
                    if not book.valid:
                        self.unreadable += 1
                        continue
                    bid, ask = book.best_bid, book.best_ask
                    if bid is None or ask is None or bid.price >= ask.price:
                        self.crossed += 1
                    if last.get(symbol) != book.last_update_id:
                        last[symbol] = book.last_update_id
                        levels = [tuple((str(p), str(q)) for p, q in side) for side in (book.bids(TOP), book.asks(TOP))]
                        self.reads.append((symbol, book.last_update_id, (levels[0], levels[1])))
                await asyncio.sleep(0.005)

    def audit(self, truth: TrueMarket) -> list[str]:
        """Everything that was lost without a word, doubled, out of order or wrong."""
        wrong = [f"{self.crossed} crossed books"] if self.crossed else []
        for symbol, update, levels in self.reads:
            true = truth.tops[symbol].get(update)
            if true is not None and true != levels:
                wrong.append(f"the book of {symbol} at {update} read {levels}, truly {true}")
        for symbol, events in self.trades.items():
            numbers = [number for number, _ in events]
            wrong += [f"{symbol}: trades doubled or out of order"] if numbers != sorted(set(numbers)) else []
            wrong += [
                f"{symbol}: trade {number} read {said}, truly {truth.trades[symbol][number]}"
                for number, said in events
                if number in truth.trades[symbol] and truth.trades[symbol][number] != said
            ]
            told = self._told(symbol)
            seen = set(numbers)
            lost = [number for number in range(numbers[0], numbers[-1]) if number not in seen and number not in told]
            wrong += [f"{symbol}: trades {lost[:5]} of {len(lost)} were lost without a word"] if lost else []
        for symbol, updates in self.tickers.items():
            wrong += [f"{symbol}: tickers doubled or out of order"] if updates != sorted(set(updates)) else []
        return wrong

    def _told(self, symbol: str) -> set[int]:
        # Only a gap that says itself that its repair is not whole may leave anything out.
        told: set[int] = set()
        for gap in self.gaps[symbol]:
            if gap.missed and gap.repaired != gap.missed and gap.last_id is not None and gap.first_id is not None:
                told.update(range(gap.last_id + 1, gap.first_id))
        return told
