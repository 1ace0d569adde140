"""Reads the official Python SDK as text: it is parsed, never imported and never run.

Rules:

- what a function sends (method, path, WebSocket-API method, stream name, signature) is read from its code;
- cost and security are read from its docstring, since nothing else states them;
- a parameter without a default is required;
- a public function that is not understood is named in the report: leaving it out would look like a removal.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import attrs

from binance_usdm_codegen._drift_call import Call
from binance_usdm_codegen._drift_weight import cost_facts

__all__ = ["PACKAGE", "Published", "SdkError", "read_sdk"]

PACKAGE = "binance_sdk_derivatives_trading_usds_futures"

_FOLDERS = {"rest": "rest_api/api", "ws_api": "websocket_api/api", "stream": "websocket_streams/streams"}
_LARGEST_FILE = 5_000_000
# Numbers the request on the connection; no parameter of the operation.
_NO_PARAMETERS = frozenset({"self", "id"})
_SECURITY = re.compile(r"^\s*Security Type:\s*(\w+)", re.MULTILINE)
_TITLE_SECURITY = re.compile(r"\(([A-Z_]+)\)\s*$")

_Function = ast.FunctionDef | ast.AsyncFunctionDef


class SdkError(Exception):
    """The SDK was not found or cannot be read; the message says what to do."""


@attrs.frozen(kw_only=True)
class Published:
    """What the SDK describes.

    Attributes:
        version: Version of the SDK, or ``unknown``.
        calls: Everything it can call.
        unread: Public functions that were not understood, as lines.
    """

    version: str
    calls: tuple[Call, ...]
    unread: tuple[str, ...]


def read_sdk(package: Path, version: str) -> Published:
    """Read the SDK.

    Args:
        package: The folder of its package.
        version: Its version, for the report.

    Raises:
        SdkError: A part is missing or is not Python.
    """
    calls: dict[tuple[str, str], Call] = {}
    unread: list[str] = []
    for carrier, name in _FOLDERS.items():
        count = len(calls)
        for path in sorted((package / name).glob("*.py")):
            for function in _functions(path):
                call = _call(function, carrier)
                place = f"{name}/{path.name}:{function.lineno} {function.name}"
                if call is None:
                    unread.append(f"{place}: nothing that it sends was found")
                elif call.key in calls:
                    unread.append(f"{place}: {call.address} is there twice")
                else:
                    calls[call.key] = call
        if len(calls) == count:
            raise SdkError(
                f"The SDK has no calls in {PACKAGE}/{name}: it is incomplete, or its layout has changed. "
                "Give a complete one with --sdk, or teach the reader the new layout."
            )
    return Published(version=version, calls=tuple(calls.values()), unread=tuple(unread))


def _functions(path: Path) -> Iterator[_Function]:
    try:
        if path.stat().st_size > _LARGEST_FILE:
            raise SdkError(f"{path.name} of the SDK has more than {_LARGEST_FILE} bytes; it was not read.")
        tree = ast.parse(path.read_text(encoding="utf-8"))
    except (OSError, SyntaxError, ValueError, RecursionError) as error:
        raise SdkError(f"{path.name} of the SDK cannot be read as Python: {error}") from error
    for owner in tree.body:
        if isinstance(owner, ast.ClassDef):
            for item in owner.body:
                if isinstance(item, _Function) and not item.name.startswith("_"):
                    yield item


def _call(function: _Function, carrier: str) -> Call | None:
    doc = ast.get_docstring(function) or ""
    reader = {"rest": _rest, "ws_api": _ws_api, "stream": _stream}[carrier]
    for node in ast.walk(function):
        found = reader(node)
        if found is not None:
            address, facts = found
            break
    else:
        return None
    if carrier != "stream":
        facts = facts | cost_facts(doc) | {"security": _security(doc)}
    if carrier == "ws_api":
        facts["signed"] = "yes" if _names(function, "send_signed_message") else "no"
    if carrier == "stream":
        facts = _route(function)
    return Call(carrier=carrier, address=address, name=function.name, params=_params(function), facts=facts)


def _rest(node: ast.AST) -> tuple[str, dict[str, str]] | None:
    if not isinstance(node, ast.Call):
        return None
    given = {keyword.arg: keyword.value for keyword in node.keywords if keyword.arg}
    method, path = _text(given.get("method")), _text(given.get("path"))
    if method is None or path is None:
        return None
    signed = given.get("is_signed")
    return f"{method} {path}", {"signed": "yes" if isinstance(signed, ast.Constant) and signed.value else "no"}


def _ws_api(node: ast.AST) -> tuple[str, dict[str, str]] | None:
    if isinstance(node, ast.Dict):
        for key, value in zip(node.keys, node.values, strict=True):
            text = _text(value)
            if _text(key) == "method" and text is not None:
                return text.removeprefix("/"), {}
    return None


def _stream(node: ast.AST) -> tuple[str, dict[str, str]] | None:
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "ws_streams_placeholder":
        text = _text(node.args[0]) if node.args else None
        if text is not None:
            return text.removeprefix("/"), {}
    return None


def _route(function: _Function) -> dict[str, str]:
    for node in ast.walk(function):
        if isinstance(node, ast.keyword) and node.arg == "stream_url":
            text = _text(node.value)
            if text is not None:
                return {"route": text}
    return {}


def _text(node: ast.AST | None) -> str | None:
    """A literal text, also with ``.replace(...)`` behind it, which only takes the slash in front away."""
    if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "replace":
        node = node.func.value
    return node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else None


def _names(function: _Function, attribute: str) -> bool:
    return any(isinstance(node, ast.Attribute) and node.attr == attribute for node in ast.walk(function))


def _security(doc: str) -> str:
    stated = _SECURITY.search(doc) or _TITLE_SECURITY.search(doc.split("\n", 1)[0])
    return stated[1].lower() if stated is not None else "none"


def _params(function: _Function) -> dict[str, bool]:
    given = function.args
    positional = [*given.posonlyargs, *given.args]
    needed = len(positional) - len(given.defaults)
    found = {argument.arg: index < needed for index, argument in enumerate(positional)}
    found |= {
        argument.arg: default is None for argument, default in zip(given.kwonlyargs, given.kw_defaults, strict=True)
    }
    return {_camel(name): required for name, required in found.items() if name not in _NO_PARAMETERS}


def _camel(name: str) -> str:
    first, *others = name.strip("_").split("_")
    return first + "".join(word.capitalize() for word in others)
