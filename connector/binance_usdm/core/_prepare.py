"""What is made of a call's parameters before they are encoded.

Rules:
- an order without an id of its own gets one, so that it can be looked for;
- lists are read once and kept: what was sent can be looked for item by item later, whatever it came from;
- what reduces risk may use the reserve of a budget: reduce-only, closing, and in hedge mode the opposite side.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import msgspec

from binance_usdm_api import CallOptions, Operation
from binance_usdm_api.errors import BinanceUsdmError, ConfigError

from ._settings import Settings

__all__ = ["apply_options", "reduces_risk", "with_own_ids"]

_REDUCING = "reduceOnly", "closePosition"
_CLOSING = frozenset({("LONG", "SELL"), ("SHORT", "BUY")})


def with_own_ids(
    operation: Operation[Any], own_id: str | None, params: Mapping[str, object], new_id: Callable[[], str]
) -> Mapping[str, object]:
    """The parameters with what is needed to look for the effect of the request.

    Raises:
        InvalidParameter: A batch is no list of orders.
    """
    if own_id is not None:
        return params if params.get(own_id) is not None else {**params, own_id: new_id()}
    batch = params.get("batchOrders")
    parameter = operation.parameter("batchOrders")
    if batch is None or parameter is None:
        return {name: _kept(value) for name, value in params.items()}
    try:
        items: list[dict[str, object]] = msgspec.json.decode(parameter.text(batch))
    except BinanceUsdmError as error:
        error.operation = operation.id
        raise
    if operation.id == "place_batch_orders":
        for item in items:
            item.setdefault("newClientOrderId", new_id())
    return {**params, "batchOrders": items}


def _kept(value: Any) -> Any:
    return list(value) if _is_listing(value) else value


def _is_listing(value: object) -> bool:
    return isinstance(value, Iterable) and not isinstance(value, (str, bytes, Mapping))


def reduces_risk(params: Mapping[str, object]) -> bool:
    """True when an order can only make a position smaller."""
    for name in _REDUCING:
        given = params.get(name)
        if given is not None and given in (True, "true"):
            return True
    position = params.get("positionSide")
    return position is not None and (str(position), str(params.get("side"))) in _CLOSING


def apply_options(options: CallOptions, timeout: float, window: int) -> tuple[float, int]:
    """Timeout and receive window of one call.

    Raises:
        ConfigError: A value is out of bounds.
    """
    if not isinstance(options, CallOptions):  # pyright: ignore[reportUnnecessaryIsInstance]
        raise ConfigError(
            f"options must be CallOptions, got {type(options).__name__}.",
            hint="CallOptions(timeout=5, recv_window=3000)",
        )
    if options.timeout is not None:
        timeout = Settings(timeout=options.timeout).timeout
    if options.recv_window is not None:
        window = Settings(recv_window=options.recv_window).recv_window
    return timeout, window
