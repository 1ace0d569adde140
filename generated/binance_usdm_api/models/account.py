# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Account, balances, limits and history."""

from __future__ import annotations

from decimal import Decimal

from .._print import Record
from ..enums import (
    IncomeType,
    MarginType,
    PositionSide,
    RateLimitInterval,
    RateLimitType,
    TextFlag,
)

__all__ = [
    "AccountAsset",
    "AccountAssetV2",
    "AccountBalance",
    "AccountConfig",
    "AccountInformation",
    "AccountInformationV2",
    "AccountPosition",
    "AccountPositionV2",
    "AdlQuantile",
    "AdlQuantileValues",
    "CommissionRate",
    "Confirmation",
    "DownloadId",
    "DownloadLink",
    "Empty",
    "FeeBurn",
    "Income",
    "LeverageBracket",
    "LeverageBrackets",
    "LeverageChange",
    "ListenKey",
    "MultiAssetsMode",
    "OrderRateLimit",
    "PortfolioMarginAccount",
    "PositionInformation",
    "PositionInformationV2",
    "PositionMarginChange",
    "PositionMarginRecord",
    "PositionMode",
    "SessionStatus",
    "SymbolConfig",
    "TradingIndicator",
    "TradingStatus",
]


class Confirmation(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """The exchange confirms that it was done."""

    code: int | None = None
    """Code."""
    msg: str | None = None
    """Message."""


class AccountAsset(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "wallet_balance": "walletBalance",
        "unrealized_profit": "unrealizedProfit",
        "margin_balance": "marginBalance",
        "maint_margin": "maintMargin",
        "initial_margin": "initialMargin",
        "position_initial_margin": "positionInitialMargin",
        "open_order_initial_margin": "openOrderInitialMargin",
        "cross_wallet_balance": "crossWalletBalance",
        "cross_unrealized_pnl": "crossUnPnl",
        "available_balance": "availableBalance",
        "max_withdraw_amount": "maxWithdrawAmount",
        "update_time": "updateTime",
        "margin_available": "marginAvailable",
    },
):
    """One asset of the account."""

    asset: str | None = None
    """Asset."""
    wallet_balance: Decimal | None = None
    """Wallet balance, asset."""
    unrealized_profit: Decimal | None = None
    """Unrealized profit, margin asset."""
    margin_balance: Decimal | None = None
    """Wallet balance plus unrealized profit, asset."""
    maint_margin: Decimal | None = None
    """Margin needed to stay open, margin asset."""
    initial_margin: Decimal | None = None
    """Margin needed to open, margin asset."""
    position_initial_margin: Decimal | None = None
    """Margin of positions, margin asset."""
    open_order_initial_margin: Decimal | None = None
    """Margin of open orders, margin asset."""
    cross_wallet_balance: Decimal | None = None
    """Balance that backs cross positions, asset."""
    cross_unrealized_pnl: Decimal | None = None
    """Unrealized profit of cross positions, asset."""
    available_balance: Decimal | None = None
    """Balance free for new orders, asset."""
    max_withdraw_amount: Decimal | None = None
    """Amount that can be taken out, asset."""
    update_time: int | None = None
    """Last change, ms."""
    margin_available: bool | None = None
    """Sent before 2026."""


class AccountPosition(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "position_side": "positionSide",
        "position_amt": "positionAmt",
        "unrealized_profit": "unrealizedProfit",
        "isolated_margin": "isolatedMargin",
        "isolated_wallet": "isolatedWallet",
        "initial_margin": "initialMargin",
        "maint_margin": "maintMargin",
        "update_time": "updateTime",
    },
):
    """One position of the account."""

    symbol: str | None = None
    """Trading symbol."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    position_amt: Decimal | None = None
    """Size of the position, negative when short, base asset."""
    unrealized_profit: Decimal | None = None
    """Unrealized profit, margin asset."""
    isolated_margin: Decimal | None = None
    """Margin of the isolated position, margin asset."""
    notional: Decimal | None = None
    """Value, quote asset."""
    isolated_wallet: Decimal | None = None
    """Wallet of the isolated position, margin asset."""
    initial_margin: Decimal | None = None
    """Margin needed to open, margin asset."""
    maint_margin: Decimal | None = None
    """Margin needed to stay open, margin asset."""
    update_time: int | None = None
    """Last change, ms."""


class AccountInformation(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "total_initial_margin": "totalInitialMargin",
        "total_maint_margin": "totalMaintMargin",
        "total_wallet_balance": "totalWalletBalance",
        "total_unrealized_profit": "totalUnrealizedProfit",
        "total_margin_balance": "totalMarginBalance",
        "total_position_initial_margin": "totalPositionInitialMargin",
        "total_open_order_initial_margin": "totalOpenOrderInitialMargin",
        "total_cross_wallet_balance": "totalCrossWalletBalance",
        "total_cross_unrealized_pnl": "totalCrossUnPnl",
        "available_balance": "availableBalance",
        "max_withdraw_amount": "maxWithdrawAmount",
    },
):
    """Balances, margins and positions."""

    total_initial_margin: Decimal | None = None
    total_maint_margin: Decimal | None = None
    total_wallet_balance: Decimal | None = None
    total_unrealized_profit: Decimal | None = None
    total_margin_balance: Decimal | None = None
    total_position_initial_margin: Decimal | None = None
    total_open_order_initial_margin: Decimal | None = None
    total_cross_wallet_balance: Decimal | None = None
    total_cross_unrealized_pnl: Decimal | None = None
    available_balance: Decimal | None = None
    """Balance free for new orders, asset."""
    max_withdraw_amount: Decimal | None = None
    """Amount that can be taken out, asset."""
    assets: list[AccountAsset] | None = None
    positions: list[AccountPosition] | None = None


class AccountAssetV2(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "wallet_balance": "walletBalance",
        "unrealized_profit": "unrealizedProfit",
        "margin_balance": "marginBalance",
        "maint_margin": "maintMargin",
        "initial_margin": "initialMargin",
        "position_initial_margin": "positionInitialMargin",
        "open_order_initial_margin": "openOrderInitialMargin",
        "cross_wallet_balance": "crossWalletBalance",
        "cross_unrealized_pnl": "crossUnPnl",
        "available_balance": "availableBalance",
        "max_withdraw_amount": "maxWithdrawAmount",
        "margin_available": "marginAvailable",
        "update_time": "updateTime",
    },
):
    """One asset of the account, second version."""

    asset: str | None = None
    """Asset."""
    wallet_balance: Decimal | None = None
    """Wallet balance, asset."""
    unrealized_profit: Decimal | None = None
    """Unrealized profit, margin asset."""
    margin_balance: Decimal | None = None
    """Wallet balance plus unrealized profit, asset."""
    maint_margin: Decimal | None = None
    """Margin needed to stay open, margin asset."""
    initial_margin: Decimal | None = None
    """Margin needed to open, margin asset."""
    position_initial_margin: Decimal | None = None
    """Margin of positions, margin asset."""
    open_order_initial_margin: Decimal | None = None
    """Margin of open orders, margin asset."""
    cross_wallet_balance: Decimal | None = None
    """Balance that backs cross positions, asset."""
    cross_unrealized_pnl: Decimal | None = None
    """Unrealized profit of cross positions, asset."""
    available_balance: Decimal | None = None
    """Balance free for new orders, asset."""
    max_withdraw_amount: Decimal | None = None
    """Amount that can be taken out, asset."""
    margin_available: bool | None = None
    update_time: int | None = None
    """Last change, ms."""


class AccountPositionV2(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "initial_margin": "initialMargin",
        "maint_margin": "maintMargin",
        "unrealized_profit": "unrealizedProfit",
        "position_initial_margin": "positionInitialMargin",
        "open_order_initial_margin": "openOrderInitialMargin",
        "entry_price": "entryPrice",
        "max_notional": "maxNotional",
        "bid_notional": "bidNotional",
        "ask_notional": "askNotional",
        "position_side": "positionSide",
        "position_amt": "positionAmt",
        "update_time": "updateTime",
        "break_even_price": "breakEvenPrice",
    },
):
    """One position of the account, second version."""

    symbol: str | None = None
    """Trading symbol."""
    initial_margin: Decimal | None = None
    """Margin needed to open, margin asset."""
    maint_margin: Decimal | None = None
    """Margin needed to stay open, margin asset."""
    unrealized_profit: Decimal | None = None
    """Unrealized profit, margin asset."""
    position_initial_margin: Decimal | None = None
    """Margin of positions, margin asset."""
    open_order_initial_margin: Decimal | None = None
    """Margin of open orders, margin asset."""
    leverage: Decimal | None = None
    """Leverage, times."""
    isolated: bool | None = None
    entry_price: Decimal | None = None
    """Average entry price, quote asset."""
    max_notional: Decimal | None = None
    bid_notional: Decimal | None = None
    ask_notional: Decimal | None = None
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    position_amt: Decimal | None = None
    """Size of the position, negative when short, base asset."""
    update_time: int | None = None
    """Last change, ms."""
    break_even_price: Decimal | None = None
    """Price at which the position pays its fees, quote asset."""


class AccountInformationV2(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    rename={
        "fee_tier": "feeTier",
        "fee_burn": "feeBurn",
        "can_trade": "canTrade",
        "can_deposit": "canDeposit",
        "can_withdraw": "canWithdraw",
        "update_time": "updateTime",
        "multi_assets_margin": "multiAssetsMargin",
        "trade_group_id": "tradeGroupId",
        "total_initial_margin": "totalInitialMargin",
        "total_maint_margin": "totalMaintMargin",
        "total_wallet_balance": "totalWalletBalance",
        "total_unrealized_profit": "totalUnrealizedProfit",
        "total_margin_balance": "totalMarginBalance",
        "total_position_initial_margin": "totalPositionInitialMargin",
        "total_open_order_initial_margin": "totalOpenOrderInitialMargin",
        "total_cross_wallet_balance": "totalCrossWalletBalance",
        "total_cross_unrealized_pnl": "totalCrossUnPnl",
        "available_balance": "availableBalance",
        "max_withdraw_amount": "maxWithdrawAmount",
    },
):
    """Balances, margins and positions, second version."""

    fee_tier: int | None = None
    fee_burn: bool | None = None
    """True when fees are paid in BNB."""
    can_trade: bool | None = None
    can_deposit: bool | None = None
    can_withdraw: bool | None = None
    update_time: int | None = None
    """Last change, ms."""
    multi_assets_margin: bool | None = None
    """True in multi-assets mode."""
    trade_group_id: int | None = None
    total_initial_margin: Decimal | None = None
    total_maint_margin: Decimal | None = None
    total_wallet_balance: Decimal | None = None
    total_unrealized_profit: Decimal | None = None
    total_margin_balance: Decimal | None = None
    total_position_initial_margin: Decimal | None = None
    total_open_order_initial_margin: Decimal | None = None
    total_cross_wallet_balance: Decimal | None = None
    total_cross_unrealized_pnl: Decimal | None = None
    available_balance: Decimal | None = None
    """Balance free for new orders, asset."""
    max_withdraw_amount: Decimal | None = None
    """Amount that can be taken out, asset."""
    assets: list[AccountAssetV2] | None = None
    positions: list[AccountPositionV2] | None = None


class AccountBalance(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "account_alias": "accountAlias",
        "cross_wallet_balance": "crossWalletBalance",
        "cross_unrealized_pnl": "crossUnPnl",
        "available_balance": "availableBalance",
        "max_withdraw_amount": "maxWithdrawAmount",
        "margin_available": "marginAvailable",
        "update_time": "updateTime",
    },
):
    """Balance of each asset."""

    account_alias: str | None = None
    asset: str
    """Asset."""
    balance: Decimal
    """Wallet balance, asset."""
    cross_wallet_balance: Decimal | None = None
    """Balance that backs cross positions, asset."""
    cross_unrealized_pnl: Decimal | None = None
    """Unrealized profit of cross positions, asset."""
    available_balance: Decimal | None = None
    """Balance free for new orders, asset."""
    max_withdraw_amount: Decimal | None = None
    """Amount that can be taken out, asset."""
    margin_available: bool | None = None
    update_time: int | None = None
    """Last change, ms."""


class PositionInformation(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "position_side": "positionSide",
        "position_amt": "positionAmt",
        "entry_price": "entryPrice",
        "break_even_price": "breakEvenPrice",
        "mark_price": "markPrice",
        "unrealized_profit": "unRealizedProfit",
        "liquidation_price": "liquidationPrice",
        "isolated_margin": "isolatedMargin",
        "margin_asset": "marginAsset",
        "isolated_wallet": "isolatedWallet",
        "initial_margin": "initialMargin",
        "maint_margin": "maintMargin",
        "position_initial_margin": "positionInitialMargin",
        "open_order_initial_margin": "openOrderInitialMargin",
        "bid_notional": "bidNotional",
        "ask_notional": "askNotional",
        "update_time": "updateTime",
    },
):
    """Positions; only symbols with a position or open orders."""

    symbol: str
    """Trading symbol."""
    position_side: PositionSide
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    position_amt: Decimal
    """Size of the position, negative when short, base asset."""
    entry_price: Decimal
    """Average entry price, quote asset."""
    break_even_price: Decimal | None = None
    """Price at which the position pays its fees, quote asset."""
    mark_price: Decimal | None = None
    """Mark price, quote asset."""
    unrealized_profit: Decimal | None = None
    """Unrealized profit, margin asset."""
    liquidation_price: Decimal | None = None
    """Price at which the position is liquidated, quote asset."""
    isolated_margin: Decimal | None = None
    """Margin of the isolated position, margin asset."""
    notional: Decimal | None = None
    """Value, quote asset."""
    margin_asset: str | None = None
    """Asset that backs the position."""
    isolated_wallet: Decimal | None = None
    """Wallet of the isolated position, margin asset."""
    initial_margin: Decimal | None = None
    """Margin needed to open, margin asset."""
    maint_margin: Decimal | None = None
    """Margin needed to stay open, margin asset."""
    position_initial_margin: Decimal | None = None
    """Margin of positions, margin asset."""
    open_order_initial_margin: Decimal | None = None
    """Margin of open orders, margin asset."""
    adl: int | None = None
    bid_notional: Decimal | None = None
    ask_notional: Decimal | None = None
    update_time: int | None = None
    """Last change, ms."""


class PositionInformationV2(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "entry_price": "entryPrice",
        "break_even_price": "breakEvenPrice",
        "margin_type": "marginType",
        "is_auto_add_margin": "isAutoAddMargin",
        "isolated_margin": "isolatedMargin",
        "liquidation_price": "liquidationPrice",
        "mark_price": "markPrice",
        "max_notional_value": "maxNotionalValue",
        "position_amt": "positionAmt",
        "isolated_wallet": "isolatedWallet",
        "unrealized_profit": "unRealizedProfit",
        "position_side": "positionSide",
        "update_time": "updateTime",
        "unrealized_profit_alias": "unrealizedProfit",
    },
):
    """Positions of all symbols, second version."""

    entry_price: Decimal
    """Average entry price, quote asset."""
    break_even_price: Decimal | None = None
    """Price at which the position pays its fees, quote asset."""
    margin_type: MarginType | None = None
    """Isolated or cross."""
    is_auto_add_margin: TextFlag | None = None
    isolated_margin: Decimal | None = None
    """Margin of the isolated position, margin asset."""
    leverage: Decimal | None = None
    """Leverage, times."""
    liquidation_price: Decimal | None = None
    """Price at which the position is liquidated, quote asset."""
    mark_price: Decimal | None = None
    """Mark price, quote asset."""
    max_notional_value: Decimal | None = None
    """Largest value at this leverage, quote asset."""
    position_amt: Decimal
    """Size of the position, negative when short, base asset."""
    notional: Decimal | None = None
    """Value, quote asset."""
    isolated_wallet: Decimal | None = None
    """Wallet of the isolated position, margin asset."""
    symbol: str
    """Trading symbol."""
    unrealized_profit: Decimal | None = None
    """Unrealized profit, margin asset."""
    position_side: PositionSide
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""
    update_time: int | None = None
    """Last change, ms."""
    unrealized_profit_alias: Decimal | None = None
    """Spelling of an older page."""


class AccountConfig(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "fee_tier": "feeTier",
        "can_trade": "canTrade",
        "can_deposit": "canDeposit",
        "can_withdraw": "canWithdraw",
        "dual_side_position": "dualSidePosition",
        "update_time": "updateTime",
        "multi_assets_margin": "multiAssetsMargin",
        "trade_group_id": "tradeGroupId",
    },
):
    """Settings of the account."""

    fee_tier: int | None = None
    can_trade: bool | None = None
    can_deposit: bool | None = None
    can_withdraw: bool | None = None
    dual_side_position: bool | None = None
    """True in hedge mode."""
    update_time: int | None = None
    """Last change, ms."""
    multi_assets_margin: bool | None = None
    """True in multi-assets mode."""
    trade_group_id: int | None = None


class SymbolConfig(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "margin_type": "marginType",
        "is_auto_add_margin": "isAutoAddMargin",
        "max_notional_value": "maxNotionalValue",
    },
):
    """Leverage and margin type per symbol."""

    symbol: str
    """Trading symbol."""
    margin_type: MarginType | None = None
    """Isolated or cross."""
    is_auto_add_margin: bool | None = None
    leverage: int | None = None
    """Leverage, times."""
    max_notional_value: Decimal | None = None
    """Largest value at this leverage, quote asset."""


class LeverageChange(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"max_notional_value": "maxNotionalValue"}
):
    """Change the leverage of a symbol."""

    leverage: int
    """Leverage, times."""
    max_notional_value: Decimal | None = None
    """Largest value at this leverage, quote asset."""
    symbol: str
    """Trading symbol."""


class PositionMarginChange(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """Add or remove margin of an isolated position."""

    amount: Decimal | None = None
    """Amount, margin asset."""
    code: int | None = None
    """Code."""
    msg: str | None = None
    """Message."""
    type: int | None = None
    """Type."""


class PositionMarginRecord(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"delta_type": "deltaType", "position_side": "positionSide"},
):
    """Changes of the margin of isolated positions."""

    symbol: str | None = None
    """Trading symbol."""
    type: int | None = None
    """Type."""
    delta_type: str | None = None
    amount: Decimal | None = None
    """Amount, margin asset."""
    asset: str | None = None
    """Asset."""
    time: int | None = None
    """Instant, ms."""
    position_side: PositionSide | None = None
    """BOTH in one-way mode, LONG or SHORT in hedge mode."""


class PositionMode(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"dual_side_position": "dualSidePosition"}
):
    """Whether the account is in hedge mode."""

    dual_side_position: bool
    """True in hedge mode."""


class MultiAssetsMode(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"multi_assets_margin": "multiAssetsMargin"}
):
    """Whether the account is in multi-assets mode."""

    multi_assets_margin: bool
    """True in multi-assets mode."""


class FeeBurn(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"fee_burn": "feeBurn"}):
    """Whether fees are paid in BNB."""

    fee_burn: bool
    """True when fees are paid in BNB."""


class CommissionRate(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "maker_commission_rate": "makerCommissionRate",
        "taker_commission_rate": "takerCommissionRate",
        "rpi_commission_rate": "rpiCommissionRate",
    },
):
    """Commission rates of a symbol."""

    symbol: str
    """Trading symbol."""
    maker_commission_rate: Decimal
    """Fee of makers, fraction."""
    taker_commission_rate: Decimal
    """Fee of takers, fraction."""
    rpi_commission_rate: Decimal | None = None
    """Fee of retail price improvement orders, fraction."""


class LeverageBracket(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "initial_leverage": "initialLeverage",
        "notional_cap": "notionalCap",
        "notional_floor": "notionalFloor",
        "maint_margin_ratio": "maintMarginRatio",
    },
):
    """One notional bracket."""

    bracket: int
    initial_leverage: int
    notional_cap: int | None = None
    notional_floor: int | None = None
    maint_margin_ratio: Decimal | None = None
    cum: Decimal | None = None


class LeverageBrackets(Record, frozen=True, kw_only=True, omit_defaults=True, rename={"notional_coef": "notionalCoef"}):
    """Notional and leverage brackets."""

    symbol: str
    """Trading symbol."""
    notional_coef: Decimal | None = None
    brackets: list[LeverageBracket]


class AdlQuantileValues(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"long": "LONG", "short": "SHORT", "hedge": "HEDGE", "both": "BOTH"},
):
    """Place in the queue, 0 to 4, by position side."""

    long: int | None = None
    short: int | None = None
    hedge: int | None = None
    both: int | None = None


class AdlQuantile(
    Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"adl_quantile": "adlQuantile"}
):
    """Place of positions in the auto-deleveraging queue."""

    symbol: str | None = None
    """Trading symbol."""
    adl_quantile: AdlQuantileValues | None = None


class Income(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"income_type": "incomeType", "tran_id": "tranId", "trade_id": "tradeId"},
):
    """Income records: realized profit, funding, commissions, transfers."""

    symbol: str | None = None
    """Trading symbol."""
    income_type: IncomeType
    """Kind of income."""
    income: Decimal
    """Amount, negative when paid, asset."""
    asset: str
    """Asset."""
    info: str | None = None
    time: int
    """Instant, ms."""
    tran_id: int | None = None
    trade_id: str | None = None
    """Id of the trade."""


class TradingIndicator(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"is_locked": "isLocked", "planned_recover_time": "plannedRecoverTime", "trigger_value": "triggerValue"},
):
    """One quantitative rule and its state."""

    is_locked: bool | None = None
    planned_recover_time: int | None = None
    """In ms since 1970 UTC."""
    indicator: str | None = None
    value: Decimal | None = None
    trigger_value: Decimal | None = None


class TradingStatus(Record, frozen=True, kw_only=True, omit_defaults=True, rename={"update_time": "updateTime"}):
    """Quantitative trading rules and whether they restrict the account."""

    indicators: dict[str, list[TradingIndicator]] | None = None
    update_time: int | None = None
    """Last change, ms."""


class OrderRateLimit(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"rate_limit_type": "rateLimitType", "interval_num": "intervalNum"},
):
    """Order-count limits of the account."""

    rate_limit_type: RateLimitType
    interval: RateLimitInterval
    """Length of a candlestick."""
    interval_num: int
    limit: int
    """Most rows to return."""


class PortfolioMarginAccount(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"max_withdraw_amount_usd": "maxWithdrawAmountUSD", "max_withdraw_amount": "maxWithdrawAmount"},
):
    """Withdrawable amounts of a classic portfolio margin account."""

    max_withdraw_amount_usd: Decimal | None = None
    asset: str | None = None
    """Asset."""
    max_withdraw_amount: Decimal | None = None
    """Amount that can be taken out, asset."""


class DownloadId(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"average_cost_ms": "avgCostTimestampOfLast30d", "download_id": "downloadId"},
):
    """Request a file of all transactions."""

    average_cost_ms: int | None = None
    """Average time such a file took in the last 30 days, ms."""
    download_id: str
    """Id of the requested file."""


class DownloadLink(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={"download_id": "downloadId", "expiration_timestamp": "expirationTimestamp", "is_expired": "isExpired"},
):
    """Link to a requested transaction file."""

    download_id: str | None = None
    """Id of the requested file."""
    status: str | None = None
    """State."""
    url: str | None = None
    notified: bool | None = None
    expiration_timestamp: int | None = None
    """In ms since 1970 UTC."""
    is_expired: str | None = None


class ListenKey(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False, rename={"listen_key": "listenKey"}):
    """Create the listen key of the user-data stream, or extend the active one."""

    listen_key: str
    """Key of the user-data stream; treat it as a secret."""


class SessionStatus(
    Record,
    frozen=True,
    kw_only=True,
    omit_defaults=True,
    gc=False,
    rename={
        "api_key": "apiKey",
        "authorized_since": "authorizedSince",
        "connected_since": "connectedSince",
        "return_rate_limits": "returnRateLimits",
        "server_time": "serverTime",
    },
):
    """State of a WebSocket-API connection."""

    api_key: str | None = None
    authorized_since: int | None = None
    """In ms."""
    connected_since: int | None = None
    """In ms."""
    return_rate_limits: bool | None = None
    server_time: int | None = None
    """Time of the exchange, ms."""


class Empty(Record, frozen=True, kw_only=True, omit_defaults=True, gc=False):
    """An empty answer."""
