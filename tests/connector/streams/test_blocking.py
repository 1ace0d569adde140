"""M4: streams for code without an event loop, from any thread."""

from __future__ import annotations

import asyncio
import threading
import time
from collections.abc import Iterator
from typing import Any, Self

import pytest

from binance_usdm import Client, StreamClosed, StreamError
from binance_usdm.streams import Gap, StreamSettings, agg_trade, book_ticker

from .scripted_streams import StreamServer, serving

TRADES, TICKER = agg_trade("BTCUSDT"), book_ticker("ETHUSDT")


class Background:
    """A stream server in a thread of its own, publishing all the time."""

    def __init__(self) -> None:
        self.server: StreamServer | None = None
        self._ready = threading.Event()
        self._stop: asyncio.Event | None = None
        self.loop: asyncio.AbstractEventLoop | None = None
        self._thread = threading.Thread(target=lambda: asyncio.run(self._run()))

    async def _run(self) -> None:
        self.loop, self._stop = asyncio.get_running_loop(), asyncio.Event()
        async with serving() as self.server:
            flow = asyncio.create_task(self.server.flow(TRADES.name, TICKER.name, every=0.002))
            self._ready.set()
            await self._stop.wait()
            flow.cancel()
            await asyncio.wait([flow])

    def __enter__(self) -> Self:
        self._thread.start()
        assert self._ready.wait(10)
        return self

    def __exit__(self, *_: object) -> None:
        assert self.loop is not None
        assert self._stop is not None
        self.loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def do(self, work: Any) -> None:
        assert self.loop is not None
        done = threading.Event()

        def run() -> None:
            work(self.server)
            done.set()

        self.loop.call_soon_threadsafe(run)
        assert done.wait(10)


@pytest.fixture
def background() -> Iterator[Background]:
    with Background() as running:
        yield running


@pytest.fixture
def client(background: Background) -> Iterator[Client]:
    assert background.server is not None
    with Client(environment=background.server.url) as made:
        yield made


def take(stream: Any, count: int) -> list[Any]:
    events = []
    for event in stream:
        events.append(event)
        if len(events) == count:
            break
    return events


def until(condition: Any) -> None:
    end = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < end
        time.sleep(0.005)


def numbers(events: list[Any]) -> list[int]:
    return [each.agg_trade_id for each in events if getattr(each, "event_type", "") == "aggTrade"]


def test_events_come_in_order_and_the_iteration_can_be_taken_up_again(client: Client) -> None:
    with client.streams.subscribe(TRADES, TICKER) as stream:
        stream.wait_live(10.0)
        assert {TRADES.name, TICKER.name} == stream.live == stream.names
        events = [*take(stream, 30), stream.next(10.0), *take(stream, 30)]
        got = numbers(events)
        assert list(range(got[0], got[0] + len(got))) == got
        assert 61 == len(events)
        assert stream.counters.connects == 2
    assert stream.closed
    with pytest.raises(StreamClosed):
        stream.next()


def test_leaving_a_loop_closes_the_stream(client: Client) -> None:
    stream = client.streams.subscribe(TRADES)
    iterator = iter(stream)
    assert "aggTrade" == next(iterator).event_type
    iterator.close()  # type: ignore[attr-defined]
    assert stream.closed


def test_a_loss_is_a_gap_here_too(client: Client, background: Background) -> None:
    with client.streams.subscribe(TRADES, settings=StreamSettings(reconnect_delay=0.01)) as stream:
        events = take(stream, 10)
        background.do(lambda server: server.last.reset())
        while not any(isinstance(each, Gap) for each in events[:-3]):
            events.append(stream.next(10.0))
    gap = next(each for each in events if isinstance(each, Gap))
    got = numbers(events)
    assert gap.first_id == got[got.index(gap.last_id or 0) + 1]


def test_a_slow_caller_loses_nothing(client: Client, background: Background) -> None:
    with client.streams.subscribe(TRADES, settings=StreamSettings(queue=64)) as stream:
        first = stream.next(10.0)
        background.do(lambda server: server.publish(TRADES.name, 5000))
        events = [first]
        while len(events) < 5000:
            events.append(stream.next(10.0))
            if len(events) % 1000 == 0:
                time.sleep(0.02)
        assert 0 == stream.counters.overflowed
    got = numbers(events)
    assert list(range(got[0], got[0] + 5000)) == got


def test_waiting_can_be_bounded(client: Client) -> None:
    with client.streams.subscribe(agg_trade("NOBODYUSDT")) as stream:
        with pytest.raises(TimeoutError):
            stream.next(0.05)
        with pytest.raises(StreamError, match="nobodyusdt@aggTrade"):
            stream.wait_live(0.05)


def test_closing_from_another_thread_ends_the_iteration(client: Client) -> None:
    stream = client.streams.subscribe(TRADES)
    events: list[Any] = []
    reader = threading.Thread(target=lambda: events.extend(stream))
    reader.start()
    until(lambda: len(events) > 5)
    stream.close()
    reader.join(10)
    assert not reader.is_alive()
    assert 5 < len(events)
    stream.close()


def test_subscriptions_come_and_go(client: Client) -> None:
    with client.streams.subscribe(TRADES) as stream:
        take(stream, 3)
        stream.add(TICKER)
        stream.wait_live(10.0)
        stream.remove(TRADES)
        assert {TICKER.name} == stream.names


def test_callbacks_run_in_a_thread_of_their_own(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    got: list[Any] = []
    names = set()

    def callback(event: Any) -> None:
        got.append(event)
        names.add(threading.current_thread().name)
        if len(got) == 2:
            raise ValueError("of the user")

    with client.streams.listen(TRADES, callback=callback) as listener:
        until(lambda: len(got) >= 10)
        assert not listener.wait(0.0)
    assert listener.wait(10.0)
    assert {"binance-usdm-callback"} == names
    assert 1 == listener.stream.counters.callback_errors
    assert "of the user" in caplog.text


def test_closing_the_client_ends_streams_and_their_thread(background: Background) -> None:
    assert background.server is not None
    client = Client(environment=background.server.url)
    stream = client.streams.subscribe(TRADES)
    assert stream.next(10.0)
    client.close()
    client.close()
    assert stream.closed
    assert [] == [each for each in threading.enumerate() if each.name.startswith("binance-usdm")]
    with pytest.raises(StreamClosed):
        client.streams.subscribe(TRADES)


def test_a_client_that_never_streamed_starts_no_thread(background: Background) -> None:
    assert background.server is not None
    before = threading.active_count()
    with Client(environment=background.server.url) as client:
        client.streams.subscribe(TRADES)
        assert before == threading.active_count()
