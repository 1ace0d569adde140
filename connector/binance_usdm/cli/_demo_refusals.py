"""The demo's third part: what bad input gets."""

from decimal import Decimal
from typing import TYPE_CHECKING

from ._stage import Stage

if TYPE_CHECKING:
    from .. import Client

__all__ = ["show_refusals"]


def show_refusals(stage: Stage, client: "Client", price: Decimal) -> None:
    """Show five mistakes and what each one is told.

    Args:
        stage: Where to.
        client: Whose mistakes.
        price: A price that rests in the book.
    """
    stage.section(
        "What bad input gets",
        "Each error says what happened, what was wrong, what to do, and whether it is safe to try again. What can be "
        "known beforehand is refused before anything is sent.",
    )
    stage.show("An unknown symbol, refused by the exchange:")
    stage.refused('client.market.ticker_price(symbol="BTCUSTD")', lambda: client.market.ticker_price(symbol="BTCUSTD"))
    stage.show("\nToo small a quantity, refused here:")
    stage.refused(
        'client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.0001", price=price)',
        lambda: client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.0001", price=price),
    )
    stage.show("\nA float for a price, refused here:")
    stage.refused(
        'client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.01", price=60000.1)',
        lambda: client.place_order(
            symbol="BTCUSDT",
            side="BUY",
            type="LIMIT",
            quantity="0.01",
            price=60000.1,  # type: ignore[arg-type]  # what a type checker says as well
        ),
    )
    stage.show("\nMore than the margin pays for, refused by the exchange:")
    stage.refused(
        'client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="100", price=price)',
        lambda: client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="100", price=price),
    )
    stage.show("\nA key that the exchange does not know:")
    stage.code('stranger = Client(environment=client.environment, credentials=Credentials("k" * 64, "s" * 64))')
    from .. import Client, Credentials

    with Client(environment=client.environment, credentials=Credentials("k" * 64, "s" * 64)) as stranger:
        stage.refused("stranger.account.account_balance()", stranger.account.account_balance)
