"""Which requests fill a gap, and which events come of their answers.

Rules of this module:

- Pure: `plan` is a generator that yields requests, receives rows and returns events.
- Aggregate trades are asked by id, candles by opening time; what lies outside the gap is left out, so that nothing is
  delivered twice.
- A bar that was open when the gap began is delivered once more, closed, if it was not seen closed.
- The number of requests is bounded; what is still missing then is told by the gap's own figures.
"""

from __future__ import annotations

from collections.abc import Generator
from typing import Any, NamedTuple

from binance_usdm_api.models.stream import AggTradeEvent, KlineData, KlineEvent

from ._lane import RepairJob

__all__ = ["REPAIRABLE", "Fetch", "Repaired", "plan"]

REPAIRABLE = frozenset({"agg_trade", "kline"})
"""Kinds of streams whose gaps can be filled over REST."""

_PAGE = 1000


class Fetch(NamedTuple):
    """A request.

    Attributes:
        operation: Id of the operation.
        params: By wire name.
    """

    operation: str
    params: dict[str, object]


class Repaired(NamedTuple):
    """What a repair found.

    Attributes:
        events: In order.
        complete: False when some are still missing.
    """

    events: list[Any]
    complete: bool


Plan = Generator[Fetch, list[Any], Repaired]


def plan(job: RepairJob, pages: int) -> Plan:
    """Fill a gap.

    Args:
        job: The gap and what surrounds it.
        pages: Most requests.
    """
    return _klines(job, pages) if job.lane.stream_id == "kline" else _agg_trades(job, pages)


def _agg_trades(job: RepairJob, pages: int) -> Plan:
    first = job.after[0]
    wanted, end = job.gap.last_id, first.agg_trade_id
    events: list[Any] = []
    if wanted is None:
        return Repaired(events, False)
    wanted += 1
    for _ in range(pages):
        if wanted >= end:
            break
        limit = min(_PAGE, end - wanted)
        rows = yield Fetch("aggregate_trades", {"symbol": first.symbol, "fromId": wanted, "limit": limit})
        found = [row for row in rows if wanted <= row.agg_trade_id < end]
        if not found:
            break
        events.extend(_agg_trade(first, row) for row in found)
        wanted = found[-1].agg_trade_id + 1
    return Repaired(events, wanted >= end)


def _agg_trade(like: AggTradeEvent, row: Any) -> AggTradeEvent:
    return AggTradeEvent(
        event_type=like.event_type,
        symbol=like.symbol,
        agg_trade_id=row.agg_trade_id,
        price=row.price,
        quantity=row.quantity,
        quantity_without_rpi=row.quantity_without_rpi,
        first_trade_id=row.first_trade_id,
        last_trade_id=row.last_trade_id,
        trade_time=row.trade_time,
        buyer_is_maker=row.buyer_is_maker,
    )


def _klines(job: RepairJob, pages: int) -> Plan:
    first, before = job.after[0], job.before
    end = first.kline.open_time
    events: list[Any] = []
    if before is None:
        return Repaired(events, False)
    wanted = before.kline.open_time + (1 if before.kline.is_closed else 0)
    for _ in range(pages):
        if wanted >= end:
            break
        params: dict[str, object] = {
            "symbol": first.symbol,
            "interval": first.kline.interval,
            "startTime": wanted,
            "endTime": end - 1,
            "limit": _PAGE,
        }
        rows = yield Fetch("klines", params)
        found = [row for row in rows if wanted <= row.open_time < end]
        events.extend(_kline(first, row) for row in found)
        # A short page is the last one.
        wanted = found[-1].open_time + 1 if len(found) == _PAGE else end
    return Repaired(events, wanted >= end)


def _kline(like: KlineEvent, row: Any) -> KlineEvent:
    bar = KlineData(
        open_time=row.open_time,
        close_time=row.close_time,
        symbol=like.symbol,
        interval=like.kline.interval,
        open=row.open,
        close=row.close,
        high=row.high,
        low=row.low,
        volume=row.volume,
        trade_count=row.trade_count,
        is_closed=True,
        quote_volume=row.quote_volume,
        taker_buy_volume=row.taker_buy_volume,
        taker_buy_quote_volume=row.taker_buy_quote_volume,
    )
    return KlineEvent(event_type=like.event_type, symbol=like.symbol, kline=bar)
