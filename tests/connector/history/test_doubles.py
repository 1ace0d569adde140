"""M6: a decimal kept as a double is had back exactly, or it is not kept as a double."""

from array import array
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.history.exchange import MINUTE, START, Exchange, candle

from binance_usdm.history import History, _arrays, _column, _doubles
from binance_usdm.history._blocks import PackedBlock
from binance_usdm.history._column import Column
from binance_usdm.history._doubles import is_doubles, read_list, read_table, settle
from binance_usdm.history._gathering import Gathering
from binance_usdm.history._schema import ColumnKind, Field

_SHORT = st.builds(
    lambda number, digits: format(Decimal(number).scaleb(-digits), "f"),
    st.integers(-(10**15) + 1, 10**15 - 1),
    st.integers(0, 6),
)
_LONG = st.builds(
    lambda number, digits: format(Decimal(number).scaleb(-digits), "f"),
    st.integers(10**15, 10**25),
    st.integers(0, 20),
)


@pytest.fixture(params=["numpy", "plain"], autouse=True, scope="module")
def either(request: pytest.FixtureRequest) -> object:
    def none() -> None:
        return None

    with pytest.MonkeyPatch.context() as patch:
        if request.param == "plain":
            for module in (_arrays, _column, _doubles):
                patch.setattr(module, "numpy_or_none", none)
        yield


@given(st.lists(_SHORT, min_size=1, max_size=20), st.integers(0, 15))
def test_short_decimals_come_back_whatever_is_guessed_about_their_digits(texts: list[str], guess: int) -> None:
    doubles = read_list(texts)
    assert doubles is not None
    values, digits = settle(doubles, guess)
    assert [Decimal(text) for text in texts] == [Decimal(int(value)).scaleb(-digits) for value in values]
    assert digits >= guess


@given(st.lists(_SHORT, max_size=5), _LONG, st.lists(_SHORT, max_size=5))
def test_long_decimals_are_never_kept_as_doubles(before: list[str], long: str, after: list[str]) -> None:
    assert read_list([*before, long, *after]) is None


@given(st.lists(_SHORT, min_size=1, max_size=20))
def test_a_column_has_its_floats_before_and_after_it_is_settled(texts: list[str]) -> None:
    doubles = read_list(texts)
    assert doubles is not None
    column = Column("price", ColumnKind.DECIMAL, doubles)
    assert list(map(float, texts)) == list(column.floats())
    assert 8 * len(texts) == column.nbytes
    assert list(map(Decimal, texts)) == column.to_list()
    assert list(map(float, texts)) == pytest.approx(list(column.floats()), rel=1e-15)


def test_changing_the_floats_changes_no_column() -> None:
    doubles = read_list(["1.5", "2.5"])
    assert doubles is not None
    column = Column("price", ColumnKind.DECIMAL, doubles)
    column.floats()[0] = 99.0
    assert [Decimal("1.5"), Decimal("2.5")] == column.to_list()


@pytest.mark.parametrize("text", ["1e5", "1E5", "1e-400", "1_0", "+1", ".5", "5.", "0x1", "NaN", "Infinity", "", "1 2"])
def test_texts_that_are_no_plain_decimals_are_left_to_others(text: str) -> None:
    assert read_list(["1.5", text]) is None


@pytest.mark.parametrize(
    "body",
    [
        b"[[1,2],[3]]", b"[[1,2],[3,4,5]]", b"[[1,2],[3.5,4]]", b"[[1,null]]", b"[[1,true]]", b"[[1,2],3]", b"[[1,2]",
        b'[[1,"a"]]', b'[[1,""]]', b"[[1,1234567890123456]]", b"[[1,0.1234567890123456]]", b"[[1,1e3]]", b"{}",
    ],
)  # fmt: skip
def test_tables_that_are_not_plain_are_left_to_others(body: bytes) -> None:
    assert read_table(b'[[1,"2.5"],[3,4]]', (True, False)) == [(1, 2.5), (3, 4.0)]
    assert read_table(body, (True, False)) is None


def test_whole_numbers_of_an_empty_column_are_none() -> None:
    values, digits = settle(array("d"), 3)
    assert (0, 3) == (len(values), digits)


@pytest.mark.parametrize("texts", [["999999999999999", "0.00000000000001"], ["99999999999.1", "0.0000000001"]])
def test_large_and_small_numbers_in_one_column_stay_exact(texts: list[str]) -> None:
    doubles = read_list(texts)
    assert doubles is not None
    assert list(map(Decimal, texts)) == Column("price", ColumnKind.DECIMAL, doubles, 1).to_list()


@pytest.mark.parametrize("odd", ["424361905553.0573412", "", "1e3"])
@pytest.mark.parametrize("page", [0, 1, 2])
def test_a_page_that_is_read_slowly_stays_in_its_place(odd: str, page: int) -> None:
    rows = [candle(START + number * MINUTE, number) for number in range(9)]
    rows[page * 3 + 1][7] = odd
    exchange = Exchange(START + 10**9, cap=3).add("klines", rows, lambda row: row[0])
    columns = History(exchange).klines(symbol="BTCUSDT", interval="1m", start=START).to_columns()
    expected = [Decimal(row[7]) if row[7] else None for row in rows]
    assert expected == columns["quote_volume"].to_list()
    assert [Decimal(row[1]) for row in rows] == columns["open"].to_list()
    assert [row[0] for row in rows] == columns["open_time"].to_list()


def test_more_rows_than_fit_into_one_piece_of_memory_stay_in_order() -> None:
    count = 300_000
    gathering = Gathering([Field("price", ColumnKind.DECIMAL)], (), "")
    for begin in range(0, count, 7_000):
        piece = array("d", map(float, range(begin, min(begin + 7_000, count))))
        gathering.add(PackedBlock(len(piece), [(piece, 0)]))
    assert count == len(gathering)
    column = gathering.columns()["price"]
    assert list(range(count)) == [int(value) for value in column.values]
    assert not is_doubles(column.values)
