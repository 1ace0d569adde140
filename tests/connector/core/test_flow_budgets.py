"""M3, P5, E1: what the flow does when budgets are short, and with the options and shapes of a call."""

from __future__ import annotations

import pytest
from tests.connector.core.world import World, fields, ok, paths, refusal

from binance_usdm import (
    Banned,
    CallOptions,
    InvalidParameter,
    Outcome,
    RateLimited,
    Settings,
)
from binance_usdm_api import OPERATIONS


def test_retry_after_silences_the_whole_address() -> None:
    """M3: a 429 stops every request for as long as the exchange asks; reads wait, orders refuse to wait that long."""
    world = World(refusal(-1003, "Too many requests.", 429, retry_after="7"), ok(b"{}"))
    world.call("ping")
    assert 7 <= sum(world.slept) < 8
    world = World(refusal(-1003, "Too many requests.", 429, retry_after="7"))
    with pytest.raises(RateLimited) as caught:
        world.order()
    assert Outcome.NOT_SENT is caught.value.outcome
    assert caught.value.retry_after is not None
    assert 1 == len(world.sent)


def test_a_ban_sends_nothing_until_it_ends() -> None:
    """FAILURES 5: zero bytes until the later of Retry-After and the date in the text."""
    until = 1_767_225_600_000 + 600_000
    world = World(refusal(-1003, f"Way too many requests; IP banned until {until}.", 418, retry_after="60"), ok(b"{}"))
    with pytest.raises(Banned) as caught:
        world.call("ping")
    assert 590 <= (caught.value.retry_after or 0) <= 600
    with pytest.raises(Banned) as again:
        world.call("time")
    assert Outcome.NOT_SENT is again.value.outcome
    assert 1 == len(world.sent)
    world.now += 601
    world.call("ping")
    assert 2 == len(world.sent)


def test_an_exhausted_order_count_stops_orders_but_not_cancels() -> None:
    """FAILURES 6: -1015 closes the account's order window only."""
    world = World(refusal(-1015, "Too many new orders.", 429), ok(), ok(), settings=Settings(order_wait=0))
    with pytest.raises(RateLimited):
        world.order()
    with pytest.raises(RateLimited):
        world.order()
    world.call("cancel_order", symbol="BTCUSDT", orderId=7)
    assert ["POST /fapi/v1/order", "DELETE /fapi/v1/order"] == paths(world.sent)


def test_the_budget_makes_calls_wait_before_the_exchange_must() -> None:
    """M3: the local count and the reported one keep the weight below the limit."""
    world = World(ok(b"{}", x_mbx_used_weight_1m="2399"), ok(b"{}"))
    world.call("ping")
    world.call("ping")
    assert 1 == len(world.slept)
    assert world.slept[0] <= 60.1


def test_cancels_use_the_reserve() -> None:
    """P5: a cancel goes out when ordinary calls have to wait."""
    world = World(ok(b"{}", x_mbx_used_weight_1m="2390"), ok(), settings=Settings(rate_limit_wait=0))
    world.call("ping")
    with pytest.raises(RateLimited) as caught:
        world.call("ping")
    assert Outcome.NOT_SENT is caught.value.outcome
    world.call("cancel_order", symbol="BTCUSDT", orderId=7)
    assert 2 == len(world.sent)


@pytest.mark.parametrize("text", ["", "abc", "-5", "12,13", "9" * 40])
def test_strange_headers_are_ignored(text: str) -> None:
    """FAILURES 56: the last good count stays."""
    world = World(ok(b"{}", x_mbx_used_weight_1m="100"), ok(b"{}", x_mbx_used_weight_1m=text))
    world.call("ping")
    world.call("ping")
    used = {pool.name: pool.used for pool in world.core.budget.state(world.server_ms() / 1000)}
    assert 101 == used["request_weight"]


def test_closing_a_flow_gives_back_what_it_reserved() -> None:
    """T5: a caller that goes away leaves no debt behind but what was sent."""
    world = World()
    flow = world.core.exchange(OPERATIONS["klines"], {"symbol": "BTCUSDT", "interval": "1h"})
    next(flow)
    flow.close()
    pool = world.core.budget.state(world.server_ms() / 1000)[0]
    assert 5 == pool.used
    world.script = [ok(b"{}", x_mbx_used_weight_1m="6")]
    world.call("ping")
    assert 6 == world.core.budget.state(world.server_ms() / 1000)[0].used


def test_options_of_one_call() -> None:
    """E1: receive window per call, checked before sending."""
    world = World(ok(b"[]"))
    world.run(world.core.exchange(OPERATIONS["account_balance"], {}, CallOptions(recv_window=1234)))
    assert "1234" == fields(world.sent[0])["recvWindow"]
    for options in (CallOptions(recv_window=0), CallOptions(recv_window=60_001), CallOptions(timeout=-1)):
        with pytest.raises(Exception, match="must be"):
            world.run(world.core.exchange(OPERATIONS["account_balance"], {}, options))
    assert 1 == len(world.sent)


def test_bad_parameters_are_refused_before_anything_is_sent() -> None:
    """M2: not even the clock is asked."""
    world = World()
    for more in ({"quantity": 0.1}, {"price": "nan"}, {"side": "BYU"}, {"timeInForce": None}, {"foo": 1}):
        with pytest.raises(InvalidParameter):
            world.order(**more)
    assert ([], 0) == (world.sent, world.times)


def test_limits_are_taken_from_the_exchange() -> None:
    """FAILURES 11: exchange_info replaces the catalogue's limits."""
    limit = b'{"rateLimitType":"REQUEST_WEIGHT","interval":"MINUTE","intervalNum":1,"limit":6000}'
    body = b'{"symbols":[],"rateLimits":[%s]}' % limit
    world = World(ok(body))
    world.call("exchange_info")
    assert 6000 == world.core.budget.state(world.server_ms() / 1000)[0].limit


def test_non_ascii_symbols_are_signed_as_they_are_sent() -> None:
    """A2, FAILURES 98: percent-encoded UTF-8, query for reads and body for orders."""
    world = World(ok(b"[]"), ok())
    world.call("open_orders", symbol="测试USDT")
    assert "symbol=%E6%B5%8B%E8%AF%95USDT&" in world.sent[0].target
    world.order(symbol="测试USDT")
    assert world.sent[1].body.startswith(b"symbol=%E6%B5%8B%E8%AF%95USDT&")
