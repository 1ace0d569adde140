"""The mock exchange without a network: one call per operation of the catalogue."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from .engine.account import Account
from .engine.state import ExchangeState
from .engine.symbols import Symbol
from .engine.venue import Random
from .keys import KeyRing
from .operations import HANDLERS

__all__ = ["MockExchange"]


class MockExchange(ExchangeState):
    """A deterministic exchange: the same seed and the same calls give the same answers.

    It reads no clock. Time passes by ``advance``; the server calls it before every request.

    Args:
        seed: Decides the market and every id.
        now_ms: Instant of the start, in milliseconds.
        rng: Source of ids; by default one made from the seed.
        symbols: Contracts to list; by default a dozen realistic ones.
        balances: Wallets of the first account, asset to decimal text.
    """

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
        self.keys = KeyRing()
        self.stepper: Callable[[int, Callable[[int], None]], None] | None = None
        """Splits the passing of time into steps; set by who must see instants in between."""
        self.after: list[Callable[[str], None]] = []
        """Told the id of every operation that was carried out."""

    @property
    def account(self) -> Account:
        """The first account."""
        return self.accounts["main"]

    def add_key(self, api_key: str, secret: str, account: str = "main") -> None:
        """Let an API key sign for an account.

        Args:
            api_key: The key as sent in the header.
            secret: HMAC secret, or the PEM text of an RSA or Ed25519 public key.
            account: Name of the account.

        Raises:
            ValueError: The account does not exist or the key is no RSA or Ed25519 key.
        """
        if account not in self.accounts:
            raise ValueError(f"there is no account {account!r}; there are: {', '.join(self.accounts)}")
        self.keys.add(api_key, secret, account)

    def advance(self, now_ms: int) -> None:
        """Let time pass up to an instant."""
        if self.stepper is None:
            super().advance(now_ms)
        else:
            self.stepper(now_ms, super().advance)

    def execute(self, operation: str, params: Mapping[str, Any] | None = None, *, account: str = "main") -> Any:
        """Answer one operation.

        Args:
            operation: Operation id, such as ``new_order``.
            params: Wire-named parameters; prices and quantities as text, instants in milliseconds.
            account: Name of the account that asks.

        Returns:
            JSON values with wire names.

        Raises:
            ExchangeError: The exchange refuses.
            KeyError: There is no such operation.
        """
        answer = HANDLERS[operation](self, self.accounts[account], params or {})
        for told in self.after:
            told(operation)
        return answer
