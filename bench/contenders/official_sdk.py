"""binance-sdk-derivatives-trading-usds-futures, the exchange's own client: blocking only, answers are pydantic."""

from collections.abc import Callable

from binance_common.configuration import ConfigurationRestAPI
from binance_sdk_derivatives_trading_usds_futures.derivatives_trading_usds_futures import DerivativesTradingUsdsFutures
from harness import answers
from harness.flight import keep_threads_busy


def rest_of(origin: str) -> object:
    """Its REST client."""
    configuration = ConfigurationRestAPI(
        api_key=answers.API_KEY, api_secret=answers.API_SECRET, base_path=origin, timeout=10_000
    )
    return DerivativesTradingUsdsFutures(config_rest_api=configuration).rest_api


def _place(origin: str) -> Callable[[], object]:
    rest = rest_of(origin)

    def place() -> object:
        return rest.new_order(
            symbol="BTCUSDT", side="BUY", type="LIMIT", quantity=0.01, price=60000, time_in_force="GTC"
        ).data()

    assert place().order_id == answers.ORDER_ID
    return place


def order_sync(origin: str) -> Callable[[int], None]:
    """Signed orders one after the other."""
    place = _place(origin)

    def run(count: int) -> None:
        for _ in range(count):
            place()

    return run


def orders_in_flight(origin: str) -> Callable[[int], None]:
    """Signed orders from fifty threads, the only way to have many in flight over its REST client."""
    return keep_threads_busy(_place(origin))


def klines(origin: str) -> Callable[[int], None]:
    """500 klines as it gives them: lists."""
    rest = rest_of(origin)

    def once() -> list[object]:
        return rest.kline_candlestick_data(symbol="BTCUSDT", interval="1m", limit=answers.ROWS).data()

    assert len(once()) == answers.ROWS

    def run(count: int) -> None:
        for _ in range(count):
            once()

    return run


def exchange_info(origin: str) -> Callable[[int], None]:
    """The exchange's rules as pydantic models."""
    rest = rest_of(origin)
    assert len(rest.exchange_information().data().symbols) == answers.SYMBOLS

    def run(count: int) -> None:
        for _ in range(count):
            rest.exchange_information().data()

    return run
