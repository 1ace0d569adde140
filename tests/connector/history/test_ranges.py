"""M6: a range is what people write, and what cannot be meant is refused before anything is sent."""

from datetime import UTC, date, datetime, timedelta, timezone
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.connector.history.exchange import START, with_candles

from binance_usdm.history import History
from binance_usdm.history._instant import read_instant, read_range, spell
from binance_usdm.history._interval import Step
from binance_usdm_api import OPERATIONS
from binance_usdm_api.enums import KlineInterval
from binance_usdm_api.errors import InvalidParameter


@pytest.mark.parametrize(
    "value",
    [
        START,
        str(START),
        "2024-01-01",
        "2024-01-01T00:00Z",
        "2024-01-01 00:00:00+00:00",
        "2024-01-01T08:00+08:00",
        datetime(2024, 1, 1, tzinfo=UTC),
        datetime(2024, 1, 1, 8, tzinfo=timezone(timedelta(hours=8))),
        date(2024, 1, 1),
    ],
)
def test_one_instant_in_many_spellings(value: object) -> None:
    assert START == read_instant("start", value)


@pytest.mark.parametrize(
    ("value", "why"),
    [
        (datetime(2024, 1, 1), "without a time zone"),  # noqa: DTZ001 - what is refused
        ("2024-01-01T00:00", "no time zone"),
        ("yesterday", "no instant"),
        ("", "no instant"),
        (1_704_067_200, "looks like seconds"),
        (1704067200000.0, "whole number"),
        (Decimal(1), "whole number"),
        (True, "whole number"),
        (-1, "negative"),
        (None, "whole number"),
    ],
)
def test_what_is_no_instant_is_refused_by_name(value: object, why: str) -> None:
    with pytest.raises(InvalidParameter, match=why) as caught:
        read_instant("start", value)
    assert "start" == caught.value.parameter
    assert "ISO 8601" in caught.value.allowed


def test_a_start_after_the_end_is_refused() -> None:
    with pytest.raises(InvalidParameter, match="start is after end"):
        read_range("2024-02-01", "2024-01-01")


def test_an_open_end_stays_open() -> None:
    assert (START, None) == read_range("2024-01-01", None)


def test_instants_read_well() -> None:
    assert "2024-01-01 00:00Z" == spell(START)
    assert "2024-01-01 00:00:00.001Z" == spell(START + 1)
    assert "9" * 20 == spell(int("9" * 20))


@given(st.integers(1_567_296_000_000, 4_102_444_800_000).map(lambda ms: datetime.fromtimestamp(ms / 1000, UTC)))
def test_a_datetime_and_its_iso_text_are_the_same_instant(moment: datetime) -> None:
    assert read_instant("start", moment) == read_instant("start", moment.isoformat())


@pytest.mark.parametrize("interval", [str(member) for member in KlineInterval])
def test_every_interval_of_the_catalogue_has_a_step(interval: str) -> None:
    opened = 1_704_067_200_000
    step = Step.of(interval)
    assert step.after(opened) > opened
    assert 2 <= step.most_between(opened, step.after(opened))


def test_a_month_steps_by_the_calendar() -> None:
    opens = [int(datetime(2024, month, 1, tzinfo=UTC).timestamp()) * 1000 for month in (1, 2, 3)]
    after_december = int(datetime(2025, 1, 1, tzinfo=UTC).timestamp()) * 1000
    step = Step.of("1M")
    assert opens[1:] == [step.after(opens[0]), step.after(opens[1])]
    assert after_december == step.after(int(datetime(2024, 12, 1, tzinfo=UTC).timestamp()) * 1000)


@pytest.mark.parametrize(
    ("arguments", "parameter"),
    [
        ({"interval": "7m"}, "interval"),
        ({"symbol": "btcusdt"}, "symbol"),
        ({"start": datetime(2024, 1, 1)}, "start"),  # noqa: DTZ001 - what is refused
        ({"end": "2023-01-01"}, "end"),
        ({"limit": 1501}, "limit"),
        ({"limit": 0}, "limit"),
        ({"kind": "gold"}, "kind"),
        ({"kind": "continuous", "contract_type": "FOREVER"}, "contract_type"),
        ({"resume": "{}"}, "resume"),
        ({"resume": "nonsense"}, "resume"),
    ],
)
def test_bad_arguments_are_refused_at_once(arguments: dict[str, Any], parameter: str) -> None:
    exchange = with_candles(range(3), START)
    good = {"symbol": "BTCUSDT", "interval": "1m", "start": "2024-01-01"}
    with pytest.raises(InvalidParameter) as caught:
        History(exchange).klines(**{**good, **arguments})
    assert parameter == caught.value.parameter
    assert [] == exchange.calls


def test_trades_start_at_an_instant_or_an_id_not_both() -> None:
    history = History(with_candles((), START))
    for arguments in ({}, {"start": "2024-01-01", "from_id": 1}):
        with pytest.raises(InvalidParameter, match="start or from_id"):
            history.trades(symbol="BTCUSDT", **arguments)  # type: ignore[arg-type]


def test_a_cursor_of_another_range_is_refused() -> None:
    history = History(with_candles(range(3), START + 10**9))
    cursor = history.klines(symbol="BTCUSDT", interval="1m", start=START).cursor
    with pytest.raises(InvalidParameter, match="another range"):
        history.klines(symbol="ETHUSDT", interval="1m", start=START, resume=cursor)


def test_the_fields_that_history_names_exist_in_the_models() -> None:
    from binance_usdm.history._recipes import KLINES

    assert set(KLINES.values()) <= OPERATIONS.keys()
    history = History(with_candles((), START))
    plans = [
        history.klines(symbol="BTCUSDT", interval="1m", start=START),
        history.aggregate_trades(symbol="BTCUSDT", start=START),
        history.trades(symbol="BTCUSDT", start=START),
        history.account_trades(symbol="BTCUSDT", start=START),
        history.orders(symbol="BTCUSDT", start=START),
        history.funding_rates(start=START),
        history.income(start=START),
    ]
    from binance_usdm_api import models

    for rows in plans:
        plan = rows._plan
        model = getattr(models, plan.operation.result.model)
        named = {plan.key, plan.instant, *plan.instants, *plan.left_out}
        assert named <= set(model.__struct_fields__)
