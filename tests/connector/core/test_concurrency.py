"""T5, S2, G13: many calls in one core, interleaved, hit and abandoned at random, on virtual time."""

from __future__ import annotations

from typing import Any

from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, precondition, rule
from tests.connector.core.world import World, fields, lost, ok, refusal

from binance_usdm import BinanceUsdmError, LocalBudget, NotSent, OutcomeUnknown, Settings
from binance_usdm.core._effects import Send, Sleep, Spawn
from binance_usdm.transport import FaultKind, HttpRequest, HttpResponse
from binance_usdm_api import OPERATIONS

UNKNOWN_503 = b'{"code":-1000,"msg":"Unknown error, please check your request or try again later."}'
BUSY = b'{"code":-1,"msg":"Service Unavailable."}'
# What may become of a request: (is it executed?, what comes back).
FATES = [
    "answered", "executed and lost", "lost", "executed and 503", "503", "not sent", "busy", "skewed", "throttled",
    "too many orders", "garbled", "executed and garbled", "refused",
]  # fmt: skip


class Call:
    """A flow under way and what it waits for."""

    def __init__(self, flow: Any, own_id: str | None = None) -> None:
        self.flow = flow
        self.own_id = own_id
        self.effect: Any = None
        self.wakes = 0.0
        self.result: Any = None
        self.done = False
        self.closed = False


class ManyCalls(RuleBasedStateMachine):
    """Orders, cancels and reads share a core; every step of every call is chosen at random."""

    def __init__(self) -> None:
        super().__init__()
        self.world = World(settings=Settings(resolve_timeout=6.0, order_wait=1.0, rate_limit_wait=5.0))
        self.calls: list[Call] = []
        self.executed: dict[str, int] = {}
        self.ambiguous: set[str] = set()
        self.number = 0

    # -- the exchange --------------------------------------------------------------------------------------------------

    def answer(self, request: HttpRequest, fate: str) -> object:
        """What the exchange does about a request, and what of that comes back."""
        world = self.world
        path = request.target.partition("?")[0]
        if fate == "not sent":
            return lost(FaultKind.CONNECT, sent=False)
        world.now += world.rtt
        if path == "/fapi/v1/time":
            return lost() if "lost" in fate else ok(b'{"serverTime":%d}' % world.server_ms())
        is_order = (request.method, path) == ("POST", "/fapi/v1/order")
        own = fields(request).get("newClientOrderId") or fields(request).get("origClientOrderId") or ""
        if is_order:
            # The heart of it: never a second time after one whose outcome nobody knows, or that was executed.
            assert own not in self.ambiguous, f"{own} was sent again while its outcome was unknown"
            assert own not in self.executed, f"{own} was sent again after it was executed"
            if fate == "answered" or fate.startswith("executed"):
                self.executed[own] = world.server_ms()
            if "lost" in fate or "garbled" in fate or fate.endswith("503"):
                self.ambiguous.add(own)
        return self.reply(request, fate, own, is_order)

    def reply(self, request: HttpRequest, fate: str, own: str, is_order: bool) -> object:
        """The bytes, or their loss."""
        if fate.endswith("lost"):
            return lost()
        if fate.endswith("garbled"):
            return ok(b'{"orderId":')
        special = {
            "executed and 503": HttpResponse(503, {}, UNKNOWN_503),
            "503": HttpResponse(503, {}, UNKNOWN_503),
            "busy": HttpResponse(503, {}, BUSY),
            "skewed": refusal(-1021),
            "throttled": refusal(-1003, "Too many requests.", 429, retry_after="1"),
            "too many orders": refusal(-1015, "Too many orders.", 429),
            "refused": refusal(-2019, "Margin is insufficient."),
        }.get(fate)
        if special is not None:
            return special
        if is_order or "/order" in request.target:
            if own not in self.executed:
                return refusal(-2013, "Order does not exist.")
            return ok(
                b'{"orderId":7,"symbol":"BTCUSDT","status":"NEW","clientOrderId":"%s","side":"BUY","price":"60000",'
                b'"origQty":"0.01","executedQty":"0","time":%d,"updateTime":%d}'
                % (own.encode(), self.executed[own], self.executed[own])
            )
        return ok(b"[]" if "openOrders" in request.target else b"{}")

    # -- the driver, one step at a time --------------------------------------------------------------------------------

    def step(self, call: Call, value: object) -> None:
        """Give a flow what it waited for and take its next effect."""
        call.effect = None
        try:
            effect = call.flow.send(value)
        except StopIteration as end:
            call.result, call.done = end.value, True
        except BinanceUsdmError as error:
            call.result, call.done = error, True
        else:
            if isinstance(effect, Spawn):
                self.begin(Call(effect.flow))
                self.step(call, None)
                return
            call.effect = effect
            if isinstance(effect, Sleep):
                assert effect.seconds >= 0
                call.wakes = self.world.now + effect.seconds

    def begin(self, call: Call) -> None:
        """Start a flow."""
        self.calls.append(call)
        self.step(call, None)

    def waiting(self, kind: type) -> list[Call]:
        """Calls that wait for such an effect."""
        return [call for call in self.calls if isinstance(call.effect, kind)]

    def give(self, call: Call, fate: str) -> None:
        """Let the exchange answer, or let the time of a pause pass."""
        if isinstance(call.effect, Send):
            request = call.effect.request
            assert isinstance(request, HttpRequest)
            self.step(call, self.answer(request, fate))
        else:
            self.world.now = max(self.world.now, call.wakes)
            self.step(call, None)

    # -- what may happen -----------------------------------------------------------------------------------------------

    @rule()
    def place(self) -> None:
        """An order begins."""
        self.number += 1
        own = f"own-{self.number}"
        order = {
            "symbol": "BTCUSDT", "side": "BUY", "type": "LIMIT", "quantity": "0.01", "price": "60000",
            "timeInForce": "GTC", "newClientOrderId": own,
        }  # fmt: skip
        self.begin(Call(self.world.core.exchange(OPERATIONS["new_order"], order), own))

    @rule(name=st.sampled_from(["open_orders", "cancel_order", "ping"]))
    def call(self, name: str) -> None:
        """Another call begins."""
        params: dict[str, object] = {"symbol": "BTCUSDT"} if "order" in name else {}
        if name == "cancel_order":
            params["origClientOrderId"] = "own-1"
        self.begin(Call(self.world.core.exchange(OPERATIONS[name], params)))

    @precondition(lambda self: self.waiting(Send))
    @rule(data=st.data(), fate=st.sampled_from(FATES))
    def deliver(self, data: st.DataObject, fate: str) -> None:
        """One request meets its fate."""
        self.give(data.draw(st.sampled_from(self.waiting(Send))), fate)

    @precondition(lambda self: self.waiting(Sleep))
    @rule(data=st.data())
    def wake(self, data: st.DataObject) -> None:
        """One pause ends, and with it all that end before."""
        self.give(data.draw(st.sampled_from(self.waiting(Sleep))), "")

    @precondition(lambda self: any(not call.done for call in self.calls))
    @rule(data=st.data())
    def abandon(self, data: st.DataObject) -> None:
        """A caller goes away."""
        call = data.draw(st.sampled_from([call for call in self.calls if not call.done]))
        if isinstance(call.effect, Send) and call.own_id is not None:
            self.ambiguous.add(call.own_id)
        call.flow.close()
        call.done = call.closed = True
        call.effect = None

    @rule(seconds=st.sampled_from([0.1, 3.0, 61.0]))
    def time_passes(self, seconds: float) -> None:
        """Nothing else happens for a while."""
        self.world.now += seconds

    @rule(step=st.sampled_from([-3000, 3000, 600_000]))
    def the_wall_clock_steps(self, step: int) -> None:
        """G17: this host's clock jumps."""
        self.world.step_ms += step

    # -- what always holds ---------------------------------------------------------------------------------------------

    @invariant()
    def no_pool_owes(self) -> None:
        """In flight is what is under way, never less than nothing; use stays within the limit."""
        budget = self.world.core.budget
        assert isinstance(budget, LocalBudget)
        under_way = len(self.waiting(Send))
        for pool in (pool for windows in budget._pools.values() for pool in windows):
            assert 0 <= pool.in_flight
            assert pool.used <= pool.limit
        assert sum(pool.in_flight for windows in budget._pools.values() for pool in windows) >= under_way

    def teardown(self) -> None:
        """Everything comes to an end: no call hangs, no debt is left, and what callers were told is true."""
        for _ in range(20_000):
            busy = [call for call in self.calls if not call.done]
            if not busy:
                break
            sends = [call for call in busy if isinstance(call.effect, Send)]
            self.give(sends[0] if sends else min(busy, key=lambda call: call.wakes), "answered")
        assert all(call.done for call in self.calls), "a call hangs"
        budget = self.world.core.budget
        assert isinstance(budget, LocalBudget)
        assert {0} == {pool.in_flight for windows in budget._pools.values() for pool in windows}
        assert not self.world.core.clock.measuring
        for call in self.calls:
            if call.own_id is None or call.closed:
                continue
            if isinstance(call.result, NotSent) or (
                isinstance(call.result, BinanceUsdmError) and not isinstance(call.result, OutcomeUnknown)
            ):
                assert call.own_id not in self.executed, f"{call.result!r} and yet it was executed"
            elif not isinstance(call.result, OutcomeUnknown):
                assert call.own_id in self.executed


TestManyCalls = ManyCalls.TestCase
TestManyCalls.settings = hypothesis_settings(max_examples=150, stateful_step_count=60, deadline=None)
