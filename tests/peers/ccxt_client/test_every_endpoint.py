"""S1: every endpoint of the service that ccxt can call raw is answered, or refused as the exchange refuses it."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ccxt
import pytest
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"
SECTIONS = ("fapiPublic", "fapiPublicV2", "fapiPublicV3", "fapiPrivate", "fapiPrivateV2", "fapiPrivateV3", "fapiData")
RETIRED = {
    "fapiPublicGetLvtKlines": "leveraged tokens are gone",
    "fapiPrivateGetAccount": "the first version is gone: 404 and -5000 were measured on the demo hosts",
    "fapiPrivateGetBalance": "the first version is gone",
    "fapiPrivateGetPositionRisk": "the first version is gone: 404 and -5000 were measured on the demo hosts",
    "fapiPrivateGetStockContract": "the exchange has POST only: 404 and -5000 were measured on its test network",
    **{
        f"fapiPrivate{method}ApiReferral{name}": "for brokers, who have keys of their own; in no document any more"
        for method, names in {
            "Get": "IfNewUser Customization UserCustomization TraderNum Overview TradeVol RebateVol TraderSummary",
            "Post": "Customization UserCustomization",
        }.items()
        for name in names.split()
    },
}


def method_name(section: str, verb: str, path: str) -> str:
    """The name ccxt gives to an endpoint."""
    words = [word for part in path.split("/") for word in part.split("-")]
    return section + verb.capitalize() + "".join(word[0].upper() + word[1:] for word in words)


@pytest.fixture
def called() -> set[str]:
    return set()


@pytest.fixture
def call(exchange: MockServer, binance: Any, called: set[str]) -> Any:
    """Calls an endpoint by the name it has in ccxt."""
    # Three downloads cost a thousand each, more than one minute allows.
    exchange.gate.limits.overrides["request_weight"] = 100_000

    def made(name: str, **params: Any) -> Any:
        called.add(name)
        return getattr(binance, name)(params)

    return made


def market_data(call: Any) -> None:
    """What needs no account."""
    for name in ("Ping", "Time", "ExchangeInfo", "FundingInfo", "IndexInfo", "AssetIndex", "InsuranceBalance"):
        assert call(f"fapiPublicGet{name}") is not None
    assert call("fapiPublicGetTradingSchedule")["marketSchedules"]
    for name in ("Depth", "RpiDepth", "Trades", "HistoricalTrades", "AggTrades", "FundingRate", "PremiumIndex"):
        assert call(f"fapiPublicGet{name}", symbol=S)
    for name in ("Ticker24hr", "TickerPrice", "TickerBookTicker", "OpenInterest", "Constituents", "SymbolAdlRisk"):
        assert S == call(f"fapiPublicGet{name}", symbol=S)["symbol"]
    assert S == call("fapiPublicV2GetTickerPrice", symbol=S)["symbol"]
    for name in ("Klines", "MarkPriceKlines", "PremiumIndexKlines"):
        assert 2 == len(call(f"fapiPublicGet{name}", symbol=S, interval="1m", limit=2))
    assert 2 == len(call("fapiPublicGetIndexPriceKlines", pair=S, interval="1m", limit=2))
    candles = call("fapiPublicGetContinuousKlines", pair=S, contractType="PERPETUAL", interval="1m", limit=2)
    assert 2 == len(candles)
    assert call("fapiPublicGetConvertExchangeInfo", fromAsset="USDT")
    assert call("fapiDataGetDeliveryPrice", pair=S)
    assert 2 == len(call("fapiDataGetBasis", pair=S, contractType="PERPETUAL", period="5m", limit=2))
    for name in ("OpenInterestHist", "TopLongShortAccountRatio", "TopLongShortPositionRatio"):
        assert 2 == len(call(f"fapiDataGet{name}", symbol=S, period="5m", limit=2))
    for name in ("GlobalLongShortAccountRatio", "TakerlongshortRatio"):
        assert 2 == len(call(f"fapiDataGet{name}", symbol=S, period="5m", limit=2))


def orders(call: Any, truth: Truth) -> None:
    """Orders and conditional orders, by their parameters as documented."""
    price = truth.price(away=-0.1)
    wish = {"symbol": S, "side": "BUY", "type": "LIMIT", "timeInForce": "GTC", "quantity": "0.01", "price": price}
    call("fapiPrivatePostOrderTest", **wish)
    assert [] == truth.orders()
    one = {"symbol": S, "orderId": call("fapiPrivatePostOrder", **wish)["orderId"]}
    for name in ("Order", "OpenOrder"):
        assert one["orderId"] == call(f"fapiPrivateGet{name}", **one)["orderId"]
    for name in ("OpenOrders", "AllOrders"):
        assert [one["orderId"]] == [row["orderId"] for row in call(f"fapiPrivateGet{name}", symbol=S)]
    call("fapiPrivatePutOrder", **one, side="BUY", quantity="0.02", price=truth.price(away=-0.11))
    assert Decimal("0.02") == truth.order(one["orderId"])["qty"]
    assert 1 == len(call("fapiPrivateGetOrderAmendment", **one))
    call("fapiPrivateDeleteOrder", **one)
    assert "CANCELED" == truth.order(one["orderId"])["status"]
    ids = [row["orderId"] for row in call("fapiPrivatePostBatchOrders", batchOrders=[dict(wish) for _ in range(3)])]
    changes = [{"symbol": S, "side": "BUY", "quantity": "0.03", "price": price, "orderId": ids[0]}]
    [changed] = call("fapiPrivatePutBatchOrders", batchOrders=changes)
    assert ("0.030", Decimal("0.03")) == (changed["origQty"], truth.order(ids[0])["qty"])
    call("fapiPrivateDeleteBatchOrders", symbol=S, orderidlist=[str(ids[0]), str(ids[1])])
    assert [int(ids[2])] == truth.open_ids()
    assert "60000" == call("fapiPrivatePostCountdownCancelAll", symbol=S, countdownTime=60_000)["countdownTime"]
    call("fapiPrivateDeleteAllOpenOrders", symbol=S)
    assert [] == truth.open_ids()
    stop = {"algoType": "CONDITIONAL", "symbol": S, "side": "SELL", "type": "STOP_MARKET", "quantity": "0.01"}
    algo = call("fapiPrivatePostAlgoOrder", **stop, triggerPrice=truth.price(away=-0.2))["algoId"]
    assert algo == call("fapiPrivateGetAlgoOrder", algoId=algo)["algoId"]
    for name in ("OpenAlgoOrders", "AllAlgoOrders"):
        assert [algo] == [row["algoId"] for row in call(f"fapiPrivateGet{name}", symbol=S)]
    call("fapiPrivateDeleteAlgoOrder", algoId=algo)
    assert "CANCELED" == truth.algo(algo)["status"]
    call("fapiPrivateDeleteAlgoOpenOrders", symbol=S)


def account(call: Any, truth: Truth) -> None:
    """What the account has, had and may do."""
    call("fapiPrivatePostLeverage", symbol="ETHUSDT", leverage=10)
    call("fapiPrivatePostMarginType", symbol="ETHUSDT", marginType="ISOLATED")
    assert (10, True) == (truth.leverage("ETHUSDT"), truth.isolated("ETHUSDT"))
    call("fapiPrivatePostOrder", symbol="ETHUSDT", side="BUY", type="MARKET", quantity="0.1")
    call("fapiPrivatePostPositionMargin", symbol="ETHUSDT", amount="10", type=1)
    assert 1 == len(call("fapiPrivateGetPositionMarginHistory", symbol="ETHUSDT"))
    for version in ("V2", "V3"):
        told = call(f"fapiPrivate{version}GetAccount")
        assert truth.wallet() == Decimal(told["totalWalletBalance"])
        assert truth.wallet() == Decimal(call(f"fapiPrivate{version}GetBalance")[0]["balance"])
        [held] = call(f"fapiPrivate{version}GetPositionRisk", symbol="ETHUSDT")
        assert truth.position("ETHUSDT")["qty"] == Decimal(held["positionAmt"])
    assert len(truth.fills("ETHUSDT")) == len(call("fapiPrivateGetUserTrades", symbol="ETHUSDT"))
    assert len(truth.income()) == len(call("fapiPrivateGetIncome"))
    call("fapiPrivatePostOrder", symbol="ETHUSDT", side="SELL", type="MARKET", quantity="0.1", reduceOnly="true")
    for name in ("LeverageBracket", "CommissionRate", "SymbolConfig"):
        assert call(f"fapiPrivateGet{name}", symbol=S)
    assert [] == call("fapiPrivateGetForceOrders") == call("fapiPrivateGetAdlQuantile")
    for name in ("RateLimitOrder", "ApiTradingStatus", "AccountConfig"):
        assert call(f"fapiPrivateGet{name}")
    assert truth.wallet() == Decimal(call("fapiPrivateGetPmAccountInfo", asset="USDT")["maxWithdrawAmount"])
    for name, value in (("MultiAssetsMargin", "multiAssetsMargin"), ("PositionSideDual", "dualSidePosition")):
        if name == "MultiAssetsMargin":
            call("fapiPrivatePostMarginType", symbol="ETHUSDT", marginType="CROSSED")
        call(f"fapiPrivatePost{name}", **{value: "true"})
        assert call(f"fapiPrivateGet{name}")[value]
    assert (True, True) == (truth.hedged(), truth.multi_assets())
    call("fapiPrivatePostFeeBurn", feeBurn="true")
    assert call("fapiPrivateGetFeeBurn")["feeBurn"]


def files_streams_and_conversion(call: Any, binance: Any, truth: Truth) -> None:
    """What is asked for first and fetched later."""
    now = binance.milliseconds()
    for name in ("Income", "Order", "Trade"):
        wanted = call(f"fapiPrivateGet{name}Asyn", startTime=now - 86_400_000, endTime=now)["downloadId"]
        assert "completed" == call(f"fapiPrivateGet{name}AsynId", downloadId=wanted)["status"]
    keys = {call(f"fapiPrivate{verb}ListenKey")["listenKey"] for verb in ("Post", "Put")}
    assert set(truth.listen_keys()) == keys
    call("fapiPrivateDeleteListenKey")
    assert [] == truth.listen_keys()
    before = truth.wallet("USDC")
    quote = call("fapiPrivatePostConvertGetQuote", fromAsset="USDT", toAsset="USDC", fromAmount="10")
    accepted = call("fapiPrivatePostConvertAcceptQuote", quoteId=quote["quoteId"])
    assert "SUCCESS" == call("fapiPrivateGetConvertOrderStatus", orderId=accepted["orderId"])["orderStatus"]
    assert Decimal(quote["toAmount"]) == truth.wallet("USDC") - before


def test_every_endpoint(call: Any, called: set[str], binance: Any, truth: Truth) -> None:
    market_data(call)
    orders(call, truth)
    account(call, truth)
    files_streams_and_conversion(call, binance, truth)
    # ccxt has it among those without a signature.
    with pytest.raises(ccxt.AuthenticationError, match="-2014"):
        call("fapiPublicGetApiTradingStatus")
    api = binance.describe()["api"]
    known = {
        method_name(section, verb, path)
        for section in SECTIONS
        for verb, paths in api[section].items()
        for path in paths
    }
    assert (110, set()) == (len(known), known - called - RETIRED.keys())


def test_what_the_exchange_does_not_serve_is_an_unknown_path(binance: Any) -> None:
    for name in RETIRED:
        with pytest.raises(ccxt.ExchangeError, match=r"-5000.*Path /fapi/v1/.* is invalid"):
            getattr(binance, name)({"symbol": S})
