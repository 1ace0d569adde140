# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Methods of the group market, to be awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal, overload

from ..operations import market as _operations

if TYPE_CHECKING:
    from .._call import AsyncCall
    from .._options import CallOptions, Instant
    from ..enums import (
        BasisContractType,
        ContinuousContractType,
        ContinuousKlineInterval,
        KlineInterval,
        StatisticPeriod,
    )
    from ..models import (
        AdlRisk,
        AggregateTrade,
        AssetIndex,
        Basis,
        BookTicker,
        CompositeIndex,
        DeliveryPrice,
        Empty,
        ExchangeInfo,
        FundingRate,
        FundingRateInfo,
        IndexConstituents,
        InsuranceFund,
        Kline,
        LongShortRatio,
        MarkPrice,
        OpenInterest,
        OpenInterestStatistic,
        OrderBook,
        ServerTime,
        TakerVolume,
        Ticker24hr,
        TickerPrice,
        Trade,
        TradingSchedule,
    )

__all__ = ["AsyncMarketMethods"]


class AsyncMarketMethods:
    """Market data.

    Args:
        call: Sends an operation; see ``binance_usdm_api.plain`` or the connector's client.
    """

    __slots__ = ("_call",)

    def __init__(self, call: AsyncCall) -> None:
        self._call = call

    async def ping(self, *, options: CallOptions | None = None) -> Empty:
        """Test the connection to the exchange.

        ``GET /fapi/v1/ping``. Weight: 1.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Test-Connectivity
        """
        return await self._call(_operations.PING, {}, options)

    async def time(self, *, options: CallOptions | None = None) -> ServerTime:
        """Time of the exchange.

        ``GET /fapi/v1/time``. Weight: 1.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Check-Server-Time
        """
        return await self._call(_operations.TIME, {}, options)

    async def exchange_info(self, *, options: CallOptions | None = None) -> ExchangeInfo:
        """Trading rules and symbols.

        ``GET /fapi/v1/exchangeInfo``. Weight: 1.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Exchange-Information
        """
        return await self._call(_operations.EXCHANGE_INFO, {}, options)

    async def order_book(
        self, *, symbol: str, limit: int | None = None, options: CallOptions | None = None
    ) -> OrderBook:
        """Order book of a symbol.

        ``GET /fapi/v1/depth``, WebSocket API ``depth``. Weight: by limit: 2 for 5, 10, 20, 50, 5 for 100, 10 for 500, 20 for 1000.

        Args:
            symbol: Trading symbol.
            limit: Most rows to return, one of 5, 10, 20, 50, 100, 500, 1000, default 500.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Order-Book
        """
        return await self._call(_operations.ORDER_BOOK, {"symbol": symbol, "limit": limit}, options)

    async def rpi_order_book(
        self, *, symbol: str, limit: int | None = None, options: CallOptions | None = None
    ) -> OrderBook:
        """Order book of a symbol with retail price improvement orders.

        ``GET /fapi/v1/rpiDepth``. Weight: by limit: 20 for 1000.

        Args:
            symbol: Trading symbol.
            limit: Most rows to return, one of 1000, default 1000.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/RPI-Order-Book
        """
        return await self._call(_operations.RPI_ORDER_BOOK, {"symbol": symbol, "limit": limit}, options)

    async def recent_trades(
        self, *, symbol: str, limit: int | None = None, options: CallOptions | None = None
    ) -> list[Trade]:
        """Most recent trades of a symbol, oldest first.

        ``GET /fapi/v1/trades``. Weight: 5.

        Args:
            symbol: Trading symbol.
            limit: Most rows to return, 1 to 1000, default 500.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Recent-Trades-List
        """
        return await self._call(_operations.RECENT_TRADES, {"symbol": symbol, "limit": limit}, options)

    async def historical_trades(
        self, *, symbol: str, limit: int | None = None, from_id: int | None = None, options: CallOptions | None = None
    ) -> list[Trade]:
        """Older trades of a symbol, oldest first.

        ``GET /fapi/v1/historicalTrades``. Weight: 200.

        History: 1 month.

        Args:
            symbol: Trading symbol.
            limit: Most rows to return, 1 to 500, default 100.
            from_id: First id to return.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Old-Trades-Lookup
        """
        return await self._call(
            _operations.HISTORICAL_TRADES, {"symbol": symbol, "limit": limit, "fromId": from_id}, options
        )

    async def aggregate_trades(
        self,
        *,
        symbol: str,
        from_id: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[AggregateTrade]:
        """Trades of one taker order at one price, added up; oldest first.

        ``GET /fapi/v1/aggTrades``. Weight: 20.

        History: 48h.

        Args:
            symbol: Trading symbol.
            from_id: First id to return.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1000, default 500.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Compressed-Aggregate-Trades-List
        """
        return await self._call(
            _operations.AGGREGATE_TRADES,
            {"symbol": symbol, "fromId": from_id, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    async def klines(
        self,
        *,
        symbol: str,
        interval: KlineInterval
        | Literal["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"],
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[Kline]:
        """Candlesticks of a symbol, oldest first.

        ``GET /fapi/v1/klines``. Weight: by limit: 1 for 1 to 99, 2 for 100 to 499, 5 for 500 to 1000, 10 for 1001 to 1500.

        Args:
            symbol: Trading symbol.
            interval: Length of a candlestick.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1500, default 500.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Kline-Candlestick-Data
        """
        return await self._call(
            _operations.KLINES,
            {"symbol": symbol, "interval": interval, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    async def continuous_klines(
        self,
        *,
        pair: str,
        contract_type: ContinuousContractType
        | Literal["PERPETUAL", "CURRENT_QUARTER", "NEXT_QUARTER", "TRADIFI_PERPETUAL"],
        interval: ContinuousKlineInterval
        | Literal["1s", "1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"],
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[Kline]:
        """Candlesticks of a pair and contract type, oldest first.

        ``GET /fapi/v1/continuousKlines``. Weight: by limit: 1 for 1 to 99, 2 for 100 to 499, 5 for 500 to 1000, 10 for 1001 to 1500.

        Args:
            pair: Underlying pair.
            contract_type: Kind of contract.
            interval: Length of a candlestick.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1500, default 500.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Continuous-Contract-Kline-Candlestick-Data
        """
        return await self._call(
            _operations.CONTINUOUS_KLINES,
            {
                "pair": pair,
                "contractType": contract_type,
                "interval": interval,
                "startTime": start_time,
                "endTime": end_time,
                "limit": limit,
            },
            options,
        )

    async def index_price_klines(
        self,
        *,
        pair: str,
        interval: KlineInterval
        | Literal["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"],
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[Kline]:
        """Candlesticks of the index price of a pair, oldest first.

        ``GET /fapi/v1/indexPriceKlines``. Weight: by limit: 1 for 1 to 99, 2 for 100 to 499, 5 for 500 to 1000, 10 for 1001 to 1500.

        Args:
            pair: Underlying pair.
            interval: Length of a candlestick.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1500, default 500.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Index-Price-Kline-Candlestick-Data
        """
        return await self._call(
            _operations.INDEX_PRICE_KLINES,
            {"pair": pair, "interval": interval, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    async def mark_price_klines(
        self,
        *,
        symbol: str,
        interval: KlineInterval
        | Literal["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"],
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[Kline]:
        """Candlesticks of the mark price of a symbol, oldest first.

        ``GET /fapi/v1/markPriceKlines``. Weight: by limit: 1 for 1 to 99, 2 for 100 to 499, 5 for 500 to 1000, 10 for 1001 to 1500.

        Args:
            symbol: Trading symbol.
            interval: Length of a candlestick.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1500, default 500.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Mark-Price-Kline-Candlestick-Data
        """
        return await self._call(
            _operations.MARK_PRICE_KLINES,
            {"symbol": symbol, "interval": interval, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    async def premium_index_klines(
        self,
        *,
        symbol: str,
        interval: KlineInterval
        | Literal["1m", "3m", "5m", "15m", "30m", "1h", "2h", "4h", "6h", "8h", "12h", "1d", "3d", "1w", "1M"],
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[Kline]:
        """Candlesticks of the premium index of a symbol, oldest first.

        ``GET /fapi/v1/premiumIndexKlines``. Weight: by limit: 1 for 1 to 99, 2 for 100 to 499, 5 for 500 to 1000, 10 for 1001 to 1500.

        Args:
            symbol: Trading symbol.
            interval: Length of a candlestick.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1500, default 500.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Premium-Index-Kline-Data
        """
        return await self._call(
            _operations.PREMIUM_INDEX_KLINES,
            {"symbol": symbol, "interval": interval, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    @overload
    async def mark_price(self, *, symbol: str, options: CallOptions | None = None) -> MarkPrice: ...
    @overload
    async def mark_price(self, *, symbol: None = None, options: CallOptions | None = None) -> list[MarkPrice]: ...
    async def mark_price(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> MarkPrice | list[MarkPrice]:
        """Mark price, index price and funding rate.

        ``GET /fapi/v1/premiumIndex``. Weight: 1 with symbol, 10 without.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Mark-Price
        """
        return await self._call(_operations.MARK_PRICE, {"symbol": symbol}, options)

    async def funding_rate_history(
        self,
        *,
        symbol: str | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[FundingRate]:
        """Funding rates that were paid, oldest first.

        ``GET /fapi/v1/fundingRate``. Weight: 0; one request of the pool funding.

        Args:
            symbol: Trading symbol.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1000, default 100.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Get-Funding-Rate-History
        """
        return await self._call(
            _operations.FUNDING_RATE_HISTORY,
            {"symbol": symbol, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    async def funding_rate_info(self, *, options: CallOptions | None = None) -> list[FundingRateInfo]:
        """Symbols whose funding cap, floor or interval was adjusted.

        ``GET /fapi/v1/fundingInfo``. Weight: 0; one request of the pool funding.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Get-Funding-Rate-Info
        """
        return await self._call(_operations.FUNDING_RATE_INFO, {}, options)

    @overload
    async def ticker_24hr(self, *, symbol: str, options: CallOptions | None = None) -> Ticker24hr: ...
    @overload
    async def ticker_24hr(self, *, symbol: None = None, options: CallOptions | None = None) -> list[Ticker24hr]: ...
    async def ticker_24hr(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> Ticker24hr | list[Ticker24hr]:
        """Price statistics of the last 24 hours.

        ``GET /fapi/v1/ticker/24hr``. Weight: 1 with symbol, 40 without.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/24hr-Ticker-Price-Change-Statistics
        """
        return await self._call(_operations.TICKER_24HR, {"symbol": symbol}, options)

    @overload
    async def ticker_price(self, *, symbol: str, options: CallOptions | None = None) -> TickerPrice: ...
    @overload
    async def ticker_price(self, *, symbol: None = None, options: CallOptions | None = None) -> list[TickerPrice]: ...
    async def ticker_price(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> TickerPrice | list[TickerPrice]:
        """Latest price.

        ``GET /fapi/v2/ticker/price``, WebSocket API ``ticker.price``. Weight: 1 with symbol, 2 without.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Symbol-Price-Ticker-V2
        """
        return await self._call(_operations.TICKER_PRICE, {"symbol": symbol}, options)

    @overload
    async def ticker_price_v1(self, *, symbol: str, options: CallOptions | None = None) -> TickerPrice: ...
    @overload
    async def ticker_price_v1(
        self, *, symbol: None = None, options: CallOptions | None = None
    ) -> list[TickerPrice]: ...
    async def ticker_price_v1(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> TickerPrice | list[TickerPrice]:
        """Latest price, first version.

        ``GET /fapi/v1/ticker/price``. Weight: 1 with symbol, 2 without.

        Deprecated: Use ticker_price, the second version.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Symbol-Price-Ticker
        """
        return await self._call(_operations.TICKER_PRICE_V1, {"symbol": symbol}, options)

    @overload
    async def book_ticker(self, *, symbol: str, options: CallOptions | None = None) -> BookTicker: ...
    @overload
    async def book_ticker(self, *, symbol: None = None, options: CallOptions | None = None) -> list[BookTicker]: ...
    async def book_ticker(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> BookTicker | list[BookTicker]:
        """Best bid and ask.

        ``GET /fapi/v1/ticker/bookTicker``, WebSocket API ``ticker.book``. Weight: 2 with symbol, 5 without.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Symbol-Order-Book-Ticker
        """
        return await self._call(_operations.BOOK_TICKER, {"symbol": symbol}, options)

    async def open_interest(self, *, symbol: str, options: CallOptions | None = None) -> OpenInterest:
        """Present open interest of a symbol.

        ``GET /fapi/v1/openInterest``. Weight: 1.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest
        """
        return await self._call(_operations.OPEN_INTEREST, {"symbol": symbol}, options)

    async def open_interest_history(
        self,
        *,
        symbol: str,
        period: StatisticPeriod | Literal["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"],
        limit: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        options: CallOptions | None = None,
    ) -> list[OpenInterestStatistic]:
        """Open interest over time.

        ``GET /futures/data/openInterestHist``. Weight: 0; one request of the pool futures_data.

        History: 1 month.

        Args:
            symbol: Trading symbol.
            period: Length of a statistics period.
            limit: Most rows to return, 1 to 500, default 30.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Open-Interest-Statistics
        """
        return await self._call(
            _operations.OPEN_INTEREST_HISTORY,
            {"symbol": symbol, "period": period, "limit": limit, "startTime": start_time, "endTime": end_time},
            options,
        )

    async def top_long_short_account_ratio(
        self,
        *,
        symbol: str,
        period: StatisticPeriod | Literal["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"],
        limit: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        options: CallOptions | None = None,
    ) -> list[LongShortRatio]:
        """Long/short ratio of top traders by accounts.

        ``GET /futures/data/topLongShortAccountRatio``. Weight: 0; one request of the pool futures_data.

        History: 30d.

        Args:
            symbol: Trading symbol.
            period: Length of a statistics period.
            limit: Most rows to return, 1 to 500, default 30.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Top-Trader-Long-Short-Ratio-Accounts
        """
        return await self._call(
            _operations.TOP_LONG_SHORT_ACCOUNT_RATIO,
            {"symbol": symbol, "period": period, "limit": limit, "startTime": start_time, "endTime": end_time},
            options,
        )

    async def top_long_short_position_ratio(
        self,
        *,
        symbol: str,
        period: StatisticPeriod | Literal["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"],
        limit: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        options: CallOptions | None = None,
    ) -> list[LongShortRatio]:
        """Long/short ratio of top traders by positions.

        ``GET /futures/data/topLongShortPositionRatio``. Weight: 0; one request of the pool futures_data.

        History: 30d.

        Args:
            symbol: Trading symbol.
            period: Length of a statistics period.
            limit: Most rows to return, 1 to 500, default 30.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Top-Trader-Long-Short-Ratio-Positions
        """
        return await self._call(
            _operations.TOP_LONG_SHORT_POSITION_RATIO,
            {"symbol": symbol, "period": period, "limit": limit, "startTime": start_time, "endTime": end_time},
            options,
        )

    async def global_long_short_account_ratio(
        self,
        *,
        symbol: str,
        period: StatisticPeriod | Literal["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"],
        limit: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        options: CallOptions | None = None,
    ) -> list[LongShortRatio]:
        """Long/short ratio of all accounts.

        ``GET /futures/data/globalLongShortAccountRatio``. Weight: 0; one request of the pool futures_data.

        History: 30d.

        Args:
            symbol: Trading symbol.
            period: Length of a statistics period.
            limit: Most rows to return, 1 to 500, default 30.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Long-Short-Ratio
        """
        return await self._call(
            _operations.GLOBAL_LONG_SHORT_ACCOUNT_RATIO,
            {"symbol": symbol, "period": period, "limit": limit, "startTime": start_time, "endTime": end_time},
            options,
        )

    async def taker_buy_sell_volume(
        self,
        *,
        symbol: str,
        period: StatisticPeriod | Literal["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"],
        limit: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        options: CallOptions | None = None,
    ) -> list[TakerVolume]:
        """Buy and sell volume of takers over time.

        ``GET /futures/data/takerlongshortRatio``. Weight: 0; one request of the pool futures_data.

        History: 30d.

        Args:
            symbol: Trading symbol.
            period: Length of a statistics period.
            limit: Most rows to return, 1 to 500, default 30.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Taker-Buy-Sell-Volume
        """
        return await self._call(
            _operations.TAKER_BUY_SELL_VOLUME,
            {"symbol": symbol, "period": period, "limit": limit, "startTime": start_time, "endTime": end_time},
            options,
        )

    async def basis(
        self,
        *,
        pair: str,
        contract_type: BasisContractType | Literal["PERPETUAL", "CURRENT_QUARTER", "NEXT_QUARTER"],
        period: StatisticPeriod | Literal["5m", "15m", "30m", "1h", "2h", "4h", "6h", "12h", "1d"],
        limit: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        options: CallOptions | None = None,
    ) -> list[Basis]:
        """Difference of futures and index price over time.

        ``GET /futures/data/basis``. Weight: 0; one request of the pool futures_data_unstated.

        History: 30d.

        Args:
            pair: Underlying pair.
            contract_type: Kind of contract.
            period: Length of a statistics period.
            limit: Most rows to return, 1 to 500, default 30.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Basis
        """
        return await self._call(
            _operations.BASIS,
            {
                "pair": pair,
                "contractType": contract_type,
                "period": period,
                "limit": limit,
                "startTime": start_time,
                "endTime": end_time,
            },
            options,
        )

    async def delivery_prices(self, *, pair: str, options: CallOptions | None = None) -> list[DeliveryPrice]:
        """Settlement prices of quarterly contracts.

        ``GET /futures/data/delivery-price``. Weight: 0; one request of the pool futures_data_unstated.

        Args:
            pair: Underlying pair.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Quarterly-Contract-Settlement-Price
        """
        return await self._call(_operations.DELIVERY_PRICES, {"pair": pair}, options)

    async def composite_index_info(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> list[CompositeIndex]:
        """Composition of composite index symbols.

        ``GET /fapi/v1/indexInfo``. Weight: 1.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Composite-Index-Symbol-Information
        """
        return await self._call(_operations.COMPOSITE_INDEX_INFO, {"symbol": symbol}, options)

    @overload
    async def asset_index(self, *, symbol: str, options: CallOptions | None = None) -> AssetIndex: ...
    @overload
    async def asset_index(self, *, symbol: None = None, options: CallOptions | None = None) -> list[AssetIndex]: ...
    async def asset_index(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> AssetIndex | list[AssetIndex]:
        """Asset indexes of multi-assets mode.

        ``GET /fapi/v1/assetIndex``. Weight: 1 with symbol, 10 without.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Asset-Index
        """
        return await self._call(_operations.ASSET_INDEX, {"symbol": symbol}, options)

    async def index_constituents(self, *, symbol: str, options: CallOptions | None = None) -> IndexConstituents:
        """Exchanges and prices an index is made of.

        ``GET /fapi/v1/constituents``. Weight: 2.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Query-Index-Price-Constituents
        """
        return await self._call(_operations.INDEX_CONSTITUENTS, {"symbol": symbol}, options)

    @overload
    async def insurance_fund_balance(self, *, symbol: str, options: CallOptions | None = None) -> InsuranceFund: ...
    @overload
    async def insurance_fund_balance(
        self, *, symbol: None = None, options: CallOptions | None = None
    ) -> list[InsuranceFund]: ...
    async def insurance_fund_balance(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> InsuranceFund | list[InsuranceFund]:
        """Balance of the insurance fund.

        ``GET /fapi/v1/insuranceBalance``. Weight: 1.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Query-Insurance-Fund-Balance-Snapshot
        """
        return await self._call(_operations.INSURANCE_FUND_BALANCE, {"symbol": symbol}, options)

    @overload
    async def adl_risk(self, *, symbol: str, options: CallOptions | None = None) -> AdlRisk: ...
    @overload
    async def adl_risk(self, *, symbol: None = None, options: CallOptions | None = None) -> list[AdlRisk]: ...
    async def adl_risk(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> AdlRisk | list[AdlRisk]:
        """Risk of auto-deleveraging of a symbol.

        ``GET /fapi/v1/symbolAdlRisk``. Weight: 1.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Raises:
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/ADL-Risk
        """
        return await self._call(_operations.ADL_RISK, {"symbol": symbol}, options)

    async def trading_schedule(self, *, options: CallOptions | None = None) -> TradingSchedule:
        """Trading sessions of the underlying markets, one week back and ahead.

        ``GET /fapi/v1/tradingSchedule``. Weight: 5.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/market-data/rest-api/Trading-Schedule
        """
        return await self._call(_operations.TRADING_SCHEDULE, {}, options)
