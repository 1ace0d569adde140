"""M6 and part 4 of the first order: results read well in a terminal and in Jupyter, and cannot do harm there."""

import io
from decimal import Decimal
from typing import Any

import attrs
import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.history.exchange import MINUTE, START, with_candles

from binance_usdm import display
from binance_usdm.display._width import clip, harmless, pad, width_of
from binance_usdm.history import History
from binance_usdm_api.models import Kline, Trade


def _klines(count: int) -> list[Kline]:
    return [
        Kline(
            START + n * MINUTE, Decimal(100 + n), Decimal(103 + n), Decimal(99 + n), Decimal(101 + n - 2 * (n % 2)),
            Decimal("1.50"), START + (n + 1) * MINUTE - 1, Decimal("150.0"), 7, Decimal("0.75"), Decimal("75.0"), "0",
        )
        for n in range(count)
    ]  # fmt: skip


def test_structs_become_a_table_with_numbers_at_the_right() -> None:
    trades = [
        Trade(id=1, price=Decimal("37000.10"), qty=Decimal("0.001"), time=START, is_buyer_maker=True),
        Trade(id=20, price=Decimal("9.5"), qty=Decimal(100), time=START + 1, is_buyer_maker=False),
    ]
    expected = """\
id     price    qty  time                     is_buyer_maker
──  ────────  ─────  ───────────────────────  ──────────────
 1  37000.10  0.001  2024-01-01 00:00:00      yes
20       9.5    100  2024-01-01 00:00:00.001  no"""
    assert expected == display.table(trades, width=100)


def test_one_struct_is_shown_by_field() -> None:
    text = display.table(Trade(id=1, price=Decimal("1.5"), qty=Decimal(2), time=START, is_buyer_maker=True), width=60)
    assert ["field", "value"] == text.splitlines()[0].split()
    assert "price           1.5" in text
    assert "quote_qty" not in text


def test_long_results_show_both_ends() -> None:
    text = display.table(_klines(1000), width=200, max_rows=4)
    lines = text.splitlines()
    assert 2 + 4 + 1 == len(lines)
    assert "… 996 more rows …" == lines[4]
    assert lines[-1].startswith("2024-01-01 16:39:00")


def test_columns_that_do_not_fit_are_named_and_numbers_are_never_cut() -> None:
    lines = display.table(_klines(2), width=50).splitlines()
    assert all(width_of(line) <= 50 for line in lines)
    assert lines[-1].startswith("… ")
    assert "more columns" in lines[-1]
    assert "100" in lines[2]


def test_chinese_symbols_keep_the_columns_straight() -> None:
    lines = display.table([{"symbol": "币安人生USDT", "n": 1}, {"symbol": "BTCUSDT", "n": 22}], width=40).splitlines()
    assert 1 == len({width_of(line) for line in lines})
    assert "币安人生USDT   1" == lines[2]


@pytest.mark.parametrize("text", ["a\x1b[31mb", "line\nbreak", "\u202eevil", "bell\x07", "\x9b2J", "tab\there"])
def test_control_characters_from_outside_come_out_escaped(text: str) -> None:
    for shown in (display.table([{"msg": text}], width=80), display.table({"msg": text}, width=80)):
        assert all(line.isprintable() for line in shown.splitlines())
        assert "\\" in shown
    assert harmless(text) in display.table([{text: 1}], width=80)


@given(
    st.lists(st.dictionaries(st.sampled_from("abc"), st.text() | st.integers() | st.none()), max_size=5),
    st.integers(1, 90),
)
def test_any_rows_fit_any_width_without_control_characters(rows: list[dict[str, Any]], width: int) -> None:
    lines = display.table(rows, width=width).split("\n")
    assert all(line.isprintable() for line in lines)
    assert all(width_of(line) <= max(width, 25) for line in lines)


@given(st.text(), st.integers(0, 40))
def test_clipping_never_exceeds_the_width(text: str, width: int) -> None:
    clean = harmless(text)
    assert width_of(clip(clean, width)) <= width
    assert max(width, width_of(clean)) == width_of(pad(clean, width, right=False))


def test_other_results_are_shown_too() -> None:
    @attrs.frozen
    class Pair:
        left: int
        right: str

    assert "(no rows)" == display.table([])
    assert "value" == display.table(5).splitlines()[0]
    assert "left  right" == display.table([Pair(1, "a")], width=40).splitlines()[0]
    assert ["value", "─────", "    1", "    2"] == display.table([1, 2], width=40).splitlines()
    nested = display.table([{"bids": [[Decimal("1.0"), Decimal("2.0")]]}], width=40)
    assert "1.0, 2.0" in nested


def test_html_escapes_everything_from_outside() -> None:
    html = display.html_table([{"<b>": "<script>alert(1)</script>", "n": 5}], caption="a < b")
    assert "<script>" not in html
    assert "&lt;script&gt;" in html
    assert "<caption>a &lt; b</caption>" in html
    assert "… 96 more rows …" in display.html_table(_klines(100), max_rows=4)


def test_history_and_its_columns_show_themselves() -> None:
    rows = History(with_candles(range(100), START + 10**9)).klines(symbol="BTCUSDT", interval="1m", start=START)
    assert "<HistoryRows klines BTCUSDT 1m from 2024-01-01 00:00Z to now: 0 rows read>" == repr(rows)
    assert "&lt;HistoryRows" in rows._repr_html_()
    columns = rows.to_columns()
    assert "100 rows read" in repr(rows)
    assert "100 rows>" in repr(columns).splitlines()[0]
    assert "more rows" in repr(columns)
    assert columns._repr_html_().startswith("<table><caption>")


class _Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_show_writes_to_the_stream() -> None:
    stream = io.StringIO()
    display.show([{"a": 1}], stream=stream, width=40)
    assert "a\n─\n1\n" == stream.getvalue()


def test_a_stream_that_cannot_write_a_character_gets_its_escape() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="ascii")
    display.show([{"symbol": "币USDT"}], stream=stream, width=40)
    stream.flush()
    assert b"\\u5e01USDT" in raw.getvalue()


def test_candlesticks_are_drawn_within_their_box() -> None:
    for count, width, height in ((1, 20, 3), (7, 40, 8), (500, 60, 12)):
        lines = display.candles(_klines(count), width=width, height=height).splitlines()
        assert height + 1 == len(lines)
        assert all(len(line) <= width for line in lines[:-1])
        assert all(line.isprintable() for line in lines)
        assert lines[-1].strip().startswith("2024-01-01 00:00")
    assert "(no candlesticks)" == display.candles([])


def test_a_rising_market_rises_on_the_chart() -> None:
    lines = display.candles(_klines(10), width=40, height=10).splitlines()[:-1]

    def first_drawn(line: str) -> int:
        return next(index for index, c in enumerate(line) if c in "█▀▄▒│╵╷")

    assert first_drawn(lines[0]) > first_drawn(lines[-1])


def test_columns_draw_the_same_chart_as_rows() -> None:
    def rows() -> Any:
        return History(with_candles(range(30), START + 10**9)).klines(symbol="BTCUSDT", interval="1m", start=START)

    assert display.candles(list(rows()), width=50) == display.candles(rows().to_columns(), width=50)


def test_colour_is_for_terminals_only() -> None:
    for stream, painted in ((io.StringIO(), False), (_Terminal(), True)):
        display.show_candles(_klines(5), stream=stream)
        assert painted is ("\x1b[" in stream.getvalue())
    quiet = _Terminal()
    display.show_candles(_klines(5), stream=quiet, colour=False)
    assert "\x1b" not in quiet.getvalue()


class _Formatter(dict[Any, Any]):
    def for_type(self, kind: Any, formatter: Any) -> None:
        self[kind] = formatter


class _Printer:
    def __init__(self) -> None:
        self.out = ""

    def text(self, text: str) -> None:
        self.out += text


def test_the_notebook_extension_shows_ours_and_leaves_others_alone() -> None:
    class Foreign(msgspec.Struct):
        a: int

    shell: Any = type("Shell", (), {})()
    formatters = {"text/html": _Formatter(), "text/plain": _Formatter()}
    shell.display_formatter = type("Display", (), {"formatters": formatters})()
    display.load_ipython_extension(shell)
    html, plain = formatters["text/html"], formatters["text/plain"]
    assert "<table>" in html[list](_klines(2))
    assert "<table>" in html[msgspec.Struct](_klines(1)[0])
    assert html[list]([1, 2]) is None
    assert html[list]([]) is None
    assert html[msgspec.Struct](Foreign(1)) is None
    for value, expected in (([1, 2], "[1, 2]"), (_klines(2), display.table(_klines(2)))):
        printer = _Printer()
        plain[list](value, printer, False)
        assert expected == printer.out
    display.unload_ipython_extension(shell)
    assert {} == html == plain
