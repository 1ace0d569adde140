"""T5, M3: yielding to an overloaded exchange and to a firewall, and orders whose price ages."""

from __future__ import annotations

import pytest
from tests.connector.core.world import World, lost, ok, paths, refusal

from binance_usdm import Blocked, NotSent, Outcome, Overloaded, RateLimited, Settings
from binance_usdm.core._strain import Strain
from binance_usdm.transport import FaultKind, HttpResponse

THROTTLED = refusal(-1008, "Request throttled by system-level protection.", 503)
WAF = HttpResponse(403, {"content-type": "text/html"}, b"<html>Request blocked. CloudFront</html>")


def test_overload_spaces_requests_and_good_answers_close_them_up() -> None:
    """FAILURES 14: the spacing doubles once a second at most, halves every five good answers, and ends."""
    strain = Strain()
    seen = []
    for second in range(6):
        for _ in range(60):
            strain.overloaded(float(second))
        seen.append(strain.spacing)
    assert [0.05, 0.1, 0.2, 0.4, 0.4, 0.4] == seen
    answers = 0
    while strain.shown:
        strain.answered(6.0)
        answers += 1
    assert (0.0, 20) == (strain.spacing, answers)


def test_a_queue_gets_shorter_when_the_exchange_recovers() -> None:
    """FAILURES 14: turns that were given at a wide spacing do not hold up who comes later."""
    strain = Strain()
    for second in range(4):
        strain.overloaded(float(second))
    for _ in range(10):
        strain.take(4.0)
    assert 4.0 == round(strain.wait(4.0), 3)
    for _ in range(10):
        strain.answered(4.0)
    assert 1.0 == round(strain.wait(4.0), 3)


def test_turns_follow_on_each_other() -> None:
    """FAILURES 14: who comes while others wait gets the turn after theirs."""
    strain = Strain()
    strain.overloaded(0.0)
    waits = []
    for _ in range(3):
        waits.append(round(strain.wait(10.0), 3))
        strain.take(10.0)
    assert [0.0, 0.05, 0.1] == waits
    assert 0.0 == strain.wait(11.0)


def test_after_throttling_orders_leave_one_by_one_and_cancels_at_once() -> None:
    """FAILURES 14: lower concurrency for what opens risk; what reduces it passes."""
    world = World(THROTTLED, *[ok()] * 4)
    world.rtt = 0.0
    world.order()
    strain = world.core.gate.strain
    assert strain.shown
    world.slept.clear()
    world.order()
    assert [0.05] == [round(pause, 3) for pause in world.slept]
    world.slept.clear()
    world.order(reduceOnly="true")
    world.call("cancel_order", symbol="BTCUSDT", orderId=7)
    assert [] == world.slept


def test_an_order_whose_turn_is_too_far_away_is_not_sent() -> None:
    """FAILURES 14: the error says why and when to come back, and nothing left."""
    world = World(ok())
    strain = world.core.gate.strain
    for second in range(4):
        strain.overloaded(second)
    for _ in range(10):
        strain.take(world.now)
    with pytest.raises(RateLimited, match="overloaded") as caught:
        world.order()
    assert (Outcome.NOT_SENT, 4.0, []) == (caught.value.outcome, caught.value.retry_after, world.sent)


def test_a_first_403_stops_nobody_else() -> None:
    """FAILURES 8, 9: it may be about the content of that one request."""
    world = World(WAF, ok())
    with pytest.raises(Blocked) as caught:
        world.order()
    assert Outcome.REFUSED is caught.value.outcome
    assert 7 == world.order().result.order_id


def test_403_after_403_silences_the_address_for_longer_each_time() -> None:
    """FAILURES 8: a long back-off; a good answer ends the series."""
    world = World(*[WAF] * 6, ok(), WAF, ok())
    pauses = []
    for _ in range(6):
        with pytest.raises(Blocked) as caught:
            world.order()
        pauses.append(caught.value.retry_after)
        if caught.value.retry_after:
            with pytest.raises(RateLimited, match="silence"):
                world.order()
            world.now += caught.value.retry_after
    assert [None, 30.0, 60.0, 120.0, 240.0, 300.0] == pauses
    world.order()
    with pytest.raises(Blocked) as caught:
        world.order()
    assert caught.value.retry_after is None
    world.order()


def test_an_order_is_not_sent_again_once_its_price_is_old() -> None:
    """T5: attempts that cannot connect do not deliver an order 20 s late; order_wait bounds the whole."""
    world = World()

    def slow(_: object) -> object:
        world.now += 5.0
        return lost(FaultKind.CONNECT, sent=False)

    world.script = [slow, ok()]  # type: ignore[list-item]
    with pytest.raises(NotSent) as caught:
        world.order()
    assert (1, 1) == (caught.value.attempts, len(world.sent))


def test_quick_refusals_leave_time_for_all_attempts() -> None:
    """FAILURES 13: four attempts fit into the default order_wait."""
    world = World(*[THROTTLED] * 4)
    with pytest.raises(Overloaded):
        world.order()
    assert ["POST /fapi/v1/order"] * 4 == paths(world.sent)


def test_a_cancel_is_tried_on_however_late() -> None:
    """T5: what reduces risk does not age."""
    world = World(settings=Settings(order_wait=0.0))

    def slow(_: object) -> object:
        world.now += 5.0
        return lost(FaultKind.CONNECT, sent=False)

    world.script = [slow, slow, ok()]  # type: ignore[list-item]
    assert 7 == world.call("cancel_order", symbol="BTCUSDT", orderId=7).result.order_id
