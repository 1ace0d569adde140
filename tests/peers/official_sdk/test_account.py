"""S1: the account that the official SDK shows and sets over REST is the mock exchange's account."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from binance_common.errors import BadRequestError
from tests.peers.truth import Truth

S = "BTCUSDT"


def buy(sdk: Any, quantity: float = 0.02, symbol: str = S, **more: Any) -> None:
    """Buy at the market."""
    sdk.new_order(symbol=symbol, side="BUY", type="MARKET", quantity=quantity, **more)


def test_balances_and_positions(sdk: Any, truth: Truth) -> None:
    buy(sdk)
    buy(sdk, 0.3, "ETHUSDT")
    for balances in (sdk.futures_account_balance_v2(), sdk.futures_account_balance_v3()):
        assert truth.wallet() == Decimal(next(row.balance for row in balances.data() if row.asset == "USDT"))
    for account in (sdk.account_information_v2().data(), sdk.account_information_v3().data()):
        assets = {row.asset: Decimal(row.wallet_balance) for row in account.assets}
        assert {asset: truth.wallet(asset) for asset in assets} == assets
        held = {row.symbol: Decimal(row.position_amt) for row in account.positions if Decimal(row.position_amt)}
        assert {name: truth.position(name)["qty"] for name in (S, "ETHUSDT")} == held
    for positions in (sdk.position_information_v2(symbol=S), sdk.position_information_v3(symbol=S)):
        [row] = positions.data()
        assert truth.position() == {"qty": Decimal(row.position_amt), "entry": Decimal(row.entry_price)}


def test_leverage_margin_and_modes(sdk: Any, truth: Truth) -> None:
    assert 7 == sdk.change_initial_leverage(symbol=S, leverage=7).data().leverage == truth.leverage()
    sdk.change_margin_type(symbol=S, margin_type="ISOLATED")
    assert truth.isolated()
    with pytest.raises(BadRequestError) as again:
        sdk.change_margin_type(symbol=S, margin_type="ISOLATED")
    assert -4046 == again.value.status_code
    [told] = sdk.symbol_configuration(symbol=S).data()
    assert (7, "ISOLATED") == (told.leverage, told.margin_type)
    sdk.change_margin_type(symbol=S, margin_type="CROSSED")
    sdk.change_position_mode(dual_side_position="true")
    assert (True, True) == (sdk.get_current_position_mode().data().dual_side_position, truth.hedged())
    buy(sdk, 0.02, position_side="LONG")
    sdk.new_order(symbol=S, side="SELL", type="MARKET", quantity=0.03, position_side="SHORT")
    held = {row.position_side: Decimal(row.position_amt) for row in sdk.position_information_v3(symbol=S).data()}
    assert {side: truth.position(side=side)["qty"] for side in ("LONG", "SHORT")} == held
    assert {"LONG": Decimal("0.02"), "SHORT": Decimal("-0.03")} == held


def test_multi_assets_mode(sdk: Any, truth: Truth) -> None:
    sdk.change_multi_assets_mode(multi_assets_margin="true")
    assert (True, True) == (sdk.get_current_multi_assets_mode().data().multi_assets_margin, truth.multi_assets())


def test_the_margin_of_an_isolated_position(sdk: Any, truth: Truth) -> None:
    sdk.change_margin_type(symbol=S, margin_type="ISOLATED")
    buy(sdk)
    [before] = sdk.position_information_v3(symbol=S).data()
    sdk.modify_isolated_position_margin(symbol=S, amount=12.5, type=1)
    [after] = sdk.position_information_v3(symbol=S).data()
    assert Decimal("12.5") == Decimal(after.isolated_wallet) - Decimal(before.isolated_wallet)
    added = [
        row for row in sdk.get_position_margin_change_history(symbol=S, type=1).data() if row.delta_type != "TRADE"
    ]
    assert Decimal("12.5") == Decimal(added[-1].amount)


def test_income(sdk: Any, truth: Truth) -> None:
    buy(sdk)
    sdk.new_order(symbol=S, side="SELL", type="MARKET", quantity=0.02, reduce_only="true")
    told = [(row.income_type, row.asset, Decimal(row.income), row.time) for row in sdk.get_income_history().data()]
    assert [(row["type"], row["asset"], row["amount"], row["time"]) for row in truth.income()] == told
    paid = sdk.get_income_history(symbol=S, income_type="COMMISSION").data()
    assert [-fill["commission"] for fill in truth.fills()] == [Decimal(row.income) for row in paid]


def test_the_listen_key(sdk: Any, truth: Truth) -> None:
    key = sdk.start_user_data_stream().data().listen_key
    assert [key] == truth.listen_keys()
    assert key == sdk.keepalive_user_data_stream().data().listen_key
    sdk.close_user_data_stream()
    assert [] == truth.listen_keys()
