"""T7, rows 75 and 76: the listen key is kept alive, replaced when it ends, shared with others, and never shown."""

from __future__ import annotations

import pytest

from binance_usdm.user_data import UserSettings
from binance_usdm.user_data._keys import CREATE, EXTEND, KeyKeeper
from binance_usdm_api.errors import ApiError, ConfigError, NotFound, TransportError

UNKNOWN_KEY = NotFound("This listenKey does not exist.", code=-1125, status=400)
DOWN = TransportError("connection refused")


def keeper(check: float | None = None) -> KeyKeeper:
    made = KeyKeeper(UserSettings(key_check=check), lambda: 0.5)
    made.start(0.0)
    assert CREATE == made.due(0.0)
    assert made.answered("first", 0.0)
    return made


def test_it_is_extended_every_25_minutes_or_so() -> None:
    keys, now, times = keeper(), 0.0, []
    for _ in range(10):
        deadline = keys.next_deadline()
        assert keys.due(deadline - 1.0) is None
        assert EXTEND == keys.due(deadline)
        times.append(deadline - now)
        now = deadline
        assert not keys.answered("first", now)
    assert [1425.0] * 10 == times
    assert 1 == keys.created


def test_a_failed_extension_is_tried_again_early_and_at_random_times() -> None:
    keys = keeper()
    now = keys.next_deadline()
    pauses = []
    for _ in range(8):
        assert EXTEND == keys.due(now)
        keys.failed(DOWN, now)
        pauses.append(keys.next_deadline() - now)
        now = keys.next_deadline()
    assert [1.0, 2.0, 4.0, 8.0, 16.0, 30.0, 30.0, 30.0] == pauses


def test_what_the_exchange_asks_for_is_waited() -> None:
    keys = keeper()
    now = keys.next_deadline()
    keys.due(now)
    keys.failed(ApiError("too many", status=429, retry_after=120.0), now)
    assert now + 120.0 == keys.next_deadline()


def test_a_key_that_could_not_be_extended_for_an_hour_is_created_anew() -> None:
    keys = keeper()
    now = keys.next_deadline()
    asked = []
    while now < 3700.0:
        asked.append((now, keys.due(now)))
        keys.failed(DOWN, now)
        now = keys.next_deadline()
    assert {EXTEND} == {operation for at, operation in asked if at < 3600.0}
    assert {CREATE} == {operation for at, operation in asked if at >= 3600.0}


def test_a_key_the_exchange_does_not_know_is_replaced_at_once() -> None:
    keys = keeper()
    now = keys.next_deadline()
    assert EXTEND == keys.due(now)
    keys.failed(UNKNOWN_KEY, now)
    assert CREATE == keys.due(now)
    assert keys.answered("second", now)
    assert "second" == keys.key


def test_an_expired_key_is_replaced_once_though_told_twice() -> None:
    keys = keeper()
    assert keys.expired("first", 10.0)
    assert not keys.expired("first", 10.0)
    assert CREATE == keys.due(10.0)
    assert not keys.expired("first", 10.0)
    assert keys.answered("second", 10.1)
    assert not keys.expired("first", 10.2)
    assert keys.due(10.2) is None


def test_an_expired_key_that_comes_back_needs_a_new_connection_all_the_same() -> None:
    keys = keeper()
    keys.expired(None, 10.0)
    keys.due(10.0)
    assert keys.answered("first", 10.1)


def test_a_key_that_expires_while_it_is_extended() -> None:
    keys = keeper()
    now = keys.next_deadline()
    assert EXTEND == keys.due(now)
    assert keys.expired("first", now)
    keys.failed(UNKNOWN_KEY, now)
    assert CREATE == keys.due(now)
    assert keys.answered("second", now)


def test_an_extension_that_extends_another_key_moves_to_it() -> None:
    """Another program deleted the key and made a new one."""
    keys = keeper()
    keys.due(keys.next_deadline())
    assert keys.answered("theirs", 1500.0)
    assert "theirs" == keys.key


def test_a_lost_connection_asks_for_the_key() -> None:
    keys = keeper()
    keys.disconnected(5.0)
    assert CREATE == keys.due(5.0)
    assert not keys.answered("first", 5.1)
    keys.disconnected(5.2)
    assert CREATE == keys.due(5.2)
    assert keys.answered("second", 5.3)


def test_attempts_to_connect_do_not_storm_the_exchange() -> None:
    keys = keeper()
    asked = 0
    for step in range(400):
        now = step * 0.1
        keys.not_connected(now)
        if keys.due(now) is not None:
            asked += 1
            keys.answered("first", now)
    assert 1 == asked


def test_a_key_that_another_program_deletes_in_silence_is_missed_within_a_minute() -> None:
    keys = keeper(60.0)
    assert 57.0 == keys.next_deadline()
    assert CREATE == keys.due(57.0)
    assert not keys.answered("first", 57.1)
    assert CREATE == keys.due(57.1 + 57.0)
    assert keys.answered("second", 114.2)
    assert "second" == keys.key
    # Whatever came since the last look may be missing.
    assert 57.1 == keys.lost_from


def test_looks_do_not_stand_in_for_extensions() -> None:
    keys, now, extended = keeper(60.0), 0.0, []
    while len(extended) < 4:
        now = keys.next_deadline()
        if keys.due(now) == EXTEND:
            extended.append(now)
        assert not keys.answered("first", now)
    assert [1425.0, 2850.0, 4275.0, 5700.0] == extended


def test_a_look_that_fails_is_repeated_with_the_next_one_or_when_the_exchange_allows() -> None:
    keys = keeper(60.0)
    assert CREATE == keys.due(57.0)
    keys.failed(DOWN, 60.0)
    assert 117.0 == keys.next_deadline()
    assert CREATE == keys.due(117.0)
    keys.failed(ApiError("too many", status=429, retry_after=120.0), 117.0)
    assert 237.0 == keys.next_deadline()
    # A loss meanwhile asks at once.
    keys.disconnected(120.0)
    assert CREATE == keys.due(120.0)
    assert not keys.answered("first", 120.1)


def test_a_key_that_expires_during_a_look_is_replaced() -> None:
    keys = keeper(60.0)
    assert CREATE == keys.due(57.0)
    assert keys.expired("first", 57.05)
    assert keys.answered("second", 57.1)
    assert 57.1 == keys.lost_from


def test_no_looks_are_made_when_there_is_no_interval() -> None:
    for check in (None, 0):
        keys = keeper(check)
        assert 1425.0 == keys.next_deadline()
    for wrong in (-1.0, True, float("nan")):
        with pytest.raises(ConfigError, match="key_check"):
            UserSettings(key_check=wrong)


def test_it_is_not_shown() -> None:
    assert "first" not in repr(keeper())


def test_an_interval_beyond_the_life_of_a_key_is_refused() -> None:
    with pytest.raises(ConfigError, match="below 3600"):
        UserSettings(keepalive=3600.0)
