"""S1: numbers of the engine are exact: text to integer to text loses nothing, and rounding is half to even."""

from __future__ import annotations

from decimal import ROUND_HALF_EVEN, Decimal, localcontext

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from binance_usdm_mock.engine.fixed import div, plain, scaled, show

WHOLE = st.integers(-(10**18), 10**18)


@given(WHOLE, st.integers(0, 12))
def test_text_and_back_is_the_same(value: int, places: int) -> None:
    assert value == scaled(show(value, places, places), places)
    assert value == scaled(plain(value, places), places)


@given(WHOLE, st.integers(0, 12), st.integers(0, 12))
@example(10**18, 0, 12)
def test_fewer_places_round_half_to_even(value: int, scale: int, places: int) -> None:
    # Eighteen digits before the point and twelve after it are more than Decimal takes by default.
    with localcontext(prec=60):
        expected = (Decimal(value) / 10**scale).quantize(Decimal(1).scaleb(-places), ROUND_HALF_EVEN)
    assert expected == Decimal(show(value, scale, places))


@given(WHOLE, st.integers(1, 10**9))
def test_division_rounds_half_to_even(value: int, by: int) -> None:
    assert int((Decimal(value) / by).quantize(Decimal(1), ROUND_HALF_EVEN)) == div(value, by)


@pytest.mark.parametrize(
    ("text", "places", "expected"), [("1.5", 1, 15), ("1.50", 1, 15), ("1.55", 1, None), (".5", 1, 5), ("-2", 2, -200)]
)
def test_what_is_too_fine_is_told(text: str, places: int, expected: int | None) -> None:
    assert expected == scaled(text, places)


@pytest.mark.parametrize("text", ["", ".", "1e5", "1,5", "NaN", "+1", " 1", "1_0", "²", "--1"])
def test_what_is_no_number_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^.*$"):
        scaled(text, 8)
