"""Set-up of the whole test session: a clean environment, no way out to a real exchange, repeatable Hypothesis runs."""

import importlib.util
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import HealthCheck, settings

_GUARD = Path(__file__).parent / "loopback_only"
_PROXY_VARIABLES = frozenset(
    {"http_proxy", "https_proxy", "all_proxy", "no_proxy", "ftp_proxy", "ws_proxy", "wss_proxy"}
)


def _leave_out_the_developers_settings() -> None:
    """A developer's keys, environment and proxies must not decide how a test goes; nor may tests hold real keys."""
    for name in list(os.environ):
        if name.upper().startswith("BINANCE_") or name.lower() in _PROXY_VARIABLES:
            del os.environ[name]


def _stay_on_loopback() -> ModuleType:
    """Guard this process now and, through PYTHONPATH, every Python process that it starts."""
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(_GUARD) not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join([str(_GUARD), *filter(None, paths)])
    # A worker of pytest-xdist is such a process: the guard is already there, and a second hook would help nobody.
    loaded = sys.modules.get("sitecustomize")
    if loaded is not None and hasattr(loaded, "REFUSED"):
        return loaded
    spec = importlib.util.spec_from_file_location("loopback_only", _GUARD / "sitecustomize.py")
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


# At import, so that test modules already find it so while they are collected.
_leave_out_the_developers_settings()
_guard = _stay_on_loopback()

# A deadline would be a timing assertion: it fails on a busy machine and proves nothing.
settings.register_profile("dev", deadline=None)
settings.register_profile(
    "ci", deadline=None, derandomize=True, database=None, suppress_health_check=[HealthCheck.too_slow], print_blob=True
)
settings.register_profile("thorough", deadline=None, max_examples=2000)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci" if os.environ.get("CI") else "dev"))


@pytest.fixture(autouse=True)
def refused_connections() -> Iterator[list[str]]:
    """Fail a test that tried to leave, even where the product took the refusal for a network failure and dealt with it.

    Yields:
        What was refused so far in this test; a test that means to be refused clears it.
    """
    refused: list[str] = _guard.REFUSED
    refused.clear()
    yield refused
    left = list(refused)
    refused.clear()
    assert [] == left
