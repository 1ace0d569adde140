"""M4, P2: the package exports every builder of the catalogue, costs nothing to import, and its picture is its table."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest
from tests.connector.transport.test_tls import Authority

import binance_usdm_api.streams
from binance_usdm import AsyncClient, ConfigError, streams
from binance_usdm.streams import Policy, agg_trade
from binance_usdm.streams._policy import DECLARED, declared
from binance_usdm.streams._settings import StreamSettings
from binance_usdm.streams._states import TABLE, Happening, Phase
from binance_usdm.transport import tls_context
from binance_usdm_api import STREAMS

from .scripted_streams import serving, take

FOLDER = Path(streams.__file__).parent
PAGE = FOLDER.parents[2] / "docs" / "decisions" / "streams.md"
SHELLS = {
    "_async_events",
    "_blocking",
    "_blocking_events",
    "_callback",
    "_endings",
    "_loop_thread",
    "_runner",
    "_socket",
    "_stream",
    "_surroundings",
    "_tasks",
}


def test_names_are_sorted_and_all_there() -> None:
    assert sorted(streams.__all__) == streams.__all__
    assert all(hasattr(streams, name) for name in streams.__all__)
    assert sorted(streams.__all__) == dir(streams)
    with pytest.raises(AttributeError, match="nothing"):
        streams.nothing  # noqa: B018


@pytest.mark.parametrize("stream_id", sorted(STREAMS))
def test_every_stream_of_the_catalogue_has_its_builder_here(stream_id: str) -> None:
    assert getattr(binance_usdm_api.streams, stream_id) is getattr(streams, stream_id)


def test_policies_are_declared_for_streams_that_exist() -> None:
    assert set(DECLARED) <= set(STREAMS)
    assert {Policy.LOSSLESS, Policy.LATEST} == {declared(stream) for stream in STREAMS.values()}


def test_importing_builders_loads_neither_event_loop_nor_tls_nor_websocket() -> None:
    code = (
        "import sys; from binance_usdm.streams import agg_trade, Gap, StreamSettings; agg_trade('BTCUSDT');"
        "print([name for name in ('asyncio', 'ssl', 'picows', 'httpx', 'threading') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    found = set(ast.literal_eval(done.stdout))
    assert set() == found & {"asyncio", "ssl", "picows", "httpx"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_only_shells_know_the_event_loop(path: Path) -> None:
    imported = {
        name.partition(".")[0]
        for node in ast.walk(ast.parse(path.read_text()))
        for name in (
            [alias.name for alias in node.names]
            if isinstance(node, ast.Import)
            else [node.module or ""]
            if isinstance(node, ast.ImportFrom) and not node.level
            else []
        )
    }
    forbidden = imported & {"asyncio", "picows", "ssl", "socket", "threading", "time", "random"}
    assert path.stem in SHELLS or set() == forbidden


def test_every_phase_can_be_reached_and_left() -> None:
    assert set(Phase) == set(TABLE)
    assert set(Phase) - {Phase.IDLE} <= {target for row in TABLE.values() for target in row.values()}
    assert set(Happening) == {happening for row in TABLE.values() for happening in row}
    for phase in set(Phase) - {Phase.CLOSED}:
        assert Phase.CLOSED is TABLE[phase][Happening.CLOSE]


def test_the_picture_is_drawn_from_the_table() -> None:
    drawn = set(re.findall(r"^    (\w+) --> (\w+): (\w+)$", PAGE.read_text(), re.MULTILINE))
    assert {
        (phase.value, target.value, happening.value)
        for phase, row in TABLE.items()
        for happening, target in row.items()
        if happening not in (Happening.CLOSE, Happening.EMPTIED)
    } == drawn


@pytest.mark.parametrize("name", ["silence", "ping_interval", "rotate_after", "queue", "max_streams", "stall"])
@pytest.mark.parametrize("value", [0, -1, True, "5", None, float("nan"), float("inf")])
def test_settings_are_checked_when_they_are_set(name: str, value: object) -> None:
    with pytest.raises(ConfigError, match=name):
        StreamSettings(**{name: value})  # type: ignore[arg-type]


def test_a_connection_may_not_outlive_the_limit_of_the_exchange() -> None:
    with pytest.raises(ConfigError, match="86400"):
        StreamSettings(rotate_after=90_000.0)


async def test_streams_verify_the_server_with_the_context_of_the_client(tmp_path: Path) -> None:
    authority = Authority(tmp_path, "trusted")
    trades, settings = agg_trade("BTCUSDT"), StreamSettings(reconnect_delay=0.01)
    async with serving(tls=authority.server("localhost"), host="localhost") as server:
        server.on_request = lambda peer, _request: server.publish(trades.name, 3) and None  # type: ignore[func-returns-value]
        async with AsyncClient(environment=server.url, tls=tls_context(authority.file)) as client:
            events = await take(client.streams.subscribe(trades, settings=settings), 3)
            assert [1, 2, 3] == [each.agg_trade_id for each in events]
        async with (
            AsyncClient(environment=server.url, tls=tls_context()) as stranger,
            stranger.streams.subscribe(trades, settings=settings, control=True) as stream,
        ):
            event = await anext(stream)
            assert "CERTIFICATE_VERIFY_FAILED" in event.reason  # type: ignore[union-attr]
            assert 0 == stream.counters.connects
