"""S1, S2, FAILURES 1c, 1e: scripted markets walk, play recordings and scenes, and every view of them agrees."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

import pytest
from tests.mock.live.wired import ORDER, Wired
from tests.mock.test_tape import summed
from tests.mock.world import HOUR, MINUTE, NOW, World

from binance_usdm_mock import MockServer, VirtualClock
from binance_usdm_mock.markets import parse_market, read_market
from binance_usdm_mock.script import ScriptError

WALK = {"walk": {"price": "50000", "volatility": 0.002, "trades": 90, "quantity": "0.05"}}


def scripted(**script: Any) -> World:
    world = World(balances={"USDT": "10000000"})
    read_market(script, world.x).install(world.x)
    return world


def scene(kind: str, at: Any, symbol: str = "BTCUSDT", **more: Any) -> dict[str, Any]:
    return {"scene": kind, "at": at, "symbol": symbol, **more}


def price(world: World, symbol: str = "BTCUSDT") -> float:
    return float(world.x.execute("ticker_price", {"symbol": symbol})["price"])


class TestWalks:
    @pytest.mark.parametrize("interval", ["1m", "15m", "1h", "1d"])
    def test_candles_are_the_sums_of_their_trades_across_the_start(self, interval: str) -> None:
        world = World()
        world.x.advance(NOW + 20_500)
        read_market({"symbols": {"BTCUSDT": WALK}}, world.x).install(world.x)
        for step in (50_000, 3 * MINUTE, 61 * MINUTE):
            world.x.advance(world.x.now + step)
            world.market("BUY", "0.010")
        market = world.x.market("BTCUSDT")
        for row in world.x.execute("klines", {"symbol": "BTCUSDT", "interval": interval, "limit": 8})[-3:]:
            trades = market.between(row[0], min(row[6], world.x.now) + 1, 1 << 30)
            made = market.candle(interval, row[0], world.x.now)
            assert (*summed(trades), len(trades)) == (
                made.open, made.high, made.low, made.close, made.volume, made.turnover, made.bought,
                made.bought_turnover, made.count,
            )  # fmt: skip

    def test_ids_go_on_without_a_gap_and_prices_begin_as_told(self) -> None:
        world = World()
        world.x.advance(NOW + 20_500)
        read_market({"symbols": {"BTCUSDT": WALK}}, world.x).install(world.x)
        world.x.advance(NOW + 10 * MINUTE)
        rows = world.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "startTime": NOW, "limit": 1000})
        assert [row["a"] for row in rows] == list(range(rows[0]["a"], rows[0]["a"] + len(rows)))
        assert [row["T"] for row in rows] == sorted(row["T"] for row in rows)
        first = next(row for row in rows if row["T"] >= NOW + 20_500)
        assert abs(float(first["p"]) - 50_000) < 500
        assert 85 <= sum(1 for row in rows if NOW + 2 * MINUTE <= row["T"] < NOW + 3 * MINUTE) <= 90

    def test_mark_prices_and_their_candles_follow(self) -> None:
        world = scripted(symbols={"BTCUSDT": WALK})
        world.x.advance(NOW + 3 * HOUR + 12_345)
        told = world.x.execute("mark_price", {"symbol": "BTCUSDT"})
        row = world.x.execute("mark_price_klines", {"symbol": "BTCUSDT", "interval": "1h", "limit": 2})[-1]
        assert told["markPrice"] == row[4]
        assert abs(float(row[4]) / price(world) - 1) < 0.01

    def test_drift_and_rate(self) -> None:
        world = scripted(symbols={"*": {"walk": {"drift": 0.001, "volatility": 0.0001, "trades": 2}}})
        before = price(world, "ETHUSDT")
        world.x.advance(NOW + 100 * MINUTE)
        assert 1.05 < price(world, "ETHUSDT") / before < 1.2

    def test_resting_orders_meet_the_walk(self) -> None:
        world = scripted(symbols={"BTCUSDT": WALK})
        world.x.advance(NOW + 1_000)
        placed = world.limit("BUY", "0.010", world.price(away=-0.001))
        world.x.advance(NOW + 30 * MINUTE)
        low = min(float(r[3]) for r in world.x.execute("klines", {"symbol": "BTCUSDT", "interval": "1m", "limit": 31}))
        assert (low <= float(placed["price"])) == (world.order(placed)["status"] == "FILLED")
        assert low <= float(placed["price"])


class TestScenes:
    def test_a_gap(self) -> None:
        world = scripted(scenes=[scene("gap", 60, percent=-10)])
        world.x.advance(NOW + 59_999)
        before = price(world)
        world.x.advance(NOW + 70_000)
        assert 0.88 < price(world) / before < 0.92
        assert [("gap", NOW + 60_000)] == [(e.facts["scene"], e.time) for e in world.x.ledger.of("scene")]

    def test_a_crash_and_its_recovery_trigger_and_liquidate_on_their_way(self) -> None:
        world = scripted(
            scenes=[
                scene("crash", "1m", percent=-20, over="2m", recovery=0.5, during="1m"),
                scene("thin", "1m", part=0.2),
            ]
        )
        world.x.advance(NOW + 50_000)
        before = price(world)
        world.market("BUY", "0.100")
        stop = {"algoType": "CONDITIONAL", "symbol": "BTCUSDT", "side": "SELL", "type": "STOP_MARKET"}
        placed = world.x.execute(
            "new_algo_order", {**stop, "triggerPrice": world.price(away=-0.1), "closePosition": "true"}
        )
        world.x.advance(NOW + 3 * MINUTE)
        assert 0.78 < price(world) / before < 0.82
        assert "FINISHED" == world.x.execute("query_algo_order", {"algoId": placed["algoId"]})["algoStatus"]
        world.x.advance(NOW + 5 * MINUTE)
        assert 0.88 < price(world) / before < 0.92

    def test_a_thin_book(self) -> None:
        world = scripted(scenes=[scene("thin", 30, part=0.001, wide=50, **{"for": 60})])

        def book() -> tuple[float, float]:
            told = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 100})
            spread = float(told["asks"][0][0]) - float(told["bids"][0][0])
            return round(spread, 1), sum(float(row[1]) for row in told["asks"])

        usual = book()
        world.x.advance(NOW + 40_000)
        thin = book()
        assert (0.1, 5.0) == (usual[0], thin[0])
        assert thin[1] < usual[1] / 20
        told = world.market("BUY", "100")
        assert ("EXPIRED", True) == (told["status"], 0 < float(told["executedQty"]) < 100)
        world.x.advance(NOW + 100_000)
        assert 0.1 == book()[0]

    def test_a_halt(self) -> None:
        world = scripted(scenes=[scene("halt", 60, **{"for": "5m"})])
        placed, kept = (world.limit("BUY", "0.010", world.price(away=-0.03)) for _ in range(2))
        world.x.advance(NOW + 3 * MINUTE)
        assert -4108 == world.refusal("new_order", ORDER)
        assert (
            "CANCELED" == world.x.execute("cancel_order", {"symbol": "BTCUSDT", "orderId": placed["orderId"]})["status"]
        )
        trades = world.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "startTime": NOW + 60_000})
        assert [] == trades
        assert "0.000" == world.x.execute("klines", {"symbol": "BTCUSDT", "interval": "1m", "limit": 2})[0][5]
        world.x.advance(NOW + 7 * MINUTE)
        assert "NEW" == world.order(kept)["status"]
        assert "FILLED" == world.market("BUY", "0.010")["status"]

    def test_a_delisting_and_a_listing(self) -> None:
        world = scripted(
            scenes=[scene("delist", 60, "XRPUSDT", after=60), scene("list", 90, "FRESHUSDT", like="ETHUSDT")]
        )
        world.market("BUY", "10", "XRPUSDT")
        placed = world.limit("BUY", "100", world.price("XRPUSDT", away=-0.03), "XRPUSDT")
        world.x.advance(NOW + 61_000)
        assert "EXPIRED" == world.order(placed)["status"]
        assert 0 == world.position("XRPUSDT").quantity
        world.x.advance(NOW + 121_000)
        assert -1121 == world.refusal("ticker_price", symbol="XRPUSDT")
        assert "FILLED" == world.market("BUY", "0.1", "FRESHUSDT")["status"]

    def test_other_rules(self) -> None:
        world = scripted(scenes=[scene("rules", 60, tick="10", min_notional="500")])
        world.x.advance(NOW + 61_000)
        assert -4014 == world.refusal("new_order", {**ORDER, "type": "LIMIT", "timeInForce": "GTC", "price": "58001"})

    def test_a_funding_spike(self) -> None:
        world = scripted(scenes=[scene("funding", 0, rate="0.02", **{"for": "5h"})])
        world.x.advance(NOW + 1)
        world.market("BUY", "0.100")
        world.x.advance(NOW + 12 * HOUR)
        rates = [
            float(row["fundingRate"])
            for row in world.x.execute("funding_rate_history", {"symbol": "BTCUSDT", "limit": 2})
        ]
        assert 0.02 == rates[0]
        assert abs(rates[1]) < 0.001
        fees = [e.facts["amount"] for e in world.x.ledger.of("income") if e.facts["type"] == "FUNDING_FEE"]
        assert fees[0] < -100 * 10**8


def test_the_same_script_gives_the_same_log_byte_for_byte() -> None:
    script = {
        "seed": 5,
        "symbols": {"BTCUSDT": WALK},
        "scenes": [scene("crash", 600, percent=-15), scene("halt", 1500), scene("thin", 0, "*", part=0.5)],
    }

    def log(seed: int, step: int) -> tuple[bytes, bytes]:
        world = Wired("", market={**script, "seed": seed})
        peer = world.open("/public/stream?streams=btcusdt@depth@100ms/btcusdt@trade")
        world.x.execute("new_order", {**ORDER, "type": "LIMIT", "timeInForce": "GTC", "price": "44000"})
        for _ in range(60_000 // step):
            world.run(step)
        world.hub.remove(peer)
        world.run(HOUR)
        return b"".join(world.frames(peer)), world.server.event_log()

    first = log(5, 30_000)
    assert b'"kind":"scene"' in first[1]
    assert b'"kind":"trade"' in first[1]
    assert first == log(5, 30_000)
    assert first[0] == log(5, 1_500)[0]
    assert first[0] != log(6, 30_000)[0]


class TestRecordings:
    def record(self, folder: Path, *lines: Any) -> str:
        path = folder / "tape.jsonl"
        path.write_text("\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines), "utf-8")
        return str(path)

    def trades(self, count: int = 5) -> list[Any]:
        return [
            {
                "e": "aggTrade",
                "E": 5 + n,
                "s": "BTCUSDT",
                "p": f"{41_000 + n}.10",
                "q": "0.5",
                "T": 1000 * n,
                "m": n % 2 == 1,
            }
            for n in range(count)
        ]

    def test_trades_come_by_the_clock_and_what_follows_is_chosen(self, tmp_path: Path) -> None:
        file = self.record(
            tmp_path, *self.trades(), {"e": "markPriceUpdate", "s": "BTCUSDT"}, {"e": "trade", "s": "ETHUSDT"}
        )
        for then, last in (("hold", 41_004.1), ("repeat", None), ("walk", None)):
            world = scripted(symbols={"BTCUSDT": {"replay": {"file": file, "at": "10s", "then": then}}})
            seen: list[float] = []
            for second in (10, 11, 12, 13, 14):
                world.x.advance(NOW + second * 1000)
                seen.append(price(world))
            assert [41_000.1, 41_001.1, 41_002.1, 41_003.1, 41_004.1] == seen
            world.x.advance(NOW + HOUR)
            count = len(
                world.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "startTime": NOW + 15_000, "limit": 1000})
            )
            assert (then == "hold") == (price(world) == last)
            assert {"hold": count == 0, "repeat": count == 1000, "walk": count == 1000}[then]

    def test_speed_and_another_symbol_in_an_envelope(self, tmp_path: Path) -> None:
        rows = [{"stream": "x", "data": {**row, "s": "OTHERUSDT"}} for row in self.trades()]
        replay = {"file": self.record(tmp_path, *rows), "of": "OTHERUSDT", "speed": 2}
        world = scripted(symbols={"BTCUSDT": {"replay": replay}})
        world.x.advance(NOW + 2_000)
        assert 41_004.1 == price(world)

    @pytest.mark.parametrize("shape", ["rows", "events", "answer"])
    def test_candles_keep_their_figures(self, shape: str, tmp_path: Path) -> None:
        rows = [
            [NOW + n * MINUTE, f"{40_000 + n}.0", f"{40_100 + n}.0", f"{39_800 - n}.0", f"{40_050 - 90 * n}.0", "1.003",
             NOW + (n + 1) * MINUTE - 1, "0", 1, "0", "0", "0"]
            for n in range(3)
        ]  # fmt: skip
        names = "tohlcvT"
        events = [
            {"e": "kline", "s": "BTCUSDT", "k": dict(zip(names, row, strict=False)) | {"x": closed}}
            for row in rows
            for closed in (False, True)
        ]
        lines: list[Any] = {"rows": rows, "events": events, "answer": [rows]}[shape]
        world = scripted(symbols={"BTCUSDT": {"replay": {"file": self.record(tmp_path, *lines)}}})
        world.x.advance(NOW + 3 * MINUTE)
        told = world.x.execute("klines", {"symbol": "BTCUSDT", "interval": "1m", "startTime": NOW, "limit": 3})
        assert [[float(text) for text in row[1:6]] for row in rows] == [
            [float(text) for text in row[1:6]] for row in told
        ]

    def test_books_are_shown_as_they_were_and_make_prices(self, tmp_path: Path) -> None:
        def depth(n: int, bids: Any, asks: Any) -> Any:
            return {"e": "depthUpdate", "E": n * 1000, "s": "BTCUSDT", "U": 1, "u": 2, "pu": 0, "b": bids, "a": asks}

        file = self.record(
            tmp_path,
            depth(0, [["40000.0", "1"], ["39999.0", "2"]], [["40001.0", "3"]]),
            depth(1, [["40000.0", "0"]], [["40001.0", "1.5"], ["40002.0", "1"]]),
            depth(2, [["40000.5", "7"]], []),
        )
        world = Wired("", market={"symbols": {"BTCUSDT": {"replay": {"file": file}}}})
        peer = world.open("/public/ws/btcusdt@depth@100ms")
        seen: list[Any] = []
        for _ in range(3):
            world.run(100)
            told = world.x.execute("order_book", {"symbol": "BTCUSDT", "limit": 5})
            seen.append((told["bids"], told["asks"]))
            world.run(900)
        assert (
            [["40000.00", "1.000"], ["39999.00", "2.000"]],
            [["40001.00", "3.000"]],
        ) == seen[0]
        assert ([["39999.00", "2.000"]], [["40001.00", "1.500"], ["40002.00", "1.000"]]) == seen[1]
        assert [["40000.50", "7.000"], ["39999.00", "2.000"]] == seen[2][0]
        events = world.values(peer)
        assert [before["u"] for before in events[:-1]] == [told["pu"] for told in events[1:]]
        assert 40_000.5 <= float(world.x.execute("ticker_price", {"symbol": "BTCUSDT"})["price"]) <= 40_001
        placed = world.x.execute("new_order", {**ORDER, "quantity": "2", "newOrderRespType": "RESULT"})
        told = world.x.execute("query_order", {"symbol": "BTCUSDT", "orderId": placed["orderId"]})
        assert "40001.25000" == told["avgPrice"]

    def test_what_the_mock_streams_can_be_played_again(self, tmp_path: Path) -> None:
        source = Wired("")
        peers = [source.open("/market/ws/btcusdt@aggTrade"), source.open("/public/ws/btcusdt@depth20@100ms")]
        source.run(60_000)
        frames = [frame for peer in peers for frame in source.frames(peer)]
        file = self.record(tmp_path, *(frame.decode() for frame in frames))
        world = scripted(symbols={"BTCUSDT": {"replay": {"file": file}}})
        world.x.advance(NOW + 60_000)
        truth = source.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "startTime": NOW, "limit": 1000})
        played = world.x.execute("aggregate_trades", {"symbol": "BTCUSDT", "startTime": NOW, "limit": 1000})
        assert [(row["p"], row["q"], row["m"]) for row in truth] == [(row["p"], row["q"], row["m"]) for row in played]
        books = [x.execute("order_book", {"symbol": "BTCUSDT", "limit": 20}) for x in (source.x, world.x)]
        assert (books[0]["bids"], books[0]["asks"]) == (books[1]["bids"], books[1]["asks"])

    @pytest.mark.parametrize(
        ("lines", "message"),
        [
            (["{"], ":1: is no JSON"),
            ([{"e": "aggTrade", "p": "x", "q": "1", "T": 1}], ":1: p: must be a number"),
            ([{"e": "aggTrade", "p": "1", "T": 1}], ":1: q: must be a number"),
            ([{"e": "aggTrade", "p": "1", "q": "1"}], ":1: T: is missing"),
            ([{"p": "1"}], ":1: e: is missing; it is aggTrade, trade, kline"),
            ([3], ":1: is no event"),
            ([[1, 2]], ":1: is no row of klines"),
            ([{"e": "kline"}], ":1: k: is missing"),
            ([{"e": "depthUpdate", "E": 1, "b": 3, "a": []}], ":1: b: must be a list of levels"),
            ([{"e": "aggTrade", "s": "ETHUSDT"}], "has nothing of BTCUSDT. It tells of ETHUSDT"),
        ],
    )
    def test_broken_recordings_are_refused(self, lines: list[Any], message: str, tmp_path: Path) -> None:
        file = self.record(tmp_path, *lines)
        with pytest.raises(ScriptError, match=r"^m:1: symbols.BTCUSDT.replay.file: .*" + re.escape(message)):
            parse_market(json.dumps({"symbols": {"BTCUSDT": {"replay": {"file": file}}}}), "m", World().x)


BAD = [
    ("symbols:\n  BTCUSD: {walk: {}}\n", r"m:2: symbols.BTCUSD: 'BTCUSD' is no contract. Allowed: 1000PEPEUSDT,"),
    (
        "symbols:\n  BTCUSDT:\n    walk: {volatilty: 1}\n",
        r"m:3: .*volatilty: there is no such field here. Did you mean 'vol",
    ),
    ("symbols: {BTCUSDT: {walk: {trades: 0}}}\n", r"trades: must be a whole number from 1 to 60000"),
    ("symbols: {BTCUSDT: {walk: {price: '0.01'}}}\n", r"price: must be an amount of at least 0.1"),
    ("symbols: {BTCUSDT: {}}\n", r"symbols.BTCUSDT: says nothing: give 'walk' or 'replay'"),
    ("symbols: {BTCUSDT: {replay: {}}}\n", r"the field 'file' is missing"),
    ("symbols: {BTCUSDT: {replay: {file: nowhere.jsonl}}}\n", r"replay.file: nowhere.jsonl: cannot be read"),
    (
        "scenes:\n  - {scene: crsh, at: 1, symbol: BTCUSDT}\n",
        r"m:2: scenes\[0\].scene: 'crsh' is not known. Did you mean",
    ),
    ("scenes: [{scene: gap, at: soon, symbol: BTCUSDT, percent: 1}]\n", r"at: must be seconds, or a number with ms"),
    ("scenes: [{scene: gap, at: 1, symbol: BTCUSDT, percent: -100}]\n", r"percent: must be a number from -99 to 1000"),
    ("scenes: [{scene: gap, at: 1, percent: 1}]\n", r"the field 'symbol' is missing"),
    ("scenes: [{scene: rules, at: 1, symbol: BTCUSDT, tick: '0.05'}]\n", r"can only become a multiple of 0.10"),
    ("scenes: [{scene: rules, at: 1, symbol: BTCUSDT}]\n", r"changes nothing: give 'tick', 'step' or 'min_notional'"),
    ("scenes: [{scene: funding, at: 1, symbol: BTCUSDT, rate: '1'}]\n", r"rate: must be a rate from -0.1 to 0.1"),
    ("scenes: [{scene: list, at: 1, symbol: NEW, like: OLD}]\n", r"'OLD' is no contract"),
    (
        "scenes: [{scene: halt, at: 1, symbol: BTCUSDT, fro: 3}]\n",
        r"fro: there is no such field here. Did you mean 'for'",
    ),
    ("seed: 3\n", r"m:1: says nothing"),
]


@pytest.mark.parametrize(("text", "message"), BAD)
def test_bad_scripts_are_refused_with_file_line_and_field(text: str, message: str) -> None:
    world = World()
    with pytest.raises(ScriptError, match=message):
        parse_market(text, "m", world.x)
    assert [] == world.x.ledger.of("scene")


def test_a_server_is_started_with_a_script(tmp_path: Path) -> None:
    path = tmp_path / "market.yaml"
    path.write_text("symbols:\n  BTCUSDT: {walk: {price: '12345'}}\n", encoding="utf-8")
    server = MockServer(clock=VirtualClock(NOW), market=path)
    server.clock.advance(100_000)
    assert abs(float(server.exchange.execute("ticker_price", {"symbol": "BTCUSDT"})["price"]) - 12_345) < 300
    with pytest.raises(ScriptError):
        MockServer(market=str(tmp_path / "none.yaml"))
