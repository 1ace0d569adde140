# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Methods of the group algo."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from ..operations import algo as _operations

if TYPE_CHECKING:
    from .._call import Call
    from .._options import CallOptions, Instant, Number
    from ..enums import (
        AlgoOrderType,
        AlgoTimeInForce,
        AlgoType,
        OrderResponseType,
        OrderSide,
        PositionSide,
        PriceMatch,
        SelfTradePreventionMode,
        WorkingType,
    )
    from ..models import AlgoCancel, AlgoOrder, AlgoOrderAck, Confirmation

__all__ = ["AlgoMethods"]


class AlgoMethods:
    """Conditional orders.

    Args:
        call: Sends an operation; see ``binance_usdm_api.plain`` or the connector's client.
    """

    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        self._call = call

    def new_algo_order(
        self,
        *,
        algo_type: AlgoType | Literal["CONDITIONAL"],
        symbol: str,
        side: OrderSide | Literal["BUY", "SELL"],
        type: AlgoOrderType
        | Literal["STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"],
        position_side: PositionSide | Literal["BOTH", "LONG", "SHORT"] | None = None,
        time_in_force: AlgoTimeInForce | Literal["GTC", "IOC", "FOK", "GTX", "GTD"] | None = None,
        quantity: Number | None = None,
        price: Number | None = None,
        trigger_price: Number | None = None,
        working_type: WorkingType | Literal["MARK_PRICE", "CONTRACT_PRICE"] | None = None,
        price_match: PriceMatch
        | Literal["OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"]
        | None = None,
        close_position: bool | None = None,
        price_protect: bool | None = None,
        reduce_only: bool | None = None,
        activate_price: Number | None = None,
        callback_rate: Number | None = None,
        client_algo_id: str | None = None,
        new_order_resp_type: OrderResponseType | Literal["ACK", "RESULT"] | None = None,
        self_trade_prevention_mode: SelfTradePreventionMode
        | Literal["NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"]
        | None = None,
        good_till_date: Instant | None = None,
        options: CallOptions | None = None,
    ) -> AlgoOrderAck:
        """Place a conditional order.

        ``POST /fapi/v1/algoOrder``, WebSocket API ``algoOrder.place``. Weight: 0; 1 on the order counts.

        Args:
            algo_type: See the source page.
            symbol: Trading symbol.
            side: BUY or SELL.
            type: Type.
            position_side: BOTH in one-way mode, LONG or SHORT in hedge mode, default BOTH.
            time_in_force: How long the order stays, default GTC.
            quantity: Quantity, base asset.
            price: Price, quote asset.
            trigger_price: Trigger price, quote asset.
            working_type: Price that triggers, default CONTRACT_PRICE.
            price_match: Take the price from the book.
            close_position: Closes the whole position when triggered.
            price_protect: Refuse the trigger when mark and last price differ too much, default false.
            reduce_only: Only reduces a position, default false.
            activate_price: Price that arms a trailing stop, quote asset.
            callback_rate: Distance of a trailing stop, percent, 0.1 to 20.
            client_algo_id: Own id of the conditional order.
            new_order_resp_type: How much the answer tells, default ACK.
            self_trade_prevention_mode: What happens when own orders would match, default NONE.
            good_till_date: End of a GTD order, ms, 0 to 253402300799000.
            options: Settings of this call only.

        Raises:
            FilterRejected: Code -1111.
            UnknownSymbol: Code -1121.
            OrderRejected: Code -2021, -4045, -4130, -4142, -4509.
            ReduceOnlyRejected: Code -2022.
            DuplicateClientOrderId: Code -4116.
            InvalidRequest: Code -4136, -4137.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Algo-Order
        """
        return self._call(
            _operations.NEW_ALGO_ORDER,
            {
                "algoType": algo_type,
                "symbol": symbol,
                "side": side,
                "type": type,
                "positionSide": position_side,
                "timeInForce": time_in_force,
                "quantity": quantity,
                "price": price,
                "triggerPrice": trigger_price,
                "workingType": working_type,
                "priceMatch": price_match,
                "closePosition": close_position,
                "priceProtect": price_protect,
                "reduceOnly": reduce_only,
                "activatePrice": activate_price,
                "callbackRate": callback_rate,
                "clientAlgoId": client_algo_id,
                "newOrderRespType": new_order_resp_type,
                "selfTradePreventionMode": self_trade_prevention_mode,
                "goodTillDate": good_till_date,
            },
            options,
        )

    def cancel_algo_order(
        self, *, algo_id: int | None = None, client_algo_id: str | None = None, options: CallOptions | None = None
    ) -> AlgoCancel:
        """Cancel a conditional order.

        ``DELETE /fapi/v1/algoOrder``, WebSocket API ``algoOrder.cancel``. Weight: 1.

        Args:
            algo_id: The exchange's id of the conditional order.
            client_algo_id: Own id of the conditional order.
            options: Settings of this call only.

        Raises:
            NotFound: Code -2011.
            Overloaded: Code -4117.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Cancel-Algo-Order
        """
        return self._call(_operations.CANCEL_ALGO_ORDER, {"algoId": algo_id, "clientAlgoId": client_algo_id}, options)

    def cancel_all_algo_open_orders(self, *, symbol: str, options: CallOptions | None = None) -> Confirmation:
        """Cancel all open conditional orders of a symbol.

        ``DELETE /fapi/v1/algoOpenOrders``. Weight: 1.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Cancel-All-Algo-Open-Orders
        """
        return self._call(_operations.CANCEL_ALL_ALGO_OPEN_ORDERS, {"symbol": symbol}, options)

    def query_algo_order(
        self, *, algo_id: int | None = None, client_algo_id: str | None = None, options: CallOptions | None = None
    ) -> AlgoOrder:
        """One conditional order.

        ``GET /fapi/v1/algoOrder``. Weight: 1.

        History: unfilled cancelled or expired orders 3d, any order 90d.

        Args:
            algo_id: The exchange's id of the conditional order.
            client_algo_id: Own id of the conditional order.
            options: Settings of this call only.

        Raises:
            NotFound: Code -2013.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-Algo-Order
        """
        return self._call(_operations.QUERY_ALGO_ORDER, {"algoId": algo_id, "clientAlgoId": client_algo_id}, options)

    def open_algo_orders(
        self,
        *,
        algo_type: AlgoType | Literal["CONDITIONAL"] | None = None,
        symbol: str | None = None,
        algo_id: int | None = None,
        options: CallOptions | None = None,
    ) -> list[AlgoOrder]:
        """All open conditional orders.

        ``GET /fapi/v1/openAlgoOrders``. Weight: 1 with symbol, 40 without.

        Args:
            algo_type: See the source page.
            symbol: Trading symbol.
            algo_id: The exchange's id of the conditional order.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Current-All-Algo-Open-Orders
        """
        return self._call(
            _operations.OPEN_ALGO_ORDERS, {"algoType": algo_type, "symbol": symbol, "algoId": algo_id}, options
        )

    def all_algo_orders(
        self,
        *,
        symbol: str,
        algo_id: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[AlgoOrder]:
        """Conditional orders of any status.

        ``GET /fapi/v1/allAlgoOrders``. Weight: 5.

        History: unfilled cancelled or expired orders 3d, any order 90d.

        Args:
            symbol: Trading symbol.
            algo_id: The exchange's id of the conditional order.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1000, default 500.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-All-Algo-Orders
        """
        return self._call(
            _operations.ALL_ALGO_ORDERS,
            {"symbol": symbol, "algoId": algo_id, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )
