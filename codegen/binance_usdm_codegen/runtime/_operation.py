"""An operation of the exchange as a constant: carriers, security, cost, retry class, parameters, result.

Pure: it describes, encodes and decodes; it never sends. The same constant serves REST and the WebSocket API.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from enum import StrEnum
from typing import Any, Generic, TypeVar, cast

import attrs
import msgspec

from ._decode import make_decoder
from ._parameter import Kind, Parameter
from ._rules import Rule, RuleKind, TypeRule
from ._weight import Weight, WeightRule
from .errors import InvalidParameter

__all__ = ["Operation", "Paging", "Rest", "Result", "Retry", "RetryClass", "Security"]

T = TypeVar("T")
_SHAPES = 256


class Security(StrEnum):
    """What an operation needs: nothing, a key, or a key and a signature."""

    NONE = "none"
    MARKET_DATA = "market_data"
    USER_STREAM = "user_stream"
    USER_DATA = "user_data"
    TRADE = "trade"

    @property
    def needs_key(self) -> bool:
        """True when the key header must be sent."""
        return self is not Security.NONE

    @property
    def signed(self) -> bool:
        """True when timestamp and signature must be sent."""
        return self is Security.USER_DATA or self is Security.TRADE


class RetryClass(StrEnum):
    """What may be done when an answer is missing."""

    SAFE = "safe"
    """Changes nothing: may be repeated."""
    IDEMPOTENT = "idempotent"
    """Repeating leaves the same state."""
    RESOLVE = "resolve"
    """Never repeated: a query settles what happened."""
    NEVER = "never"
    """Never repeated, and no query settles it."""


class Rest(msgspec.Struct, frozen=True):
    """The REST carrier."""

    method: str
    path: str


class Retry(msgspec.Struct, frozen=True):
    """How a missing answer is handled.

    Attributes:
        kind: The retry class.
        by: Wire names of the parameters that identify the effect, best first.
        query: Id of the operation that settles the outcome.
    """

    kind: RetryClass
    by: tuple[str, ...] = ()
    query: str | None = None


class Result(msgspec.Struct, frozen=True):
    """What an answer decodes to: a model of ``binance_usdm_api.models`` and the shape around it."""

    shape: str
    model: str


class Paging(msgspec.Struct, frozen=True, kw_only=True):
    """How to read a long list piece by piece.

    Attributes:
        cursor: Wire name of a parameter that takes the next id, or None.
        time: Wire name of a parameter that takes the next instant, or None.
        key: Python name of the field that the cursor follows.
        step: Wire name of the parameter that says how far apart rows are, or None.
        unique: Python names of the fields that tell rows apart, where ``key`` alone does not.
    """

    key: str
    cursor: str | None = None
    time: str | None = None
    step: str | None = None
    unique: tuple[str, ...] = ()


def _table_of(operation: Operation[Any]) -> dict[str, Parameter]:
    return {parameter.name: parameter for parameter in operation.params}


def _labels_of(operation: Operation[Any]) -> dict[str, str]:
    return {parameter.name: parameter.python_name for parameter in operation.params}


def _required_of(operation: Operation[Any]) -> tuple[str, ...]:
    return tuple(parameter.name for parameter in operation.params if parameter.required)


# What finds the texts that passed before, for parameters whose values repeat, and what encodes a value.
_Encoder = tuple[Callable[[Any], str | None] | None, Callable[[Any], str]]


def _encoders_of(operation: Operation[Any]) -> dict[str, _Encoder]:
    return {each.name: (each.seen.get if each.repeats else None, each.query) for each in operation.params}


def _types_of(operation: Operation[Any]) -> dict[str, TypeRule]:
    return {rule.type: rule for rule in operation.type_rules}


def _deciding_of(operation: Operation[Any]) -> tuple[str, ...] | None:
    # The parameters whose values, not only their presence, decide whether the relations hold; None when any value may.
    if any(rule.kind is RuleKind.WINDOW for rule in operation.rules):
        return None
    names = {rule.names[1] for rule in operation.rules if rule.kind is RuleKind.REQUIRED_WHEN}
    if operation.type_rules:
        names.add("type")
        names |= {
            name
            for rule in operation.type_rules
            for group in rule.one_of
            for name in group
            if _is_flag(operation, name)
        }
    return tuple(sorted(names))


def _is_flag(operation: Operation[Any], name: str) -> bool:
    return any(parameter.name == name and parameter.kind is Kind.BOOL for parameter in operation.params)


@attrs.define(eq=False, repr=False, kw_only=True)
class Operation(Generic[T]):
    """One operation of the exchange.

    Attributes:
        id: Name of the method, such as ``new_order``.
        group: Method group on the client, such as ``trade``.
        rest: Method and path, or None for WebSocket-only methods.
        ws_api: WebSocket-API method, or None where the exchange does not serve it there.
        params: Parameters in the catalogue's order; ``timestamp`` and ``signature`` are not among them.
        page: Address of the source page.
        paging: How to read a long list piece by piece, or None.
        history: How far back the exchange answers, in words.
        stop: True for a request that reduces risk (cancelling); it may use the reserve of a budget.
    """

    id: str
    group: str
    summary: str
    rest: Rest | None
    ws_api: str | None
    security: Security
    weight_rule: WeightRule
    retry: Retry
    params: tuple[Parameter, ...]
    result: Result
    rules: tuple[Rule, ...] = ()
    type_rules: tuple[TypeRule, ...] = ()
    errors: tuple[int, ...] = ()
    page: str = ""
    deprecated: str | None = None
    stop: bool = False
    paging: Paging | None = None
    history: str | None = None
    _table: dict[str, Parameter] = attrs.field(init=False, default=attrs.Factory(_table_of, takes_self=True))
    _encoders: dict[str, _Encoder] = attrs.field(init=False, default=attrs.Factory(_encoders_of, takes_self=True))
    _labels: dict[str, str] = attrs.field(init=False, default=attrs.Factory(_labels_of, takes_self=True))
    _required: tuple[str, ...] = attrs.field(init=False, default=attrs.Factory(_required_of, takes_self=True))
    _types: dict[str, TypeRule] = attrs.field(init=False, default=attrs.Factory(_types_of, takes_self=True))
    _deciding: tuple[str, ...] | None = attrs.field(init=False, default=attrs.Factory(_deciding_of, takes_self=True))
    _passed: set[tuple[object, ...]] = attrs.field(init=False, factory=set[tuple[object, ...]])
    _decoder: Callable[[bytes], T] | None = attrs.field(init=False, default=None)

    def __repr__(self) -> str:
        carrier = f"{self.rest.method} {self.rest.path}" if self.rest else str(self.ws_api)
        return f"<Operation {self.id}: {carrier}>"

    def parameter(self, name: str) -> Parameter | None:
        """The parameter with this wire name."""
        return self._table.get(name)

    def weight(self, params: Mapping[str, object]) -> Weight:
        """The cost of a call with these wire-named parameters."""
        return self.weight_rule.weight(params)

    def wire(self, params: Mapping[str, object]) -> dict[str, object]:
        """Wire-named parameters without those that are None; Python names are translated.

        Raises:
            InvalidParameter: A name the operation does not have, or one given twice.
        """
        python = {p.python_name: p.name for p in self.params}
        wired: dict[str, object] = {}
        for name, value in params.items():
            if value is None:
                continue
            key = name if name in self._table else python.get(name)
            if key is None:
                raise self._surplus(name, value)
            if key in wired:
                raise InvalidParameter(name, value, f"{name} once", reason=f"{name} is given twice", operation=self.id)
            wired[key] = value
        return wired

    def check(self, params: Mapping[str, object]) -> None:
        """Refuse what the catalogue knows to be wrong, values and relations.

        Raises:
            InvalidParameter: Names the parameter, the value and what is allowed.
        """
        self.encode_parts(params)

    def encode_query(self, params: Mapping[str, object]) -> str:
        """The parameters as percent-encoded text, in the order given, checked.

        Args:
            params: Wire-named parameters; those that are None are left out.

        Raises:
            InvalidParameter: Names the parameter, the value and what is allowed.
        """
        return "&".join(self.encode_parts(params).values())

    def encode_parts(self, params: Mapping[str, object]) -> dict[str, str]:
        """The parameters one by one as ``name=value``, percent-encoded, in the order given, checked.

        Args:
            params: Wire-named parameters; those that are None are left out.

        Raises:
            InvalidParameter: Names the parameter, the value and what is allowed.
        """
        encoders = self._encoders
        parts: dict[str, str] = {}
        try:
            for name, value in params.items():
                if value is not None:
                    known, encode = encoders[name]
                    parts[name] = encode(value) if known is None else known(value) or encode(value)
        except KeyError:
            raise self._first_surplus(params) from None
        except (InvalidParameter, TypeError):
            # What cannot be looked up is refused by its parameter.
            self._refuse_first(params)
            raise
        # Whether the relations hold depends on which parameters are given and on a few values; calls repeat shapes.
        deciding = self._deciding
        if deciding is None:
            self._check_relations(params)
        elif (shape := (*parts, *map(parts.get, deciding))) not in self._passed:
            self._check_relations(params)
            if len(self._passed) < _SHAPES:
                self._passed.add(shape)
        return parts

    def encode_json(self, params: Mapping[str, object]) -> dict[str, Any]:
        """The parameters as the WebSocket API takes them, checked.

        Raises:
            InvalidParameter: Names the parameter, the value and what is allowed.
        """
        encoded: dict[str, Any] = {}
        for name, value in params.items():
            if value is None:
                continue
            parameter = self._table.get(name)
            if parameter is None:
                raise self._surplus(name, value)
            try:
                encoded[name] = parameter.json(value)
            except InvalidParameter as error:
                error.operation = self.id
                raise
        self._check_relations(params)
        return encoded

    def _check_relations(self, params: Mapping[str, object]) -> None:
        try:
            for name in self._required:
                if params.get(name) is None:
                    raise self._table[name].refuse(None, "is required")
            for rule in self.rules:
                rule.check(params, self._labels)
            if self._types:
                rule_of_type = self._types.get(str(params.get("type")))
                if rule_of_type is not None:
                    rule_of_type.check(params, self._labels)
        except InvalidParameter as error:
            error.operation = self.id
            raise

    def _refuse_first(self, params: Mapping[str, object]) -> None:
        try:
            for name, value in params.items():
                if value is not None:
                    self._table[name].query(value)
        except InvalidParameter as error:
            error.operation = self.id
            raise

    def _first_surplus(self, params: Mapping[str, object]) -> InvalidParameter:
        unknown = (name for name, value in params.items() if value is not None and name not in self._table)
        name = next(unknown, "?")
        return self._surplus(name, params.get(name))

    def _surplus(self, name: str, value: object) -> InvalidParameter:
        names = ", ".join(p.python_name for p in self.params) or "no parameters"
        return InvalidParameter(name, value, names, reason=f"there is no parameter {name}", operation=self.id)

    def decode(self, body: bytes) -> T:
        """Decode an answer's body.

        Raises:
            DecodeError: The body does not have the documented shape.
        """
        decoder = self._decoder
        if decoder is None:
            package = __name__.rpartition(".")[0]
            models = importlib.import_module(f"{package}.models")
            model = getattr(models, self.result.model)
            made = make_decoder(self.result.shape, model, models.BatchError, self.result.model, self.id)
            decoder = self._decoder = cast("Callable[[bytes], T]", made)
        return decoder(body)
