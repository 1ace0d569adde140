"""F71: final bars for code without an event loop: the same bars, and errors, timeouts and closing as of the streams."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

from binance_usdm import Client, ConfigError, InvalidParameter, StreamClosed, StreamError
from binance_usdm.bars import BlockingBars, ClosedBar
from binance_usdm.streams import StreamSettings, agg_trade, kline
from binance_usdm_mock import MockServer, VirtualClock

START, MINUTE = 1_767_225_600_000, 60_000
QUICK = StreamSettings(reconnect_delay=0.01, reconnect_delay_max=0.05, silence=60.0)
BARS = kline("BTCUSDT", "1m")


@pytest.fixture
def server() -> Iterator[MockServer]:
    """An exchange whose clock runs as fast as it can."""
    over = threading.Event()
    with MockServer(seed=5, clock=VirtualClock(START + 500)) as made:

        def run() -> None:
            while not over.is_set():
                made.clock.advance(1000)

        running = threading.Thread(target=run)
        running.start()
        try:
            yield made
        finally:
            over.set()
            running.join()


@pytest.fixture
def client(server: MockServer) -> Iterator[Client]:
    with Client(environment=server.rest) as made:
        yield made


def opened(bars: list[Any]) -> list[int]:
    return [bar.open_time for bar in bars if isinstance(bar, ClosedBar) and not bar.amends]


def in_order(bars: list[Any]) -> bool:
    times = opened(bars)
    return list(range(times[0], times[0] + len(times) * MINUTE, MINUTE)) == times


def test_bars_come_in_order_and_a_loop_can_follow_on_a_loop(client: Client, server: MockServer) -> None:
    server.live.rule("drop", nth=2, event="kline", final=True)
    with client.bars(BARS, stream_settings=QUICK) as bars:
        found = [bars.next(30.0)]
        for bar in bars:
            found.append(bar)
            if len(opened(found)) >= 3:
                break
        for bar in bars:
            found.append(bar)
            if len(opened(found)) >= 5:
                break
    assert in_order(found)
    assert bars.closed
    bars.close()
    assert [] == list(bars)
    with pytest.raises(StreamClosed, match="Make new ones"):
        bars.next()
    with pytest.raises(StreamClosed), bars:
        pass


def test_leaving_the_loop_closes_bars_that_were_not_entered(client: Client) -> None:
    bars = BlockingBars(client, BARS, stream_settings=QUICK)
    for bar in bars:
        assert isinstance(bar, ClosedBar)
        break
    # The generator of a loop that was left is closed at once where references are counted.
    assert bars.closed


def test_a_wait_has_its_time_and_ends_with_the_client(server: MockServer) -> None:
    server.live.silence("btcusdt@kline_1m")
    client = Client(environment=server.rest)
    bars = client.bars(BARS, stream_settings=QUICK)
    with pytest.raises(TimeoutError):
        bars.next(0.05)
    ended = threading.Event()

    def wait() -> None:
        assert [] == list(bars)
        ended.set()

    waiting = threading.Thread(target=wait)
    waiting.start()
    client.close()
    assert ended.wait(30)
    waiting.join()
    assert bars.closed
    assert [] == [each for each in threading.enumerate() if each.name == "binance-usdm-streams"]


def test_an_error_of_the_stream_reaches_the_reader(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("binance_usdm.history._interval._UNIT_MS", {})
    with client.bars(BARS, stream_settings=QUICK) as bars, pytest.raises(StreamError, match="cannot go on: KeyError"):
        bars.next(30.0)


def test_what_cannot_be_right_is_refused(client: Client) -> None:
    with pytest.raises(InvalidParameter):
        client.bars()
    with pytest.raises(InvalidParameter, match="btcusdt@aggTrade"):
        client.bars(agg_trade("BTCUSDT"))  # type: ignore[arg-type]
    with pytest.raises(ConfigError):
        client.bars(BARS, grace=0)
