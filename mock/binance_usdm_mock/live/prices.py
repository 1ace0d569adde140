"""Figures at a fixed pace: mark prices, day statistics, asset indexes, composite indexes."""

from __future__ import annotations

from typing import Any

from ..engine.fixed import div, show
from ..engine.market import Market
from ..engine.state import ExchangeState
from .feed import Event, Feed, SymbolFeed, answer, event, events, is_traded, traded

__all__ = ["AllMarkPricesFeed", "AllTickersFeed", "AssetIndexFeed", "CompositeIndexFeed", "MarkPriceFeed", "TickerFeed"]

Json = dict[str, Any]
_AVERAGED = 30


def _mark(x: ExchangeState, market: Market, now_ms: int) -> Json:
    told = answer(x, "mark_price", {"symbol": market.symbol.symbol})
    marks = [market.mark_e8(now_ms - 60_000 * n) for n in range(_AVERAGED)]
    return {
        "e": "markPriceUpdate",
        "E": now_ms,
        "s": told["symbol"],
        "p": told["markPrice"],
        "ap": show(div(sum(marks), _AVERAGED), 8, 8),
        "P": told["estimatedSettlePrice"],
        "i": told["indexPrice"],
        "r": told["lastFundingRate"],
        "T": told["nextFundingTime"],
        "st": 1,
    }


class MarkPriceFeed(SymbolFeed):
    """The mark price of one symbol."""

    def look(self, now_ms: int) -> list[Event]:
        """The present price."""
        return [event(_mark(self.x, self.market(), now_ms))]


class AllMarkPricesFeed(Feed):
    """The mark prices of all symbols; those on traditional assets come in a frame of their own."""

    def take(self, now_ms: int) -> list[Event]:
        """The present prices."""
        groups: tuple[list[Json], list[Json]] = ([], [])
        for name in traded(self.x):
            market = self.x.market(name)
            groups[market.symbol.contract_type == "TRADIFI_PERPETUAL"].append(_mark(self.x, market, now_ms))
        return [*events(groups[0]), *events(groups[1])]


def _day(x: ExchangeState, market: Market, now_ms: int, *, mini: bool) -> Json:
    told = answer(x, "ticker_24hr", {"symbol": market.symbol.symbol})
    head: Json = {"e": "24hrMiniTicker" if mini else "24hrTicker", "E": now_ms, "s": told["symbol"]}
    tail: Json = {"ps": market.symbol.pair, "st": 1}
    prices: Json = {"o": told["openPrice"], "h": told["highPrice"], "l": told["lowPrice"]}
    volumes: Json = {"v": told["volume"], "q": told["quoteVolume"]}
    if mini:
        return {**head, "c": told["lastPrice"], **prices, **volumes, **tail}
    return {
        **head,
        "p": told["priceChange"],
        "P": told["priceChangePercent"],
        "w": told["weightedAvgPrice"],
        "c": told["lastPrice"],
        "Q": told["lastQty"],
        **prices,
        **volumes,
        "O": told["openTime"],
        "C": told["closeTime"],
        "F": told["firstId"],
        "L": told["lastId"],
        "n": told["count"],
        **tail,
    }


class TickerFeed(SymbolFeed):
    """Statistics of the last 24 hours whenever there was a trade."""

    def __init__(self, x: ExchangeState, period: int, symbol: str, *, mini: bool) -> None:
        super().__init__(x, period, symbol)
        self._mini = mini
        self._seen = -1

    def row(self, now_ms: int) -> Json | None:
        """The statistics; None when nothing was traded since."""
        last = self.market().last(now_ms) if is_traded(self.symbol) else None
        if last is None or last.number == self._seen:
            return None
        self._seen = last.number
        return _day(self.x, self.market(), now_ms, mini=self._mini)

    def look(self, now_ms: int) -> list[Event]:
        """The statistics."""
        row = self.row(now_ms)
        return [] if row is None else [event(row)]


class AllTickersFeed(Feed):
    """The statistics of all symbols that were traded since the last frame."""

    def __init__(self, x: ExchangeState, period: int, *, mini: bool) -> None:
        super().__init__(x, period)
        self._mini = mini
        self._feeds: dict[str, TickerFeed] = {}

    def take(self, now_ms: int) -> list[Event]:
        """The statistics."""
        rows: list[Json] = []
        for name in self.x.markets:
            feed = self._feeds.get(name)
            if feed is None:
                feed = self._feeds[name] = TickerFeed(self.x, self.period, name, mini=self._mini)
            row = feed.row(now_ms)
            if row is not None:
                rows.append(row)
        return events(rows)


class AssetIndexFeed(Feed):
    """Indexes of the assets of multi-assets mode: all in a list, or one alone.

    Args:
        x: The exchange.
        period: Milliseconds between events.
        asset: Name of one index, such as ``BTCUSD``; None for all.
    """

    def __init__(self, x: ExchangeState, period: int, asset: str | None = None) -> None:
        super().__init__(x, period)
        self._asset = asset

    def take(self, now_ms: int) -> list[Event]:
        """The present indexes."""
        rows = [
            {
                "e": "assetIndexUpdate",
                "E": now_ms,
                "s": told["symbol"],
                "i": told["index"],
                "b": told["bidBuffer"],
                "a": told["askBuffer"],
                "B": told["bidRate"],
                "A": told["askRate"],
                "q": told["autoExchangeBidBuffer"],
                "g": told["autoExchangeAskBuffer"],
                "Q": told["autoExchangeBidRate"],
                "G": told["autoExchangeAskRate"],
            }
            for told in answer(self.x, "asset_index")
            if self._asset in (None, told["symbol"])
        ]
        return events(rows) if self._asset is None else [event(row) for row in rows]


class CompositeIndexFeed(SymbolFeed):
    """What a composite index is made of."""

    def look(self, now_ms: int) -> list[Event]:
        """The present composition; nothing for a symbol that is no index."""
        price = self.market().index_e8(now_ms)
        return [
            event(
                {
                    "e": "compositeIndex",
                    "E": now_ms,
                    "s": self.name,
                    "p": show(price, 8, 8),
                    "C": told["component"],
                    "c": [
                        {
                            "b": part["baseAsset"],
                            "q": part["quoteAsset"],
                            "w": part["weightInQuantity"],
                            "W": part["weightInPercentage"],
                            "i": show(price, 8, 8),
                        }
                        for part in told["baseAssetList"]
                    ],
                }
            )
            for told in answer(self.x, "composite_index_info", {"symbol": self.name})
        ]
