# DO NOT EDIT: @generated, copied from codegen/binance_usdm_codegen/runtime/_rules.py by `binance-usdm-codegen generate`.
"""What must hold between the parameters of one call: either-or, never together, needed together, spans of time.

Pure; each rule is data of the catalogue. ``check`` sees wire-named parameters with ``None`` left out and raises
InvalidParameter on the first rule that is broken.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from enum import StrEnum

import msgspec

from .errors import InvalidParameter

__all__ = ["Rule", "RuleKind", "TypeRule"]

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


class RuleKind(StrEnum):
    """The relations the catalogue knows."""

    ONE_OF = "one_of"
    """Exactly one of the named parameters."""
    EXCLUSIVE = "exclusive"
    """At most one of the named parameters."""
    REQUIRES = "requires"
    """The first named parameter needs all the others."""
    REQUIRED_WHEN = "required_when"
    """The first named parameter is needed when the second has the value ``value``."""
    WINDOW = "window"
    """The second instant must not be before the first, nor more than ``limit_ms`` after it."""


class Rule(msgspec.Struct, frozen=True):
    """One relation between parameters, by wire names."""

    kind: RuleKind
    names: tuple[str, ...]
    value: str | None = None
    limit_ms: int | None = None

    def check(self, params: Mapping[str, object], labels: Mapping[str, str]) -> None:
        """Raise InvalidParameter when the relation does not hold."""
        kind = self.kind
        if kind is RuleKind.WINDOW:
            self._check_window(params, labels)
            return
        sent = [name for name in self.names if params.get(name) is not None]
        if kind is RuleKind.REQUIRED_WHEN:
            if len(sent) == 1 and sent[0] == self.names[1] and str(params[self.names[1]]) == self.value:
                raise self._missing(self.names[:1], labels, f"{labels[self.names[1]]} is {self.value}")
            return
        if kind is RuleKind.REQUIRES:
            if self.names[0] in sent and len(sent) < len(self.names):
                lacking = tuple(name for name in self.names[1:] if name not in sent)
                raise self._missing(lacking, labels, f"{labels[self.names[0]]} is given")
            return
        if len(sent) > 1:
            raise InvalidParameter(
                labels[sent[1]],
                params[sent[1]],
                f"at most one of {_join(self.names, labels)}",
                reason=f"{labels[sent[0]]} and {labels[sent[1]]} cannot both be given",
            )
        if kind is RuleKind.ONE_OF and not sent:
            raise self._missing(self.names, labels, None)

    def _missing(self, names: tuple[str, ...], labels: Mapping[str, str], because: str | None) -> InvalidParameter:
        first, *others = names
        reason = f"{_join(names, labels)} must be given" + (f" because {because}" if because else "")
        allowed = f"exactly one of {_join(names, labels)}" if others else f"a value for {labels[first]}"
        return InvalidParameter(labels[first], None, allowed, reason=reason)

    def _check_window(self, params: Mapping[str, object], labels: Mapping[str, str]) -> None:
        first, last = (params.get(name) for name in self.names)
        if first is None or last is None:
            return
        span = _milliseconds(last) - _milliseconds(first)
        if span < 0:
            raise InvalidParameter(
                labels[self.names[1]],
                last,
                f"not before {labels[self.names[0]]} ({first})",
                reason=f"{labels[self.names[0]]} is after {labels[self.names[1]]}",
            )
        if self.limit_ms is not None and span > self.limit_ms:
            raise InvalidParameter(
                labels[self.names[1]],
                last,
                f"at most {self.limit_ms} ms after {labels[self.names[0]]}",
                reason="the span of time is too long",
                hint="Ask in pieces; client.history does it for you.",
            )


class TypeRule(msgspec.Struct, frozen=True):
    """What one order type needs: required parameters and groups of which exactly one is needed, by wire names."""

    type: str
    required: tuple[str, ...] = ()
    one_of: tuple[tuple[str, ...], ...] = ()

    def check(self, params: Mapping[str, object], labels: Mapping[str, str]) -> None:
        """Raise InvalidParameter when the order lacks something its type needs."""
        for name in self.required:
            if params.get(name) is None:
                raise InvalidParameter(
                    labels[name],
                    None,
                    f"a value for {labels[name]}",
                    reason=f"{labels[name]} is needed by {self.type} orders",
                )
        for group in self.one_of:
            # A flag that is sent as false does not count as chosen.
            sent = [name for name in group if params.get(name) not in (None, False, "false")]
            if len(sent) != 1:
                raise InvalidParameter(
                    labels[group[0]],
                    params.get(group[0]),
                    f"exactly one of {_join(group, labels)}",
                    reason=f"{self.type} orders need exactly one of {_join(group, labels)}",
                )


def _milliseconds(instant: object) -> int:
    # Both have been encoded before, so that what comes here is an instant: digits, a number or a datetime with a zone.
    if isinstance(instant, datetime):
        delta = instant - _EPOCH
        return (delta.days * 86_400 + delta.seconds) * 1000 + delta.microseconds // 1000
    return int(str(instant))


def _join(names: tuple[str, ...], labels: Mapping[str, str]) -> str:
    return " or ".join(labels[name] for name in names)
