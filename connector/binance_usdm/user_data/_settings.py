"""How the account's own events are kept complete; every value is checked when it is set."""

from __future__ import annotations

import math
from typing import Any

import attrs

from binance_usdm_api.errors import ConfigError

__all__ = ["UserSettings"]

_KEY_LIFE = 3600.0


def _seconds(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
        raise ConfigError(f"{attribute.name} must be a number above zero, got {value!r}.", hint="Correct the setting.")


def _count(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ConfigError(f"{attribute.name} must be a whole number of 1 or more, got {value!r}.")


def _seconds_or_none(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if value is not None and (isinstance(value, bool) or value != 0):
        _seconds(instance, attribute, value)


@attrs.frozen(kw_only=True)
class UserSettings:
    """Behaviour of the account's own stream.

    Attributes:
        keepalive: Seconds between extensions of the listen key, which lives 60 minutes; up to a tenth less at random.
        key_check: Seconds between looks whether the key still is the account's, since nobody tells when another program
            deletes it; up to a tenth less at random, each of weight 1. None or 0 for no looks.
        key_retry: Seconds; upper bound of the first random delay after a failed call for the key, doubled each time.
        key_retry_max: Seconds; upper bound of all those delays.
        hold: Longest time in seconds for which events wait for a reconciliation after a loss.
        overlap: Seconds before a loss from which on trades are read again.
        confirm: Seconds after a loss when the account is compared once more, since REST may have lagged behind.
        retry: Seconds; upper bound of the first random delay after a reconciliation that failed or left doubts, doubled
            each time.
        retry_max: Seconds; upper bound of all those delays.
        doubts: Repetitions in a row because of doubts before they come every ten minutes only.
        weight: Request weight in a minute after which the next reconciliation waits: a connection that comes and goes
            must leave budget to others.
        fee_wait: Seconds for which the fee of a fill is looked for over REST where its event left it out, again and
            again after the pauses of `retry`.
        parallel: Most REST calls for reconciliation at once.
        warn_at: Waiting events that are worth a line in the log. They are never dropped.
    """

    keepalive: float = attrs.field(default=1500.0, validator=_seconds)
    key_check: float | None = attrs.field(default=60.0, validator=_seconds_or_none)
    key_retry: float = attrs.field(default=2.0, validator=_seconds)
    key_retry_max: float = attrs.field(default=60.0, validator=_seconds)
    hold: float = attrs.field(default=5.0, validator=_seconds)
    overlap: float = attrs.field(default=60.0, validator=_seconds)
    confirm: float = attrs.field(default=15.0, validator=_seconds)
    retry: float = attrs.field(default=2.0, validator=_seconds)
    retry_max: float = attrs.field(default=60.0, validator=_seconds)
    doubts: int = attrs.field(default=8, validator=_count)
    weight: int = attrs.field(default=1000, validator=_count)
    fee_wait: float = attrs.field(default=600.0, validator=_seconds)
    parallel: int = attrs.field(default=8, validator=_count)
    warn_at: int = attrs.field(default=10_000, validator=_count)

    def __attrs_post_init__(self) -> None:
        if self.keepalive >= _KEY_LIFE:
            raise ConfigError(
                f"keepalive must be below {_KEY_LIFE:g} s, got {self.keepalive!r}.",
                hint="A listen key lives 60 minutes; extend it every 20 to 30.",
            )
