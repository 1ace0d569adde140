"""T6, S2: account events come in the exchange's order and shape, and agree with what REST answers at that instant."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.mock.live.live_world import LiveWorld
from tests.mock.world import HOUR, NOW

from binance_usdm_api import decode_event
from binance_usdm_api.models import user as models
from binance_usdm_mock import ExchangeError

Json = dict[str, Any]


def kinds(told: list[Json]) -> list[str]:
    return [f"{e['e']}:{e['o']['x']}" if e["e"] == "ORDER_TRADE_UPDATE" else e["e"] for e in told]


def test_a_market_order(world: LiveWorld) -> None:
    peer = world.private()
    placed = world.market("BUY", "0.01")
    told = world.values(peer)
    assert ["ORDER_TRADE_UPDATE:NEW", "TRADE_LITE", "ACCOUNT_UPDATE", "ORDER_TRADE_UPDATE:TRADE"] == kinds(told)
    fill = world.x.execute("account_trades", {"symbol": "BTCUSDT"})[0]
    last = told[-1]["o"]
    assert ("FILLED", placed["orderId"], fill["id"]) == (last["X"], last["i"], last["t"])
    assert (fill["commission"], fill["commissionAsset"]) == (last["n"], last["N"])
    assert (fill["price"], fill["qty"], fill["realizedPnl"]) == (last["L"], last["l"], last["rp"])
    assert (fill["id"], fill["price"], fill["qty"]) == (told[1]["t"], told[1]["L"], told[1]["l"])


def test_a_resting_order_is_amended_and_cancelled(world: LiveWorld) -> None:
    peer = world.private()
    placed = world.limit("BUY", "0.05", world.price(away=-0.02))
    ids = {"symbol": "BTCUSDT", "orderId": placed["orderId"]}
    price = world.price(away=-0.03)
    world.x.execute("modify_order", {**ids, "side": "BUY", "quantity": "0.04", "price": price, "modifyId": 77})
    world.x.execute("cancel_order", ids)
    told = world.values(peer)
    assert [f"ORDER_TRADE_UPDATE:{x}" for x in ("NEW", "AMENDMENT", "CANCELED")] == kinds(told)
    assert ("0.040", "77") == (told[1]["o"]["q"], told[1]["o"]["M"])
    assert Decimal(price) == Decimal(told[1]["o"]["p"])
    assert (["NEW", "NEW", "CANCELED"], "0") == ([e["o"]["X"] for e in told], told[2]["o"]["er"])


def test_a_partial_fill_of_a_resting_order_by_the_market() -> None:
    world = LiveWorld(balances={"USDT": "9000000"})
    peer = world.private()
    best = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    world.limit("BUY", "40", best["bidPrice"], newClientOrderId="mine")
    told: list[Json] = []
    for _ in range(400):
        world.run(3_000)
        told += world.values(peer)
        if any(e["e"] == "TRADE_LITE" for e in told):
            break
    fill = next(e for e in told if e["e"] == "ORDER_TRADE_UPDATE" and e["o"]["x"] == "TRADE")
    assert ("PARTIALLY_FILLED", True, "mine") == (fill["o"]["X"], fill["o"]["m"], fill["o"]["c"])
    assert fill["T"] == fill["o"]["T"] <= fill["E"]


@pytest.mark.parametrize(
    ("more", "why"), [({"timeInForce": "IOC"}, "2"), ({"timeInForce": "GTD", "goodTillDate": NOW + HOUR}, "0")]
)
def test_expiry_tells_why(more: Json, why: str, world: LiveWorld) -> None:
    peer = world.private()
    world.limit("BUY", "0.05", world.price(away=-0.04), **more)
    world.run(50 * 60_000)
    world.x.execute("keepalive_user_stream")
    world.run(11 * 60_000)
    last = world.values(peer)[-1]
    assert ("EXPIRED", "EXPIRED", why) == (last["o"]["x"], last["o"]["X"], last["o"]["er"])


def test_self_trade_prevention() -> None:
    world = LiveWorld(balances={"USDT": "9000000"})
    best = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    inside = best["bidPrice"]
    world.limit("BUY", "0.05", inside)
    peer = world.private()
    world.market("SELL", "10", selfTradePreventionMode="EXPIRE_MAKER")
    expired = [e["o"] for e in world.values(peer) if e["e"] == "ORDER_TRADE_UPDATE" and e["o"]["x"] == "EXPIRED"]
    assert [("EXPIRED_IN_MATCH", "1")] == [(o["X"], o["er"]) for o in expired]


def test_margin_of_an_isolated_position(world: LiveWorld) -> None:
    world.x.execute("change_margin_type", {"symbol": "ETHUSDT", "marginType": "ISOLATED"})
    world.market("BUY", "1", "ETHUSDT")
    peer = world.private()
    world.x.execute("change_position_margin", {"symbol": "ETHUSDT", "amount": "5", "type": 1})
    (moved,) = world.values(peer)
    (position,) = world.x.execute("position_information")
    assert ("MARGIN_TRANSFER", position["isolatedWallet"]) == (moved["a"]["m"], moved["a"]["P"][0]["iw"])


def test_settings_in_their_own_events(world: LiveWorld) -> None:
    peer = world.private()
    world.x.execute("change_leverage", {"symbol": "ETHUSDT", "leverage": 7})
    world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": True})
    world.x.execute("change_multi_assets_mode", {"multiAssetsMargin": False})
    world.x.execute("change_margin_type", {"symbol": "ETHUSDT", "marginType": "ISOLATED"})
    one, two, three, four = world.values(peer)
    assert {"s": "ETHUSDT", "l": 7} == one["ac"]
    assert ({"j": True}, {"j": False}) == (two["ai"], three["ai"])
    assert ("MARGIN_TYPE_CHANGE", "isolated") == (four["a"]["m"], four["a"]["P"][0]["mt"])


@pytest.mark.parametrize("margin", ["CROSSED", "ISOLATED"])
def test_funding(margin: str, world: LiveWorld) -> None:
    if margin == "ISOLATED":
        world.x.execute("change_margin_type", {"symbol": "BTCUSDT", "marginType": margin})
    world.market("BUY", "0.1")
    world.x.advance(world.x.now + 4 * HOUR - 60_000)
    peer = world.private()
    world.run(120_000)
    (paid,) = [e for e in world.values(peer) if e["e"] == "ACCOUNT_UPDATE"]
    income = world.x.execute("income_history", {"incomeType": "FUNDING_FEE"})[-1]
    assert ("FUNDING_FEE", income["income"]) == (paid["a"]["m"], paid["a"]["B"][0]["bc"])
    assert (1 if margin == "ISOLATED" else 0) == len(paid["a"]["P"])
    assert paid["a"]["B"][0]["wb"] == world.x.execute("account_balance")[0]["balance"]


def test_conditional_orders(world: LiveWorld) -> None:
    peer = world.private()
    base = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET", "quantity": "0.01"}
    placed = world.x.execute("new_algo_order", {**base, "triggerPrice": world.price(away=-0.05)})
    world.x.execute("cancel_algo_order", {"algoId": placed["algoId"]})
    told = world.values(peer)
    assert [("ALGO_UPDATE", "NEW"), ("ALGO_UPDATE", "CANCELED")] == [(e["e"], e["o"]["X"]) for e in told]
    assert (placed["algoId"], placed["clientAlgoId"]) == (told[0]["o"]["aid"], told[0]["o"]["caid"])


def test_margin_call() -> None:
    poor = LiveWorld(balances={"USDT": "700"})
    poor.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 100})
    poor.market("BUY", "1")
    peer = poor.private()
    # Take nearly everything out: what is left hardly covers the maintenance margin.
    poor.x.deposit(poor.account, "USDT", "-430")
    poor.run(2_000)
    called = [e for e in poor.events(peer) if isinstance(e, models.MarginCall)]
    assert ["BTCUSDT"] == [position.symbol for position in called[0].positions]
    poor.run(30_000)
    assert [] == [e for e in poor.events(peer) if isinstance(e, models.MarginCall)]


def test_events_filter_and_combined_form(world: LiveWorld) -> None:
    key = world.x.execute("start_user_stream")["listenKey"]
    only = world.open(f"/private/ws?listenKey={key}&events=TRADE_LITE/ACCOUNT_UPDATE")
    combined = world.open(f"/private/stream?listenKey={key}&events=ORDER_TRADE_UPDATE")
    bare = world.open(f"/private/ws/{key}")
    foreign = world.open("/private/ws/" + "x" * 64)
    unrouted = world.open(f"/ws/{key}")
    world.market("BUY", "0.01")
    assert ["TRADE_LITE", "ACCOUNT_UPDATE"] == kinds(world.values(only))
    told = world.values(combined)
    assert {key} == {e["stream"] for e in told}
    assert ["NEW", "TRADE"] == [e["data"]["o"]["x"] for e in told]
    assert 4 == len(world.values(bare))
    assert ([], []) == (world.values(foreign), world.values(unrouted))


def test_another_account_hears_nothing(world: LiveWorld) -> None:
    world.x.add_account("other", {"USDT": "1000"})
    key = world.x.execute("start_user_stream", account="other")["listenKey"]
    peer = world.open(f"/private/ws/{key}")
    world.market("BUY", "0.01")
    assert [] == world.frames(peer)


class Mirror:
    """An account rebuilt from its events alone."""

    def __init__(self) -> None:
        self.orders: dict[int, Json] = {}
        self.positions: dict[str, Json] = {}
        self.wallets: dict[str, str] = {}
        self.stamps: dict[str, tuple[int, int]] = {}

    def put(self, event: Json) -> None:
        stamp = (event["E"], event["T"])
        last = self.stamps.get(event["e"], (0, 0))
        assert last[0] <= stamp[0]
        assert last[1] <= stamp[1]
        self.stamps[event["e"]] = stamp
        if event["e"] == "ORDER_TRADE_UPDATE":
            order = event["o"]
            if order["X"] in ("NEW", "PARTIALLY_FILLED"):
                self.orders[order["i"]] = order
            else:
                self.orders.pop(order["i"], None)
        elif event["e"] == "ACCOUNT_UPDATE":
            for row in event["a"]["B"]:
                self.wallets[row["a"]] = row["wb"]
            for row in event["a"]["P"]:
                self.positions[row["s"]] = row


STEPS = st.lists(
    st.tuples(
        st.sampled_from(["buy", "sell", "bid", "ask", "reduce", "cancel", "amend", "wait"]),
        st.integers(1, 60),
        st.sampled_from(["BTCUSDT", "ETHUSDT"]),
    ),
    min_size=2,
    max_size=25,
)


def act(world: LiveWorld, kind: str, amount: int, symbol: str) -> None:
    x = world.x
    size = f"0.{amount:03d}" if symbol == "BTCUSDT" else f"{amount}.5"
    try:
        if kind in ("buy", "sell"):
            world.market(kind.upper(), size, symbol)
        elif kind in ("bid", "ask"):
            away = (-0.0001 if kind == "bid" else 0.0001) * (amount - 5)
            world.limit("BUY" if kind == "bid" else "SELL", size, world.price(symbol, away=away), symbol)
        elif kind == "reduce":
            world.limit("SELL", size, world.price(symbol, away=0.001), symbol, reduceOnly="true")
        elif kind == "wait":
            world.run(amount * 1_000)
        else:
            orders = x.execute("open_orders", {"symbol": symbol})
            if orders:
                ids = {"symbol": symbol, "orderId": orders[amount % len(orders)]["orderId"]}
                order = x.execute("query_order", ids)
                if kind == "cancel":
                    x.execute("cancel_order", ids)
                else:
                    change = {"side": order["side"], "quantity": size, "price": order["price"]}
                    x.execute("modify_order", {**ids, **change})
    except ExchangeError:
        pass


@settings(max_examples=15, deadline=None)
@given(STEPS)
def test_events_alone_rebuild_what_rest_answers(steps: list[tuple[str, int, str]]) -> None:
    world = LiveWorld(balances={"USDT": "200000"})
    peer = world.private()
    mirror = Mirror()
    for step in steps:
        act(world, *step)
        for frame in world.frames(peer):
            decode_event(frame)
            mirror.put(msgspec.json.decode(frame))
        open_orders = {o["orderId"]: o for o in world.x.execute("open_orders")}
        assert set(open_orders) == set(mirror.orders)
        for identity, order in open_orders.items():
            seen = mirror.orders[identity]
            assert (order["status"], order["executedQty"], order["origQty"], order["price"]) == (
                seen["X"],
                seen["z"],
                seen["q"],
                seen["p"],
            )
            assert (order["avgPrice"], order["clientOrderId"]) == (seen["ap"], seen["c"])
        for position in world.x.execute("position_information"):
            seen = mirror.positions.get(
                position["symbol"], {"pa": position["positionAmt"], "ep": position["entryPrice"]}
            )
            assert (position["positionAmt"], position["entryPrice"]) == (seen["pa"], seen["ep"])
        wallet = next(row["balance"] for row in world.x.execute("account_balance") if row["asset"] == "USDT")
        assert wallet == mirror.wallets.get("USDT", wallet)
