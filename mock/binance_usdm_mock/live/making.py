"""From the name of a stream to the feed that makes its events."""

from __future__ import annotations

from collections.abc import Callable

from ..engine.state import ExchangeState
from .books import BookWatches, DepthFeed, PartialDepthFeed
from .candles import KlineFeed
from .feed import Feed, is_traded, traded
from .names import Named, symbol_named
from .notices import ContractInfoFeed, ForceOrderFeed, TradingSessionFeed
from .prices import (
    AllMarkPricesFeed,
    AllTickersFeed,
    AssetIndexFeed,
    CompositeIndexFeed,
    MarkPriceFeed,
    TickerFeed,
)
from .trades import AggTradeFeed, AllBookTickersFeed, BookTickerFeed, TradeFeed

__all__ = ["make_feed"]


def make_feed(x: ExchangeState, named: Named, watches: BookWatches) -> Feed | None:
    """The feed of a stream; None for a symbol that is not listed."""
    whole = _of_all(x, named)
    if whole is not None:
        return whole
    if named.stream.id == "continuous_kline":
        return _continuous(x, named)
    symbol = symbol_named(named.chosen.get("symbol", ""), traded(x))
    return None if symbol is None else _of_symbol(x, named, symbol, watches)


def _of_all(x: ExchangeState, named: Named) -> Feed | None:
    period = named.period
    match named.stream.id:
        case "all_book_tickers":
            return AllBookTickersFeed(x, period)
        case "all_force_orders":
            return ForceOrderFeed(x, period)
        case "all_mini_tickers":
            return AllTickersFeed(x, period, mini=True)
        case "all_tickers":
            return AllTickersFeed(x, period, mini=False)
        case "all_asset_indexes":
            asset = named.chosen.get("asset")
            return AssetIndexFeed(x, period, None if asset is None else asset.upper())
        case "all_mark_prices":
            return AllMarkPricesFeed(x, period)
        case "contract_info":
            return ContractInfoFeed(x, period)
        case "trading_session":
            return TradingSessionFeed(x, period)
        case _:
            return None


def _of_symbol(x: ExchangeState, named: Named, symbol: str, watches: BookWatches) -> Feed | None:
    period, chosen = named.period, named.chosen
    match named.stream.id:
        case "depth" | "rpi_depth":
            return DepthFeed(x, period, symbol, watches, retail=named.stream.id == "rpi_depth")
        case "partial_depth":
            return PartialDepthFeed(x, period, symbol, int(chosen["levels"]))
        case "kline":
            return KlineFeed(x, period, symbol, chosen["interval"])
        case "ticker" | "mini_ticker":
            return TickerFeed(x, period, symbol, mini=named.stream.id == "mini_ticker")
        case "force_order":
            return ForceOrderFeed(x, period, symbol)
        case other:
            kinds: dict[str, Callable[[ExchangeState, int, str], Feed]] = {
                "agg_trade": AggTradeFeed,
                "book_ticker": BookTickerFeed,
                "composite_index": CompositeIndexFeed,
                "mark_price": MarkPriceFeed,
                "trade": TradeFeed,
            }
            kind = kinds.get(other)
            return None if kind is None else kind(x, period, symbol)


def _continuous(x: ExchangeState, named: Named) -> Feed | None:
    pair, kind = named.chosen["pair"], named.chosen["contractType"].upper()
    for name, market in x.markets.items():
        symbol = market.symbol
        if symbol.pair.lower() == pair and symbol.contract_type == kind and is_traded(symbol):
            return KlineFeed(x, named.period, name, named.chosen["interval"], (symbol.pair, kind))
    return None
