"""S1: order ids are beyond 2**53 for some contracts and fit into a double for the others, as on the exchange."""

from __future__ import annotations

from tests.mock.world import World


def test_only_some_contracts_have_ids_that_a_double_cannot_hold(world: World) -> None:
    ids = {
        symbol: world.market("BUY", "0.100", symbol)["orderId"] for symbol in ("BTCUSDT", "ETHUSDT", "BTCUSDT_261225")
    }
    assert {"BTCUSDT": True, "ETHUSDT": False, "BTCUSDT_261225": True} == {
        symbol: int(float(identity)) == identity for symbol, identity in ids.items()
    }


def test_orders_of_all_contracts_are_listed_as_they_were_placed(world: World) -> None:
    placed = [
        world.market("BUY", "0.100", symbol)["orderId"] for symbol in ("ETHUSDT", "BTCUSDT", "ETHUSDT", "BTCUSDT")
    ]
    assert placed == [row["orderId"] for row in world.x.execute("all_orders")]
    assert 4 == len(set(placed))
