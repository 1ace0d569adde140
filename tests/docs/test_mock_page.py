"""S2, C4: every row of the mock exchange's page on failures is one that the exchange takes."""

from __future__ import annotations

import re

import pytest
from tests.docs.pages import ROOT

from binance_usdm_mock import MockServer, VirtualClock
from binance_usdm_mock.markets import parse_market

PAGE = (ROOT / "docs" / "mock.md").read_text(encoding="utf-8")
TABLE = PAGE.partition("## How a failure is commanded")[2].partition("\n## ")[0]
CELLS = re.findall(r"`(\{.+?\})`", TABLE)


def test_the_table_is_read() -> None:
    assert 90 < len(CELLS)
    assert 50 < TABLE.count("\n| ")


@pytest.fixture(scope="module")
def server() -> MockServer:
    """A server that does not listen."""
    return MockServer(clock=VirtualClock(1_767_225_600_000))


@pytest.mark.parametrize("cell", CELLS)
def test_a_command_of_the_table_is_taken(cell: str, server: MockServer) -> None:
    if "scene:" in cell:
        assert parse_market(f"scenes: [{cell}]", "page", server.exchange).cues
    else:
        assert 1 == server.faults.parse(f"faults: [{cell}]", "page")


@pytest.mark.parametrize("text", re.findall(r"```yaml\n(.+?)```", PAGE, re.DOTALL))
def test_the_examples_are_taken(text: str, server: MockServer) -> None:
    if "faults:" in text:
        assert server.faults.parse(text, "page")
    else:
        assert parse_market(text, "page", server.exchange).cues
