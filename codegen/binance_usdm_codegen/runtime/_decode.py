"""From bytes to typed results.

Rules:
- one decoder per result type, made on first use;
- unknown fields are ignored, unknown enum members kept, absent optional fields are None;
- the exchange sometimes writes an empty text, null or digits as text where a number belongs, and adds filter types:
  when the strict decoder refuses a body, the slow path mends such values at the refused place only, then tries again;
- everything else that does not fit is a DecodeError with the JSON path and the payload; nothing is guessed.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any, TypeGuard, cast

import msgspec

from ._print import Rows
from .errors import DecodeError

__all__ = ["Shape", "decode_as", "make_decoder"]

_PATH = re.compile(r" - at `(?P<path>[^`]*)`")
_STEP = re.compile(r"\.([^.\[\]]+)|\[\.\.\.\]|\[(\d+)\]")
_MAX_REPAIRS = 64
_WANTS_INT = re.compile(r"Expected `int(?: \| null)?`, got `str`").match
_DIGITS = re.compile(r"-?[0-9]{1,18}").fullmatch
# Numbers stay exact on the slow path too.
_LOOSE: msgspec.json.Decoder[Any] = msgspec.json.Decoder(float_hook=Decimal)


class Shape:
    """The shapes a result can have."""

    OBJECT = "object"
    ARRAY = "array"
    OBJECT_OR_ARRAY = "object_or_array"
    ALWAYS_ARRAY = "always_array"
    """An array; a lone object counts as an array of one."""
    BATCH = "batch"
    """An array whose elements are results or errors."""


class _Probe(msgspec.Struct):
    code: int | str | None = None
    msg: str | None = None


def _table(value: Any) -> dict[str, Any] | None:
    return cast("dict[str, Any]", value) if isinstance(value, dict) else None


def _is_list(value: object) -> TypeGuard[list[Any]]:
    return isinstance(value, list)


def _children(value: Any, step: str | None) -> list[Any]:
    # Where one step of a path leads: a named entry, or every element.
    table = _table(value)
    if step is not None:
        return [table[step]] if table is not None and step in table else []
    if table is not None:
        return list(table.values())
    return value if _is_list(value) else []


def _drop_refused(value: Any, steps: list[str | None]) -> bool:
    """Remove the empty texts and nulls that stand where the path points; tell whether there was one."""
    if not steps:
        return False
    step, rest = steps[0], steps[1:]
    if not rest and step is not None:
        table = _table(value)
        if table is not None and step in table and table[step] in ("", None, "null"):
            del table[step]
            return True
        return False
    dropped = False
    for child in _children(value, step):
        dropped = _drop_refused(child, rest) or dropped
    return dropped


def _read_digits(value: Any, steps: list[str | None]) -> bool:
    """Turn digits that stand as text where a whole number belongs into the number; tell whether there were any."""
    if not steps:
        return False
    step, rest = steps[0], steps[1:]
    if rest or step is None:
        done = False
        for child in _children(value, step):
            done = _read_digits(child, rest) or done
        return done
    table = _table(value)
    text = table.get(step) if table is not None else None
    if table is None or not isinstance(text, str) or _DIGITS(text) is None:
        return False
    table[step] = int(text)
    return True


def _retag_unknown(value: Any, steps: list[str | None], known: frozenset[str], tag: str, replacement: str) -> bool:
    """Turn objects of an unknown tag into the catch-all type, which keeps what they held."""
    if len(steps) == 1:
        table = _table(value)
        if table is not None and table.get(tag) not in known:
            held = dict(table)
            table.clear()
            table.update({tag: replacement, "raw": held})
            return True
        return False
    step, rest = steps[0], steps[1:]
    done = False
    for child in _children(value, step):
        done = _retag_unknown(child, rest, known, tag, replacement) or done
    return done


def _steps(message: str) -> tuple[str, list[str | None]]:
    found = _PATH.search(message)
    path = found.group("path") if found else "$"
    return path, [match.group(1) for match in _STEP.finditer(path)]


UNKNOWN_TAG = "__unknown__"
_TAGS: dict[str, frozenset[str]] = {}


def register_tags(field: str, known: frozenset[str]) -> None:
    """Tell the slow path which values of a tag field are known; the rest decode to the catch-all type."""
    _TAGS[field] = known


def decode_as(kind: Any, body: bytes, decoder: msgspec.json.Decoder[Any], model: str, operation: str | None) -> Any:
    """Decode a body strictly, then tolerantly; raise DecodeError when neither works."""
    try:
        return decoder.decode(body)
    except msgspec.ValidationError as error:
        first = error
    except (msgspec.DecodeError, RecursionError, UnicodeDecodeError) as error:
        raise DecodeError(str(error), payload=body, model=model, operation=operation) from None
    try:
        loose = _LOOSE.decode(body)
    except (msgspec.DecodeError, RecursionError) as error:
        raise DecodeError(str(error), payload=body, model=model, operation=operation) from None
    refusal = str(first)
    for _ in range(_MAX_REPAIRS):
        path, steps = _steps(refusal)
        last = steps[-1] if steps else None
        repaired = _drop_refused(loose, steps)
        if not repaired and _WANTS_INT(refusal):
            repaired = _read_digits(loose, steps)
        if not repaired and last is not None and last in _TAGS:
            repaired = _retag_unknown(loose, steps, _TAGS[last], last, UNKNOWN_TAG)
        if not repaired:
            break
        try:
            return msgspec.convert(loose, kind)
        except msgspec.ValidationError as error:
            refusal = str(error)
    path, _ = _steps(refusal)
    raise DecodeError(_PATH.sub("", refusal), payload=body, model=model, path=path, operation=operation) from None


def _first_byte(body: bytes) -> bytes:
    head = body[:1]
    return head if head in (b"{", b"[") else body.lstrip()[:1]


def make_decoder(shape: str, model: Any, error_model: Any, name: str, operation: str) -> Callable[[bytes], Any]:
    """The decoder of an operation: bytes in, typed result out."""
    if shape == Shape.OBJECT:
        one = msgspec.json.Decoder(model)

        def decode_object(body: bytes) -> Any:
            return decode_as(model, body, one, name, operation)

        return decode_object
    many_type = list[model]
    if shape == Shape.ARRAY:
        many = msgspec.json.Decoder(many_type)

        def decode_array(body: bytes) -> Any:
            return Rows(decode_as(many_type, body, many, name, operation))

        return decode_array
    if shape == Shape.BATCH:
        return _batch_decoder(model, error_model, name, operation)
    single, several = msgspec.json.Decoder(model), msgspec.json.Decoder(many_type)
    wrap = shape == Shape.ALWAYS_ARRAY

    def decode_either(body: bytes) -> Any:
        if _first_byte(body) == b"[":
            return Rows(decode_as(many_type, body, several, name, operation))
        result = decode_as(model, body, single, name, operation)
        return Rows([result]) if wrap else result

    return decode_either


def _batch_decoder(model: Any, error_model: Any, name: str, operation: str) -> Callable[[bytes], Any]:
    pieces = msgspec.json.Decoder(list[msgspec.Raw])
    probe = msgspec.json.Decoder(_Probe)
    good, bad = msgspec.json.Decoder(model), msgspec.json.Decoder(error_model)

    def decode_batch(body: bytes) -> Any:
        results: Rows[Any] = Rows()
        for raw in decode_as(list[msgspec.Raw], body, pieces, f"list[{name}]", operation):
            piece = bytes(raw)
            found = decode_as(_Probe, piece, probe, name, operation)
            failed = found.code is not None and str(found.code) != "200"
            kind, decoder = (error_model, bad) if failed else (model, good)
            results.append(decode_as(kind, piece, decoder, name, operation))
        return results

    return decode_batch
