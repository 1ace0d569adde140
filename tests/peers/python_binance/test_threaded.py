"""S1: python-binance's manager of streams in a thread of its own hears trades and the user stream."""

from __future__ import annotations

import queue
import time
from typing import Any

import pytest
from binance import AsyncClient, BinanceSocketManager, ThreadedWebsocketManager
from binance.ws.keepalive_websocket import KeepAliveWebsocket
from tests.peers.python_binance.conftest import urls
from tests.peers.truth import Truth

from binance_usdm_mock import MockServer

S = "BTCUSDT"


def test_the_manager_in_a_thread(
    binance: Any, exchange: MockServer, truth: Truth, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, url in urls(exchange).items():
        monkeypatch.setattr(AsyncClient, name, url)
    monkeypatch.setattr(BinanceSocketManager, "FSTREAM_URL", f"{exchange.streams}/")
    # How long it takes to notice that it is to end.
    monkeypatch.setattr(KeepAliveWebsocket, "TIMEOUT", 0.5)
    manager = ThreadedWebsocketManager(api_key=exchange.api_key, api_secret=exchange.api_secret)
    manager.daemon = True
    manager.start()
    own: queue.Queue[Any] = queue.Queue()
    public: queue.Queue[Any] = queue.Queue()
    manager.start_futures_user_socket(own.put)
    manager.start_aggtrade_futures_socket(public.put, S)
    for _ in range(600):
        if exchange.live.connections(route="private") and exchange.live.connections(route="market"):
            break
        time.sleep(0.05)
    placed = binance.futures_create_order(symbol=S, side="BUY", type="MARKET", quantity="0.01")
    [fill] = truth.fills()
    heard = [own.get(timeout=60) for _ in range(4)]
    assert (placed["orderId"], fill["id"]) == (heard[-1]["o"]["i"], heard[-1]["o"]["t"])
    trades = [public.get(timeout=60)["data"]["a"]]
    while trades[-1] < fill["id"]:
        trades.append(public.get(timeout=60)["data"]["a"])
    assert fill["id"] in trades
    manager.stop()
    manager.join(30)
    assert not manager.is_alive()
