"""How books get their snapshots; every value is checked when it is set."""

from __future__ import annotations

import math
from typing import Any

import attrs

from binance_usdm_api.errors import ConfigError

__all__ = ["BookSettings"]


def _positive(_instance: object, attribute: attrs.Attribute[Any], value: Any) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
        raise ConfigError(f"{attribute.name} must be a number above zero, got {value!r}.", hint="Correct the setting.")


@attrs.frozen(kw_only=True)
class BookSettings:
    """Behaviour of the queue for snapshots.

    Attributes:
        weight_per_minute: Most request weight that snapshots take in any 60 seconds; the rest of the exchange's 2,400
            is left to everything else. One snapshot costs 20.
        in_flight: Most snapshots asked for at once.
        retry_delay: Seconds before a snapshot is asked for again; doubles up to ``retry_delay_max``.
        retry_delay_max: Seconds.
        timeout: Seconds after which an unanswered request for a snapshot counts as failed.
    """

    weight_per_minute: int = attrs.field(default=1600, validator=_positive)
    in_flight: int = attrs.field(default=8, validator=_positive)
    retry_delay: float = attrs.field(default=0.5, validator=_positive)
    retry_delay_max: float = attrs.field(default=30.0, validator=_positive)
    timeout: float = attrs.field(default=90.0, validator=_positive)

    def __attrs_post_init__(self) -> None:
        if self.retry_delay_max < self.retry_delay:
            raise ConfigError("retry_delay_max must not be below retry_delay.", hint="Correct the setting.")
