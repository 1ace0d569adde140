"""C3, C5: frames decode to typed events, lists of events or unknown events, never to a wrong type."""

from __future__ import annotations

import contextlib
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.generated.catalogue_examples import CATALOGUE, body

from binance_usdm_api import EVENTS, STREAMS, UnknownEvent, decode_event, errors


def _example(name: str) -> dict[str, Any]:
    return {**CATALOGUE.models[EVENTS[name].__name__].example, "e": name}


def _first(example: dict[str, Any]) -> dict[str, Any]:
    return {"e": example["e"], **example}


@pytest.mark.parametrize("name", sorted(EVENTS))
@pytest.mark.parametrize("kind", [bytes, bytearray, memoryview, str])
@pytest.mark.parametrize("separators", [(",", ":"), (", ", ": ")], ids=["compact", "spaced"])
def test_events_decode_raw_and_combined(name: str, kind: Any, separators: tuple[str, str]) -> None:
    """C5: raw and combined frames of every event type decode to its type, whatever the spacing and kind of bytes."""
    for example in (_first(_example(name)), _example(name)):
        for payload in (example, {"stream": "btcusdt@x", "data": example}, {"data": example, "stream": "x"}):
            text = json.dumps(payload, separators=separators, ensure_ascii=False)
            frame = text if kind is str else kind(text.encode())
            event = decode_event(frame)
            assert EVENTS[name] is type(event)
            assert name == event.event_type


@pytest.mark.parametrize(
    "name", sorted(name for stream in STREAMS.values() if stream.shape == "array" for name in stream.event_types)
)
def test_array_frames_are_lists(name: str) -> None:
    """C5: a frame that holds an array is a list of events, also inside a combined frame."""
    example = _first(_example(name))
    assert [EVENTS[name]] * 2 == [type(event) for event in decode_event(body([example, example]))]
    combined = decode_event(body({"stream": "!x@arr", "data": [example]}))
    assert [EVENTS[name]] == [type(event) for event in combined]
    assert [] == decode_event(b"[]")


def test_a_mixed_array_keeps_the_type_of_each_event() -> None:
    """C5: elements of an array are told apart one by one."""
    events = decode_event(
        body([_first(_example("aggTrade")), {"e": "new", "x": 1}, _first(_example("markPriceUpdate"))])
    )
    assert [EVENTS["aggTrade"], UnknownEvent, EVENTS["markPriceUpdate"]] == [type(event) for event in events]


@pytest.mark.parametrize(
    ("frame", "event_type"),
    [
        (b'{"e":"addedTomorrow","E":1}', "addedTomorrow"),
        (b'{"e":"","E":1}', ""),
        (b'{"e":"agg\\u0054rade2"}', "aggTrade2"),
        (b'{"result":null,"id":1}', None),
        (b'{"e":5}', None),
        (b'{"e":null}', None),
        (b"{}", None),
        (b'{"stream":"x","data":{"e":"addedTomorrow"}}', "addedTomorrow"),
        (b'{"stream":"x","data":{"stream":"y","data":{"e":"aggTrade"}}}', None),
    ],
)
def test_unknown_events_keep_what_they_held(frame: bytes, event_type: str | None) -> None:
    """C5: an unknown event, or a frame without a type, is an UnknownEvent with its content."""
    event = decode_event(frame)
    assert isinstance(event, UnknownEvent)
    assert event_type == event.event_type
    whole = json.loads(frame)
    assert event.raw in (whole, whole.get("data"))


def test_escaped_event_types_are_read() -> None:
    """C5: an escape in the text of ``e`` does not hide the type."""
    example = json.dumps(_first(_example("aggTrade"))).replace("aggTrade", "agg\\u0054rade", 1)
    assert EVENTS["aggTrade"] is type(decode_event(example))


@pytest.mark.parametrize(
    "frame",
    [b"", b" ", b"5", b'"text"', b"null", b"{", b'{"e":"aggTrade"', b"[1]", b"[[]]", b"[" * 10_000, b"\xff\xfe",
     b'{"stream":"x","data":', b'{"stream":"x","data":5}', b'{"e":"aggTrade","p":[1]}',
     b'{"e":"aggTrade","a":' + b"[" * 10_000, b'{"new":' + b"[" * 10_000]
)  # fmt: skip
def test_frames_that_do_not_fit_are_decode_errors(frame: bytes) -> None:
    """C5: what is no frame, or a known event of another shape, raises DecodeError."""
    with pytest.raises(errors.DecodeError):
        decode_event(frame)


def test_a_wrong_type_names_its_path() -> None:
    """C5: the error names the field on the wire and the model."""
    with pytest.raises(errors.DecodeError) as caught:
        decode_event(b'{"e":"aggTrade","E":1,"s":"BTCUSDT","p":[1]}')
    assert ("$.p", "AggTradeEvent") == (caught.value.path, caught.value.model)


@given(st.binary(max_size=80) | st.text(max_size=80).map(str.encode))
def test_noise_never_escapes(noise: bytes) -> None:
    """C5: any bytes give an event, a list or a DecodeError."""
    with contextlib.suppress(errors.DecodeError):
        decode_event(noise)


def test_unknown_types_are_not_remembered() -> None:
    """C5: a server that invents event types does not make the process grow."""
    from binance_usdm_api import events

    before = len(events._decoder._known)
    for number in range(100):
        decode_event(b'{"e":"invented%d"}' % number)
    assert before == len(events._decoder._known)
