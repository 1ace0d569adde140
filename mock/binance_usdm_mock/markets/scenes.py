"""The scenes of market scripts: each reads its fields, bends the symbol's pace, and says what is to happen when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Protocol

import attrs

from ..engine.fixed import scaled
from ..engine.listing import change_contract, contract_flaw
from ..engine.state import ExchangeState
from ..faults import Contract
from ..script import Fields, Node
from .pace import MILLION, Bend, Pace, Span

__all__ = ["SCENES", "Cue"]

_MINUTE = 60_000
_HOUR = 3_600_000


class Stage(Protocol):
    """Where and when a scene is played."""

    @property
    def x(self) -> ExchangeState:
        """The exchange."""
        ...

    @property
    def symbol(self) -> str:
        """The contract."""
        ...

    @property
    def at(self) -> int:
        """When it begins (ms)."""
        ...

    @property
    def pace(self) -> Pace:
        """What it bends."""
        ...

    @property
    def seconds(self) -> Callable[..., int]:
        """Reads a time from a field."""
        ...


@attrs.frozen
class Cue:
    """Something that the exchange does at an instant."""

    at: int
    do: Callable[[ExchangeState], None]

    def act(self, x: ExchangeState) -> Callable[[int], None]:
        """The call of a timer."""
        return lambda _: self.do(x)


def _told(at: int, symbol: str, scene: str, **facts: Any) -> Cue:
    return Cue(at, lambda x: x.ledger.write(at, "scene", symbol=symbol, scene=scene, **facts))


def _part(node: Node, least: float, most: float, unit: int) -> int:
    return round(float(node.number(float, least, most)) * unit)


def _gap(fields: Fields, stage: Stage) -> list[Cue]:
    change = _part(fields.need("percent"), -99, 1000, MILLION // 100)
    stage.pace.bends.append(Bend(stage.at, change))
    return [_told(stage.at, stage.symbol, "gap", change=change)]


def _crash(fields: Fields, stage: Stage) -> list[Cue]:
    change = _part(fields.need("percent"), -99, 1000, MILLION // 100)
    over = stage.seconds(fields.get("over"), _MINUTE)
    recovery = fields.get("recovery")
    back = 0 if recovery is None else _part(recovery, 0, 1, MILLION)
    during = stage.seconds(fields.get("during"), over)
    stage.pace.bends.append(Bend(stage.at, change, over, back, during))
    return [
        _told(stage.at, stage.symbol, "crash", change=change),
        _told(stage.at + over, stage.symbol, "crash over", back=back),
    ]


def _thin(fields: Fields, stage: Stage) -> list[Cue]:
    part, wide = fields.need("part"), fields.get("wide")
    until = stage.at + stage.seconds(fields.get("for"), _MINUTE)
    span = Span(stage.at, until, _part(part, 0, 1, MILLION), 1 if wide is None else wide.number(int, 1, 1000))
    stage.pace.thin.append(span)
    return [
        _told(stage.at, stage.symbol, "thin", part=span.part, wide=span.wide),
        _told(until, stage.symbol, "thin over"),
    ]


def _halt(fields: Fields, stage: Stage) -> list[Cue]:
    until = stage.at + stage.seconds(fields.get("for"), _MINUTE)
    status = fields.get("status")
    word = "PENDING_TRADING" if status is None else status.string()
    stage.pace.halts.append(Span(stage.at, until))

    def become(state: str) -> Callable[[ExchangeState], None]:
        def act(x: ExchangeState) -> None:
            # Orders stay where they are: they can be cancelled, and are matched again afterwards.
            symbol = x.markets[stage.symbol].symbol
            symbol.status = state
            x.tell_contract(symbol)

        return act

    return [
        _told(stage.at, stage.symbol, "halt"),
        Cue(stage.at, become(word)),
        Cue(until, become("TRADING")),
        _told(until, stage.symbol, "halt over"),
    ]


def _change(fields: Fields, stage: Stage, at: int, **facts: Any) -> Cue:
    wanted = Contract(symbol=stage.symbol, **facts)
    flaw = contract_flaw(stage.x, wanted)
    if flaw is not None:
        raise fields.node.wrong(flaw)
    return Cue(at, lambda x: change_contract(x, wanted))


def _delist(fields: Fields, stage: Stage) -> list[Cue]:
    gone = stage.at + stage.seconds(fields.get("after"), _HOUR)
    price = fields.get("price")
    settled = None if price is None else price.string()
    return [
        _told(stage.at, stage.symbol, "delist"),
        _change(fields, stage, stage.at, status="SETTLING", price=settled),
        _change(fields, stage, gone, removed=True),
    ]


def _rules(fields: Fields, stage: Stage) -> list[Cue]:
    words = {name: node.string() for name in ("tick", "step", "min_notional") if (node := fields.get(name)) is not None}
    if not words:
        raise fields.node.wrong("changes nothing: give 'tick', 'step' or 'min_notional'.")
    return [_told(stage.at, stage.symbol, "rules"), _change(fields, stage, stage.at, **words)]


def _funding(fields: Fields, stage: Stage) -> list[Cue]:
    node = fields.need("rate")
    until = stage.at + stage.seconds(fields.get("for"), 8 * _HOUR)
    try:
        rate = scaled(node.string(), 8)
    except ValueError:
        rate = None
    if rate is None or abs(rate) > 10**7:
        raise node.wrong(f"must be a rate from -0.1 to 0.1 with at most 8 decimals, got {node.text[:40]!r}.")
    stage.pace.rates.append(Span(stage.at, until, rate))
    return [_told(stage.at, stage.symbol, "funding", rate=rate), _told(until, stage.symbol, "funding over")]


def _list(fields: Fields, stage: Stage) -> list[Cue]:
    like = fields.need("like").string()
    if like not in stage.x.markets:
        raise fields.node.wrong(f"{like!r} is no contract. Allowed: {', '.join(sorted(stage.x.markets))}.")
    return [_told(stage.at, stage.symbol, "list"), _change(fields, stage, stage.at, like=like)]


SCENES: dict[str, Callable[[Fields, Stage], list[Cue]]] = {
    "crash": _crash,
    "delist": _delist,
    "funding": _funding,
    "gap": _gap,
    "halt": _halt,
    "list": _list,
    "rules": _rules,
    "thin": _thin,
}
"""How a scene is read, by its name."""
