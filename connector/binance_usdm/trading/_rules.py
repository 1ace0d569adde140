"""The trading rules of one symbol: rounding with an explicit mode, and checks that explain.

Rules:
- exact decimal arithmetic against tick and step sizes; the precision digits of exchange_info are for display only;
- nothing is rounded silently: rounding is its own call with a mode the caller names;
- a filter that is absent, or whose fields are zero, checks nothing;
- a check returns every violation, with the nearest valid value where there is one.
"""

from __future__ import annotations

import decimal
from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from binance_usdm_api.errors import FilterViolation, InvalidParameter

if TYPE_CHECKING:
    from binance_usdm_api.models import SymbolInfo

__all__ = ["SymbolRules", "exact"]

_MODES = {
    decimal.ROUND_DOWN,
    decimal.ROUND_UP,
    decimal.ROUND_FLOOR,
    decimal.ROUND_CEILING,
    decimal.ROUND_HALF_UP,
    decimal.ROUND_HALF_DOWN,
    decimal.ROUND_HALF_EVEN,
}
# Wide enough for every product and quotient of numbers that pass `exact`: nothing is rounded on the way.
_CONTEXT = decimal.Context(prec=200)
_WIDEST = 40
_FINEST = Decimal("0.00000001")
_LOT_FIELDS = ("min_qty", "max_qty", "step_size")
_FIELDS = {"PRICE_FILTER": ("min_price", "max_price", "tick_size")}


def exact(name: str, value: object) -> Decimal:
    """A number as Decimal; floats are refused because they are not what was meant.

    Raises:
        InvalidParameter: A float, a bool, NaN, infinity, or no number.
    """
    if isinstance(value, Decimal):
        number = value
    elif isinstance(value, (str, int)) and not isinstance(value, bool):
        try:
            number = Decimal(value)
        except decimal.InvalidOperation:
            raise InvalidParameter(
                name, value, "a Decimal, int or decimal text", reason=f"{name} is not a number"
            ) from None
    else:
        hint = (
            f"Write it as text or Decimal, for example Decimal({str(value)!r})." if isinstance(value, float) else None
        )
        raise InvalidParameter(
            name, value, "a Decimal, int or decimal text", reason=f"{name} must be an exact number", hint=hint
        )
    if not number.is_finite():
        raise InvalidParameter(name, value, "a finite number", reason=f"{name} must be finite")
    if number and not (number.adjusted() <= _WIDEST and _exponent(number) >= -_WIDEST):
        raise InvalidParameter(
            name, value, f"at most {_WIDEST} digits on either side of the point", reason=f"{name} is out of range"
        )
    return number


class SymbolRules:
    """Trading rules of one symbol, as of the last exchange_info.

    Args:
        info: The symbol's entry of exchange_info.
    """

    def __init__(self, info: SymbolInfo) -> None:
        self.info = info
        self.symbol = info.symbol
        self._filters: dict[str, Any] = {}
        for entry in info.filters:
            self._filters[str(entry.__struct_config__.tag)] = entry

    def __repr__(self) -> str:
        return (
            f"<SymbolRules {self.symbol}: tick {self.tick_size}, step {self.step_size}, notional {self.min_notional}>"
        )

    def same(self, other: SymbolRules) -> bool:
        """True when filters and status are those of the other."""
        return self.info.status == other.info.status and self._filters == other._filters

    def _field(self, filter_type: str, name: str) -> Decimal | None:
        value = getattr(self._filters.get(filter_type), name, None)
        return value if isinstance(value, Decimal) and value > 0 else None

    @property
    def tick_size(self) -> Decimal | None:
        """Step of prices, in quote asset."""
        return self._field("PRICE_FILTER", "tick_size")

    @property
    def step_size(self) -> Decimal | None:
        """Step of quantities, in base asset."""
        return self._field("LOT_SIZE", "step_size")

    @property
    def min_quantity(self) -> Decimal | None:
        """Smallest quantity of a LIMIT order, in base asset."""
        return self._field("LOT_SIZE", "min_qty")

    @property
    def min_notional(self) -> Decimal | None:
        """Smallest price times quantity, in quote asset."""
        return self._field("MIN_NOTIONAL", "notional")

    def round_price(self, price: Decimal | str | int, rounding: str) -> Decimal:
        """Round a price to the tick size.

        Args:
            price: Price in quote asset.
            rounding: A rounding mode of the decimal module, such as ``decimal.ROUND_DOWN``.

        Raises:
            InvalidParameter: No exact number, or an unknown mode.
        """
        return self._round("price", price, self._field("PRICE_FILTER", "min_price"), self.tick_size, rounding)

    def round_quantity(self, quantity: Decimal | str | int, rounding: str, *, order_type: str = "LIMIT") -> Decimal:
        """Round a quantity to the step size of the order type.

        Args:
            quantity: Quantity in base asset.
            rounding: A rounding mode of the decimal module; ROUND_DOWN never trades more than asked.
            order_type: MARKET orders have their own step.

        Raises:
            InvalidParameter: No exact number, or an unknown mode.
        """
        lot = self._lot(order_type)
        return self._round("quantity", quantity, self._field(lot, "min_qty"), self._field(lot, "step_size"), rounding)

    def _lot(self, order_type: str) -> str:
        market = order_type in ("MARKET", "STOP_MARKET", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET")
        return "MARKET_LOT_SIZE" if market and "MARKET_LOT_SIZE" in self._filters else "LOT_SIZE"

    def _round(self, name: str, value: object, base: Decimal | None, step: Decimal | None, rounding: str) -> Decimal:
        if rounding not in _MODES:
            raise InvalidParameter(
                "rounding", rounding, ", ".join(sorted(_MODES)), reason="rounding is not a rounding mode"
            )
        number = exact(name, value)
        if step is None:
            return number
        return _snap(number, base or Decimal(0), step, rounding)

    def check(
        self,
        *,
        side: str,
        type: str,  # noqa: A002 (the field's own term)
        quantity: Decimal | str | int | None = None,
        price: Decimal | str | int | None = None,
        trigger_price: Decimal | str | int | None = None,
        activate_price: Decimal | str | int | None = None,
        reduce_only: bool = False,
        close_position: bool = False,
        mark_price: Decimal | str | int | None = None,
    ) -> list[FilterViolation]:
        """Every filter an order would break, each with the nearest valid value.

        Args:
            side: BUY or SELL.
            type: Order type.
            quantity: In base asset.
            price: Limit price in quote asset.
            trigger_price: In quote asset.
            activate_price: Price that arms a trailing stop, in quote asset.
            reduce_only: Such orders need no minimum notional.
            close_position: As reduce_only.
            mark_price: Mark price in quote asset; without it the checks that need one are left to the exchange.

        Raises:
            InvalidParameter: A value that is no exact number.
        """
        found: list[FilterViolation] = []
        amount = None if quantity is None else exact("quantity", quantity)
        limit = None if price is None else exact("price", price)
        mark = None if mark_price is None else exact("mark_price", mark_price)
        prices = {"price": limit, "trigger_price": trigger_price, "activate_price": activate_price}
        for name, value in prices.items():
            if value is not None:
                found += self._check_range(name, exact(name, value), "PRICE_FILTER")
        if amount is not None:
            found += self._check_range("quantity", amount, self._lot(type))
        if limit is not None and mark is not None:
            found += self._check_percent(side, limit, mark)
        worth = limit if limit is not None else mark
        if amount is not None and worth is not None and not reduce_only and not close_position:
            found += self._check_notional(amount, worth, type)
        return found

    def require(self, wired: Mapping[str, object]) -> None:
        """Raise the first violation of a wire-named order.

        Raises:
            FilterViolation: Names the filter and the nearest valid value.
        """
        found = self.check(
            side=str(wired.get("side")),
            type=str(wired.get("type")),
            quantity=_number(wired.get("quantity")),
            price=_number(wired.get("price")),
            trigger_price=_number(wired.get("triggerPrice")),
            activate_price=_number(wired.get("activatePrice")),
            reduce_only=wired.get("reduceOnly") in (True, "true"),
            close_position=wired.get("closePosition") in (True, "true"),
        )
        if found:
            found[0].operation = "place_order"
            raise found[0]

    def _check_range(self, name: str, value: Decimal, filter_type: str) -> Iterator[FilterViolation]:
        least, most, tick = (self._field(filter_type, field) for field in _FIELDS.get(filter_type, _LOT_FIELDS))
        base = least or Decimal(0)
        if least is not None and value < least:
            yield self._violation(name, value, filter_type, f"at least {least:f}", least, "is too small")
        elif most is not None and value > most:
            nearest = _snap(most, base, tick or Decimal(0), decimal.ROUND_FLOOR)
            yield self._violation(name, value, filter_type, f"at most {most:f}", nearest, "is too large")
        elif tick is not None and _CONTEXT.remainder(_CONTEXT.subtract(value, base), tick) != 0:
            nearest = _snap(value, base, tick, decimal.ROUND_HALF_EVEN)
            if most is not None and nearest > most:
                nearest = _snap(value, base, tick, decimal.ROUND_FLOOR)
            elif nearest <= 0:
                nearest = _snap(value, base, tick, decimal.ROUND_CEILING)
            yield self._violation(
                name, value, filter_type, f"{base:f} plus a multiple of {tick:f}", nearest, "is between two steps"
            )

    def _check_percent(self, side: str, price: Decimal, mark: Decimal) -> Iterator[FilterViolation]:
        up = self._field("PERCENT_PRICE", "multiplier_up")
        down = self._field("PERCENT_PRICE", "multiplier_down")
        if side == "BUY" and up is not None and price > (most := _CONTEXT.multiply(mark, up)):
            yield self._violation(
                "price",
                price,
                "PERCENT_PRICE",
                f"at most {most:f} while the mark price is {mark:f}",
                self._within("PRICE_FILTER", most, decimal.ROUND_FLOOR),
                "is too far above the market",
            )
        if side == "SELL" and down is not None and price < (least := _CONTEXT.multiply(mark, down)):
            yield self._violation(
                "price",
                price,
                "PERCENT_PRICE",
                f"at least {least:f} while the mark price is {mark:f}",
                self._within("PRICE_FILTER", least, decimal.ROUND_CEILING),
                "is too far below the market",
            )

    def _check_notional(self, amount: Decimal, worth: Decimal, order_type: str) -> Iterator[FilterViolation]:
        least = self.min_notional
        if least is None or worth <= 0 or (notional := _CONTEXT.multiply(amount, worth)) >= least:
            return
        yield self._violation(
            "quantity",
            amount,
            "MIN_NOTIONAL",
            f"price times quantity of at least {least:f}, here {notional:f}",
            self._within(self._lot(order_type), _CONTEXT.divide(least, worth), decimal.ROUND_CEILING),
            "is worth too little",
        )

    def _within(self, filter_type: str, bound: Decimal, rounding: str) -> Decimal | None:
        """The value next to a bound that also keeps a filter's own range and step; None where there is none."""
        low, high, tick = _FIELDS.get(filter_type, _LOT_FIELDS)
        least, most = self._field(filter_type, low), self._field(filter_type, high)
        base, step = least or Decimal(0), self._field(filter_type, tick) or _FINEST
        nearest = _snap(bound, base, step, rounding)
        if rounding == decimal.ROUND_CEILING and least is not None:
            nearest = max(nearest, least)
        elif rounding == decimal.ROUND_FLOOR and most is not None and nearest > most:
            nearest = _snap(most, base, step, rounding)
        inside = nearest > 0 and (least is None or nearest >= least) and (most is None or nearest <= most)
        return nearest if inside else None

    def _violation(
        self, name: str, value: Decimal, filter_type: str, allowed: str, nearest: Decimal | None, why: str
    ) -> FilterViolation:
        return FilterViolation(
            name,
            value,
            allowed,
            filter_type=filter_type,
            symbol=self.symbol,
            nearest=nearest,
            reason=f"{name} {why}",
        )


def _number(value: object) -> Decimal | str | int | None:
    return value if isinstance(value, (Decimal, str, int)) else None


def _snap(value: Decimal, base: Decimal, step: Decimal, rounding: str) -> Decimal:
    if step == 0:
        return value
    steps = _CONTEXT.divide(_CONTEXT.subtract(value, base), step).to_integral_value(rounding, _CONTEXT)
    # As many digits as the step needs, also where the last is a zero.
    return _CONTEXT.add(base, _CONTEXT.multiply(steps, step)).quantize(_digits(base, step), context=_CONTEXT)


def _exponent(number: Decimal) -> int:
    # Trailing zeros mean nothing.
    exponent = number.normalize(_CONTEXT).as_tuple().exponent
    return exponent if isinstance(exponent, int) else 0


def _digits(base: Decimal, step: Decimal) -> Decimal:
    return Decimal(1).scaleb(min([_exponent(number) for number in (base, step) if number] + [0]))
