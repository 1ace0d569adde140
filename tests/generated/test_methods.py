"""C3: generated methods name the catalogue's parameters, and pass the operation and its wire names on, nothing else."""

from __future__ import annotations

import inspect
from typing import Any

import pytest

from binance_usdm_api import OPERATIONS, CallOptions, aio, api
from binance_usdm_api._operation import Operation

GROUPS = ("market", "trade", "algo", "account", "convert", "user_stream")
CLASSES: dict[str, tuple[Any, Any]] = {
    group: (
        getattr(api, "".join(map(str.capitalize, group.split("_"))) + "Methods"),
        getattr(aio, "Async" + "".join(map(str.capitalize, group.split("_"))) + "Methods"),
    )
    for group in GROUPS
}


class _Recorder:
    def __init__(self) -> None:
        self.seen: tuple[Operation[Any], dict[str, object], CallOptions | None] | None = None

    def __call__(self, operation: Operation[Any], params: dict[str, object], options: CallOptions | None) -> Any:
        self.seen = (operation, params, options)
        return operation.id

    async def later(self, operation: Operation[Any], params: dict[str, object], options: CallOptions | None) -> Any:
        return self(operation, params, options)


def _values(operation: Operation[Any]) -> dict[str, object]:
    return {p.python_name: f"<{p.name}>" for p in operation.params if p.name != "recvWindow"}


@pytest.mark.parametrize("name", sorted(OPERATIONS))
async def test_methods_pass_operation_and_wire_names(name: str) -> None:
    """C3: the sync and the async method give the call the operation, every parameter by wire name, and the options."""
    operation = OPERATIONS[name]
    sync_class, async_class = CLASSES[operation.group]
    expected = {p.name: f"<{p.name}>" for p in operation.params if p.name != "recvWindow"}
    options = CallOptions(timeout=1.0)
    recorder = _Recorder()
    assert name == getattr(sync_class(recorder), name)(**_values(operation), options=options)
    assert (operation, expected, options) == recorder.seen
    assert name == await getattr(async_class(recorder.later), name)(**_values(operation), options=options)
    assert (operation, expected, options) == recorder.seen


@pytest.mark.parametrize("name", sorted(OPERATIONS))
def test_signatures_and_docstrings(name: str) -> None:
    """C3: parameters are keyword-only, required ones have no default; the docstring names path, weight and source."""
    operation = OPERATIONS[name]
    sync_method, async_method = (getattr(kind, name) for kind in CLASSES[operation.group])
    signature = inspect.signature(sync_method)
    assert str(signature) == str(inspect.signature(async_method))
    given = {p.name: p for p in signature.parameters.values() if p.name not in ("self", "options")}
    assert list(_values(operation)) == list(given)
    assert [True] * len(given) == [p.kind is inspect.Parameter.KEYWORD_ONLY for p in given.values()]
    required = [p.python_name for p in operation.params if p.required]
    assert required == [p.name for p in given.values() if p.default is inspect.Parameter.empty]
    text = inspect.getdoc(sync_method) or ""
    assert operation.rest is not None
    for part in (
        operation.summary,
        f"{operation.rest.method} {operation.rest.path}",
        "Weight: ",
        f"Source: {operation.page}",
    ):
        assert part in text


def test_every_operation_has_one_method_in_its_group() -> None:
    """C3: classes have the methods of their group and no other public name."""
    for group, pair in CLASSES.items():
        expected = sorted(operation.id for operation in OPERATIONS.values() if operation.group == group)
        for kind in pair:
            assert expected == sorted(name for name in vars(kind) if not name.startswith("_"))
