"""What the account's own stream asks its shell to do. Values, no behaviour."""

from __future__ import annotations

import attrs

__all__ = ["Call", "Counters"]


@attrs.frozen
class Call:
    """A call of an operation, to be answered by number.

    Attributes:
        number: Tells calls apart.
        operation: Its id.
        params: By wire name.
    """

    number: int
    operation: str
    params: dict[str, object]


@attrs.define
class Counters:
    """What was counted on the account's own stream.

    Attributes:
        delivered: Events handed over, reconciled ones among them.
        old: Events that were no news: duplicates, and those that a reconciliation had told.
        unknown: Events of unknown type.
        unreadable: Events that could not be read; each leads to a reconciliation.
        reconciliations: Reconciliations that came to an end.
        failed_reconciliations: Those that could not, and were tried again.
        keys: Listen keys.
        key_failures: Failed calls for the key.
        fees_found: Fees that an event left out and the account's trades showed.
        fees_unknown: Those that were looked for in vain.
        callback_errors: Exceptions that callbacks raised.
        waiting: Events that wait for the consumer.
    """

    delivered: int = 0
    old: int = 0
    unknown: int = 0
    unreadable: int = 0
    reconciliations: int = 0
    failed_reconciliations: int = 0
    keys: int = 0
    key_failures: int = 0
    fees_found: int = 0
    fees_unknown: int = 0
    callback_errors: int = 0
    waiting: int = 0
