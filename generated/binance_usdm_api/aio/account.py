# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Methods of the group account, to be awaited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..operations import account as _operations

if TYPE_CHECKING:
    from .._call import AsyncCall
    from .._options import CallOptions, Instant, Number
    from ..enums import IncomeType, MarginType, PositionSide
    from ..models import (
        AccountBalance,
        AccountConfig,
        AccountInformation,
        AccountInformationV2,
        AdlQuantile,
        CommissionRate,
        Confirmation,
        DownloadId,
        DownloadLink,
        FeeBurn,
        Income,
        LeverageBrackets,
        LeverageChange,
        MultiAssetsMode,
        OrderRateLimit,
        PortfolioMarginAccount,
        PositionInformation,
        PositionInformationV2,
        PositionMarginChange,
        PositionMarginRecord,
        PositionMode,
        SymbolConfig,
        TradingStatus,
    )

__all__ = ["AsyncAccountMethods"]


class AsyncAccountMethods:
    """Account, balances, limits and history.

    Args:
        call: Sends an operation; see ``binance_usdm_api.plain`` or the connector's client.
    """

    __slots__ = ("_call",)

    def __init__(self, call: AsyncCall) -> None:
        self._call = call

    async def account_information(self, *, options: CallOptions | None = None) -> AccountInformation:
        """Balances, margins and positions.

        ``GET /fapi/v3/account``, WebSocket API ``v2/account.status``. Weight: 5.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Account-Information-V3
        """
        return await self._call(_operations.ACCOUNT_INFORMATION, {}, options)

    async def account_information_v2(self, *, options: CallOptions | None = None) -> AccountInformationV2:
        """Balances, margins and positions, second version.

        ``GET /fapi/v2/account``, WebSocket API ``account.status``. Weight: 5.

        Deprecated: Announced for removal 2024-07-24; use the third version.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Account-Information-V2
        """
        return await self._call(_operations.ACCOUNT_INFORMATION_V2, {}, options)

    async def account_balance(self, *, options: CallOptions | None = None) -> list[AccountBalance]:
        """Balance of each asset.

        ``GET /fapi/v3/balance``, WebSocket API ``v2/account.balance``. Weight: 5.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Futures-Account-Balance-V3
        """
        return await self._call(_operations.ACCOUNT_BALANCE, {}, options)

    async def account_balance_v2(self, *, options: CallOptions | None = None) -> list[AccountBalance]:
        """Balance of each asset, second version.

        ``GET /fapi/v2/balance``, WebSocket API ``account.balance``. Weight: 5.

        Deprecated: Announced for removal 2024-07-24; use the third version.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Futures-Account-Balance-V2
        """
        return await self._call(_operations.ACCOUNT_BALANCE_V2, {}, options)

    async def position_information(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> list[PositionInformation]:
        """Positions; only symbols with a position or open orders.

        ``GET /fapi/v3/positionRisk``, WebSocket API ``v2/account.position``. Weight: 5.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Position-Information-V3
        """
        return await self._call(_operations.POSITION_INFORMATION, {"symbol": symbol}, options)

    async def position_information_v2(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> list[PositionInformationV2]:
        """Positions of all symbols, second version.

        ``GET /fapi/v2/positionRisk``, WebSocket API ``account.position``. Weight: 5.

        Deprecated: Announced for removal 2024-07-24; use the third version.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Position-Information-V2
        """
        return await self._call(_operations.POSITION_INFORMATION_V2, {"symbol": symbol}, options)

    async def account_config(self, *, options: CallOptions | None = None) -> AccountConfig:
        """Settings of the account.

        ``GET /fapi/v1/accountConfig``. Weight: 5.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Futures-Account-Configuration
        """
        return await self._call(_operations.ACCOUNT_CONFIG, {}, options)

    async def symbol_config(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> list[SymbolConfig]:
        """Leverage and margin type per symbol.

        ``GET /fapi/v1/symbolConfig``. Weight: 5.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Symbol-Configuration
        """
        return await self._call(_operations.SYMBOL_CONFIG, {"symbol": symbol}, options)

    async def change_leverage(
        self, *, symbol: str, leverage: int, options: CallOptions | None = None
    ) -> LeverageChange:
        """Change the leverage of a symbol.

        ``POST /fapi/v1/leverage``. Weight: 1.

        Args:
            symbol: Trading symbol.
            leverage: Leverage, times, at least 1.
            options: Settings of this call only.

        Raises:
            InvalidRequest: Code -4028, -4161.
            OrderRejected: Code -2027.
            InsufficientFunds: Code -2028.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Initial-Leverage
        """
        return await self._call(_operations.CHANGE_LEVERAGE, {"symbol": symbol, "leverage": leverage}, options)

    async def change_margin_type(
        self,
        *,
        symbol: str,
        margin_type: MarginType | Literal["ISOLATED", "CROSSED"],
        options: CallOptions | None = None,
    ) -> Confirmation:
        """Change a symbol to isolated or cross margin.

        ``POST /fapi/v1/marginType``. Weight: 1.

        Args:
            symbol: Trading symbol.
            margin_type: Isolated or cross.
            options: Settings of this call only.

        Raises:
            InvalidRequest: Code -4046, -4047, -4048, -4067.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Margin-Type
        """
        return await self._call(_operations.CHANGE_MARGIN_TYPE, {"symbol": symbol, "marginType": margin_type}, options)

    async def change_position_margin(
        self,
        *,
        symbol: str,
        amount: Number,
        type: int,
        position_side: PositionSide | Literal["BOTH", "LONG", "SHORT"] | None = None,
        options: CallOptions | None = None,
    ) -> PositionMarginChange:
        """Add or remove margin of an isolated position.

        ``POST /fapi/v1/positionMargin``. Weight: 1.

        Args:
            symbol: Trading symbol.
            amount: Amount, margin asset.
            type: 1 adds margin, 2 removes it, one of 1, 2.
            position_side: BOTH in one-way mode, LONG or SHORT in hedge mode, default BOTH.
            options: Settings of this call only.

        Raises:
            InvalidRequest: Code -4049, -4054, -4055.
            InsufficientFunds: Code -4050, -4051.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Modify-Isolated-Position-Margin
        """
        return await self._call(
            _operations.CHANGE_POSITION_MARGIN,
            {"symbol": symbol, "amount": amount, "type": type, "positionSide": position_side},
            options,
        )

    async def position_margin_history(
        self,
        *,
        symbol: str,
        type: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[PositionMarginRecord]:
        """Changes of the margin of isolated positions.

        ``GET /fapi/v1/positionMargin/history``. Weight: 1.

        History: 30d.

        Args:
            symbol: Trading symbol.
            type: 1 added, 2 removed, one of 1, 2.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 500, default 500.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Get-Position-Margin-Change-History
        """
        return await self._call(
            _operations.POSITION_MARGIN_HISTORY,
            {"symbol": symbol, "type": type, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    async def position_mode(self, *, options: CallOptions | None = None) -> PositionMode:
        """Whether the account is in hedge mode.

        ``GET /fapi/v1/positionSide/dual``. Weight: 30.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Current-Position-Mode
        """
        return await self._call(_operations.POSITION_MODE, {}, options)

    async def change_position_mode(
        self, *, dual_side_position: bool, options: CallOptions | None = None
    ) -> Confirmation:
        """Switch between one-way and hedge mode, for every symbol.

        ``POST /fapi/v1/positionSide/dual``. Weight: 1.

        Args:
            dual_side_position: True in hedge mode.
            options: Settings of this call only.

        Raises:
            InvalidRequest: Code -4059, -4067, -4068, -4531.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Position-Mode
        """
        return await self._call(_operations.CHANGE_POSITION_MODE, {"dualSidePosition": dual_side_position}, options)

    async def multi_assets_mode(self, *, options: CallOptions | None = None) -> MultiAssetsMode:
        """Whether the account is in multi-assets mode.

        ``GET /fapi/v1/multiAssetsMargin``. Weight: 30.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Current-Multi-Assets-Mode
        """
        return await self._call(_operations.MULTI_ASSETS_MODE, {}, options)

    async def change_multi_assets_mode(
        self, *, multi_assets_margin: bool, options: CallOptions | None = None
    ) -> Confirmation:
        """Switch multi-assets mode, for every symbol.

        ``POST /fapi/v1/multiAssetsMargin``. Weight: 1.

        Args:
            multi_assets_margin: True in multi-assets mode.
            options: Settings of this call only.

        Raises:
            InvalidRequest: Code -4171, -4167, -4168, -4170.
            InsufficientFunds: Code -4169, -4172.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Change-Multi-Assets-Mode
        """
        return await self._call(
            _operations.CHANGE_MULTI_ASSETS_MODE, {"multiAssetsMargin": multi_assets_margin}, options
        )

    async def fee_burn_status(self, *, options: CallOptions | None = None) -> FeeBurn:
        """Whether fees are paid in BNB.

        ``GET /fapi/v1/feeBurn``. Weight: 30.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-BNB-Burn-Status
        """
        return await self._call(_operations.FEE_BURN_STATUS, {}, options)

    async def change_fee_burn(self, *, fee_burn: bool, options: CallOptions | None = None) -> Confirmation:
        """Switch paying fees in BNB.

        ``POST /fapi/v1/feeBurn``. Weight: 1.

        Args:
            fee_burn: True when fees are paid in BNB.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Toggle-BNB-Burn-On-Futures-Trade
        """
        return await self._call(_operations.CHANGE_FEE_BURN, {"feeBurn": fee_burn}, options)

    async def commission_rate(self, *, symbol: str, options: CallOptions | None = None) -> CommissionRate:
        """Commission rates of a symbol.

        ``GET /fapi/v1/commissionRate``. Weight: 20.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/User-Commission-Rate
        """
        return await self._call(_operations.COMMISSION_RATE, {"symbol": symbol}, options)

    async def leverage_brackets(
        self, *, symbol: str | None = None, options: CallOptions | None = None
    ) -> list[LeverageBrackets]:
        """Notional and leverage brackets.

        ``GET /fapi/v1/leverageBracket``. Weight: 1.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Notional-And-Leverage-Brackets
        """
        return await self._call(_operations.LEVERAGE_BRACKETS, {"symbol": symbol}, options)

    async def adl_quantile(self, *, symbol: str | None = None, options: CallOptions | None = None) -> list[AdlQuantile]:
        """Place of positions in the auto-deleveraging queue.

        ``GET /fapi/v1/adlQuantile``. Weight: 5.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Position-ADL-Quantile-Estimation
        """
        return await self._call(_operations.ADL_QUANTILE, {"symbol": symbol}, options)

    async def income_history(
        self,
        *,
        symbol: str | None = None,
        income_type: IncomeType
        | Literal[
            "TRANSFER",
            "WELCOME_BONUS",
            "REALIZED_PNL",
            "FUNDING_FEE",
            "COMMISSION",
            "INSURANCE_CLEAR",
            "REFERRAL_KICKBACK",
            "COMMISSION_REBATE",
            "API_REBATE",
            "CONTEST_REWARD",
            "CROSS_COLLATERAL_TRANSFER",
            "OPTIONS_PREMIUM_FEE",
            "OPTIONS_SETTLE_PROFIT",
            "INTERNAL_TRANSFER",
            "AUTO_EXCHANGE",
            "DELIVERED_SETTELMENT",
            "COIN_SWAP_DEPOSIT",
            "COIN_SWAP_WITHDRAW",
            "POSITION_LIMIT_INCREASE_FEE",
            "STRATEGY_UMFUTURES_TRANSFER",
            "FEE_RETURN",
            "BFUSD_REWARD",
            "SPECIAL_FUNDING_FEE",
        ]
        | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[Income]:
        """Income records: realized profit, funding, commissions, transfers.

        ``GET /fapi/v1/income``. Weight: 30.

        History: 3 months.

        Args:
            symbol: Trading symbol.
            income_type: Kind of income.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1000, default 100.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Income-History
        """
        return await self._call(
            _operations.INCOME_HISTORY,
            {"symbol": symbol, "incomeType": income_type, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    async def trading_status(self, *, symbol: str | None = None, options: CallOptions | None = None) -> TradingStatus:
        """Quantitative trading rules and whether they restrict the account.

        ``GET /fapi/v1/apiTradingStatus``. Weight: 1 with symbol, 10 without.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Futures-Trading-Quantitative-Rules-Indicators
        """
        return await self._call(_operations.TRADING_STATUS, {"symbol": symbol}, options)

    async def order_rate_limits(self, *, options: CallOptions | None = None) -> list[OrderRateLimit]:
        """Order-count limits of the account.

        ``GET /fapi/v1/rateLimit/order``. Weight: 1.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Query-User-Rate-Limit
        """
        return await self._call(_operations.ORDER_RATE_LIMITS, {}, options)

    async def portfolio_margin_account(
        self, *, asset: str, options: CallOptions | None = None
    ) -> PortfolioMarginAccount:
        """Withdrawable amounts of a classic portfolio margin account.

        ``GET /fapi/v1/pmAccountInfo``. Weight: 5.

        Args:
            asset: Asset.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Classic-Portfolio-Margin-Account-Information
        """
        return await self._call(_operations.PORTFOLIO_MARGIN_ACCOUNT, {"asset": asset}, options)

    async def sign_tradfi_agreement(self, *, options: CallOptions | None = None) -> Confirmation:
        """Sign the agreement for perpetuals on traditional assets.

        ``POST /fapi/v1/stock/contract``. Weight: 50.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Futures-Tradfi-Perps-Contract
        """
        return await self._call(_operations.SIGN_TRADFI_AGREEMENT, {}, options)

    async def request_transaction_download(
        self, *, start_time: Instant, end_time: Instant, options: CallOptions | None = None
    ) -> DownloadId:
        """Request a file of all transactions.

        ``GET /fapi/v1/income/asyn``. Weight: 1000; one request of the pool transaction_download.

        Args:
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Download-Id-For-Futures-Transaction-History
        """
        return await self._call(
            _operations.REQUEST_TRANSACTION_DOWNLOAD, {"startTime": start_time, "endTime": end_time}, options
        )

    async def transaction_download_link(self, *, download_id: str, options: CallOptions | None = None) -> DownloadLink:
        """Link to a requested transaction file.

        ``GET /fapi/v1/income/asyn/id``. Weight: 10.

        Args:
            download_id: Id of the requested file.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Futures-Transaction-History-Download-Link-by-Id
        """
        return await self._call(_operations.TRANSACTION_DOWNLOAD_LINK, {"downloadId": download_id}, options)

    async def request_order_download(
        self, *, start_time: Instant, end_time: Instant, options: CallOptions | None = None
    ) -> DownloadId:
        """Request a file of all orders.

        ``GET /fapi/v1/order/asyn``. Weight: 1000; one request of the pool order_download.

        Args:
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Download-Id-For-Futures-Order-History
        """
        return await self._call(
            _operations.REQUEST_ORDER_DOWNLOAD, {"startTime": start_time, "endTime": end_time}, options
        )

    async def order_download_link(self, *, download_id: str, options: CallOptions | None = None) -> DownloadLink:
        """Link to a requested order file.

        ``GET /fapi/v1/order/asyn/id``. Weight: 10.

        Args:
            download_id: Id of the requested file.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Futures-Order-History-Download-Link-by-Id
        """
        return await self._call(_operations.ORDER_DOWNLOAD_LINK, {"downloadId": download_id}, options)

    async def request_trade_download(
        self, *, start_time: Instant, end_time: Instant, options: CallOptions | None = None
    ) -> DownloadId:
        """Request a file of all trades.

        ``GET /fapi/v1/trade/asyn``. Weight: 1000; one request of the pool trade_download.

        Args:
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Download-Id-For-Futures-Trade-History
        """
        return await self._call(
            _operations.REQUEST_TRADE_DOWNLOAD, {"startTime": start_time, "endTime": end_time}, options
        )

    async def trade_download_link(self, *, download_id: str, options: CallOptions | None = None) -> DownloadLink:
        """Link to a requested trade file.

        ``GET /fapi/v1/trade/asyn/id``. Weight: 10.

        Args:
            download_id: Id of the requested file.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/account/rest-api/Get-Futures-Trade-Download-Link-by-Id
        """
        return await self._call(_operations.TRADE_DOWNLOAD_LINK, {"downloadId": download_id}, options)
