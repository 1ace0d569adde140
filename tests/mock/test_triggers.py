"""S1: conditional orders trigger at the first price that meets them, become orders, and tell each state once."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from tests.mock.world import DAY, HOUR, NOW, World

from binance_usdm_mock.engine.algo import AlgoOrder

SELL: dict[str, Any] = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "quantity": "0.010"}


def place(world: World, **params: Any) -> int:
    sent = {**SELL, **params}
    return int(world.x.execute("new_algo_order", {k: v for k, v in sent.items() if v is not None})["algoId"])


def told(world: World, algo: int) -> Any:
    return world.x.execute("query_algo_order", {"algoId": algo})


def states(world: World, algo: int) -> list[str]:
    return [entry.facts["status"] for entry in world.x.ledger.of("algo") if entry.facts["algoId"] == algo]


def prices(world: World, until: int, kind: str = "CONTRACT_PRICE") -> list[tuple[int, int]]:
    """Instants and prices (1e-8) of every public trade, by the slow way."""
    market = world.x.market("BTCUSDT")
    found = market.between(NOW + 1, until, 1_000_000)
    tick = market.symbol.tick_e8
    away: Callable[[int], int] = (lambda t: market.derived.away("mark", t)) if kind == "MARK_PRICE" else lambda t: 0
    return [(t.time, t.price * tick + away(t.time)) for t in found]


@pytest.mark.parametrize("working", ["CONTRACT_PRICE", "MARK_PRICE"])
@pytest.mark.parametrize(
    ("kind", "side", "away"),
    [
        ("STOP_MARKET", "SELL", -0.002),
        ("STOP_MARKET", "BUY", 0.002),
        ("TAKE_PROFIT_MARKET", "SELL", 0.002),
        ("TAKE_PROFIT_MARKET", "BUY", -0.002),
    ],
)
@pytest.mark.parametrize("steps", [1, 7])
def test_triggers_at_the_first_price(steps: int, kind: str, side: str, away: float, working: str) -> None:
    world = World(3)
    algo = place(world, type=kind, side=side, triggerPrice=world.price(away=away), workingType=working)
    trigger = int(float(told(world, algo)["triggerPrice"]) * 10) * 10_000_000
    end = NOW + DAY
    path = prices(World(3), end, working)
    first = next((t for t, price in path if (price >= trigger if away > 0 else price <= trigger)), None)
    for step in range(1, steps + 1):
        world.x.advance(NOW + DAY * step // steps)
    assert first is not None, "the seed must let the price be reached"
    done = told(world, algo)
    assert (first, "FINISHED") == (done["triggerTime"], done["algoStatus"])
    assert ["NEW", "TRIGGERING", "TRIGGERED", "FINISHED"] == states(world, algo)
    order = world.x.execute("query_order", {"symbol": "BTCUSDT", "orderId": int(done["actualOrderId"])})
    assert (first, "MARKET", kind, "FILLED") == (order["time"], order["type"], order["origType"], order["status"])
    assert (order["avgPrice"], order["executedQty"]) == (done["actualPrice"], done["actualQty"])
    assert [] == world.x.execute("open_algo_orders")


@pytest.mark.parametrize("side", ["SELL", "BUY"])
@pytest.mark.parametrize("away", [None, 0.001])
def test_trailing_stops_follow_the_best_price(away: float | None, side: str) -> None:
    world, sells = World(5), side == "SELL"
    activate = None if away is None else world.price(away=away if sells else -away)
    algo = place(world, type="TRAILING_STOP_MARKET", side=side, callbackRate="0.3", activatePrice=activate)
    begin = int(float(world.price() if activate is None else activate) * 10) * 10_000_000
    active, best, first = activate is None, begin, None
    for time, price in prices(World(5), NOW + DAY):
        if not active:
            active, best = (price >= begin if sells else price <= begin), price
            continue
        best = max(best, price) if sells else min(best, price)
        if price * 1000 <= best * 997 if sells else price * 1000 >= best * 1003:
            first = time
            break
    assert first is not None, "the seed must turn round"
    world.x.advance(NOW + DAY)
    assert first == told(world, algo)["triggerTime"]


def test_activation_on_the_wrong_side_is_refused(world: World) -> None:
    params = {**SELL, "type": "TRAILING_STOP_MARKET", "callbackRate": "1"}
    assert -2021 == world.refusal("new_algo_order", params, activatePrice=world.price(away=-0.01))
    assert -2021 == world.refusal("new_algo_order", params, side="BUY", activatePrice=world.price(away=0.01))


def hit(world: World, **params: Any) -> int:
    """Place a stop just below the price and let the market fall through it."""
    algo = place(world, **{"type": "STOP_MARKET", "triggerPrice": world.price(away=-0.0005), **params})
    for _ in range(48):
        world.x.advance(world.x.now + HOUR // 2)
        if told(world, algo)["triggerTime"]:
            break
    return algo


def test_a_limit_order_rests_until_it_is_filled_or_cancelled(world: World) -> None:
    far = world.price(away=0.04)
    algo = hit(world, type="STOP", price=far, timeInForce="GTC", clientAlgoId="both-names")
    done = told(world, algo)
    assert ("TRIGGERED", "LIMIT") == (done["algoStatus"], done["actualType"])
    order = world.x.execute("query_order", {"symbol": "BTCUSDT", "origClientOrderId": "both-names"})
    assert (int(done["actualOrderId"]), far, "STOP") == (order["orderId"], order["price"], order["origType"])
    world.x.execute("cancel_order", {"symbol": "BTCUSDT", "orderId": order["orderId"]})
    assert ("FINISHED", "0.000") == (told(world, algo)["algoStatus"], told(world, algo)["actualQty"])


def test_margin_is_checked_at_the_trigger_only(world: World) -> None:
    algo = hit(world, quantity="90")
    assert ["NEW", "TRIGGERING", "REJECTED"] == states(world, algo)
    assert "" == told(world, algo)["actualOrderId"]
    [reason] = {e.facts["reason"] for e in world.x.ledger.of("algo")} - {""}
    assert reason in {"Margin is insufficient.", "Exceeded the maximum allowable position at current leverage."}


def test_close_position_closes_whatever_is_there(world: World) -> None:
    world.market("BUY", "0.037")
    algo = hit(world, closePosition=True, quantity=None)
    assert ("FINISHED", "0.037", 0) == (
        told(world, algo)["algoStatus"],
        told(world, algo)["actualQty"],
        world.position().quantity,
    )


def test_close_position_without_a_position_expires(world: World) -> None:
    assert ["NEW", "TRIGGERING", "EXPIRED"] == states(world, hit(world, closePosition=True, quantity=None))


def test_reduce_only_is_rejected_when_the_position_is_gone(world: World) -> None:
    algo = hit(world, reduceOnly=True)
    assert ["NEW", "TRIGGERING", "REJECTED"] == states(world, algo)


def test_good_till_date_ends_it(world: World) -> None:
    till = NOW + HOUR
    algo = place(world, type="STOP_MARKET", triggerPrice=world.price(away=-0.2), timeInForce="GTD", goodTillDate=till)
    world.x.advance(NOW + DAY)
    assert ("EXPIRED", till) == (told(world, algo)["algoStatus"], told(world, algo)["updateTime"])


def test_own_trades_trigger_and_one_trigger_the_next(world: World) -> None:
    """A market order walks down the ladder; the stop it meets sells further down into the second one."""
    world.x.execute("change_leverage", {"symbol": "测试USDT", "leverage": 50})
    market = world.x.market("测试USDT")
    last = world.x.last_e8("测试USDT") // market.symbol.tick_e8
    texts = [market.symbol.price_text(last - n) for n in (1, 3)]
    ids = [place(world, symbol="测试USDT", quantity="10000", type="STOP_MARKET", triggerPrice=t) for t in texts]
    world.market("SELL", "10000", symbol="测试USDT")
    triggered = [told(world, algo)["triggerTime"] for algo in ids]
    assert NOW in triggered
    assert all(
        state == "FINISHED" for state in (states(world, algo)[-1] for algo in ids if told(world, algo)["triggerTime"])
    )


def test_price_protection_waits(world: World) -> None:
    """While last and mark price are too far apart, a protected order is not triggered."""
    world.x.symbol("BTCUSDT").trigger_protect = 0
    guarded = place(world, type="STOP_MARKET", triggerPrice=world.price(away=-0.0005), priceProtect=True)
    other = hit(world)
    assert ("FINISHED", "NEW") == (told(world, other)["algoStatus"], told(world, guarded)["algoStatus"])


def test_quiet_minutes_are_never_loud() -> None:
    """What a minute's range rules out never triggers, whatever the order of its prices."""
    for rises in (True, False):
        for trail in (True, False):
            for low in range(95, 106):
                for high in range(low, 106):
                    order = AlgoOrder(**_bare(rises=rises, trail=trail))
                    order.active, order.best = trail, 100
                    if order.quiet(low, high):
                        for path in ((low, high), (high, low)):
                            fresh = AlgoOrder(**_bare(rises=rises, trail=trail))
                            fresh.active, fresh.best = trail, 100
                            assert not any(fresh.see(price) for price in path)


def _bare(*, rises: bool, trail: bool) -> dict[str, Any]:
    texts = ["client_id", "symbol", "position_side", "time_in_force", "quantity", "price", "trigger_price"]
    texts += ["activate_price", "callback_rate", "working_type", "price_match", "stp", "account"]
    flags = ["close_position", "price_protect", "reduce_only"]
    numbers = ["id", "create_time", "update_time", "good_till"]
    return {
        **dict.fromkeys(texts, ""),
        **dict.fromkeys(flags, False),
        **dict.fromkeys(numbers, 0),
        "side": "BUY" if rises else "SELL",
        "type": "TRAILING_STOP_MARKET" if trail else "STOP_MARKET",
        "trigger": 103 if rises else 97,
        "callback": 30,
    }


def test_passing_a_day_in_one_go_or_in_minutes_gives_the_same_ledger() -> None:
    def ledger(step: int) -> list[Any]:
        world = World(11)
        for away in (-0.01, -0.003, -0.001):
            place(world, type="STOP_MARKET", triggerPrice=world.price(away=away))
            place(world, type="STOP", side="BUY", triggerPrice=world.price(away=-away), price=world.price(away=-away))
        world.limit("BUY", "0.02", world.price(away=-0.004))
        world.limit("SELL", "0.2", world.price("ETHUSDT", away=0.004), symbol="ETHUSDT")
        while world.x.now < NOW + 8 * HOUR:
            world.x.advance(world.x.now + step)
        return world.x.ledger.entries

    assert ledger(8 * HOUR) == ledger(8 * HOUR // 60)
    assert ledger(8 * HOUR) == ledger(8 * HOUR // 777)
