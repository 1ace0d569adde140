"""Undo the compression of a response body without ever holding more than the allowed number of bytes.

Rules of this module:

- Pure: bytes in, bytes out.
- Exactly one coding is undone; two of them, an unknown one, or a body that is still compressed afterwards is a fault.
- A body that ends early is a fault, never a prefix passed on as success.
- Decompression stops one byte after the cap, so a bomb costs no more memory than the cap.
"""

import zlib

from ._message import FaultKind, TransportFault

_GZIP_MAGIC = b"\x1f\x8b"
_MAX_MEMBERS = 16
_GZIP_WINDOW = 31
_ZLIB_WINDOW = 15
_RAW_WINDOW = -15


def decode_body(coding: str, body: bytes, max_body: int) -> bytes:
    """Undo a `Content-Encoding`.

    Args:
        coding: The header's value; empty for none.
        body: The body as it came.
        max_body: Largest allowed result in bytes.

    Raises:
        TransportFault: The coding is unknown or repeated, or the data are corrupt, incomplete or too large.
    """
    names = [name for name in (part.strip().lower() for part in coding.split(",")) if name not in ("", "identity")]
    if not names or not body:
        return body
    if len(names) > 1:
        raise _fault(f"the body is compressed {len(names)} times ({', '.join(names)[:60]})")
    match names[0]:
        case "gzip" | "x-gzip":
            plain = _gunzip(body, max_body)
        case "deflate":
            plain = _inflate(body, max_body, _ZLIB_WINDOW if _is_zlib(body) else _RAW_WINDOW)[0]
        case other:
            raise _fault(f"the body's coding {other[:40]!r} was not asked for and is not known")
    if plain.startswith(_GZIP_MAGIC):
        raise _fault("the body is still compressed after its declared coding was undone")
    return plain


def _gunzip(body: bytes, max_body: int) -> bytes:
    parts: list[bytes] = []
    room = max_body
    rest = body
    while rest:
        # Each member costs a copy of what is left, so a body made of empty members would cost quadratic time.
        if len(parts) == _MAX_MEMBERS or not rest.startswith(_GZIP_MAGIC):
            raise _fault("there is something else after the compressed body")
        plain, rest = _inflate(rest, room, _GZIP_WINDOW)
        parts.append(plain)
        room -= len(plain)
    return parts[0] if len(parts) == 1 else b"".join(parts)


def _inflate(body: bytes, room: int, window: int) -> tuple[bytes, bytes]:
    stream = zlib.decompressobj(window)
    try:
        plain = stream.decompress(body, room + 1)
    except zlib.error as error:
        raise _fault("the compressed body is corrupt") from error
    if len(plain) > room:
        raise TransportFault(FaultKind.TOO_LARGE, True, "the decompressed body is larger than allowed")
    if not stream.eof:
        raise _fault("the compressed body is incomplete")
    if window != _GZIP_WINDOW and stream.unused_data:
        raise _fault("there is something else after the compressed body")
    return plain, stream.unused_data


def _is_zlib(body: bytes) -> bool:
    # "deflate" means zlib by the standard and a raw stream in the wild; zlib's two header bytes tell them apart.
    return len(body) >= 2 and body[0] & 0x0F == 8 and int.from_bytes(body[:2], "big") % 31 == 0


def _fault(detail: str) -> TransportFault:
    return TransportFault(FaultKind.ENCODING, True, detail)
