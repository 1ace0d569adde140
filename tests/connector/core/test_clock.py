"""A4, G17: the exchange's clock as seen from a host whose own clock steps, drifts and sleeps."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.core.world import World, fields, lost, ok, refusal

from binance_usdm import AuthRejected, Banned, RateLimited, Settings
from binance_usdm.core._clock import ServerClock
from binance_usdm.core._effects import Send, Spawn
from binance_usdm.transport import HttpRequest, HttpResponse
from binance_usdm_api import OPERATIONS


class StrictWorld(World):
    """A world whose exchange checks timestamps as the real one does, and whose host clock may go wrong."""

    skewed = 0
    drift = 0.0

    def server_ms(self) -> int:
        return int(super().server_ms() + (self.now - 1000.0) * 1000 * self.drift)

    def answer(self, request: HttpRequest) -> Any:
        if request.target == "/fapi/v1/time":
            return super().answer(request)
        sent = fields(request)
        self.script = [ok()]
        reply = super().answer(request)
        if "timestamp" in sent:
            late = self.server_ms() - self.rtt * 500 - int(sent["timestamp"])
            if not -1000 < late <= int(sent.get("recvWindow", "5000")):
                self.skewed += 1
                return refusal(-1021, "Timestamp for this request is outside of the recvWindow.")
        return reply


def test_the_shortest_round_trip_counts_and_half_of_it_is_the_uncertainty() -> None:
    """FAILURES 1: of five samples the best one, corrected by half its round trip, biased to the past."""
    clock = ServerClock(60.0, 100.0, 1_000_000)
    moved = clock.observe([(100.0, 100.5, 1_000_250), (101.0, 101.02, 1_001_110)], 101.02, 1_001_020)
    assert 100.0 == pytest.approx(moved)
    assert 10.0 == pytest.approx(clock.uncertainty_ms)
    assert clock.stamp(101.02) in (1_001_109, 1_001_110)
    assert 100.0 == pytest.approx(clock.offset_ms(101.02, 1_001_020))


def test_a_lost_last_sample_does_not_look_like_a_step() -> None:
    """FAILURES 3: the wall clock is compared with the instant at which it was read."""
    clock = ServerClock(60.0, 100.0, 1_000_000)
    # The second sample was waited for in vain for ten seconds.
    clock.observe([(100.0, 100.02, 1_000_010)], 110.0, 1_010_000)
    assert not clock.stepped(111.0, 1_011_000)
    assert clock.stepped(111.0, 1_011_300)
    assert clock.stepped(111.0, 1_010_700)


@given(
    st.lists(
        st.one_of(
            st.tuples(st.just("pass"), st.floats(0, 5)),
            st.tuples(st.just("measure"), st.floats(-200, 200)),
        ),
        max_size=40,
    )
)
def test_stamps_never_decrease(steps: list[tuple[str, float]]) -> None:
    """FAILURES 3: whatever small corrections the offset gets, a later request is not stamped earlier."""
    now, last = 100.0, 0
    clock = ServerClock(60.0, now, 1_000_000)
    for kind, amount in steps:
        if kind == "pass":
            now += amount
        else:
            clock.observe([(now, now, int(now * 1000 + 900_000 + amount))], now, int(now * 1000))
        stamp = clock.stamp(now)
        # A correction of more than a quarter second means that the old stamps were wrong: they are given up.
        assert stamp >= last or (kind == "measure" and last - stamp > 50)
        last = stamp


def test_stamps_of_a_clock_that_was_far_ahead_are_given_up() -> None:
    """FAILURES 2: holding on to stamps of the future would keep every request refused."""
    clock = ServerClock(60.0, 100.0, 5_000_000)
    ahead = clock.stamp(100.0)
    clock.observe([(100.0, 100.0, 1_000_000)], 100.0, 5_000_000)
    assert clock.stamp(100.0) < ahead


@pytest.mark.parametrize("step", [-3000, 3000])
def test_a_step_of_the_hosts_clock_is_measured_and_harmless(step: int) -> None:
    """G17: the offset hangs on the monotonic clock, so a step alone costs no refusal; it is measured at once."""
    world = StrictWorld()
    world.order()
    world.step_ms = step
    world.order()
    assert (0, 10) == (world.skewed, world.times)
    world.order()
    assert 10 == world.times


def test_a_drift_of_fifty_ppm_costs_nothing() -> None:
    """G17: two hours of drift, one order a minute."""
    world = StrictWorld()
    world.drift = 50e-6
    for _ in range(120):
        world.order()
        world.now += 60
    assert 0 == world.skewed


def test_a_suspend_that_the_monotonic_clock_slept_through() -> None:
    """G17: ten minutes are missing; the first request after waking measures first, and none is refused."""
    world = StrictWorld()
    world.order()
    # Wall and exchange go on, the monotonic clock does not.
    world.step_ms += 600_000
    world.skew_ms += 600_000
    world.order()
    assert (0, 10) == (world.skewed, world.times)


@pytest.mark.parametrize("jump", [-3000, 3000, 600_000])
def test_a_jump_of_the_exchanges_clock_costs_one_refusal_at_most(jump: int) -> None:
    """G17: nothing here shows it, so the first request finds out, and is stamped and signed anew."""
    world = StrictWorld()
    world.order()
    world.skew_ms += jump
    for _ in range(5):
        world.order()
    assert world.skewed <= 1


class Held:
    """A flow stepped by hand."""

    def __init__(self, world: World) -> None:
        order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
        self.world = world
        self.flow = world.core.exchange(OPERATIONS["new_order"], order)
        self.effect: Any = next(self.flow)

    def give(self, value: object) -> None:
        """Answer what it waits for."""
        try:
            self.effect = self.flow.send(value)
        except StopIteration:
            self.effect = None


def test_many_calls_measure_a_stepped_clock_once() -> None:
    """G17: the second call waits for the first one's measurement instead of going out with the old offset."""
    world = World(ok())
    world.order()
    world.step_ms = 5000
    first, second = Held(world), Held(world)
    assert "/fapi/v1/time" == first.effect.request.target
    assert not isinstance(second.effect, Send)
    for _ in range(5):
        world.now += 0.01
        first.give(ok(b'{"serverTime":%d}' % world.server_ms()))
    assert "/fapi/v1/order" == first.effect.request.target
    second.give(None)
    assert "/fapi/v1/order" == second.effect.request.target


def test_refusals_that_come_late_do_not_measure_again() -> None:
    """A4: a stamp that is older than the last measurement says nothing about it."""
    world = World(ok())
    world.order()
    calls = [Held(world) for _ in range(3)]
    world.now += 0.01
    calls[0].give(refusal(-1021))
    for _ in range(5):
        world.now += 0.01
        calls[0].give(ok(b'{"serverTime":%d}' % world.server_ms()))
    assert "/fapi/v1/order" == calls[0].effect.request.target
    calls[1].give(refusal(-1021))
    assert "/fapi/v1/order" == calls[1].effect.request.target


def test_while_the_clock_is_known_it_is_measured_beside_the_call() -> None:
    """P5: no order waits for the measurement that the interval asks for."""
    world = World(ok())
    world.order()
    world.now += 61
    held = Held(world)
    assert isinstance(held.effect, Spawn)
    held.give(None)
    assert "/fapi/v1/order" == held.effect.request.target


def test_a_measurement_beside_the_call_waits_for_nothing() -> None:
    """M3: no room means later; a blocking client would hold up the order otherwise."""
    world = World(ok(), ok(b"{}", x_mbx_used_weight_1m="2400"), ok())
    world.order()
    world.call("ping")
    world.now += 60.5
    world.core.budget.settle(OPERATIONS["ping"].weight({}), {"x-mbx-used-weight-1m": "2400"}, world.server_ms() / 1000)
    world.slept.clear()
    world.order()
    assert [] == world.slept
    assert 5 == world.times


def test_an_order_does_not_wait_long_for_its_first_measurement() -> None:
    """T5: while the exchange asks for silence an order is refused under its own name, not after the wait of a read."""
    world = World(refusal(-1003, "Too many requests.", 429, retry_after="30"), settings=Settings(max_attempts=1))
    with pytest.raises(RateLimited):
        world.call("ping")
    with pytest.raises(RateLimited) as caught:
        world.order()
    assert "new_order" == caught.value.operation
    assert [] == world.slept


def test_a_measurement_that_fails_keeps_what_is_known(caplog: pytest.LogCaptureFixture) -> None:
    """A4: without an answer the order goes out by the last measurement, and the log says so."""
    caplog.set_level(logging.INFO, "binance_usdm")
    world = World()

    def answer(request: HttpRequest) -> Any:
        if request.target == "/fapi/v1/time":
            return HttpResponse(200, {}, b"<html>")
        return ok()

    world.answer = answer  # type: ignore[method-assign]
    world.order()
    assert "clock_not_measured" in caplog.text
    world.answer = lambda request: lost() if request.target == "/fapi/v1/time" else ok()  # type: ignore[method-assign]
    world.now += 61
    world.order()


def test_a_ban_found_while_measuring_stops_everything() -> None:
    """FAILURES 5: the clock's own requests obey and report like any other."""
    world = World()
    world.answer = lambda _: refusal(-1003, "Way too many requests; IP banned until 1.", 418, retry_after="600")  # type: ignore[method-assign]
    with pytest.raises(Banned):
        world.order()
    with pytest.raises(Banned):
        world.run(world.core.measure_clock())


def test_nothing_is_measured_for_rejected_credentials() -> None:
    """A3: not even the clock is asked."""
    world = World(refusal(-2015, "Invalid API-key.", 401))
    with pytest.raises(AuthRejected):
        world.call("account_balance")
    times = world.times
    with pytest.raises(AuthRejected):
        world.run(world.core.measure_clock())
    assert times == world.times
