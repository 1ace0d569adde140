"""T4: rounding and pre-flight checks of one symbol, against an oracle that knows nothing of them."""

from __future__ import annotations

import decimal
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from binance_usdm import FilterViolation, InvalidParameter, SymbolRules
from binance_usdm.trading._book_of_rules import BookOfRules
from binance_usdm_api import OPERATIONS
from binance_usdm_api.models import ExchangeInfo

MODES = (
    decimal.ROUND_DOWN,
    decimal.ROUND_UP,
    decimal.ROUND_FLOOR,
    decimal.ROUND_CEILING,
    decimal.ROUND_HALF_UP,
    decimal.ROUND_HALF_DOWN,
    decimal.ROUND_HALF_EVEN,
)
TYPES = ("LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET")
MARKET_TYPES = ("MARKET", "STOP_MARKET", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET")


def rules(**filters: dict[str, str]) -> SymbolRules:
    """Rules of a symbol with these filters, read as the exchange sends them."""
    entries = ",".join(
        "{" + ",".join(f'"{key}":"{text}"' for key, text in {"filterType": name, **fields}.items()) + "}"
        for name, fields in filters.items()
    )
    body = (
        '{"symbols":[{"symbol":"BTCUSDT","pair":"BTCUSDT","contractType":"PERPETUAL","status":"TRADING",'
        '"baseAsset":"BTC","quoteAsset":"USDT","marginAsset":"USDT","pricePrecision":2,"quantityPrecision":3,'
        f'"baseAssetPrecision":8,"quotePrecision":8,"orderTypes":[],"timeInForce":[],"filters":[{entries}]}}]}}'
    )
    return SymbolRules(OPERATIONS["exchange_info"].decode(body.encode()).symbols[0])


def price_filter(least: str = "0.10", most: str = "1000000", tick: str = "0.10") -> dict[str, str]:
    """A PRICE_FILTER."""
    return {"minPrice": least, "maxPrice": most, "tickSize": tick}


def lot(least: str = "0.001", most: str = "1000", step: str = "0.001") -> dict[str, str]:
    """A LOT_SIZE or MARKET_LOT_SIZE."""
    return {"minQty": least, "maxQty": most, "stepSize": step}


def digits(number: Decimal) -> int:
    """Digits behind the point that mean something."""
    exponent = number.normalize().as_tuple().exponent
    assert isinstance(exponent, int)
    return max(0, -exponent)


numbers = st.decimals(Decimal("0.00000001"), Decimal(10**9), allow_nan=False, allow_infinity=False, places=10)
steps = st.builds(
    lambda digit, scale: Decimal(digit).scaleb(scale), st.sampled_from([1, 2, 5, 25, 125]), st.integers(-8, 1)
)


@st.composite
def ranges(draw: st.DrawFn) -> tuple[Decimal, Decimal, Decimal]:
    """Least, most and step; the ends need not be on the grid, and zeros switch a check off."""
    step = draw(st.one_of(st.just(Decimal(0)), steps))
    least = draw(st.one_of(st.just(Decimal(0)), st.integers(1, 1000).map(lambda n: n * (step or Decimal("0.01")))))
    most = draw(st.one_of(st.just(Decimal(0)), numbers.map(lambda n: n + least + 10 * step)))
    return least, most, step


@given(value=numbers, step=steps, least=st.integers(0, 50), mode=st.sampled_from(MODES))
def test_rounding_stays_on_the_grid_and_near(value: Decimal, step: Decimal, least: int, mode: str) -> None:
    """T4: a multiple of the step from the minimum, less than a step away, half a step for the half modes."""
    base = least * step
    found = rules(LOT_SIZE=lot(f"{base:f}", "0", f"{step:f}")).round_quantity(value, mode)
    assert 0 == (Fraction(found) - Fraction(base)) % Fraction(step)
    away = abs(Fraction(found) - Fraction(value))
    assert away < Fraction(step)
    if "HALF" in mode:
        assert away * 2 <= Fraction(step)
    if mode == decimal.ROUND_FLOOR:
        assert found <= value
    if mode == decimal.ROUND_CEILING:
        assert found >= value
    if mode == decimal.ROUND_DOWN and value >= base:
        assert found <= value


@given(value=numbers, step=steps, mode=st.sampled_from(MODES))
def test_rounding_twice_is_rounding_once(value: Decimal, step: Decimal, mode: str) -> None:
    """T4: idempotent, and with no more digits than the step has."""
    one = rules(PRICE_FILTER=price_filter("0", "0", f"{step:f}"))
    once = one.round_price(value, mode)
    assert once == one.round_price(once, mode)
    assert digits(once) <= digits(step)
    assert "E" not in f"{once:f}"


def test_rounding_names_its_mode_and_keeps_the_steps_digits() -> None:
    """T4: nothing is rounded silently; a last zero is kept; without a step the number stays as it is."""
    one = rules(
        PRICE_FILTER=price_filter("0.05", tick="0.05"), LOT_SIZE=lot(), MARKET_LOT_SIZE=lot("0.01", "100", "0.01")
    )
    assert "60000.10" == str(one.round_price("60000.14", decimal.ROUND_DOWN))
    assert "0.123" == str(one.round_quantity("0.1239", decimal.ROUND_DOWN))
    assert "0.12" == str(one.round_quantity("0.1239", decimal.ROUND_DOWN, order_type="MARKET"))
    assert Decimal("1.23456") == rules().round_price("1.23456", decimal.ROUND_DOWN)
    with pytest.raises(InvalidParameter, match="ROUND_DOWN"):
        one.round_price("1", "down")


@pytest.mark.parametrize(
    "value", [0.1, True, None, b"1", "", "x", "1,5", "NaN", "inf", Decimal("NaN"), Decimal("Infinity"), "1e41",
              "1e-41", Decimal("1e999999"), "9" * 5000, 10**5000, "1e999999999"],
    ids=lambda value: f"{type(value).__name__}-{str(value)[:8] if not isinstance(value, int) else 'int'}",
)  # fmt: skip
def test_what_is_no_exact_number_is_refused(value: object) -> None:
    """M2, T4: floats, NaN and numbers beyond any market: named, bounded text, never a raw decimal error."""
    one = rules(PRICE_FILTER=price_filter(), LOT_SIZE=lot())
    for attempt in (
        lambda: one.round_price(value, decimal.ROUND_DOWN),  # type: ignore[arg-type]
        lambda: one.check(side="BUY", type="LIMIT", quantity="1", price=value or "x"),  # type: ignore[arg-type]
    ):
        with pytest.raises(InvalidParameter) as caught:
            attempt()
        assert "price" == caught.value.parameter
        assert len(str(caught.value)) < 600


def oracle(
    ranges_of: dict[str, tuple[Decimal, Decimal, Decimal]], least_worth: Decimal, percent: tuple[Decimal, Decimal],
    side: str, kind: str, quantity: Decimal | None, price: Decimal | None, trigger: Decimal | None,
    mark: Decimal | None, free: bool,
) -> list[tuple[str, str]]:  # fmt: skip
    """Filter and parameter of every breach, by the exchange's rules in fractions."""

    def breaks(value: Decimal, name: str) -> bool:
        least, most, step = map(Fraction, ranges_of[name])
        number = Fraction(value)
        if least and number < least:
            return True
        if most and number > most:
            return True
        return bool(step and (number - least) % step)

    found: list[tuple[str, str]] = []
    for label, value in (("price", price), ("trigger_price", trigger)):
        if value is not None and breaks(value, "PRICE_FILTER"):
            found.append(("PRICE_FILTER", label))
    lot_name = "MARKET_LOT_SIZE" if kind in MARKET_TYPES and "MARKET_LOT_SIZE" in ranges_of else "LOT_SIZE"
    if quantity is not None and breaks(quantity, lot_name):
        found.append((lot_name, "quantity"))
    up, down = map(Fraction, percent)
    if price is not None and mark is not None:
        if side == "BUY" and Fraction(price) > Fraction(mark) * up:
            found.append(("PERCENT_PRICE", "price"))
        if side == "SELL" and Fraction(price) < Fraction(mark) * down:
            found.append(("PERCENT_PRICE", "price"))
    worth = price if price is not None else mark
    if quantity is not None and worth is not None and not free:  # noqa: SIM102 (two reasons, two lines)
        if Fraction(quantity) * Fraction(worth) < Fraction(least_worth):
            found.append(("MIN_NOTIONAL", "quantity"))
    return sorted(found)


optional = st.one_of(st.none(), numbers)


@st.composite
def cases(draw: st.DrawFn) -> tuple[SymbolRules, dict[str, object], list[tuple[str, str]]]:
    """Rules, an order, and what the oracle says of it; many values sit on the grid."""
    ranges_of = {"PRICE_FILTER": draw(ranges()), "LOT_SIZE": draw(ranges())}
    if draw(st.booleans()):
        ranges_of["MARKET_LOT_SIZE"] = draw(ranges())
    worth = draw(st.sampled_from([Decimal(0), Decimal(5), Decimal(100)]))
    percent = (draw(st.sampled_from([Decimal("1.05"), Decimal("1.1")])), draw(st.sampled_from([Decimal("0.95")])))

    def near(name: str) -> st.SearchStrategy[Decimal]:
        least, most, step = ranges_of[name]
        grid = st.integers(0, 10**6).map(lambda n: least + n * (step or Decimal("0.01")))
        ends = st.sampled_from(
            [value for value in (least, most, least - step, most + step) if value > 0] or [Decimal(1)]
        )
        return st.one_of(numbers, grid.filter(bool), ends)

    kind = draw(st.sampled_from(TYPES))
    order: dict[str, object] = {
        "side": draw(st.sampled_from(["BUY", "SELL"])),
        "type": kind,
        "quantity": draw(st.one_of(st.none(), near("LOT_SIZE"))),
        "price": draw(st.one_of(st.none(), near("PRICE_FILTER"))),
        "trigger_price": draw(st.one_of(st.none(), near("PRICE_FILTER"))),
        "mark_price": draw(optional),
        "reduce_only": draw(st.booleans()),
    }
    filters = {
        name: (price_filter if name == "PRICE_FILTER" else lot)(*[f"{value:f}" for value in values])
        for name, values in ranges_of.items()
    }
    filters["MIN_NOTIONAL"] = {"notional": f"{worth:f}"}
    filters["PERCENT_PRICE"] = {
        "multiplierUp": f"{percent[0]:f}", "multiplierDown": f"{percent[1]:f}", "multiplierDecimal": "4"
    }  # fmt: skip
    said = oracle(
        ranges_of, worth, percent, str(order["side"]), kind, order["quantity"], order["price"],  # type: ignore[arg-type]
        order["trigger_price"], order["mark_price"], bool(order["reduce_only"]),  # type: ignore[arg-type]
    )  # fmt: skip
    return rules(**filters), order, said


@given(cases())
def test_a_check_finds_what_an_independent_reading_finds(
    case: tuple[SymbolRules, dict[str, object], list[tuple[str, str]]],
) -> None:
    """T4: every breach and no other, exactly at the edges too."""
    one, order, said = case
    found = one.check(**order)  # type: ignore[arg-type]
    assert said == sorted((violation.filter_type, violation.parameter) for violation in found)


@given(cases())
def test_the_nearest_value_cures_its_breach(
    case: tuple[SymbolRules, dict[str, object], list[tuple[str, str]]],
) -> None:
    """T4: with the value named as nearest, this filter and the range and step of the parameter are content."""
    one, order, _ = case
    found = one.check(**order)  # type: ignore[arg-type]
    assume(found)
    for violation in found:
        if violation.nearest is None:
            continue
        again = one.check(**{**order, violation.parameter: violation.nearest})  # type: ignore[arg-type]
        left = {(other.filter_type, other.parameter) for other in again}
        assert (violation.filter_type, violation.parameter) not in left
        if violation.filter_type in ("PERCENT_PRICE", "MIN_NOTIONAL"):
            assert not {(name, violation.parameter) for name in ("PRICE_FILTER", "LOT_SIZE", "MARKET_LOT_SIZE")} & left


@given(cases())
def test_following_the_advice_ends_in_a_valid_order(
    case: tuple[SymbolRules, dict[str, object], list[tuple[str, str]]],
) -> None:
    """T4: correcting one violation after the other reaches an order without any, or one without a cure."""
    one, order, _ = case
    for _ in range(8):
        found = one.check(**order)  # type: ignore[arg-type]
        if not found or any(violation.nearest is None for violation in found):
            return
        last = found[-1]
        order = {**order, last.parameter: last.nearest}
    assert [] == one.check(**order)  # type: ignore[arg-type]


def test_nothing_is_rounded_while_checking() -> None:
    """T4: a value off the grid in its thirtieth digit is off the grid."""
    one = rules(LOT_SIZE=lot("0", "0", "0.1"), MIN_NOTIONAL={"notional": "5"})
    assert one.check(side="BUY", type="LIMIT", quantity="0.100000000000000000000000000001")
    assert one.check(side="BUY", type="LIMIT", quantity="0.1", price="49.99999999999999999999999999999")
    assert [] == one.check(side="BUY", type="LIMIT", quantity="0.1", price="50")


def test_a_violation_tells_everything_on_one_line() -> None:
    """T4, U2: symbol, filter, parameter, value, what is allowed and the nearest valid value, in plain notation."""
    one = rules(LOT_SIZE=lot("0.0000001", "1000", "0.0000001"))
    (violation,) = one.check(side="BUY", type="LIMIT", quantity="0.00000014")
    assert isinstance(violation, FilterViolation)
    for word in ("BTCUSDT", "LOT_SIZE", "quantity", "0.00000014", "0.0000001", "Nothing was sent"):
        assert word in str(violation)
    assert "E-" not in str(violation)
    assert "\n" not in str(violation)
    wired = {"side": "BUY", "type": "LIMIT", "quantity": "0.00000014"}
    with pytest.raises(FilterViolation, match="place_order"):
        one.require(wired)


def test_filters_nobody_knows_are_no_obstacle() -> None:
    """FAILURES 92, 100: a filter type of tomorrow checks nothing and breaks nothing."""
    one = rules(FILTER_OF_TOMORROW={"field": "1"}, PRICE_FILTER=price_filter())
    assert [] == one.check(side="BUY", type="LIMIT", quantity="1", price="60000.10")
    assert Decimal("0.10") == one.tick_size
    assert (None, None, None) == (one.step_size, one.min_quantity, one.min_notional)


def test_the_price_that_arms_a_trailing_stop_is_checked_too() -> None:
    """T4, P7: activatePrice obeys the tick as every price does."""
    found = rules(PRICE_FILTER=price_filter()).check(
        side="SELL", type="TRAILING_STOP_MARKET", quantity="1", activate_price="60000.05"
    )
    assert [("activate_price", "PRICE_FILTER")] == [(each.parameter, each.filter_type) for each in found]
    with pytest.raises(FilterViolation, match="activate_price"):
        rules(PRICE_FILTER=price_filter()).require(
            {"side": "SELL", "type": "TRAILING_STOP_MARKET", "activatePrice": "60000.05"}
        )


def test_an_unknown_symbol_is_looked_up_once_a_minute() -> None:
    """FAILURES 100: a typo in a loop costs no weight, and a symbol listed meanwhile is found a minute later."""
    book = BookOfRules()
    assert book.get("BTCUSDX", 0.0) is None
    book.fill(ExchangeInfo(symbols=(rules().info,)), 0.0)
    with pytest.raises(InvalidParameter, match="Did you mean BTCUSDT"):
        book.get("BTCUSDX", 59.0)
    assert "BTCUSDT" == getattr(book.get("BTCUSDT", 59.0), "symbol", None)
    assert book.get("BTCUSDX", 61.0) is None
