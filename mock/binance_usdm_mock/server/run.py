"""Running the server: in a thread for scripts and tests, in the caller's loop, or until it is interrupted."""

from __future__ import annotations

import asyncio
import os
import secrets
import string
import sys
import threading
import time
from collections import deque
from collections.abc import AsyncGenerator, Callable, Mapping
from contextlib import asynccontextmanager
from types import TracebackType
from typing import Self

import msgspec

from binance_usdm_api.service import WS_API_PATH

from ..exchange import MockExchange
from ..faults import Faults
from ..live.controls import Controls
from .gate import Gate
from .http import HttpShell
from .records import RequestRecord

__all__ = ["MockServer", "serve", "serve_forever"]

_LETTERS = string.ascii_letters + string.digits


def _clock() -> int:
    return time.time_ns() // 1_000_000


def _key() -> str:
    return "".join(secrets.choice(_LETTERS) for _ in range(64))


class _Served:
    """What a running server offers."""

    def __init__(
        self,
        *,
        seed: int,
        host: str,
        port: int,
        balances: Mapping[str, str] | None,
        clock: Callable[[], int] | None,
    ) -> None:
        self._clock = _clock if clock is None else clock
        self._host, self._wanted_port = host, port
        self.exchange = MockExchange(seed, self._clock(), balances=balances)
        """The exchange; between requests only, or under ``lock``."""
        self.api_key, self.api_secret = _key(), _key()
        self.exchange.add_key(self.api_key, self.api_secret)
        self.shell = HttpShell(self.exchange, self._clock, seed)

    @property
    def faults(self) -> Faults:
        """Faults on command."""
        return self.shell.faults

    @property
    def gate(self) -> Gate:
        """Budgets, strictness and clock offset."""
        return self.shell.gate

    @property
    def requests(self) -> deque[RequestRecord]:
        """Every request received, oldest first."""
        return self.shell.requests

    @property
    def lock(self) -> threading.RLock:
        """Held while a request is carried out."""
        return self.shell.lock

    @property
    def port(self) -> int:
        """The port served; 0 before the start."""
        return self.shell.port

    @property
    def rest(self) -> str:
        """Origin of the REST service."""
        return f"http://{self._host}:{self.port}"

    @property
    def streams(self) -> str:
        """Origin of the streams."""
        return f"ws://{self._host}:{self.port}"

    @property
    def ws_api(self) -> str:
        """Address of the WebSocket API."""
        return f"{self.streams}{WS_API_PATH}"

    @property
    def live(self) -> Controls:
        """Connections, streams and account events on command."""
        return Controls(self.shell.hub, self.shell.lock)


class MockServer(_Served):
    """A mock exchange on 127.0.0.1, in a thread of its own.

    Use it as a context manager::

        with MockServer(seed=7) as server:
            print(server.rest, server.api_key, server.api_secret)

    Args:
        seed: Decides the market and every id.
        host: Address to listen on.
        port: Port to listen on; 0 takes any free one.
        balances: Wallets of the account, asset to decimal text.
        clock: Instant in milliseconds; by default the machine's clock.
    """

    def __init__(
        self,
        *,
        seed: int = 7,
        host: str = "127.0.0.1",
        port: int = 0,
        balances: Mapping[str, str] | None = None,
        clock: Callable[[], int] | None = None,
    ) -> None:
        super().__init__(seed=seed, host=host, port=port, balances=balances, clock=clock)
        self._thread: threading.Thread | None = None
        self._loop: asyncio.AbstractEventLoop | None = None
        self._finish: asyncio.Event | None = None

    def start(self) -> Self:
        """Start serving.

        Raises:
            OSError: The port is taken.
        """
        if self._thread is not None:
            raise RuntimeError("the server is already running")
        ready = threading.Event()
        failed: list[BaseException] = []

        async def main() -> None:
            self._loop, self._finish = asyncio.get_running_loop(), asyncio.Event()
            try:
                await self.shell.start(self._host, self._wanted_port)
            finally:
                ready.set()
            await self._finish.wait()
            await self.shell.stop()

        def run() -> None:
            try:
                asyncio.run(main())
            except OSError as error:
                failed.append(error)
            finally:
                ready.set()

        self._thread = threading.Thread(target=run, name="binance-usdm-mock", daemon=True)
        self._thread.start()
        ready.wait()
        if not self.shell.port:
            self._thread.join()
            self._thread = None
            raise failed[0]
        return self

    def stop(self) -> None:
        """Stop serving; harmless when it does not run."""
        thread, loop, finish = self._thread, self._loop, self._finish
        if thread is None or loop is None or finish is None:
            return
        if not loop.is_closed():
            loop.call_soon_threadsafe(finish.set)
        thread.join()
        self._thread = None

    def __enter__(self) -> Self:
        return self.start()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stop()


@asynccontextmanager
async def serve(
    *,
    seed: int = 7,
    host: str = "127.0.0.1",
    port: int = 0,
    balances: Mapping[str, str] | None = None,
    clock: Callable[[], int] | None = None,
) -> AsyncGenerator[_Served, None]:
    """Serve a mock exchange in the running event loop; arguments as of ``MockServer``."""
    served = _Served(seed=seed, host=host, port=port, balances=balances, clock=clock)
    await served.shell.start(host, port)
    try:
        yield served
    finally:
        await served.shell.stop()


def serve_forever(port: int = 0, seed: int = 7, faults: str | None = None, *, host: str = "127.0.0.1") -> int:
    """Serve until interrupted; the first line printed is JSON with the addresses and the key.

    Args:
        port: Port to listen on; 0 takes any free one.
        seed: Decides the market and every id.
        faults: Path of a fault file.
        host: Address to listen on.

    Returns:
        Exit code: 0 after an interruption, 2 when the port is taken or the arguments are wrong.
    """
    if faults is not None:
        print("mock serve: fault files are not served yet; use the Python API: server.faults.add(...)", file=sys.stderr)  # noqa: T201 - the command line speaks by printing
        return 2
    server = MockServer(seed=seed, host=host, port=port)
    try:
        server.start()
    except (OSError, OverflowError) as error:
        reason = os.strerror(error.errno) if isinstance(error, OSError) and error.errno else str(error)
        print(  # noqa: T201 - the command line speaks by printing
            f"mock serve: cannot listen on {host}:{port}: {reason}. Choose another port, or 0 for any free one.",
            file=sys.stderr,
        )
        return 2
    told = {
        "rest": server.rest,
        "streams": server.streams,
        "ws_api": server.ws_api,
        "api_key": server.api_key,
        "api_secret": server.api_secret,
    }
    try:
        print(msgspec.json.encode(told).decode(), flush=True)  # noqa: T201 - as above
        while True:
            time.sleep(3600)
    except KeyboardInterrupt:
        return 0
    finally:
        server.stop()
