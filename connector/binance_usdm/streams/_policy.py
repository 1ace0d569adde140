"""What happens to the events of a stream when their consumer is too slow.

Pure. Each kind of stream has a declared policy; a caller may choose another one where nothing can go wrong unseen.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from binance_usdm_api import Stream, Subscription
from binance_usdm_api.errors import ConfigError

__all__ = ["DECLARED", "Policy", "choose"]


class Policy(StrEnum):
    """What happens when events come faster than they are taken."""

    LOSSLESS = "lossless"
    """Reading stops until the consumer caught up; after the time allowed for that the waiting events are given up,
    which is told by an Overflow and a Gap for each stream."""
    LATEST = "latest"
    """Only the newest events of each stream wait; older ones are dropped and counted."""
    FAIL = "fail"
    """As LOSSLESS, but at the end of the time allowed the iterator raises StreamOverflow."""


DECLARED: Mapping[str, Policy] = MappingProxyType(
    {
        # Each event is the whole state, so that a newer one makes an older one worthless.
        "book_ticker": Policy.LATEST,
        "composite_index": Policy.LATEST,
        "mark_price": Policy.LATEST,
        "mini_ticker": Policy.LATEST,
        "partial_depth": Policy.LATEST,
        "ticker": Policy.LATEST,
    }
)
"""Policy of each kind of stream; LOSSLESS for all others."""

# A dropped change falsifies everything after it.
_CUMULATIVE = frozenset({"depth", "rpi_depth"})


def declared(stream: Stream) -> Policy:
    """The policy of a kind of stream when the caller chose none."""
    return DECLARED.get(stream.id, Policy.LOSSLESS)


def choose(subscription: Subscription, chosen: Policy | str | Mapping[str, Policy | str] | None) -> Policy:
    """The policy of one subscription.

    Args:
        subscription: What is subscribed.
        chosen: One policy for everything, policies by stream id such as ``agg_trade``, or None for the declared ones.

    Raises:
        ConfigError: There is no such policy, or it would lose changes of an order book unseen.
    """
    stream = subscription.stream
    wanted = chosen.get(stream.id) if isinstance(chosen, Mapping) else chosen
    if wanted is None:
        return declared(stream)
    try:
        policy = Policy(wanted)
    except ValueError:
        names = ", ".join(Policy)
        raise ConfigError(f"The policy {wanted!r} is unknown.", hint=f"Use one of {names}.") from None
    if policy is Policy.LATEST and stream.id in _CUMULATIVE:
        raise ConfigError(
            f"{subscription.name} cannot have the policy latest: each event builds on the one before.",
            hint="Use lossless or fail, or subscribe partial_depth, whose events are whole.",
        )
    return policy


def gaps_matter(subscription: Subscription) -> bool:
    """True for streams whose consumer must learn of every gap."""
    return subscription.stream.id in _CUMULATIVE or subscription.stream.route == "private"
