"""S2: one seed and one script give the same answers and the same ledger, byte for byte, in every process."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys

import msgspec
from tests.contract import scenario
from tests.mock.world import NOW, World

SCRIPT = "from tests.mock.test_determinism import fingerprint; print(fingerprint({seed}))"


def fingerprint(seed: int) -> str:
    """Digest of every answer and ledger entry of the scenario, with time passing."""
    world = World(seed)
    seen = hashlib.sha256()
    encoder = msgspec.json.Encoder(decimal_format="number")

    def call(operation: str, params: object = None, **more: object) -> object:
        world.x.advance(world.x.now + 1_017)
        body = encoder.encode(world.x.execute(operation, {**(params or {}), **more}))  # type: ignore[dict-item]
        seen.update(body)
        return msgspec.json.decode(body)

    scenario.run(call, NOW)
    seen.update(encoder.encode(world.x.ledger.entries))
    return seen.hexdigest()


def test_same_seed_same_bytes() -> None:
    assert fingerprint(7) == fingerprint(7)


def test_another_seed_other_bytes() -> None:
    assert fingerprint(7) != fingerprint(8)


def test_hash_seed_and_process_do_not_matter() -> None:
    def elsewhere(hash_seed: str) -> str:
        environment = {**os.environ, "PYTHONHASHSEED": hash_seed}
        command = [sys.executable, "-c", SCRIPT.format(seed=7)]
        return subprocess.run(command, env=environment, check=True, capture_output=True, text=True).stdout.strip()

    assert {fingerprint(7)} == {elsewhere("1"), elsewhere("2")}
