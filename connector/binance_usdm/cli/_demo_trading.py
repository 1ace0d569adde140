"""The demo's second part: one account and a few orders."""

from decimal import Decimal
from typing import TYPE_CHECKING, cast

from ._stage import Stage, picked

if TYPE_CHECKING:
    from binance_usdm_api.models import AlgoOrderAck, OrderAck, OrderBook

    from .. import Client

__all__ = ["show_trading"]

_ORDER = ("order_id", "status", "side", "type", "price", "orig_qty", "executed_qty")


def show_trading(stage: Stage, client: "Client", book: "OrderBook") -> Decimal:
    """Show balances, the life of an order, a position and a conditional order; return the price of the first."""
    stage.section("Balances", "Signed requests: time stamp and signature are added to each attempt.")
    balances = stage.do("balances = client.account.account_balance()", client.account.account_balance)
    stage.table([picked(each, "asset", "balance", "available_balance") for each in balances])
    price = _one_order(stage, client, book)
    _position(stage, client)
    _conditional(stage, client, book)
    return price


def _one_order(stage: Stage, client: "Client", book: "OrderBook") -> Decimal:
    stage.section(
        "A limit order",
        "place_order checks the symbol's filters first. Prices are rounded where you ask, in the direction you say.",
    )
    rules = stage.do('rules = client.symbol("BTCUSDT")', lambda: client.symbol("BTCUSDT"))
    price = stage.do(
        'price = rules.round_price(book.bids[0].price * Decimal("0.97"), "ROUND_DOWN")',
        lambda: rules.round_price(book.bids[0].price * Decimal("0.97"), "ROUND_DOWN"),
    )
    order = stage.do(
        'order = client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.010", price=price)',
        lambda: client.place_order(symbol="BTCUSDT", side="BUY", type="LIMIT", quantity="0.010", price=price),
    )
    stage.table([picked(order, *_ORDER)])
    number = cast("OrderAck", order).order_id
    stage.code('client.trade.query_order(symbol="BTCUSDT", order_id=order.order_id)')
    stage.table([picked(client.trade.query_order(symbol="BTCUSDT", order_id=number), *_ORDER)])
    lower = price - rules.tick_size * 100 if rules.tick_size else price
    stage.code("lower = price - rules.tick_size * 100")
    line = 'client.trade.modify_order(symbol="BTCUSDT", side="BUY", order_id=order.order_id, quantity="0.012", '
    stage.code(f"{line}price=lower)")
    changed = client.trade.modify_order(symbol="BTCUSDT", side="BUY", order_id=number, quantity="0.012", price=lower)
    stage.table([picked(changed, *_ORDER)])
    stage.code('client.trade.cancel_order(symbol="BTCUSDT", order_id=order.order_id)')
    stage.table([picked(client.trade.cancel_order(symbol="BTCUSDT", order_id=number), *_ORDER)])
    return price


def _position(stage: Stage, client: "Client") -> None:
    stage.section("A market order and its position", "It is filled at once from the book.")
    filled = stage.do(
        'filled = client.place_order(symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.010", '
        'response_type="RESULT")',
        lambda: client.place_order(
            symbol="BTCUSDT", side="BUY", type="MARKET", quantity="0.010", response_type="RESULT"
        ),
    )
    stage.table([picked(filled, "order_id", "status", "side", "type", "executed_qty")])
    positions = stage.do(
        'positions = client.account.position_information(symbol="BTCUSDT")',
        lambda: client.account.position_information(symbol="BTCUSDT"),
    )
    names = ("symbol", "position_amt", "entry_price", "mark_price", "unrealized_profit", "initial_margin")
    stage.table([picked(each, *names) for each in positions])


def _conditional(stage: Stage, client: "Client", book: "OrderBook") -> None:
    stage.section(
        "A stop for it",
        "Conditional orders live on another endpoint of the exchange; place_order knows. The answer has an algo_id.",
    )
    rules = client.symbol("BTCUSDT")
    stop_price = stage.do(
        'stop_price = rules.round_price(book.bids[0].price * Decimal("0.95"), "ROUND_DOWN")',
        lambda: rules.round_price(book.bids[0].price * Decimal("0.95"), "ROUND_DOWN"),
    )
    stop = stage.do(
        'stop = client.place_order(symbol="BTCUSDT", side="SELL", type="STOP_MARKET", trigger_price=stop_price, '
        "close_position=True)",
        lambda: client.place_order(
            symbol="BTCUSDT", side="SELL", type="STOP_MARKET", trigger_price=stop_price, close_position=True
        ),
    )
    stage.table([picked(stop, "algo_id", "algo_status", "side", "order_type", "trigger_price", "close_position")])
    stage.code("client.algo.cancel_algo_order(algo_id=stop.algo_id)")
    number = cast("AlgoOrderAck", stop).algo_id
    stage.table([picked(client.algo.cancel_algo_order(algo_id=number), "algo_id", "code", "msg")])
