"""How streams behave; every value is checked when it is set, before anything is opened."""

from __future__ import annotations

import math
from typing import Any

import attrs

from binance_usdm_api.errors import ConfigError

__all__ = ["StreamSettings"]


def _seconds(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, (int, float)) or not math.isfinite(value) or value <= 0:
        raise ConfigError(f"{attribute.name} must be a number above zero, got {value!r}.", hint="Correct the setting.")


def _count(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if isinstance(value, bool) or not isinstance(value, int) or value < 1:
        raise ConfigError(f"{attribute.name} must be a whole number of 1 or more, got {value!r}.")


def _flag(_instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
    if not isinstance(value, bool):
        raise ConfigError(f"{attribute.name} must be True or False, got {value!r}.", hint="Correct the setting.")


def _at_most(limit: int) -> Any:
    def check(instance: object, attribute: attrs.Attribute[Any], value: object) -> None:
        _count(instance, attribute, value)
        if isinstance(value, int) and value > limit:
            raise ConfigError(f"{attribute.name} may be {limit} at most, got {value!r}.", hint="The exchange's limit.")

    return check


@attrs.frozen(kw_only=True)
class StreamSettings:
    """Behaviour of streams.

    Attributes:
        max_streams: Most streams on one connection.
        max_params: Most streams in one SUBSCRIBE.
        messages_per_second: Most messages sent on a connection, the exchange's limit being 10.
        connect_timeout: Seconds for connection, TLS and handshake.
        ack_timeout: Seconds until an unanswered SUBSCRIBE is sent again.
        ack_attempts: Attempts of a SUBSCRIBE before its connection is given up.
        silence: Shortest silence in seconds that makes a stream suspicious; three times its cadence where that is
            longer. Streams that the catalogue calls quiet are never suspicious.
        silence_max: Longest patience in seconds with a stream that turned out to be merely dull.
        ping_interval: Seconds between own pings.
        pong_timeout: Seconds for an answer of any kind; a connection is dead when two pings in a row had none.
        reconnect_delay: Seconds; upper bound of the first random delay, which doubles up to ``reconnect_delay_max``.
        rotate_after: Seconds after which a connection is replaced, before the exchange ends it at 24 hours.
        overlap: Longest time in seconds that an old connection is kept for the new one's sake.
        queue: Frames that may wait for the consumer before reading stops.
        keep_latest: Newest frames that wait for each stream of policy ``latest``.
        stall: Seconds for which reading may stop before waiting events are given up.
        malformed_in_a_row: Unreadable frames in a row after which a connection is replaced.
        max_frame: Largest frame in bytes.
        repair_pages: Most REST requests for the repair of one gap.
        check_symbols: Look the contract of a silent stream up over REST, at a weight of 1 and at most once a minute,
            and end the streams of one that is over. News of contracts do so in any case, where ``contract_info`` is
            among the subscriptions.
    """

    max_streams: int = attrs.field(default=1024, validator=_at_most(1024))
    max_params: int = attrs.field(default=200, validator=_count)
    messages_per_second: int = attrs.field(default=5, validator=_at_most(10))
    connect_timeout: float = attrs.field(default=5.0, validator=_seconds)
    ack_timeout: float = attrs.field(default=5.0, validator=_seconds)
    ack_attempts: int = attrs.field(default=3, validator=_count)
    silence: float = attrs.field(default=9.0, validator=_seconds)
    silence_max: float = attrs.field(default=600.0, validator=_seconds)
    ping_interval: float = attrs.field(default=10.0, validator=_seconds)
    pong_timeout: float = attrs.field(default=5.0, validator=_seconds)
    reconnect_delay: float = attrs.field(default=0.25, validator=_seconds)
    reconnect_delay_max: float = attrs.field(default=30.0, validator=_seconds)
    rotate_after: float = attrs.field(default=23 * 3600.0, validator=_seconds)
    overlap: float = attrs.field(default=60.0, validator=_seconds)
    queue: int = attrs.field(default=8192, validator=_count)
    keep_latest: int = attrs.field(default=64, validator=_count)
    stall: float = attrs.field(default=10.0, validator=_seconds)
    malformed_in_a_row: int = attrs.field(default=20, validator=_count)
    max_frame: int = attrs.field(default=32 * 1024 * 1024, validator=_count)
    repair_pages: int = attrs.field(default=20, validator=_count)
    check_symbols: bool = attrs.field(default=False, validator=_flag)

    def __attrs_post_init__(self) -> None:
        if self.rotate_after > 86_400:
            raise ConfigError(
                f"rotate_after may be 86400 s at most, got {self.rotate_after!r}.",
                hint="The exchange ends every connection after 24 hours.",
            )
