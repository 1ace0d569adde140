"""Any range of history through a blocking client."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from binance_usdm_api import CallOptions

from ._instant import When
from ._progress import Progress
from ._recipes import CandleKind, Common, by_id, by_time, candles
from ._rows import Caller, HistoryRows

if TYPE_CHECKING:
    from binance_usdm_api.models import AccountTrade, AggregateTrade, FundingRate, Income, Kline, Order, Trade

__all__ = ["History"]


class History:
    """Any range of klines, trades, orders, funding and income, page by page, as iterables.

    Ranges are half open: ``start`` belongs to them, ``end`` does not. Each method checks its arguments at once and
    sends nothing before the first row is asked for.

    Args:
        client: The client to call.
    """

    def __init__(self, client: Caller) -> None:
        self._client = client

    def klines(
        self,
        *,
        symbol: str,
        interval: str,
        start: When,
        end: When | None = None,
        kind: CandleKind = "last",
        contract_type: str = "PERPETUAL",
        closed_only: bool = True,
        limit: int | None = None,
        progress: Callable[[Progress], object] | None = None,
        resume: str | None = None,
        options: CallOptions | None = None,
    ) -> HistoryRows[Kline]:
        """Candlesticks, oldest first.

        Args:
            symbol: Trading symbol; the pair for the kinds ``index`` and ``continuous``.
            interval: Length of a candlestick, such as ``1h``.
            start: First instant, or ISO 8601 text; a date alone is its midnight in UTC.
            end: First instant after the range; None means now.
            kind: Of which price: ``last``, ``mark``, ``index``, ``premium``, or ``continuous`` contracts.
            contract_type: Of which contract, for the kind ``continuous``.
            closed_only: Leave out the candlestick that is still forming.
            limit: Rows of a page; the best one by weight and round trips when not given.
            progress: Called with a Progress after each page.
            resume: ``cursor`` of an earlier reading of the same rows, to go on from there.
            options: Options of each call.

        Raises:
            InvalidParameter: Something is wrong; nothing was sent.
        """
        common: Common = {"limit": limit, "progress": progress, "resume": resume, "options": options}
        plan = candles(kind, symbol, interval, contract_type, closed_only, start, end, common)
        return HistoryRows(self._client, plan)

    def aggregate_trades(
        self,
        *,
        symbol: str,
        start: When | None = None,
        end: When | None = None,
        from_id: int | None = None,
        limit: int | None = None,
        progress: Callable[[Progress], object] | None = None,
        resume: str | None = None,
        options: CallOptions | None = None,
    ) -> HistoryRows[AggregateTrade]:
        """Trades of one taker order at one price, added up, by rising id.

        Args:
            symbol: Trading symbol.
            start: First instant, or ISO 8601 text; a date alone is its midnight in UTC. It or ``from_id``.
            end: First instant after the range; None means now.
            from_id: First id, instead of ``start``.
            limit: Rows of a page; the best one by weight and round trips when not given.
            progress: Called with a Progress after each page.
            resume: ``cursor`` of an earlier reading of the same rows, to go on from there.
            options: Options of each call.

        Raises:
            InvalidParameter: Something is wrong; nothing was sent.
        """
        common: Common = {"limit": limit, "progress": progress, "resume": resume, "options": options}
        plan = by_id(
            "aggregate_trades", {"symbol": symbol}, ("trade_time",), start, end, from_id, common, contiguous=True
        )
        return HistoryRows(self._client, plan)

    def trades(
        self,
        *,
        symbol: str,
        start: When | None = None,
        end: When | None = None,
        from_id: int | None = None,
        limit: int | None = None,
        progress: Callable[[Progress], object] | None = None,
        resume: str | None = None,
        options: CallOptions | None = None,
    ) -> HistoryRows[Trade]:
        """Public trades by rising id; a key is needed.

        A start in time is found through the aggregate trades, which the exchange keeps for a shorter time than trades:
        for older ones give ``from_id``.

        Args:
            symbol: Trading symbol.
            start: First instant, or ISO 8601 text; a date alone is its midnight in UTC. It or ``from_id``.
            end: First instant after the range; None means now.
            from_id: First id, instead of ``start``.
            limit: Rows of a page; the best one by weight and round trips when not given.
            progress: Called with a Progress after each page.
            resume: ``cursor`` of an earlier reading of the same rows, to go on from there.
            options: Options of each call.

        Raises:
            InvalidParameter: Something is wrong; nothing was sent.
        """
        common: Common = {"limit": limit, "progress": progress, "resume": resume, "options": options}
        found = ("aggregate_trades", "first_trade_id")
        plan = by_id(
            "historical_trades",
            {"symbol": symbol},
            ("time",),
            start,
            end,
            from_id,
            common,
            contiguous=True,
            locate=found,
        )
        return HistoryRows(self._client, plan)

    def account_trades(
        self,
        *,
        symbol: str,
        start: When | None = None,
        end: When | None = None,
        from_id: int | None = None,
        limit: int | None = None,
        progress: Callable[[Progress], object] | None = None,
        resume: str | None = None,
        options: CallOptions | None = None,
    ) -> HistoryRows[AccountTrade]:
        """Own trades of a symbol by rising id.

        Args:
            symbol: Trading symbol.
            start: First instant, or ISO 8601 text; a date alone is its midnight in UTC. It or ``from_id``.
            end: First instant after the range; None means now.
            from_id: First id, instead of ``start``.
            limit: Rows of a page; the best one by weight and round trips when not given.
            progress: Called with a Progress after each page.
            resume: ``cursor`` of an earlier reading of the same rows, to go on from there.
            options: Options of each call.

        Raises:
            InvalidParameter: Something is wrong; nothing was sent.
        """
        common: Common = {"limit": limit, "progress": progress, "resume": resume, "options": options}
        plan = by_id(
            "account_trades", {"symbol": symbol}, ("time",), start, end, from_id, common, twins=("side", "buyer")
        )
        return HistoryRows(self._client, plan)

    def orders(
        self,
        *,
        symbol: str,
        start: When | None = None,
        end: When | None = None,
        from_id: int | None = None,
        limit: int | None = None,
        progress: Callable[[Progress], object] | None = None,
        resume: str | None = None,
        options: CallOptions | None = None,
    ) -> HistoryRows[Order]:
        """Own orders of a symbol in any state, by rising id; the range is that of their creation.

        Args:
            symbol: Trading symbol.
            start: First instant, or ISO 8601 text; a date alone is its midnight in UTC. It or ``from_id``.
            end: First instant after the range; None means now.
            from_id: First id, instead of ``start``.
            limit: Rows of a page; the best one by weight and round trips when not given.
            progress: Called with a Progress after each page.
            resume: ``cursor`` of an earlier reading of the same rows, to go on from there.
            options: Options of each call.

        Raises:
            InvalidParameter: Something is wrong; nothing was sent.
        """
        common: Common = {"limit": limit, "progress": progress, "resume": resume, "options": options}
        plan = by_id("all_orders", {"symbol": symbol}, ("time", "update_time"), start, end, from_id, common)
        return HistoryRows(self._client, plan)

    def funding_rates(
        self,
        *,
        symbol: str | None = None,
        start: When,
        end: When | None = None,
        limit: int | None = None,
        progress: Callable[[Progress], object] | None = None,
        resume: str | None = None,
        options: CallOptions | None = None,
    ) -> HistoryRows[FundingRate]:
        """Funding rates that were paid, oldest first.

        Args:
            symbol: Trading symbol; None means all.
            start: First instant, or ISO 8601 text; a date alone is its midnight in UTC.
            end: First instant after the range; None means now.
            limit: Rows of a page; the best one by weight and round trips when not given.
            progress: Called with a Progress after each page.
            resume: ``cursor`` of an earlier reading of the same rows, to go on from there.
            options: Options of each call.

        Raises:
            InvalidParameter: Something is wrong; nothing was sent.
        """
        common: Common = {"limit": limit, "progress": progress, "resume": resume, "options": options}
        return HistoryRows(self._client, by_time("funding_rate_history", {"symbol": symbol}, start, end, common))

    def income(
        self,
        *,
        symbol: str | None = None,
        income_type: str | None = None,
        start: When,
        end: When | None = None,
        limit: int | None = None,
        progress: Callable[[Progress], object] | None = None,
        resume: str | None = None,
        options: CallOptions | None = None,
    ) -> HistoryRows[Income]:
        """Realized profit, funding, commissions and transfers, oldest first.

        Args:
            symbol: Trading symbol; None means all.
            income_type: Kind of income, such as ``FUNDING_FEE``; None means all.
            start: First instant, or ISO 8601 text; a date alone is its midnight in UTC.
            end: First instant after the range; None means now.
            limit: Rows of a page; the best one by weight and round trips when not given.
            progress: Called with a Progress after each page.
            resume: ``cursor`` of an earlier reading of the same rows, to go on from there.
            options: Options of each call.

        Raises:
            InvalidParameter: Something is wrong; nothing was sent.
        """
        common: Common = {"limit": limit, "progress": progress, "resume": resume, "options": options}
        params: dict[str, object] = {"symbol": symbol, "income_type": income_type}
        return HistoryRows(self._client, by_time("income_history", params, start, end, common))
