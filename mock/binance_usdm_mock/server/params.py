"""Parameters of a request: text from query and form body, read and refused as the exchange does it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Any, cast
from urllib.parse import unquote_plus

import msgspec

from binance_usdm_api import Kind, Operation, Parameter

from ..engine.refusal import ExchangeError, mandatory
from ..engine.rules import CONDITIONAL

__all__ = ["IGNORED", "read", "spelled", "split"]

IGNORED = frozenset({"timestamp", "signature", "recvWindow"})
"""Never counted as surplus: clients that sign everything send them everywhere."""

_DECIMAL = re.compile(r"[0-9]{1,20}(\.[0-9]{1,20})?").fullmatch
_INT = re.compile(r"[0-9]{1,19}").fullmatch
_CLIENT_ID = re.compile(r"[.A-Z:/a-z0-9_-]+").fullmatch
_LARGEST = 2**63 - 1
_ENUM_CODES: dict[str, tuple[int, str | None]] = {
    "timeInForce": (-1115, None),
    "type": (-1116, None),
    "side": (-1117, None),
    "interval": (-1120, None),
    "newOrderRespType": (-1136, None),
    "workingType": (-4031, "Invalid work type."),
    "positionSide": (-4060, None),
    "contractType": (-4104, "Invalid contract type."),
    "priceMatch": (-5037, None),
    "selfTradePreventionMode": (-5039, "The self trade prevention mode is invalid."),
}


def split(text: str) -> dict[str, str]:
    """Names and values of a query or form body.

    Raises:
        ExchangeError: A name comes twice, or the text is not UTF-8.
    """
    found: dict[str, str] = {}
    for piece in text.split("&"):
        if not piece:
            continue
        name, _, value = piece.partition("=")
        if "%" in piece or "+" in piece:
            try:
                name, value = unquote_plus(name, errors="strict"), unquote_plus(value, errors="strict")
            except UnicodeDecodeError:
                raise _illegal(name, "UTF-8") from None
        if name in found:
            raise ExchangeError(-1101, f"Duplicate values for parameter '{name}'.")
        found[name] = value
    return found


_spellings: dict[str, tuple[frozenset[str], dict[str, str]]] = {}


def _known(operation: Operation[Any]) -> tuple[frozenset[str], dict[str, str]]:
    """The names of an operation as documented, and by their lower case."""
    found = _spellings.get(operation.id)
    if found is None:
        names = frozenset(parameter.name for parameter in operation.params) | IGNORED
        found = _spellings[operation.id] = names, {name.lower(): name for name in names}
    return found


def spelled(operation: Operation[Any], sent: dict[str, str]) -> dict[str, str]:
    """Names as they are documented: the exchange does not tell upper from lower case in them.

    Raises:
        ExchangeError: A name comes twice.
    """
    names, by_lower_case = _known(operation)
    if sent.keys() <= names:
        return sent
    found: dict[str, str] = {}
    for given, text in sent.items():
        name = by_lower_case.get(given.lower(), given)
        if name in found:
            raise ExchangeError(-1101, f"Duplicate values for parameter '{name}'.")
        found[name] = text
    return found


def _illegal(name: str, legal: str) -> ExchangeError:
    return ExchangeError(-1100, f"Illegal characters found in parameter '{name.lower()}'; legal range is '{legal}'.")


def _invalid(name: str) -> ExchangeError:
    return ExchangeError(-1130, f"Data sent for parameter '{name}' is not valid.")


def read(operation: Operation[Any], sent: Mapping[str, str], *, strict: bool = False) -> dict[str, Any]:
    """The parameters of an operation as values: text, int, bool or list.

    Args:
        operation: What is called.
        sent: Names and texts as they arrived, the names as documented.
        strict: Refuse names the operation does not have.

    Raises:
        ExchangeError: A parameter is missing, malformed or too much.
    """
    values = _read(operation.params, sent)
    known = sum(1 for name in sent if name not in IGNORED)
    used = len(values) - ("recvWindow" in values)
    if known > used:
        empty = [p.name for p in operation.params if p.name in sent and p.name not in values and p.name not in IGNORED]
        if empty:
            raise ExchangeError(-1105, f"Parameter '{empty[0].lower()}' was empty.")
    if strict and known > used:
        if not operation.params:
            raise ExchangeError(-1101, f"Too many parameters; expected '0' and received '{known}'.")
        raise ExchangeError(
            -1104, f"Not all sent parameters were read; read '{used}' parameter(s) but was sent '{known}'."
        )
    for rule in operation.rules:
        if rule.kind in ("exclusive", "requires"):
            _relate(rule.kind, rule.names, values)
    return values


def _relate(kind: str, names: tuple[str, ...], values: Mapping[str, Any]) -> None:
    given = [name for name in names if values.get(name) not in (None, False)]
    clash = len(given) > 1 if kind == "exclusive" else names[0] in given and len(given) < len(names)
    if clash and "price" not in given and "closePosition" not in given:
        raise ExchangeError(-1128)


def _read(parameters: Iterable[Parameter], sent: Mapping[str, str]) -> dict[str, Any]:
    values: dict[str, Any] = {}
    for parameter in parameters:
        text = sent.get(parameter.name)
        if text is None or text == "":
            if parameter.required:
                raise mandatory(parameter.name)
            continue
        values[parameter.name] = _value(parameter, text)
    return values


def _value(parameter: Parameter, text: str) -> Any:
    kind, name = parameter.kind, parameter.name
    if kind is Kind.SYMBOL or kind is Kind.STRING:
        return text
    if kind is Kind.DECIMAL:
        if not _DECIMAL(text):
            raise _illegal(name, r"^([0-9]{1,20})(\.[0-9]{1,20})?$")
        return text
    if kind is Kind.INT or kind is Kind.INSTANT:
        return _int(parameter, text)
    if kind is Kind.BOOL:
        lower = text.lower()
        if lower not in ("true", "false"):
            raise _invalid(name)
        return lower == "true"
    if kind is Kind.ENUM:
        return _enum(parameter, text)
    if kind is Kind.CLIENT_ID:
        if len(text) > 36:
            raise ExchangeError(-4015, "Client order id length should be less than 36 chars")
        if not _CLIENT_ID(text):
            raise _illegal(name, r"^[\.A-Z\:/a-z0-9_-]{1,36}$")
        return text
    return _list(parameter, text)


def _int(parameter: Parameter, text: str) -> int:
    name = parameter.name
    if not _INT(text):
        raise _illegal(name, "^[0-9]{1,20}$")
    value = int(text)
    if value > _LARGEST:
        raise _invalid(name)
    if name == "leverage":
        return value
    if parameter.values:
        if text not in parameter.values:
            raise ExchangeError(-4021, f"{text} is not valid depth limit.") if name == "limit" else _invalid(name)
        return value
    if parameter.minimum is not None and value < int(parameter.minimum):
        raise _invalid(name)
    if parameter.maximum is not None and value > int(parameter.maximum):
        raise ExchangeError(-5040) if name == "goodTillDate" else _invalid(name)
    if name == "limit" and not value:
        raise _invalid(name)
    return value


def _enum(parameter: Parameter, text: str) -> str | None:
    if text in parameter.values:
        return text
    name = parameter.name
    if name == "priceMatch" and text == "NONE":
        return None
    if name == "type" and text in CONDITIONAL:
        raise ExchangeError(-4120)
    code, message = _ENUM_CODES.get(name, (-1130, f"Data sent for parameter '{name}' is not valid."))
    raise ExchangeError(code, message)


def _list(parameter: Parameter, text: str) -> list[Any]:
    name = parameter.name
    try:
        elements = msgspec.json.decode(text, type=list[Any])
    except (msgspec.DecodeError, RecursionError):
        raise _invalid(name) from None
    if parameter.scalar_items:
        (item,) = parameter.items
        return [_value(item, _plain(name, element)) for element in elements]
    return [_item(parameter, element) for element in elements]


def _plain(name: str, value: Any) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, (str, int, float)):
        return str(value)
    raise _invalid(name)


def _item(parameter: Parameter, element: Any) -> dict[str, Any] | ExchangeError:
    """One object of a batch; what is wrong with it must not stop the others."""
    if not isinstance(element, dict):
        raise _invalid(parameter.name)
    given = cast("dict[str, Any]", element)
    try:
        return _read(parameter.items, {key: _plain(key, value) for key, value in given.items()})
    except ExchangeError as error:
        return error
