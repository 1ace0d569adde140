"""Contracts that change while the exchange runs: other filters, another status, new ones, removed ones.

Open orders keep the prices they have. Nothing waits on a contract that does not trade; one that is settled, delivered
or removed has no positions any more. The engine counts in the tick and step a contract was listed with, so a filter
can only become a multiple of them.
"""

from __future__ import annotations

from typing import Protocol

import attrs

from .delivery import Delivering
from .fixed import scaled
from .symbols import Symbol

__all__ = ["ContractChange", "change_contract", "contract_flaw"]


class ContractChange(Protocol):
    """What is to change; None leaves a thing as it is."""

    @property
    def symbol(self) -> str:
        """The contract."""
        ...

    @property
    def tick(self) -> str | None:
        """New tick size."""
        ...

    @property
    def step(self) -> str | None:
        """New step size."""
        ...

    @property
    def min_notional(self) -> str | None:
        """New smallest notional."""
        ...

    @property
    def status(self) -> str | None:
        """New status, such as ``SETTLING``."""
        ...

    @property
    def price(self) -> str | None:
        """Settlement price, when positions are closed."""
        ...

    @property
    def removed(self) -> bool:
        """True when the contract is not listed any more."""
        ...

    @property
    def like(self) -> str | None:
        """Contract whose rules a new one gets."""
        ...


def contract_flaw(x: Delivering, change: ContractChange) -> str | None:
    """Why a change cannot be made; None when it can."""
    if change.like is not None:
        return f"{change.symbol} is listed already." if change.symbol in x.markets else None
    symbol = x.markets[change.symbol].symbol
    for word, text, grid in (("tick", change.tick, symbol.tick_e8), ("step", change.step, symbol.step_e8)):
        if text is not None and not _multiple(text, grid):
            was = symbol.price_text(1) if word == "tick" else symbol.quantity_text(1)
            return f"the {word} of {change.symbol} can only become a multiple of {was}, not {text}."
    for text in (change.min_notional, change.price):
        if text is not None and _e8(text) is None:
            return f"{text} is no amount."
    return None


def _e8(text: str) -> int | None:
    try:
        return scaled(text, 8)
    except ValueError:
        return None


def _multiple(text: str, grid: int) -> bool:
    value = _e8(text)
    return value is not None and value > 0 and value % grid == 0


def change_contract(x: Delivering, change: ContractChange) -> None:
    """Make a change.

    Raises:
        ValueError: It cannot be made.
    """
    problem = contract_flaw(x, change)
    if problem is not None:
        raise ValueError(problem)
    if change.like is not None:
        _list(x, change.symbol, x.markets[change.like].symbol)
        return
    symbol = x.markets[change.symbol].symbol
    symbol.tick, symbol.step = change.tick or symbol.tick, change.step or symbol.step
    symbol.min_notional = change.min_notional or symbol.min_notional
    symbol.status = change.status or ("CLOSE" if change.removed else symbol.status)
    symbol.listed = symbol.listed and not change.removed
    symbol.refresh()
    if symbol.status != "TRADING" or not symbol.listed:
        x.end_contract(symbol.symbol, price=change.price)
    x.tell_contract(symbol)


def _list(x: Delivering, name: str, model: Symbol) -> None:
    fresh = attrs.evolve(model, symbol=name, pair=name, base=name.removesuffix(model.quote), onboard=x.now)
    x.list_symbol(fresh)
    x.tell_contract(fresh)
