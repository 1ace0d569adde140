"""The canned answers, the same bytes for every contender and every run.

Shapes are those of the real exchange, values are made up. The weight and order counters in the headers stay low, so no
contender that watches them slows down.
"""

import json
import time

API_KEY = "k" * 64
API_SECRET = "s" * 64
"""Made up; the canned server checks nothing."""

ORDER_ID = 22542179
ROWS = 500
SYMBOLS = 600
OPENED = 1_704_067_200_000
"""Instant of the first candlestick, ms."""
MINUTE = 60_000


def order() -> dict[str, object]:
    """A placed LIMIT order."""
    return {
        "orderId": ORDER_ID,
        "symbol": "BTCUSDT",
        "status": "NEW",
        "clientOrderId": "bench-0000000000000001",
        "price": "60000.00",
        "avgPrice": "0.00",
        "origQty": "0.010",
        "executedQty": "0.000",
        "cumQty": "0.000",
        "cumQuote": "0.00000",
        "timeInForce": "GTC",
        "type": "LIMIT",
        "reduceOnly": False,
        "closePosition": False,
        "side": "BUY",
        "positionSide": "BOTH",
        "stopPrice": "0.00",
        "workingType": "CONTRACT_PRICE",
        "priceProtect": False,
        "origType": "LIMIT",
        "priceMatch": "NONE",
        "selfTradePreventionMode": "EXPIRE_MAKER",
        "goodTillDate": 0,
        "updateTime": OPENED,
    }


def _kline(index: int) -> str:
    opened = OPENED + index * MINUTE
    price = 60_000 + index % 97
    return (
        f'[{opened},"{price}.10","{price + 12}.90","{price - 9}.40","{price + 3}.70",'
        f'"{100 + index % 31}.{index % 1000:03d}",{opened + MINUTE - 1},"{price * 100}.{index % 100_000:05d}",'
        f'{1000 + index},"{50 + index % 17}.{index % 1000:03d}","{price * 50}.{index % 100_000:05d}","0"]'
    )


def _klines(first: int, last: int) -> bytes:
    return respond_with(f"[{','.join(map(_kline, range(first, last)))}]".encode())


def kline_page(query: str) -> bytes:
    """The answer to klines from ``startTime`` on: at most ``limit`` rows, none that opens after ``endTime``."""
    given = {
        name: int(value) for name, _, value in (part.partition("=") for part in query.split("&")) if value.isdigit()
    }
    first = max(0, -(-(given["startTime"] - OPENED) // MINUTE))
    last = first + given.get("limit", ROWS)
    if "endTime" in given:
        last = min(last, (given["endTime"] - OPENED) // MINUTE + 1)
    return _klines(first, last)


def _filters() -> list[dict[str, object]]:
    return [
        {"maxPrice": "4529764.50", "filterType": "PRICE_FILTER", "minPrice": "556.80", "tickSize": "0.10"},
        {"minQty": "0.001", "stepSize": "0.001", "filterType": "LOT_SIZE", "maxQty": "1000.000"},
        {"maxQty": "120.000", "filterType": "MARKET_LOT_SIZE", "minQty": "0.001", "stepSize": "0.001"},
        {"limit": 200, "filterType": "MAX_NUM_ORDERS"},
        {"limit": 10, "filterType": "MAX_NUM_ALGO_ORDERS"},
        {"notional": "100", "filterType": "MIN_NOTIONAL"},
        {
            "multiplierDown": "0.9500",
            "multiplierUp": "1.0500",
            "multiplierDecimal": "4",
            "filterType": "PERCENT_PRICE",
        },
        {"filterType": "POSITION_RISK_CONTROL", "positionControlSide": "NONE"},
    ]


def symbol_name(index: int) -> str:
    """Name of the symbol at that place."""
    return "BTCUSDT" if index == 0 else f"B{index:04d}USDT"


def _symbol(index: int) -> dict[str, object]:
    name = symbol_name(index)
    base = name.removesuffix("USDT")
    return {
        "symbol": name,
        "pair": name,
        "contractType": "PERPETUAL",
        "deliveryDate": 4_133_404_800_000,
        "onboardDate": 1_569_398_400_000,
        "status": "TRADING",
        "maintMarginPercent": "2.5000",
        "requiredMarginPercent": "5.0000",
        "baseAsset": base,
        "quoteAsset": "USDT",
        "marginAsset": "USDT",
        "pricePrecision": 2,
        "quantityPrecision": 3,
        "baseAssetPrecision": 8,
        "quotePrecision": 8,
        "underlyingType": "COIN",
        "underlyingSubType": ["PoW"],
        "triggerProtect": "0.0500",
        "liquidationFee": "0.012500",
        "marketTakeBound": "0.05",
        "maxMoveOrderLimit": 10_000,
        "filters": _filters(),
        "orderTypes": [
            "LIMIT",
            "MARKET",
            "STOP",
            "STOP_MARKET",
            "TAKE_PROFIT",
            "TAKE_PROFIT_MARKET",
            "TRAILING_STOP_MARKET",
        ],
        "timeInForce": ["GTC", "IOC", "FOK", "GTX", "GTD"],
        "permissionSets": ["GRID", "COPY"],
    }


def _exchange_info() -> dict[str, object]:
    return {
        "timezone": "UTC",
        "serverTime": OPENED,
        "futuresType": "U_MARGINED",
        "rateLimits": [
            {"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400},
            {"rateLimitType": "ORDERS", "interval": "MINUTE", "intervalNum": 1, "limit": 1200},
            {"rateLimitType": "ORDERS", "interval": "SECOND", "intervalNum": 10, "limit": 300},
        ],
        "exchangeFilters": [],
        "assets": [
            {"asset": "USDT", "marginAvailable": True, "autoAssetExchange": "-10000"},
            {"asset": "BTC", "marginAvailable": True, "autoAssetExchange": "-0.10000000"},
        ],
        "symbols": [_symbol(index) for index in range(SYMBOLS)],
    }


def respond(payload: object, status: str = "200 OK") -> bytes:
    """A whole HTTP response with `payload` as its JSON body."""
    return respond_with(json.dumps(payload, separators=(",", ":")).encode(), status)


def respond_with(body: bytes, status: str = "200 OK") -> bytes:
    """A whole HTTP response with this body."""
    head = (
        f"HTTP/1.1 {status}\r\n"
        "Content-Type: application/json\r\n"
        f"Content-Length: {len(body)}\r\n"
        "Connection: keep-alive\r\n"
        "Server: canned\r\n"
        "Date: Mon, 01 Jan 2024 00:00:00 GMT\r\n"
        "x-mbx-used-weight-1m: 1\r\n"
        "x-mbx-order-count-10s: 1\r\n"
        "x-mbx-order-count-1m: 1\r\n"
        "x-response-time: 1ms\r\n"
        "\r\n"
    )
    return head.encode() + body


def canned() -> dict[bytes, bytes]:
    """Request line up to the query -> the answer; the server's time is not here because it moves."""
    placed = respond(order())
    return {
        b"POST /fapi/v1/order": placed,
        b"GET /fapi/v1/order": placed,
        b"GET /fapi/v1/klines": _klines(0, ROWS),
        b"GET /fapi/v1/exchangeInfo": respond(_exchange_info()),
        b"GET /fapi/v1/ping": respond({}),
    }


def server_time() -> bytes:
    """The answer of GET /fapi/v1/time, right now."""
    return respond({"serverTime": time.time_ns() // 1_000_000})
