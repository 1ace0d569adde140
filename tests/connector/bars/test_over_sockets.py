"""F71, F72: over real sockets and a fast clock, closing events that are lost, late or doubled change nothing."""

from __future__ import annotations

import asyncio
import json
import urllib.request
from contextlib import aclosing
from typing import Any

import pytest

from binance_usdm import AsyncClient, ConfigError, InvalidParameter, StreamClosed
from binance_usdm.bars import Bars, BarSource, ClosedBar, MissingBars
from binance_usdm.streams import StreamSettings, agg_trade, kline
from binance_usdm_mock import MockServer, VirtualClock

START, MINUTE = 1_767_225_600_000, 60_000
QUICK = StreamSettings(reconnect_delay=0.01, reconnect_delay_max=0.05, silence=60.0)
BARS = kline("BTCUSDT", "1m")


def true_bars(origin: str) -> dict[int, list[Any]]:
    """As a query tells them, by opening time."""
    query = f"{origin}/fapi/v1/klines?symbol=BTCUSDT&interval=1m&startTime={START}"
    with urllib.request.urlopen(query) as answer:  # noqa: S310 (this machine)
        return {row[0]: row for row in json.load(answer)}


async def test_every_bar_is_handed_out_once_and_truly() -> None:
    with MockServer(seed=5, clock=VirtualClock(START + 500)) as server:
        ends = {"event": "kline", "final": True}
        lost = server.live.rule("drop", nth=2, **ends)
        doubled = server.live.rule("duplicate", nth=3, **ends)
        late = server.live.rule("delay", nth=4, delay_ms=24_000, **ends)
        found: list[ClosedBar | MissingBars] = []

        async def pump() -> None:
            for step in range(5_000):
                await asyncio.to_thread(server.clock.advance, 1000)
                if step == 400:
                    server.live.cut()

        async with AsyncClient(environment=server.rest) as client, Bars(client, BARS, stream_settings=QUICK) as bars:
            pumping = asyncio.create_task(pump())
            try:
                async with asyncio.timeout(60):
                    async for each in bars:
                        found.append(each)
                        if len(found) >= 12:
                            break
            finally:
                pumping.cancel()
                await asyncio.wait([pumping])
        closed = [each for each in found if isinstance(each, ClosedBar)]
        assert found == closed
        opened = [bar.open_time for bar in closed if not bar.amends]
        assert list(range(opened[0], opened[0] + len(opened) * MINUTE, MINUTE)) == opened
        assert (1, 1, 1) == (lost.applied, doubled.applied, late.applied)
        assert {BarSource.STREAM, BarSource.REST} == {bar.source for bar in closed}
        truth = true_bars(server.rest)
        for bar in closed:
            row = truth[bar.open_time]
            said = [str(each) for each in (bar.open, bar.high, bar.low, bar.close, bar.volume, bar.quote_volume)]
            assert [*row[1:6], row[7]] == said
            assert row[8] == bar.trade_count


async def test_what_cannot_be_right_is_refused() -> None:
    with MockServer(seed=5) as server:
        async with AsyncClient(environment=server.rest) as client:
            with pytest.raises(InvalidParameter):
                Bars(client)
            with pytest.raises(InvalidParameter, match="btcusdt@aggTrade"):
                Bars(client, agg_trade("BTCUSDT"))  # type: ignore[arg-type]
            with pytest.raises(ConfigError):
                Bars(client, BARS, grace=0)
            async with client.bars(BARS) as bars:
                waiting = asyncio.ensure_future(anext(aiter(bars)))
                await asyncio.sleep(0)
                await bars.aclose()
                with pytest.raises(StopAsyncIteration):
                    await waiting
                assert bars.closed
            with pytest.raises(StreamClosed):
                await bars.__aenter__()


async def test_leaving_the_loop_closes_bars_that_were_not_entered() -> None:
    with MockServer(seed=5, clock=VirtualClock(START + 59_500)) as server:
        async with AsyncClient(environment=server.rest) as client:
            bars = Bars(client, BARS, stream_settings=QUICK)

            async def pump() -> None:
                while not bars.closed:
                    await asyncio.to_thread(server.clock.advance, 1000)

            pumping = asyncio.create_task(pump())
            async with asyncio.timeout(60), aclosing(bars.batches()) as batches:
                async for batch in batches:
                    assert isinstance(batch[0], ClosedBar)
                    break
            await pumping
            assert bars.closed
            with pytest.raises(StreamClosed):
                bars.open()
