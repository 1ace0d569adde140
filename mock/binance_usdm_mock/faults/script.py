"""Fault files: a list of rules, each with what it hits and what happens then."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import attrs

from ..engine.venue import Random
from ..script import Fields, Node, read_file, read_text
from . import actions, frames
from .actions import Action, Alter, Reply
from .bodies import CODINGS
from .fault import Fault
from .presets import PRESETS
from .targets import HTTP, WORDS, misplaced

__all__ = ["parse_faults", "read_faults"]

_ACTIONS: dict[str, type[Action]] = {
    "act": frames.Act,
    "alter": Alter,
    "ban": actions.Ban,
    "clock": actions.ClockOffset,
    "close_idle": actions.CloseIdle,
    "contract": actions.Contract,
    "delay": actions.Delay,
    "drop": actions.Drop,
    "engine_delay": actions.EngineDelay,
    "hide": actions.Hide,
    "limits": actions.Limits,
    "permit": actions.Permit,
    "reply": Reply,
    "revoke": actions.Revoke,
    "cut": frames.Cut,
    "duplicate": frames.Duplicate,
    "expire_key": frames.ExpireKey,
    "fill": frames.Fill,
    "freeze": frames.Freeze,
    "insert": frames.Insert,
    "intervene": frames.Intervene,
    "lag": frames.Lag,
    "lose": frames.Lose,
    "refuse": frames.Refuse,
    "replace": frames.Replace,
    "replay": frames.Replay,
    "shutdown": frames.Shutdown,
    "stall": frames.Stall,
    "swap": frames.Swap,
    "truncate": actions.Truncate,
    "weights": actions.Weights,
}
_SIGNED = frozenset({"milliseconds", "drift_ppm", "code"})
_DERIVED: dict[type[Action], frozenset[str]] = {frames.Refuse: frozenset({"body", "content_type", "repeat"})}
"""Fields that an action has but that follow from others."""
Flaw = Callable[[Action], str | None]


def read_faults(path: str, flaw: Flaw | None = None) -> list[Fault]:
    """The faults of a file.

    Raises:
        ScriptError: Something in it is wrong.
    """
    return _faults(read_file(path), flaw)


def parse_faults(text: str, file: str, flaw: Flaw | None = None) -> list[Fault]:
    """The faults of a text; ``file`` is what complaints call it.

    Raises:
        ScriptError: Something in it is wrong.
    """
    return _faults(read_text(text, file), flaw)


def _faults(root: Node, flaw: Flaw | None) -> list[Fault]:
    fields = root.fields()
    seed = fields.get("seed")
    base = None if seed is None else seed.number(int)
    rows = fields.need("faults").items()
    fields.finish()
    return [_fault(row, None if base is None else f"{base}/{n}", flaw) for n, row in enumerate(rows)]


def _fault(node: Node, seed: str | None, flaw: Flaw | None) -> Fault:
    fields = node.fields()
    method, path = _target(fields.get("on"))
    own = fields.get("seed")
    if own is not None:
        seed = str(own.number(int))
    lasting = _number(fields, "lasting", float, 0)
    fault = Fault(
        action=_action(fields, flaw, method),
        method=method,
        path=path,
        params=_pairs(fields.get("params")),
        nth=_number(fields, "nth", int, 1),
        times=_number(fields, "times", int, 1),
        probability=1.0 if (chance := _number(fields, "probability", float, 0, 1)) is None else float(chance),
        text=_pattern(fields.get("text")),
        lasting=None if lasting is None else int(lasting * 1000),
        every=_number(fields, "every", int, 1),
        rng=None if seed is None else Random(f"fault/{seed}"),
    )
    fields.finish()
    return fault


def _target(node: Node | None) -> tuple[str | None, str | None]:
    """Method and path of ``on: POST /fapi/v1/order``; either may be ``*``."""
    if node is None:
        return None, None
    word, _, path = node.string().partition(" ")
    path = path.strip()
    rooted = path == "*" or path.startswith("/") or (word not in (*HTTP, "*", "CONNECT", "PING", "SECOND") and path)
    if word not in (*WORDS, "*") or not rooted:
        raise node.wrong(
            "must be a method (or *) and a path, such as 'POST /fapi/v1/order' or '* /fapi/*'; or WS and a method of"
            " the WebSocket API, such as 'WS order.place'; or STREAM and the name of a stream, USER and the type of"
            " an account event, ACK and a request such as SUBSCRIBE; or CONNECT, PING or SECOND and the path of a"
            " WebSocket."
        )
    return (None if word == "*" else word), (None if path == "*" else path)


def _number(fields: Fields, name: str, kind: Any, least: float | None = None, most: float | None = None) -> Any:
    node = fields.get(name)
    return None if node is None else node.number(kind, least, most)


def _pairs(node: Node | None) -> dict[str, str]:
    return {} if node is None else {name: value.string() for name, value in node.fields()}


def _pattern(node: Node | None) -> str | None:
    if node is None:
        return None
    try:
        re.compile(node.string())
    except re.error as error:
        raise node.wrong(f"is no regular expression: {error}.") from None
    return node.string()


def _action(fields: Fields, flaw: Flaw | None, word: str | None) -> Action:
    named = fields.need("action")
    name = named.choice([*_ACTIONS, *PRESETS])
    model: Action = PRESETS[name] if name in PRESETS else _ACTIONS[name]()
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(model)):
        node = None if field.name in _DERIVED.get(type(model), ()) else fields.get(field.name)
        if node is not None:
            changes[field.name] = _value(node, str(field.type), field.name)
    if model.truthful and changes.get("executed") is False:
        raise fields.need("executed").wrong(f"{name} answers truly, so the request is always executed; leave it out.")
    if isinstance(model, actions.Contract) and not changes.get("symbol"):
        fields.need("symbol")
    for kind, needed in ((frames.Act, "operation"), (frames.Intervene, "call")):
        if isinstance(model, kind):
            fields.need(needed)
    action = attrs.evolve(model, **changes) if name in PRESETS else type(model)(**changes)
    astray = misplaced(action, word)
    if astray is not None:
        raise named.wrong(f"{name} {astray}")
    problem = flaw(action) if flaw else None
    if problem is not None:
        raise named.wrong(problem)
    return action


def _value(node: Node, kind: str, name: str) -> Any:
    kind = kind.removesuffix(" | None")
    if name == "status" and kind == "int":
        return node.number(int, 200, 599)
    least = None if name in _SIGNED else 0
    simple: dict[str, Any] = {
        "bool": node.flag,
        "str": node.string,
        "bytes": lambda: node.string().encode(),
        "Coding": lambda: node.choice(CODINGS),
        "float": lambda: float(node.number(float, least)),
        "int": lambda: node.number(int, least),
        "tuple[int, ...]": lambda: tuple(item.number(int, 0) for item in node.items()),
        "tuple[str, ...]": lambda: tuple(item.string() for item in node.items()),
        "Pairs": lambda: tuple(_pairs(node).items()),
        "tuple[tuple[str, int], ...]": lambda: tuple((key, value.number(int, 0)) for key, value in node.fields()),
    }
    return simple[kind]()
