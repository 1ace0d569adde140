"""The account's own stream without its bytes: key, ledger, reconciliation, and the order in which events are told.

Rules of this module:

- Pure: events and control events of the connection, answers of REST and times come in; calls, paths and events go out.
- After a loss, events wait until the account is reconciled, for some seconds at most; then they follow, without what
  was told already. The ledger makes the end the same in any order, so waiting is for the reader's sake only.
- Nothing that the exchange told is ever dropped but what is old news.
- The listen key is in the path and in no event.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable
from typing import Any

import msgspec

from binance_usdm_api import UnknownEvent
from binance_usdm_api.errors import (
    AccountRestricted,
    AuthRejected,
    BinanceUsdmError,
    ConfigError,
    InvalidParameter,
    NotSent,
    StreamClosed,
)
from binance_usdm_api.models.user import ListenKeyExpired, OrderTradeUpdate
from binance_usdm_api.service import ROUTES

from ..streams._control import Connected, ControlEvent, Disconnected, Gap, Reconnected, Rotated
from ._calls import Call, Counters
from ._decode import Unreadable
from ._events import CompletedFill, Reconciled, Why
from ._fees import Fees
from ._inquirer import LOSSES, Inquirer
from ._keys import KeyKeeper
from ._ledger import Ledger
from ._merge import Outcome, merge
from ._plan import Ask, Snapshot
from ._settings import UserSettings

__all__ = ["UserSession"]

_NEVER = float("inf")
_PATH = f"{ROUTES['private'].path}/ws?listenKey="
_MOVE = "listen_key"
_CLOSED = "closed"
_FINAL = (AuthRejected, AccountRestricted, ConfigError, InvalidParameter, StreamClosed)


class UserSession:
    """The account's own stream.

    Args:
        settings: Intervals and limits.
        symbols: Symbols whose trades are looked at in any case.
        chance: A random number in [0, 1).
    """

    def __init__(self, settings: UserSettings, symbols: Iterable[str], chance: Callable[[], float]) -> None:
        self.ledger = Ledger()
        self.counters = Counters()
        self.failure: BinanceUsdmError | None = None
        """Why the stream cannot go on."""
        self.out: deque[Any] = deque()
        """Events for the consumer."""
        self.reconciled = False
        """True while everything that was ever missed has been found."""
        self.connected = False
        self._settings = settings
        self._keys = KeyKeeper(settings, chance)
        self._inquirer = Inquirer(self.ledger, frozenset(symbols), settings, chance)
        self._fees = Fees(settings, chance)
        self._calls: list[Call] = []
        self._asked: dict[int, int] = {}
        self._key_call = 0
        self._fee_call = 0
        self._numbers = 0
        self._held: list[Any] | None = None
        self._hold_ends = _NEVER
        self._serving: int | None = None
        self._path: str | None = None
        self._moving = False
        self._move_again = False
        self._odd = 0
        self._malformed = 0

    # -- from the connection ------------------------------------------------------------------------------------------

    def start(self, now: float) -> None:
        """Begin with asking for a key."""
        self._keys.start(now)

    def receive(self, item: Any, now: float) -> None:
        """Take an event, or a control event of the connection."""
        if isinstance(item, (ControlEvent, Gap)):
            self._control(item, now)
        elif isinstance(item, list):
            for each in item:  # pyright: ignore[reportUnknownVariableType]
                self.receive(each, now)
        elif isinstance(item, Unreadable):
            self.counters.unreadable += 1
            self._inquirer.soon(Why.UNREADABLE, now)
        elif isinstance(item, ListenKeyExpired):
            if self._keys.expired(item.listen_key, now):
                self._inquirer.lost(now)
                self._tell(msgspec.structs.replace(item, listen_key=None), now)
        elif self._held is not None:
            self._held.append(item)
        else:
            self._tell(item, now)

    def _control(self, event: ControlEvent | Gap, now: float) -> None:
        if isinstance(event, Disconnected):
            if event.connection != self._serving:
                self._keys.not_connected(now)
                return
            self.connected = False
            self._keys.disconnected(now)
            self._inquirer.lost(now)
        elif isinstance(event, (Connected, Reconnected)):
            self._serving, self.connected = event.connection, True
            self._arrived(False)
            self._lost(Why.START if self._inquirer.start_ms is None else Why.RECONNECT, now)
        elif isinstance(event, Rotated):
            self._serving, self.connected = event.successor, True
            moved = event.reason == _MOVE
            self._arrived(moved)
            self._lost(Why.LISTEN_KEY if moved else Why.ROTATION, now)
        elif isinstance(event, Gap) and event.reason != "disconnect":
            self._lost(Why.GAP, now)

    def _move(self) -> None:
        self._path = self._keys.key
        self._move_again = self._moving
        self._moving = True

    def _arrived(self, moved: bool) -> None:
        # A connection that was being opened when the key changed may have been opened with the old one.
        if self._moving and (self._move_again or not moved):
            self._path = self._keys.key
            self._move_again = False
        elif moved:
            self._moving = False

    def _lost(self, why: Why, now: float) -> None:
        self.reconciled = False
        if self._held is None:
            self._held = []
            self._hold_ends = now + self._settings.hold
        self._inquirer.want(why, now)

    def malformed(self, count: int, now: float) -> None:
        """Take the number of frames so far that could not even be read as events."""
        if count > self._malformed:
            self._malformed = count
            self._inquirer.soon(Why.UNREADABLE, now)

    # -- to the consumer ----------------------------------------------------------------------------------------------

    def _tell(self, event: Any, now: float) -> None:
        told = self.ledger.admit(event)
        if told is None:
            self.counters.old += 1
        else:
            self.counters.unknown += isinstance(told, UnknownEvent)
            self._hand_over(told)
            if isinstance(told, OrderTradeUpdate):
                self._fees.note(told, now)
                self.counters.fees_unknown = self._fees.unknown
        if self.ledger.orders.holes:
            self._inquirer.soon(Why.MISSED_FILL, now)
        if len(self.ledger.orders.odd) > self._odd:
            self._odd = len(self.ledger.orders.odd)
            self._inquirer.soon(Why.UNKNOWN_STATUS, now)

    def _hand_over(self, event: Any) -> None:
        self.counters.delivered += 1
        self.out.append(event)

    def _release(self, now: float) -> None:
        held, self._held = self._held, None
        self._hold_ends = _NEVER
        for event in held or ():
            self._tell(event, now)

    # -- time ---------------------------------------------------------------------------------------------------------

    def request(self, now: float) -> None:
        """Compare the account with REST as soon as there is a connection."""
        self._inquirer.want(Why.REQUEST, now)

    def advance(self, now: float) -> None:
        """Do what is due."""
        if now >= self._hold_ends:
            self._release(now)
        operation = self._keys.due(now)
        if operation is not None:
            self._key_call = self._call(operation, {})
        fee = self._fees.due(now)
        if fee is not None:
            self._fee_call = self._call(fee.operation, fee.params)
        if self.connected:
            self._ask(self._inquirer.begin(now))

    def next_deadline(self) -> float:
        """When `advance` has something to do; infinite for never."""
        inquiry = self._inquirer.next_deadline() if self.connected else _NEVER
        return min(self._hold_ends, self._keys.next_deadline(), self._fees.next_deadline(), inquiry)

    # -- calls --------------------------------------------------------------------------------------------------------

    def calls(self) -> list[Call]:
        """Calls that are to be made now; each is reported by `answered`."""
        calls, self._calls = self._calls, []
        return calls

    def path(self) -> str | None:
        """The path of the connection that is wanted from now on, when it changed; it holds the key."""
        key, self._path = self._path, None
        return None if key is None else f"{_PATH}{key}"

    def _call(self, operation: str, params: dict[str, object]) -> int:
        self._numbers += 1
        self._calls.append(Call(self._numbers, operation, params))
        return self._numbers

    def _ask(self, questions: list[Ask]) -> None:
        for index, ask in enumerate(questions):
            self._asked[self._call(ask.operation, ask.params)] = index

    def answered(self, number: int, answer: Any, now: float) -> None:
        """Take the result of a call, or its error."""
        if isinstance(answer, _FINAL) and self.failure is None:
            self.failure = answer
        elif isinstance(answer, NotSent) and answer.kind == _CLOSED and self.failure is None:
            self.failure = StreamClosed("the client is closed", hint="Make a new client.")
        if number == self._key_call:
            self._key_answered(answer, now)
            return
        if number == self._fee_call:
            self._complete(self._fees.answered(answer, now))
            return
        index = self._asked.pop(number, None)
        if index is None:
            return
        found = self._inquirer.answer(index, answer)
        if isinstance(found, Snapshot):
            self._reconcile(found, now)
        else:
            self._ask(found)

    def _complete(self, found: list[CompletedFill]) -> None:
        for event in found:
            self._hand_over(event)
        self.counters.fees_found, self.counters.fees_unknown = self._fees.found, self._fees.unknown

    def _key_answered(self, answer: Any, now: float) -> None:
        if isinstance(answer, BinanceUsdmError):
            self.counters.key_failures += 1
            self._keys.failed(answer, now)
            return
        if self._keys.answered(answer.listen_key, now):
            if self.counters.keys:
                # What the old key would have brought may be missing until the new connection serves.
                self._inquirer.lost(self._keys.lost_from)
                self._move()
            else:
                self._path = self._keys.key
        self.counters.keys = self._keys.created

    # -- reconciliation -----------------------------------------------------------------------------------------------

    def _reconcile(self, snapshot: Snapshot, now: float) -> None:
        inquirer = self._inquirer
        if snapshot.failure is not None:
            self.counters.failed_reconciliations += 1
            inquirer.failed(snapshot.failure, now)
            return
        reasons = list(inquirer.running)
        # Until the end of the first one what was filled before is nobody's news.
        outcome = merge(self.ledger, snapshot, inquirer.start_ms)
        self.ledger.orders.counting = True
        inquirer.ended(snapshot, now, doubtful=outcome.doubtful)
        self.counters.reconciliations += 1
        for event in outcome.events:
            self._hand_over(event)
        for trades in snapshot.trades.values():
            self._complete(self._fees.learn(trades.values()))
        lossy = any(why in LOSSES for why in reasons)
        if lossy or outcome.events or outcome.vanished or Why.REQUEST in reasons:
            self._hand_over(_summary(reasons[0], outcome))
        if not inquirer.urgent:
            self.reconciled = not outcome.doubtful
            self._release(now)


def _summary(reason: Why, outcome: Outcome) -> Reconciled:
    return Reconciled(
        reason=reason,
        complete=not outcome.doubtful,
        fills=outcome.fills,
        orders=outcome.orders,
        algo_orders=outcome.algo_orders,
        positions=outcome.positions,
        balances=outcome.balances,
        vanished=tuple(outcome.vanished),
    )
