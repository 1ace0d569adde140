"""The faults in force; the first one that hits wins, and a request counts for every fault asked before that."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from ..engine.venue import Random
from .actions import Action
from .fault import Fault
from .script import parse_faults, read_faults
from .targets import misplaced

__all__ = ["Faults"]


class Faults:
    """The faults in force; the first one that hits wins.

    Args:
        rng: Decides probabilities of faults without a seed of their own.
        flaw: Why an action cannot work on the exchange; None when it can.
    """

    def __init__(self, rng: Random, flaw: Callable[[Action], str | None] | None = None) -> None:
        self._rng = rng
        self._flaw = flaw
        self._faults: list[Fault] = []

    def __bool__(self) -> bool:
        return bool(self._faults)

    @property
    def all(self) -> tuple[Fault, ...]:
        """The faults in force."""
        return tuple(self._faults)

    def add(
        self,
        action: Action,
        *,
        method: str | None = None,
        path: str | None = None,
        params: Mapping[str, str] | None = None,
        nth: int | None = None,
        times: int | None = None,
        probability: float = 1.0,
        text: str | None = None,
        lasting: int | None = None,
        every: int | None = None,
        seed: int | None = None,
    ) -> Fault:
        """Add a fault; its fields count what it did. Arguments are as the fields of ``Fault``.

        Raises:
            ValueError: The exchange has not what the action is about, or it cannot be set off by this.
        """
        problem = misplaced(action, method)
        if problem is not None:
            raise ValueError(f"{type(action).__name__} {problem}")
        problem = self._flaw(action) if self._flaw else None
        if problem is not None:
            raise ValueError(problem)
        fault = Fault(
            action,
            method,
            path,
            dict(params or {}),
            nth,
            times,
            probability,
            text,
            lasting,
            every,
            None if seed is None else Random(f"fault/{seed}"),
        )
        self._faults.append(fault)
        return fault

    def load(self, path: str) -> int:
        """Add the faults of a file; returns how many there are.

        Raises:
            ScriptError: The file cannot be read or says something that is not understood; nothing was added.
        """
        return self._extend(read_faults(path, self._flaw))

    def parse(self, text: str, name: str) -> int:
        """Add the faults of a text, which complaints call by this name; returns how many there are.

        Raises:
            ScriptError: The text says something that is not understood; nothing was added.
        """
        return self._extend(parse_faults(text, name, self._flaw))

    def _extend(self, found: list[Fault]) -> int:
        self._faults += found
        return len(found)

    def clear(self) -> None:
        """Remove all faults."""
        self._faults.clear()

    def holds(self, kind: type[Action]) -> bool:
        """True while a fault with such an action is in force."""
        return any(isinstance(fault.action, kind) for fault in self._faults)

    def pick(
        self, method: str, path: str, params: Mapping[str, str], *, raw: str | bytes = "", now_ms: int = 0
    ) -> Action | None:
        """The action for a request."""
        for fault in self._faults:
            if fault.hits(method, path, params, self._rng, raw=raw, now_ms=now_ms):
                return fault.action
        return None
