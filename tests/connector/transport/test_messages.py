"""A1: Messages are checked when they are built and never show a key, a query or a body."""

import subprocess
import sys

import pytest

from binance_usdm import transport
from binance_usdm.transport import FaultKind, Headers, HttpRequest, HttpResponse, TransportFault


def test_headers_are_written_once_in_the_given_order() -> None:
    headers = Headers((("X-MBX-APIKEY", "secret"), ("Accept", "*/*")))
    assert b"X-MBX-APIKEY: secret\r\nAccept: */*\r\n" == headers.block
    assert headers.block is headers.block


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\n", "a\r", "a\0", "ключ", "a\x7f"])
def test_a_value_that_breaks_the_line_is_refused_without_being_shown(value: str) -> None:
    with pytest.raises(ValueError, match="X-MBX-APIKEY") as caught:
        Headers((("X-MBX-APIKEY", "secret" + value),))
    assert "secret" not in str(caught.value)


@pytest.mark.parametrize(
    "name", ["", "a b", "a:", "a\r\n", "Host", "content-length", "Transfer-Encoding", "Connection"]
)
def test_a_name_that_is_none_or_the_transports_own_is_refused(name: str) -> None:
    with pytest.raises(ValueError, match="Nothing was sent"):
        Headers(((name, "x"),))


def test_no_repr_shows_a_secret() -> None:
    headers = Headers((("x-mbx-apikey", "the-secret"), ("Accept", "*/*")))
    request = HttpRequest("POST", "/fapi/v1/order?signature=the-secret", headers, b"the-secret")
    response = HttpResponse(200, {"x": "the-secret"}, b"the-secret")
    assert "Headers(x-mbx-apikey: '***', Accept: '*/*')" == repr(headers)
    assert "HttpRequest(POST /fapi/v1/order?***)" == repr(request)
    assert "HttpResponse(200, 10 bytes)" == repr(response)


def test_a_fault_says_what_happened_and_whether_bytes_left_in_bounded_printable_text() -> None:
    fault = TransportFault(FaultKind.RESET, True, "a\r\n\x1b[31m" + "x" * 1000)
    assert "a???[31m" == fault.detail[:8]
    assert 300 == len(fault.detail)
    assert "reset: gone (the request was not sent)" == str(TransportFault(FaultKind.RESET, False, "gone"))


def test_every_exported_name_loads_and_the_list_is_sorted() -> None:
    assert sorted(transport.__all__) == transport.__all__
    assert transport.__all__ == [name for name in transport.__all__ if getattr(transport, name).__name__ == name]
    with pytest.raises(AttributeError, match="no_such_name"):
        _ = transport.no_such_name


def test_the_messages_load_no_network_library() -> None:
    program = (
        "import sys; before = set(sys.modules); from binance_usdm.transport import Headers, TransportFault; "
        "print(sorted({'asyncio', 'ssl', 'socket', 'httpx', 'httpx2', 'zlib'} & (set(sys.modules) - before)))"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True)
    assert "[]" == done.stdout.strip()
