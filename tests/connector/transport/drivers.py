"""Drive the blocking and the asynchronous transport through one interface, so that every rule is tested on both."""

import asyncio
from collections.abc import Iterator
from time import sleep
from typing import Any

import pytest

from binance_usdm.transport import (
    AsyncioTransport,
    BlockingTransport,
    Headers,
    HttpRequest,
    HttpResponse,
    TransportFault,
)

HEADERS = Headers((("X-MBX-APIKEY", "the-key"), ("User-Agent", "test")))


def get(target: str = "/fapi/v1/ping") -> HttpRequest:
    return HttpRequest("GET", target, HEADERS)


class BlockingDriver:
    """The blocking transport."""

    def __init__(self, origin: str, **settings: Any) -> None:
        self.transport = BlockingTransport(origin, **settings)

    def send(self, request: HttpRequest, timeout: float = 5.0) -> HttpResponse:
        return self.transport.send(request, timeout)

    def pause(self, seconds: float) -> None:
        sleep(seconds)

    def close(self) -> None:
        self.transport.close()


class AsyncioDriver:
    """The asynchronous transport on a loop of its own."""

    def __init__(self, origin: str, **settings: Any) -> None:
        self.runner = asyncio.Runner()
        self.transport = AsyncioTransport(origin, **settings)

    def send(self, request: HttpRequest, timeout: float = 5.0) -> HttpResponse:
        return self.runner.run(self.transport.send(request, timeout))

    def pause(self, seconds: float) -> None:
        self.runner.run(asyncio.sleep(seconds))

    def close(self) -> None:
        self.runner.run(self.transport.aclose())
        self.runner.close()


Driver = BlockingDriver | AsyncioDriver


class Drivers:
    """Makes drivers of one kind and closes them."""

    def __init__(self, kind: type[BlockingDriver] | type[AsyncioDriver]) -> None:
        self.kind = kind
        self.made: list[Driver] = []

    def __call__(self, origin: str, **settings: Any) -> Driver:
        driver = self.kind(origin, **settings)
        self.made.append(driver)
        return driver


def both(kind: type[BlockingDriver] | type[AsyncioDriver]) -> Iterator[Drivers]:
    drivers = Drivers(kind)
    yield drivers
    for driver in drivers.made:
        driver.close()


def fault_of(driver: Driver, request: HttpRequest | None = None, timeout: float = 5.0) -> tuple[str, bool]:
    """Send and return kind and sent flag of the fault that must follow."""
    with pytest.raises(TransportFault) as caught:
        driver.send(request or get(), timeout)
    fault = caught.value
    assert "the-key" not in str(fault)
    assert "signature" not in str(fault)
    return fault.kind.value, fault.sent
