"""S1: the book keeps price-time priority under any sequence of additions and removals."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st
from tests.mock.world import World

from binance_usdm_mock.engine.book import Book
from binance_usdm_mock.engine.order import Order

SYMBOL = World().x.symbol("BTCUSDT")
STEPS = st.lists(st.tuples(st.booleans(), st.integers(1, 9), st.integers(1, 50), st.integers(0, 30)), max_size=40)


def order(identity: int, buy: bool, price: int, quantity: int) -> Order:
    return Order(
        id=identity, client_id=str(identity), account="main", symbol=SYMBOL, buy=buy,
        position_side="BOTH", type="LIMIT", time_in_force="GTC", price=price, quantity=quantity,
        reduce_only=False, stp="NONE", price_match="NONE", good_till=0, time=0, update_time=0,
    )  # fmt: skip


@given(STEPS)
def test_best_price_first_then_first_come(steps: list[tuple[bool, int, int, int]]) -> None:
    book, model = Book(), []
    for identity, (buy, price, quantity, victim) in enumerate(steps):
        if victim < len(model):
            book.remove(model.pop(victim))
        added = order(identity, buy, price, quantity)
        book.add(added)
        model.append(added)
    for buy in (True, False):
        expected = sorted((o for o in model if o.buy == buy), key=lambda o: (-o.price if o.buy else o.price, o.id))
        assert expected == list(book.orders(buy))
        assert (expected[0] if expected else None) == book.first(buy)
        assert (expected[0].price if expected else None) == book.best(buy)
        levels: dict[int, int] = {}
        for o in expected:
            levels[o.price] = levels.get(o.price, 0) + o.left
        assert list(levels.items()) == list(book.levels(buy))
    assert len(model) == len(book)
    assert bool(model) == bool(book)
