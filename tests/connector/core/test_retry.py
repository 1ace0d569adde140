"""T5, M3, FAILURES 13, 26: how often, how long between, and what is never repeated."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.core.world import World, fields, lost, ok, refusal

from binance_usdm import BinanceUsdmError, Credentials, Overloaded, Settings, TransportError
from binance_usdm.core._retry import Backoff
from binance_usdm.transport import HttpResponse
from binance_usdm_api import OPERATIONS

SPAN = {"startTime": 1_767_225_600_000, "endTime": 1_767_312_000_000}
NEVER: dict[str, dict[str, object]] = {
    "change_position_margin": {"symbol": "BTCUSDT", "amount": "1", "type": 1},
    "request_order_download": {**SPAN},
    "request_trade_download": {**SPAN},
    "request_transaction_download": {**SPAN},
}


@given(chance=st.floats(0, 1, exclude_max=True), attempts=st.integers(1, 19))
def test_pauses_double_within_their_spread_and_bounds(chance: float, attempts: int) -> None:
    """FAILURES 13: 0.2, 0.4, 0.8 s and so on up to the maximum, each spread from three to five quarters."""
    pause = Backoff(Settings(max_attempts=20)).pause(attempts, chance)
    plain = min(0.2 * 2 ** (attempts - 1), 3.2)
    assert pause is not None
    assert plain * 0.75 <= pause <= plain * 1.25


@pytest.mark.parametrize("attempts", [1, 2, 5])
def test_the_last_attempt_is_the_last(attempts: int) -> None:
    """E1: max_attempts counts the first one too."""
    settings = Settings(max_attempts=attempts)
    assert Backoff(settings).pause(attempts, 0.5) is None
    world = World(*[lost()] * attempts, settings=settings)
    with pytest.raises(TransportError) as caught:
        world.call("ping")
    assert attempts == caught.value.attempts == len(world.sent)


@pytest.mark.parametrize("operation", sorted(op.id for op in OPERATIONS.values() if op.retry.kind.value == "never"))
def test_what_nothing_settles_is_sent_once(operation: str) -> None:
    """T5: no query could tell, so it is told at once that nobody knows."""
    world = World(lost(), lost())
    with pytest.raises(BinanceUsdmError):
        world.call(operation, **NEVER[operation])
    assert 1 == len(world.sent)


def test_a_busy_exchange_gets_the_same_order_again_with_the_same_id() -> None:
    """FAILURES 13-15: refused for sure, so it is sent again: same id, later stamp, new signature."""
    busy = HttpResponse(503, {}, b'{"code":-1,"msg":"Service Unavailable."}')
    world = World(busy, busy, ok())
    world.order()
    sent = [fields(request) for request in world.sent]
    assert {"id-1"} == {one["newClientOrderId"] for one in sent}
    assert 3 == len({one["timestamp"] for one in sent}) == len({one["signature"] for one in sent})


def test_new_credentials_between_attempts_sign_the_next_one() -> None:
    """A3: a key changed while a call pauses is used from then on, and the order keeps its id."""
    world = World(refusal(-1008, "Request throttled by system-level protection.", 503), ok())
    flow = world.core.exchange(
        OPERATIONS["new_order"], {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
    )

    changed: list[bool] = []

    def change() -> None:
        if not changed:
            changed.append(True)
            world.core.set_credentials(Credentials("n" * 64, "t" * 64))

    original = world.slept.append
    world.slept = type("Slept", (list,), {"append": lambda self, seconds: (change(), original(seconds))})()
    world.run(flow)
    keys = [dict(request.headers.pairs)["X-MBX-APIKEY"][0] for request in world.sent]
    assert ["k", "n"] == keys
    assert 1 == len({fields(request)["newClientOrderId"] for request in world.sent})


def test_the_error_after_all_attempts_is_the_last_one() -> None:
    """U2: with the number of attempts."""
    world = World(*[refusal(-1008, "Request throttled by system-level protection.", 503)] * 4)
    with pytest.raises(Overloaded) as caught:
        world.order()
    assert (4, True) == (caught.value.attempts, caught.value.retryable)
