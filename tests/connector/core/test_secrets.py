"""A1, FAILURES 102, G15: no key, secret, signature or listen key in logs, texts, reprs, pickles, tracebacks."""

from __future__ import annotations

import logging
import pickle
import traceback
from collections.abc import Iterable
from threading import Lock
from typing import Any

import pytest
from tests.connector.core.world import World, fields, lost, ok, refusal

from binance_usdm import BinanceUsdmError, Credentials, Settings
from binance_usdm._drive import run
from binance_usdm.core._effects import Send
from binance_usdm.transport import FaultKind, HttpRequest, HttpResponse
from binance_usdm_api import OPERATIONS

KEY = "CanaryKeyAAAABBBBCCCCDDDDEEEEFFFFGGGGHHHHIIIIJJJJKKKKLLLLMMMMNNNN"
SECRET = "CanarySecretaaaabbbbccccddddeeeeffffgggghhhhiiiijjjjkkkkllllmmmm"
LISTEN_KEY = "CanaryListenpqia91ma19a5s61cv6a81va65sdf19v8a65a1a5s61cv6a81va65"
QUICK = Settings(max_attempts=2, resolve_timeout=0.5, rate_limit_wait=0, order_wait=0)


class Keyed(World):
    """A world with canaries for credentials, whose host never hides what it sent."""

    def __init__(self, *script: Any, **more: Any) -> None:
        super().__init__(*script, settings=QUICK, **more)
        self.core.set_credentials(Credentials(KEY, SECRET))

    def canaries(self) -> set[str]:
        """What must not be seen, signatures of all requests included."""
        signatures = {fields(request).get("signature", "") for request in self.sent} - {""}
        return {KEY, SECRET, LISTEN_KEY, *signatures}


CODES = (-1000, -1003, -1006, -1008, -1015, -1021, -1022, -2014, -2015, -2019)
STATUSES = (302, 400, 403, 404, 408, 418, 429, 451, 500, 502, 503)
ANSWERS: list[tuple[str, Any]] = [
    *[(f"fault {kind} {sent}", lost(kind, sent=sent)) for kind in FaultKind for sent in (True, False)],
    *[(f"code {code}", refusal(code)) for code in CODES],
    *[(f"status {status}", HttpResponse(status, {}, b"<html>x</html>")) for status in STATUSES],
    ("garbled", ok(b'{"orderId":')),
    ("empty", ok(b"")),
    ("other", ok(b"[[[")),
]
CALLS: list[tuple[str, dict[str, object]]] = [
    ("new_order", {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}),
    ("account_balance", {}),
    ("change_position_margin", {"symbol": "BTCUSDT", "amount": "5", "type": 1}),
    ("start_user_stream", {}),
]


def seen(error: BaseException) -> Iterable[str]:
    """Every way in which an error is looked at."""
    yield str(error)
    yield repr(error)
    for capture in (True, False):
        yield "".join(traceback.TracebackException.from_exception(error, capture_locals=capture).format())
    if isinstance(error, BinanceUsdmError):
        yield pickle.dumps(error).decode("latin-1")
        yield repr(error.__dict__)


def hidden(canaries: set[str], texts: Iterable[str]) -> None:
    """Fail when one of them shows; without printing more of it than needed."""
    for text in texts:
        for canary in canaries:
            assert canary not in text, f"{canary[:12]} in {text[max(0, text.index(canary) - 200) :][:210]}"


@pytest.mark.parametrize(("operation", "params"), CALLS, ids=[name for name, _ in CALLS])
@pytest.mark.parametrize(("name", "answer"), ANSWERS, ids=[name for name, _ in ANSWERS])
def test_no_failure_shows_a_secret(
    name: str, answer: Any, operation: str, params: dict[str, object], caplog: pytest.LogCaptureFixture
) -> None:
    """G15: every kind of answer and fault, at DEBUG, with the locals of every frame."""
    caplog.set_level(logging.DEBUG)
    world = Keyed(*[answer] * 2, *[refusal(-2013)] * 10)
    texts: list[str] = []
    try:
        world.call(operation, **params)
    except BinanceUsdmError as error:
        texts += seen(error)
    assert world.sent
    hidden(world.canaries(), [*texts, caplog.text, *[record.getMessage() for record in caplog.records]])


def test_nothing_shows_a_secret_by_its_repr() -> None:
    """A1: credentials, core, headers, requests and what the driver holds."""
    world = Keyed()
    held: list[object] = [world.core.credentials, world.core, world.core.__dict__]
    flow = world.core.exchange(OPERATIONS["account_balance"], {})
    effect: Any = next(flow)
    while effect.request.target == "/fapi/v1/time":
        effect = flow.send(world.answer(effect.request))
    assert isinstance(effect, Send)
    request = effect.request
    assert isinstance(request, HttpRequest)
    world.sent.append(request)
    held += [effect, request, request.headers, flow.gi_frame.f_locals]  # type: ignore[attr-defined]
    hidden(world.canaries(), [repr(one) for one in held])
    flow.close()


def test_a_reply_shows_no_listen_key() -> None:
    """FAILURES 102: whoever holds it reads the account's events."""
    world = Keyed(ok(b'{"listenKey":"%s"}' % LISTEN_KEY.encode()))
    reply = world.call("start_user_stream")
    assert LISTEN_KEY == reply.result.listen_key
    hidden({LISTEN_KEY}, [repr(reply), str(reply)])


def test_an_unreadable_listen_key_shows_in_no_error() -> None:
    """FAILURES 102: the payload of an unreadable answer is kept, but not where it holds a listen key."""
    world = Keyed(*[ok(b'{"listenKey":["%s"]}' % LISTEN_KEY.encode())] * 2)
    with pytest.raises(BinanceUsdmError) as caught:
        world.call("start_user_stream")
    hidden({LISTEN_KEY}, seen(caught.value))


@pytest.mark.parametrize("failing", ["sign", "send"])
def test_an_interrupt_shows_no_secret_and_leaves_no_debt(failing: str, caplog: pytest.LogCaptureFixture) -> None:
    """G15, FAILURES 23: Ctrl-C in the blocking driver; the order's ids are in the log, and the budget is even."""
    world = Keyed()

    class Interrupted:
        def send(self, request: HttpRequest, timeout: float) -> HttpResponse:
            if "/time" not in request.target:
                world.sent.append(request)
                raise KeyboardInterrupt
            reply = world.answer(request)
            assert isinstance(reply, HttpResponse)
            return reply

    def interrupt(*_: object) -> Any:
        raise KeyboardInterrupt

    credentials = world.core.credentials
    assert credentials is not None
    if failing == "sign":

        class Broken:
            kind = credentials.kind
            sign_query = staticmethod(interrupt)

        object.__setattr__(credentials, "signer", Broken())
    order = {"symbol": "BTCUSDT", "side": "BUY", "type": "MARKET", "quantity": "1"}
    with pytest.raises(KeyboardInterrupt) as caught:
        run(world.core.exchange(OPERATIONS["new_order"], order), Interrupted(), Lock())
    hidden(world.canaries(), [*seen(caught.value), caplog.text])
    assert (failing == "send") == ("abandoned operation=new_order ids=id-1" in caplog.text)
    assert {0} == {pool.in_flight for windows in world.core.budget._pools.values() for pool in windows}  # type: ignore[attr-defined]
