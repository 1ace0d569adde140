"""E1: settings are checked when they are made, and each says what is allowed."""

from __future__ import annotations

from typing import Any

import attrs
import pytest

from binance_usdm import ConfigError, Settings

NUMBERS = [field.name for field in attrs.fields(Settings)]


@pytest.mark.parametrize("value", [-1, float("nan"), float("inf"), "5", None, True, [1], 10**400])
@pytest.mark.parametrize("name", NUMBERS)
def test_nonsense_is_refused_by_name(name: str, value: Any) -> None:
    """U2: name and value, and nothing was sent."""
    with pytest.raises(ConfigError) as caught:
        Settings(**{name: value})
    assert name in str(caught.value)
    assert "Nothing was sent" in str(caught.value)
    assert len(str(caught.value)) < 1000


@pytest.mark.parametrize(
    ("name", "good", "bad"),
    [
        ("recv_window", [1, 60_000], [0, 60_001, 5000.0]),
        ("max_attempts", [1, 20], [0, 21, 2.0]),
        ("reserve", [0, 0.5, 0.99], [1, 1.5]),
        ("order_wait", [0, 0.1], [-0.1]),
        ("rate_limit_wait", [0], [-1]),
        ("timeout", [0.001, 600], [0]),
    ],
)
def test_the_edges(name: str, good: list[Any], bad: list[Any]) -> None:
    """E1: what is allowed is allowed to its end, and no further."""
    for value in good:
        assert value == getattr(Settings(**{name: value}), name)
    for value in bad:
        with pytest.raises(ConfigError, match=name):
            Settings(**{name: value})


def test_the_defaults_are_safe_for_orders() -> None:
    """FAILURES 22, U6: as patient as the exchange's own limit of 10 s, and a receive window of 5 s at most."""
    chosen = Settings()
    assert chosen.timeout >= 10
    assert chosen.recv_window <= 5000
    assert 30 == chosen.resolve_timeout


def test_settings_do_not_change() -> None:
    """E1: shared between threads, so frozen."""
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        Settings().timeout = 1  # type: ignore[misc]
