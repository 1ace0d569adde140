"""T7, rows 75 to 87: the account's own stream over real sockets, through everything that goes wrong."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import suppress
from decimal import Decimal
from typing import Any

import attrs
import msgspec
import pytest

from binance_usdm import AsyncClient, Credentials
from binance_usdm.streams import Disconnected, StreamSettings
from binance_usdm.user_data import CompletedFill, Reconciled, UserSettings, UserStream, Why
from binance_usdm_api.errors import AuthRejected, InvalidParameter, NotFound, StreamClosed
from binance_usdm_api.models.user import ListenKeyExpired, OrderTradeUpdate
from binance_usdm_mock import MockServer
from binance_usdm_mock import faults as fault

QUICK = UserSettings(key_retry=0.05, key_retry_max=0.2, confirm=0.2, retry=0.05, retry_max=0.2)
REDIAL = StreamSettings(reconnect_delay=0.05, reconnect_delay_max=0.2)
PLACE = {"symbol": "BTCUSDT", "type": "MARKET", "quantity": "0.010"}
LIMIT_S = 30.0


@pytest.fixture
def server() -> Iterator[MockServer]:
    with MockServer(seed=7) as running:
        yield running


@pytest.fixture
async def client(server: MockServer) -> AsyncIterator[AsyncClient]:
    credentials = Credentials(server.api_key, server.api_secret)
    async with AsyncClient(environment=server.rest, credentials=credentials) as made:
        yield made


async def until(holds: Callable[[], bool]) -> None:
    async with asyncio.timeout(LIMIT_S):
        while not holds():  # noqa: ASYNC110 what is waited for is anything
            await asyncio.sleep(0.02)


class Told:
    """Takes everything that an account tells."""

    def __init__(self, account: UserStream) -> None:
        self.account = account
        self.events: list[Any] = []
        self.task = asyncio.create_task(self._take())

    async def _take(self) -> None:
        async for event in self.account:
            self.events.append(event)

    def fills(self) -> list[tuple[int, str, Decimal]]:
        told = [e.order for e in self.events if isinstance(e, OrderTradeUpdate) and e.order.trade_id]
        return [(o.trade_id, str(o.side), o.last_filled_quantity) for o in told if o.last_filled_quantity]  # type: ignore[misc]

    def reasons(self) -> set[Why]:
        return {event.reason for event in self.events if isinstance(event, Reconciled)}


async def place(client: AsyncClient, side: str) -> None:
    await client.call("new_order", {**PLACE, "side": side})


def truth(server: MockServer) -> list[tuple[int, str, Decimal]]:
    with server.lock:
        rows = server.exchange.ledger.of("trade")
        return sorted((int(r.facts["tradeId"]), str(r.facts["side"]), Decimal(str(r.facts["qty"]))) for r in rows)


async def check(server: MockServer, client: AsyncClient, told: Told) -> None:
    await until(lambda: sorted(told.fills()) == truth(server))
    balances = {row.asset: row.balance for row in await client.account.account_balance()}
    await until(lambda: balances == {name: row.wallet_balance for name, row in told.account.balances.items()})
    held = {row.symbol: row.position_amt for row in await client.account.position_information()}
    assert held == {row.symbol: row.position_amount for row in told.account.positions}
    assert () == told.account.open_orders


async def test_every_fill_is_told_once_whatever_happens(server: MockServer, client: AsyncClient) -> None:
    """G8: cuts, expired and deleted keys and doubled events, while orders fill all the time."""
    rng = random.Random(5)
    server.live.rule("duplicate", event="ORDER_TRADE_UPDATE", probability=0.2)
    mishaps: list[Callable[[], Any]] = [
        lambda: server.live.cut(route="private"),
        lambda: server.live.cut(route="private", code=1001),
        server.live.expire_listen_key,
        server.live.shutdown_notice,
    ]
    async with client.streams.user(settings=QUICK, stream_settings=REDIAL) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        for step in range(24):
            if step % 4 == 3:
                await asyncio.to_thread(rng.choice(mishaps))
            if step % 8 == 5:
                await client.user_stream.close_user_stream()
            await place(client, rng.choice(["BUY", "SELL"]))
        await check(server, client, told)
        assert account.counters.keys > 1
        assert {Why.START, Why.RECONNECT} <= told.reasons()


async def test_fills_while_cut_off(server: MockServer, client: AsyncClient) -> None:
    slow = StreamSettings(reconnect_delay=0.6, reconnect_delay_max=0.6)
    async with client.streams.user(settings=QUICK, stream_settings=slow) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        server.live.cut(route="private")
        await until(lambda: not account.connected)
        for side in ("BUY", "SELL", "BUY"):
            await place(client, side)
        await check(server, client, told)
        await until(lambda: account.reconciled)


async def test_a_key_that_another_program_deletes_and_makes_anew(server: MockServer, client: AsyncClient) -> None:
    async with client.streams.user(settings=QUICK, stream_settings=REDIAL) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        await client.user_stream.close_user_stream()
        theirs = await client.user_stream.start_user_stream()
        await until(lambda: account.counters.keys == 2)
        await until(lambda: account.connected)
        await place(client, "BUY")
        await check(server, client, told)
        assert theirs.listen_key == (await client.user_stream.start_user_stream()).listen_key


async def test_a_key_that_is_deleted_while_the_socket_stays_open(server: MockServer, client: AsyncClient) -> None:
    """Row 76: nothing is told and nothing is closed, and yet what happens meanwhile is found, and then told live."""
    server.faults.add(fault.Lose(), method="USER", path="listenKeyExpired")
    settings = attrs.evolve(QUICK, key_check=1.0)
    async with client.streams.user(settings=settings, stream_settings=REDIAL) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        server.live.expire_listen_key()
        await place(client, "BUY")
        await until(lambda: account.counters.keys == 2)
        await until(lambda: Why.LISTEN_KEY in told.reasons())
        await place(client, "SELL")
        await check(server, client, told)
        assert Why.RECONNECT not in told.reasons()


async def test_fees_that_events_leave_out_are_filled_in(server: MockServer, client: AsyncClient) -> None:
    """Row 83: a fill is told at once without its fee, and its fee follows, though the first query fails."""
    server.faults.add(fault.Alter(drop=("o.n", "o.N")), method="USER", path="ORDER_TRADE_UPDATE")
    # No comparison shows the trades by chance.
    async with client.streams.user(settings=attrs.evolve(QUICK, confirm=600.0), stream_settings=REDIAL) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        server.faults.add(fault.preset("gateway_502"), method="GET", path="/fapi/v1/userTrades", times=1)
        for side in ("BUY", "SELL", "BUY"):
            await place(client, side)
        await until(lambda: account.counters.fees_found == len(truth(server)))
        await check(server, client, told)
        fills = [e.order for e in told.events if isinstance(e, OrderTradeUpdate) and e.order.trade_id]
        assert {(None, None)} == {(order.commission, order.commission_asset) for order in fills}
        trades = await client.trade.account_trades(symbol="BTCUSDT")
        assert {row.id: (row.commission, row.commission_asset) for row in trades} == {
            e.order.trade_id: (e.order.commission, e.order.commission_asset)
            for e in told.events if isinstance(e, CompletedFill)
        }  # fmt: skip
        assert 0 == account.counters.fees_unknown


async def test_two_expiry_events_at_once_are_one(server: MockServer, client: AsyncClient) -> None:
    async with client.streams.user(settings=QUICK, stream_settings=REDIAL) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        server.live.rule("duplicate", event="listenKeyExpired")
        server.live.expire_listen_key()
        await until(lambda: account.counters.keys == 2)
        await until(lambda: Why.LISTEN_KEY in told.reasons())
        await place(client, "SELL")
        await check(server, client, told)
        assert 2 == account.counters.keys
        assert [None] == [event.listen_key for event in told.events if isinstance(event, ListenKeyExpired)]


async def test_rest_that_lags_behind_does_not_undo_what_events_told(server: MockServer, client: AsyncClient) -> None:
    async with client.streams.user(settings=QUICK, stream_settings=REDIAL) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        old = {name: (await client.call(name)).raw for name in ("account_balance", "position_information")}
        await asyncio.sleep(0.01)
        await place(client, "BUY")
        await until(lambda: bool(account.positions) and len(told.fills()) == len(truth(server)))
        held, wallet = account.positions[0].position_amount, account.balances["USDT"].wallet_balance
        for name, path in (("account_balance", "/fapi/v3/balance"), ("position_information", "/fapi/v3/positionRisk")):
            server.faults.add(fault.reply(200, old[name], executed=True), method="GET", path=path, times=1)
        account.reconcile()
        await until(lambda: Why.REQUEST in told.reasons())
        assert (held, wallet) == (account.positions[0].position_amount, account.balances["USDT"].wallet_balance)
        assert [False] == [e.complete for e in told.events if isinstance(e, Reconciled) and e.reason == Why.REQUEST]
        await until(lambda: account.reconciled)
        await check(server, client, told)


async def test_a_dead_peer_is_found(server: MockServer, client: AsyncClient) -> None:
    settings = StreamSettings(ping_interval=0.1, pong_timeout=0.1, reconnect_delay=0.05)
    async with client.streams.user(settings=QUICK, stream_settings=settings) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        server.live.freeze(route="private")
        await place(client, "BUY")
        await until(lambda: Why.RECONNECT in told.reasons())
        await check(server, client, told)


async def test_nothing_is_dropped_for_a_slow_consumer(server: MockServer, client: AsyncClient) -> None:
    async with client.streams.user(settings=QUICK, stream_settings=StreamSettings(queue=4, stall=0.01)) as account:
        await account.ready(LIMIT_S)
        count = 3000
        for number in range(count):
            server.live.tell({"e": "STRATEGY_UPDATE", "E": number, "T": number, "su": {"si": number}})
        await until(lambda: account.counters.waiting >= count)
        got = [await anext(account) for _ in range(account.counters.waiting)]
        assert list(range(count)) == [e.strategy.strategy_id for e in got if hasattr(e, "strategy")]  # type: ignore[union-attr]


@pytest.mark.parametrize("delete", [False, True])
async def test_the_key_is_left_alone_unless_its_deletion_is_asked_for(
    server: MockServer, client: AsyncClient, delete: bool
) -> None:
    async with client.streams.user(delete_key=delete) as account:
        await account.ready(LIMIT_S)
    gone = False
    try:
        await client.user_stream.keepalive_user_stream()
    except NotFound:
        gone = True
    assert delete is gone
    with pytest.raises(StreamClosed):
        account.open()


async def test_the_key_is_shown_nowhere(
    server: MockServer, client: AsyncClient, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    shown: list[object] = []
    async with client.streams.user(settings=QUICK, stream_settings=REDIAL, on_control=shown.append) as account:
        told = Told(account)
        await account.ready(LIMIT_S)
        keys = [(await client.user_stream.start_user_stream()).listen_key]
        server.live.inject(f'{{"e":"ORDER_TRADE_UPDATE","listenKey":"{keys[0]}"}}'.encode(), route="private")
        await until(lambda: account.counters.unreadable == 1)
        body = msgspec.json.encode({"code": -1000, "msg": keys[0]})
        server.faults.add(fault.reply(500, body, executed=False), method="POST", path="/fapi/v1/listenKey", times=1)
        server.live.expire_listen_key()
        await until(lambda: account.counters.keys == 2)
        keys.append((await client.user_stream.start_user_stream()).listen_key)
        await until(lambda: Why.LISTEN_KEY in told.reasons())
        seen = [repr(account), repr(account._session.__dict__), *map(repr, told.events), *map(repr, shown), caplog.text]
        seen += [msgspec.json.encode(e).decode() for e in told.events if isinstance(e, msgspec.Struct)]
    for key in keys:
        assert [] == [text for text in seen if key in text]


async def test_credentials_that_are_refused(server: MockServer) -> None:
    credentials = Credentials("k" * 64, "s" * 64)
    async with AsyncClient(environment=server.rest, credentials=credentials) as client:
        account = client.streams.user()
        with pytest.raises(AuthRejected):
            await account.ready(LIMIT_S)
        with pytest.raises(AuthRejected):
            await anext(account)
        await account.aclose()


async def test_callbacks_outlive_their_own_mistakes(server: MockServer, client: AsyncClient) -> None:
    got: list[Any] = []

    async def callback(event: Any) -> None:
        got.append(event)
        raise ValueError("a mistake")

    async with client.streams.listen_user(callback=callback, settings=QUICK) as listener:
        await listener.stream.ready(LIMIT_S)
        await place(client, "BUY")
        await until(lambda: any(isinstance(e, OrderTradeUpdate) and e.order.trade_id for e in got))
        assert listener.stream.counters.callback_errors == len(got)


async def test_closing_the_client_ends_the_stream(server: MockServer) -> None:
    credentials = Credentials(server.api_key, server.api_secret)
    client = AsyncClient(environment=server.rest, credentials=credentials)
    account = client.streams.user()
    told = Told(account)
    await account.ready(LIMIT_S)
    await client.aclose()
    await asyncio.wait_for(told.task, LIMIT_S)
    assert account.closed
    with pytest.raises(StreamClosed):
        client.streams.user()
    await until(lambda: not server.live.connections())


async def test_one_consumer_at_a_time(server: MockServer, client: AsyncClient) -> None:
    async with client.streams.user() as account:
        first = aiter(account)
        await anext(first)
        with pytest.raises(Exception, match="iterated already"):
            aiter(account)
    with suppress(StopAsyncIteration):
        await anext(first)


async def test_a_loop_that_is_left_closes_the_stream(server: MockServer, client: AsyncClient) -> None:
    account = client.streams.user()
    async for _event in account:
        break
    await until(lambda: account.closed)


def test_symbols_are_checked(server: MockServer) -> None:
    client = AsyncClient(environment=server.rest)
    for wrong in ("BTCUSDT", ["btcusdt"], [""]):
        with pytest.raises(InvalidParameter):
            client.streams.user(symbols=wrong)


async def test_control_events_are_told_on_request(server: MockServer, client: AsyncClient) -> None:
    shown: list[object] = []
    async with client.streams.user(settings=QUICK, stream_settings=REDIAL, on_control=shown.append) as account:
        await account.ready(LIMIT_S)
        server.live.cut(route="private")
        await until(lambda: any(isinstance(event, Disconnected) for event in shown))
