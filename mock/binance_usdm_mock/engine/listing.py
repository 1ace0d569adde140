"""Contracts that change while the exchange runs: other filters, another status, new ones, removed ones.

Open orders keep the prices they have. The engine counts in the tick and step a contract was listed with, so a filter
can only become a multiple of them.
"""

from __future__ import annotations

from typing import Protocol

import attrs

from .conditional import Conditional
from .fixed import scaled
from .order import EXPIRED
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
    def removed(self) -> bool:
        """True when the contract is not listed any more."""
        ...

    @property
    def like(self) -> str | None:
        """Contract whose rules a new one gets."""
        ...


def contract_flaw(x: Conditional, change: ContractChange) -> str | None:
    """Why a change cannot be made; None when it can."""
    if change.like is not None:
        return f"{change.symbol} is listed already." if change.symbol in x.markets else None
    symbol = x.markets[change.symbol].symbol
    for word, text, grid in (("tick", change.tick, symbol.tick_e8), ("step", change.step, symbol.step_e8)):
        if text is not None and not _multiple(text, grid):
            was = symbol.price_text(1) if word == "tick" else symbol.quantity_text(1)
            return f"the {word} of {change.symbol} can only become a multiple of {was}, not {text}."
    if change.min_notional is not None and _e8(change.min_notional) is None:
        return f"{change.min_notional} is no amount."
    return None


def _e8(text: str) -> int | None:
    try:
        return scaled(text, 8)
    except ValueError:
        return None


def _multiple(text: str, grid: int) -> bool:
    value = _e8(text)
    return value is not None and value > 0 and value % grid == 0


def change_contract(x: Conditional, change: ContractChange) -> None:
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
    symbol.status = change.status or symbol.status
    symbol.listed = symbol.listed and not change.removed
    symbol.refresh()
    if symbol.status != "TRADING" or not symbol.listed:
        _end(x, symbol)
    x.ledger.write(
        x.now, "contract", symbol=symbol.symbol, tick=symbol.tick, step=symbol.step, minNotional=symbol.min_notional,
        status=symbol.status, listed=symbol.listed,
    )  # fmt: skip


def _list(x: Conditional, name: str, model: Symbol) -> None:
    fresh = attrs.evolve(model, symbol=name, pair=name, base=name.removesuffix(model.quote), onboard=x.now)
    x.list_symbol(fresh)
    x.ledger.write(x.now, "contract", symbol=name, status=fresh.status, listed=True)


def _end(x: Conditional, symbol: Symbol) -> None:
    """Nothing waits on a contract that does not trade."""
    for account in x.accounts.values():
        for order in list(account.open_orders.get(symbol.symbol, {}).values()):
            x.close(order, EXPIRED, x.now)
        for algo in list(account.algo.open.values()):
            if algo.symbol == symbol.symbol:
                x.close_algo(algo, "EXPIRED", "The contract does not trade any more.")
