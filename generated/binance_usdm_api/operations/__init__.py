# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 17f42c62619ceee4820747c37e157ba7db184ee138b5721127d211c5f57a00c7
"""All operations by id; session methods exist on the WebSocket API only."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from .._operation import Operation
from . import account, algo, convert, market, session, trade, user_stream

__all__ = ["OPERATIONS", "SESSION_OPERATIONS", "WS_API_METHODS"]

OPERATIONS: Mapping[str, Operation[Any]] = MappingProxyType(
    {
        "ping": market.PING,
        "time": market.TIME,
        "exchange_info": market.EXCHANGE_INFO,
        "order_book": market.ORDER_BOOK,
        "rpi_order_book": market.RPI_ORDER_BOOK,
        "recent_trades": market.RECENT_TRADES,
        "historical_trades": market.HISTORICAL_TRADES,
        "aggregate_trades": market.AGGREGATE_TRADES,
        "klines": market.KLINES,
        "continuous_klines": market.CONTINUOUS_KLINES,
        "index_price_klines": market.INDEX_PRICE_KLINES,
        "mark_price_klines": market.MARK_PRICE_KLINES,
        "premium_index_klines": market.PREMIUM_INDEX_KLINES,
        "mark_price": market.MARK_PRICE,
        "funding_rate_history": market.FUNDING_RATE_HISTORY,
        "funding_rate_info": market.FUNDING_RATE_INFO,
        "ticker_24hr": market.TICKER_24HR,
        "ticker_price": market.TICKER_PRICE,
        "ticker_price_v1": market.TICKER_PRICE_V1,
        "book_ticker": market.BOOK_TICKER,
        "open_interest": market.OPEN_INTEREST,
        "open_interest_history": market.OPEN_INTEREST_HISTORY,
        "top_long_short_account_ratio": market.TOP_LONG_SHORT_ACCOUNT_RATIO,
        "top_long_short_position_ratio": market.TOP_LONG_SHORT_POSITION_RATIO,
        "global_long_short_account_ratio": market.GLOBAL_LONG_SHORT_ACCOUNT_RATIO,
        "taker_buy_sell_volume": market.TAKER_BUY_SELL_VOLUME,
        "basis": market.BASIS,
        "delivery_prices": market.DELIVERY_PRICES,
        "composite_index_info": market.COMPOSITE_INDEX_INFO,
        "asset_index": market.ASSET_INDEX,
        "index_constituents": market.INDEX_CONSTITUENTS,
        "insurance_fund_balance": market.INSURANCE_FUND_BALANCE,
        "adl_risk": market.ADL_RISK,
        "trading_schedule": market.TRADING_SCHEDULE,
        "new_order": trade.NEW_ORDER,
        "test_order": trade.TEST_ORDER,
        "modify_order": trade.MODIFY_ORDER,
        "cancel_order": trade.CANCEL_ORDER,
        "query_order": trade.QUERY_ORDER,
        "query_open_order": trade.QUERY_OPEN_ORDER,
        "open_orders": trade.OPEN_ORDERS,
        "all_orders": trade.ALL_ORDERS,
        "cancel_all_open_orders": trade.CANCEL_ALL_OPEN_ORDERS,
        "countdown_cancel_all": trade.COUNTDOWN_CANCEL_ALL,
        "place_batch_orders": trade.PLACE_BATCH_ORDERS,
        "modify_batch_orders": trade.MODIFY_BATCH_ORDERS,
        "cancel_batch_orders": trade.CANCEL_BATCH_ORDERS,
        "order_amendments": trade.ORDER_AMENDMENTS,
        "account_trades": trade.ACCOUNT_TRADES,
        "force_orders": trade.FORCE_ORDERS,
        "new_algo_order": algo.NEW_ALGO_ORDER,
        "cancel_algo_order": algo.CANCEL_ALGO_ORDER,
        "cancel_all_algo_open_orders": algo.CANCEL_ALL_ALGO_OPEN_ORDERS,
        "query_algo_order": algo.QUERY_ALGO_ORDER,
        "open_algo_orders": algo.OPEN_ALGO_ORDERS,
        "all_algo_orders": algo.ALL_ALGO_ORDERS,
        "account_information": account.ACCOUNT_INFORMATION,
        "account_information_v2": account.ACCOUNT_INFORMATION_V2,
        "account_balance": account.ACCOUNT_BALANCE,
        "account_balance_v2": account.ACCOUNT_BALANCE_V2,
        "position_information": account.POSITION_INFORMATION,
        "position_information_v2": account.POSITION_INFORMATION_V2,
        "account_config": account.ACCOUNT_CONFIG,
        "symbol_config": account.SYMBOL_CONFIG,
        "change_leverage": account.CHANGE_LEVERAGE,
        "change_margin_type": account.CHANGE_MARGIN_TYPE,
        "change_position_margin": account.CHANGE_POSITION_MARGIN,
        "position_margin_history": account.POSITION_MARGIN_HISTORY,
        "position_mode": account.POSITION_MODE,
        "change_position_mode": account.CHANGE_POSITION_MODE,
        "multi_assets_mode": account.MULTI_ASSETS_MODE,
        "change_multi_assets_mode": account.CHANGE_MULTI_ASSETS_MODE,
        "fee_burn_status": account.FEE_BURN_STATUS,
        "change_fee_burn": account.CHANGE_FEE_BURN,
        "commission_rate": account.COMMISSION_RATE,
        "leverage_brackets": account.LEVERAGE_BRACKETS,
        "adl_quantile": account.ADL_QUANTILE,
        "income_history": account.INCOME_HISTORY,
        "trading_status": account.TRADING_STATUS,
        "order_rate_limits": account.ORDER_RATE_LIMITS,
        "portfolio_margin_account": account.PORTFOLIO_MARGIN_ACCOUNT,
        "sign_tradfi_agreement": account.SIGN_TRADFI_AGREEMENT,
        "request_transaction_download": account.REQUEST_TRANSACTION_DOWNLOAD,
        "transaction_download_link": account.TRANSACTION_DOWNLOAD_LINK,
        "request_order_download": account.REQUEST_ORDER_DOWNLOAD,
        "order_download_link": account.ORDER_DOWNLOAD_LINK,
        "request_trade_download": account.REQUEST_TRADE_DOWNLOAD,
        "trade_download_link": account.TRADE_DOWNLOAD_LINK,
        "convert_pairs": convert.CONVERT_PAIRS,
        "request_convert_quote": convert.REQUEST_CONVERT_QUOTE,
        "accept_convert_quote": convert.ACCEPT_CONVERT_QUOTE,
        "convert_order_status": convert.CONVERT_ORDER_STATUS,
        "start_user_stream": user_stream.START_USER_STREAM,
        "keepalive_user_stream": user_stream.KEEPALIVE_USER_STREAM,
        "close_user_stream": user_stream.CLOSE_USER_STREAM,
    }
)
"""The REST operations by id, many of them also served by the WebSocket API."""

SESSION_OPERATIONS: Mapping[str, Operation[Any]] = MappingProxyType(
    {
        "session_logon": session.SESSION_LOGON,
        "session_logout": session.SESSION_LOGOUT,
        "session_status": session.SESSION_STATUS,
    }
)
"""Control methods of the WebSocket API by id."""

WS_API_METHODS: Mapping[str, Operation[Any]] = MappingProxyType(
    {
        "depth": market.ORDER_BOOK,
        "ticker.price": market.TICKER_PRICE,
        "ticker.book": market.BOOK_TICKER,
        "order.place": trade.NEW_ORDER,
        "order.modify": trade.MODIFY_ORDER,
        "order.cancel": trade.CANCEL_ORDER,
        "order.status": trade.QUERY_ORDER,
        "algoOrder.place": algo.NEW_ALGO_ORDER,
        "algoOrder.cancel": algo.CANCEL_ALGO_ORDER,
        "v2/account.status": account.ACCOUNT_INFORMATION,
        "account.status": account.ACCOUNT_INFORMATION_V2,
        "v2/account.balance": account.ACCOUNT_BALANCE,
        "account.balance": account.ACCOUNT_BALANCE_V2,
        "v2/account.position": account.POSITION_INFORMATION,
        "account.position": account.POSITION_INFORMATION_V2,
        "userDataStream.start": user_stream.START_USER_STREAM,
        "userDataStream.ping": user_stream.KEEPALIVE_USER_STREAM,
        "userDataStream.stop": user_stream.CLOSE_USER_STREAM,
        "session.logon": session.SESSION_LOGON,
        "session.logout": session.SESSION_LOGOUT,
        "session.status": session.SESSION_STATUS,
    }
)
"""Operations by their method name on the WebSocket API."""
