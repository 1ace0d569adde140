"""A connection whose path says everything: no SUBSCRIBE, all frames in one lane, as for an account's own events."""

from __future__ import annotations

import attrs

from ._sequence import Sequence

__all__ = ["FixedPath"]


@attrs.frozen(kw_only=True)
class FixedPath:
    """Where such a connection goes and how its events are ordered.

    Its path may hold a listen key, so it is never shown.

    Attributes:
        name: What its gaps and counters call it.
        path: Path and query, such as ``/private/ws?listenKey=...``.
        route: Route of the catalogue.
        sequence: Drops what is old or double; without one every event is fresh. Frames that are equal byte by byte and
            come on two overlapping connections are dropped in any case.
    """

    name: str
    path: str = attrs.field(repr=False)
    route: str = "private"
    sequence: Sequence | None = None
