"""T5, T6, F88, F89: whatever arrives in whatever state, each request is answered once, by its own answer or a fault."""

from __future__ import annotations

import json
import os
from typing import Any

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import Bundle, RuleBasedStateMachine, initialize, invariant, multiple, precondition, rule

from binance_usdm.transport import HttpResponse, TransportFault
from binance_usdm.ws_api._frames import SocketRequest
from binance_usdm.ws_api._session import Session, State

keys = st.sampled_from(["id", "status", "result", "error", "rateLimits", "e", "event", "code", "data"])
values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.floats(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(keys, inner, max_size=4),
    max_leaves=6,
)
rubbish = st.binary(max_size=60) | values.map(lambda value: json.dumps(value).encode())
LIMITS = [{"rateLimitType": "REQUEST_WEIGHT", "interval": "MINUTE", "intervalNum": 1, "limit": 2400, "count": 7}]


def answer(number: str, status: int) -> bytes:
    body: dict[str, Any] = {"id": number, "status": status, "rateLimits": LIMITS}
    if status == 200:
        body["result"] = {"orderId": number}
    else:
        body["error"] = {"code": -2019, "msg": number, "data": {"serverTime": 1, "retryAfter": 2500}}
    return json.dumps(body).encode()


class AnyFrameInAnyState(RuleBasedStateMachine):
    frames = Bundle("frames")

    def __init__(self) -> None:
        super().__init__()
        self.number = 0
        self.begin()

    @initialize()
    def begin(self) -> None:
        self.session = Session()
        self.logon: str | None = None
        self.waiting: set[str] = set()
        self.expected: dict[str, tuple[int, bytes] | str] = {}
        self.seen_malformed = 0

    def new_id(self) -> str:
        self.number += 1
        return f"id-{self.number}"

    def settle(self, answered: tuple[str, HttpResponse] | None = None) -> None:
        for number, found in [*self.session.faults(), *([] if answered is None else [answered])]:
            expected = self.expected.pop(number)
            if isinstance(found, TransportFault):
                assert ("lost" if found.sent else "not sent") == expected
            else:
                assert isinstance(found, HttpResponse)
                assert not isinstance(expected, str)
                assert expected[0] == found.status
                assert number.encode() in found.body
                # JSON without spaces or with: the body is what stood in the frame.
                assert found.body in expected[1]
                assert {"x-mbx-used-weight-1m": "7"}.items() <= found.headers.items()
                assert ("3" if found.status in {418, 429} else None) == found.headers.get("retry-after")
        # Nothing that was to be answered is left without an answer.
        assert {} == self.expected

    # -- what the owner does ------------------------------------------------------------------------------------------

    @precondition(lambda self: self.session.state is State.CONNECTING)
    @rule(logs_on=st.booleans())
    def the_connection_opens(self, logs_on: bool) -> None:
        if logs_on:
            self.logon = self.new_id()
            self.session.opened(SocketRequest(self.logon, "session.logon", b"logon"))
            assert [b"logon"] == self.session.data_to_send()
        else:
            self.session.opened(None)
            assert [] == self.session.data_to_send()
            assert State.READY is self.session.state

    @rule(target=frames, status=st.sampled_from([200, 200, 400, 418, 429, 503]))
    def a_request_is_sent(self, status: int) -> bytes:
        number = self.new_id()
        ready = self.session.state is State.READY
        text = self.session.send(SocketRequest(number, "order.place", number.encode()))
        assert [] == self.session.data_to_send()
        if ready:
            self.waiting.add(number)
            assert number.encode() == text
        else:
            self.expected[number] = "not sent"
            assert b"" == text
        self.settle()
        return answer(number, status)

    @precondition(lambda self: self.waiting)
    @rule(which=st.integers(0, 5))
    def somebody_waits_no_longer(self, which: int) -> None:
        number = sorted(self.waiting)[which % len(self.waiting)]
        self.waiting.discard(number)
        self.session.forget(number)
        self.settle()

    @rule()
    def the_connection_is_lost(self) -> None:
        self.expected.update(dict.fromkeys(self.waiting, "lost"))
        self.waiting.clear()
        self.logon = None
        for _ in range(2):
            self.session.lost("reset")
            self.settle()
        assert State.LOST is self.session.state
        assert not self.session.logged_on
        self.session.opened(None)
        assert State.LOST is self.session.state

    @precondition(lambda self: self.session.state is State.LOST)
    @rule()
    def a_new_connection_is_made(self) -> None:
        self.begin()

    # -- what the exchange does ---------------------------------------------------------------------------------------

    @rule(frame=frames, times=st.integers(1, 2))
    def an_answer_arrives(self, frame: bytes, times: int) -> None:
        self.receive(frame, times)

    @rule(target=frames, frame=frames)
    def an_answer_names_another_request(self, frame: bytes) -> Any:
        other = sorted(self.waiting)
        if not other:
            return multiple()
        body = json.loads(frame)
        body["id"] = other[0]
        if body.get("result"):
            body["result"] = {"orderId": other[0]}
        else:
            body["error"]["msg"] = other[0]
        return json.dumps(body).encode()

    def receive(self, frame: bytes, times: int) -> None:
        body = json.loads(frame)
        for _ in range(times):
            strangers = self.session.strangers
            known = body["id"] in self.waiting
            if known:
                self.waiting.discard(body["id"])
                self.expected[body["id"]] = body["status"], frame
            answered = self.session.receive(frame)
            assert known == (answered is not None)
            assert strangers + (not known) == self.session.strangers
            self.settle(answered)

    @precondition(lambda self: self.logon is not None)
    @rule(accepted=st.booleans())
    def the_logon_is_answered(self, accepted: bool) -> None:
        assert self.logon is not None
        was = self.session.state
        assert self.session.receive(answer(self.logon, 200 if accepted else 400)) is None
        self.logon = None
        assert (State.READY if was is State.LOGGING_ON else was) is self.session.state
        assert accepted == (self.session.refused is None)
        self.settle()

    @rule(frame=frames, at=st.integers(0, 200))
    def a_frame_is_cut(self, frame: bytes, at: int) -> None:
        assert self.session.receive(frame[: min(at, len(frame) - 1)]) is None
        self.seen_malformed += 1
        self.settle()

    @rule(junk=rubbish)
    def rubbish_arrives(self, junk: bytes) -> None:
        before = self.session.malformed + self.session.strangers
        leaving = self.session.leaving, self.session.revoked
        assert self.session.receive(junk) is None
        self.seen_malformed = self.session.malformed
        # Whatever it is, it is counted or it is a notice.
        noticed = leaving != (self.session.leaving, self.session.revoked)
        assert before + 1 == self.session.malformed + self.session.strangers or noticed or self.session.leaving
        self.settle()

    @rule(what=st.sampled_from([b'{"e":"serverShutdown","E":1}', b'{"status":401,"error":{"code":-2015}}']))
    def a_notice_arrives(self, what: bytes) -> None:
        assert self.session.receive(what) is None
        assert self.session.leaving if b"Shutdown" in what else self.session.revoked
        self.settle()

    # -- what always holds --------------------------------------------------------------------------------------------

    @invariant()
    def nobody_is_logged_on_to_a_lost_connection(self) -> None:
        assert not (self.session.logged_on and self.session.state in {State.CONNECTING, State.LOST})

    @invariant()
    def counts_hold(self) -> None:
        assert len(self.waiting) == self.session.in_flight
        assert self.seen_malformed == self.session.malformed
        assert len(self.session.quarantine) <= 16
        assert all(len(each) <= 512 for each in self.session.quarantine)
        assert [] == self.session.data_to_send()

    def teardown(self) -> None:
        self.the_connection_is_lost()


AnyFrameInAnyState.TestCase.settings = settings(
    max_examples=40 * (20 if "SOAK" in os.environ else 1), stateful_step_count=40, deadline=None
)
TestAnyFrameInAnyState = AnyFrameInAnyState.TestCase


def test_a_frame_cut_at_any_byte_answers_nothing_and_the_whole_one_does() -> None:
    whole = answer("id-1", 200)
    for cut in range(len(whole)):
        session = Session()
        session.opened(None)
        session.send(SocketRequest("id-1", "order.place", b"{}"))
        assert session.receive(whole[:cut]) is None
        assert (1, []) == (session.malformed, session.faults())
        answered = session.receive(whole)
        assert answered is not None
        assert "id-1" == answered[0]
