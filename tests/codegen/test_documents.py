"""C1, C2: the published OpenAPI and AsyncAPI documents are valid and complete."""

from __future__ import annotations

import json
import shutil
import subprocess
from pathlib import Path
from typing import Any

import jsonschema
import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator
from tests.codegen.sample_catalogue import PROJECT, SAMPLE, SPEC

from binance_usdm_codegen._asyncapi import asyncapi_document
from binance_usdm_codegen._load import load
from binance_usdm_codegen._openapi import openapi_document

CATALOGUE = load(SPEC)
OPENAPI: dict[str, Any] = json.loads((PROJECT / "docs/openapi.json").read_text(encoding="utf-8"))
OPERATIONS: dict[str, dict[str, Any]] = {
    entry["operationId"]: entry for path in OPENAPI["paths"].values() for entry in path.values()
}


def _sent(entry: dict[str, Any]) -> dict[str, dict[str, Any]]:
    if "requestBody" in entry:
        media = entry["requestBody"]["content"]["application/x-www-form-urlencoded"]
        return dict(media["schema"]["properties"])
    found: dict[str, dict[str, Any]] = {}
    for parameter in entry.get("parameters", []):
        found[parameter["name"]] = parameter.get("schema") or parameter["content"]["application/json"]["schema"]
    return found


def test_openapi_is_valid() -> None:
    """C2: the document passes the OpenAPI 3.1 validator."""
    assert [] == [error.message for error in OpenAPIV31SpecValidator(OPENAPI).iter_errors()]
    sample = json.loads(json.dumps(openapi_document(load(SAMPLE))))
    assert [] == [error.message for error in OpenAPIV31SpecValidator(sample).iter_errors()]


def test_openapi_has_every_operation_and_parameter() -> None:
    """C1: 95 operations, each with the catalogue's parameters and what signing adds."""
    assert len(OPERATIONS) == 95
    for operation in CATALOGUE.operations.values():
        expected = [param.wire for param in operation.params]
        if operation.signed:
            expected += (["recvWindow"] if operation.recv_window else []) + ["timestamp", "signature"]
        assert expected == list(_sent(OPERATIONS[operation.id])), operation.id


def test_openapi_carries_bounds_weights_retry_and_carriers() -> None:
    """C1: what OpenAPI cannot say stands in extensions; what it can say stands in schemas."""
    for operation in CATALOGUE.operations.values():
        entry = OPERATIONS[operation.id]
        assert operation.retry == entry["x-retry"]["class"]
        assert operation.ws_api == entry.get("x-ws-api")
        assert operation.weight.kind == entry["x-weight"]["rule"]
        assert ([] if operation.security == "none" else [{"apiKey": []}]) == entry["security"]
        for param in operation.params:
            schema = _sent(entry)[param.wire]
            if param.maximum is not None and param.type.name in ("Int", "Ms"):
                assert int(param.maximum) == schema["maximum"], (operation.id, param.wire)
            if param.default is not None:
                assert param.default == str(schema["default"]).replace("True", "true").replace("False", "false")


def _validator(schema: dict[str, Any]) -> jsonschema.Draft202012Validator:
    return jsonschema.Draft202012Validator({**schema, "components": OPENAPI["components"]})


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_openapi_examples_fit_their_schemas(name: str) -> None:
    """C1: the example of every answer is valid against the schema of that answer."""
    media = OPERATIONS[name]["responses"]["200"]["content"]["application/json"]
    assert [] == [error.message for error in _validator(media["schema"]).iter_errors(media["example"])]


@pytest.fixture(scope="session")
def asyncapi_schema(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    """The JSON Schema of AsyncAPI 3.0.0, from the npm package that publishes it."""
    npm = shutil.which("npm")
    if npm is None:
        pytest.skip("npm is not installed, and the schema of AsyncAPI is published as an npm package")
    folder = tmp_path_factory.mktemp("asyncapi")
    command = [
        npm,
        "install",
        "--prefix",
        str(folder),
        "--no-audit",
        "--no-fund",
        "--ignore-scripts",
        "@asyncapi/specs@6",
    ]
    try:
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    except subprocess.TimeoutExpired:
        pytest.skip("npm cannot reach its registry within two minutes")
    if done.returncode:
        pytest.skip(f"npm cannot install @asyncapi/specs: {done.stderr.strip().splitlines()[-1:]}")
    path = folder / "node_modules/@asyncapi/specs/schemas/3.0.0.json"
    schema: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return schema


@pytest.mark.parametrize("spec", [SAMPLE, SPEC], ids=["sample", "spec"])
def test_asyncapi_is_valid(spec: Path, asyncapi_schema: dict[str, Any]) -> None:
    """C2: the document passes the JSON Schema of AsyncAPI 3.0."""
    document = json.loads(json.dumps(asyncapi_document(load(spec))))
    found = [
        f"{list(error.absolute_path)}: {error.message[:200]}"
        for error in jsonschema.Draft7Validator(asyncapi_schema).iter_errors(document)
    ]
    assert [] == found


def test_asyncapi_has_every_stream_event_and_method() -> None:
    """C1: 20 documented streams, one undocumented, the account's events, 21 WebSocket-API methods; no loose ends."""
    document = json.loads((PROJECT / "docs/asyncapi.json").read_text(encoding="utf-8"))
    channels = document["channels"]
    streams = {name: channel for name, channel in channels.items() if name not in ("user_data", "ws_api")}
    assert 20 == sum("x-undocumented" not in channel for channel in streams.values())
    assert 1 == sum("x-undocumented" in channel for channel in streams.values())
    assert set(CATALOGUE.streams) == set(streams)
    names = {message["name"] for message in channels["user_data"]["messages"].values()}
    assert set(CATALOGUE.user_events) == names
    assert 21 == sum(operation["action"] == "send" for operation in document["operations"].values())
    text = json.dumps(document)
    for reference in {part.split('"')[0] for part in text.split('"$ref": "#')[1:]}:
        target = document
        for step in reference.strip("/").split("/"):
            target = target[step]


def test_the_reference_lists_every_operation_stream_and_code() -> None:
    """C1: one page lists the 95 operations, group pages describe them, others list streams and error codes."""
    pages = {path.name: path.read_text(encoding="utf-8") for path in (PROJECT / "docs/reference").glob("*.md")}
    assert [] == [name for name in CATALOGUE.operations if f"[{name}](" not in pages["operations.md"]]
    for operation in CATALOGUE.operations.values():
        assert f"## {operation.id}\n" in pages[f"{operation.group}.md"]
    assert [] == [name for name in CATALOGUE.streams if f"`{name}`" not in pages["streams.md"]]
    assert [] == [code for code in CATALOGUE.errors if f"| {code} |" not in pages["errors.md"]]
