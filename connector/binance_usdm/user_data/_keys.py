"""The life of a listen key: created, extended, replaced before or after it ends, and never shown.

Rules of this module:

- Pure: it says which call is due; answers, errors and notices come in with the time.
- One call at a time. A key is extended every 25 minutes or so, sooner again after a failure; it lives 60 minutes.
- The exchange has one key for an account: creating one may return the one that another program uses, and deleting it
  ends theirs too. Nobody tells of that, so every minute the key is asked for, which returns the same one while it
  lives. That this extends it, too, is not relied on.
- A key that expired, or that the exchange does not know, is replaced at once. Two notices of one end are one.
- After a lost connection the key is asked for anew: another program may have deleted it meanwhile.
"""

from __future__ import annotations

from collections.abc import Callable

from binance_usdm_api.errors import BinanceUsdmError, NotFound

from .._pace import full_jitter
from ._settings import UserSettings

__all__ = ["CREATE", "EXTEND", "KEY_CALLS", "KeyKeeper"]

CREATE, EXTEND = "start_user_stream", "keepalive_user_stream"
KEY_CALLS = frozenset({CREATE, EXTEND})
_LIFE = 3600.0
_FRESH = 20.0
_NEVER = float("inf")
_UNKNOWN_KEY = -1125


class KeyKeeper:
    """The listen key of one stream.

    Args:
        settings: Intervals.
        chance: A random number in [0, 1).
    """

    def __init__(self, settings: UserSettings, chance: Callable[[], float]) -> None:
        self._settings = settings
        self._chance = chance
        self._key: str | None = None
        self._at = _NEVER
        self._ends = _NEVER
        self._got = -_NEVER
        self._look_at = _NEVER
        self._looking = False
        self._told = False
        self._create = True
        self._again = False
        self._dead = False
        self._attempts = 0
        self.busy = False
        self.created = 0
        """How many keys there were."""
        self.lost_from = _NEVER
        """Since when, in seconds, what the last key should have brought may be missing."""

    def __repr__(self) -> str:
        return f"<KeyKeeper {'without a key' if self._key is None else 'with a key'}>"

    @property
    def key(self) -> str | None:
        """The key; treat it as a secret."""
        return self._key

    def start(self, now: float) -> None:
        """Ask for the first key."""
        self._at = now

    def due(self, now: float) -> str | None:
        """The operation that is to be called now; None for none."""
        if self.busy or now < min(self._at, self._look_at):
            return None
        if now >= self._ends:
            self._create = True
        self.busy = True
        self._looking = now < self._at
        self._look_at = _NEVER
        if self._looking:
            return CREATE
        self._at = _NEVER
        return CREATE if self._create else EXTEND

    def answered(self, key: str, now: float) -> bool:
        """Take the key that a call returned.

        Returns:
            True when the connection must be replaced.
        """
        self.busy = False
        fresh = key != self._key
        replace = fresh or self._dead
        # What is not told may have happened at any time since the key was last seen to live.
        self.lost_from = now if self._told else self._got
        self.created += fresh
        self._key = key
        self._got = now
        self._attempts = 0
        if replace or not self._looking:
            self._create = self._dead = self._told = False
            self._ends = now + _LIFE
            self._at = now + self._settings.keepalive * (1.0 - 0.1 * self._chance())
        self._look_again(now)
        self._renew_if_asked(now)
        return replace

    def failed(self, error: BinanceUsdmError, now: float) -> None:
        """Take note that a call failed."""
        self.busy = False
        if self._looking:
            self._look_again(now, error.retry_after or 0.0)
            self._renew_if_asked(now)
            return
        if isinstance(error, NotFound) or getattr(error, "code", None) == _UNKNOWN_KEY:
            # The key is no more; so is what came on it.
            self._dead = self._dead or not self._create
            soon = not self._create
            self._create = True
            if soon:
                self._at = now
                return
        settings = self._settings
        delay = full_jitter(self._attempts, settings.key_retry, settings.key_retry_max, self._chance())
        self._attempts += 1
        self._at = now + max(delay, error.retry_after or 0.0, 0.05)
        self._renew_if_asked(now)

    def expired(self, key: str | None, now: float) -> bool:
        """Take the exchange's notice that a key expired.

        Returns:
            False when it is about an older one, or said before.
        """
        if (key is not None and key != self._key) or self._dead:
            return False
        self._dead = self._told = True
        self._renew(now)
        return True

    def disconnected(self, now: float) -> None:
        """The connection was lost: the key may be gone as well."""
        self._renew(now)

    def not_connected(self, now: float) -> None:
        """A connection could not be opened: the key may be why, unless it was got just now."""
        if now >= self._got + _FRESH and not self._attempts:
            self._renew(now)

    def _renew(self, now: float) -> None:
        self._create = True
        if self.busy:
            self._again = True
        else:
            self._at = min(self._at, now)

    def _look_again(self, now: float, wait: float = 0.0) -> None:
        interval = self._settings.key_check
        if interval:
            self._look_at = now + max(wait, interval * (1.0 - 0.1 * self._chance()))

    def _renew_if_asked(self, now: float) -> None:
        if self._again:
            self._again = False
            self._create = True
            self._at = min(self._at, now)

    def next_deadline(self) -> float:
        """When `due` has something to say; infinite for never."""
        return _NEVER if self.busy else min(self._at, self._look_at)
