"""S1, S3: every operation of the catalogue is answered 200 with a body that the generated package decodes."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import msgspec
import pytest
from tests.contract import scenario
from tests.contract.signed import SignedClient

from binance_usdm_api import OPERATIONS
from binance_usdm_mock import MockServer

ALLOWED_EMPTY = {
    "icebergQuantity": "the exchange sends null",
    "isExpired": "the exchange sends null until the link has expired",
}
UNDOCUMENTED = {
    "account_information_v2": {
        "$.positions[].notional": "no page has it, the exchange sends it, ccxt needs it",
        "$.positions[].isolatedWallet": "no page has it, the exchange sends it",
    },
}


class Recorder:
    """Calls operations and keeps each answer's body."""

    def __init__(self, client: SignedClient) -> None:
        self.client = client
        self.bodies: dict[str, list[bytes]] = {}

    def call(self, operation: str, params: dict[str, Any] | None = None, **more: Any) -> Any:
        told = self.client.call(operation, params, **more)
        assert (operation, 200) == (operation, told.status), told.body
        self.bodies.setdefault(operation, []).append(told.body)
        return told.json


@pytest.fixture(scope="module")
def answered() -> Iterator[dict[str, list[bytes]]]:
    with MockServer(seed=7) as server:
        # The three downloads cost 1000 each, more than one minute allows.
        server.gate.limits.overrides["request_weight"] = 100_000
        server.gate.strict = True
        client = SignedClient(server)
        recorder = Recorder(client)
        scenario.run(recorder.call, server.exchange.now)
        client.close()
        yield recorder.bodies


def test_all_operations_are_answered(answered: dict[str, list[bytes]]) -> None:
    assert (95, set(OPERATIONS)) == (len(answered), set(answered))


@pytest.mark.parametrize("operation", sorted(OPERATIONS))
def test_answers_decode_and_keep_every_field(operation: str, answered: dict[str, list[bytes]]) -> None:
    lost: list[str] = []
    for body in answered[operation]:
        decoded = OPERATIONS[operation].decode(body)
        sent = set(_paths(msgspec.json.decode(body)))
        kept = set(_paths(msgspec.to_builtins(decoded)))
        lost += sorted(path for path in sent - kept if path.rpartition(".")[2] not in ALLOWED_EMPTY)
    lost = [path for path in lost if path not in UNDOCUMENTED.get(operation, ())]
    assert [] == lost


def _paths(value: Any, path: str = "$") -> Iterator[str]:
    if value in (None, ""):
        return
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _paths(inner, f"{path}.{key}")
    elif isinstance(value, list):
        for inner in value:
            yield from _paths(inner, f"{path}[]")
    else:
        yield path
