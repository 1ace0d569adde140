"""An account that has lived a little: what the calls of the official SDK need to find something."""

from __future__ import annotations

import time
from collections.abc import Iterable
from typing import Any

from binance_sdk_derivatives_trading_usds_futures.rest_api.models import (
    ModifyMultipleOrdersBatchOrdersParameterInner as Change,
)
from binance_sdk_derivatives_trading_usds_futures.rest_api.models import (
    PlaceMultipleOrdersBatchOrdersParameterInner as Wish,
)
from tests.peers.truth import Truth

BTC, ETH = "BTCUSDT", "ETHUSDT"
DAY = 86_400_000
PERIODS = {"symbol": BTC, "period": "1h"}


class Scene:
    """Orders of all kinds, a cross position in BTC and an isolated one in ETH, made through the SDK."""

    def __init__(self, sdk: Any, truth: Truth) -> None:
        self.sdk, self.truth = sdk, truth
        self.now = time.time_ns() // 1_000_000
        sdk.change_margin_type(symbol=ETH, margin_type="ISOLATED")
        for symbol, quantity in ((BTC, 0.02), (ETH, 0.3)):
            sdk.new_order(symbol=symbol, side="BUY", type="MARKET", quantity=quantity)
        self.order_id = self.rest()
        sdk.modify_order(symbol=BTC, side="BUY", quantity=0.02, price=self.price(-0.03), order_id=self.order_id)
        self.algo_id = sdk.new_algo_order(**self.stop()).data().algo_id
        sdk.modify_isolated_position_margin(symbol=ETH, amount=10.0, type=1)
        self.quote_id = self.quote()
        self.accepted_id = sdk.accept_the_offered_quote(quote_id=self.quote_id).data().order_id
        sdk.start_user_data_stream()

    def price(self, away: float) -> float:
        """A valid price this fraction away from the last one."""
        return float(self.truth.price(away=away))

    def limit(self) -> dict[str, Any]:
        """A limit order that rests."""
        return {
            "symbol": BTC,
            "side": "BUY",
            "type": "LIMIT",
            "quantity": 0.01,
            "price": self.price(-0.02),
            "time_in_force": "GTC",
        }

    def stop(self) -> dict[str, Any]:
        """A conditional order that waits."""
        return {
            "algo_type": "CONDITIONAL",
            "symbol": BTC,
            "side": "SELL",
            "type": "STOP_MARKET",
            "quantity": 0.01,
            "trigger_price": self.price(-0.1),
        }

    def rest(self) -> int:
        """Place a limit order that rests; its id."""
        return int(self.sdk.new_order(**self.limit()).data().order_id)

    def quote(self) -> str:
        """Ask for a conversion; the id of the offer."""
        return str(self.sdk.send_quote_request(from_asset="USDT", to_asset="BTC", from_amount=100.0).data().quote_id)

    def span(self) -> dict[str, Any]:
        """The day before now."""
        return {"start_time": self.now - DAY, "end_time": self.now}

    def arguments(self) -> dict[str, Iterable[dict[str, Any]]]:
        """Every method of the REST client with the arguments of each call to try."""
        btc, alone = {"symbol": BTC}, {"symbol": BTC, "order_id": self.order_id}
        wish = Wish(**self.limit())
        change = Change(symbol=BTC, side="BUY", order_id=self.order_id, quantity=0.03, price=self.price(-0.025))
        klines = {"interval": "1m", "limit": 5}
        either: list[dict[str, Any]] = [{}, btc]
        none: list[dict[str, Any]] = [{}]
        return {
            # Market data
            "test_connectivity": none,
            "check_server_time": none,
            "exchange_information": none,
            "order_book": [btc, {**btc, "limit": 1000}],
            "rpi_order_book": [btc],
            "recent_trades_list": [btc],
            "old_trades_lookup": [btc, {**btc, "from_id": self.truth.trades()[0]["id"]}],
            "compressed_aggregate_trades_list": [btc, {**btc, "start_time": self.now - 60_000}],
            "kline_candlestick_data": [{**btc, **klines}],
            "mark_price_kline_candlestick_data": [{**btc, **klines}],
            "premium_index_kline_data": [{**btc, **klines}],
            "index_price_kline_candlestick_data": [{"pair": BTC, **klines}],
            "continuous_contract_kline_candlestick_data": [{"pair": BTC, "contract_type": "PERPETUAL", **klines}],
            "mark_price": either,
            "get_funding_rate_history": either,
            "get_funding_rate_info": none,
            "ticker24hr_price_change_statistics": either,
            "symbol_price_ticker": either,
            "symbol_price_ticker_v2": either,
            "symbol_order_book_ticker": either,
            "open_interest": [btc],
            "open_interest_statistics": [PERIODS],
            "long_short_ratio": [PERIODS],
            "top_trader_long_short_ratio_accounts": [PERIODS],
            "top_trader_long_short_ratio_positions": [PERIODS],
            "taker_buy_sell_volume": [PERIODS],
            "basis": [{"pair": BTC, "contract_type": "PERPETUAL", "period": "5m"}],
            "quarterly_contract_settlement_price": [{"pair": BTC}],
            "composite_index_symbol_information": [{}, {"symbol": "DEFIUSDT"}],
            "asset_index": [{}, {"symbol": "BTCUSD"}],
            "query_index_price_constituents": [btc],
            "query_insurance_fund_balance_snapshot": either,
            "adl_risk": either,
            "trading_schedule": none,
            # Orders
            "new_order": [self.limit()],
            "test_order": [self.limit()],
            "modify_order": [{**alone, "side": "BUY", "quantity": 0.01, "price": self.price(-0.02)}],
            "place_multiple_orders": [{"batch_orders": [wish, wish]}],
            "modify_multiple_orders": [{"batch_orders": [change]}],
            "get_order_modify_history": [alone],
            "query_order": [alone],
            "query_current_open_order": [alone],
            "current_all_open_orders": either,
            "all_orders": [{}, btc, {**btc, **self.span()}],
            "account_trade_list": [btc, {**btc, "from_id": 0}],
            "cancel_order": [{"symbol": BTC, "order_id": self.rest()}],
            "cancel_multiple_orders": [{**btc, "order_id_list": [self.rest(), self.rest()]}],
            "auto_cancel_all_open_orders": [{**btc, "countdown_time": 100_000}],
            "cancel_all_open_orders": [btc],
            "new_algo_order": [self.stop()],
            "query_algo_order": [{"algo_id": self.algo_id}],
            "current_all_algo_open_orders": [{}, {**btc, "algo_type": "CONDITIONAL"}],
            "query_all_algo_orders": [btc],
            "cancel_algo_order": [{"algo_id": self.algo_id}],
            "cancel_all_algo_open_orders": [btc],
            "users_force_orders": either,
            # Account
            "account_information_v2": none,
            "account_information_v3": none,
            "futures_account_balance_v2": none,
            "futures_account_balance_v3": none,
            "futures_account_configuration": none,
            "position_information_v2": either,
            "position_information_v3": either,
            "position_adl_quantile_estimation": either,
            "symbol_configuration": either,
            "notional_and_leverage_brackets": either,
            "user_commission_rate": [btc],
            "query_user_rate_limit": none,
            "futures_trading_quantitative_rules_indicators": none,
            "futures_tradfi_perps_contract": none,
            "get_income_history": [{}, {**btc, "income_type": "COMMISSION"}],
            "change_initial_leverage": [{**btc, "leverage": 9}],
            "change_margin_type": [{"symbol": "SOLUSDT", "margin_type": "ISOLATED"}],
            "modify_isolated_position_margin": [{"symbol": ETH, "amount": 5.0, "type": 1}],
            "get_position_margin_change_history": [{"symbol": ETH}],
            "get_current_position_mode": none,
            "get_current_multi_assets_mode": none,
            "get_bnb_burn_status": none,
            "toggle_bnb_burn_on_futures_trade": [{"fee_burn": "true"}],
            "classic_portfolio_margin_account_information": [{"asset": "USDT"}],
            "get_download_id_for_futures_order_history": [self.span()],
            "get_download_id_for_futures_trade_history": [self.span()],
            "get_download_id_for_futures_transaction_history": [self.span()],
            "get_futures_order_history_download_link_by_id": [self.requested("order")],
            "get_futures_trade_download_link_by_id": [self.requested("trade")],
            "get_futures_transaction_history_download_link_by_id": [self.requested("transaction")],
            "keepalive_user_data_stream": none,
            "start_user_data_stream": none,
            "close_user_data_stream": none,
            # Convert
            "list_all_convert_pairs": [{"from_asset": "USDT"}, {"from_asset": "USDT", "to_asset": "BTC"}],
            "send_quote_request": [{"from_asset": "USDT", "to_asset": "BTC", "from_amount": 100.0}],
            # An offer holds for ten seconds, so it is asked for when it is needed.
            "accept_the_offered_quote": ({"quote_id": self.quote()} for _ in range(1)),
            "order_status": [{"order_id": self.accepted_id}, {"quote_id": self.quote_id}],
        }

    def requested(self, kind: str) -> dict[str, Any]:
        """Ask for a file of the account's history; its id as arguments."""
        ask = getattr(self.sdk, f"get_download_id_for_futures_{kind}_history")
        return {"download_id": ask(**self.span()).data().download_id}
