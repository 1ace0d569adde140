"""Recognise secrets in a text without keeping them.

Rules of this module:

- Pure apart from one salt, drawn once for the process; what is kept cannot be turned back into a secret or compared
  with another process.
- A secret is remembered as the salted digests of its words (runs of letters, digits, `-` and `_`) of at least eight
  characters: a text is searched word by word, in time linear in its length.
- The number of remembered digests is bounded; the oldest go first.
- This is the second line of defence. The first is `Secret`, which never renders its text.
"""

import os
import re
import threading
from collections import OrderedDict
from hashlib import blake2b

_SALT = os.urandom(16)
_WORD = re.compile(r"[A-Za-z0-9_\-]+")
_SHORTEST = 8
_MOST = 4096
_MOST_WORDS = 64

_digests: OrderedDict[bytes, None] = OrderedDict()
_lengths: set[int] = set()
_lock = threading.Lock()


def _digest(word: str) -> bytes:
    return blake2b(word.encode("ascii"), digest_size=12, key=_SALT).digest()


def remember(secret: str) -> None:
    """Have every later text masked where it holds a word of this secret.

    Args:
        secret: The plain text; only salted digests of its words are kept.
    """
    words = [match[0] for match in _WORD.finditer(secret) if len(match[0]) >= _SHORTEST]
    with _lock:
        for word in words[:_MOST_WORDS]:
            digest = _digest(word)
            _lengths.add(len(word))
            _digests[digest] = None
            _digests.move_to_end(digest)
        while len(_digests) > _MOST:
            _digests.popitem(last=False)


def _hide(match: re.Match[str]) -> str:
    word = match[0]
    return "***" if len(word) in _lengths and _digest(word) in _digests else word


def mask_known(text: str) -> str:
    """Replace each word of a remembered secret with `***`."""
    return _WORD.sub(_hide, text) if _digests else text
