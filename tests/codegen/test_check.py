"""C1: a broken catalogue is reported whole, each mistake with file, line, field and what is allowed."""

from __future__ import annotations

from pathlib import Path

import pytest
from binance_usdm_codegen.cli import main

from tests.codegen.sample_catalogue import SAMPLE, SPEC, broken, line_of, mistakes_of

# file, what is replaced, by what, what the report must say (from the field on)
BROKEN = [
    ("operations/market.yaml", "  page: Ping", "  pagee: Ping", "ping.pagee: unknown key 'pagee' (did you mean page?)"),
    ("operations/market.yaml", "  page: Ping", "  page: Ping\n  page: Pong", "page: duplicate key, first on line 3"),
    ("operations/trade.yaml", "stop: true", "stop: yes", "yes: looks like a boolean; allowed: true or false"),
    ("operations/trade.yaml", "stop: true", "stop: 1", "cancel_batch.stop: is '1', not a boolean; allowed: true or false"),
    ("models/market.yaml", "open: Decimal", "open: Decimall", "Candle.open: unknown type 'Decimall' (did you mean Decimal?)"),
    ("models/market.yaml", "open: Decimal", "open: 'list[Decimal'", "Candle.fields.open.type: 'list[Decimal' is no type"),
    ("models/market.yaml", "list[SymbolFilter]", "list[SizeFilter]", "SymbolFilter: is used by nothing"),
    ("models/market.yaml", "mode: Mode\n", "mode: Side\n", "Mode: is used by nothing"),
    ("models/market.yaml", "mode: ONE", "mode: THREE", "Rules.example: does not decode: $.mode holds 'THREE'"),
    ("models/market.yaml", "minQty: '1', stepSize: '1'}]", "minQty: x, stepSize: '1'}]", "$.filters[0].minQty holds 'x'"),
    ("models/market.yaml", "extra: {b: 1}", "extraa: {b: 1}", "does not decode: $.extraa is no field of the model"),
    ("models/market.yaml", "[SizeFilter, CountFilter]", "[SizeFilter, Price]", "Price is of kind object"),
    ("models/market.yaml", "value: COUNT", "value: SIZE", "SizeFilter share a tag"),
    ("models/market.yaml", "optional: true}\n", "optional: true}\n    last: Int\n", "stands behind an optional position"),
    ("models/order.yaml", "extends: Base", "extends: Bass", "Order.extends: unknown model 'Bass' (did you mean Base?)"),
    ("models/order.yaml", "extends: Base", "extends: Order", "Order.extends: leads back to itself"),
    ("models/order.yaml", "    side: Side\n", "    side: Side\n    symboL: {type: Int, name: symbol}\n", "symbol is also the name of"),
    ("models/order.yaml", "    side: Side\n", "    side: Side\n    x: {type: Int, name: class}\n", "gives the Python name 'class'"),
    ("models/stream.yaml", "  example: {e: ticker, c: '1'}\n", "", "TickerEvent.example: is missing"),
    ("enums.yaml", "1m: {name: MINUTE_1}", "1m: {}", "'1m' is no usable member name"),
    ("enums.yaml", "MONTH_1", "MINUTE_1", "MINUTE_1 is also the name of '1m'"),
    ("enums.yaml", "  summary: Direction of an order.\n", "", "Side.summary: is missing"),
    ("operations/market.yaml", "  retry: {class: safe}\n", "", "ping.retry: is missing"),
    ("operations/market.yaml", "retry: {class: safe}", "retry: {class: sometimes}", "ping.retry.class: unknown value 'sometimes'"),
    ("operations/trade.yaml", ", query: query_order", "", "new_order.retry.query: is missing"),
    ("operations/trade.yaml", "query: query_order", "query: query_orders", "unknown operation 'query_orders' (did you mean query_order?)"),
    ("operations/trade.yaml", "by: [newClientOrderId]", "by: [clientId]", "new_order.retry.by: unknown parameter 'clientId'"),
    ("operations/market.yaml", "from: 100, to: 1000", "from: 101, to: 1000", "leaves a gap between 99 and 101"),
    ("operations/market.yaml", "from: 100, to: 1000", "from: 99, to: 1000", "overlaps the step that ends at 99"),
    ("operations/market.yaml", "from: 100, to: 1000", "from: 100, to: 999", "candles.weight.steps: end at 999; allowed: max of limit: 1000"),
    ("operations/market.yaml", "from: 1, to: 99", "from: 2, to: 99", "candles.weight.steps: start at 2; allowed: min of limit: 1"),
    ("operations/market.yaml", "default: 500, min", "default: 5000, min", "candles.params.limit.default: 5000 is out of bounds"),
    ("operations/market.yaml", "{values: [100], ip: 5}", "{values: [50], ip: 5}", "covers [5, 10, 50]"),
    ("operations/market.yaml", "{by_presence: symbol", "{by_presence: symbo", "price.weight: unknown parameter 'symbo'"),
    ("operations/market.yaml", "pool: slow", "pool: slowly", "rules.weight.pool: unknown pool 'slowly' (did you mean slow?)"),
    ("operations/market.yaml", "path: /v1/candles", "path: /v1/ping", "GET /v1/ping belongs to ping"),
    ("operations/market.yaml", "path: /v1/ping", "path: v1/ping", "'v1/ping' does not start at the root"),
    ("operations/market.yaml", "method: GET, path: /v1/ping", "method: FETCH, path: /v1/ping", "unknown value 'FETCH'"),
    ("operations/market.yaml", "window: [startTime, endTime]", "window: [startTime, endTim]", "candles.rules.window: unknown parameter 'endTim'"),
    ("operations/market.yaml", "max: 7d", "max: a week", "'a week' is no duration"),
    ("operations/market.yaml", "result: list[Candle]", "result: set[Candle]", "'set[Candle]' is no result"),
    ("operations/market.yaml", "result: list[Candle]", "result: list[Candles]", "unknown model 'Candles' (did you mean Candle?)"),
    ("operations/market.yaml", "  when: symbol\n", "", "price.when: unknown parameter 'None'"),
    ("operations/market.yaml", "key: open_time", "key: opentime", "unknown field of Candle 'opentime' (did you mean open_time?)"),
    ("operations/market.yaml", "errors: [-1121]", "errors: [-1122]", "candles.errors: unknown error code '-1122'"),
    ("operations/trade.yaml", "goodTill: Ms", "timestamp: Ms", "timestamp: is added by the generator"),
    ("operations/trade.yaml", "price: {type: Decimal", "options: {type: Decimal", "the Python name options is taken"),
    ("operations/trade.yaml", "{type: Bool, default: false}", "{type: Bool, default: never}", "is 'never'; allowed: true or false"),
    ("operations/trade.yaml", "{type: Bool, default: false}", "{type: Side, default: BUYY}", "unknown member of Side 'BUYY' (did you mean BUY?)"),
    ("operations/trade.yaml", "'[a-z]{1,10}'", "'[a-z'", "pattern: is no regular expression"),
    ("operations/trade.yaml", "'list[NewItem]'", "'list[Order]'", "list[Order] cannot be sent"),
    ("operations/trade.yaml", "types: new_order", "types: new_orders", "unknown table 'new_orders' (did you mean new_order?)"),
    ("streams/market.yaml", "<symbol>@trade", "<symbols>@trade", "unknown parameter 'symbols' (did you mean symbol?)"),
    ("streams/market.yaml", "    speed: Speed\n", "    speed: Speed\n    size: Int\n", "trade.params.size: has no placeholder"),
    ("streams/market.yaml", "    speed: Speed", "    speed: {type: Speed, required: true}", "<speed> stands in the optional part"),
    ("streams/market.yaml", "default_ms: 250", "default_ms: 300", "trade.default_ms: is 300; allowed: one of [250, 100]"),
    ("streams/market.yaml", "event: TradeEvent", "event: TradesEvent", "unknown model 'TradesEvent' (did you mean TradeEvent?)"),
    ("streams/market.yaml", "[ticker, tickerTwo]", "[ticker, trade]", "trade decodes to TradeEvent elsewhere"),
    ("streams/user.yaml", "event: OrderEvent", "event: OrdersEvent", "unknown model 'OrdersEvent' (did you mean OrderEvent?)"),
    ("errors.yaml", "class: UnknownSymbol", "class: UnknownSymbl", "unknown error class 'UnknownSymbl' (did you mean UnknownSymbol?)"),
    ("errors.yaml", "name: BAD_SYMBOL, category: invalid_request", "name: BAD_SYMBOL, category: invalid", "unknown category 'invalid'"),
    ("errors.yaml", "outcome: refused, retry: true", "outcome: maybe, retry: true", "unknown value 'maybe'"),
    ("service.yaml", "interval: 1M", "interval: 1y", "'1y' is no interval"),
    ("service.yaml", "ws_api: 'wss://ws.example/ws'", "ws_api: 'ws://ws.example/ws'", "environments.live.ws_api: 'ws://ws.example/ws'"),
    ("filters.yaml", "min: minQty", "min: minQuantity", "SIZE.checks[0].min: unknown field 'minQuantity'"),
    ("filters.yaml", "COUNT: {model: CountFilter", "COUNT: {model: SizeFilter", "SizeFilter is tagged SIZE"),
    ("order_rules.yaml", "required: [quantity, price]", "required: [quantity, prize]", "unknown parameter 'prize' (did you mean price?)"),
    ("order_rules.yaml", "    MARKET: {", "    MARKETT: {", "unknown member of OrderType 'MARKETT' (did you mean MARKET?)"),
    ("order_rules.yaml", "endpoints: {LIMIT: new_order", "endpoints: {LIMIT: old_order", "unknown operation 'old_order'"),
    ("corrections.yaml", "affects: [candles", "affects: [candle", "[1].affects: unknown name 'candle' (did you mean candles?)"),
    ("session.yaml", "  ws_api: session.status\n", "", "session_status.ws_api: is missing"),
]  # fmt: skip


@pytest.mark.parametrize(("file", "old", "new", "says"), BROKEN, ids=[f"{case[0]}-{case[2][:24]!r}" for case in BROKEN])
def test_each_mistake_is_named_with_file_line_and_field(tmp_path: Path, file: str, old: str, new: str, says: str) -> None:
    """C1: each kind of mistake is found, in its file, with a line, and says what is allowed."""
    found = mistakes_of(broken(tmp_path, file, old, new))
    matching = [mistake for mistake in found if says in mistake]
    assert matching, found
    assert all("; allowed: " in mistake for mistake in found)
    assert all(mistake.split(":")[1].isdigit() for mistake in found)


def test_the_line_is_where_the_mistake_stands(tmp_path: Path) -> None:
    """C1: the line number is the one an editor shows."""
    found = mistakes_of(broken(tmp_path, "operations/market.yaml", "deprecated: Use", "depricated: Use"))
    line = line_of("operations/market.yaml", "deprecated: Use")
    assert [f"spec/operations/market.yaml:{line}: price.depricated: unknown key 'depricated' (did you mean deprecated?)"] == [
        mistake.split("; allowed")[0] for mistake in found
    ]


def test_all_mistakes_come_in_one_run_and_nothing_is_generated(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """C1: three mistakes in three files are three lines; the exit code is 1; no file is written."""
    broken(tmp_path, "enums.yaml", "MONTH_1", "month-1")
    broken(tmp_path, "models/market.yaml", "minQty: Decimal", "minQty: Dezimal")
    spec = broken(tmp_path, "operations/market.yaml", "  page: Ping", "  pagee: Ping")
    out = tmp_path / "out"
    assert main(["generate", "--spec", str(spec), "--out", str(out)]) == 1
    lines = capsys.readouterr().err.splitlines()
    assert ["spec/enums.yaml", "spec/models/market.yaml", "spec/operations/market.yaml"] == [
        line.split(":")[0] for line in lines[:-1]
    ]
    assert lines[-1] == "3 mistakes; nothing was generated."
    assert not out.exists()


@pytest.mark.parametrize("spec", [SAMPLE, SPEC], ids=["sample", "spec"])
def test_a_good_catalogue_is_one_line(spec: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C1: a good catalogue gives exit code 0 and one line."""
    assert main(["check", "--spec", str(spec)]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_a_missing_folder_is_a_mistake_too(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """C1: a wrong --spec says so."""
    assert main(["check", "--spec", str(tmp_path / "nowhere")]) == 1
    assert "does not exist" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("a: [", "is not YAML"),
        ("a: &x 1\nb: *x\n", "anchors and aliases"),
        ("", "is empty"),
        ("a: !!python/object:os.system x\n", "is not part of"),
        ("- 1\n", "is a list; allowed: a mapping"),
        ("? [1]\n: 2\n", "is no key"),
        ("true: {}\n", "is no key"),
        ("\x00", "is not YAML"),
    ],
)
def test_notation_errors_are_mistakes(tmp_path: Path, text: str, says: str) -> None:
    """C1: what is not this YAML subset is a mistake, never a traceback."""
    spec = broken(tmp_path, "enums.yaml", "Side:", "Side:")
    (spec / "enums.yaml").write_text(text, encoding="utf-8")
    assert any(says in mistake for mistake in mistakes_of(spec))


def test_a_surplus_file_is_a_mistake(tmp_path: Path) -> None:
    """C1: a file that nothing reads is reported."""
    spec = broken(tmp_path, "enums.yaml", "Side:", "Side:")
    (spec / "operation.yaml").write_text("{}\n", encoding="utf-8")
    assert any("unknown file 'operation.yaml'" in mistake for mistake in mistakes_of(spec))
