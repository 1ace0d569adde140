"""The demo's first part: what anybody may read."""

from typing import TYPE_CHECKING

from ._stage import Stage, picked

if TYPE_CHECKING:
    from binance_usdm_api.models import OrderBook

    from .. import Client

__all__ = ["show_market"]


def show_market(stage: Stage, client: "Client") -> "OrderBook":
    """Show klines, order book and funding."""
    stage.section(
        "Candlesticks", "Public data needs no key. Answers are typed: prices are Decimal, instants milliseconds."
    )
    klines = stage.do(
        'klines = client.market.klines(symbol="BTCUSDT", interval="1h", limit=48)',
        lambda: client.market.klines(symbol="BTCUSDT", interval="1h", limit=48),
    )
    stage.table([picked(each, "open_time", "open", "high", "low", "close", "volume") for each in klines[-5:]])
    stage.chart(klines)

    stage.section("Order book", "The best five prices to sell at and to buy at.")
    book = stage.do(
        'book = client.market.order_book(symbol="BTCUSDT", limit=5)',
        lambda: client.market.order_book(symbol="BTCUSDT", limit=5),
    )
    stage.table(
        [
            {"bid_quantity": bid.quantity, "bid": bid.price, "ask": ask.price, "ask_quantity": ask.quantity}
            for bid, ask in zip(book.bids, book.asks, strict=False)
        ]
    )

    stage.section("Funding", "The rate that longs pay to shorts next, and the ones paid before.")
    mark = stage.do(
        'mark = client.market.mark_price(symbol="BTCUSDT")', lambda: client.market.mark_price(symbol="BTCUSDT")
    )
    stage.table([picked(mark, "symbol", "mark_price", "index_price", "last_funding_rate", "next_funding_time")])
    paid = stage.do(
        'paid = client.market.funding_rate_history(symbol="BTCUSDT", limit=3)',
        lambda: client.market.funding_rate_history(symbol="BTCUSDT", limit=3),
    )
    stage.table([picked(each, "funding_time", "funding_rate", "mark_price") for each in paid])
    return book
