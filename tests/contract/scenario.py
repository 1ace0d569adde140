"""One account's life that calls every operation of the catalogue once or more, and is answered 200 each time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Call = Callable[..., Any]
DAY = 86_400_000


def run(call: Call, now_ms: int) -> None:
    """Call every operation.

    Args:
        call: Operation id and wire-named parameters to the decoded JSON value; fails on anything but success.
        now_ms: The present instant of the exchange.
    """
    _public(call, now_ms)
    price = _orders(call)
    _batches(call, price)
    _algo(call, price)
    _account(call)
    _settings(call)
    _downloads(call, now_ms)
    _convert(call)
    _user_stream(call)


def _public(call: Call, now_ms: int) -> None:
    call("ping")
    call("time")
    call("exchange_info")
    for name in ("order_book", "rpi_order_book", "recent_trades", "historical_trades", "aggregate_trades"):
        call(name, symbol="BTCUSDT")
    for name in ("klines", "mark_price_klines", "premium_index_klines"):
        call(name, symbol="BTCUSDT", interval="1h", limit=5)
    call("index_price_klines", pair="BTCUSDT", interval="1h", limit=5)
    call("continuous_klines", pair="BTCUSDT", contractType="CURRENT_QUARTER", interval="1h", limit=5)
    for name in ("mark_price", "ticker_24hr", "ticker_price", "ticker_price_v1", "book_ticker", "adl_risk"):
        call(name)
        call(name, symbol="测试USDT")
    for name in ("funding_rate_history", "open_interest", "index_constituents", "insurance_fund_balance"):
        call(name, symbol="ETHUSDT")
    for name in (
        "open_interest_history",
        "top_long_short_account_ratio",
        "top_long_short_position_ratio",
        "global_long_short_account_ratio",
        "taker_buy_sell_volume",
    ):
        call(name, symbol="BTCUSDT", period="1h", startTime=now_ms - DAY)
    call("basis", pair="BTCUSDT", contractType="PERPETUAL", period="1h", limit=3)
    call("delivery_prices", pair="BTCUSDT")
    for name in (
        "funding_rate_info",
        "composite_index_info",
        "asset_index",
        "trading_schedule",
        "insurance_fund_balance",
    ):
        call(name)


def _orders(call: Call) -> float:
    price = float(call("ticker_price", symbol="BTCUSDT")["price"])
    limit: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC"}
    away = f"{price * 0.97:.1f}"
    call("test_order", limit, quantity="0.01", price=away)
    placed = call("new_order", limit, quantity="0.01", price=away)
    mine = {"symbol": "BTCUSDT", "orderId": placed["orderId"]}
    call("query_order", mine)
    call("query_open_order", mine)
    call("open_orders")
    call("modify_order", mine, side="BUY", quantity="0.02", price=f"{price * 0.96:.1f}", modifyId=17)
    call("order_amendments", mine)
    call("cancel_order", mine)
    call("new_order", symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.01", newOrderRespType="RESULT")
    call("new_order", limit, quantity="0.01", price=away)
    call("all_orders", symbol="BTCUSDT")
    call("account_trades", symbol="BTCUSDT")
    call("force_orders")
    call("countdown_cancel_all", symbol="BTCUSDT", countdownTime=60_000)
    call("countdown_cancel_all", symbol="BTCUSDT", countdownTime=0)
    return price


def _batches(call: Call, price: float) -> None:
    item = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.01"}
    items = [{**item, "price": f"{price * factor:.1f}"} for factor in (0.97, 0.96)]
    placed = call("place_batch_orders", batchOrders=items)
    ids = [order["orderId"] for order in placed]
    changes = [
        {"symbol": "BTCUSDT", "side": "BUY", "quantity": "0.02", "price": f"{price * 0.98:.1f}", "orderId": n}
        for n in ids
    ]
    call("modify_batch_orders", batchOrders=changes)
    call("cancel_batch_orders", symbol="BTCUSDT", orderIdList=ids)
    call("cancel_all_open_orders", symbol="BTCUSDT")


def _algo(call: Call, price: float) -> None:
    stop = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET"}
    placed = call("new_algo_order", stop, quantity="0.01", triggerPrice=f"{price * 0.9:.1f}")
    call("new_algo_order", stop, closePosition=True, triggerPrice=f"{price * 0.8:.1f}")
    call("query_algo_order", algoId=placed["algoId"])
    call("open_algo_orders")
    call("all_algo_orders", symbol="BTCUSDT")
    call("cancel_algo_order", algoId=placed["algoId"])
    call("cancel_all_algo_open_orders", symbol="BTCUSDT")


def _account(call: Call) -> None:
    for name in (
        "account_information",
        "account_information_v2",
        "account_balance",
        "account_balance_v2",
        "position_information",
        "position_information_v2",
        "account_config",
        "symbol_config",
        "position_mode",
        "multi_assets_mode",
        "fee_burn_status",
        "leverage_brackets",
        "adl_quantile",
        "income_history",
        "trading_status",
        "order_rate_limits",
        "sign_tradfi_agreement",
    ):
        call(name)
    call("commission_rate", symbol="BTCUSDT")
    call("portfolio_margin_account", asset="BTC")
    call("change_fee_burn", feeBurn=True)


def _settings(call: Call) -> None:
    call("change_leverage", symbol="ETHUSDT", leverage=10)
    call("change_margin_type", symbol="ETHUSDT", marginType="ISOLATED")
    call("new_order", symbol="ETHUSDT", side="SELL", type="MARKET", quantity="0.1")
    call("change_position_margin", symbol="ETHUSDT", amount="5", type=1)
    call("position_margin_history", symbol="ETHUSDT")
    call("new_order", symbol="ETHUSDT", side="BUY", type="MARKET", quantity="0.1", reduceOnly=True)
    call("change_margin_type", symbol="ETHUSDT", marginType="CROSSED")
    call("new_order", symbol="BTCUSDT", side="SELL", type="MARKET", quantity="0.01", reduceOnly=True)
    call("change_position_mode", dualSidePosition=True)
    call("change_position_mode", dualSidePosition=False)
    call("change_multi_assets_mode", multiAssetsMargin=True)
    call("change_multi_assets_mode", multiAssetsMargin=False)


def _downloads(call: Call, now_ms: int) -> None:
    for kind in ("transaction", "order", "trade"):
        made = call(f"request_{kind}_download", startTime=now_ms - 30 * DAY, endTime=now_ms)
        call(f"{kind}_download_link", downloadId=made["downloadId"])


def _convert(call: Call) -> None:
    call("convert_pairs", fromAsset="USDT", toAsset="BTC")
    quote = call("request_convert_quote", fromAsset="USDT", toAsset="BTC", fromAmount="100")
    call("accept_convert_quote", quoteId=quote["quoteId"])
    call("convert_order_status", quoteId=quote["quoteId"])


def _user_stream(call: Call) -> None:
    call("start_user_stream")
    call("keepalive_user_stream")
    call("close_user_stream")
