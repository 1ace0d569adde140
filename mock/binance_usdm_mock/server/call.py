"""A request that was admitted."""

from __future__ import annotations

from typing import Any

import attrs

from binance_usdm_api import Operation

__all__ = ["Call"]


@attrs.frozen(slots=True)
class Call:
    """A request that may be executed."""

    operation: Operation[Any]
    account: str
    params: dict[str, Any]
    address: str
