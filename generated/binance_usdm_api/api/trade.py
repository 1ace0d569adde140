# DO NOT EDIT: @generated from spec/ by `binance-usdm-codegen generate` (make generate).
# Catalogue: sha256 290b29b3a15fc77580c094aca2568241973023cd0e1a77cf151401c85c80f746
"""Methods of the group trade."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from ..operations import trade as _operations

if TYPE_CHECKING:
    from .._call import Call
    from .._options import CallOptions, Instant, Number
    from ..enums import (
        AutoCloseType,
        OrderResponseType,
        OrderSide,
        OrderType,
        PlainOrderType,
        PositionSide,
        PriceMatch,
        SelfTradePreventionMode,
        TimeInForce,
        WorkingType,
    )
    from ..models import (
        AccountTrade,
        BatchError,
        Confirmation,
        CountdownCancel,
        ForceOrder,
        ModifiedOrder,
        ModifyOrderItem,
        NewOrderItem,
        Order,
        OrderAck,
        OrderAmendment,
        TestOrderResult,
    )

__all__ = ["TradeMethods"]


class TradeMethods:
    """Orders, positions and own trades.

    Args:
        call: Sends an operation; see ``binance_usdm_api.plain`` or the connector's client.
    """

    __slots__ = ("_call",)

    def __init__(self, call: Call) -> None:
        self._call = call

    def new_order(
        self,
        *,
        symbol: str,
        side: OrderSide | Literal["BUY", "SELL"],
        type: PlainOrderType | Literal["LIMIT", "MARKET"],
        position_side: PositionSide | Literal["BOTH", "LONG", "SHORT"] | None = None,
        time_in_force: TimeInForce | Literal["GTC", "IOC", "FOK", "GTX", "GTD", "RPI"] | None = None,
        reduce_only: bool | None = None,
        quantity: Number | None = None,
        price: Number | None = None,
        new_client_order_id: str | None = None,
        new_order_resp_type: OrderResponseType | Literal["ACK", "RESULT"] | None = None,
        price_match: PriceMatch
        | Literal["OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"]
        | None = None,
        self_trade_prevention_mode: SelfTradePreventionMode
        | Literal["NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"]
        | None = None,
        good_till_date: Instant | None = None,
        options: CallOptions | None = None,
    ) -> OrderAck:
        """Place a LIMIT or MARKET order.

        ``POST /fapi/v1/order``, WebSocket API ``order.place``. Weight: 0; 1 on the order counts.

        Args:
            symbol: Trading symbol.
            side: BUY or SELL.
            type: Type.
            position_side: BOTH in one-way mode, LONG or SHORT in hedge mode, default BOTH.
            time_in_force: How long the order stays.
            reduce_only: Only reduces a position, default false.
            quantity: Quantity, base asset.
            price: Price, quote asset.
            new_client_order_id: Own id of the order, unique among open orders; made for you when absent.
            new_order_resp_type: How much the answer tells, default ACK.
            price_match: Take the price from the book.
            self_trade_prevention_mode: What happens when own orders would match, default EXPIRE_MAKER.
            good_till_date: End of a GTD order, ms, 0 to 253402300799000.
            options: Settings of this call only.

        Raises:
            FilterRejected: Code -1111, -4003, -4014, -4023, -4164.
            UnknownSymbol: Code -1121.
            InsufficientFunds: Code -2019.
            OrderRejected: Code -2021, -4131, -5021.
            ReduceOnlyRejected: Code -2022.
            InvalidRequest: Code -4061, -4120.
            DuplicateClientOrderId: Code -4116.
            PostOnlyRejected: Code -5022.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/New-Order
        """
        return self._call(
            _operations.NEW_ORDER,
            {
                "symbol": symbol,
                "side": side,
                "type": type,
                "positionSide": position_side,
                "timeInForce": time_in_force,
                "reduceOnly": reduce_only,
                "quantity": quantity,
                "price": price,
                "newClientOrderId": new_client_order_id,
                "newOrderRespType": new_order_resp_type,
                "priceMatch": price_match,
                "selfTradePreventionMode": self_trade_prevention_mode,
                "goodTillDate": good_till_date,
            },
            options,
        )

    def test_order(
        self,
        *,
        symbol: str,
        side: OrderSide | Literal["BUY", "SELL"],
        type: OrderType
        | Literal[
            "LIMIT", "MARKET", "STOP", "STOP_MARKET", "TAKE_PROFIT", "TAKE_PROFIT_MARKET", "TRAILING_STOP_MARKET"
        ],
        position_side: PositionSide | Literal["BOTH", "LONG", "SHORT"] | None = None,
        reduce_only: bool | None = None,
        quantity: Number | None = None,
        price: Number | None = None,
        new_client_order_id: str | None = None,
        stop_price: Number | None = None,
        close_position: bool | None = None,
        activation_price: Number | None = None,
        callback_rate: Number | None = None,
        time_in_force: TimeInForce | Literal["GTC", "IOC", "FOK", "GTX", "GTD", "RPI"] | None = None,
        working_type: WorkingType | Literal["MARK_PRICE", "CONTRACT_PRICE"] | None = None,
        price_protect: bool | None = None,
        new_order_resp_type: OrderResponseType | Literal["ACK", "RESULT"] | None = None,
        price_match: PriceMatch
        | Literal["OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"]
        | None = None,
        self_trade_prevention_mode: SelfTradePreventionMode
        | Literal["NONE", "EXPIRE_TAKER", "EXPIRE_MAKER", "EXPIRE_BOTH"]
        | None = None,
        good_till_date: Instant | None = None,
        options: CallOptions | None = None,
    ) -> TestOrderResult:
        """Check an order without placing it.

        ``POST /fapi/v1/order/test``. Weight: 0; 1 on the order counts.

        Args:
            symbol: Trading symbol.
            side: BUY or SELL.
            type: Type.
            position_side: BOTH in one-way mode, LONG or SHORT in hedge mode, default BOTH.
            reduce_only: Only reduces a position, default false.
            quantity: Quantity, base asset.
            price: Price, quote asset.
            new_client_order_id: Own id of the order, unique among open orders; made for you when absent.
            stop_price: Trigger price, quote asset.
            close_position: Closes the whole position when triggered.
            activation_price: Price that arms a trailing stop, quote asset.
            callback_rate: Distance of a trailing stop, percent, 0.1 to 20.
            time_in_force: How long the order stays.
            working_type: Price that triggers, default CONTRACT_PRICE.
            price_protect: Refuse the trigger when mark and last price differ too much, default false.
            new_order_resp_type: How much the answer tells, default ACK.
            price_match: Take the price from the book.
            self_trade_prevention_mode: What happens when own orders would match, default NONE.
            good_till_date: End of a GTD order, ms, 0 to 253402300799000.
            options: Settings of this call only.

        Raises:
            FilterRejected: Code -1111, -4003, -4014, -4023, -4164.
            UnknownSymbol: Code -1121.
            InsufficientFunds: Code -2019.
            OrderRejected: Code -2021, -4131, -5021.
            ReduceOnlyRejected: Code -2022.
            InvalidRequest: Code -4061, -4120.
            DuplicateClientOrderId: Code -4116.
            PostOnlyRejected: Code -5022.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Test-Order
        """
        return self._call(
            _operations.TEST_ORDER,
            {
                "symbol": symbol,
                "side": side,
                "type": type,
                "positionSide": position_side,
                "reduceOnly": reduce_only,
                "quantity": quantity,
                "price": price,
                "newClientOrderId": new_client_order_id,
                "stopPrice": stop_price,
                "closePosition": close_position,
                "activationPrice": activation_price,
                "callbackRate": callback_rate,
                "timeInForce": time_in_force,
                "workingType": working_type,
                "priceProtect": price_protect,
                "newOrderRespType": new_order_resp_type,
                "priceMatch": price_match,
                "selfTradePreventionMode": self_trade_prevention_mode,
                "goodTillDate": good_till_date,
            },
            options,
        )

    def modify_order(
        self,
        *,
        symbol: str,
        side: OrderSide | Literal["BUY", "SELL"],
        quantity: Number,
        price: Number,
        order_id: int | None = None,
        orig_client_order_id: str | None = None,
        price_match: PriceMatch
        | Literal["OPPONENT", "OPPONENT_5", "OPPONENT_10", "OPPONENT_20", "QUEUE", "QUEUE_5", "QUEUE_10", "QUEUE_20"]
        | None = None,
        modify_id: int | None = None,
        reduce_only: bool | None = None,
        options: CallOptions | None = None,
    ) -> ModifiedOrder:
        """Change price or quantity of an open LIMIT order.

        ``PUT /fapi/v1/order``, WebSocket API ``order.modify``. Weight: 0; 1 on the order counts.

        Args:
            symbol: Trading symbol.
            side: BUY or SELL.
            quantity: Quantity, base asset.
            price: Price, quote asset.
            order_id: The exchange's id of the order.
            orig_client_order_id: Own id of the order.
            price_match: Take the price from the book.
            modify_id: See the source page.
            reduce_only: Only reduces a position.
            options: Settings of this call only.

        Raises:
            FilterRejected: Code -1111, -5029.
            NotFound: Code -2013.
            Overloaded: Code -4117, -5043.
            InvalidRequest: Code -5025, -5027, -5047.
            OrderRejected: Code -5026.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Modify-Order
        """
        return self._call(
            _operations.MODIFY_ORDER,
            {
                "symbol": symbol,
                "side": side,
                "quantity": quantity,
                "price": price,
                "orderId": order_id,
                "origClientOrderId": orig_client_order_id,
                "priceMatch": price_match,
                "modifyId": modify_id,
                "reduceOnly": reduce_only,
            },
            options,
        )

    def cancel_order(
        self,
        *,
        symbol: str,
        order_id: int | None = None,
        orig_client_order_id: str | None = None,
        options: CallOptions | None = None,
    ) -> OrderAck:
        """Cancel an open order.

        ``DELETE /fapi/v1/order``, WebSocket API ``order.cancel``. Weight: 1.

        Args:
            symbol: Trading symbol.
            order_id: The exchange's id of the order.
            orig_client_order_id: Own id of the order.
            options: Settings of this call only.

        Raises:
            NotFound: Code -2011.
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Cancel-Order
        """
        return self._call(
            _operations.CANCEL_ORDER,
            {"symbol": symbol, "orderId": order_id, "origClientOrderId": orig_client_order_id},
            options,
        )

    def query_order(
        self,
        *,
        symbol: str,
        order_id: int | None = None,
        orig_client_order_id: str | None = None,
        options: CallOptions | None = None,
    ) -> Order:
        """One order, open or closed.

        ``GET /fapi/v1/order``, WebSocket API ``order.status``. Weight: 1.

        History: unfilled cancelled or expired orders 3d, any order 90d.

        Args:
            symbol: Trading symbol.
            order_id: The exchange's id of the order.
            orig_client_order_id: Own id of the order.
            options: Settings of this call only.

        Raises:
            NotFound: Code -2013.
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-Order
        """
        return self._call(
            _operations.QUERY_ORDER,
            {"symbol": symbol, "orderId": order_id, "origClientOrderId": orig_client_order_id},
            options,
        )

    def query_open_order(
        self,
        *,
        symbol: str,
        order_id: int | None = None,
        orig_client_order_id: str | None = None,
        options: CallOptions | None = None,
    ) -> Order:
        """One open order.

        ``GET /fapi/v1/openOrder``. Weight: 1.

        Args:
            symbol: Trading symbol.
            order_id: The exchange's id of the order.
            orig_client_order_id: Own id of the order.
            options: Settings of this call only.

        Raises:
            NotFound: Code -2013.
            UnknownSymbol: Code -1121.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Query-Current-Open-Order
        """
        return self._call(
            _operations.QUERY_OPEN_ORDER,
            {"symbol": symbol, "orderId": order_id, "origClientOrderId": orig_client_order_id},
            options,
        )

    def open_orders(self, *, symbol: str | None = None, options: CallOptions | None = None) -> list[Order]:
        """All open orders, of one symbol or all.

        ``GET /fapi/v1/openOrders``. Weight: 1 with symbol, 40 without.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Current-All-Open-Orders
        """
        return self._call(_operations.OPEN_ORDERS, {"symbol": symbol}, options)

    def all_orders(
        self,
        *,
        symbol: str | None = None,
        order_id: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[Order]:
        """Orders of any status.

        ``GET /fapi/v1/allOrders``. Weight: 5.

        History: unfilled cancelled or expired orders 3d, any order 90d.

        Args:
            symbol: Trading symbol.
            order_id: The exchange's id of the order.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 1000, default 500.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/All-Orders
        """
        return self._call(
            _operations.ALL_ORDERS,
            {"symbol": symbol, "orderId": order_id, "startTime": start_time, "endTime": end_time, "limit": limit},
            options,
        )

    def cancel_all_open_orders(self, *, symbol: str, options: CallOptions | None = None) -> Confirmation:
        """Cancel all open orders of a symbol; conditional orders have their own operation.

        ``DELETE /fapi/v1/allOpenOrders``. Weight: 1.

        Args:
            symbol: Trading symbol.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Cancel-All-Open-Orders
        """
        return self._call(_operations.CANCEL_ALL_OPEN_ORDERS, {"symbol": symbol}, options)

    def countdown_cancel_all(
        self, *, symbol: str, countdown_time: int, options: CallOptions | None = None
    ) -> CountdownCancel:
        """Cancel all open orders of a symbol when the countdown ends; the dead-man switch.

        ``POST /fapi/v1/countdownCancelAll``. Weight: 10.

        Args:
            symbol: Trading symbol.
            countdown_time: Time until all orders are cancelled; 0 disarms, ms.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Auto-Cancel-All-Open-Orders
        """
        return self._call(
            _operations.COUNTDOWN_CANCEL_ALL, {"symbol": symbol, "countdownTime": countdown_time}, options
        )

    def place_batch_orders(
        self, *, batch_orders: Sequence[NewOrderItem | Mapping[str, object]], options: CallOptions | None = None
    ) -> list[OrderAck | BatchError]:
        """Place up to 5 orders.

        ``POST /fapi/v1/batchOrders``. Weight: 5; 5 on the order counts.

        Args:
            batch_orders: The orders, mappings or models, at most 5.
            options: Settings of this call only.

        Raises:
            FilterRejected: Code -1111, -4164.
            UnknownSymbol: Code -1121.
            InsufficientFunds: Code -2019.
            InvalidRequest: Code -4082, -4120.
            OrderRejected: Code -4083.
            DuplicateClientOrderId: Code -4116.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Place-Multiple-Orders
        """
        return self._call(_operations.PLACE_BATCH_ORDERS, {"batchOrders": batch_orders}, options)

    def modify_batch_orders(
        self, *, batch_orders: Sequence[ModifyOrderItem | Mapping[str, object]], options: CallOptions | None = None
    ) -> list[ModifiedOrder | BatchError]:
        """Change up to 5 orders.

        ``PUT /fapi/v1/batchOrders``. Weight: 5; 5 on the order counts.

        Args:
            batch_orders: The orders, mappings or models, at most 5.
            options: Settings of this call only.

        Raises:
            NotFound: Code -2013.
            InvalidRequest: Code -4082, -5025, -5027.
            OrderRejected: Code -5026.
            Overloaded: Code -5043.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Modify-Multiple-Orders
        """
        return self._call(_operations.MODIFY_BATCH_ORDERS, {"batchOrders": batch_orders}, options)

    def cancel_batch_orders(
        self,
        *,
        symbol: str,
        order_id_list: Sequence[int] | None = None,
        orig_client_order_id_list: Sequence[str] | None = None,
        options: CallOptions | None = None,
    ) -> list[OrderAck | BatchError]:
        """Cancel up to 10 orders of a symbol.

        ``DELETE /fapi/v1/batchOrders``. Weight: 1.

        Args:
            symbol: Trading symbol.
            order_id_list: Ids of the orders, at most 10.
            orig_client_order_id_list: Own ids of the orders, at most 10.
            options: Settings of this call only.

        Raises:
            NotFound: Code -2011.
            InvalidRequest: Code -4032.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Cancel-Multiple-Orders
        """
        return self._call(
            _operations.CANCEL_BATCH_ORDERS,
            {"symbol": symbol, "orderIdList": order_id_list, "origClientOrderIdList": orig_client_order_id_list},
            options,
        )

    def order_amendments(
        self,
        *,
        symbol: str,
        order_id: int | None = None,
        orig_client_order_id: str | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[OrderAmendment]:
        """Changes made to an order.

        ``GET /fapi/v1/orderAmendment``. Weight: 1.

        History: 3 months.

        Args:
            symbol: Trading symbol.
            order_id: The exchange's id of the order.
            orig_client_order_id: Own id of the order.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 100, default 50.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Get-Order-Modify-History
        """
        return self._call(
            _operations.ORDER_AMENDMENTS,
            {
                "symbol": symbol,
                "orderId": order_id,
                "origClientOrderId": orig_client_order_id,
                "startTime": start_time,
                "endTime": end_time,
                "limit": limit,
            },
            options,
        )

    def account_trades(
        self,
        *,
        symbol: str,
        order_id: int | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        from_id: int | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[AccountTrade]:
        """Own trades of a symbol.

        ``GET /fapi/v1/userTrades``. Weight: 5.

        History: 3 months.

        Args:
            symbol: Trading symbol.
            order_id: The exchange's id of the order.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            from_id: First id to return.
            limit: Most rows to return, 1 to 1000, default 500.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Account-Trade-List
        """
        return self._call(
            _operations.ACCOUNT_TRADES,
            {
                "symbol": symbol,
                "orderId": order_id,
                "startTime": start_time,
                "endTime": end_time,
                "fromId": from_id,
                "limit": limit,
            },
            options,
        )

    def force_orders(
        self,
        *,
        symbol: str | None = None,
        auto_close_type: AutoCloseType | Literal["LIQUIDATION", "ADL"] | None = None,
        start_time: Instant | None = None,
        end_time: Instant | None = None,
        limit: int | None = None,
        options: CallOptions | None = None,
    ) -> list[ForceOrder]:
        """Own liquidation and auto-deleveraging orders.

        ``GET /fapi/v1/forceOrders``. Weight: 20 with symbol, 50 without.

        Args:
            symbol: Trading symbol.
            auto_close_type: See the source page.
            start_time: From, inclusive, ms.
            end_time: To, inclusive, ms.
            limit: Most rows to return, 1 to 100, default 50.
            options: Settings of this call only.

        Source: https://developers.binance.com/docs/derivatives/usds-margined-futures/trade/rest-api/Users-Force-Orders
        """
        return self._call(
            _operations.FORCE_ORDERS,
            {
                "symbol": symbol,
                "autoCloseType": auto_close_type,
                "startTime": start_time,
                "endTime": end_time,
                "limit": limit,
            },
            options,
        )
