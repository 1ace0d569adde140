"""C5: decoding survives what the exchange may add, and refuses wrong types with the place where they stand."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.generated.catalogue_examples import CATALOGUE, DECODED, body, places, replaced, struct, with_surplus

from binance_usdm_api import errors
from binance_usdm_api._decode import decode_as
from binance_usdm_api._enum import OpenEnum
from binance_usdm_codegen._types import TypeExpression

NAMES = sorted(DECODED)
# A field of type Any takes everything, and maps take any key.
OPAQUE = {name for name, model in DECODED.items() if any(field.type.leaf == "Any" for field in model.fields)}


def _decode(name: str, value: Any) -> Any:
    kind = struct(name)
    return decode_as(kind, body(value), msgspec.json.Decoder(kind), name, "test")


def _plain(value: Any) -> Any:
    return msgspec.to_builtins(value, enc_hook=str)


def _same(expected: Any, actual: Any) -> bool:
    """Equal, where decimals may be written as text or number and absent fields stay absent."""
    if isinstance(expected, dict) and isinstance(actual, dict):
        return all(_same(expected.get(key), actual.get(key)) for key in {*expected, *actual})
    if isinstance(expected, list) and isinstance(actual, list):
        return len(expected) == len(actual) and all(map(_same, expected, actual))
    if isinstance(actual, str) and isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return Decimal(str(expected)) == Decimal(actual)
    if expected == "" and actual is None:
        return True
    return bool(expected == actual)


@pytest.mark.parametrize("name", NAMES)
def test_examples_round_trip_with_wire_names(name: str) -> None:
    """C5: an example decodes, and as builtins it has its wire names and values again."""
    example = DECODED[name].example
    assert _same(example, _plain(_decode(name, example))), _plain(_decode(name, example))


@pytest.mark.parametrize("name", [name for name in NAMES if DECODED[name].kind != "row"])
def test_unknown_fields_are_ignored_everywhere(name: str) -> None:
    """C5: an unknown field in any object changes nothing."""
    example = DECODED[name].example
    if name not in OPAQUE and not any(field.type.name == "map" for field in DECODED[name].fields):
        assert _decode(name, example) == _decode(name, with_surplus(example))


@pytest.mark.parametrize("name", [name for name in NAMES if DECODED[name].kind == "row"])
def test_unknown_positions_at_the_end_of_a_row_are_ignored(name: str) -> None:
    """C5: a longer row decodes like the known one."""
    example = DECODED[name].example
    assert _decode(name, example) == _decode(name, [*example, "addedTomorrow", 7])


def _enum_places() -> list[tuple[str, tuple[str | int, ...]]]:
    return [
        (name, path)
        for name, model in DECODED.items()
        for path, kind, value in places(TypeExpression(name), model.example)
        if kind.name in CATALOGUE.enums and value is not None
    ]


@pytest.mark.parametrize(("name", "path"), _enum_places(), ids=str)
def test_unknown_enum_members_keep_their_text_everywhere(name: str, path: tuple[str | int, ...]) -> None:
    """C5: a member added tomorrow decodes to a value that keeps its text and says that it is unknown."""
    decoded = _decode(name, replaced(DECODED[name].example, path, "ADDED_TOMORROW"))
    found: Any = _plain(decoded)
    for step in path:
        found = found[step]
    assert found == "ADDED_TOMORROW"
    assert any(isinstance(value, OpenEnum) and not value.is_known for value in _leaves(decoded))


def _leaves(value: Any) -> list[Any]:
    if isinstance(value, msgspec.Struct):
        return [leaf for name in value.__struct_fields__ for leaf in _leaves(getattr(value, name))]
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in _leaves(item)]
    if isinstance(value, dict):
        return [leaf for item in value.values() for leaf in _leaves(item)]
    return [value]


@pytest.mark.parametrize("name", [name for name in NAMES if DECODED[name].kind != "row"])
def test_absent_optional_fields_are_none(name: str) -> None:
    """C5: only required fields are needed; every other one is None when absent, null or an empty text."""
    model = DECODED[name]
    needed = {field.wire: model.example[field.wire] for field in model.fields if field.required}
    if model.kind == "tagged" and model.tag_field is not None:
        needed[model.tag_field] = model.tag_value
    decoded = _decode(name, needed)
    optional = [field for field in model.fields if not field.required]
    assert {field.name: None for field in optional} == {field.name: getattr(decoded, field.name) for field in optional}
    for nothing in (None, ""):
        texts = ("String", "Symbol", "Any", "ClientId", "TextFlag")
        empty = {field.wire: nothing for field in optional if field.type.name not in {*texts, *CATALOGUE.enums}}
        assert _as_read(decoded) == _as_read(_decode(name, {**needed, **empty}))


def _as_read(value: Any) -> Any:
    """What a reader sees: fields by name, numbers that are kept as text as Decimal."""
    if isinstance(value, msgspec.Struct):
        return {field: _as_read(getattr(value, field)) for field in value.__struct_fields__}
    if isinstance(value, (list, tuple)):
        return [_as_read(element) for element in value]
    if isinstance(value, dict):
        return {key: _as_read(element) for key, element in value.items()}
    return value


WRONG: dict[str, list[Any]] = {
    "Bool": ["x", 1, [True], {"a": 1}],
    "Decimal": ["not a number", True, ["1"], {"a": 1}],
    "Int": ["x", 1.5, True, [1]],
    "Ms": ["x", 1.5, True, [1]],
    "String": [1, True, ["x"], {"a": 1}],
    "Symbol": [1, True, ["x"], {"a": 1}],
    "list": [{"a": 1}, 1, "text"],
    "map": [["x"], 1, "text"],
}


def _scalar_places() -> list[tuple[str, tuple[str | int, ...], str]]:
    return [
        (
            name,
            path,
            "model" if kind.name in CATALOGUE.models else "enum" if kind.name in CATALOGUE.enums else kind.name,
        )
        for name, model in DECODED.items()
        for path, kind, value in places(TypeExpression(name), model.example)
        if path and kind.name not in ("Any", "TextFlag") and value is not None
    ]


@pytest.mark.parametrize(("name", "path", "kind"), _scalar_places(), ids=str)
def test_a_wrong_type_anywhere_is_a_decode_error_with_its_path(
    name: str, path: tuple[str | int, ...], kind: str
) -> None:
    """C5: a wrong type raises DecodeError that names the place and keeps the payload."""
    for wrong in WRONG.get(kind, [1, True, "text"] if kind == "model" else [1, True, ["x"]]):
        payload = replaced(DECODED[name].example, path, wrong)
        decoded: Any = None
        with pytest.raises(errors.DecodeError) as caught:  # noqa: PT012 (which of the two raises is asked below)
            decoded = _decode(name, payload)
            _as_read(decoded)
        if decoded is not None:
            # A number that is kept as text tells when it is read.
            assert (kind, wrong) == ("Decimal", "not a number")
            assert b"not a number" == caught.value.payload
            continue
        where = caught.value.path or ""
        last = path[-1]
        assert (last if isinstance(last, str) else f"[{last}]") in where or "[...]" in where, (where, path)
        assert body(payload)[:4096] == caught.value.payload
        assert (name, "test") == (caught.value.model, caught.value.operation)


@given(st.binary(max_size=60))
def test_noise_is_a_decode_error(noise: bytes) -> None:
    """C5: arbitrary bytes decode to the model or raise DecodeError, nothing else."""
    kind = struct("OrderBook")
    kept = noise
    try:
        decode_as(kind, noise, msgspec.json.Decoder(kind), "OrderBook", None)
    except errors.DecodeError as error:
        kept = error.payload
    assert noise == kept


@pytest.mark.parametrize("noise", [b"[" * 100_000, b'{"a":' * 50_000, b'{"bids":' + b"[" * 100_000])
def test_deep_nesting_is_a_decode_error(noise: bytes) -> None:
    """C5: nesting beyond any sense does not end the process."""
    kind = struct("OrderBook")
    with pytest.raises(errors.DecodeError):
        decode_as(kind, noise, msgspec.json.Decoder(kind), "OrderBook", None)


def test_bounded_payload() -> None:
    """C5: the error keeps at most 4 KiB of what arrived."""
    kind = struct("OrderBook")
    with pytest.raises(errors.DecodeError) as caught:
        decode_as(kind, b'{"bids": 1, "pad": "' + b"x" * 10_000 + b'"}', msgspec.json.Decoder(kind), "OrderBook", None)
    assert len(caught.value.payload) == 4096
    assert len(str(caught.value)) < 1500


def test_an_unknown_filter_is_kept_and_its_neighbours_are_typed() -> None:
    """C5: a filter type added tomorrow becomes UnknownFilter with what it held."""
    from binance_usdm_api import models

    payload = {
        "symbol": "BTCUSDT",
        "status": "TRADING",
        "filters": [
            {"filterType": "NEW_ONE", "a": 1},
            {"filterType": "LOT_SIZE", "minQty": "1"},
            {"filterType": "OTHER"},
        ],
    }
    decoded = _decode("SymbolInfo", payload)
    unknown, known, other = decoded.filters
    assert {"filterType": "NEW_ONE", "a": 1} == unknown.raw
    assert Decimal(1) == known.min_qty
    assert isinstance(known, models.LotSizeFilter)
    assert {"filterType": "OTHER"} == other.raw


def test_digits_as_text_are_a_whole_number() -> None:
    """C5: a whole number that was written as text is read; text that is no number is refused; prices stay exact."""
    row = {"symbol": "BTCUSDT", "sumOpenInterest": 20403.123456789012345, "timestamp": "1583127900000"}
    text = body(row).replace(b"20403.123456789", b"20403.123456789012345678")
    kind = struct("OpenInterestStatistic")
    decoded: Any = decode_as(kind, text, msgspec.json.Decoder(kind), "OpenInterestStatistic", None)
    assert 1583127900000 == decoded.timestamp
    assert str(decoded.sum_open_interest).startswith("20403.123456789012345678")
    for wrong in ("12x", "1.5", "", "9" * 19):
        if wrong:
            with pytest.raises(errors.DecodeError):
                _decode("OpenInterestStatistic", {**row, "timestamp": wrong})


@pytest.mark.parametrize("name", ["ListenKey", "ListenKeyExpired", "SessionStatus"])
def test_keys_are_not_shown(name: str) -> None:
    """A1: neither str nor repr of a model shows a listen key or an API key; the field itself has it."""
    canary = "canary0123456789"
    example = {key: canary if key in ("listenKey", "apiKey") else value for key, value in DECODED[name].example.items()}
    decoded = _decode(name, example)
    assert canary in (getattr(decoded, "listen_key", None), getattr(decoded, "api_key", None))
    assert canary not in f"{decoded!s} {decoded!r} {[decoded]}"


def test_showing_a_record_never_fails() -> None:
    """C5: a number that is none is told when it is read, not when a record is logged."""
    decoded = _decode("PriceLevel", ["x", "1"])
    assert "PriceLevel(price='x', quantity='1')" == repr(decoded)
    assert "PriceLevel(price=x quantity=1)" == str(decoded)
