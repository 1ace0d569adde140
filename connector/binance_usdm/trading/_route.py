"""Which endpoint an order goes to, under which names: data of the catalogue, applied.

Pure. Conditional types live on the conditional-order endpoint since 2025-12-09; the caller need not know.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from binance_usdm_api import OPERATIONS, Operation
from binance_usdm_api.errors import InvalidParameter

__all__ = ["route"]


def route(params: Mapping[str, object]) -> tuple[Operation[Any], dict[str, object]]:
    """The operation and its wire-named parameters for an order described by Python names.

    Raises:
        InvalidParameter: An unknown order type, or a parameter the type does not take.
    """
    from binance_usdm_api.order_rules import ALWAYS, ENDPOINTS, RENAMES

    kind = str(params.get("type"))
    target = ENDPOINTS.get(kind)
    if target is None:
        raise InvalidParameter(
            "type",
            params.get("type"),
            ", ".join(ENDPOINTS),
            reason="type is not an order type",
            operation="place_order",
        )
    operation = OPERATIONS[target]
    given = {name: value for name, value in params.items() if value is not None}
    by_python = {parameter.python_name: parameter.name for parameter in operation.params}
    renames = RENAMES.get(target, {})
    wired: dict[str, object] = {}
    for name, value in given.items():
        wire = by_python.get(name) or renames.get(_camel(name))
        if wire is None:
            takes = ", ".join(sorted(by_python))
            raise InvalidParameter(
                name, value, takes, reason=f"{kind} orders do not take {name}", operation="place_order"
            )
        wired[wire] = value
    wired.update(ALWAYS.get(target, {}))
    if kind == "LIMIT":
        wired.setdefault("timeInForce", "GTC")
    # The default differs between operations and carriers; an explicit value has one meaning.
    stp = operation.parameter("selfTradePreventionMode")
    if stp is not None and stp.default is not None:
        wired.setdefault("selfTradePreventionMode", stp.default)
    return operation, wired


def _camel(name: str) -> str:
    head, *tail = name.split("_")
    return head + "".join(part.capitalize() for part in tail)
