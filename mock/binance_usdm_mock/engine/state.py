"""The exchange with everything an answer may need besides trading: conversions, listen keys, requested files."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

import attrs

from .interventions import Interventions
from .symbols import Symbol
from .venue import Random

__all__ = ["ExchangeState", "ListenKey", "Quote"]

_KEY_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"


@attrs.define
class ListenKey:
    """The key of an account's user-data stream."""

    key: str
    expires: int


@attrs.define
class Quote:
    """An offered conversion; amounts in units of 1e-8."""

    id: str
    account: str
    source: str
    target: str
    source_amount: int
    target_amount: int
    expires: int
    order_id: int = 0
    accepted: int = 0


class ExchangeState(Interventions):
    """One exchange; see ``VenueState`` for the arguments."""

    def __init__(
        self,
        seed: int,
        now_ms: int,
        *,
        rng: Random | None = None,
        symbols: Iterable[Symbol] | None = None,
        balances: Mapping[str, str] | None = None,
    ) -> None:
        super().__init__(seed, now_ms, rng=rng, symbols=symbols, balances=balances)
        self.listen_keys: dict[str, ListenKey] = {}
        self.quotes: dict[str, Quote] = {}
        self.downloads: dict[str, tuple[str, str, int]] = {}
        self.order_limits: tuple[tuple[str, int, int], ...] = (("SECOND", 10, 300), ("MINUTE", 1, 1200))
        self.weight_limit = 2400
        self._counter = 0

    def next_number(self) -> int:
        """A number for ids of things that are no orders."""
        self._counter += 1
        return self._counter

    def new_listen_key(self) -> str:
        """A key of 64 characters."""
        return "".join(self.rng.choices(_KEY_LETTERS, k=64))
