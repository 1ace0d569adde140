"""S1: balances, positions and settings are with ccxt what they truly are."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import ccxt
import pytest
from tests.peers.ccxt_client.pointing import BTC, ETH, exact
from tests.peers.truth import Truth


@pytest.mark.parametrize("more", [{}, {"useV2": True}])
def test_balances(more: dict[str, Any], binance: Any, truth: Truth) -> None:
    binance.create_order(BTC, "market", "buy", 0.02)
    binance.create_order(BTC, "market", "sell", 0.02)
    told = binance.fetch_balance(more)
    for asset in ("USDT", "USDC"):
        wallet = truth.wallet(asset)
        assert (wallet, wallet, 0) == tuple(exact(told[asset][name]) for name in ("total", "free", "used"))


@pytest.mark.parametrize("more", [{}, {"useV2": True}, {"method": "account"}, {"method": "account", "useV2": True}])
def test_positions(more: dict[str, Any], binance: Any, truth: Truth) -> None:
    binance.set_leverage(10, BTC)
    binance.create_order(BTC, "market", "buy", 0.02)
    binance.create_order(ETH, "market", "sell", 0.5)
    told = {position["symbol"]: position for position in binance.fetch_positions([BTC, ETH], more)}
    for symbol, name, side in ((BTC, "BTCUSDT", "long"), (ETH, "ETHUSDT", "short")):
        held, position = truth.position(name), told[symbol]
        assert (abs(held["qty"]), side) == (exact(position["contracts"]), position["side"])
        if position["entryPrice"] is not None:
            # From the third version of the account ccxt works the entry price out of profit and value.
            assert abs(held["entry"] - exact(position["entryPrice"])) < Decimal("0.1")


def test_hedge_mode(binance: Any, truth: Truth) -> None:
    assert (False, False) == (truth.hedged(), binance.fetch_position_mode()["hedged"])
    binance.set_position_mode(True)
    assert (True, True) == (truth.hedged(), binance.fetch_position_mode()["hedged"])
    for side, position in (("buy", "LONG"), ("sell", "SHORT")):
        binance.create_order(BTC, "market", side, 0.01, None, {"positionSide": position})
    assert {"long": Decimal("0.01"), "short": Decimal("0.01")} == {
        position["side"]: exact(position["contracts"]) for position in binance.fetch_positions([BTC])
    }
    assert (Decimal("0.01"), Decimal("-0.01")) == tuple(truth.position(side=side)["qty"] for side in ("LONG", "SHORT"))
    with pytest.raises(ccxt.ExchangeError, match="-4068"):
        binance.set_position_mode(False)


def test_leverage_and_margin_mode(binance: Any, truth: Truth) -> None:
    binance.set_leverage(7, ETH)
    binance.set_margin_mode("isolated", ETH)
    assert (7, True, False) == (truth.leverage("ETHUSDT"), truth.isolated("ETHUSDT"), truth.isolated())
    leverage = binance.fetch_leverage(ETH)
    assert (7, 7, "isolated") == (leverage["longLeverage"], leverage["shortLeverage"], leverage["marginMode"])
    assert ("isolated", "cross") == tuple(binance.fetch_margin_mode(symbol)["marginMode"] for symbol in (ETH, BTC))
    with pytest.raises(ccxt.MarginModeAlreadySet, match="-4046"):
        binance.set_margin_mode("isolated", ETH)
    with pytest.raises(ccxt.ExchangeError, match="-4028"):
        binance.set_leverage(125, "TSLA/USDT:USDT")


def test_margin_of_a_position(binance: Any) -> None:
    binance.set_margin_mode("isolated", ETH)
    binance.create_order(ETH, "market", "buy", 0.5)
    before = exact(binance.fetch_positions([ETH])[0]["info"]["isolatedWallet"])
    binance.add_margin(ETH, 10)
    binance.reduce_margin(ETH, 4)
    after = exact(binance.fetch_positions([ETH])[0]["info"]["isolatedWallet"])
    assert Decimal(6) == after - before
    adjusted = binance.fetch_margin_adjustment_history(ETH)
    assert [("add", 10), ("reduce", 4)] == [(row["type"], abs(row["amount"])) for row in adjusted]


def test_income(binance: Any, truth: Truth) -> None:
    binance.create_order(BTC, "market", "buy", 0.02)
    binance.create_order(BTC, "market", "sell", 0.02)
    told = binance.fetch_ledger("USDT")
    assert sorted((row["time"], row["amount"]) for row in truth.income() if row["asset"] == "USDT") == sorted(
        (row["timestamp"], exact(row["info"]["income"])) for row in told
    )
    assert [] == binance.fetch_funding_history(BTC) == binance.fetch_my_liquidations(BTC)
