"""What a request costs: weight of the address, order counts of the account, and the pool that pays.

Rules come from the catalogue; ``WeightRule.weight`` takes wire-named parameters and touches nothing else.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum

import msgspec

__all__ = ["Weight", "WeightKind", "WeightRule"]


class Weight(msgspec.Struct, frozen=True):
    """The cost of one request.

    Attributes:
        pool: Id of the pool that counts it: ``request_weight``, or an operation's own pool, which counts requests.
        ip: Weight on the address's pool ``request_weight``.
        orders_10s: Orders counted on the account's 10-second pool.
        orders_1m: Orders counted on the account's 1-minute pool.
    """

    pool: str = "request_weight"
    ip: int = 0
    orders_10s: int = 0
    orders_1m: int = 0


class WeightKind(StrEnum):
    """How the weight of an operation is found."""

    CONSTANT = "constant"
    BY_PRESENCE = "by_presence"
    BY_LIMIT = "by_limit"
    BY_VALUE = "by_value"


class WeightRule(msgspec.Struct, frozen=True):
    """A weight rule of the catalogue.

    Attributes:
        steps: For ``by_limit``: (first, last, weight) ranges in rising order; for ``by_value``: (value, value, weight).
        present: For ``by_presence``: weight when the parameter is sent; ``absent`` when it is not.
        default: For ``by_limit`` and ``by_value``: the value the exchange assumes when the parameter is not sent.
    """

    kind: WeightKind = WeightKind.CONSTANT
    base: Weight = Weight()
    parameter: str = ""
    present: int = 0
    absent: int = 0
    default: int = 0
    steps: tuple[tuple[int, int, int], ...] = ()

    def weight(self, params: Mapping[str, object]) -> Weight:
        """The cost of a request with these wire-named parameters.

        A value outside every step costs as much as the dearest one, so that a budget is never underestimated.
        """
        kind = self.kind
        if kind is WeightKind.CONSTANT:
            return self.base
        value = params.get(self.parameter)
        if kind is WeightKind.BY_PRESENCE:
            return msgspec.structs.replace(self.base, ip=self.absent if value is None or value == "" else self.present)
        try:
            size = self.default if value is None else int(str(value))
        except ValueError:
            size = -1
        for first, last, ip in self.steps:
            if first <= size <= last:
                return msgspec.structs.replace(self.base, ip=ip)
        return msgspec.structs.replace(self.base, ip=max(step[2] for step in self.steps))
