"""M6: columns hold exactly what the rows hold, in eight bytes a number, with NumPy and without."""

import json
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.history.exchange import MINUTE, START, Exchange, aggregate, candle, income, with_candles

from binance_usdm.history import Columns, History, _arrays, _doubles, _export
from binance_usdm.history._blocks import Block, NumericBlock, bulk
from binance_usdm.history._column import Column
from binance_usdm.history._gathering import Gathering
from binance_usdm.history._scaled import scale_texts
from binance_usdm.history._schema import ColumnKind
from binance_usdm_api import OPERATIONS
from binance_usdm_api.errors import DecodeError, InvalidParameter, MissingExtra

LATER = START + 10**9
KLINES = bulk(OPERATIONS["klines"], ("open_time", "close_time"), ("ignored",))

_DECIMALS = st.decimals(allow_nan=False, allow_infinity=False, places=3, min_value=0, max_value=10**9)
_ANY_DECIMAL = st.builds(
    lambda number, digits: format(Decimal(number).scaleb(-digits), "f"),
    st.integers(-(10**15), 10**15),
    st.integers(0, 10),
)


def _exact(columns: Columns) -> list[tuple[Any, ...]]:
    return list(zip(*(columns[name].to_list() for name in columns), strict=True))


def _hide_numpy(patch: pytest.MonkeyPatch) -> None:
    def none() -> None:
        return None

    from binance_usdm.history import _column

    for module in (_arrays, _column, _doubles, _export):
        patch.setattr(module, "numpy_or_none", none)


@pytest.fixture
def without_numpy(monkeypatch: pytest.MonkeyPatch) -> None:
    _hide_numpy(monkeypatch)


@pytest.fixture(params=["numpy", "plain"])
def either(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    if request.param == "plain":
        _hide_numpy(monkeypatch)


@st.composite
def _rows(draw: st.DrawFn, cells: Any) -> list[list[Any]]:
    rows = []
    for number in range(draw(st.integers(1, 8))):
        texts = [draw(cells) for _ in range(9)]
        opened = START + number * MINUTE
        rows.append(
            [opened, *map(str, texts[:5]), opened + MINUTE - 1, str(texts[5]), number, *map(str, texts[6:8]), "0"]
        )
    return rows


def _gathered(*blocks: Block) -> Columns:
    gathering = Gathering(KLINES.fields, ("ignored",), "")
    for block in blocks:
        gathering.add(block.packed())
    return gathering.columns()


def _check(rows: list[list[Any]]) -> type[Any]:
    body = json.dumps(rows, separators=(",", ":")).encode()
    typed = OPERATIONS["klines"].decode(body)
    block = KLINES.decode(body)
    columns = _gathered(block)
    assert [tuple(getattr(row, name) for name in columns) for row in typed] == _exact(columns)
    return type(block)


@given(_rows(_DECIMALS))
def test_plain_rows_take_the_quick_way_and_stay_exact(rows: list[list[Any]]) -> None:
    assert NumericBlock is _check(rows)


@given(_rows(_ANY_DECIMAL))
def test_any_rows_stay_exact(rows: list[list[Any]]) -> None:
    _check(rows)


@given(_rows(_ANY_DECIMAL | _DECIMALS.map(str)))
def test_any_rows_stay_exact_without_numpy(rows: list[list[Any]]) -> None:
    with pytest.MonkeyPatch.context() as patch:
        _hide_numpy(patch)
        _check(rows)


@pytest.mark.parametrize(
    "change",
    [
        (1, "-0.5"), (1, "0.123456789012345678901234567"), (1, "99999999999999999999.10"), (1, "5"), (5, "0.1"),
        (8, 2**62), (1, "00037000.10"), (11, "0.5"), (11, None),
    ],
)  # fmt: skip
@pytest.mark.usefixtures("either")
def test_odd_cells_stay_exact(change: tuple[int, Any]) -> None:
    rows = [candle(START + n * MINUTE, n) for n in range(4)]
    rows[2][change[0]] = change[1]
    _check(rows)


@pytest.mark.parametrize(
    "cell", ["1.2.3", "", " 1.10", "1-2.10", "+1.10", "1e5", "NaN", "1.1x", ".10", "10.", "0x10.10", "1,5.10", "1_0.10"]
)
@pytest.mark.usefixtures("either")
def test_cells_that_are_no_plain_numbers_are_refused_or_read_as_the_rows_are(cell: str) -> None:
    rows = [candle(START + n * MINUTE, n) for n in range(4)]
    rows[2][1] = cell
    body = json.dumps(rows, separators=(",", ":")).encode()
    try:
        # A number that the row keeps as text is read here, and refused here where it is none.
        opens: list[Decimal | None] = [row.open for row in OPERATIONS["klines"].decode(body)]
        expected: Any = [None if number is None else str(number) for number in opens]
    except DecodeError:
        expected = None
    try:
        columns = _gathered(KLINES.decode(body))
        found: Any = [value if value is None else str(value) for value in columns["open"].to_list()]
    except DecodeError:
        found = None
    if expected is None or cell == "NaN":
        assert found is None or found[2] is None
    else:
        assert [text and Decimal(text) for text in expected] == [text and Decimal(text) for text in found]


@pytest.mark.usefixtures("either")
def test_ragged_rows_never_pass_for_whole_ones() -> None:
    rows = [candle(START + n * MINUTE, n) for n in range(2)]
    moved = [rows[0][:-1], [rows[0][-1], *rows[1]]]
    body = json.dumps(moved, separators=(",", ":")).encode()
    with pytest.raises(DecodeError):
        KLINES.decode(body)


def _column(texts: list[str | None]) -> Column:
    return Column("price", ColumnKind.DECIMAL, *scale_texts(texts))


@given(st.lists(st.none() | _ANY_DECIMAL, max_size=20))
def test_scaled_texts_are_the_decimals(texts: list[str | None]) -> None:
    assert [None if text is None else Decimal(text) for text in texts] == _column(texts).to_list()


def test_columns_take_88_bytes_a_row() -> None:
    columns = (
        History(with_candles(range(1500), LATER)).klines(symbol="BTCUSDT", interval="1m", start=START).to_columns()
    )
    assert 88 * 1500 == columns.nbytes


def test_pages_with_different_digits_become_one_column() -> None:
    rows = [candle(START + n * MINUTE, n) for n in range(4)]
    for row in rows[2:]:
        row[1] = f"{row[1]}00"
    exchange = Exchange(LATER, cap=2).add("klines", rows, lambda row: row[0])
    columns = History(exchange).klines(symbol="BTCUSDT", interval="1m", start=START).to_columns()
    assert 4 == columns["open"].digits
    assert [Decimal(row[1]) for row in rows] == columns["open"].to_list()
    assert [float(row[1]) for row in rows] == list(columns["open"].floats())


def test_without_numpy_the_columns_are_the_same(without_numpy: None) -> None:
    rows = History(with_candles(range(20), LATER, cap=7)).klines(symbol="BTCUSDT", interval="1m", start=START)
    columns = rows.to_columns()
    typed = list(History(with_candles(range(20), LATER)).klines(symbol="BTCUSDT", interval="1m", start=START))
    assert [tuple(getattr(row, name) for name in columns) for row in typed] == _exact(columns)
    assert 88 * 20 == columns.nbytes
    assert [float(row.close) for row in typed] == columns["close"].floats()
    table = columns.to_arrow()
    assert [row.close for row in typed] == table["close"].to_pylist()


def test_rows_that_are_objects_become_columns_too() -> None:
    trades = [aggregate(number, START + number) for number in range(9)]
    exchange = Exchange(LATER, cap=4).add("aggregate_trades", trades, lambda row: row["a"], lambda row: row["T"])
    typed = History(exchange).aggregate_trades(symbol="BTCUSDT", start=START).to_list()
    columns = History(exchange).aggregate_trades(symbol="BTCUSDT", start=START).to_columns()
    assert [tuple(getattr(row, name) for name in columns) for row in typed] == _exact(columns)
    assert "bool" == columns["buyer_is_maker"].kind


def _income_columns() -> Columns:
    rows = [income(number, START + number) for number in range(6)]
    rows[2] |= {"symbol": "币安人生USDT", "tranId": 2**62}
    del rows[4]["symbol"]
    exchange = Exchange(LATER).add("income_history", rows, lambda row: row["time"])
    return History(exchange).income(start=START).to_columns()


@pytest.mark.parametrize("missing", ["", "symbol"])
def test_arrow_pandas_and_polars_hold_the_same(missing: str) -> None:
    columns = _income_columns() if missing else _klines()
    expected = {name: columns[name].to_list() for name in columns}
    instants = {name for name in columns if columns[name].kind == "instant"}
    table, frame, polars = columns.to_arrow(), columns.to_pandas(), columns.to_polars()
    for name, values in expected.items():
        if name in instants:
            assert values == [round(moment.timestamp() * 1000) for moment in table[name].to_pylist()]
            assert values == [round(moment.timestamp() * 1000) for moment in frame[name]]
            assert values == [round(moment.timestamp() * 1000) for moment in polars[name]]
            assert "UTC" == str(table[name].type.tz)
        else:
            assert values == table[name].to_pylist()
            held = frame[name].astype(object)
            assert values == held.where(held.notna(), None).to_list()
            assert values == polars[name].to_list()


@pytest.mark.parametrize("missing", [False, True])
def test_floats_are_an_argument_away(missing: bool) -> None:
    columns = _income_columns() if missing else _klines()
    name = "income" if missing else "close"
    expected = [float(value) for value in columns[name].to_list()]
    assert expected == columns.to_arrow(decimals="float")[name].to_pylist()
    assert expected == list(columns.to_pandas(decimals="float")[name])
    assert expected == columns.to_polars(decimals="float")[name].to_list()
    with pytest.raises(InvalidParameter):
        columns.to_arrow(decimals="double")  # type: ignore[arg-type]


def _klines() -> Columns:
    return History(with_candles(range(9), LATER)).klines(symbol="BTCUSDT", interval="1m", start=START).to_columns()


def test_rows_export_without_a_detour() -> None:
    def rows() -> Any:
        return History(with_candles(range(3), LATER)).klines(symbol="BTCUSDT", interval="1m", start=START)

    assert [3, 3, 3] == [len(rows().to_arrow()), len(rows().to_pandas()), len(rows().to_polars())]


@pytest.mark.parametrize(("package", "extra"), [("pyarrow", "arrow"), ("pandas", "pandas"), ("polars", "polars")])
def test_a_missing_package_says_what_to_install(package: str, extra: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(name: str) -> Any:
        raise ImportError(name)

    monkeypatch.setattr(_export, "import_module", refuse)
    export = {"pyarrow": "to_arrow", "pandas": "to_pandas", "polars": "to_polars"}[package]
    with pytest.raises(MissingExtra, match=rf"pip install 'binance-usdm\[{extra}\]'"):
        getattr(_klines(), export)()


def test_a_column_is_found_by_name_or_missed_by_name() -> None:
    columns = _klines()
    assert "close" in columns
    assert columns.names == tuple(columns)
    assert START == columns.row(0)["open_time"]
    assert START + 8 * MINUTE == columns.row(-1)["open_time"]
    with pytest.raises(KeyError, match="there are open_time"):
        columns["closed"]
    with pytest.raises(InvalidParameter):
        _income_columns()["asset"].floats()
