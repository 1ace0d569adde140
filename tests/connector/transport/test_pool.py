"""T5: Connections are reused, bounded, handed on in turn and never shared by two answers."""

import asyncio
from collections.abc import Callable
from threading import Barrier, Event, Thread

import pytest
from tests.connector.transport.drivers import Drivers, fault_of, get
from tests.connector.transport.scripted_server import OK, Peer, ScriptedServer, answer_all

from binance_usdm.transport import AsyncioTransport, BlockingTransport, TransportFault
from binance_usdm_api.errors import ConfigError


def echo(peer: Peer) -> None:
    """Answer with the path, so that a mixed-up answer shows."""
    while (request := peer.read_request()) is not None:
        path = request.split(b" ")[1]
        peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n%b" % (len(path), path))


async def until(true: Callable[[], bool]) -> None:
    for _ in range(1000):
        if true():
            return
        await asyncio.sleep(0.005)
    raise AssertionError("it did not happen")


def test_requests_in_turn_use_one_connection(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK)) as server:
        driver = connect(server.origin)
        for _ in range(50):
            driver.send(get())
        assert (1, 1) == (driver.transport.connections_opened, driver.transport.connections_open)
        assert 50 == len(server.peers[0].requests)


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\nConnection: close\r\nContent-Length: 2\r\n\r\nok",
        b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok",
        OK + b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil",
    ],
    ids=["close", "1.0", "unasked"],
)
def test_a_connection_that_is_not_clean_is_not_used_again(connect: Drivers, answer: bytes) -> None:
    with ScriptedServer(answer_all(answer)) as server:
        driver = connect(server.origin)
        assert [b"ok", b"ok"] == [driver.send(get()).body for _ in range(2)]
        assert 2 == driver.transport.connections_opened


def test_an_answer_that_comes_unasked_drops_the_idle_connection(connect: Drivers) -> None:
    said = Event()

    def script(peer: Peer) -> None:
        peer.read_request()
        peer.send(OK)
        if peer.number == 0:
            said.wait(5)
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nevil")
            peer.wait(5)
        peer.read_request()

    with ScriptedServer(script) as server:
        driver = connect(server.origin)
        driver.send(get())
        said.set()
        driver.pause(0.05)
        assert b"ok" == driver.send(get()).body
        assert 2 == driver.transport.connections_opened


def test_a_connection_unused_for_too_long_is_replaced(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK)) as server:
        driver = connect(server.origin, idle_timeout=0.02)
        driver.send(get())
        driver.pause(0.1)
        driver.send(get())
        assert 2 == driver.transport.connections_opened


def test_a_fault_costs_its_connection_only(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK, b"nonsense", OK)) as server:
        driver = connect(server.origin, max_connections=1)
        driver.send(get())
        assert ("protocol", True) == fault_of(driver)
        assert b"ok" == driver.send(get()).body
        assert 2 == driver.transport.connections_opened


def test_failed_attempts_to_connect_give_their_place_back(connect: Drivers) -> None:
    with ScriptedServer(answer_all(OK)) as server:
        origin = server.origin
    driver = connect(origin, max_connections=1)
    assert [("connect", False)] * 3 == [fault_of(driver) for _ in range(3)]


def test_threads_share_few_connections_and_never_mix_answers() -> None:
    with ScriptedServer(echo) as server:
        transport = BlockingTransport(server.origin, max_connections=3)
        barrier = Barrier(12)
        wrong: list[object] = []

        def run(number: int) -> None:
            barrier.wait()
            for index in range(20):
                path = f"/{number}/{index}"
                body = transport.send(get(path), 10.0).body
                if body != path.encode():
                    wrong.append((path, body))

        threads = [Thread(target=run, args=(number,)) for number in range(12)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(30)
        assert [] == wrong
        assert 3 >= transport.connections_opened
        assert 240 == sum(len(peer.requests) for peer in server.peers)
        transport.close()


async def test_tasks_share_few_connections_and_never_mix_answers() -> None:
    with ScriptedServer(echo) as server:
        transport = AsyncioTransport(server.origin, max_connections=3)

        async def one(number: int) -> bool:
            return (await transport.send(get(f"/{number}"), 10.0)).body == f"/{number}".encode()

        assert [True] * 200 == await asyncio.gather(*(one(number) for number in range(200)))
        assert 3 >= transport.connections_opened
        await transport.aclose()
        assert 0 == transport.connections_open


async def test_fifty_in_flight_open_fifty_and_reuse_them() -> None:
    with ScriptedServer(answer_all(OK)) as server:
        transport = AsyncioTransport(server.origin)
        for _ in range(3):
            await asyncio.gather(*(transport.send(get(), 10.0) for _ in range(50)))
        assert 50 == transport.connections_opened
        await transport.aclose()


def test_waiting_for_a_busy_pool_ends_at_the_deadline_unsent() -> None:
    with ScriptedServer(lambda peer: peer.wait(5)) as server:
        transport = BlockingTransport(server.origin, max_connections=1)
        faults: list[TransportFault] = []

        def occupy() -> None:
            try:
                transport.send(get(), 5.0)
            except TransportFault as fault:
                faults.append(fault)

        thread = Thread(target=occupy)
        thread.start()
        while transport.connections_open < 1:
            thread.join(0.005)
        with pytest.raises(TransportFault) as caught:
            transport.send(get(), 0.05)
        assert ("timeout", False) == (caught.value.kind, caught.value.sent)
        transport.close()
        thread.join(5)
        assert [("closed", True)] == [(fault.kind, fault.sent) for fault in faults]


async def test_waiting_for_a_busy_pool_ends_at_the_deadline_unsent_async() -> None:
    with ScriptedServer(lambda peer: peer.wait(5)) as server:
        transport = AsyncioTransport(server.origin, max_connections=1)
        busy = asyncio.create_task(transport.send(get(), 5.0))
        await until(lambda: transport.connections_open == 1)
        with pytest.raises(TransportFault) as caught:
            await transport.send(get(), 0.05)
        assert ("timeout", False) == (caught.value.kind, caught.value.sent)
        waiting = asyncio.create_task(transport.send(get(), 5.0))
        await asyncio.sleep(0)
        await transport.aclose()
        await transport.aclose()
        results = await asyncio.gather(busy, waiting, return_exceptions=True)
        assert [("closed", True), ("closed", False)] == [
            (fault.kind, fault.sent) for fault in results if isinstance(fault, TransportFault)
        ]


async def test_a_cancelled_exchange_takes_its_connection_along() -> None:
    held = Event()

    def script(peer: Peer) -> None:
        if peer.read_request() is None:
            return
        if peer.number == 0:
            held.wait(5)
            peer.send(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirst")
        echo_rest(peer)

    def echo_rest(peer: Peer) -> None:
        peer.send(OK)
        echo(peer)

    with ScriptedServer(script) as server:
        transport = AsyncioTransport(server.origin, max_connections=1)
        task = asyncio.create_task(transport.send(get(), 5.0))
        await until(lambda: bool(server.peers and server.peers[0].requests))
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        held.set()
        assert b"ok" == (await transport.send(get(), 5.0)).body
        assert 2 == transport.connections_opened
        await transport.aclose()


async def test_cancelling_at_any_turn_of_the_loop_neither_mixes_answers_nor_loses_a_place() -> None:
    with ScriptedServer(echo) as server:
        transport = AsyncioTransport(server.origin, max_connections=2)

        async def one(path: str) -> bytes:
            return (await transport.send(get(path), 5.0)).body

        for turns in range(40):
            tasks = [asyncio.create_task(one(f"/{turns}/{number}")) for number in range(4)]
            for _ in range(turns % 10):
                await asyncio.sleep(0)
            if turns >= 10:
                await asyncio.sleep(turns / 20_000)
            tasks[0].cancel()
            tasks[3].cancel()
            results = await asyncio.gather(*tasks, return_exceptions=True)
            assert [f"/{turns}/1".encode(), f"/{turns}/2".encode()] == results[1:3]
        assert 2 >= transport.connections_open
        await transport.aclose()
        assert 0 == transport.connections_open


def test_an_asynchronous_transport_belongs_to_one_loop_until_that_loop_is_closed() -> None:
    with ScriptedServer(answer_all(OK.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))) as server:
        transport = AsyncioTransport(server.origin)
        with asyncio.Runner() as first:
            first.run(transport.send(get(), 5.0))
            with asyncio.Runner() as second, pytest.raises(ConfigError, match="event loop"):
                second.run(transport.send(get(), 5.0))
        with asyncio.Runner() as third:
            assert 200 == third.run(transport.send(get(), 5.0)).status
            third.run(transport.aclose())
