"""T6, S1: positions that the exchange closes are announced, told with their own ids and states, and shown to all."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from tests.mock.live.live_world import LiveWorld
from tests.mock.world import NOW

from binance_usdm_api import decode_event
from binance_usdm_mock.engine.listing import change_contract
from binance_usdm_mock.faults.actions import Contract

Json = dict[str, Any]
MINUTE = 60_000


def poor(usdt: str = "700") -> LiveWorld:
    world = LiveWorld(3, balances={"USDT": usdt})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 100})
    return world


def orders(told: list[Json]) -> list[tuple[str, str, str]]:
    return [(e["o"]["o"], e["o"]["x"], e["o"]["X"]) for e in told if e["e"] == "ORDER_TRADE_UPDATE"]


def test_a_margin_call_comes_before_the_liquidation() -> None:
    world = poor("590")
    world.market("SELL", "1.000")
    peer = world.private()
    told: list[Json] = []
    while world.position().quantity:
        world.run(20 * MINUTE)
        world.x.execute("keepalive_user_stream")
        told += world.values(peer)
    calls = [n for n, event in enumerate(told) if event["e"] == "MARGIN_CALL"]
    forced = next(n for n, event in enumerate(told) if event["e"] == "ORDER_TRADE_UPDATE")
    assert calls[0] < forced
    (row,) = told[calls[0]]["p"]
    assert ("BTCUSDT", "-1.000", "CROSSED") == (row["s"], row["pa"], row["mt"])
    assert Decimal(told[calls[0]]["cw"]) + Decimal(row["up"]) > Decimal(row["mm"])
    seen = orders(told)
    assert ("LIQUIDATION", "NEW", "NEW") == seen[0]
    assert {("LIQUIDATION", "CALCULATED")} == {(kind, execution) for kind, execution, _ in seen[1:]}
    assert "FILLED" == seen[-1][2]
    assert told[forced]["o"]["c"].startswith("autoclose-")
    reasons = [event["a"]["m"] for event in told[forced:] if event["e"] == "ACCOUNT_UPDATE"]
    assert ["ORDER"] * (len(seen) - 1) + ["INSURANCE_CLEAR"] == reasons
    assert "0.000" == [e for e in told if e["e"] == "ACCOUNT_UPDATE" and e["a"]["P"]][-1]["a"]["P"][0]["pa"]


@pytest.mark.parametrize(("fund", "state"), [("100000", "NEW_INSURANCE"), ("0", "NEW_ADL")])
def test_what_found_no_taker_has_a_state_of_its_own(fund: str, state: str) -> None:
    world = poor()
    world.x.house.fill_insurance("USDT", int(fund) * 10**8)
    world.market("SELL", "1.000")
    owed = Decimal(world.account.wallet["USDT"]) / 10**8 + 5
    world.x.deposit(world.account, "USDT", f"-{owed}")
    peer, public = world.private(), world.open("/market/ws/btcusdt@forceOrder/btcusdt@aggTrade")
    world.run(5_000)
    frames = world.frames(peer)
    assert [("LIQUIDATION", "NEW", "NEW"), ("LIQUIDATION", "CALCULATED", state)] == orders(
        [e for e in map(_json, frames) if e["e"] == "ORDER_TRADE_UPDATE"]
    )
    fill = next(e["o"] for e in map(_json, frames) if e["e"] == "ORDER_TRADE_UPDATE" and e["o"]["x"] == "CALCULATED")
    assert (False, "1.000", "1.000") == ("n" in fill or "N" in fill, fill["l"], fill["z"])
    for frame in frames:
        decode_event(frame)
    # What the fund took was no public trade.
    assert fill["t"] not in [e.get("a") for e in world.values(public)]


def _json(frame: bytes) -> Json:
    import msgspec

    value: Json = msgspec.json.decode(frame)
    return value


def test_all_see_the_liquidation() -> None:
    world = poor()
    world.market("BUY", "1.000")
    public = world.open("/market/ws/btcusdt@forceOrder")
    order = world.x.liquidate("main", "BTCUSDT")
    world.run(1_000)
    (told,) = world.values(public)
    largest = max(world.account.fills["BTCUSDT"][-9:], key=lambda f: (f.order is order, f.quantity, f.id))
    symbol = order.symbol
    assert ("SELL", "FILLED") == (told["o"]["S"], told["o"]["X"])
    assert (symbol.quantity_text(order.quantity), symbol.price_text(order.price)) == (told["o"]["q"], told["o"]["p"])
    assert (symbol.quantity_text(largest.quantity), symbol.quantity_text(order.executed)) == (
        told["o"]["l"],
        told["o"]["z"],
    )
    assert symbol.average_text(order.quote, order.executed) == told["o"]["ap"]


def test_deleveraging_is_a_trade_like_any_other(world: LiveWorld) -> None:
    world.market("BUY", "0.100")
    peer = world.private()
    world.x.deleverage("main", "BTCUSDT")
    told = world.values(peer)
    assert [("LIMIT", "NEW", "NEW"), ("LIMIT", "TRADE", "FILLED")] == orders(told)
    assert {"adl_autoclose"} == {e["o"]["c"] for e in told if e["e"] == "ORDER_TRADE_UPDATE"}


def test_a_delisting_tells_why_orders_end(world: LiveWorld) -> None:
    world.market("BUY", "1.000", "ETHUSDT")
    world.limit("BUY", "1.000", world.price("ETHUSDT", away=-0.04), "ETHUSDT")
    peer, public = world.private(), world.open("/market/ws/!contractInfo")
    change_contract(world.x, Contract(symbol="ETHUSDT", status="SETTLING"))
    told = world.values(peer)
    assert [("LIMIT", "EXPIRED", "EXPIRED"), ("LIMIT", "NEW", "NEW"), ("LIMIT", "TRADE", "FILLED")] == orders(told)
    assert ("7", f"settlement_autoclose-{NOW}000001") == (told[0]["o"]["er"], told[-1]["o"]["c"])
    world.run(1_000)
    assert ["SETTLING"] == [e["cs"] for e in world.values(public)]
