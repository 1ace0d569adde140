"""Orders for the mock exchange's benchmark: one kind rests, the other is filled at once."""

from collections.abc import Callable, Sequence

Make = Callable[[int, Sequence[float]], dict[str, str]]
"""Makes the order of a number; takes the price of each symbol."""


def symbol_name(index: int) -> str:
    """Name of the symbol at that place."""
    return f"M{index:04d}USDT"


def resting(number: int, prices: Sequence[float]) -> dict[str, str]:
    """Parameters of an order that rests two to four percent under the market."""
    index = number % len(prices)
    below = 0.02 + number * 37 % 10_000 / 500_000
    return {
        "symbol": symbol_name(index),
        "side": "BUY",
        "type": "LIMIT",
        "timeInForce": "GTC",
        "quantity": "0.010",
        "price": f"{prices[index] * (1 - below):.1f}",
    }


def filled(number: int, prices: Sequence[float]) -> dict[str, str]:
    """Parameters of an order that is filled at once; every other one sells what the one before bought."""
    return {
        "symbol": symbol_name(number // 2 % len(prices)),
        "side": "BUY" if number % 2 == 0 else "SELL",
        "type": "MARKET",
        "quantity": "0.010",
    }
