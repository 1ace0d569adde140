"""The contracts the mock exchange lists, with filters like those of the real one.

Tick and step are deliberately coarser than ``pricePrecision`` and ``quantityPrecision`` for some of them: who rounds
to the precision instead of the filters is refused here as there.
"""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import attrs

from .brackets import Brackets
from .fixed import E8, scaled, show

__all__ = ["PERPETUAL_DELIVERY", "Symbol", "default_symbols", "quarter_ends"]

PERPETUAL_DELIVERY = 4_133_404_800_000
_MAJOR = (
    (125, 300_000, 4_000), (100, 800_000, 5_000), (75, 3_000_000, 6_500), (50, 12_000_000, 10_000),
    (25, 70_000_000, 20_000), (20, 100_000_000, 25_000), (10, 230_000_000, 50_000), (5, 480_000_000, 100_000),
    (4, 600_000_000, 125_000), (3, 800_000_000, 150_000), (2, 1_200_000_000, 250_000), (1, 1_800_000_000, 500_000),
)  # fmt: skip
_MINOR = (
    (75, 10_000, 10_000), (50, 60_000, 15_000), (25, 300_000, 20_000), (20, 600_000, 25_000),
    (10, 3_000_000, 50_000), (5, 6_000_000, 100_000), (2, 15_000_000, 250_000), (1, 30_000_000, 500_000),
)  # fmt: skip
_QUARTER = (
    (25, 375_000, 20_000), (10, 2_000_000, 50_000), (5, 8_000_000, 100_000), (2, 20_000_000, 250_000),
    (1, 30_000_000, 500_000),
)  # fmt: skip


@attrs.define(eq=False, kw_only=True)
class Symbol:
    """One contract: its filters, precisions and the character of its market.

    Attributes:
        tick: Tick size as text; ``step`` the step size.
        price: Price around which the market moves, as text.
        volatility: Typical move of one minute, in millionths.
        volume: Typical size of the smallest trades, in steps.
        spread: Distance of best bid and best ask, in ticks.
    """

    symbol: str
    base: str
    quote: str = "USDT"
    tick: str
    step: str
    price: str
    price_precision: int
    quantity_precision: int
    min_price: str
    max_price: str
    max_quantity: str
    max_market_quantity: str
    min_notional: str = "5"
    percent_price: int = 500
    max_orders: int = 200
    take_bound: int = 500
    trigger_protect: int = 500
    liquidation_fee: str = "0.012500"
    contract_type: str = "PERPETUAL"
    underlying_type: str = "COIN"
    sub_type: tuple[str, ...] = ("Layer-1",)
    status: str = "TRADING"
    pair: str = ""
    onboard: int = 1_672_531_200_000
    delivery: int = PERPETUAL_DELIVERY
    volatility: int = 400
    volume: int = 10
    spread: int = 1
    brackets: Brackets = attrs.field(factory=lambda: Brackets(_MINOR))
    listed: bool = True
    # Derived integers: `_e8` are units of 1e-8.
    tick_e8: int = attrs.field(init=False)
    step_e8: int = attrs.field(init=False)
    unit: int = attrs.field(init=False)
    """Money (1e-8) of one step at one tick."""
    tick_rule_e8: int = attrs.field(init=False)
    """The filter's tick; prices are counted in ``tick_e8``, which it is a multiple of."""
    step_rule_e8: int = attrs.field(init=False)
    base_ticks: int = attrs.field(init=False)
    min_ticks: int = attrs.field(init=False)
    max_ticks: int = attrs.field(init=False)
    max_steps: int = attrs.field(init=False)
    max_market_steps: int = attrs.field(init=False)
    min_notional_e8: int = attrs.field(init=False)

    def __attrs_post_init__(self) -> None:
        self.pair = self.pair or self.symbol
        self.tick_e8, self.step_e8 = _e8(self.tick), _e8(self.step)
        self.unit, rest = divmod(self.tick_e8 * self.step_e8, E8)
        if rest:
            raise ValueError(f"{self.symbol}: tick times step must be a multiple of 1e-8")
        self.refresh()

    def refresh(self) -> None:
        """Derive the integers again after a filter was changed; tick and step may become multiples of the first."""
        self.tick_rule_e8, self.step_rule_e8 = _e8(self.tick), _e8(self.step)
        self.base_ticks = _e8(self.price) // self.tick_e8
        self.min_ticks = -(-_e8(self.min_price) // self.tick_e8)
        self.max_ticks = _e8(self.max_price) // self.tick_e8
        self.max_steps = _e8(self.max_quantity) // self.step_e8
        self.max_market_steps = _e8(self.max_market_quantity) // self.step_e8
        self.min_notional_e8 = _e8(self.min_notional)

    @property
    def margin_asset(self) -> str:
        """The asset of margin, profit and fees."""
        return self.quote

    def price_text(self, ticks: int) -> str:
        """A price as the exchange writes it."""
        return show(ticks * self.tick_e8, 8, self.price_precision)

    def quantity_text(self, steps: int) -> str:
        """A quantity as the exchange writes it."""
        return show(steps * self.step_e8, 8, self.quantity_precision)

    def average_text(self, money: int, steps: int) -> str:
        """The average price of ``steps`` that cost ``money``; zero when there are none."""
        places = max(self.price_precision, 5)
        if not steps:
            return show(0, 0, places)
        return show(abs(money) * E8 * 10_000 // abs(steps * self.step_e8), 12, places)

    def value(self, ticks: int, steps: int) -> int:
        """Money of ``steps`` at ``ticks``."""
        return ticks * steps * self.unit

    def notional(self, price_e8: int, steps: int) -> int:
        """Money of ``steps`` at a price given in units of 1e-8."""
        return price_e8 * steps * self.step_e8 // E8


def _e8(text: str) -> int:
    value = scaled(text, 8)
    if value is None:
        raise ValueError(f"{text} has more than 8 decimals")
    return value


def quarter_ends(now_ms: int) -> tuple[datetime, datetime]:
    """The last Fridays, 08:00 UTC, of the next two quarters."""
    now = datetime.fromtimestamp(now_ms / 1000, UTC)
    found: list[datetime] = []
    year, month = now.year, (now.month - 1) // 3 * 3 + 3
    while len(found) < 2:
        first_of_next = datetime(year + month // 12, month % 12 + 1, 1, 8, tzinfo=UTC)
        last = first_of_next - timedelta(days=1)
        friday = last - timedelta(days=(last.weekday() - 4) % 7)
        if friday > now:
            found.append(friday)
        month += 3
        if month > 12:
            year, month = year + 1, month - 12
    return found[0], found[1]


def _btc(**changes: object) -> Symbol:
    facts: dict[str, object] = {
        "base": "BTC", "tick": "0.1", "step": "0.001", "price": "60000", "price_precision": 2, "quantity_precision": 3,
        "min_price": "556.8", "max_price": "4529764", "max_quantity": "1000", "max_market_quantity": "120",
        "min_notional": "100", "sub_type": ("PoW",), "volume": 40, "brackets": Brackets(_MAJOR), **changes,
    }  # fmt: skip
    return Symbol(**facts)  # type: ignore[arg-type]


def default_symbols(now_ms: int) -> list[Symbol]:
    """The contracts of a fresh mock exchange; delivery dates follow ``now_ms``."""
    near, far = quarter_ends(now_ms)
    quarter = {"pair": "BTCUSDT", "min_notional": "5", "volume": 4, "max_orders": 200, "brackets": Brackets(_QUARTER)}
    return [
        _btc(symbol="BTCUSDT", onboard=1_568_000_000_000 // 86_400_000 * 86_400_000),
        Symbol(symbol="ETHUSDT", base="ETH", tick="0.01", step="0.001", price="3000", price_precision=2,
               quantity_precision=3, min_price="39.86", max_price="306177", max_quantity="10000",
               max_market_quantity="2000", min_notional="20", volume=400, volatility=500, brackets=Brackets(_MAJOR)),
        Symbol(symbol="BNBUSDT", base="BNB", tick="0.01", step="0.01", price="600", price_precision=3,
               quantity_precision=2, min_price="6.6", max_price="100000", max_quantity="100000",
               max_market_quantity="2000", volume=60),
        Symbol(symbol="SOLUSDT", base="SOL", tick="0.01", step="0.01", price="150", price_precision=4,
               quantity_precision=2, min_price="0.42", max_price="6857", max_quantity="1000000",
               max_market_quantity="80000", volume=500, volatility=600),
        Symbol(symbol="XRPUSDT", base="XRP", tick="0.0001", step="0.1", price="2.25", price_precision=4,
               quantity_precision=1, min_price="0.0143", max_price="100000", max_quantity="10000000",
               max_market_quantity="2000000", volume=3000, volatility=600),
        Symbol(symbol="DOGEUSDT", base="DOGE", tick="0.00001", step="1", price="0.15", price_precision=6,
               quantity_precision=0, min_price="0.00244", max_price="30", max_quantity="50000000",
               max_market_quantity="30000000", sub_type=("Meme",), volume=1500, volatility=700),
        Symbol(symbol="1000PEPEUSDT", base="1000PEPE", tick="0.0000001", step="1", price="0.0095", price_precision=7,
               quantity_precision=0, min_price="0.0000001", max_price="200", max_quantity="100000000",
               max_market_quantity="50000000", sub_type=("Meme",), volume=20_000, volatility=900),
        Symbol(symbol="测试USDT", base="测试", tick="0.0001", step="1", price="0.5", price_precision=6,
               quantity_precision=0, min_price="0.0001", max_price="2000", max_quantity="10000000",
               max_market_quantity="1000000", sub_type=("Alpha",), onboard=1_759_968_000_000, volume=200,
               volatility=800),
        Symbol(symbol="DEFIUSDT", base="DEFI", tick="0.1", step="0.001", price="1250", price_precision=1,
               quantity_precision=3, min_price="13", max_price="100000", max_quantity="10000",
               max_market_quantity="1000", underlying_type="INDEX", sub_type=("DEFI",), volume=500),
        Symbol(symbol="TSLAUSDT", base="TSLA", tick="0.01", step="0.01", price="420", price_precision=2,
               quantity_precision=2, min_price="0.01", max_price="100000", max_quantity="10000",
               max_market_quantity="1000", contract_type="TRADIFI_PERPETUAL", underlying_type="EQUITY",
               sub_type=("TradFi",), onboard=1_767_225_600_000, volume=60, volatility=200),
        _btc(symbol="BTCUSDC", quote="USDC", volume=4),
        _btc(symbol=f"BTCUSDT_{near:%y%m%d}", contract_type="CURRENT_QUARTER",
             delivery=int(near.timestamp()) * 1000, **quarter),
        _btc(symbol=f"BTCUSDT_{far:%y%m%d}", contract_type="NEXT_QUARTER",
             delivery=int(far.timestamp()) * 1000, **quarter),
    ]  # fmt: skip
