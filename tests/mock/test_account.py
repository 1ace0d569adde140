"""S1: wallets, margins, fees, funding and settings of the account agree with each other and with sums done by hand."""

from __future__ import annotations

from decimal import Decimal
from itertools import pairwise
from typing import Any

import pytest
from tests.mock.world import DAY, HOUR, NOW, World

D = Decimal


def wallets_are_their_records(world: World) -> None:
    booked: dict[str, int] = {}
    for row in world.account.income:
        booked[row.asset] = booked.get(row.asset, 0) + row.amount
    assert booked == world.account.wallet


def test_figures_of_one_long_position(world: World) -> None:
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 10})
    world.market("BUY", "0.100")
    (fill,) = world.x.execute("account_trades", {"symbol": "BTCUSDT"})
    (position,) = world.x.execute("position_information")
    told = world.x.execute("account_information")
    mark = D(world.x.execute("mark_price", {"symbol": "BTCUSDT"})["markPrice"])
    price, quantity = D(fill["price"]), D("0.1")
    assert D(fill["commission"]) == price * quantity * D("0.0005")
    assert D(position["entryPrice"]) == price
    assert D(position["breakEvenPrice"]) == price * D("1.0005")
    assert D(position["notional"]) == mark * quantity
    assert D(position["unRealizedProfit"]) == (mark - price) * quantity
    assert abs(D(position["initialMargin"]) - mark * quantity / 10) < D("0.00000002")
    assert abs(D(position["maintMargin"]) - mark * quantity * D("0.004")) < D("0.00000002")
    wallet = D("15000") - D(fill["commission"])
    assert D(told["totalWalletBalance"]) == wallet
    assert D(told["totalMarginBalance"]) == wallet + D(position["unRealizedProfit"])
    assert D(told["availableBalance"]) == wallet + D(position["unRealizedProfit"]) - D(position["initialMargin"])
    wallets_are_their_records(world)


@pytest.mark.parametrize("side", ["BUY", "SELL"])
@pytest.mark.parametrize("margin_type", ["CROSSED", "ISOLATED"])
def test_at_the_liquidation_price_the_money_is_the_maintenance_margin(side: str, margin_type: str) -> None:
    world = World(balances={"USDT": "2000"})
    if margin_type == "ISOLATED":
        world.x.execute("change_margin_type", {"symbol": "BTCUSDT", "marginType": "ISOLATED"})
    world.market(side, "0.100")
    (told,) = world.x.execute("position_information")
    position = world.position()
    price, quantity = D(told["liquidationPrice"]), D(told["positionAmt"])
    money = D(position.isolated if margin_type == "ISOLATED" else world.account.wallet["USDT"]) / 10**8
    profit = quantity * price - D(position.cost) / 10**8
    assert abs(money + profit - abs(quantity) * price * D("0.004")) < D("0.0001")


def test_hedge_mode_has_two_positions(world: World) -> None:
    world.x.execute("change_position_mode", {"dualSidePosition": True})
    assert -4061 == world.refusal("new_order", symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.01")
    world.market("BUY", "0.020", positionSide="LONG")
    world.market("SELL", "0.010", positionSide="SHORT")
    told = {p["positionSide"]: p["positionAmt"] for p in world.x.execute("position_information")}
    assert {"LONG": "0.020", "SHORT": "-0.010"} == told
    assert -2022 == world.refusal(
        "new_order", symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.02", positionSide="SHORT"
    )
    assert -1106 == world.refusal(
        "new_order", symbol="BTCUSDT", side="SELL", type="MARKET", quantity="0.01", positionSide="LONG", reduceOnly=True
    )
    world.market("BUY", "0.010", positionSide="SHORT")
    assert 0 == world.position(side="SHORT").quantity
    assert -4068 == world.refusal("change_position_mode", dualSidePosition=False)


def test_margin_of_opposite_orders_is_that_of_the_larger_side(world: World) -> None:
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 10})
    low, high = world.price(away=-0.02), world.price(away=0.02)
    world.limit("BUY", "0.100", low)
    world.limit("SELL", "0.030", high)
    margin = D(world.x.execute("account_information")["totalOpenOrderInitialMargin"])
    assert D(low) * D("0.1") / 10 == margin
    world.limit("SELL", "0.100", high)
    margin = D(world.x.execute("account_information")["totalOpenOrderInitialMargin"])
    assert D(high) * D("0.13") / 10 == margin


def test_isolated_position_has_its_own_money(world: World) -> None:
    world.x.execute("change_margin_type", {"symbol": "ETHUSDT", "marginType": "ISOLATED"})
    assert -4046 == world.refusal("change_margin_type", symbol="ETHUSDT", marginType="ISOLATED")
    assert -4054 == world.refusal("change_position_margin", symbol="ETHUSDT", amount="5", type=1)
    assert -4049 == world.refusal("change_position_margin", symbol="BTCUSDT", amount="5", type=1)
    world.market("BUY", "1.000", "ETHUSDT")
    opened = world.position("ETHUSDT").isolated
    world.x.execute("change_position_margin", {"symbol": "ETHUSDT", "amount": "25.5", "type": 1})
    assert opened + 25_50000000 == world.position("ETHUSDT").isolated
    assert -4051 == world.refusal("change_position_margin", symbol="ETHUSDT", amount="5000", type=2)
    assert -4050 == world.refusal("change_position_margin", symbol="ETHUSDT", amount="500000", type=1)
    world.market("SELL", "0.500", "ETHUSDT")
    assert (opened + 25_50000000) // 2 == world.position("ETHUSDT").isolated
    assert -4048 == world.refusal("change_margin_type", symbol="ETHUSDT", marginType="CROSSED")
    world.market("SELL", "0.500", "ETHUSDT")
    assert 0 == world.position("ETHUSDT").isolated
    (record,) = world.x.execute("position_margin_history", {"symbol": "ETHUSDT"})
    assert ("25.50000000", 1, "USER_ADJUST") == (record["amount"], record["type"], record["deltaType"])
    wallets_are_their_records(world)


def test_fees_in_bnb_are_a_tenth_cheaper(world: World) -> None:
    world.x.execute("change_fee_burn", {"feeBurn": True})
    world.market("BUY", "0.100")
    (fill,) = world.x.execute("account_trades", {"symbol": "BTCUSDT"})
    price = D(world.x.execute("mark_price", {"symbol": "BNBUSDT"})["indexPrice"])
    assert "BNB" == fill["commissionAsset"]
    assert abs(D(fill["commission"]) * price - D(fill["quoteQty"]) * D("0.00045")) < D("0.00001")
    wallets_are_their_records(world)


def test_funding_is_paid_every_eight_hours(world: World) -> None:
    world.market("BUY", "0.100")
    world.x.advance(NOW + DAY)
    paid = world.x.execute("income_history", {"incomeType": "FUNDING_FEE"})
    rates = world.x.execute("funding_rate_history", {"symbol": "BTCUSDT", "startTime": NOW + 1, "endTime": NOW + DAY})
    assert [NOW + 4 * HOUR, NOW + 12 * HOUR, NOW + 20 * HOUR] == [row["fundingTime"] for row in rates]
    expected = [(r["fundingTime"], -D(r["markPrice"]) * D("0.1") * D(r["fundingRate"])) for r in rates]
    assert [time for time, _ in expected] == [row["time"] for row in paid]
    for (_, amount), row in zip(expected, paid, strict=True):
        assert abs(amount - D(row["income"])) < D("0.0000001")
    wallets_are_their_records(world)


def test_leverage_follows_the_brackets(world: World) -> None:
    assert -4028 == world.refusal("change_leverage", symbol="BTCUSDT", leverage=126)
    assert -4028 == world.refusal("change_leverage", symbol="ETHUSDT", leverage=0)
    told = world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 125})
    assert {"leverage": 125, "maxNotionalValue": "300000", "symbol": "BTCUSDT"} == told
    world.market("BUY", "1.000")
    assert -2028 == world.refusal("change_leverage", symbol="BTCUSDT", leverage=1)
    brackets = world.x.execute("leverage_brackets", {"symbol": "BTCUSDT"})[0]["brackets"]
    for before, after in pairwise(brackets):
        # The maintenance margin does not jump where one bracket ends and the next begins.
        edge = before["notionalCap"]
        assert edge == after["notionalFloor"]
        assert edge * before["maintMarginRatio"] - before["cum"] == edge * after["maintMarginRatio"] - after["cum"]


def test_modes_cannot_change_while_they_are_in_use(world: World) -> None:
    world.limit("BUY", "0.010", world.price(away=-0.03))
    assert (-4067, -4047, -4170, None, -4059, -4171) == (
        world.refusal("change_position_mode", dualSidePosition=True),
        world.refusal("change_margin_type", symbol="BTCUSDT", marginType="ISOLATED"),
        world.refusal("change_multi_assets_mode", multiAssetsMargin=True),
        world.refusal("change_margin_type", symbol="ETHUSDT", marginType="ISOLATED"),
        world.refusal("change_position_mode", dualSidePosition=False),
        world.refusal("change_multi_assets_mode", multiAssetsMargin=False),
    )


def test_multi_assets_mode_counts_all_wallets(world: World) -> None:
    alone = D(world.x.execute("account_information")["availableBalance"])
    world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
    together = D(world.x.execute("account_information")["availableBalance"])
    assert alone + 5000 + 25_000 < together
    assert -4168 == world.refusal("change_margin_type", symbol="BTCUSDT", marginType="ISOLATED")


def test_income_is_told_by_type_time_and_symbol(world: World) -> None:
    world.market("BUY", "0.010")
    world.x.advance(NOW + 60_000)
    world.market("SELL", "0.010")

    def asked(**params: Any) -> list[str]:
        return [row["incomeType"] for row in world.x.execute("income_history", params)]

    assert ["COMMISSION", "REALIZED_PNL", "COMMISSION"] == asked(symbol="BTCUSDT")
    assert ["COMMISSION", "COMMISSION"] == asked(incomeType="COMMISSION")
    assert ["REALIZED_PNL", "COMMISSION"] == asked(startTime=NOW + 1)
    assert ["TRANSFER"] * 4 == asked(limit=4, startTime=NOW)
    assert ["REALIZED_PNL", "COMMISSION"] == asked(limit=2)


def test_conversion_moves_money_between_wallets(world: World) -> None:
    quote = world.x.execute("request_convert_quote", {"fromAsset": "USDT", "toAsset": "BTC", "fromAmount": "600"})
    before = dict(world.account.wallet)
    world.x.execute("accept_convert_quote", {"quoteId": quote["quoteId"]})
    assert before["USDT"] - 600 * 10**8 == world.account.wallet["USDT"]
    assert before["BTC"] + int(D(quote["toAmount"]) * 10**8) == world.account.wallet["BTC"]
    assert -1130 == world.refusal("accept_convert_quote", quoteId=quote["quoteId"])
    late = world.x.execute("request_convert_quote", {"fromAsset": "BTC", "toAsset": "USDT", "toAmount": "100"})
    world.x.advance(NOW + 10_001)
    assert -1130 == world.refusal("accept_convert_quote", quoteId=late["quoteId"])
    assert -1108 == world.refusal("request_convert_quote", fromAsset="XYZ", toAsset="BTC", fromAmount="1")
    wallets_are_their_records(world)


def test_listen_key_lives_an_hour(world: World) -> None:
    assert -1125 == world.refusal("keepalive_user_stream")
    key = world.x.execute("start_user_stream")
    world.x.advance(NOW + 59 * 60_000)
    assert key == world.x.execute("start_user_stream") == world.x.execute("keepalive_user_stream")
    world.x.advance(NOW + 119 * 60_000 + 1)
    assert -1125 == world.refusal("keepalive_user_stream")
    assert key != world.x.execute("start_user_stream")
    world.x.execute("close_user_stream")
    assert -1125 == world.refusal("keepalive_user_stream")
