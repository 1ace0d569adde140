"""Fixtures of the transports' tests."""

from collections.abc import Iterator

import pytest
from tests.connector.transport.drivers import AsyncioDriver, BlockingDriver, Drivers, both


@pytest.fixture(params=[BlockingDriver, AsyncioDriver], ids=["blocking", "asyncio"])
def connect(request: pytest.FixtureRequest) -> Iterator[Drivers]:
    yield from both(request.param)
