"""Market scripts: what each symbol's trades come from, and the scenes that are played.

Rules:
- all times are counted from the start of the exchange;
- a script is checked against the contracts that are listed and refused as a whole, with file, line and field;
- what it says is a function of seed and time: the same script gives the same market on every machine.
"""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from typing import Any

import attrs
import msgspec

from ..engine.fixed import scaled
from ..engine.market import Market
from ..engine.state import ExchangeState
from ..engine.symbols import Symbol
from ..engine.tape import MINUTE, Tape
from ..script import Node, ScriptError, read_file, read_text
from .ladder import RecordedLadder
from .pace import Pace
from .recordings import Recorded, read_recording
from .scenes import SCENES, Cue
from .sources import Print, Replay, Source, Walk, WalkPlan
from .tape import ScriptedTape

__all__ = ["MarketScript", "parse_market", "read_market", "seconds"]

_TIME = re.compile(r"(\d+(?:\.\d+)?)(ms|s|m|h|d)").fullmatch
_UNITS = {"ms": 1, "s": 1000, "m": 60_000, "h": 3_600_000, "d": 86_400_000}
_BILLION = 1_000_000_000
_MOST_TRADES = 60_000


@attrs.define
class _Part:
    """What a script says of one symbol."""

    walk: WalkPlan | None = None
    recorded: Recorded | None = None
    at: int = 0
    then: Any = "hold"


@attrs.define
class MarketScript:
    """A script that was checked; ``install`` puts it into the exchange it was checked against."""

    seed: object
    parts: dict[str, _Part]
    paces: dict[str, Pace]
    cues: list[Cue]

    def install(self, x: ExchangeState) -> None:
        """Let it begin now."""
        start = x.now
        for name, market in list(x.markets.items()):
            part, pace = self.parts.get(name), self.paces.get(name, Pace())
            if part is None and not pace.bends and not pace.halts:
                made = market
            else:
                made = self._market(x, market.symbol, part or _Part(), pace, start)
                x.markets[name] = made
            made.ladder.shape = pace.shape if pace.thin else None
            made.funding = pace.rate if pace.rates else None
        for cue in self.cues:
            x.at(cue.at, "scene", cue.act(x))

    def _market(self, x: ExchangeState, symbol: Symbol, part: _Part, pace: Pace, start: int) -> Market:
        source: Source
        ladder = None
        walk = None if part.walk is None else Walk(self.seed, symbol.symbol, part.walk, start // MINUTE)
        if part.recorded is not None:
            begin = start + part.at
            if part.then == "walk" and walk is not None:
                # It goes on where the recording ends.
                end = (begin + part.recorded.trades.length) // MINUTE
                walk = Walk(self.seed, symbol.symbol, attrs.evolve(walk.plan, price=None), end)
            source = Replay(part.recorded.trades, begin, repeat=part.then == "repeat", then=walk)
            if part.recorded.books is not None:
                ladder = RecordedLadder(x.seed, symbol, part.recorded.books, begin, part.then)
        else:
            source = walk or _Usual(x.seed, symbol)
        return Market(x.seed, symbol, ScriptedTape(x.seed, symbol, start, source, pace), ladder)


class _Usual:
    """The market as the exchange's seed makes it."""

    def __init__(self, seed: int, symbol: Symbol) -> None:
        self._tape = Tape(seed, symbol)

    def prints(self, minute: int, price: int) -> list[Print]:
        """The trades of a minute."""
        del price
        return [Print(*trade[:4]) for trade in self._tape.trades(minute)]


def read_market(source: str | os.PathLike[str] | Mapping[str, Any], x: ExchangeState) -> MarketScript:
    """A script from a file, or from the same as a mapping.

    Raises:
        ScriptError: Something in it is wrong.
    """
    if isinstance(source, Mapping):
        return parse_market(msgspec.json.encode(source).decode(), "market", x)
    path = os.fspath(source)
    return _script(read_file(path), x, os.path.dirname(path))  # noqa: PTH120 - a path as it was given


def parse_market(text: str, file: str, x: ExchangeState) -> MarketScript:
    """A script from a text; ``file`` is what complaints call it.

    Raises:
        ScriptError: Something in it is wrong.
    """
    return _script(read_text(text, file), x, "")


def _script(root: Node, x: ExchangeState, folder: str) -> MarketScript:
    fields = root.fields()
    seed, symbols, scenes = fields.get("seed"), fields.get("symbols"), fields.get("scenes")
    fields.finish()
    made = MarketScript(x.seed if seed is None else seed.number(int), {}, {}, [])
    if symbols is None and scenes is None:
        raise root.wrong("says nothing: give 'symbols' or 'scenes'.")
    others: Node | None = None
    for name, node in symbols.fields() if symbols is not None else ():
        if name == "*":
            others = node
        else:
            made.parts[name] = _part(node, listed(node, name, x), folder)
    if others is not None:
        for name, market in x.markets.items():
            if name not in made.parts:
                made.parts[name] = _part(others, market.symbol, folder)
    for node in scenes.items() if scenes is not None else ():
        _scene(node, x, made)
    return made


def listed(node: Node, name: str, x: ExchangeState) -> Symbol:
    """A contract that is listed.

    Raises:
        ScriptError: It is not.
    """
    market = x.markets.get(name)
    if market is None:
        raise node.wrong(f"{name!r} is no contract. Allowed: {', '.join(sorted(x.markets))}.")
    return market.symbol


def seconds(node: Node | None, default: int = 0) -> int:
    """A time in milliseconds: seconds as a number, or a text such as ``90s``, ``2m``, ``500ms``, ``8h``.

    Raises:
        ScriptError: It is neither.
    """
    if node is None:
        return default
    if isinstance(node.value, (int, float)) and not isinstance(node.value, bool):
        return int(node.number(float, 0) * 1000)
    found = _TIME(node.text)
    if found is None:
        raise node.wrong(
            f"must be seconds, or a number with ms, s, m, h or d such as '90s' or '2h', got {node.text[:40]!r}."
        )
    return round(float(found[1]) * _UNITS[found[2]])


def _part(node: Node, symbol: Symbol, folder: str) -> _Part:
    fields = node.fields()
    walk, replay = fields.get("walk"), fields.get("replay")
    fields.finish()
    if walk is not None and replay is not None:
        raise replay.wrong("stands beside 'walk'; a symbol has one of them. A walk that follows goes into 'then'.")
    if walk is not None:
        return _Part(walk=_walk(walk, symbol))
    if replay is None:
        raise node.wrong("says nothing: give 'walk' or 'replay'.")
    return _replay(replay, symbol, folder)


def _walk(node: Node, symbol: Symbol) -> WalkPlan:
    fields = node.fields()
    price, quantity = fields.get("price"), fields.get("quantity")
    volatility, drift, trades = fields.get("volatility"), fields.get("drift"), fields.get("trades")
    fields.finish()
    return WalkPlan(
        volatility=symbol.volatility * 1000 if volatility is None else round(volatility.number(float, 0, 1) * _BILLION),
        drift=0 if drift is None else round(drift.number(float, -1, 1) * _BILLION),
        trades=20 if trades is None else trades.number(int, 1, _MOST_TRADES),
        quantity=symbol.volume if quantity is None else _amount(quantity, symbol.step_e8),
        price=None if price is None else _amount(price, symbol.tick_e8),
        lowest=symbol.min_ticks,
        highest=symbol.max_ticks,
    )


def _amount(node: Node, unit_e8: int) -> int:
    try:
        value = scaled(node.string(), 8)
    except ValueError:
        value = None
    if value is None or value < unit_e8:
        raise node.wrong(f"must be an amount of at least {unit_e8 / 1e8:.8f}, got {node.text[:40]!r}.")
    return value // unit_e8


def _replay(node: Node, symbol: Symbol, folder: str) -> _Part:
    fields = node.fields()
    file, of, speed, books = fields.need("file"), fields.get("of"), fields.get("speed"), fields.get("books")
    at, then, walk = seconds(fields.get("at")), fields.get("then"), fields.get("walk")
    fields.finish()
    what: Any = "guess" if books is None else books.choice(("diffs", "snapshots"))
    try:
        recorded = read_recording(
            os.path.join(folder, file.string()),  # noqa: PTH118 - a path as it was given
            symbol,
            symbol.symbol if of is None else of.string(),
            speed=1_000_000 if speed is None else max(round(speed.number(float, 0.001, 10_000) * 1_000_000), 1),
            books=what,
        )
    except ScriptError as error:
        raise file.wrong(error.args[0].rstrip(".") + ".") from None
    end = "hold" if then is None else then.choice(("hold", "repeat", "walk"))
    if walk is not None and end != "walk":
        raise walk.wrong("is only for 'then: walk'.")
    plan = None
    if end == "walk":
        plan = _walk(walk if walk is not None else attrs.evolve(node, value={}), symbol)
    return _Part(plan, recorded, at, end)


def _scene(node: Node, x: ExchangeState, made: MarketScript) -> None:
    fields = node.fields()
    kind = fields.need("scene").choice(SCENES)
    at, named = fields.need("at"), fields.need("symbol")
    word = named.string()
    names = list(x.markets) if word == "*" else [word]
    begin = x.now + seconds(at)
    for name in names:
        if kind != "list":
            listed(named, name, x)
        pace = made.paces.setdefault(name, Pace())
        made.cues += SCENES[kind](fields, _Stage(x, name, begin, pace, seconds))
    fields.finish()


@attrs.frozen
class _Stage:
    x: ExchangeState
    symbol: str
    at: int
    pace: Pace
    seconds: Any
