"""A mock exchange inside this process, over a real socket, for as long as one command runs."""

from collections.abc import Generator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from binance_usdm_api.errors import ConfigError, MissingExtra

if TYPE_CHECKING:
    from binance_usdm_mock import MockServer

__all__ = ["embedded", "new_server"]


def new_server(
    seed: int, port: int, *, admin: bool = False, market: str | Mapping[str, Any] | None = None
) -> "MockServer":
    """Return a mock exchange that is not started yet; with ``admin`` it answers requests under /mock/ too.

    Raises:
        ConfigError: The market script, or the one that ``market`` is the path of, is wrong.
        MissingExtra: What serves it is not installed.
    """
    try:
        from binance_usdm_mock import MockServer
    except ModuleNotFoundError as error:
        if error.name is None or error.name.partition(".")[0] not in ("aiohttp", "binance_usdm_mock"):
            raise
        raise MissingExtra("The mock exchange", "mock") from None
    return MockServer(seed=seed, port=port, admin=admin, market=market)


@contextmanager
def embedded(seed: int = 7, market: Mapping[str, Any] | None = None) -> Generator["MockServer"]:
    """Serve a mock exchange on a free port of this machine.

    Args:
        seed: Decides the market.
        market: A market script.

    Yields:
        The running server, with its addresses and its key.

    Raises:
        ConfigError: This machine gives no port.
        MissingExtra: What serves it is not installed.
    """
    server = new_server(seed, 0, market=market)
    try:
        server.start()
    except OSError as error:
        raise ConfigError(
            f"The embedded mock exchange could not be started: {error.strerror or error}.",
            hint="Check that this machine may open ports on 127.0.0.1.",
        ) from None
    try:
        yield server
    finally:
        server.stop()
