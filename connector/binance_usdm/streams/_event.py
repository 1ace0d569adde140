"""What the iterator of a stream can hand out, for type checkers."""

from __future__ import annotations

from typing import TypeAlias

from binance_usdm_api import UnknownEvent
from binance_usdm_api.models.stream import (
    AggTradeEvent,
    AssetIndexEvent,
    BookTickerEvent,
    CompositeIndexEvent,
    ContinuousKlineEvent,
    ContractInfoEvent,
    DepthEvent,
    ForceOrderEvent,
    KlineEvent,
    MarkPriceEvent,
    MiniTickerEvent,
    TickerEvent,
    TradeEvent,
    TradingSessionEvent,
)

from ._control import ControlEvent, Gap

__all__ = ["MarketEvent", "StreamEvent"]

MarketEvent: TypeAlias = (
    AggTradeEvent
    | BookTickerEvent
    | CompositeIndexEvent
    | ContinuousKlineEvent
    | ContractInfoEvent
    | DepthEvent
    | ForceOrderEvent
    | KlineEvent
    | MarkPriceEvent
    | MiniTickerEvent
    | TickerEvent
    | TradeEvent
    | TradingSessionEvent
    | list[AssetIndexEvent]
    | list[MarkPriceEvent]
    | list[MiniTickerEvent]
    | list[TickerEvent]
)
"""Events of market streams; streams of all symbols give lists."""

StreamEvent: TypeAlias = MarketEvent | UnknownEvent | Gap | ControlEvent
"""What the iterator of a stream hands out: control events only if asked for."""
