"""T6: each request over the socket ends at its own deadline, whichever was set first, and late answers are nobody's."""

import asyncio

import pytest

from binance_usdm.transport._message import FaultKind, HttpResponse, TransportFault
from binance_usdm.ws_api._waiting import Waiting

_ANSWER = HttpResponse(200, {}, b"{}")


def _waiting() -> tuple[Waiting, list[str]]:
    late: list[str] = []
    return Waiting(asyncio.get_running_loop(), late.append), late


async def test_the_shorter_deadline_ends_first_though_it_was_set_last() -> None:
    """One timer serves both; the longer one is still kept."""
    waiting, late = _waiting()
    long, short = waiting.add("long", 0.06), waiting.add("short", 0.01)
    with pytest.raises(TransportFault) as told:
        await short
    assert (FaultKind.TIMEOUT, True, "no answer within 0.01 s") == (told.value.kind, told.value.sent, told.value.detail)
    with pytest.raises(TransportFault):
        await long
    assert (["short", "long"], 0) == (late, len(waiting))


async def test_an_answered_request_has_no_deadline_any_more() -> None:
    """The timer that was set for it finds nothing to end; the next request gets one of its own."""
    waiting, late = _waiting()
    first = waiting.add("first", 0.01)
    waiting.answer("first", _ANSWER)
    assert _ANSWER is await first
    second = waiting.add("second", 0.03)
    with pytest.raises(TransportFault):
        await second
    assert ["second"] == late


async def test_answers_for_those_who_left_are_dropped() -> None:
    """A cancelled caller, an unknown id, and a second answer."""
    waiting, late = _waiting()
    left, stays = waiting.add("left", 5.0), waiting.add("stays", 5.0)
    left.cancel()
    for name in ("left", "left", "unknown", "stays", "stays"):
        waiting.answer(name, _ANSWER)
    assert (_ANSWER, [], 0) == (await stays, late, len(waiting))
    waiting.close()


async def test_a_lost_connection_leaves_no_timer_behind() -> None:
    """Closing is for good, and harmless twice."""
    waiting, late = _waiting()
    future = waiting.add("one", 0.01)
    waiting.answer("one", TransportFault(FaultKind.RESET, True, "gone"))
    waiting.close()
    waiting.close()
    with pytest.raises(TransportFault):
        await future
    assert [] == late
