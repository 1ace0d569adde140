# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_parameter.py by `binance-usdm-codegen generate`.
"""One parameter of an operation: how a Python value becomes text on the wire, and what is refused before sending.

Rules:
- pure: no clock, no I/O; the same value gives the same text on every machine;
- a number is never a float: ``0.1 + 0.2`` is not a price. Decimal, int and plain text are exact;
- decimals travel in plain notation, whatever their exponent;
- instants are integer milliseconds since 1970 UTC; a datetime must know its time zone;
- text is refused, never repaired: silent rounding or trimming would trade something the caller did not ask for;
- an enum member of the catalogue's open enum passes even when unknown, so that a member the exchange adds tomorrow can
  be used today; a bare string must be a listed one, which catches typing mistakes.
"""

from __future__ import annotations

import math
import operator
import re
from collections.abc import Callable, Iterable, Mapping
from datetime import UTC, datetime
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any, TypeGuard

import attrs
import msgspec

from ._enum import OpenEnum
from .errors import InvalidParameter

__all__ = ["Kind", "Parameter"]

_PLAIN_DECIMAL = re.compile(r"[0-9]{1,40}(?:\.[0-9]{1,40})?").fullmatch
_UNRESERVED = re.compile(r"[A-Za-z0-9_.~-]*").fullmatch
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
# A firewall in front of the exchange drops requests that spell SQL; an order id must not trip it.
_FIREWALL_WORDS = re.compile(r"union|select|insert|delete|drop|update|script|exec").search
# Ids without a vowel, like those made here, spell none of these words; nothing of theirs needs percent-encoding.
_PLAIN_ID = re.compile(r"[0-9b-df-hj-np-tv-z]{1,36}").fullmatch
_SEEN_LIMIT = 1024
_LONGEST_NUMBER = 82
_HUGE = 10**41
_MILLISECONDS_FROM = 100_000_000_000  # 1973 in milliseconds; smaller numbers are seconds by mistake


class Kind(StrEnum):
    """What a parameter holds."""

    SYMBOL = "symbol"
    STRING = "string"
    CLIENT_ID = "client_id"
    DECIMAL = "decimal"
    INT = "int"
    INSTANT = "instant"
    BOOL = "bool"
    ENUM = "enum"
    LIST = "list"


def _is_listing(value: object) -> TypeGuard[Iterable[Any]]:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def _is_mapping(value: object) -> TypeGuard[Mapping[Any, Any]]:
    return isinstance(value, Mapping)


def _prefix_of(parameter: Parameter) -> str:
    return f"{parameter.name}="


def _encoder_of(parameter: Parameter) -> Callable[[Any], str]:
    # Every kind has the method of its name.
    encoder: Callable[[Any], str] = getattr(parameter, f"_{parameter.kind.value}")
    return encoder


def _query_of(parameter: Parameter) -> Callable[[Any], str]:
    quick = {
        Kind.DECIMAL: "_query_decimal",
        Kind.SYMBOL: "_query_known",
        Kind.ENUM: "_query_known",
        Kind.CLIENT_ID: "_query_client_id",
    }
    encoder: Callable[[Any], str] = getattr(parameter, quick.get(parameter.kind, "_query_text"))
    return encoder


@attrs.frozen(kw_only=True, eq=False)
class Parameter:
    """A parameter as the catalogue describes it.

    Attributes:
        name: Name on the wire.
        python_name: Name in generated methods.
        values: Allowed texts of an enum, or allowed numbers of an int.
        minimum: Smallest allowed number; decimals must be above zero in any case.
        maximum: Largest allowed number.
        pattern: Regular expression a string must match in full.
        default: What the exchange assumes when the parameter is not sent.
        items: For a list of objects: the parameters of one object; for a list of scalars: one nameless parameter.
        max_items: Most elements of a list.
        unit: Unit, such as ``ms``, ``base asset``, ``quote asset``, ``percent``.
        example: A value that is valid on the mock exchange.
    """

    name: str
    python_name: str
    kind: Kind
    required: bool = False
    enum: str | None = None
    values: tuple[str, ...] = ()
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    default: str | None = None
    items: tuple[Parameter, ...] = ()
    scalar_items: bool = False
    max_items: int | None = None
    unit: str | None = None
    doc: str = ""
    example: str | None = None
    prefix: str = attrs.field(init=False, repr=False, default=attrs.Factory(_prefix_of, takes_self=True))
    text: Callable[[Any], str] = attrs.field(
        init=False, repr=False, default=attrs.Factory(_encoder_of, takes_self=True)
    )
    """Turn a value into its text, before percent-encoding; raises InvalidParameter."""
    query: Callable[[Any], str] = attrs.field(init=False, repr=False, default=attrs.Factory(_query_of, takes_self=True))
    """Turn a value into ``name=value``, percent-encoded as it is signed and sent; raises InvalidParameter."""
    seen: dict[str, str] = attrs.field(init=False, repr=False, factory=dict[str, str])
    """Texts that passed before, with their ``name=value``; bounded."""

    @property
    def repeats(self) -> bool:
        """True when the same few values come again and again."""
        return self.kind in (Kind.SYMBOL, Kind.ENUM, Kind.DECIMAL)

    def _query_text(self, value: Any) -> str:
        text = self.text(value)
        if _UNRESERVED(text):
            return self.prefix + text
        from urllib.parse import quote

        return self.prefix + quote(text, safe="")

    def _query_decimal(self, value: Any) -> str:
        # The usual case in one step: a plain text that is not zero needs no Decimal to be exact.
        usual = type(value) is str and self.minimum is None and self.maximum is None
        if usual and _PLAIN_DECIMAL(value) and value.strip("0."):
            part = f"{self.prefix}{value}"
            if len(self.seen) >= _SEEN_LIMIT:
                # Prices move on: the ticks of now are worth more than those of an hour ago.
                self.seen.clear()
            self.seen[value] = part
            return part
        return self.prefix + self.text(value)

    def _query_client_id(self, value: Any) -> str:
        return self.prefix + value if type(value) is str and _PLAIN_ID(value) else self._query_text(value)

    def _query_known(self, value: Any) -> str:
        part = self._query_text(value)
        if type(value) is str and len(self.seen) < _SEEN_LIMIT:
            self.seen[value] = part
        return part

    def json(self, value: Any) -> Any:
        """The value as the WebSocket API takes it: integers as numbers, all else as text."""
        text = self.text(value)
        if self.kind is Kind.INT or self.kind is Kind.INSTANT:
            return int(text)
        return msgspec.json.decode(text) if self.kind is Kind.LIST else text

    @property
    def allowed(self) -> str:
        """What the parameter accepts, in words."""
        if self.values:
            return ", ".join(self.values)
        words = {
            Kind.SYMBOL: "a symbol in upper case, such as BTCUSDT",
            Kind.STRING: "a non-empty text" + (f" matching {self.pattern}" if self.pattern else ""),
            Kind.CLIENT_ID: "1 to 36 letters, digits or . : / _ -",
            Kind.DECIMAL: "a Decimal, int or decimal text above zero",
            Kind.INT: "a whole number",
            Kind.INSTANT: "integer milliseconds since 1970 UTC, or a datetime with a time zone",
            Kind.BOOL: "True or False",
            Kind.ENUM: "a text",
            Kind.LIST: f"1 to {self.max_items} elements" if self.max_items else "a non-empty list",
        }[self.kind]
        bounds = [f"at least {self.minimum}"] if self.minimum else []
        bounds += [f"at most {self.maximum}"] if self.maximum else []
        return ", ".join([words, *bounds])

    def refuse(self, value: object, reason: str, hint: str | None = None) -> InvalidParameter:
        """The error for a value this parameter does not take."""
        return InvalidParameter(self.python_name, value, self.allowed, reason=f"{self.python_name} {reason}", hint=hint)

    def _symbol(self, value: Any) -> str:
        text = self._string(value)
        if text != text.upper():
            raise self.refuse(value, "must be in upper case", f"Did you mean {text.upper()!r}?")
        if not all(c.isalnum() or c in "_-." for c in text):
            raise self.refuse(value, "has a character no symbol has")
        return text

    def _string(self, value: Any) -> str:
        if not isinstance(value, str):
            raise self.refuse(value, "must be a text")
        text = str(value)
        if not text or text != text.strip() or not text.isprintable():
            raise self.refuse(value, "must not be empty, padded or hold control characters")
        if self.pattern is not None and re.fullmatch(self.pattern, text) is None:
            raise self.refuse(value, "does not have the required form")
        return text

    def _client_id(self, value: Any) -> str:
        if type(value) is str and _PLAIN_ID(value):
            return value
        text = self._string(value)
        if len(text) > 36:
            raise self.refuse(value, "is too long")
        word = _FIREWALL_WORDS(text.lower())
        if word is not None:
            raise self.refuse(
                value,
                f"contains {word.group()!r}, which the exchange's firewall takes for an attack",
                "Choose another id.",
            )
        return text

    def _decimal(self, value: Any) -> str:
        if isinstance(value, str):
            if _PLAIN_DECIMAL(value):
                text = str(value)
            else:
                try:
                    text = format(self._finite(Decimal(value), value), "f")
                except InvalidOperation:
                    raise self.refuse(value, "is not a number") from None
                if "_" in value or value != value.strip():
                    raise self.refuse(value, "is not a plain number")
        elif isinstance(value, Decimal):
            text = format(self._finite(value, value), "f")
        elif isinstance(value, float):
            hint = (
                f"Write it as text or Decimal, for example Decimal({str(value)!r})." if math.isfinite(value) else None
            )
            raise self.refuse(value, "must not be a float: binary fractions are not exact", hint)
        elif isinstance(value, int) and not isinstance(value, bool):
            if value >= _HUGE:
                raise self.refuse(value, "is out of any sensible range")
            text = str(value)
        else:
            raise self.refuse(value, "is not a number")
        if len(text) > _LONGEST_NUMBER:
            raise self.refuse(value, "has more digits than any market")
        if text[0] == "-" or not text.strip("0."):
            raise self.refuse(value, "must be above zero")
        if self.minimum is not None or self.maximum is not None:
            self._bounds(Decimal(text), value)
        return text

    def _finite(self, number: Decimal, value: object) -> Decimal:
        if not number.is_finite():
            raise self.refuse(value, "must be finite")
        if not -40 <= number.adjusted() <= 40:
            raise self.refuse(value, "is out of any sensible range")
        return number

    def _bounds(self, number: Decimal | int, value: object) -> None:
        if self.minimum is not None and number < Decimal(self.minimum):
            raise self.refuse(value, "is too small")
        if self.maximum is not None and number > Decimal(self.maximum):
            raise self.refuse(value, "is too large")

    def _int(self, value: Any) -> str:
        if isinstance(value, str) and value.isascii() and value.isdigit() and len(value) <= 19:
            number = int(value)
        elif isinstance(value, (bool, float, str)):
            raise self.refuse(value, "must be a whole number")
        else:
            try:
                number = operator.index(value)
            except TypeError:
                raise self.refuse(value, "must be a whole number") from None
        if not -9_223_372_036_854_775_808 <= number <= 9_223_372_036_854_775_807:
            raise self.refuse(value, "must not be negative or beyond 64 bits")
        text = str(number)
        if self.values:
            if text not in self.values:
                raise self.refuse(value, "is not one of the allowed numbers")
        elif number < 0:
            raise self.refuse(value, "must not be negative or beyond 64 bits")
        else:
            self._bounds(number, value)
        return text

    def _instant(self, value: Any) -> str:
        if isinstance(value, datetime):
            if value.tzinfo is None or value.utcoffset() is None:
                raise self.refuse(
                    value, "is a datetime without a time zone", "Use datetime(..., tzinfo=UTC) or milliseconds."
                )
            delta = value - _EPOCH
            return self._int((delta.days * 86_400 + delta.seconds) * 1000 + delta.microseconds // 1000)
        text = self._int(value)
        if 0 < int(text) < _MILLISECONDS_FROM:
            raise self.refuse(value, "is in 1970 or looks like seconds", f"In milliseconds: {int(text) * 1000}.")
        return text

    def _bool(self, value: Any) -> str:
        if value is True or value == "true":
            return "true"
        if value is False or value == "false":
            return "false"
        raise self.refuse(value, "must be True or False")

    def _enum(self, value: Any) -> str:
        if isinstance(value, OpenEnum):
            if type(value).__name__ == self.enum:
                return str(value)
            value = str(value)
        if isinstance(value, str) and value in self.values:
            return str(value)
        hint = None
        if isinstance(value, str):
            import difflib

            close = difflib.get_close_matches(value, self.values, 1) or difflib.get_close_matches(
                value.upper(), self.values, 1
            )
            hint = f"Did you mean {close[0]!r}?" if close else None
        raise self.refuse(value, "is not an allowed value", hint)

    def _list(self, value: Any) -> str:
        if not _is_listing(value):
            raise self.refuse(value, "must be a list")
        elements = list(value)
        if not elements or (self.max_items is not None and len(elements) > self.max_items):
            raise self.refuse(value, f"has {len(elements)} elements")
        if self.scalar_items:
            encoded: list[Any] = [self.items[0].json(element) for element in elements]
        else:
            encoded = [self._object(index, element) for index, element in enumerate(elements)]
        return msgspec.json.encode(encoded).decode()

    def _object(self, index: int, element: Any) -> dict[str, Any]:
        if isinstance(element, msgspec.Struct):
            given: dict[str, Any] = {f.encode_name: getattr(element, f.name) for f in msgspec.structs.fields(element)}
        elif _is_mapping(element):
            given = {str(key): entry for key, entry in element.items()}
        else:
            raise self.refuse(element, f"[{index}] must be a mapping or a {self.enum or 'model'}")
        encoded: dict[str, Any] = {}
        for item in self.items:
            value = given.pop(item.name, None)
            if item.python_name != item.name:
                other = given.pop(item.python_name, None)
                value = other if value is None else value
            if value is not None:
                encoded[item.name] = item.json(value)
            elif item.required:
                raise item.refuse(None, f"is missing in {self.python_name}[{index}]")
        surplus = sorted(key for key, value in given.items() if value is not None)
        if surplus:
            names = ", ".join(item.python_name for item in self.items)
            raise InvalidParameter(
                surplus[0], given[surplus[0]], names, reason=f"{self.python_name}[{index}] does not take {surplus[0]}"
            )
        return encoded
