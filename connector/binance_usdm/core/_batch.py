"""Whether the answer to a batch tells of each of its items what became of it.

Rules of this module:

- Pure. Answers come in the order of the items, one for each: what has other ids, or another number of them, tells
  nothing that could be relied on.
- An item that was refused shows no id. A code that refuses is the end of it; one of an unknown outcome, or one that
  nobody documents, leaves it open.
- What tells not enough counts as an answer that cannot be read: each item is looked for by its id.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, cast

__all__ = ["unclear"]

_OPEN = frozenset({"unknown_outcome", "server"})
_LISTS = ("orderIdList", "origClientOrderIdList")


def unclear(params: Mapping[str, object], result: object) -> bool:
    """True when a result is that of a batch and does not tell what became of each item.

    Args:
        params: Wire-named parameters as they were sent.
        result: The decoded answer.
    """
    wanted = _wanted(params)
    if wanted is None or not isinstance(result, list):
        return False
    results = cast("list[object]", result)
    return len(results) != len(wanted) or any(map(_differs, wanted, results))


def _wanted(params: Mapping[str, object]) -> list[tuple[object, object]] | None:
    """Number and own id of each item; None for what is no batch."""
    items = params.get("batchOrders")
    if isinstance(items, list):
        return [
            (item.get("orderId"), item.get("newClientOrderId") or item.get("origClientOrderId"))
            for item in cast("list[dict[str, object]]", items)
        ]
    given = [name for name in _LISTS if params.get(name)]
    if len(given) != 1:
        return None
    ids = cast("Sequence[object]", params[given[0]])
    return [(each, None) if given[0] == "orderIdList" else (None, each) for each in ids]


def _differs(wanted: tuple[object, object], result: Any) -> bool:
    number, own = wanted
    if (code := getattr(result, "code", None)) is not None:
        from binance_usdm_api import ERRORS

        known = ERRORS.get(code)
        return known is None or known.category in _OPEN
    if number is not None:
        return result.order_id is not None and str(number) != str(result.order_id)
    return own is not None and result.client_order_id is not None and str(own) != result.client_order_id
