"""C3: importing is cheap because it is lazy: modules that are not used are not loaded."""

from __future__ import annotations

import subprocess
import sys

import pytest

HEAVY = (
    "asyncio",
    "httpx",
    "ssl",
    "socket",
    "tenacity",
    "picows",
    "openapi_python_client",
    "jinja2",
    "pydantic",
    "yaml",
)

CASES = [
    ("import binance_usdm_api", ("attrs", "msgspec", "binance_usdm_api.operations", "binance_usdm_api.models", *HEAVY)),
    ("import binance_usdm_api; binance_usdm_api.OPERATIONS",
     ("binance_usdm_api.models", "binance_usdm_api.streams", "binance_usdm_api.events",
      "binance_usdm_api.operations.market", "binance_usdm_api.operations.trade", *HEAVY)),
    ("from binance_usdm_api import OPERATIONS; OPERATIONS['new_order']; 'ping' in OPERATIONS; len(OPERATIONS)",
     ("binance_usdm_api.operations.market", "binance_usdm_api.operations.account", "json", "difflib", *HEAVY)),
    ("from binance_usdm_api.api import MarketMethods", ("binance_usdm_api.models", "binance_usdm_api.enums", *HEAVY)),
    ("from binance_usdm_api.streams import agg_trade; agg_trade('BTCUSDT')", ("binance_usdm_api.models", *HEAVY)),
    ("from binance_usdm_api.models import OrderAck",
     ("binance_usdm_api.models.account", "binance_usdm_api.models.stream", *HEAVY)),
    ("from binance_usdm_api import OPERATIONS; OPERATIONS['time'].decode(b'{\"serverTime\": 1}')",
     ("binance_usdm_api.models.account", "binance_usdm_api.models.stream", *HEAVY)),
    ("from binance_usdm_api import ERRORS",
     ("binance_usdm_api.operations", "binance_usdm_api.models", "msgspec", *HEAVY)),
]  # fmt: skip


@pytest.mark.parametrize(("statement", "not_loaded"), CASES, ids=[case[0][:60] for case in CASES])
def test_unused_modules_are_not_loaded(statement: str, not_loaded: tuple[str, ...]) -> None:
    """C3: after each of these statements none of the named modules is loaded."""
    # The guard of the test session imports some itself; what it loaded does not count.
    code = f"import sys; before = set(sys.modules); {statement}; print(*sorted(set(sys.modules) - before))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    loaded = set(done.stdout.split())
    assert "binance_usdm_api" in loaded
    assert [] == sorted(loaded & set(not_loaded))


def test_every_public_name_resolves() -> None:
    """C3: the names that the package lists exist, are sorted and complete."""
    import binance_usdm_api
    from binance_usdm_api import aio, api, models

    for module in (binance_usdm_api, models, api, aio):
        assert sorted(module.__all__) == list(module.__all__)
        assert [] == [name for name in module.__all__ if getattr(module, name, None) is None]
        assert list(module.__all__) == [name for name in dir(module) if name in module.__all__]
    with pytest.raises(AttributeError):
        binance_usdm_api.nonsense  # noqa: B018
    with pytest.raises(AttributeError):
        models.nonsense  # noqa: B018
