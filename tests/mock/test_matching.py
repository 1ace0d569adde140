"""S1: LIMIT, MARKET and every time in force match as the exchange says."""

from __future__ import annotations

import pytest
from tests.mock.world import NOW, World


def best(world: World) -> tuple[str, str, str, str]:
    told = world.x.execute("book_ticker", {"symbol": "BTCUSDT"})
    return told["bidPrice"], told["bidQty"], told["askPrice"], told["askQty"]


def test_market_order_takes_the_best_price(world: World) -> None:
    _, _, ask, _ = best(world)
    placed = world.market("BUY", "0.010")
    assert ("FILLED", "0.010") == (placed["status"], placed["executedQty"])
    assert ask == world.x.execute("account_trades", {"symbol": "BTCUSDT"})[0]["price"]


def test_large_market_order_walks_the_book() -> None:
    world = World(balances={"USDT": "100000000"})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 5})
    asks = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 20})["asks"]
    placed = world.market("BUY", "5.000")
    assert "FILLED" == placed["status"]
    left, expected = 5.0, []
    for price, size in asks:
        if left <= 1e-9:
            break
        expected.append((price, f"{min(left, float(size)):.3f}"))
        left -= float(size)
    fills = world.x.execute("account_trades", {"symbol": "BTCUSDT"})
    assert expected == [(f["price"], f["qty"]) for f in fills]
    assert fills[-1]["price"] <= best(world)[2]


def test_taken_liquidity_is_missing_until_the_next_public_trade(world: World) -> None:
    _, _, ask, size = best(world)
    world.limit("BUY", "0.010", ask, timeInForce="IOC")
    assert f"{float(size) - 0.01:.3f}" == best(world)[3]


def test_limit_order_rests_and_shows_in_the_book(world: World) -> None:
    bid = best(world)[0]
    before = dict(world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 5})["bids"])
    placed = world.limit("BUY", "0.010", bid)
    after = dict(world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 5})["bids"])
    assert "NEW" == world.order(placed)["status"]
    assert f"{float(before[bid]) + 0.01:.3f}" == after[bid]


def test_resting_order_fills_at_its_price_when_the_market_comes(world: World) -> None:
    price = world.price(away=-0.002)
    placed = world.limit("BUY", "0.010", price)
    hours = 0
    while world.order(placed)["status"] != "FILLED" and hours < 100:
        hours += 1
        world.x.advance(NOW + hours * 3_600_000)
    fills = world.x.execute("account_trades", {"symbol": "BTCUSDT", "orderId": placed["orderId"]})
    assert {(price, True)} == {(f["price"], f["maker"]) for f in fills}
    assert 0.01 == pytest.approx(sum(float(f["qty"]) for f in fills))


def test_how_often_time_is_told_does_not_change_what_happens() -> None:
    outcomes = []
    for steps in (1, 60, 977):
        world = World()
        placed = world.limit("BUY", "0.050", world.price(away=-0.004))
        for n in range(1, steps + 1):
            world.x.advance(NOW + n * 24 * 3_600_000 // steps)
        outcomes.append(
            (world.order(placed), world.x.execute("account_trades", {"symbol": "BTCUSDT"}), dict(world.account.wallet))
        )
    assert outcomes[0] == outcomes[1] == outcomes[2]


@pytest.mark.parametrize("buy", [True, False])
def test_ioc_fills_what_it_can_and_expires(buy: bool) -> None:
    world = World(balances={"USDT": "100000000"})
    world.x.execute("change_leverage", {"symbol": "BTCUSDT", "leverage": 5})
    bid, bid_size, ask, ask_size = best(world)
    placed = world.limit(
        "BUY" if buy else "SELL", "50.000", ask if buy else bid, timeInForce="IOC", newOrderRespType="RESULT"
    )
    assert ("EXPIRED", ask_size if buy else bid_size) == (placed["status"], placed["executedQty"])
    assert [] == world.x.execute("open_orders")


def test_fok_fills_whole_or_leaves_no_trace(world: World) -> None:
    _, _, ask, size = best(world)
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "FOK", "price": ask}
    assert -5021 == world.refusal("new_order", order, quantity=f"{float(size) + 0.001:.3f}")
    assert [] == world.x.execute("all_orders", {"symbol": "BTCUSDT"})
    placed = world.limit("BUY", "0.005", ask, timeInForce="FOK", newOrderRespType="RESULT")
    assert "FILLED" == placed["status"]


def test_gtx_rests_or_is_refused(world: World) -> None:
    bid, _, ask, _ = best(world)
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTX", "quantity": "0.010"}
    assert -5022 == world.refusal("new_order", order, price=ask)
    assert None is world.refusal("new_order", order, price=bid)
    assert 1 == len(world.x.execute("all_orders", {"symbol": "BTCUSDT"}))


def test_gtd_expires_on_its_second(world: World) -> None:
    placed = world.limit("BUY", "0.010", world.price(away=-0.04), timeInForce="GTD", goodTillDate=NOW + 700_500)
    assert NOW + 700_000 == placed["goodTillDate"]
    world.x.advance(NOW + 699_999)
    assert "NEW" == world.order(placed)["status"]
    world.x.advance(NOW + 700_000)
    assert "EXPIRED" == world.order(placed)["status"]


@pytest.mark.parametrize("date", [NOW, NOW + 600_000, 253_402_300_800_000])
def test_gtd_needs_a_date_in_its_bounds(date: int, world: World) -> None:
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "timeInForce": "GTD", "quantity": "0.010"}
    assert -5040 == world.refusal("new_order", order, price=world.price(away=-0.04), goodTillDate=date)


def test_price_match_takes_its_price_from_the_book(world: World) -> None:
    depth = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 5})
    placed = world.x.execute(
        "new_order",
        {
            "symbol": "BTCUSDT",
            "side": "BUY",
            "type": "LIMIT",
            "timeInForce": "GTC",
            "quantity": "0.01",
            "priceMatch": "QUEUE_5",
        },
    )
    assert (depth["bids"][4][0], "QUEUE_5") == (placed["price"], placed["priceMatch"])


@pytest.mark.parametrize(
    ("mode", "maker", "taker"),
    [
        ("NONE", "FILLED", "FILLED"),
        ("EXPIRE_MAKER", "EXPIRED_IN_MATCH", "FILLED"),
        ("EXPIRE_TAKER", "NEW", "EXPIRED_IN_MATCH"),
        ("EXPIRE_BOTH", "EXPIRED_IN_MATCH", "EXPIRED_IN_MATCH"),
    ],
)
def test_self_trade_prevention(mode: str, maker: str, taker: str) -> None:
    world = World()
    world.x.symbol("BTCUSDT").spread = 5
    world.x.advance(NOW + 30_000)
    bid = best(world)[0]
    between = f"{float(bid) + 0.2:.2f}"
    resting = world.limit("BUY", "0.010", between)
    placed = world.market("SELL", "0.010", selfTradePreventionMode=mode)
    assert (maker, taker) == (world.order(resting)["status"], placed["status"])


class TestReduceOnly:
    """Orders that may only make a position smaller."""

    def test_without_a_position_is_refused(self, world: World) -> None:
        order = {"symbol": "BTCUSDT", "side": "SELL", "type": "MARKET", "quantity": "0.01", "reduceOnly": True}
        assert -2022 == world.refusal("new_order", order)

    def test_fills_no_further_than_the_position(self, world: World) -> None:
        world.market("BUY", "0.010")
        placed = world.market("SELL", "0.020", reduceOnly=True)
        assert ("EXPIRED", "0.010", 0) == (placed["status"], placed["executedQty"], world.position().quantity)

    def test_resting_one_ends_with_the_position(self, world: World) -> None:
        world.market("BUY", "0.010")
        resting = world.limit("SELL", "0.010", world.price(away=0.03), reduceOnly=True)
        world.market("SELL", "0.010")
        assert "EXPIRED" == world.order(resting)["status"]

    def test_needs_no_margin_and_no_notional(self, world: World) -> None:
        world.market("BUY", "0.002")
        before = world.x.margins(world.account).available("USDT")
        world.limit("SELL", "0.001", world.price(away=0.01), reduceOnly=True)
        assert before == world.x.margins(world.account).available("USDT")


def test_market_order_stops_at_the_bound(world: World) -> None:
    world.x.symbol("BTCUSDT").take_bound = 0
    assert -4131 == world.refusal("new_order", symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.010")


def test_ack_tells_the_order_as_it_came_in(world: World) -> None:
    placed = world.market("BUY", "0.010", newOrderRespType="ACK")
    assert ("NEW", "0.000") == (placed["status"], placed["executedQty"])
    assert "FILLED" == world.order(placed)["status"]
