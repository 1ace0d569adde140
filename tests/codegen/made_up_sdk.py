"""A made-up client library laid out like the official one, which describes the sample catalogue; it cannot be run."""

from __future__ import annotations

from pathlib import Path

from binance_usdm_codegen._drift_sdk import PACKAGE

# Reading must not run it.
_HEAD = 'raise SystemExit("this file was run")\n\n\nclass Calls:\n    def __init__(self, session): ...\n'

_STEPS = """Weight: by parameter
    | LIMIT | weight |
    | ----- | ------ |
    | [1,100) | 1 |
    | [100, 1000] | 5 |"""
_VALUES = "Weight: by limit:\n    | Limit | Weight |\n    | - | - |\n    | 5, 10 | 2 |\n    | 100 | 5 |"
_PRESENCE = "Weight: **1** for a single symbol;\n    **2** when the symbol parameter is omitted"
_ORDERS = "Weight: 1 on 10s order rate limit(X-A);\n    1 on 1min order rate limit(X-B);\n    0 on IP rate limit(x-c)"
_LIMIT = "Weight(IP): 0\n\n    Notes:\n    - IP rate limit 1 requests/month"
_ORDER = "symbol, side, type, quantity=None, price=None, reduce_only=None, new_client_order_id=None, good_till=None"

_REST = (
    ("ping", "", "GET /v1/ping", "NONE", "Weight(IP): 1"),
    ("candles", "symbol, interval, start_time=None, end_time=None, limit=None", "GET /v1/candles", "NONE", _STEPS),
    ("book", "symbol, limit=None", "GET /v1/book", "MARKET_DATA", _VALUES),
    ("price", "symbol=None", "GET /v1/price", "NONE", _PRESENCE),
    ("trading_rules", "", "GET /v1/rules", "NONE", _LIMIT),
    ("new_order", f"{_ORDER}, recv_window=None", "POST /v1/order", "TRADE", _ORDERS),
    ("place_batch", "batch, recv_window=None", "POST /v1/batch", "TRADE", "Weight: 5"),
    ("cancel_batch", "symbol, ids=None, names=None", "DELETE /v1/batch", "TRADE", "Weight: 1(IP)"),
    (
        "query_order", "order_id=None, new_client_order_id=None, *, recv_window=None", "GET /v1/order",
        "USER_DATA", "No cost is stated.",
    ),
    ("start", "", "POST /v1/listen", "USER_STREAM", "Weight(IP): 1"),
)  # fmt: skip
_WS_API = (
    ("book", "symbol, id=None, limit=None", "book", "MARKET_DATA", _VALUES),
    ("new_order", f"{_ORDER}, id=None, recv_window=None", "order.place", "TRADE", _ORDERS),
    ("status", "id=None", "session.status", "NONE", "Weight(IP): 2"),
)
_STREAMS = (
    ("trades", "symbol, id=None, speed=None", "<symbol>@trade@<speed>", "public"),
    ("tickers", "id=None", "!ticker@arr", "market"),
)


def sdk_tree(folder: Path) -> Path:
    """Write the library into a folder and return the folder."""
    package = folder / PACKAGE
    rest = "".join(_rest(*row) for row in _REST)
    ws_api = "".join(_ws_api(*row) for row in _WS_API)
    streams = "".join(_stream(*row) for row in _STREAMS)
    for name, text in (("rest_api/api", rest), ("websocket_api/api", ws_api), ("websocket_streams/streams", streams)):
        (package / name).mkdir(parents=True)
        (package / name / "calls.py").write_text(_HEAD + text, encoding="utf-8")
    info = folder / f"{PACKAGE}-7.8.9.dist-info"
    info.mkdir()
    (info / "METADATA").write_text("Metadata-Version: 2.4\nVersion: 7.8.9\n", encoding="utf-8")
    (package / "__init__.py").write_text(_HEAD, encoding="utf-8")
    return folder


def edited(folder: Path, part: str, old: str, new: str) -> None:
    """Replace a text in one part of the library."""
    [path] = (folder / PACKAGE / part).glob("*/calls.py")
    text = path.read_text(encoding="utf-8")
    assert old in text, f"{part} has no {old!r}"
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def _doc(name: str, security: str, cost: str) -> str:
    stated = "" if security == "NONE" else f"\n    Security Type: {security}\n"
    return f'        """\n    {name}\n\n    {cost}\n{stated}\n    Args:\n    """\n'


def _head(name: str, arguments: str) -> str:
    return f"\n    def {name}(self{', ' if arguments else ''}{arguments}):\n"


def _rest(name: str, arguments: str, address: str, security: str, cost: str) -> str:
    method, path = address.split()
    signed = ", is_signed=True" if security in ("TRADE", "USER_DATA") else ""
    send = f'        return send(self.session, method="{method}", path="{path}"{signed})\n'
    return _head(name, arguments) + _doc(name, security, cost) + send


def _ws_api(name: str, arguments: str, method: str, security: str, cost: str) -> str:
    send = "send_signed_message" if security in ("TRADE", "USER_DATA") else "send_message"
    body = f'        return self.socket.{send}({{"method": "/{method}".replace("/", "", 1), "params": {{}}}})\n'
    return _head(name, arguments).replace("def", "async def") + _doc(name, security, cost) + body


def _stream(name: str, arguments: str, pattern: str, route: str) -> str:
    body = (
        f'        return Stream(ws_streams_placeholder("/{pattern}".replace("/", "", 1), {{}}), stream_url="{route}")\n'
    )
    return _head(name, arguments) + f'        """{name}"""\n' + body
