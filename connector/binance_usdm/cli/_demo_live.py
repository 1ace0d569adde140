"""The demo's last part: price, order book and own orders while they change, over the streams of an asynchronous client.

On a screen the picture is redrawn until the time is over or Ctrl-C; elsewhere a line is printed for what happens,
and it ends by itself.
"""

import asyncio
import time
from collections.abc import Awaitable, Callable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from ._live_view import LiveView, OwnOrder
from ._stage import Stage
from ._terminal import Terminal

if TYPE_CHECKING:
    from binance_usdm_mock import MockServer

    from .. import AsyncClient
    from ..book import Books, LiveBook

__all__ = ["show_live"]

_SYMBOL = "BTCUSDT"
_PICTURES = 0.1
_LINES = 1.0
_LONGEST_PAUSE = 3.0
_PATIENCE = 20.0
_HINT = "A mock exchange, live. It ends by itself; Ctrl-C ends it now."


def show_live(stage: Stage, terminal: Terminal, server: "MockServer", seconds: float) -> None:
    """Show the market and an order's life for so many seconds.

    Raises:
        KeyboardInterrupt: Ctrl-C where there is no screen; on one it is the way to end.
    """
    stage.section(
        "Live",
        "Streams reconnect by themselves and tell what was lost; a book cannot be read while it is wrong; the account's"
        " own stream is compared with the account after each loss.",
    )
    stage.code("from binance_usdm.streams import agg_trade")
    stage.code(f'trades = client.streams.subscribe(agg_trade("{_SYMBOL}"))')
    stage.code(f'books = client.books("{_SYMBOL}")')
    stage.code("account = client.streams.user()")
    view = LiveView(_SYMBOL, ascii_only=terminal.plain_ascii)
    if not terminal.redrawable:
        asyncio.run(_Show(server, view, terminal, stage).run(seconds, _LINES))
        return
    try:
        with terminal.screen():
            asyncio.run(_Show(server, view, terminal, None).run(seconds, _PICTURES))
    except KeyboardInterrupt:
        pass
    stage.show("\n".join(view.story))


class _Show:
    """Feeds a view and has it shown.

    Args:
        server: The exchange.
        view: What is shown.
        terminal: Where.
        stage: Prints lines where there is no screen; None for a screen.
    """

    def __init__(self, server: "MockServer", view: LiveView, terminal: Terminal, stage: Stage | None) -> None:
        self._server = server
        self._view = view
        self._terminal = terminal
        self._stage = stage
        self._filled = asyncio.Event()
        self._rounds = 0

    async def run(self, seconds: float, every: float) -> None:
        """Open everything, trade a little, and show it."""
        from .. import AsyncClient, Credentials

        credentials = Credentials(self._server.api_key, self._server.api_secret)
        async with (
            AsyncClient(environment=self._server.rest, credentials=credentials) as client,
            client.books(_SYMBOL) as books,
        ):
            work = [
                asyncio.create_task(each)
                for each in (
                    self._trades(client),
                    self._account(client),
                    self._orders(client, books[_SYMBOL], min(seconds / 6, _LONGEST_PAUSE)),
                )
            ]
            try:
                await self._show(books, seconds, every, work)
            finally:
                for task in work:
                    task.cancel()
                await asyncio.gather(*work, return_exceptions=True)

    async def _show(self, books: "Books", seconds: float, every: float, work: "list[asyncio.Task[None]]") -> None:
        begin = time.monotonic()
        # A slow machine gets more time for the first order, within reason.
        while (passed := time.monotonic() - begin) < seconds or (not self._rounds and passed < seconds + _PATIENCE):
            for task in work:
                if task.done():
                    task.result()
            self._look(books[_SYMBOL])
            if self._stage is None:
                lines = [self._terminal.paint(_HINT[: self._terminal.width], "dim"), ""]
                self._terminal.draw(lines + self._view.lines(self._terminal.width, self._terminal.paint))
            elif self._view.price is not None or self._view.bids:
                self._stage.show(self._view.headline())
            await asyncio.sleep(every)

    def _look(self, book: "LiveBook") -> None:
        if not book.valid:
            self._view.no_book("the order book is being read")
            return
        bids, asks = book.bids(self._view.levels), book.asks(self._view.levels)
        self._view.book([(each.price, each.quantity) for each in bids], [(each.price, each.quantity) for each in asks])

    async def _trades(self, client: "AsyncClient") -> None:
        from binance_usdm_api.models import AggTradeEvent

        from ..streams import agg_trade

        async with client.streams.subscribe(agg_trade(_SYMBOL)) as stream:
            async for event in stream:
                if isinstance(event, AggTradeEvent):
                    self._view.traded(event.price)

    async def _account(self, client: "AsyncClient") -> None:
        from binance_usdm_api.models.user import OrderTradeUpdate

        async with client.streams.user() as account:
            async for event in account:
                if isinstance(event, OrderTradeUpdate):
                    self._ordered(event.order, event.event_time or int(time.time() * 1000))

    def _ordered(self, order: Any, at_ms: int) -> None:
        own = OwnOrder(
            order.order_id,
            str(order.side),
            str(order.order_type),
            order.original_quantity,
            order.price,
            str(order.order_status),
            order.filled_quantity,
        )
        line = self._view.ordered(own, at_ms)
        if self._stage is not None:
            self._stage.show(line)
        if own.status == "FILLED":
            self._filled.set()

    async def _orders(self, client: "AsyncClient", book: "LiveBook", pause: float) -> None:
        """Again and again: an order below the market, moved nearer, moved through it, and its position closed."""
        rules = await client.symbol(_SYMBOL)

        async def below(part: str) -> Decimal:
            await book.ready(_PATIENCE)
            return rules.round_price(book.bids(1)[0].price * Decimal(part), "ROUND_DOWN")

        while True:
            await asyncio.sleep(pause)
            self._filled.clear()
            order = await client.trade.new_order(
                symbol=_SYMBOL,
                side="BUY",
                type="LIMIT",
                quantity="0.010",
                price=await below("0.998"),
                time_in_force="GTC",
            )
            for part in ("0.999", "1.002"):
                await asyncio.sleep(pause)
                await client.trade.modify_order(
                    symbol=_SYMBOL, side="BUY", order_id=order.order_id, quantity="0.010", price=await below(part)
                )
            await self._soon(self._filled.wait)
            await asyncio.sleep(pause)
            self._filled.clear()
            await client.trade.new_order(symbol=_SYMBOL, side="SELL", type="MARKET", quantity="0.010", reduce_only=True)
            await self._soon(self._filled.wait)
            self._rounds += 1

    async def _soon(self, wait: Callable[[], Awaitable[object]]) -> None:
        async with asyncio.timeout(_PATIENCE):
            await wait()
