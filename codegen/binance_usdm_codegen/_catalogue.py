"""The loaded catalogue as values."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import attrs

from binance_usdm_codegen._mistake import Mark
from binance_usdm_codegen._types import ResultExpression, TypeExpression
from binance_usdm_codegen._yaml import Node

__all__ = [
    "Catalogue",
    "Correction",
    "Enum",
    "ErrorCode",
    "Field",
    "Member",
    "Model",
    "Operation",
    "Param",
    "Rule",
    "Stream",
    "UserEvent",
    "Weight",
    "WeightStep",
]

GROUPS = ("market", "trade", "algo", "account", "convert", "user_stream")


@attrs.frozen(kw_only=True)
class Member:
    """A member of an enum."""

    wire: str
    name: str
    doc: str | None = None
    note: str | None = None
    request: bool = True
    undocumented: bool = False
    mark: Mark


@attrs.frozen(kw_only=True)
class Enum:
    """An enum; open ones keep members they do not know."""

    name: str
    summary: str
    open: bool
    members: tuple[Member, ...]
    mark: Mark

    @property
    def request_values(self) -> tuple[str, ...]:
        """Wire texts a caller may send."""
        return tuple(member.wire for member in self.members if member.request)


@attrs.frozen(kw_only=True)
class Field:
    """A field of a model."""

    wire: str
    name: str
    type: TypeExpression
    required: bool = False
    doc: str | None = None
    unit: str | None = None
    undocumented: bool = False
    deprecated: str | None = None
    only_for: str | None = None
    mark: Mark


@attrs.frozen(kw_only=True)
class Param:
    """A parameter of an operation or a placeholder of a stream."""

    wire: str
    name: str
    type: TypeExpression
    required: bool = False
    doc: str | None = None
    unit: str | None = None
    default: str | None = None
    minimum: str | None = None
    maximum: str | None = None
    pattern: str | None = None
    values: tuple[str, ...] = ()
    max_items: int | None = None
    example: Any = None
    lower: bool = False
    deprecated: str | None = None
    mark: Mark


@attrs.frozen(kw_only=True)
class Model:
    """A shape on the wire.

    Attributes:
        fields: All fields, those of the extended model first.
        params: Of an input model: its fields as parameters.
        own: Wire names of the fields written here.
        late: True when decimals stay text until they are read.
        union: Names of the members when this is a tagged union.
    """

    name: str
    module: str
    summary: str
    kind: str = "object"
    input: bool = False
    extends: str | None = None
    tag_field: str | None = None
    tag_value: str | None = None
    fields: tuple[Field, ...] = ()
    params: tuple[Param, ...] = ()
    own: tuple[str, ...] = ()
    undocumented: bool = False
    late: bool = False
    union: tuple[str, ...] = ()
    example: Any = None
    example_node: Node | None = None
    mark: Mark


@attrs.frozen(kw_only=True)
class WeightStep:
    """A range of a parameter and what it costs."""

    first: int
    last: int
    ip: int
    mark: Mark


@attrs.frozen(kw_only=True)
class Weight:
    """What a request costs."""

    kind: str = "constant"
    ip: int = 0
    orders_10s: int = 0
    orders_1m: int = 0
    pool: str = "request_weight"
    parameter: str = ""
    present: int = 0
    absent: int = 0
    default: int = 0
    steps: tuple[WeightStep, ...] = ()
    mark: Mark


@attrs.frozen(kw_only=True)
class Rule:
    """A relation between parameters."""

    kind: str
    names: tuple[str, ...]
    value: str | None = None
    limit_ms: int | None = None
    mark: Mark


@attrs.frozen(kw_only=True)
class Operation:
    """An operation with its carriers."""

    id: str
    group: str
    summary: str
    method: str | None
    path: str | None
    ws_api: str | None
    security: str
    weight: Weight
    retry: str
    retry_by: tuple[str, ...] = ()
    retry_query: str | None = None
    stop: bool = False
    recv_window: bool = True
    params: tuple[Param, ...] = ()
    rules: tuple[Rule, ...] = ()
    types: str | None = None
    result: ResultExpression
    when: str | None = None
    paging: dict[str, str] = attrs.field(factory=dict)
    history: str | None = None
    notes: tuple[str, ...] = ()
    errors: tuple[int, ...] = ()
    page: str | None = None
    deprecated: str | None = None
    source: str | None = None
    mark: Mark

    @property
    def signed(self) -> bool:
        """True when timestamp and signature are sent."""
        return self.security in ("user_data", "trade")

    def param(self, wire: str) -> Param | None:
        """The parameter with this wire name."""
        return next((param for param in self.params if param.wire == wire), None)


@attrs.frozen(kw_only=True)
class Stream:
    """A market stream."""

    id: str
    summary: str
    pattern: str
    route: str
    event: str
    shape: str
    event_types: tuple[str, ...]
    params: tuple[Param, ...] = ()
    speeds_ms: tuple[int, ...] = ()
    default_ms: int | None = None
    suffix: dict[int, str] = attrs.field(factory=dict)
    realtime: bool = False
    quiet: bool = False
    documented: bool = True
    notes: tuple[str, ...] = ()
    page: str | None = None
    mark: Mark


@attrs.frozen(kw_only=True)
class UserEvent:
    """An event of the account's own stream."""

    id: str
    summary: str
    event: str
    route: str
    documented: bool = True
    deprecated: str | None = None
    notes: tuple[str, ...] = ()
    page: str | None = None
    mark: Mark


@attrs.frozen(kw_only=True)
class ErrorCode:
    """An error code of the exchange."""

    code: int
    name: str
    category: str
    error_class: str
    hint: str | None = None
    retryable: bool = False
    fatal: bool = False
    if_read_only: str | None = None
    idempotent_success: bool = False
    undocumented: bool = False
    mark: Mark


@attrs.frozen(kw_only=True)
class Correction:
    """A place where published sources disagree, and the choice made."""

    id: int
    topic: str
    differs: str
    chosen: str
    why: str
    source: str
    affects: tuple[tuple[str, Mark], ...] = ()
    mark: Mark


@attrs.define(kw_only=True)
class Catalogue:
    """Everything in ``spec/``.

    Attributes:
        documents: The files that are read as they are (service, filters, order_rules, vocabulary, drift), by name.
        digest: SHA-256 over all files, in hexadecimal.
    """

    enums: dict[str, Enum] = attrs.field(factory=dict)
    models: dict[str, Model] = attrs.field(factory=dict)
    operations: dict[str, Operation] = attrs.field(factory=dict)
    session: dict[str, Operation] = attrs.field(factory=dict)
    streams: dict[str, Stream] = attrs.field(factory=dict)
    user_events: dict[str, UserEvent] = attrs.field(factory=dict)
    errors: dict[int, ErrorCode] = attrs.field(factory=dict)
    categories: dict[str, dict[str, Any]] = attrs.field(factory=dict)
    http: dict[int, str] = attrs.field(factory=dict)
    http_503: list[dict[str, Any]] = attrs.field(factory=list)
    corrections: tuple[Correction, ...] = ()
    vocabulary: dict[str, dict[str, str]] = attrs.field(factory=dict)
    documents: dict[str, Node] = attrs.field(factory=dict)
    digest: str = ""

    def modules(self) -> tuple[str, ...]:
        """Modules of models, in the order of their files."""
        return tuple(sorted({model.module for model in self.models.values()}))

    def all_operations(self) -> tuple[Operation, ...]:
        """REST operations and session methods."""
        return (*self.operations.values(), *self.session.values())


def decimal_text(number: Decimal | None) -> str | None:
    """A bound as plain text."""
    return None if number is None else format(number, "f")
