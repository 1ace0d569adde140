"""S1: every futures method of python-binance's blocking client is answered, and what it tells is true."""

from __future__ import annotations

import json
from decimal import Decimal
from typing import Any

import pytest
from binance.exceptions import BinanceAPIException
from tests.peers.clock import HeldClock
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"
ELSEWHERE = {
    "futures_account_transfer": "moves money of the spot account",
    "futures_cross_collateral_adjust_history": "loans",
    "futures_cross_collateral_liquidation_history": "loans",
    "futures_historical_data_link": "a file of the portfolio service",
    "futures_loan_borrow_history": "loans",
    "futures_loan_interest_history": "loans",
    "futures_loan_repay_history": "loans",
    "futures_loan_wallet": "loans",
}
UNKNOWN = {
    "futures_v1_put_batch_order": "the exchange has batchOrders only",
    "futures_v1_post_batch_order": "the exchange has batchOrders only",
    "futures_v1_delete_batch_order": "the exchange has batchOrders only",
}
MISSIGNED = {"futures_v1_put_batch_orders": "it signs the list as it is and sends it percent-encoded"}


@pytest.fixture
def called() -> set[str]:
    return set()


@pytest.fixture
def call(exchange: MockServer, binance: Any, called: set[str]) -> Any:
    """Calls a method by name."""
    # Three downloads cost a thousand each, more than one minute allows.
    exchange.gate.limits.overrides["request_weight"] = 100_000

    def made(name: str, **params: Any) -> Any:
        called.add(name)
        return getattr(binance, name)(**params)

    return made


def market_data(call: Any, truth: Truth, clock: HeldClock) -> None:
    """What needs no account."""
    for name in ("ping", "time", "index_info", "v1_get_asset_index", "v1_get_funding_info"):
        assert call(f"futures_{name}") is not None
    assert call("futures_insurance_fund_balance_snapshot")
    told = call("futures_exchange_info")["symbols"]
    assert truth.symbols() == {
        one["symbol"]: {
            "tick": Decimal(one["filters"][0]["tickSize"]),
            "step": Decimal(one["filters"][1]["stepSize"]),
        }
        for one in told
    }
    with clock.held():
        book = call("futures_order_book", symbol=S, limit=5)
        assert truth.depth() == {
            side: [(Decimal(price), Decimal(size)) for price, size in book[side]] for side in ("bids", "asks")
        }
        assert truth.depth()["bids"] == [
            (Decimal(price), Decimal(size)) for price, size in call("futures_rpi_depth", symbol=S)["bids"][:5]
        ]
        ids = [trade["id"] for trade in truth.trades()]
        assert ids == [row["id"] for row in call("futures_recent_trades", symbol=S, limit=5)]
        assert ids == [row["id"] for row in call("futures_historical_trades", symbol=S, limit=5)]
        assert ids == [row["a"] for row in call("futures_aggregate_trades", symbol=S, limit=5)]
        for row in call("futures_klines", symbol=S, interval="1m", limit=2):
            assert truth.candle(row[0]) == [Decimal(number) for number in row[1:6]]
        for more in ({}, {"version": 1}):
            assert truth.last_price() == Decimal(call("futures_symbol_ticker", symbol=S, **more)["price"])
        assert truth.last_price() == Decimal(call("futures_ticker", symbol=S)["lastPrice"])
        assert truth.depth()["asks"][0][0] == Decimal(call("futures_orderbook_ticker", symbol=S)["askPrice"])
        assert truth.mark_price() == Decimal(call("futures_mark_price", symbol=S)["markPrice"])
    for name in ("mark_price_klines", "premium_index_klines"):
        assert 2 == len(call(f"futures_{name}", symbol=S, interval="1m", limit=2))
    assert 2 == len(call("futures_index_price_klines", pair=S, interval="1m", limit=2))
    assert 2 == len(call("futures_continuous_klines", pair=S, contractType="PERPETUAL", interval="1m", limit=2))
    days = {"symbol": S, "interval": "1h", "start_str": "2 days ago UTC"}
    assert (
        48
        == len(call("futures_historical_klines", **days))
        == len(list(call("futures_historical_klines_generator", **days)))
    )
    assert 48 == len(call("futures_historical_mark_price_klines", **days))
    for name in ("index_price_constituents", "open_interest", "symbol_adl_risk"):
        assert S == call(f"futures_{name}", symbol=S)["symbol"]
    assert 2 == len(call("futures_funding_rate", symbol=S, limit=2))
    for name in ("top_longshort_account_ratio", "top_longshort_position_ratio", "global_longshort_ratio"):
        assert 2 == len(call(f"futures_{name}", symbol=S, period="5m", limit=2))
    for name in ("taker_longshort_ratio", "open_interest_hist"):
        assert 2 == len(call(f"futures_{name}", symbol=S, period="5m", limit=2))
    assert 2 == len(call("futures_basis", pair=S, contractType="PERPETUAL", period="5m", limit=2))
    assert call("futures_delivery_price", pair=S)
    assert call("futures_v1_get_convert_exchange_info")


def orders(call: Any, truth: Truth) -> None:
    """Limit and market orders, one by one and in batches."""
    price, other = truth.price(away=-0.1), truth.price(away=-0.11)
    wish = {"symbol": S, "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.01", "price": price}
    call("futures_create_test_order", **wish)
    assert [] == truth.orders()
    one = {"symbol": S, "orderId": call("futures_create_order", **wish)["orderId"]}
    for name in ("get_order", "v1_get_open_order"):
        assert one["orderId"] == call(f"futures_{name}", **one)["orderId"]
    for name in ("get_open_orders", "get_all_orders"):
        assert truth.open_ids() == [row["orderId"] for row in call(f"futures_{name}", symbol=S)]
    call("futures_modify_order", **one, side="BUY", quantity="0.02", price=other)
    assert (Decimal("0.02"), Decimal(other)) == (
        truth.order(one["orderId"])["qty"],
        truth.order(one["orderId"])["price"],
    )
    assert 1 == len(call("futures_v1_get_order_amendment", **one))
    assert "CANCELED" == call("futures_cancel_order", **one)["status"] == truth.order(one["orderId"])["status"]
    limit = {"symbol": S, "timeInForce": "GTC", "quantity": "0.01"}
    call("futures_limit_order", **limit, side="BUY", price=price)
    call("futures_limit_buy_order", **limit, price=price)
    call("futures_limit_sell_order", **limit, price=truth.price(away=0.1))
    assert 3 == len(truth.open_ids())
    assert "100000" == call("futures_countdown_cancel_all", symbol=S, countdownTime=100_000)["countdownTime"]
    call("futures_cancel_all_open_orders", symbol=S)
    assert [] == truth.open_ids()
    call("futures_market_order", symbol=S, side="BUY", quantity="0.01")
    call("futures_market_buy_order", symbol=S, quantity="0.02")
    call("futures_market_sell_order", symbol=S, quantity="0.005")
    assert Decimal("0.025") == truth.position()["qty"]
    placed = call("futures_place_batch_order", batchOrders=[dict(wish) for _ in range(4)])
    assert truth.open_ids() == [row["orderId"] for row in placed]
    call("futures_cancel_orders", symbol=S, orderidlist=[row["orderId"] for row in placed[:2]])
    call("futures_cancel_orders", symbol=S, origclientorderidlist=[placed[2]["clientOrderId"]])
    assert [placed[3]["orderId"]] == truth.open_ids()


def conditional_orders(call: Any, truth: Truth) -> None:
    """Stops and trailing stops, by both of its ways."""
    below, above = truth.price(away=-0.2), truth.price(away=0.2)
    sell = {"symbol": S, "side": "SELL", "quantity": "0.01"}
    stop = call("futures_create_order", **sell, type="STOP_MARKET", stopPrice=below, reduceOnly="true")
    call("futures_create_order", symbol=S, side="SELL", type="STOP_MARKET", stopPrice=below, closePosition=True)
    call("futures_create_order", **sell, type="TRAILING_STOP_MARKET", callbackRate=1)
    call("futures_create_order", **sell, type="TAKE_PROFIT", stopPrice=above, price=above)
    algo = {
        "symbol": S,
        "algoId": call("futures_create_algo_order", **sell, type="STOP_MARKET", triggerPrice=below)["algoId"],
    }
    assert ["STOP_MARKET", "STOP_MARKET", "TRAILING_STOP_MARKET", "TAKE_PROFIT", "STOP_MARKET"] == [
        row["type"] for row in truth.algos()
    ]
    for name in ("futures_get_algo_order", "futures_get_order"):
        assert Decimal(below) == Decimal(call(name, **algo)["triggerPrice"]) == truth.algo(algo["algoId"])["trigger"]
    for name, more in (("futures_get_open_algo_orders", {}), ("futures_get_open_orders", {"conditional": True})):
        assert truth.open_algo_ids() == [row["algoId"] for row in call(name, symbol=S, **more)]
    for name, more in (("futures_get_all_algo_orders", {}), ("futures_get_all_orders", {"conditional": True})):
        assert 5 == len(call(name, symbol=S, **more))
    call("futures_cancel_algo_order", **algo)
    call("futures_cancel_order", symbol=S, clientAlgoId=stop["clientAlgoId"])
    assert ["CANCELED"] * 2 == [truth.algo(found)["status"] for found in (algo["algoId"], stop["algoId"])]
    call("futures_cancel_all_algo_open_orders", symbol=S)
    assert [] == truth.open_algo_ids()


def account(call: Any, truth: Truth) -> None:
    """Balances, positions, trades, income and settings."""
    assert [(fill["id"], fill["commission"]) for fill in truth.fills()] == [
        (row["id"], Decimal(row["commission"])) for row in call("futures_account_trades", symbol=S)
    ]
    assert [row["amount"] for row in truth.income()] == [
        Decimal(row["income"]) for row in call("futures_income_history")
    ]
    assert truth.wallet() == Decimal(call("futures_account_balance")[0]["balance"])
    for version in (2, 3):
        assert truth.wallet() == Decimal(call("futures_account_balance", version=version)[0]["balance"])
        assert truth.wallet() == Decimal(call("futures_account", version=version)["totalWalletBalance"])
        [held] = call("futures_position_information", symbol=S, version=version)
        assert (truth.position()["qty"], truth.position()["entry"]) == (
            Decimal(held["positionAmt"]),
            Decimal(held["entryPrice"]),
        )
    assert S == call("futures_adl_quantile_estimate", symbol=S)[0]["symbol"]
    call("futures_change_leverage", symbol="ETHUSDT", leverage=7)
    call("futures_change_margin_type", symbol="ETHUSDT", marginType="ISOLATED")
    assert (7, True) == (truth.leverage("ETHUSDT"), truth.isolated("ETHUSDT"))
    assert ("7", 7) == (
        next(row["leverage"] for row in call("futures_account", version=2)["positions"] if row["symbol"] == "ETHUSDT"),
        call("futures_symbol_config", symbol="ETHUSDT")[0]["leverage"],
    )
    call("futures_market_buy_order", symbol="ETHUSDT", quantity="0.1")
    call("futures_change_position_margin", symbol="ETHUSDT", amount=5, type=1)
    assert ["5.00000000"] == [row["amount"] for row in call("futures_position_margin_history", symbol="ETHUSDT")]
    call("futures_market_sell_order", symbol="ETHUSDT", quantity="0.1", reduceOnly=True)
    call("futures_change_margin_type", symbol="ETHUSDT", marginType="CROSSED")
    call("futures_cancel_all_open_orders", symbol=S)
    call("futures_market_sell_order", symbol=S, quantity="0.025")
    call("futures_change_position_mode", dualSidePosition=True)
    assert (True, True) == (truth.hedged(), call("futures_get_position_mode")["dualSidePosition"])
    call("futures_create_order", symbol=S, side="SELL", positionSide="SHORT", type="MARKET", quantity="0.01")
    assert Decimal("-0.01") == truth.position(side="SHORT")["qty"]
    call("futures_change_multi_assets_mode", multiAssetsMargin=True)
    assert (True, True) == (truth.multi_assets(), call("futures_get_multi_assets_mode")["multiAssetsMargin"])
    call("futures_v1_post_fee_burn", feeBurn="true")
    assert call("futures_v1_get_fee_burn")["feeBurn"]
    assert [] == call("futures_liquidation_orders")
    for name in ("api_trading_status", "account_config", "v1_get_rate_limit_order"):
        assert call(f"futures_{name}")
    for name in ("commission_rate", "leverage_bracket"):
        assert call(f"futures_{name}", symbol=S)
    assert call("futures_v1_get_pm_account_info", asset="USDT")


def files_streams_and_conversion(call: Any, truth: Truth, clock: HeldClock) -> None:
    """What is asked for first and fetched later."""
    for name in ("income", "order", "trade"):
        wanted = call(f"futures_v1_get_{name}_asyn", startTime=clock() - 86_400_000, endTime=clock())["downloadId"]
        assert "completed" == call(f"futures_v1_get_{name}_asyn_id", downloadId=wanted)["status"]
    key = call("futures_stream_get_listen_key")
    assert [key] == truth.listen_keys()
    assert key == call("futures_stream_keepalive", listenKey=key)["listenKey"]
    call("futures_stream_close", listenKey=key)
    assert [] == truth.listen_keys()
    quote = call("futures_v1_post_convert_get_quote", fromAsset="USDT", toAsset="USDC", fromAmount="10")
    before = truth.wallet("USDC")
    accepted = call("futures_v1_post_convert_accept_quote", quoteId=quote["quoteId"])
    assert Decimal(quote["toAmount"]) == truth.wallet("USDC") - before
    assert "SUCCESS" == call("futures_v1_get_convert_order_status", orderId=accepted["orderId"])["orderStatus"]


def test_every_method(call: Any, called: set[str], binance: Any, truth: Truth, clock: HeldClock) -> None:
    market_data(call, truth, clock)
    orders(call, truth)
    conditional_orders(call, truth)
    account(call, truth)
    files_streams_and_conversion(call, truth, clock)
    methods = {name for name in dir(binance) if name.startswith("futures_") and not name.startswith("futures_coin_")}
    assert set() == methods - called - ELSEWHERE.keys() - UNKNOWN.keys() - MISSIGNED.keys()


@pytest.mark.parametrize("name", ["futures_account", "futures_account_balance", "futures_position_information"])
def test_the_first_versions_of_the_account_are_gone(name: str, binance: Any) -> None:
    with pytest.raises(BinanceAPIException) as refused:
        getattr(binance, name)(version=1)
    assert (404, -5000) == (refused.value.status_code, refused.value.code)


def test_what_cannot_work_with_the_exchange_does_not_work_here(binance: Any, truth: Truth) -> None:
    for name in UNKNOWN:
        with pytest.raises(BinanceAPIException) as refused:
            getattr(binance, name)(symbol=S, batchOrders="[]")
        assert -5000 == refused.value.code, name
    change = {"symbol": S, "side": "BUY", "orderId": 1, "quantity": "0.02", "price": truth.price(away=-0.1)}
    with pytest.raises(BinanceAPIException) as refused:
        binance.futures_v1_put_batch_orders(batchOrders=json.dumps([change]))
    assert -1022 == refused.value.code


def test_refusals_carry_code_and_text(binance: Any) -> None:
    def refusal(**order: Any) -> tuple[int, str]:
        with pytest.raises(BinanceAPIException) as refused:
            binance.futures_create_order(symbol=S, side="BUY", **order)
        return refused.value.code, refused.value.message

    assert [
        (-2019, "Margin is insufficient."),
        (-1102, "Mandatory parameter 'timeinforce' was not sent, was empty/null, or malformed."),
        (-1111, "Precision is over the maximum defined for this asset."),
    ] == [
        refusal(type="MARKET", quantity="100"),
        refusal(type="LIMIT", quantity="0.01", price="60000"),
        refusal(type="MARKET", quantity="0.00001"),
    ]
