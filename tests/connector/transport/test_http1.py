"""T5, P1: The response reader gives the same result for any split of the bytes and refuses ambiguous framing."""

import gzip
import zlib
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.transport import TransportFault
from binance_usdm.transport._http1 import ResponseReader

Outcome = tuple[object, ...]
_MAX_BODY = 100_000
_MAX_HEADER = 2_000


def read(data: bytes, cuts: list[int], end: bool = True, max_body: int = _MAX_BODY) -> Outcome:
    """Feed the data in parts and return what came of it."""
    reader = ResponseReader(max_body, _MAX_HEADER)
    reader.start()
    edges = [0, *sorted({cut for cut in cuts if 0 < cut < len(data)}), len(data)]
    try:
        for start, stop in pairwise(edges):
            part = memoryview(data)[start:stop]
            while part:
                room = reader.get_buffer()
                count = min(len(room), len(part))
                assert count > 0
                room[:count] = part[:count]
                part = part[count:]
                del room
                response = reader.receive(count)
                if response is not None:
                    return response.status, dict(response.headers), response.body
        if not end:
            return ("waiting",)
        response = reader.eof()
        return response.status, dict(response.headers), response.body
    except TransportFault as fault:
        return ("fault", fault.kind.value) if fault.sent else ("unsent", fault.kind.value)


def whole(head: bytes, body: bytes = b"") -> bytes:
    return b"HTTP/1.1 200 OK\r\n" + head + b"\r\n" + body


BIG = bytes(range(256)) * 300
GOOD = {
    "length": (whole(b"Content-Length: 5\r\n", b"hello"), b"hello"),
    "empty": (whole(b"content-length:0\r\n"), b""),
    "big": (whole(b"Content-Length: %d\r\n" % len(BIG), BIG), BIG),
    "chunked": (
        whole(b"Transfer-Encoding: Chunked\r\n", b'3\r\nhel\r\nA;x="y"\r\nlo, world!\r\n0\r\nTrailer: 1\r\n\r\n'),
        b"hello, world!",
    ),
    "chunked big": (
        whole(b"Transfer-Encoding: chunked\r\n", b"%x\r\n%b\r\n00\r\n\r\n" % (len(BIG), BIG)),
        BIG,
    ),
    "until close": (whole(b"X: y\r\n", b"to the end"), b"to the end"),
    "interim": (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Hints\r\nLink: x\r\n\r\n" + whole(b"Content-Length: 1\r\n", b"!"),
        b"!",
    ),
    "gzip": (
        whole(b"Content-Encoding: gzip\r\nContent-Length: %d\r\n" % len(gzip.compress(BIG)), gzip.compress(BIG)),
        BIG,
    ),
    "members": (
        whole(b"Content-Encoding: x-gzip\r\nContent-Length: 44\r\n", gzip.compress(b"ab") + gzip.compress(b"cd")),
        b"abcd",
    ),
    "deflate": (whole(b"Content-Encoding: deflate\r\n", zlib.compress(BIG)), BIG),
    "raw deflate": (whole(b"Content-Encoding: deflate\r\n", zlib.compress(BIG)[2:-4]), BIG),
    "identity": (whole(b"Content-Encoding: identity\r\nContent-Length: 2\r\n", b"ok"), b"ok"),
    "1.0": (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "no reason": (b"HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok", b"ok"),
    "204": (b"HTTP/1.1 204 No Content\r\nContent-Encoding: gzip\r\n\r\n", b""),
    "304": (b"HTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\n", b""),
    "similar names": (whole(b"Content-Length-Note: 9\r\nConnections: 3\r\nContent-Length: 1\r\n", b"x"), b"x"),
}
BAD = {
    "repeated length": whole(b"Content-Length: 5\r\nContent-Length: 5\r\n", b"hello"),
    "list of lengths": whole(b"Content-Length: 5, 5\r\n", b"hello"),
    "conflicting lengths": whole(b"Content-Length: 5\r\ncontent-length: 6\r\n", b"hello"),
    "negative length": whole(b"Content-Length: -5\r\n", b"hello"),
    "plus sign": whole(b"Content-Length: +5\r\n", b"hello"),
    "underscore": whole(b"Content-Length: 1_0\r\n", b"hellohello"),
    "huge length": whole(b"Content-Length: 9999999999999999999999\r\n", b"hello"),
    "empty length": whole(b"Content-Length:\r\n", b"hello"),
    "length and chunked": whole(b"Content-Length: 5\r\nTransfer-Encoding: chunked\r\n", b"5\r\nhello\r\n0\r\n\r\n"),
    "chunked and length": whole(b"Transfer-Encoding: chunked\r\nContent-Length: 5\r\n", b"5\r\nhello\r\n0\r\n\r\n"),
    "chunked twice": whole(b"Transfer-Encoding: chunked\r\nTransfer-Encoding: chunked\r\n", b"0\r\n\r\n"),
    "other transfer": whole(b"Transfer-Encoding: gzip, chunked\r\n", b"0\r\n\r\n"),
    "space before colon": whole(b"Content-Length : 5\r\n", b"hello"),
    "no colon": whole(b"Content-Length\r\n", b"hello"),
    "folded": whole(b"X: a\r\n b\r\nContent-Length: 5\r\n", b"hello"),
    "bare line feed": whole(b"X: a\nContent-Length: 5\r\n", b"hello"),
    "bare line feeds": b"HTTP/1.1 200 OK\nContent-Length: 5\n\nhello",
    "not http": b"SSH-2.0-OpenSSH\r\n\r\n",
    "http/2": b"HTTP/2 200 OK\r\n\r\n",
    "letters": b"HTTP/1.1 2xx OK\r\n\r\n",
    "long code": b"HTTP/1.1 2000 OK\r\n\r\n",
    "low code": b"HTTP/1.1 099 OK\r\n\r\n",
    "upgrade": b"HTTP/1.1 101 Switching Protocols\r\n\r\n",
    "endless interim": b"HTTP/1.1 100 Continue\r\n\r\n" * 20,
    "chunk size": whole(b"Transfer-Encoding: chunked\r\n", b"0x5\r\nhello\r\n0\r\n\r\n"),
    "negative chunk": whole(b"Transfer-Encoding: chunked\r\n", b"-5\r\nhello\r\n0\r\n\r\n"),
    "huge chunk": whole(b"Transfer-Encoding: chunked\r\n", b"f" * 17 + b"\r\n"),
    "chunk too long": whole(b"Transfer-Encoding: chunked\r\n", b"2\r\nhello\r\n0\r\n\r\n"),
    "chunk bare line feed": whole(b"Transfer-Encoding: chunked\r\n", b"5\nhello\n0\n\n"),
}


@pytest.mark.parametrize("name", GOOD)
def test_a_good_response_is_read_whole_and_byte_by_byte(name: str) -> None:
    data, body = GOOD[name]
    at_once = read(data, [])
    assert body == at_once[2]
    assert at_once == read(data, list(range(len(data))))


@given(st.sampled_from(sorted(GOOD)), st.lists(st.integers(1, 80_000), max_size=12))
def test_any_split_of_a_good_response_gives_the_same(name: str, cuts: list[int]) -> None:
    data, body = GOOD[name]
    assert body == read(data, [cut % len(data) for cut in cuts])[2]


@pytest.mark.parametrize("name", BAD)
def test_ambiguous_framing_is_refused_however_it_is_split(name: str) -> None:
    data = BAD[name]
    assert ("fault", "protocol") == read(data, [], end=False)
    assert ("fault", "protocol") == read(data, list(range(len(data))), end=False)


@given(st.sampled_from(sorted(GOOD)), st.data())
def test_a_prefix_is_never_a_success(name: str, data: st.DataObject) -> None:
    answer, body = GOOD[name]
    stop = data.draw(st.integers(0, len(answer) - 1))
    outcome = read(answer[:stop], [])
    if name == "until close" and stop >= len(answer) - len(body):
        assert body[: stop - len(answer)] == outcome[2]
    else:
        assert "fault" == outcome[0]


@given(st.sampled_from(sorted(GOOD) + sorted(BAD)), st.data())
def test_a_mutated_response_raises_nothing_but_a_fault_and_does_not_depend_on_the_split(
    name: str, data: st.DataObject
) -> None:
    answer = bytearray(GOOD[name][0] if name in GOOD else BAD[name])
    for _ in range(data.draw(st.integers(1, 4))):
        where = data.draw(st.integers(0, min(len(answer), 200)))
        what = data.draw(
            st.one_of(st.binary(max_size=4), st.sampled_from([b"\r\n", b"\n", b"\r", b":", b" ", b"0\r\n\r\n", b"\0"]))
        )
        answer[where : where + data.draw(st.integers(0, 3))] = what
    mutated = bytes(answer)
    cuts = data.draw(st.lists(st.integers(1, 400), max_size=8))
    assert read(mutated, []) == read(mutated, cuts)


@given(st.binary(max_size=300), st.lists(st.integers(1, 300), max_size=5))
def test_random_bytes_raise_nothing_but_a_fault(data: bytes, cuts: list[int]) -> None:
    assert "fault" == read(data, cuts)[0]


@pytest.mark.parametrize(
    ("answer", "reusable"),
    [
        (whole(b"Content-Length: 2\r\n", b"ok"), True),
        (whole(b"Connection: close\r\nContent-Length: 2\r\n", b"ok"), False),
        (whole(b"Connection: Keep-Alive, Close\r\nContent-Length: 2\r\n", b"ok"), False),
        (whole(b"Connection: close\r\nConnection: keep-alive\r\nContent-Length: 2\r\n", b"ok"), False),
        (whole(b"Content-Length: 2\r\n", b"ok more"), False),
        (whole(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\n"), True),
        (whole(b"Transfer-Encoding: chunked\r\n", b"0\r\n\r\nx"), False),
        (b"HTTP/1.0 200 OK\r\nContent-Length: 2\r\n\r\nok", False),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nContent-Length: 2\r\n\r\nok", True),
        (b"HTTP/1.0 200 OK\r\nConnection: keep-alive\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n", False),
    ],
)
def test_a_connection_is_reused_only_when_both_sides_agree_where_the_answer_ended(
    answer: bytes, reusable: bool
) -> None:
    reader = ResponseReader(_MAX_BODY, _MAX_HEADER)
    reader.start()
    reader.get_buffer()[: len(answer)] = answer
    assert 200 == getattr(reader.receive(len(answer)), "status", None)
    assert reusable == reader.reusable


def test_caps_hold_for_heads_bodies_extensions_and_trailers() -> None:
    chunked = b"Transfer-Encoding: chunked\r\n"
    large = {
        "head": whole(b"X: %b\r\n" % (b"y" * 3000)),
        "body": whole(b"Content-Length: 100001\r\n"),
        "chunk": whole(chunked, b"186a1\r\n"),
        "chunks": whole(chunked, (b"8000\r\n" + b"x" * 0x8000 + b"\r\n") * 4),
        "extensions": whole(chunked, (b"1;" + b"e" * 200 + b"\r\nx\r\n") * 20),
        "trailers": whole(chunked, b"0\r\n" + b"a: b\r\n" * 1000),
        "until close": whole(b"", b"x" * 100_001),
        "bomb": whole(b"Content-Encoding: gzip\r\n", gzip.compress(bytes(100_001))),
    }
    expected = dict.fromkeys(large, ("fault", "too_large"))
    assert expected == {name: read(data, []) for name, data in large.items()}
