"""S1: margin that does not suffice is seen at the first trade, and all money of a liquidation is accounted for."""

from __future__ import annotations

from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from itertools import pairwise
from typing import Any

import pytest
from tests.mock.world import DAY, HOUR, NOW, World

from binance_usdm_mock import ExchangeError

D = Decimal
UNIT = D(10) ** 8


def poor(seed: int = 3, usdt: str = "700", *, isolated: bool = False, **more: Any) -> World:
    """An account with little money and a leverage of 100."""
    world = World(seed, balances={"USDT": usdt, **more})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 100})
    if isolated:
        world.x.execute("change_margin_type", {"symbol": "BTCUSDT", "marginType": "ISOLATED"})
    return world


def first_shortage(world: World, until: int) -> int | None:
    """The first public trade at which the money is no more than the maintenance margin, by the slow way."""
    position, account = world.position(), world.account
    money = D(position.isolated if account.isolated else account.wallet["USDT"]) / UNIT
    quantity, cost = D(position.quantity) / 1000, D(position.cost) / UNIT
    later = World(world.x.seed)
    later.x.advance(until)
    market = later.x.market("BTCUSDT")
    rates = later.x.execute("funding_rate_history", {"symbol": "BTCUSDT", "startTime": NOW + 1, "endTime": until})
    for trade in market.between(NOW + 1, until, 1_000_000):
        mark = D(trade.price) / 10 + D(market.derived.away("mark", trade.time)) / UNIT
        while rates and rates[0]["fundingTime"] <= trade.time:
            row = rates.pop(0)
            money -= quantity * D(row["markPrice"]) * D(row["fundingRate"])
        if money + quantity * mark - cost <= abs(quantity) * mark * D("0.004"):
            return trade.time
    return None


@pytest.mark.parametrize("isolated", [False, True])
@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_liquidated_at_the_first_trade_that_leaves_too_little(side: str, isolated: bool) -> None:
    logs = []
    for step in (2 * DAY, 7 * 60_000 + 13):
        world = poor(isolated=isolated)
        world.market(side, "1.000")
        first = first_shortage(world, NOW + DAY)
        assert first is not None, "the seed must let the price be reached"
        while world.position().quantity:
            world.x.advance(world.x.now + step)
        (order,) = world.forced()
        assert (first, "FILLED", "IOC", "LIMIT") == (order.time, order.status, order.time_in_force, order.type)
        assert f"autoclose-{first}000001" == order.client_id
        assert 0 == world.everything()
        logs.append([entry for entry in world.x.ledger.entries if entry.time <= first])
    assert logs[0] == logs[1]


@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_the_figures_of_a_liquidation(side: str) -> None:
    world = poor(isolated=True)
    world.market(side, "1.000")
    position, wallet = world.position(), world.account.wallet["USDT"]
    money, outside, cost = position.isolated, wallet - position.isolated, position.cost
    fund = world.x.house.insurance["USDT"]
    order = world.x.liquidate("main", "BTCUSDT")
    # At the bankruptcy price the money of the position is used up: cost - money for a long, money - cost for a short.
    exact = D(cost - money if side == "BUY" else money - cost) / UNIT
    bankruptcy = exact.quantize(D("0.1"), ROUND_CEILING if side == "BUY" else ROUND_FLOOR)
    assert bankruptcy == D(order.price) / 10
    fills = world.x.execute("account_trades", {"symbol": "BTCUSDT", "orderId": order.id})
    assert D(1) == sum(D(fill["qty"]) for fill in fills)
    value = sum(D(fill["quoteQty"]) for fill in fills)
    commission = sum(D(fill["commission"]) for fill in fills)
    realized = (value - D(cost) / UNIT) if side == "BUY" else (-value - D(cost) / UNIT)
    assert realized == sum(D(fill["realizedPnl"]) for fill in fills)
    left = D(money) / UNIT + realized - commission
    fee = min(value * D("0.0125"), left).quantize(D("1E-8"))
    (clear,) = world.x.execute("income_history", {"incomeType": "INSURANCE_CLEAR"})
    assert (-fee, "BTCUSDT", "USDT") == (D(clear["income"]), clear["symbol"], clear["asset"])
    assert D(outside) / UNIT + left - fee == D(world.account.wallet["USDT"]) / UNIT
    assert fund + int(fee * UNIT) == world.x.house.insurance["USDT"]
    assert (0, 0) == (position.isolated, world.everything())


def test_open_orders_of_the_pool_expire_first() -> None:
    world = poor(usdt="2000")
    world.x.execute("change_margin_type", {"symbol": "ETHUSDT", "marginType": "ISOLATED"})
    world.market("BUY", "1.000")
    mine = world.limit("BUY", "0.010", world.price(away=-0.04))
    other = world.limit("BUY", "0.100", world.price("ETHUSDT", away=-0.04), "ETHUSDT")
    world.x.liquidate("main", "BTCUSDT")
    assert ("EXPIRED", "NEW") == (world.order(mine)["status"], world.order(other)["status"])
    assert "5" == world.account.orders[mine["orderId"]].why


def under_water(world: World, debt: str = "5") -> None:
    """Take money away until the account owes this much besides its position."""
    owed = D(world.account.wallet["USDT"]) / UNIT + D(debt)
    world.x.deposit(world.account, "USDT", f"-{owed}")


@pytest.mark.parametrize("side", ["BUY", "SELL"])
def test_the_fund_takes_over_what_finds_no_taker(side: str) -> None:
    world = poor()
    world.market(side, "1.000")
    under_water(world)
    fund = world.x.house.insurance["USDT"]
    cost = world.position().cost
    world.x.advance(NOW + 4_000)
    (order,) = world.forced()
    (taken,) = [e for e in world.x.ledger.of("trade") if e.facts["orderId"] == order.id]
    assert ("NEW_INSURANCE", "FILLED", 0) == (taken.facts["status"], order.status, taken.facts["commission"])
    price, mark = order.price * 10_000_000, world.x.markets["BTCUSDT"].mark_e8(order.time)
    # A long bought for `cost` owes 5 more, so it must bring cost + 5; the fund sells it at the mark price.
    exact = cost + 5 * 10**8 if side == "BUY" else -cost - 5 * 10**8
    assert 0 <= (price - exact if side == "BUY" else exact - price) < 10_000_000
    assert fund + (mark - price if side == "BUY" else price - mark) == world.x.house.insurance["USDT"]
    assert 0 <= world.account.wallet["USDT"] < 10_000_000
    assert 0 == world.everything()
    public = {trade["id"] for trade in world.x.execute("recent_trades", {"symbol": "BTCUSDT"})}
    assert taken.facts["tradeId"] not in public
    assert order.id == world.x.execute("account_trades", {"symbol": "BTCUSDT"})[-1]["orderId"]


def test_without_a_fund_others_are_deleveraged() -> None:
    world = poor()
    world.x.house.fill_insurance("USDT", 0)
    sizes = {"small": ("0.300", "50"), "large": ("2.000", "10"), "long": ("1.000", "10")}
    for name, (quantity, leverage) in sizes.items():
        world.x.add_account(name, {"USDT": "50000"})
        world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": leverage}, account=name)
        side = "BUY" if name == "long" else "SELL"
        order = {"symbol": "BTCUSDT", "side": side, "type": "MARKET", "quantity": quantity}
        world.x.execute("new_order", order, account=name)
    world.market("BUY", "1.000")
    under_water(world, "300")
    world.x.advance(NOW + 4_000)
    (order,) = world.forced()
    closed = {name: world.forced(name) for name in sizes}
    assert {"small": ["adl_autoclose"], "large": ["adl_autoclose"], "long": []} == {
        name: [o.client_id for o in orders] for name, orders in closed.items()
    }
    # All are as badly placed by price; the higher leverage goes first, and the next one takes the rest.
    assert [300, 700] == [closed["small"][0].executed, closed["large"][0].executed]
    assert {order.price} == {closed["small"][0].price, closed["large"][0].price}
    assert -1300 == world.x.accounts["large"].positions["BTCUSDT", "BOTH"].quantity
    told = [e.facts["status"] for e in world.x.ledger.of("trade") if e.facts["orderId"] == order.id]
    assert (["NEW_ADL", "NEW_ADL"], 0) == (told, world.x.house.insurance["USDT"])
    assert 0 == world.everything()


def test_without_a_fund_and_others_the_market_takes_it() -> None:
    world = poor()
    world.x.house.fill_insurance("USDT", 0)
    world.market("SELL", "1.000")
    under_water(world)
    world.x.advance(NOW + 4_000)
    told = [e.facts["status"] for e in world.x.ledger.of("trade") if e.facts["clientOrderId"].startswith("autoclose-")]
    assert (["NEW_ADL"], 0) == (told, world.everything())


def test_cross_positions_carry_each_other() -> None:
    world = World(3, balances={"USDT": "2500"})
    for symbol in ("BTCUSDT", "ETHUSDT"):
        world.x.execute("change_leverage", {"symbol": symbol, "leverage": 75})
    world.market("BUY", "1.000")
    world.market("SELL", "10.000", "ETHUSDT")
    for hour in range(400):
        world.x.advance(NOW + hour * HOUR)
        if world.forced():
            break
    first = world.forced()[0]
    entries = [e for e in world.x.ledger.entries if e.time < first.time]
    trades = [e for e in entries if e.kind == "trade"]
    wallet = 2500 * 10**8 - sum(e.facts["commission"] for e in trades)
    wallet += sum(e.facts["amount"] for e in entries if e.kind == "income")

    def state(at: int) -> tuple[int, int]:
        balance, needed = wallet, 0
        for name, quantity in (("BTCUSDT", 1000), ("ETHUSDT", -10_000)):
            market = world.x.markets[name]
            mark = market.mark_e8(at)
            spent = sum(f.quote for f in world.account.fills[name] if f.time < first.time)
            balance += quantity * mark // 1000 - (spent if quantity > 0 else -spent)
            needed += market.symbol.brackets.maintenance(abs(quantity) * mark // 1000)
        return balance, needed

    balance, needed = state(first.time)
    assert balance <= needed
    before, needed_before = state(first.time - 1)
    assert before > needed_before
    # The larger one goes first, and the other one stays if that is enough.
    assert "BTCUSDT" == first.symbol.symbol
    assert 0 == world.everything()


def test_isolated_losses_stay_isolated() -> None:
    world = poor(usdt="3000", isolated=True)
    world.market("BUY", "0.500")
    world.market("BUY", "1.000", "ETHUSDT")
    world.x.liquidate("main", "BTCUSDT")
    assert (0, 1000) == (world.position().quantity, world.position("ETHUSDT").quantity)


def test_hedge_positions_are_liquidated_one_by_one() -> None:
    world = poor(usdt="9000", isolated=True)
    world.x.execute("change_position_mode", {"dualSidePosition": True})
    world.market("BUY", "0.500", positionSide="LONG")
    world.market("SELL", "0.500", positionSide="SHORT")
    while len(world.forced()) < 1:
        world.x.advance(world.x.now + HOUR)
    (order,) = world.forced()
    gone, kept = ("LONG", "SHORT") if order.position_side == "LONG" else ("SHORT", "LONG")
    assert (0, 500) == (world.position(side=gone).quantity, abs(world.position(side=kept).quantity))
    assert 0 == world.everything()


def test_there_must_be_a_position_to_liquidate(world: World) -> None:
    with pytest.raises(ValueError, match="no position BOTH in BTCUSDT"):
        world.x.liquidate("main", "BTCUSDT")
    with pytest.raises(ValueError, match="no account 'other'"):
        world.x.deleverage("other", "BTCUSDT")


def test_forced_orders_are_listed() -> None:
    world = poor(usdt="5000")
    world.market("BUY", "0.500")
    world.x.deleverage("main", "BTCUSDT", quantity="0.100")
    world.x.liquidate("main", "BTCUSDT")
    told = world.x.execute("force_orders")
    assert ["adl_autoclose", "autoclose-"] == [row["clientOrderId"][:13].rstrip("0123456789") for row in told]
    assert [("0.100", "FILLED"), ("0.400", "FILLED")] == [(row["executedQty"], row["status"]) for row in told]
    for kind, prefix in (("ADL", "adl_"), ("LIQUIDATION", "autoclose-")):
        (row,) = world.x.execute("force_orders", {"autoCloseType": kind, "symbol": "BTCUSDT"})
        assert row["clientOrderId"].startswith(prefix)


def test_deleveraging_closes_at_the_mark_price_without_a_fee(world: World) -> None:
    world.market("SELL", "0.200")
    mark = D(world.x.mark("BTCUSDT")) / UNIT
    order = world.x.deleverage("main", "BTCUSDT", quantity="0.050")
    assert abs(mark - D(order.price) / 10) <= D("0.05")
    (fill,) = world.x.execute("account_trades", {"symbol": "BTCUSDT", "orderId": order.id})
    assert (D(0), "0.050", True) == (D(fill["commission"]), fill["qty"], fill["buyer"])
    assert (-150, 0) == (world.position().quantity, world.everything())
    with pytest.raises(ValueError, match="not between"):
        world.x.deleverage("main", "BTCUSDT", quantity="0.200")
    world.x.deleverage("main", "BTCUSDT", price="50000")
    assert (0, 0) == (world.position().quantity, world.everything())


def test_a_stop_that_the_same_trade_triggers_goes_first() -> None:
    world = poor(isolated=True)
    world.market("BUY", "1.000")
    limit = D(world.x.execute("position_information")[0]["liquidationPrice"])
    world.x.execute(
        "new_algo_order",
        {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET", "closePosition": "true",
         "triggerPrice": f"{limit + 1:.1f}", "workingType": "MARK_PRICE"},
    )  # fmt: skip
    world.x.advance(NOW + 3 * DAY)
    assert (0, []) == (world.position().quantity, world.forced())


class TestMultiAssets:
    """All wallets carry all cross positions, each for less than it is worth."""

    def test_available_money_is_less_the_buffers(self) -> None:
        world = World(balances={"USDT": "1000", "USDC": "2000", "BTC": "0.5", "XYZ": "100"})
        world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
        index = D(world.x.execute("mark_price", {"symbol": "BTCUSDT"})["indexPrice"])
        expected = 1000 + 2000 * D("0.99") + index * D("0.5") * D("0.95")
        assert abs(expected - D(world.x.execute("account_information")["availableBalance"])) < D("0.000001")

    def test_other_assets_are_margin(self) -> None:
        world = World(balances={"USDT": "10", "BTC": "0.5"})
        order = {"symbol": "ETHUSDT", "side": "BUY", "type": "MARKET", "quantity": "10"}
        assert -2019 == world.refusal("new_order", order)
        world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
        assert None is world.refusal("new_order", order)
        assert 0 > world.account.wallet["USDT"], "the fee was more than there was"
        assert -4168 == world.refusal("change_margin_type", symbol="ETHUSDT", marginType="ISOLATED")
        world.x.advance(NOW + 3 * DAY)
        assert [] == world.forced()

    def test_isolated_contracts_are_in_the_way(self, world: World) -> None:
        world.x.execute("change_margin_type", {"symbol": "ETHUSDT", "marginType": "ISOLATED"})
        assert -4167 == world.refusal("change_multi_assets_mode", multiAssetsMargin=True)

    def test_a_debt_is_paid_from_the_other_wallets(self) -> None:
        world = World(balances={"USDT": "1000", "USDC": "6000", "BTC": "1"})
        world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
        world.market("BUY", "0.010")
        world.x.deposit(world.account, "USDT", "-11000")
        before = dict(world.account.wallet)
        rate = D(world.x.execute("mark_price", {"symbol": "BTCUSDT"})["indexPrice"])
        world.x.advance(NOW + 4_000)
        # USDC has the smallest buffer, so it goes first: 99 cents each. Bitcoin pays for the rest.
        missing = D(-before["USDT"]) / UNIT - 6000 * D("0.99")
        told = world.x.execute("income_history", {"incomeType": "AUTO_EXCHANGE"})
        assert ["USDC", "USDT", "BTC", "USDT"] == [row["asset"] for row in told]
        assert (D(-6000), D(5940)) == (D(told[0]["income"]), D(told[1]["income"]))
        assert missing == D(told[3]["income"])
        assert abs(missing / (rate * D("0.95")) + D(told[2]["income"])) < D("0.00000002")
        assert (0, 0) == (world.account.wallet["USDT"], world.account.wallet["USDC"])
        assert [0, 0, 0] == [world.everything(asset) for asset in ("USDT", "USDC", "BTC")]

    def test_leaving_the_mode_pays_small_debts_too(self) -> None:
        world = World(balances={"USDT": "10", "BTC": "0.5"})
        world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
        world.x.deposit(world.account, "USDT", "-60")
        world.x.advance(NOW + 60_000)
        assert -50 * 10**8 == world.account.wallet["USDT"]
        world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": False})
        assert 0 == world.account.wallet["USDT"]

    def test_liquidated_when_all_together_is_too_little(self) -> None:
        world = World(3, balances={"USDT": "10", "BTC": "0.01", "USDC": "300"})
        world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
        world.x.execute("change_leverage", {"symbol": "ETHUSDT", "leverage": 75})
        world.market("BUY", "10", "ETHUSDT")
        while not world.forced():
            world.x.advance(world.x.now + HOUR)
        assert (0, 0) == (world.position("ETHUSDT").quantity, world.everything())
        assert all(money >= 0 for money in world.account.wallet.values())


def test_whatever_leads_to_it_money_is_conserved() -> None:
    for seed in range(1, 3):
        world = World(seed, balances={"USDT": "3000", "USDC": "500", "BNB": "1"})
        world.x.execute("change_fee_burn", {"feeBurn": True})
        for symbol, quantity in (("BTCUSDT", "0.5"), ("ETHUSDT", "8"), ("SOLUSDT", "100")):
            world.x.execute("change_leverage", {"symbol": symbol, "leverage": 50})
            try:
                world.market("BUY" if seed % 2 else "SELL", quantity, symbol)
            except ExchangeError as error:
                assert -2019 == error.code  # noqa: PT017 - it may be refused, but for nothing else
        seen = [0]
        for day in range(8):
            world.x.advance(NOW + day * DAY)
            assert [0, 0, 0] == [world.everything(asset) for asset in ("USDT", "USDC", "BNB")]
            seen.append(len(world.forced()))
        assert all(before <= after for before, after in pairwise(seen))
        assert not world.forced() or world.account.wallet["USDT"] >= 0


@pytest.mark.parametrize("side", ["BUY", "SELL"])
@pytest.mark.parametrize("mode", ["multi-assets", "beside an isolated one"])
def test_the_liquidation_price_is_where_the_money_is_the_maintenance_margin(mode: str, side: str) -> None:
    world = World(balances={"USDT": "900", "USDC": "500", "BNB": "1"})
    if mode == "multi-assets":
        world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
    else:
        world.x.execute("change_margin_type", {"symbol": "ETHUSDT", "marginType": "ISOLATED"})
    world.market("BUY", "0.500", "ETHUSDT")
    world.market(side, "0.100")
    rows = {row["symbol"]: row for row in world.x.execute("position_information")}
    told, eth = rows["BTCUSDT"], rows["ETHUSDT"]
    wallet = D(world.account.wallet["USDT"]) / UNIT
    if mode == "multi-assets":
        bnb = D(world.x.execute("mark_price", {"symbol": "BNBUSDT"})["indexPrice"])
        money = (
            wallet + 500 * D("0.99") + bnb * D("0.95") + D(eth["unRealizedProfit"]) - D(eth["notional"]) * D("0.004")
        )
    else:
        money = wallet - D(eth["isolatedWallet"])
    price, quantity = D(told["liquidationPrice"]), D(told["positionAmt"])
    profit = quantity * price - D(world.position().cost) / UNIT
    assert abs(money + profit - abs(quantity) * price * D("0.004")) < D("0.0001")
