"""C1, C5: the package agrees with the collected reference, and decodes every payload that was collected.

The reference is not part of this repository: its payloads belong to others. The folder is found through USDM_REFERENCE
or beside the project; without it this group is skipped.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import msgspec
import pytest
import yaml

from binance_usdm_api import ERRORS, OPERATIONS, STREAMS, WS_API_METHODS, UnknownEvent, decode_event, errors
from binance_usdm_api._operation import Operation
from binance_usdm_api.events import UNDOCUMENTED_EVENTS, USER_EVENTS

FOLDER = Path(os.environ.get("USDM_REFERENCE") or Path(__file__).parents[3] / "shared" / "reference")
pytestmark = pytest.mark.skipif(
    not (FOLDER / "rest.yaml").is_file(),
    reason="the reference folder is absent (it is not part of the repository); set USDM_REFERENCE to its path",
)


def _yaml(name: str) -> Any:
    path = FOLDER / name
    return yaml.safe_load(path.read_text(encoding="utf-8")) if path.is_file() else {}


INDEX: dict[str, dict[str, Any]] = _yaml("examples/INDEX.yaml")
REST: list[dict[str, Any]] = _yaml("rest.yaml") or []
BY_ROUTE: dict[str, Operation[Any]] = {
    f"{operation.rest.method} {operation.rest.path}": operation for operation in OPERATIONS.values() if operation.rest
}
BY_PATTERN = {stream.pattern: stream for stream in STREAMS.values()}


def _payload(name: str) -> Any:
    return json.loads((FOLDER / "examples" / name).read_text(encoding="utf-8"))


def _files(*folders: str) -> list[str]:
    return [name for name in INDEX if name.split("/")[0] in folders and not name.endswith(".request.json")]


def _known(result: Any, payload: Any) -> bool:
    """True when something of the payload arrived in the typed result."""
    return payload in ({}, []) or msgspec.to_builtins(result, enc_hook=str) not in ({}, [], None)


# The unit tests of the SDK cut every row of these after its first position, so they are no answers of the exchange.
CUT = {
    f"rest/{name}kline_candlestick_data.json" for name in ("", "continuous_contract_", "index_price_", "mark_price_")
} | {
    "rest/premium_index_kline_data.json",
    "streams/partial_book_depth_streams.json",
}


@pytest.mark.parametrize("name", [name for name in _files("rest", "rest_older") if name not in CUT])
def test_rest_payloads_decode(name: str) -> None:
    """C5: every collected REST answer decodes with the operation it answers."""
    operation = BY_ROUTE[INDEX[name]["operation"]]
    payload = _payload(name)
    assert _known(operation.decode(json.dumps(payload).encode()), payload)


@pytest.mark.parametrize("name", _files("ws_api", "ws_api_older"))
def test_websocket_payloads_decode(name: str) -> None:
    """C5: the result of every collected WebSocket-API answer decodes with the same operation as over REST."""
    operation = WS_API_METHODS[INDEX[name]["operation"]]
    answer = _payload(name)
    result = answer.get("result", answer)
    if "bids" in answer and isinstance(result, dict):
        result = {**result, "bids": answer["bids"], "asks": answer["asks"]}
    assert _known(operation.decode(json.dumps(result).encode()), result)


@pytest.mark.parametrize("name", [n for n in _files("streams", "streams_older", "user_data") if n not in CUT])
def test_event_payloads_decode(name: str) -> None:
    """C5: every collected event decodes to the type that its stream promises."""
    payload = _payload(name)
    data = payload.get("data", payload) if isinstance(payload, dict) else payload
    decoded = decode_event(json.dumps(data).encode())
    events = decoded if isinstance(decoded, list) else [decoded]
    stream = BY_PATTERN.get(INDEX[name]["operation"])
    for event in events:
        assert not isinstance(event, UnknownEvent)
        if stream is not None:
            assert stream.event == type(event).__name__


@pytest.mark.parametrize("name", sorted(CUT))
def test_rows_that_were_cut_are_refused_with_their_place(name: str) -> None:
    """C5: a row without its prices is never decoded as if it had them; the error names the row."""
    body = json.dumps(_payload(name)).encode()
    with pytest.raises(errors.DecodeError) as caught:
        decode_event(body) if name.startswith("streams/") else BY_ROUTE[INDEX[name]["operation"]].decode(body)
    assert "at least length" in caught.value.what
    assert caught.value.path in ("$[0]", "$.b[0]")


def test_every_operation_is_catalogued() -> None:
    """C1: methods, paths, WebSocket-API methods, streams, events and codes are those of the reference."""
    assert {f"{entry['method']} {entry['path']}" for entry in REST} == set(BY_ROUTE)
    assert {entry["method"] for entry in _yaml("ws_api.yaml")} == set(WS_API_METHODS)
    streams = _yaml("streams.yaml")
    market = [entry["pattern"] for key in ("market", "undocumented_market") for entry in streams[key]]
    assert sorted(market) == sorted(BY_PATTERN)
    assert {entry["id"] for entry in streams["user"]} == USER_EVENTS - UNDOCUMENTED_EVENTS
    assert {entry["code"] for entry in _yaml("errors.yaml")} == set(ERRORS)


@pytest.mark.parametrize("entry", REST, ids=lambda entry: entry["id"])
def test_security_weight_and_parameters(entry: dict[str, Any]) -> None:
    """C1: security, weight, order counts and parameters equal the reference, but for the recorded corrections."""
    operation = BY_ROUTE[f"{entry['method']} {entry['path']}"]
    if operation.id not in ("top_long_short_account_ratio", "top_long_short_position_ratio"):  # correction 9
        assert entry["security"].lower() == operation.security
    dropped = {"income_history": {"page"}}.get(operation.id, set())  # correction 22
    expected = {
        param["name"]: param for param in entry["params"] if param["name"] not in dropped | {"timestamp", "signature"}
    }
    assert set(expected) == {param.name for param in operation.params}
    for param in operation.params:
        if param.name not in ("recvWindow", "type"):
            assert bool(expected[param.name].get("required")) == param.required, param.name
    _check_weight(entry["weight"], operation)


def _check_weight(weight: dict[str, Any], operation: Operation[Any]) -> None:
    ip = weight["ip"]
    if ip["rule"] == "constant":
        assert ip["value"] == operation.weight({}).ip
    elif ip["rule"] == "by_param_presence":
        assert ip["present"] == operation.weight({ip["param"]: "BTCUSDT"}).ip
        assert ip["absent"] == operation.weight({}).ip
    else:
        for step in ip["table"]:
            sizes = step.get("values") or (step["min"], step["max"])
            assert {step["weight"]} == {operation.weight({"limit": size}).ip for size in sizes}
    counts = weight.get("order_count") or {}
    actual = operation.weight({})
    if counts:
        assert (counts["per_10s"], counts["per_1m"]) == (actual.orders_10s, actual.orders_1m)
