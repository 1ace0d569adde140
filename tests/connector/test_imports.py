"""P1, DESIGN: importing costs little, and nothing loads before it is used."""

from __future__ import annotations

import subprocess
import sys

import pytest

NETWORK = ("httpx", "httpx2", "ssl", "asyncio", "socket", "selectors", "picows", "urllib.request", "http.client")
TOOLS = ("tenacity", "openapi_python_client", "jinja2", "yaml", "rich", "pandas", "pyarrow", "polars", "aiohttp",
         "binance_usdm_mock", "binance_usdm_codegen", "cryptography", "keyring", "IPython")  # fmt: skip
SYNC = "from binance_usdm import Client; client = Client(environment='testnet')"
KEYED = (
    "from binance_usdm import Client, Credentials, Settings;"
    "client = Client(environment='testnet', credentials=Credentials('k' * 64, 's' * 64), settings=Settings())"
)


def loaded(program: str) -> set[str]:
    """Modules of a fresh interpreter after a program."""
    # Isolated from what the test session puts into every interpreter it starts.
    code = f"import sys; before = set(sys.modules); {program}; print('\\n'.join(set(sys.modules) - before))"
    ended = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=60)
    return set(ended.stdout.split())


@pytest.mark.parametrize("program", ["import binance_usdm", "import binance_usdm_api", SYNC, KEYED])
def test_no_network_code_is_loaded_before_the_first_call(program: str) -> None:
    """DESIGN: neither importing nor making a blocking client loads HTTP, TLS, asyncio or sockets."""
    assert [] == [name for name in (*NETWORK, *TOOLS) if name in loaded(program)]


def test_the_asynchronous_client_loads_asyncio_and_no_http_library() -> None:
    """DESIGN: httpx comes with a proxy or with the user's own client only."""
    found = loaded("from binance_usdm import AsyncClient; AsyncClient(environment='testnet')")
    assert [] == [name for name in ("httpx", "httpx2", "picows", *TOOLS) if name in found]


def test_methods_load_when_they_are_used() -> None:
    """DESIGN: making a client does not load what calls."""
    assert "binance_usdm_api.api.market" not in loaded(SYNC)
    assert "binance_usdm_api.api.market" in loaded(f"{SYNC}; client.market")


def test_importing_sends_and_logs_nothing() -> None:
    """FAILURES 110: no output, and the logger is silent until the program configures it."""
    program = f"{SYNC}; import logging; logging.getLogger('binance_usdm').error('unheard')"
    ended = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ("", "") == (ended.stdout, ended.stderr)


def test_the_async_client_needs_no_running_loop() -> None:
    """Life cycle: it may be made before asyncio.run()."""
    loaded("from binance_usdm import AsyncClient; client = AsyncClient(environment='testnet'); repr(client)")
