"""T7, P2: the package lists what there is, costs nothing to import, and its core knows no event loop."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from binance_usdm import ConfigError, user_data
from binance_usdm.user_data import Origin, UserSettings, origin_of

FOLDER = Path(user_data.__file__).parent
SHELLS = {"_blocking", "_listener", "_stream"}


def test_names_are_sorted_and_all_there() -> None:
    assert sorted(user_data.__all__) == user_data.__all__
    assert all(hasattr(user_data, name) for name in user_data.__all__)
    assert sorted(user_data.__all__) == dir(user_data)
    with pytest.raises(AttributeError, match="nothing"):
        user_data.nothing  # noqa: B018


def test_importing_values_loads_neither_event_loop_nor_tls_nor_websocket() -> None:
    code = (
        "import sys; from binance_usdm.user_data import Reconciled, ReconciledOrder, UserSettings, origin_of;"
        "print([name for name in ('asyncio', 'ssl', 'picows', 'httpx') if name in sys.modules])"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert [] == ast.literal_eval(done.stdout)


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.py")), ids=lambda path: path.stem)
def test_only_shells_know_the_event_loop(path: Path) -> None:
    imported = {
        alias.name
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert path.stem in SHELLS or set() == imported & {"asyncio", "threading", "time", "random", "socket", "ssl"}


@pytest.mark.parametrize("name", ["keepalive", "hold", "overlap", "confirm", "retry", "parallel", "doubts", "warn_at"])
@pytest.mark.parametrize("value", [0, -1, True, "5", None, float("nan")])
def test_settings_are_checked_when_they_are_set(name: str, value: object) -> None:
    with pytest.raises(ConfigError, match=name):
        UserSettings(**{name: value})  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("own", "execution", "status", "origin"),
    [
        ("autoclose-1", "CALCULATED", "FILLED", Origin.LIQUIDATION),
        ("adl_autoclose", "TRADE", "FILLED", Origin.ADL),
        ("settlement_autoclose-1", "TRADE", "FILLED", Origin.SETTLEMENT),
        ("delivery_autoclose-1", "TRADE", "FILLED", Origin.DELIVERY),
        ("x", "CALCULATED", "FILLED", Origin.LIQUIDATION),
        ("x", "TRADE", "NEW_ADL", Origin.ADL),
        ("x", "TRADE", "NEW_INSURANCE", Origin.LIQUIDATION),
        ("web_1", "NEW", "NEW", Origin.MANUAL),
        ("android_1", "NEW", "NEW", Origin.MANUAL),
        ("mine", "NEW", "NEW", Origin.PROGRAM),
        (None, None, None, Origin.PROGRAM),
    ],
)
def test_where_an_order_came_from(own: str | None, execution: str | None, status: str | None, origin: Origin) -> None:
    assert origin is origin_of(own, execution, status)
    assert origin.forced is (origin not in (Origin.PROGRAM, Origin.MANUAL))
