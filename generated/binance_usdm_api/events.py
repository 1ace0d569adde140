# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Event types by the text of their wire field ``e``, and the decoder of stream frames."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from ._event import EventDecoder, UnknownEvent
from .models.stream import (
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
from .models.user import (
    AccountConfigUpdate,
    AccountUpdate,
    AlgoUpdate,
    ConditionalOrderTriggerReject,
    GridUpdate,
    ListenKeyExpired,
    MarginCall,
    OrderTradeUpdate,
    ServerShutdown,
    StrategyUpdate,
    TradeLite,
)

__all__ = [
    "DEPRECATED_EVENTS",
    "EVENTS",
    "STREAM_EVENTS",
    "UNDOCUMENTED_EVENTS",
    "USER_EVENTS",
    "UnknownEvent",
    "decode_event",
]

STREAM_EVENTS: frozenset[str] = frozenset(
    {
        "24hrMiniTicker",
        "24hrTicker",
        "CN_EquityUpdate",
        "CommodityUpdate",
        "EquityUpdate",
        "FXUpdate",
        "HK_EquityUpdate",
        "KR_EquityUpdate",
        "aggTrade",
        "assetIndexUpdate",
        "bookTicker",
        "compositeIndex",
        "continuous_kline",
        "contractInfo",
        "depthUpdate",
        "forceOrder",
        "kline",
        "markPriceUpdate",
        "trade",
    }
)
"""Event types of market streams."""

USER_EVENTS: frozenset[str] = frozenset(
    {
        "ACCOUNT_CONFIG_UPDATE",
        "ACCOUNT_UPDATE",
        "ALGO_UPDATE",
        "CONDITIONAL_ORDER_TRIGGER_REJECT",
        "GRID_UPDATE",
        "MARGIN_CALL",
        "ORDER_TRADE_UPDATE",
        "STRATEGY_UPDATE",
        "TRADE_LITE",
        "listenKeyExpired",
        "serverShutdown",
    }
)
"""Event types of the account's own stream, and notices of the server."""

DEPRECATED_EVENTS: frozenset[str] = frozenset({"CONDITIONAL_ORDER_TRIGGER_REJECT", "GRID_UPDATE"})
"""Event types that the exchange has announced as retired."""

UNDOCUMENTED_EVENTS: frozenset[str] = frozenset({"serverShutdown", "trade"})
"""Event types that the official pages do not list."""

EVENTS: Mapping[str, type[msgspec.Struct]] = MappingProxyType(
    {
        "24hrMiniTicker": MiniTickerEvent,
        "24hrTicker": TickerEvent,
        "CN_EquityUpdate": TradingSessionEvent,
        "CommodityUpdate": TradingSessionEvent,
        "EquityUpdate": TradingSessionEvent,
        "FXUpdate": TradingSessionEvent,
        "HK_EquityUpdate": TradingSessionEvent,
        "KR_EquityUpdate": TradingSessionEvent,
        "aggTrade": AggTradeEvent,
        "assetIndexUpdate": AssetIndexEvent,
        "bookTicker": BookTickerEvent,
        "compositeIndex": CompositeIndexEvent,
        "continuous_kline": ContinuousKlineEvent,
        "contractInfo": ContractInfoEvent,
        "depthUpdate": DepthEvent,
        "forceOrder": ForceOrderEvent,
        "kline": KlineEvent,
        "markPriceUpdate": MarkPriceEvent,
        "trade": TradeEvent,
        "ACCOUNT_CONFIG_UPDATE": AccountConfigUpdate,
        "ACCOUNT_UPDATE": AccountUpdate,
        "ALGO_UPDATE": AlgoUpdate,
        "CONDITIONAL_ORDER_TRIGGER_REJECT": ConditionalOrderTriggerReject,
        "GRID_UPDATE": GridUpdate,
        "MARGIN_CALL": MarginCall,
        "ORDER_TRADE_UPDATE": OrderTradeUpdate,
        "STRATEGY_UPDATE": StrategyUpdate,
        "TRADE_LITE": TradeLite,
        "listenKeyExpired": ListenKeyExpired,
        "serverShutdown": ServerShutdown,
    }
)
"""Model of each event type."""

_decoder = EventDecoder(EVENTS)
decode_event = _decoder.decode
