"""Baselines: the benchmark measures what it says, from canned server to targets; no peer and no figure is judged."""

import json
import socket
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from bench.harness import answers, server
from bench.harness.roster import ADDED, CONTENDERS, OURS, REQUIREMENTS, WORKS
from bench.harness.rounds import Figures
from bench.harness.targets import MOCK, TARGETS, Bound, Figure, judge

ROOT = Path(__file__).resolve().parents[2]


def _exchange(origin: str, *pieces: bytes) -> bytes:
    """Send pieces one by one, then read until the server has nothing more to say."""
    address = urlsplit(origin)
    with socket.create_connection((address.hostname, address.port), timeout=10) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for piece in pieces:
            connection.sendall(piece)
        connection.shutdown(socket.SHUT_WR)
        received = bytearray()
        while chunk := connection.recv(1 << 16):
            received += chunk
    return bytes(received)


def test_the_canned_server_answers_split_and_pipelined_requests() -> None:
    """A body by its length, a head in two pieces, two requests at once, and an unknown path."""
    canned = answers.canned()
    order, ping = canned[b"POST /fapi/v1/order"], canned[b"GET /fapi/v1/ping"]
    with server.running() as origin:
        received = _exchange(
            origin,
            b"POST /fapi/v1/order?symbol=BTCUSDT HTTP/1.1\r\nContent-",
            b"Length: 7\r\n\r\nprice=",
            b"1GET /fapi/v1/ping HTTP/1.1\r\n\r\nGET /fapi/v1/ping HTTP/1.1\r\n\r\n",
        )
        unknown = _exchange(origin, b"GET /fapi/v9/nothing HTTP/1.1\r\n\r\n")
    assert order + ping + ping == received
    assert unknown.startswith(b"HTTP/1.1 404 ")


def test_the_canned_answers_are_what_they_are_called() -> None:
    """500 rows of twelve cells, 600 symbols, and counters that no limiter minds."""
    bodies = {key: whole.partition(b"\r\n\r\n")[2] for key, whole in answers.canned().items()}
    rows = json.loads(bodies[b"GET /fapi/v1/klines"])
    assert [12] * answers.ROWS == [len(row) for row in rows]
    assert answers.SYMBOLS == len({s["symbol"] for s in json.loads(bodies[b"GET /fapi/v1/exchangeInfo"])["symbols"]})
    assert b"\r\nx-mbx-used-weight-1m: 1\r\n" in answers.canned()[b"POST /fapi/v1/order"]


def test_the_floor_is_measured_and_reported(tmp_path: Path) -> None:
    """One contender through the whole program, in two very short rounds, with a work of every sort."""
    output = tmp_path / "results.json"
    chosen = ("order_sync", "order_socket", "agg_trades", "reconnect_rst", "memory_streams", "startup")
    done = subprocess.run(
        [
            *(sys.executable, "bench/run.py", "--here", "--quick", "--only", "floor", "--rounds", "2"),
            *("--seconds", "0.01", "--json", str(output)),
            *(argument for name in chosen for argument in ("--only", name)),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert (0, "") == (done.returncode, done.stderr)
    results = json.loads(output.read_text())
    assert {name: ["floor"] for name in chosen[:-1]} == {name: list(by) for name, by in results["works"].items()}
    for by_contender in results["works"].values():
        assert by_contender["floor"]["cpu_us"] > 0
    assert 2 == len(results["works"]["agg_trades"]["floor"]["rounds"]["per_second"])
    assert all(trial > 0 for trial in results["works"]["reconnect_rst"]["floor"]["rounds"]["ms"])
    assert results["works"]["memory_streams"]["floor"]["rounds"]["resident_mb"][0] > 1
    assert results["startup"]["floor"]["resident_mb"] > 1
    assert {"floor"} == set(results["versions"])
    assert {None} == {target["reached"] for target in results["targets"]}
    assert "not measured" in done.stdout


def test_a_contender_that_cannot_work_is_named_and_fails_the_run(tmp_path: Path) -> None:
    """A peer that is not installed here must show up in the report and in the exit code."""
    done = subprocess.run(
        [
            *(sys.executable, "bench/run.py", "--here", "--only", "ccxt", "--only", "order_sync", "--rounds", "1"),
            *("--json", str(tmp_path / "results.json")),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert 1 == done.returncode
    assert "not measured: ccxt, order_sync" in done.stderr
    assert ["ccxt, order_sync"] == list(json.loads((tmp_path / "results.json").read_text())["failed"])


def test_an_unknown_name_is_refused() -> None:
    """--only says what it knows."""
    done = subprocess.run(
        [sys.executable, "bench/run.py", "--only", "cxt"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert 2 == done.returncode
    assert "python-binance" in done.stderr


@pytest.mark.parametrize(
    ("bound", "more", "reached"),
    [
        (Bound(4, ("floor",)), False, True),
        (Bound(2, ("floor",)), False, False),
        (Bound(0.5, ("ccxt", "python-binance")), False, True),
        (Bound(0.2, ("ccxt", "python-binance")), False, False),
        (Bound(2, ("floor",)), True, True),
        (Bound(0.1, ("ccxt", "python-binance")), True, True),
        (Bound(0.5, ("ccxt", "python-binance")), True, False),
        (Bound(30), False, True),
        (Bound(29), False, False),
        (Bound(2, ("absent",)), False, None),
    ],
)
def test_a_bound_is_held_against_the_best_rival(bound: Bound, more: bool, reached: bool | None) -> None:
    """Least is best of costs, most is best of rates; what was not measured is neither reached nor missed."""
    figure = Figure("us", {OURS: 30.0, "floor": 10.0, "ccxt": 100.0, "python-binance": 80.0}, more=more)
    assert reached is judge(bound, figure).reached


def test_every_target_names_contenders_that_measure_it() -> None:
    """A rival that has no such figure would leave a target silently unjudged."""
    works = {work.name for work in WORKS}
    have = {name: {c.name for c in CONTENDERS if name in c.works} for name in works}
    have["rate_in_flight"] = have["orders_in_flight"]
    have["row_bytes"] = have["kline_history"]
    have["import"] = have["memory"] = {c.name for c in CONTENDERS if c.start}
    have["size"] = set(REQUIREMENTS)
    have["mock_engine"] = have["mock_rest"] = {MOCK}
    for target in TARGETS:
        for bound in target.must + target.stretch:
            assert set() == {target.whose, *bound.rivals} - have[target.figure]


def test_every_work_has_a_module_and_a_function_in_each_contender_that_says_so() -> None:
    """A contender that cannot be imported here is read as text: what is missing would only show in a long run."""
    missing = []
    for contender in CONTENDERS:
        for work in WORKS:
            if work.name in contender.works:
                source = ROOT / "bench" / f"{(contender.module + work.part).replace('.', '/')}.py"
                if not source.is_file() or f"def {work.name}(" not in source.read_text():
                    missing.append((contender.name, work.name))
    assert [] == missing


def test_a_bound_without_one_of_its_rivals_is_judged_and_says_so() -> None:
    """A peer that cannot be installed must not leave a target without a word."""
    figure = Figure("us", {OURS: 30.0, "ccxt": 100.0})
    verdict = judge(Bound(0.5, ("ccxt", "python-binance")), figure)
    assert (True, "<= 0.5 x best peer: 0.3 (ccxt), without python-binance") == (verdict.reached, verdict.text)


def test_figures_are_medians() -> None:
    """One slow round does not move them."""
    figures = Figures([10.0, 11.0, 500.0], [90.0, 100.0, 2.0])
    assert (11.0, 90.0) == (figures.cpu, figures.per_second)


@pytest.mark.parametrize("name", REQUIREMENTS)
def test_every_environment_is_pinned_with_hashes(name: str) -> None:
    """All entries have a version and hashes, and the distribution that is measured is among them."""
    lines = (ROOT / "bench" / "requirements" / f"{name}.txt").read_text().splitlines()
    entries = [line for line in lines if line and not line.startswith((" ", "#"))]
    assert [] == [line for line in entries if "==" not in line or not line.endswith("\\")]
    assert len(entries) <= sum(line.startswith("    --hash=sha256:") for line in lines)
    wanted = REQUIREMENTS[name] or ADDED.get(name, "msgspec")
    assert any(line.startswith(f"{wanted}==") for line in entries)
