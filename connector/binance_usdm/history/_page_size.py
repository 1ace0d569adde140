"""How many rows to ask for at once.

Pure; the weights and the budget are the catalogue's. A page costs a round trip and weight, and whichever runs out first
decides. With 100 ms for a round trip and a budget of 2400 a minute, klines come at

    99 rows, weight 1:     990 rows/s (the round trip decides)
    499 rows, weight 2:  4,990 rows/s (the round trip decides)
    1000 rows, weight 5: 8,000 rows/s (the budget decides)
    1500 rows, weight 10: 6,000 rows/s (the budget decides)

so pages of 1000, although 499 rows are the cheapest by weight (249.5 rows for one against 200) and 1500 need the fewest
round trips: three requests of 499 a second cannot be kept up over a real distance, and 1500 starve everything else.
"""

from __future__ import annotations

from typing import Any

from binance_usdm_api import Operation
from binance_usdm_api.errors import InvalidParameter
from binance_usdm_api.service import POOLS

__all__ = ["best_page", "check_page"]

_ROUND_TRIP_SECONDS = 0.1


def best_page(operation: Operation[Any]) -> int:
    """The page that brings most rows a second in the long run."""
    largest = _largest(operation)
    pool = POOLS.get(operation.weight({}).pool) or POOLS["request_weight"]
    window = pool.windows[0]
    budget = window.limit / window.seconds

    def rate(limit: int) -> float:
        weight = operation.weight({"limit": limit}).ip
        seconds = max(_ROUND_TRIP_SECONDS, weight / budget)
        return limit / seconds

    return max((*(last for _, last, _ in operation.weight_rule.steps if last <= largest), largest), key=rate)


def _largest(operation: Operation[Any]) -> int:
    parameter = operation.parameter("limit")
    return int(parameter.maximum or parameter.default or 500) if parameter is not None else 500


def check_page(operation: Operation[Any], limit: int | None) -> int:
    """The caller's page, checked, or the best one.

    Raises:
        InvalidParameter: The exchange does not serve pages of that size.
    """
    if limit is None:
        return best_page(operation)
    parameter = operation.parameter("limit")
    try:
        return int(parameter.text(limit)) if parameter is not None else limit
    except InvalidParameter as error:
        error.operation = operation.id
        raise
