"""How a client behaves; every value is checked when it is set, before anything is sent."""

from __future__ import annotations

from typing import Any

import attrs

from binance_usdm_api.errors import ConfigError

__all__ = ["Settings"]

_LARGEST = 1e12


def _positive(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 < value <= _LARGEST:
        raise ConfigError(f"{attribute.name} must be a number above zero, got {value!r}.", hint="Correct the setting.")


def _zero_or_more(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not 0 <= value <= _LARGEST:
        raise ConfigError(f"{attribute.name} must be zero or more, got {value!r}.", hint="Correct the setting.")


def _window(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 60_000:
        raise ConfigError(
            f"{attribute.name} must be 1 to 60000 milliseconds, got {value!r}.",
            hint="Keep it at or below 5000: it bounds how late a delayed order can still be executed.",
        )


def _attempts(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or not 1 <= value <= 20:
        raise ConfigError(f"{attribute.name} must be a whole number from 1 to 20, got {value!r}.")


@attrs.frozen(kw_only=True)
class Settings:
    """Behaviour of a client.

    Attributes:
        recv_window: Milliseconds for which the exchange may accept a signed request.
        timeout: Seconds for one attempt, connecting included; shorter than the exchange's own limit of 10 s makes
            outcomes of orders unknown that the exchange would still have told.
        connect_timeout: Seconds for name resolution, connection and TLS.
        max_attempts: Attempts of one call, the first included.
        retry_delay: Seconds before the second attempt; doubles up to ``retry_delay_max``.
        rate_limit_wait: Longest wait in seconds for room in a budget, for reads.
        order_wait: The same for orders, whose price ages; also the time after the first attempt within which an order
            is sent once more. Requests that reduce risk do not age.
        resolve_timeout: Seconds given to settle an unknown outcome.
        clock_interval: Seconds between measurements of the exchange's clock.
        reserve: Part of each budget kept for requests that reduce risk.
        warn_at: Part of a budget at whose use a warning is logged.
        max_body: Largest answer in bytes, decompressed.
        max_connections: Most connections to the exchange.
    """

    recv_window: int = attrs.field(default=5000, validator=_window)
    timeout: float = attrs.field(default=10.0, validator=_positive)
    connect_timeout: float = attrs.field(default=5.0, validator=_positive)
    max_attempts: int = attrs.field(default=4, validator=_attempts)
    retry_delay: float = attrs.field(default=0.2, validator=_positive)
    retry_delay_max: float = attrs.field(default=3.2, validator=_positive)
    rate_limit_wait: float = attrs.field(default=65.0, validator=_zero_or_more)
    order_wait: float = attrs.field(default=2.0, validator=_zero_or_more)
    resolve_timeout: float = attrs.field(default=30.0, validator=_positive)
    clock_interval: float = attrs.field(default=60.0, validator=_positive)
    reserve: float = attrs.field(default=0.1, validator=_zero_or_more)
    warn_at: float = attrs.field(default=0.8, validator=_positive)
    max_body: int = attrs.field(default=64 * 1024 * 1024, validator=_positive)
    max_connections: int = attrs.field(default=100, validator=_positive)

    def __attrs_post_init__(self) -> None:
        if self.reserve >= 1:
            raise ConfigError(f"reserve must be below 1, got {self.reserve!r}.", hint="0.1 keeps a tenth for cancels.")
