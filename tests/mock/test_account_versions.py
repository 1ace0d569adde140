"""S1: the second version of account and positions tells all that the third tells of a position."""

from __future__ import annotations

from tests.mock.world import World

SHARED = ("positionAmt", "notional", "isolatedWallet", "positionSide", "maintMargin", "initialMargin")


def test_positions_of_the_account(world: World) -> None:
    world.market("SELL", "0.100")
    third = world.x.execute("account_information")["positions"][0]
    rows = world.x.execute("account_information_v2")["positions"]
    [second] = [row for row in rows if row["symbol"] == "BTCUSDT"]
    assert [third[name] for name in SHARED] == [second[name] for name in SHARED]
    assert second["notional"].startswith("-")


def test_positions_alone(world: World) -> None:
    world.x.execute("change_margin_type", {"symbol": "BTCUSDT", "marginType": "ISOLATED"})
    world.market("SELL", "0.100")
    [third] = world.x.execute("position_information", {"symbol": "BTCUSDT"})
    [second] = world.x.execute("position_information_v2", {"symbol": "BTCUSDT"})
    shared = third.keys() & second.keys()
    assert {name: third[name] for name in shared} == {name: second[name] for name in shared}
    assert "isolated" == second["marginType"]


def test_prices_of_no_position(world: World) -> None:
    rows = [
        *world.x.execute("position_information_v2", {"symbol": "BTCUSDT"}),
        *(row for row in world.x.execute("account_information_v2")["positions"] if row["symbol"] == "BTCUSDT"),
    ]
    assert [("0.0", "0.0")] * 2 == [(row["entryPrice"], row["breakEvenPrice"]) for row in rows]
