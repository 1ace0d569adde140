"""S2, FAILURES 1e, 1f: every fault of a fault file that hits frames, pings, seconds and handshakes of connections."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from tests.mock.live.wired import ORDER, Wired
from tests.mock.world import NOW

from binance_usdm_mock.live.peer import Kind
from binance_usdm_mock.live.wire import frame_head, raw_frame
from binance_usdm_mock.server.message import Request

MARK = "/market/ws/btcusdt@markPrice@1s"


def seconds(world: Wired, peer: Any) -> list[int]:
    return [(told["E"] - peer.opened) // 1000 for told in world.values(peer)]


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("{on: STREAM btcusdt@markPrice*, nth: 3, action: lose}", [1, 2, 4, 5, 6]),
        ("{on: STREAM *, every: 2, action: lose}", [1, 3, 5]),
        ("{on: STREAM *, nth: 2, action: duplicate, copies: 2}", [1, 2, 2, 2, 3, 4, 5, 6]),
        ("{on: STREAM *, nth: 2, action: swap}", [1, 3, 2, 4, 5, 6]),
        ("{on: STREAM *, nth: 2, action: delay, seconds: 2.5}", [1, 3, 4, 2, 5, 6]),
        ("{on: STREAM *, nth: 3, action: replay, count: 2}", [1, 2, 3, 2, 3, 4, 5, 6]),
        ("{on: STREAM *, nth: 2, action: stall, seconds: 3}", [1, 5, 6]),
        ("{on: STREAM *, nth: 2, action: stall}", [1]),
        ("{on: SECOND /market/*, nth: 3, action: stall, seconds: 2}", [1, 2, 3, 5, 6]),
        ("{on: STREAM *, nth: 4, action: freeze}", [1, 2, 3]),
        ("{on: STREAM *, nth: 2, action: freeze, seconds: 2}", [1, 4, 5, 6]),
        ("{on: STREAM *, nth: 3, lasting: 2, action: lose}", [1, 2, 5, 6]),
        ("{on: STREAM *, params: {event: kline}, action: lose}", [1, 2, 3, 4, 5, 6]),
        ("{on: STREAM ethusdt*, action: lose}", [1, 2, 3, 4, 5, 6]),
        ("{on: USER *, action: lose}", [1, 2, 3, 4, 5, 6]),
        ("{on: STREAM *, text: nothing like it, action: lose}", [1, 2, 3, 4, 5, 6]),
        ("{action: drop}", [1, 2, 3, 4, 5, 6]),
    ],
)
def test_frames_are_lost_doubled_swapped_late_and_silent(fault: str, expected: list[int]) -> None:
    world = Wired(fault)
    peer = world.open(MARK)
    world.run(6_000)
    assert expected == seconds(world, peer)


def test_frames_are_broken_replaced_joined_and_altered() -> None:
    world = Wired(
        """{on: STREAM *, nth: 1, action: replace}
  - {on: STREAM *, nth: 1, action: replace, body: "[", repeat: 1000}
  - {on: STREAM *, nth: 1, action: insert, body: '[1]', before: true}
  - {on: STREAM *, nth: 1, action: alter, set: {p: '""', newField: "NaN"}, drop: [i]}"""
    )
    peer = world.open("/market/stream?streams=btcusdt@markPrice@1s")
    world.run(4_000)
    broken, nested, odd, _, changed = world.frames(peer)
    assert (b'{"e":"depthUpdate","E":', b"[" * 1000, b"[1]") == (broken, nested, odd)
    assert changed.startswith(b'{"stream":"btcusdt@markPrice@1s","data":{')
    assert (True, True, False) == (b'"p":""' in changed, b'"newField":NaN' in changed, b'"i":' in changed)


def test_a_frame_is_cut_off_or_comes_in_pieces() -> None:
    world = Wired(
        """{on: STREAM *, nth: 1, action: alter, chunk: 1, pause: 0.001}
  - {on: STREAM *, nth: 1, action: truncate, body: '{"e":', length: 300}"""
    )
    peer = world.open(MARK)
    world.run(3_000)
    whole, part, end = world.sent(peer)
    payload = whole.payload[len(raw_frame(b"x" * 200)) - 200 :]
    assert (raw_frame(payload), 1, Kind.RAW) == (whole.payload, whole.chunk, whole.kind)
    assert "markPriceUpdate" == msgspec.json.decode(payload)["e"]
    assert (frame_head(300) + b'{"e":', Kind.END) == (part.payload, end.kind)
    assert peer.closed


@pytest.mark.parametrize("length", [0, 125, 126, 65_535, 65_536])
def test_heads_of_frames(length: int) -> None:
    head = frame_head(length)
    told = head[1] if head[1] < 126 else int.from_bytes(head[2:], "big")
    assert (0x81, length) == (head[0], told)


@pytest.mark.parametrize(
    ("fault", "kind", "code"),
    [
        ("{on: STREAM *, nth: 2, action: cut, code: 1012, reason: restart}", Kind.CLOSE, 1012),
        ("{on: STREAM *, nth: 2, action: drop}", Kind.ABORT, 0),
        ("{on: STREAM *, nth: 2, action: drop, polite: true}", Kind.CLOSE, 1000),
        ("{on: SECOND /market/*, nth: 2, action: cut}", Kind.CLOSE, 1001),
        ("{on: SECOND *, nth: 2, action: drop}", Kind.ABORT, 0),
    ],
)
def test_connections_are_cut(fault: str, kind: Kind, code: int) -> None:
    world = Wired(fault)
    peer = world.open(MARK)
    world.run(4_000)
    last = world.sent(peer)[-1]
    assert (kind, code, True) == (last.kind, last.code, peer.closed)


def test_all_connections_of_a_route_are_cut_at_once() -> None:
    world = Wired("{on: SECOND /public/*, nth: 4, action: cut, everyone: true}")
    public = [world.open("/public/ws/btcusdt@depth") for _ in range(3)]
    market = world.open(MARK)
    world.run(3_000)
    assert ([True] * 3, False) == ([peer.closed for peer in public], market.closed)


@pytest.mark.parametrize(
    ("fault", "expected"),
    [
        ("lose", []),
        ("duplicate", [{"result": None, "id": 1}] * 2),
        ("delay, seconds: 2", []),
        ("alter, set: {id: '77'}", [{"result": None, "id": 77}]),
        ("alter, drop: [id]", [{"result": None}]),
        ("replace, body: '{}'", [{}]),
    ],
)
def test_answers_are_lost_late_and_wrong(fault: str, expected: list[Any]) -> None:
    world = Wired(f"{{on: ACK SUBSCRIBE, action: {fault}}}")
    peer = world.open("/market/ws")
    peer.receive(b'{"method":"SUBSCRIBE","params":["btcusdt@markPrice@1s"],"id":1}', world.x.now)
    assert expected == world.values(peer)
    peer.receive(b'{"method":"LIST_SUBSCRIPTIONS","id":2}', world.x.now)
    assert [{"result": ["btcusdt@markPrice@1s"], "id": 2}] == world.values(peer)
    world.run(3_000)
    late = [told for told in world.values(peer) if "e" not in told]
    assert ([{"result": None, "id": 1}] if "delay" in fault else []) == late


def test_a_candle_ends_late_never_or_twice() -> None:
    world = Wired(
        """{on: STREAM *@kline_*, params: {final: "true"}, nth: 1, action: lose}
  - {on: STREAM *@kline_*, params: {final: "true"}, nth: 1, action: duplicate}
  - {on: STREAM *@kline_*, params: {final: "true"}, nth: 1, action: delay, seconds: 24}"""
    )
    peer = world.open("/market/ws/btcusdt@kline_1m")
    world.run(190_000)
    closed = [told["k"]["t"] - peer.opened for told in world.values(peer) if told["k"]["x"]]
    assert [60_000, 60_000] == closed
    world.run(20_000)
    assert [120_000] == [told["k"]["t"] - peer.opened for told in world.values(peer) if told["k"]["x"]]


def test_pings_without_pongs() -> None:
    world = Wired("{on: PING /market/*, nth: 2, action: lose}")
    peer = world.open("/market/ws")
    assert [True, False, True] == [world.server.shell.meddler.pong(peer) for _ in range(3)]


class TestUserEvents:
    def test_lost_doubled_and_reordered_across_types(self) -> None:
        world = Wired(
            """{on: USER TRADE_LITE, nth: 1, action: lose}
  - {on: USER ACCOUNT_UPDATE, nth: 1, action: swap}
  - {on: USER ORDER_TRADE_UPDATE, nth: 2, action: duplicate}
  - {on: USER ORDER_TRADE_UPDATE, nth: 3, action: alter, set: {o.l: '"0"', o.c: '""'}, drop: [o.N, o.n]}"""
        )
        peer = world.private()
        world.x.execute("new_order", ORDER)
        assert ["ORDER_TRADE_UPDATE", "ORDER_TRADE_UPDATE", "ORDER_TRADE_UPDATE", "ACCOUNT_UPDATE"] == [
            told["e"] for told in world.values(peer)
        ]
        world.x.execute("new_order", ORDER)
        altered = world.values(peer)[-1]["o"]
        assert ("0", "", False, False) == (altered["l"], altered["c"], "n" in altered, "N" in altered)
        assert 2 == len(world.x.ledger.of("trade"))

    def test_a_key_expires_on_command(self) -> None:
        world = Wired("{on: SECOND /private/*, nth: 3, action: expire_key}")
        peer = world.private()
        world.run(5_000)
        assert ["listenKeyExpired"] == [told["e"] for told in world.values(peer)]

    def test_somebody_else_uses_the_account(self) -> None:
        send = "{symbol: BTCUSDT, side: SELL, type: MARKET, quantity: '0.02', newClientOrderId: web_1}"
        world = Wired(
            f"""{{on: SECOND /private/*, nth: 1, action: act, operation: new_order, send: {send}}}
  - {{on: USER ORDER_TRADE_UPDATE, nth: 1, action: act, operation: change_leverage,
      send: {{symbol: BTCUSDT, leverage: '7'}}}}
  - {{on: SECOND /private/*, nth: 2, action: act, operation: close_user_stream}}"""
        )
        peer = world.private()
        world.run(1_000)
        told = world.values(peer)
        assert ["web_1"] * 2 == [row["o"]["c"] for row in told if row["e"] == "ORDER_TRADE_UPDATE"]
        world.x.execute("new_order", ORDER)
        told = world.values(peer)
        assert [7] == [row["ac"]["l"] for row in told if row["e"] == "ACCOUNT_CONFIG_UPDATE"]
        world.run(2_000)
        assert peer.closed


def test_the_exchange_interferes() -> None:
    world = Wired(
        """{on: SECOND /private/*, nth: 2, action: intervene, call: liquidate, send: {symbol: BTCUSDT}}
  - {on: SECOND /private/*, nth: 2, action: intervene, call: restrict, send: {code: "-4192", seconds: "60"}}
  - {on: SECOND /private/*, nth: 2, action: intervene, call: transfer, send: {asset: USDT, amount: "-5"}}
  - {on: SECOND /private/*, nth: 2, action: intervene, call: deleverage, send: {symbol: ETHUSDT}}"""
    )
    peer = world.private()
    world.x.execute("new_order", ORDER)
    world.run(2_000)
    forced = [told["o"] for told in world.values(peer) if told["e"] == "ORDER_TRADE_UPDATE"][-1]
    assert (True, "CALCULATED") == (forced["c"].startswith("autoclose-"), forced["x"])
    world.run(1_000)
    refused = world.call(world.api(), "order.place", world.signed(ORDER))
    assert -4192 == refused[0]["error"]["code"]
    world.run(3_000)
    assert ["WITHDRAW"] == [told["a"]["m"] for told in world.values(peer) if told["e"] == "ACCOUNT_UPDATE"]


def test_a_shutdown_is_announced_and_comes() -> None:
    world = Wired("{on: SECOND *, nth: 2, action: shutdown, seconds: 3}")
    peer = world.open(MARK)
    world.run(4_000)
    assert "serverShutdown" in [told.get("e") for told in world.values(peer)]
    world.run(2_000)
    last = world.sent(peer)[-1]
    assert (Kind.CLOSE, 1012) == (last.kind, last.code)


def test_a_fault_of_a_frame_changes_the_exchange() -> None:
    world = Wired(
        """{on: STREAM *, nth: 2, action: clock, milliseconds: -3000}
  - {on: STREAM *, nth: 2, action: contract, symbol: XRPUSDT, removed: true}"""
    )
    world.open(MARK)
    world.run(5_000)
    assert (-3000, False) == (world.server.gate.clock_offset, world.x.markets["XRPUSDT"].symbol.listed)


def test_chances_follow_the_seed_and_hits_are_written_down() -> None:
    def log(seed: int) -> tuple[list[int], bytes]:
        world = Wired(f"{{on: STREAM *, probability: 0.4, seed: {seed}, action: lose}}")
        peer = world.open(MARK)
        world.run(30_000)
        return seconds(world, peer), world.server.event_log()

    world = Wired("{on: STREAM *, nth: 2, action: lose}", admin=True)
    world.open(MARK)
    world.run(3_000)
    assert world.server.shell.admin is not None
    told = world.server.shell.admin.answer(Request("GET", "/mock/hits", "", {}, b"", ""))
    hit = {"time": NOW + 2_000, "connection": 1, "on": "STREAM btcusdt@markPrice@1s", "action": "Lose"}
    assert {"hits": [hit]} == msgspec.json.decode(told.body)
    first, again, other = log(1), log(1), log(2)
    assert first == again
    assert first[0] != other[0]
    assert 30 - len(first[0]) == first[1].count(b'"action":"Lose"')


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        (
            "{on: STREAM *, action: reply}",
            "reply cannot be set off by STREAM; it can by: GET, POST, PUT, DELETE, WS, CONN",
        ),
        ("{on: GET /x, action: swap}", "swap cannot be set off by GET; it can by: WS, ACK, STREAM, USER"),
        ("{action: duplicate}", "duplicate cannot be set off by any request"),
        ("{on: SECOND *, action: fill}", "fill cannot be set off by SECOND"),
        ("{on: STREAM, action: lose}", "must be a method"),
        ("{on: SECOND market, action: cut}", "must be a method"),
        ("{on: WS *, action: act, operation: nothing}", "'nothing' is no operation"),
        ("{on: WS *, action: act, operation: new_order}", "new_order would be refused with -1102"),
        ("{on: WS *, action: act}", "the field 'operation' is missing"),
        ("{on: WS *, action: intervene}", "the field 'call' is missing"),
        ("{on: WS *, action: intervene, call: pay}", "'pay' is no call. Allowed: contract, delay_visibility"),
        ("{on: WS *, action: intervene, call: liquidate}", "liquidate: Object missing required field `symbol`"),
        ("{on: WS *, action: refuse, body: x}", "there is no such field"),
        ("{on: WS *, action: alter, remove: [-1]}", "must be a whole number from 0"),
    ],
)
def test_what_makes_no_sense_is_refused(fault: str, message: str) -> None:
    from binance_usdm_mock.script import ScriptError

    with pytest.raises(ScriptError, match=message):
        Wired(fault)
