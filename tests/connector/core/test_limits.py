"""M3, FAILURES 4-6, 11, 56: budgets count what is under way, believe the exchange and never owe anything."""

from __future__ import annotations

import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.core.world import START_MS, World, ok, refusal

from binance_usdm import Banned, RateLimited, Settings
from binance_usdm.core._limits import LocalBudget
from binance_usdm_api import OPERATIONS, Weight

HEADERS = ("x-mbx-used-weight-1m", "x-mbx-order-count-10s", "x-mbx-order-count-1m")
POOLS = {"request_weight": [(100, 60.0)], "orders_10s": [(5, 10.0)], "orders_1m": [(20, 60.0)], "own": [(3, 30.0)]}


def budget(reserve: float = 0.1) -> LocalBudget:
    """Small pools."""
    return LocalBudget(POOLS, HEADERS, reserve)


def used(one: LocalBudget, server_s: float = 0.0) -> dict[str, int]:
    """Use by pool."""
    return {pool.name: pool.used for pool in one.state(server_s)}


def in_flight(one: LocalBudget) -> set[int]:
    """What is under way, over all pools."""
    return {pool.in_flight for windows in one._pools.values() for pool in windows}


READ, ORDER, OWN = Weight(ip=10), Weight(ip=1, orders_10s=1, orders_1m=1), Weight(pool="own", ip=0)


def test_the_last_tenth_is_for_what_reduces_risk() -> None:
    """P5: an ordinary request waits for the window's end, an urgent one goes."""
    one = budget()
    assert [0.0] * 9 == [one.reserve(READ, 0.0, 1.0, False) for _ in range(9)]
    assert 59.05 == pytest.approx(one.reserve(READ, 0.0, 1.0, False))
    assert 0.0 == one.reserve(READ, 0.0, 1.0, True)
    assert one.reserve(READ, 0.0, 1.0, True) > 0


def test_what_is_refused_takes_nothing() -> None:
    """M3: when one pool has no room, the others are not charged."""
    one = budget(0.0)
    for _ in range(5):
        assert 0.0 == one.reserve(ORDER, 0.0, 0.0, False)
    before = used(one)
    assert 10.05 == pytest.approx(one.reserve(ORDER, 0.0, 0.0, False))
    assert before == used(one)


def test_costs_that_differ_from_the_catalogue_are_told_once(caplog: pytest.LogCaptureFixture) -> None:
    """FAILURES 11: the third time more was counted than was sent, in words and numbers; what was reported holds."""
    caplog.set_level(logging.WARNING, "binance_usdm")
    one = budget()
    counted = 0
    for cost in (10, 10, 12, 12, 12, 12):
        assert 0.0 == one.reserve(READ, 0.0, 1.0, False)
        counted += cost
        one.settle(READ, {HEADERS[0]: str(counted)}, 1.0)
        assert counted == used(one)["request_weight"]
    told = [record.getMessage() for record in caplog.records if "counted_more_than_sent" in record.getMessage()]
    assert 1 == len(told)
    assert "pool=request_weight expected=54 reported=56" in told[0]


def test_answers_that_overtake_each_other_are_no_surprise(caplog: pytest.LogCaptureFixture) -> None:
    """FAILURES 11: while others are under way nobody can tell what was counted already."""
    caplog.set_level(logging.WARNING, "binance_usdm")
    one = budget()
    for _ in range(9):
        assert 0.0 == one.reserve(READ, 0.0, 1.0, False)
    for counted in (30, 10, 20, 60, 50, 40, 90, 80, 70):
        one.settle(READ, {HEADERS[0]: str(counted)}, 1.0)
    assert "counted_more" not in caplog.text


def test_a_new_window_starts_with_what_is_under_way() -> None:
    """M3: a request that was sent before the window's end may be counted after it."""
    one = budget()
    assert 0.0 == one.reserve(READ, 0.0, 59.9, False)
    assert 10 == used(one, 60.1)["request_weight"]
    one.settle(READ, {}, 60.2)
    assert {0} == in_flight(one)
    assert 0 == used(one, 120.0)["request_weight"]


def test_the_exchanges_count_wins() -> None:
    """FAILURES 7: other programs on this address are seen through the header; what is under way comes on top."""
    one = budget()
    one.reserve(READ, 0.0, 0.0, False)
    one.reserve(READ, 0.0, 0.0, False)
    one.settle(READ, {HEADERS[0]: "70"}, 0.1)
    assert 80 == used(one)["request_weight"]
    # An answer that was overtaken tells of an earlier moment.
    one.settle(READ, {HEADERS[0]: "65"}, 0.2)
    assert 70 == used(one)["request_weight"]


def test_orders_are_counted_by_the_account() -> None:
    """FAILURES 6: the header of an order replaces the local count of both windows."""
    one = budget(0.0)
    one.reserve(ORDER, 0.0, 0.0, False)
    one.settle(ORDER, {HEADERS[1]: "5", HEADERS[2]: "19"}, 0.1)
    assert (5, 19) == (used(one)["orders_10s"], used(one)["orders_1m"])
    assert one.reserve(ORDER, 0.0, 0.1, True) > 0
    assert 0.0 == one.reserve(READ, 0.0, 0.1, False)


def test_an_operations_own_pool_counts_requests() -> None:
    """M3: such a pool is no part of the address's weight."""
    one = budget(0.0)
    for _ in range(3):
        assert 0.0 == one.reserve(OWN, 0.0, 0.0, False)
    assert one.reserve(OWN, 0.0, 0.0, False) > 0
    assert (3, 0) == (used(one)["own"], used(one)["request_weight"])


def test_a_request_dearer_than_its_pool_never_fits_and_never_hangs() -> None:
    """FAILURES 11: limits may fall below what a call costs; it is refused after the wait it allows."""
    one = budget()
    one.configure([("REQUEST_WEIGHT", "MINUTE", 1, 5)])
    assert one.reserve(READ, 0.0, 0.0, True) > 0
    world = World(settings=Settings(rate_limit_wait=65))
    world.core.budget.configure([("REQUEST_WEIGHT", "MINUTE", 1, 3)])
    with pytest.raises(RateLimited):
        world.call("klines", symbol="BTCUSDT", interval="1m")
    assert sum(world.slept) <= 65


@pytest.mark.parametrize(
    "limits",
    [
        [("REQUEST_WEIGHT", "MINUTE", 1, 0)],
        [("REQUEST_WEIGHT", "FORTNIGHT", 1, 7)],
        [("OF_TOMORROW", "MINUTE", 1, 7)],
        [("REQUEST_WEIGHT", "MINUTE", 5, 7)],
        [],
    ],
)
def test_limits_nobody_understands_change_nothing(limits: list[tuple[str, str, int, int]]) -> None:
    """FAILURES 11, 92: an unknown kind or window is left alone."""
    one = budget()
    one.configure(limits)
    assert [100, 5, 20, 3] == [pool.limit for pool in one.state(0.0)]


def test_a_ban_is_forgotten_when_it_is_over() -> None:
    """FAILURES 4, 5: a later silence is only that, and reads wait for it."""
    one = budget()
    one.block(0.0, 120.0, True)
    assert (20.0, True) == one.blocked(100.0)
    one.block(200.0, 5.0, False)
    assert (5.0, False) == one.blocked(200.0)
    # During a ban a shorter silence neither shortens nor softens it.
    one.block(300.0, 120.0, True)
    one.block(301.0, 1.0, False)
    assert (119.0, True) == one.blocked(301.0)


@pytest.mark.parametrize("text", [f"banned until {START_MS - 10_000_000}", "banned until 1", "banned"])
def test_a_ban_that_seems_to_be_over_is_not_believed(text: str) -> None:
    """FAILURES 5: this host's clock may be wrong; two minutes are the least a ban takes."""
    world = World(refusal(-1003, f"Way too many requests; IP {text}.", 418), ok(b"{}"))
    with pytest.raises(Banned) as caught:
        world.call("ping")
    assert 120.0 == caught.value.retry_after
    world.now += 119
    with pytest.raises(Banned):
        world.call("ping")
    world.now += 2
    world.call("ping")


@pytest.mark.parametrize("after", ["0", "", "soon", "-1", "Wed, 21 Oct 2026 07:28:00 GMT"])
def test_a_429_without_a_usable_time_waits_for_the_next_window(after: str) -> None:
    """FAILURES 4: Retry-After: 0 is no invitation to go on."""
    world = World(refusal(-1003, "Too many requests.", 429, retry_after=after), ok(b"{}"))
    world.call("ping")
    assert sum(world.slept) >= 1
    assert world.now * 1000 % 60_000 < 60_000
    assert 2 == len(world.sent)


@given(st.data())
def test_reservations_and_settlements_balance(data: st.DataObject) -> None:
    """M3: in any order of reserving, settling, giving back, reports and time, nothing is owed at the end."""
    one = LocalBudget(POOLS, HEADERS, 0.1)
    open_: list[Weight] = []
    server_s = 0.0
    for _ in range(data.draw(st.integers(0, 60))):
        action = data.draw(st.sampled_from(["reserve", "settle", "give back", "time", "report"]))
        if action == "reserve":
            weight = data.draw(st.sampled_from([READ, ORDER, OWN]))
            if one.reserve(weight, server_s, server_s, data.draw(st.booleans())) == 0.0:
                open_.append(weight)
        elif action == "time":
            server_s += data.draw(st.floats(-5, 100))
        elif action == "report":
            one.configure([("REQUEST_WEIGHT", "MINUTE", 1, data.draw(st.sampled_from([50, 100, 200])))])
        elif open_:
            weight = open_.pop(data.draw(st.integers(0, len(open_) - 1)))
            if action == "settle":
                count = data.draw(st.sampled_from(["", "0", "3", "99", "x", "9" * 30]))
                one.settle(weight, dict.fromkeys(HEADERS, count), server_s)
            else:
                one.give_back(weight)
        assert min(in_flight(one)) >= 0
        assert all(pool.used >= 0 for pool in one.state(server_s))
    for weight in open_:
        one.settle(weight, {}, server_s)
    assert {0} == in_flight(one)


def test_hedge_mode_orders_that_close_are_urgent() -> None:
    """FAILURES 14: LONG with SELL and SHORT with BUY make a position smaller; they may use the reserve."""
    closing = {"symbol": "BTCUSDT", "side": "SELL", "type": "MARKET", "quantity": "1", "positionSide": "LONG"}
    for more, sends in (({}, 1), ({"positionSide": "SHORT"}, 0), ({"side": "BUY"}, 0)):
        world = World(ok(), settings=Settings(order_wait=0))
        world.core.budget.settle(OPERATIONS["ping"].weight({}), {HEADERS[1]: "280"}, world.server_ms() / 1000)
        if sends:
            world.call("new_order", **{**closing, **more})
        else:
            with pytest.raises(RateLimited):
                world.call("new_order", **{**closing, **more})
        assert sends == len(world.sent)


def test_waiting_is_told_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    """U2: a call that stands still says why."""
    caplog.set_level(logging.INFO, "binance_usdm")
    world = World(ok(b"{}", x_mbx_used_weight_1m="2399"), ok(b"{}"))
    world.call("ping")
    world.call("ping")
    assert "waiting operation=ping" in caplog.text


def test_a_warning_is_logged_once_a_window(caplog: pytest.LogCaptureFixture) -> None:
    """E1: crossing warn_at is told once, and again in the next window."""
    budget = LocalBudget(
        {"request_weight": [(100, 60)], "orders_10s": [(10, 10)], "orders_1m": [(20, 60)]},
        ("weight", "orders-10s", "orders-1m"),
        0.1,
        0.8,
    )
    weight = Weight(ip=1)
    for reported, second in (("50", 1.0), ("80", 2.0), ("85", 3.0), ("81", 61.0)):
        assert 0.0 == budget.reserve(weight, second, second, urgent=False)
        budget.settle(weight, {"weight": reported}, second)
    told = [record.getMessage() for record in caplog.records if "budget pool=" in record.getMessage()]
    assert ["budget pool=request_weight used=80 limit=100 window_s=60"] == told[:1]
    assert 2 == len(told)
