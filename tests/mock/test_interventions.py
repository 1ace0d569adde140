"""S1: what a test does to money, accounts and contracts from outside is booked, told and refused as by the exchange."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.mock.live.live_world import LiveWorld
from tests.mock.world import HOUR, NOW, World

from binance_usdm_mock.engine.restrictions import CODES

D = Decimal
ORDER: dict[str, Any] = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "0.010"}
CLOSE = {**ORDER, "side": "SELL"}
STOP = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET"}
EVERYTHING = {-2023, -4088, -4109, -4402}


@pytest.mark.parametrize(
    ("amount", "kind", "reason"),
    [
        ("250.5", "TRANSFER", "DEPOSIT"),
        ("-100", "TRANSFER", "WITHDRAW"),
        ("1", "REFERRAL_KICKBACK", "ADJUSTMENT"),
        ("-3", "INTERNAL_TRANSFER", "ASSET_TRANSFER"),
        ("7", "COIN_SWAP_DEPOSIT", "COIN_SWAP_DEPOSIT"),
    ],
)
def test_money_from_outside(amount: str, kind: str, reason: str) -> None:
    world = LiveWorld()
    peer = world.private()
    before = world.account.wallet["USDT"]
    world.x.transfer("USDT", amount, kind=kind)
    assert before + int(D(amount) * 10**8) == world.account.wallet["USDT"]
    row = world.x.execute("income_history", {"incomeType": kind})[-1]
    assert (D(amount), "USDT", NOW) == (D(row["income"]), row["asset"], row["time"])
    (told,) = world.values(peer)
    assert ("ACCOUNT_UPDATE", reason, []) == (told["e"], told["a"]["m"], told["a"]["P"])
    (wallet,) = told["a"]["B"]
    assert (D(amount), D(world.account.wallet["USDT"])) == (D(wallet["bc"]), D(wallet["wb"]) * 10**8)
    assert 0 == world.everything()


def test_money_may_decide_over_a_position() -> None:
    world = World(3, balances={"USDT": "700"})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 100})
    world.market("BUY", "1.000")
    world.x.transfer("USDT", "-600")
    world.x.advance(NOW + 4_000)
    assert (1, 0) == (len(world.forced()), world.position().quantity)


def test_amounts_and_names_are_checked(world: World) -> None:
    for amount in ("0", "0.123456789", "much"):
        with pytest.raises(ValueError, match=r"is no amount|much"):
            world.x.transfer("USDT", amount)
    with pytest.raises(ValueError, match="no account 'nobody'"):
        world.x.transfer("USDT", "1", account="nobody")
    with pytest.raises(ValueError, match="restricts no account; allowed"):
        world.x.restrict(-1000)
    with pytest.raises(ValueError, match="no contract 'NOSUCH'"):
        world.x.restrict(-4192, symbol="NOSUCH")
    with pytest.raises(ValueError, match="from 0"):
        world.x.fund("USDT", "-1")
    with pytest.raises(ValueError, match="no contract 'NOSUCH'"):
        world.x.change("NOSUCH", tick="1")


@pytest.mark.parametrize("code", sorted(CODES))
def test_what_a_restricted_account_may_do(code: int, world: World) -> None:
    world.market("BUY", "0.020")
    resting = world.limit("BUY", "0.010", world.price(away=-0.03))
    world.x.restrict(code)
    opens = {-4106: [code, None], -4107: [None, code]}.get(code, [code, code])
    buy = {**ORDER, "symbol": "ETHUSDT", "quantity": "1"}
    assert opens == [world.refusal("test_order", buy), world.refusal("test_order", buy, side="SELL")]
    blocked = code if code in EVERYTHING else None
    assert blocked == world.refusal("new_order", CLOSE, reduceOnly=True)
    assert blocked == world.refusal("new_order", CLOSE), "it can only make the position smaller"
    low = {**STOP, "triggerPrice": world.price(away=-0.02)}
    assert blocked == world.refusal("new_algo_order", low, closePosition=True)
    assert opens[1] == world.refusal("new_algo_order", low, quantity="1.000")
    assert None is world.refusal("cancel_order", symbol="BTCUSDT", orderId=resting["orderId"])
    can = world.x.execute("account_config")["canTrade"]
    assert (code not in (-4088, -4109)) == can
    world.x.lift()
    assert None is world.refusal("new_order", buy)


def test_a_restriction_of_one_contract_ends_by_itself(world: World) -> None:
    first = world.x.restrict(-4400, symbol="BTCUSDT", seconds=3600)
    assert (-4400, None) == (
        world.refusal("new_order", ORDER),
        world.refusal("new_order", {**ORDER, "symbol": "ETHUSDT", "quantity": "0.1"}),
    )
    told = world.x.execute("trading_status")["indicators"]
    assert {"BTCUSDT": NOW + HOUR} == {name: rows[0]["plannedRecoverTime"] for name, rows in told.items()}
    assert {} == world.x.execute("trading_status", {"symbol": "ETHUSDT"})["indicators"]
    world.x.advance(NOW + HOUR)
    assert None is world.refusal("new_order", ORDER)
    assert {} == world.x.execute("trading_status")["indicators"]
    second = world.x.restrict(-4192)
    world.x.lift(first)
    assert -4192 == world.refusal("new_order", ORDER)
    world.x.lift(second)
    assert None is world.refusal("new_order", ORDER)


def test_a_restriction_of_the_account_is_told_as_such(world: World) -> None:
    world.x.restrict(-4400)
    told = world.x.execute("trading_status", {"symbol": "BTCUSDT"})["indicators"]
    assert (["ACCOUNT"], True) == (list(told), told["ACCOUNT"][0]["isLocked"])


def test_a_conditional_order_meets_the_restriction_at_its_trigger(world: World) -> None:
    placed = world.x.execute("new_algo_order", {**STOP, "quantity": "0.010", "triggerPrice": world.price(away=-0.0005)})
    world.x.restrict(-4192)
    while world.x.execute("query_algo_order", {"algoId": placed["algoId"]})["algoStatus"] == "NEW":
        world.x.advance(world.x.now + 600_000)
    assert "REJECTED" == world.x.execute("query_algo_order", {"algoId": placed["algoId"]})["algoStatus"]
    assert "Cooling-off" in world.x.ledger.of("algo")[-1].facts["reason"]


def test_contracts_change_while_orders_wait(world: World) -> None:
    placed = world.limit("BUY", "0.010", world.price(away=-0.03))
    world.x.change("BTCUSDT", tick="10", step="0.01", min_notional="600")
    row = next(r for r in world.x.execute("exchange_info")["symbols"] if r["symbol"] == "BTCUSDT")
    filters = {f["filterType"]: f for f in row["filters"]}
    assert ("10", "0.01", "600") == (
        filters["PRICE_FILTER"]["tickSize"],
        filters["LOT_SIZE"]["stepSize"],
        filters["MIN_NOTIONAL"]["notional"],
    )
    assert placed["price"] == world.order(placed)["price"]
    limit = {**ORDER, "type": "LIMIT", "timeInForce": "GTC"}
    low = int(D(world.price(away=-0.03))) // 10 * 10
    assert [-4014, -4023, -4164, None] == [
        world.refusal("new_order", limit, price=f"{low + 1}"),
        world.refusal("new_order", limit, price=f"{low}", quantity="0.015"),
        world.refusal("new_order", limit, price=f"{low}", quantity="0.010"),
        world.refusal("new_order", limit, price=f"{low}", quantity="0.020"),
    ]
    world.x.change("NEWUSDT", like="ETHUSDT")
    assert "FILLED" == world.market("BUY", "0.100", "NEWUSDT")["status"]
    world.x.change("NEWUSDT", removed=True)
    assert -1121 == world.refusal("order_book", symbol="NEWUSDT")
    assert 0 == world.everything()


def test_the_fund_is_told(world: World) -> None:
    world.x.fund("USDT", "1234.5")
    told = world.x.execute("insurance_fund_balance", {"symbol": "BTCUSDT"})
    assert ("1234.50000000", 0) == (told["assets"][0]["marginBalance"], world.everything())
