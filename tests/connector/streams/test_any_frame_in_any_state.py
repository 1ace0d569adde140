"""T5, F70, F64: whatever arrives in whatever state, the session stays upright, tells every loss, and recovers."""

from __future__ import annotations

import itertools
import json
import os
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, precondition, rule

from binance_usdm._pace import Pace
from binance_usdm.streams import ControlEvent, Gap, GapReason, StreamSettings, agg_trade, book_ticker, depth
from binance_usdm.streams._feed import Feed
from binance_usdm.streams._outputs import Dial, Drop, Ping, Write
from binance_usdm.streams._session import Session

from .world import START_MS, agg_trade_data, book_ticker_data, depth_data, frame, make_lane

STREAMS = {each.name: each for each in (agg_trade("BTCUSDT"), depth("BTCUSDT"), book_ticker("ETHUSDT"))}
MAKE = {"btcusdt@aggTrade": agg_trade_data, "btcusdt@depth": depth_data, "ethusdt@bookTicker": book_ticker_data}
ID = {"btcusdt@aggTrade": "agg_trade_id", "btcusdt@depth": "final_update_id", "ethusdt@bookTicker": "book_update_id"}
EVENT = {"aggTrade": "btcusdt@aggTrade", "depthUpdate": "btcusdt@depth", "bookTicker": "ethusdt@bookTicker"}
names = st.sampled_from(sorted(STREAMS))
keys = st.sampled_from(["e", "E", "s", "data", "stream", "id", "result", "error", "code", "a", "u"])
rubbish = st.one_of(
    st.binary(max_size=60),
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(allow_nan=False),
        lambda inner: st.lists(inner, max_size=3)
        | st.dictionaries(keys, inner, max_size=4),
        max_leaves=6,
    ).map(lambda value: json.dumps(value).encode()),
)  # fmt: skip


class AnyFrameInAnyState(RuleBasedStateMachine):
    frames = Bundle("frames")

    @initialize(seed=st.integers(0, 99))
    def begin(self, seed: int) -> None:
        self.now = 0.0
        self.controls: list[Any] = []
        self.delivered: dict[str, list[Any]] = {name: [] for name in STREAMS}
        self.feed = Feed(on_control=self.controls.append, limit=1_000_000)
        chances = itertools.cycle([(seed % 10) / 10, 0.9, 0.1, 0.5])
        self.session = Session(
            "market", "/market/stream", self.feed, lambda: next(chances),
            settings=StreamSettings(rotate_after=120.0, overlap=20.0), pace=Pace(), numbers=itertools.count(1),
        )  # fmt: skip
        self.dialling: list[int] = []
        self.open: list[int] = []
        self.requests: dict[int, list[dict[str, Any]]] = {}
        self.sent: dict[int, list[float]] = {}
        self.next_number = dict.fromkeys(STREAMS, 1)
        self.session.subscribe([make_lane(each) for each in STREAMS.values()], self.now)

    def settle(self) -> None:
        for output in self.session.data_to_send(self.now):
            number = output.connection
            if isinstance(output, Dial):
                self.dialling.append(number)
            elif isinstance(output, Write):
                assert number in self.open
                self.requests.setdefault(number, []).append(json.loads(output.payload))
                self.sent.setdefault(number, []).append(self.now)
            elif isinstance(output, Drop):
                self.dialling = [each for each in self.dialling if each != number]
                self.open = [each for each in self.open if each != number]
            else:
                assert isinstance(output, Ping)
        for event in self.feed.events():
            if isinstance(event, Gap):
                self.delivered[event.stream].append(event)
            elif not isinstance(event, ControlEvent) and getattr(event, "event_type", None) in EVENT:
                name = EVENT[event.event_type]
                symbol = getattr(event, "symbol", None)
                if symbol is not None and name.startswith(symbol.lower()):
                    self.delivered[name].append(event)

    # -- what the network does ----------------------------------------------------------------------------------------

    @precondition(lambda self: self.dialling)
    @rule(works=st.integers(0, 3))
    def dial_ends(self, works: int) -> None:
        number = self.dialling.pop(0)
        if works:
            self.open.append(number)
            self.session.opened(number, self.now)
        else:
            self.session.lost(number, "refused", self.now)
        self.settle()

    @precondition(lambda self: self.open)
    @rule(which=st.integers(0, 1))
    def connection_ends(self, which: int) -> None:
        self.session.lost(self.open.pop(min(which, len(self.open) - 1)), "reset", self.now)
        self.settle()

    @rule(seconds=st.sampled_from([0.0, 0.05, 0.3, 1.0, 5.0, 9.0, 30.0]))
    def time_passes(self, seconds: float) -> None:
        end = self.now + seconds
        for _ in range(2000):
            deadline = self.session.next_deadline()
            if deadline is None or deadline > end:
                break
            self.now = max(self.now, deadline)
            self.session.advance(self.now)
            self.settle()
            following = self.session.next_deadline()
            assert following is None or following > self.now
        else:
            raise AssertionError("the session never came to rest")
        self.now = end

    # -- what the exchange does ---------------------------------------------------------------------------------------

    @rule(target=frames, name=names, skipped=st.sampled_from([0, 0, 0, 1, 5]))
    def something_happens(self, name: str, skipped: int) -> bytes:
        self.next_number[name] += skipped
        number = self.next_number[name]
        self.next_number[name] += 1
        data = MAKE[name](name.partition("@")[0].upper(), number, START_MS + number)
        return frame(name, data)

    @rule(sent=frames, which=st.integers(0, 1), times=st.integers(1, 2))
    def frame_arrives(self, sent: bytes, which: int, times: int) -> None:
        if self.open:
            self.session.receive(self.open[min(which, len(self.open) - 1)], [sent] * times, self.now)
            self.settle()

    @rule(sent=frames, at=st.integers(0, 400))
    def cut_frame_arrives(self, sent: bytes, at: int) -> None:
        if self.open:
            self.session.receive(self.open[0], [sent[: min(at, len(sent) - 1)]], self.now)
            self.settle()

    @rule(junk=rubbish)
    def rubbish_arrives(self, junk: bytes) -> None:
        if self.open:
            self.session.receive(self.open[-1], [junk], self.now)
            self.settle()

    @precondition(lambda self: any(self.requests.get(each) for each in self.open))
    @rule(refused=st.integers(0, 9))
    def reply_arrives(self, refused: int) -> None:
        number = next(each for each in self.open if self.requests.get(each))
        request = self.requests[number].pop(0)
        answer: dict[str, Any] = {"result": None, "id": request["id"]}
        if request["method"] == "LIST_SUBSCRIPTIONS":
            # Sometimes it leaves some out, so that they are subscribed again.
            answer["result"] = sorted(STREAMS)[refused % 4 :] if refused < 9 else None
        elif refused == 9 and len(request["params"]) > 1:
            answer = {"error": {"code": 2, "msg": "no"}, "id": request["id"]}
        self.session.receive(number, [json.dumps(answer).encode()], self.now)
        self.settle()

    @rule()
    def server_shuts_down(self) -> None:
        if self.open:
            self.session.receive(self.open[0], [b'{"e":"serverShutdown","E":1}'], self.now)
            self.settle()

    # -- what the user does -------------------------------------------------------------------------------------------

    @rule(name=names)
    def unsubscribe_and_subscribe_again(self, name: str) -> None:
        self.session.unsubscribe([name], self.now)
        self.settle()
        self.delivered[name].clear()
        self.session.subscribe([make_lane(STREAMS[name])], self.now)
        self.settle()

    @rule(held=st.booleans())
    def reader_stops_or_goes_on(self, held: bool) -> None:
        self.session.hold(held, self.now)
        self.settle()

    @rule(number=st.integers(0, 20))
    def news_of_a_connection_nobody_knows(self, number: int) -> None:
        if number not in self.open and number not in self.dialling:
            self.session.opened(number, self.now)
            self.session.receive(number, [b"{}"], self.now)
            self.session.pong(number, self.now)
            self.session.lost(number, "late", self.now)
            self.settle()

    # -- what always holds --------------------------------------------------------------------------------------------

    @invariant()
    def order_holds_and_every_loss_is_told(self) -> None:
        for name, events in getattr(self, "delivered", {}).items():
            last, gap = None, None
            for event in events:
                if isinstance(event, Gap):
                    gap = event
                    continue
                number = getattr(event, ID[name])
                if last is not None:
                    assert number > last or (gap is not None and gap.reason is GapReason.RESET)
                    if name == "btcusdt@aggTrade" and number != last + 1:
                        assert gap is not None
                        assert (last, number, number - last - 1) == (gap.last_id, gap.first_id, gap.missed)
                    if name == "btcusdt@depth" and event.previous_final_update_id != last:
                        assert gap is not None
                        assert (last, number) == (gap.last_id, gap.first_id)
                last, gap = number, None

    @invariant()
    def limits_hold(self) -> None:
        if hasattr(self, "open"):
            assert len(self.open) + len(self.dialling) <= 2
            for whens in self.sent.values():
                for start in whens:
                    assert len([when for when in whens if start <= when < start + 1.0]) <= 5

    def teardown(self) -> None:
        if not hasattr(self, "open"):
            return
        # From now on all is well, so all is live soon.
        self.session.hold(False, self.now)
        end = self.now + 90.0
        while self.now < end:
            for number in list(self.dialling):
                self.dialling.remove(number)
                self.open.append(number)
                self.session.opened(number, self.now)
                self.settle()
            for number in list(self.open):
                for request in self.requests.pop(number, []):
                    self.session.receive(number, [json.dumps({"result": None, "id": request["id"]}).encode()], self.now)
            for name in STREAMS:
                sent = self.something_happens_now(name)
                for number in list(self.open):
                    self.session.receive(number, [sent], self.now)
            self.settle()
            self.time_passes(1.5)
        assert set(STREAMS) == self.session.live
        self.order_holds_and_every_loss_is_told()

    def something_happens_now(self, name: str) -> bytes:
        number = self.next_number[name]
        self.next_number[name] += 1
        return frame(name, MAKE[name](name.partition("@")[0].upper(), number, START_MS + number))


AnyFrameInAnyState.TestCase.settings = settings(
    max_examples=150 * (20 if "SOAK" in os.environ else 1), stateful_step_count=60, deadline=None
)
TestAnyFrameInAnyState = AnyFrameInAnyState.TestCase


def test_a_frame_cut_at_any_byte_is_counted_once_and_the_next_one_is_delivered() -> None:
    whole = frame("btcusdt@depth", depth_data("BTCUSDT", 5, START_MS))
    for cut in range(len(whole)):
        feed = Feed()
        session = Session(
            "public", "/public/stream", feed, lambda: 0.5,
            settings=StreamSettings(), pace=Pace(), numbers=itertools.count(1),
        )  # fmt: skip
        session.subscribe([make_lane(STREAMS["btcusdt@depth"])], 0.0)
        session.advance(0.0)
        session.opened(1, 0.0)
        session.receive(1, [whole[:cut], whole], 1.0)
        assert [50] == [each.final_update_id for each in session.events()]
        assert 1 == feed.counters.malformed
