"""A1, row 102: a secret renders as *** everywhere, cannot be pickled, and comes out by one method only."""

import copy
import json
import pickle
import pprint
from collections.abc import Callable

import attrs
import msgspec
import pytest
from cryptography.hazmat.primitives.asymmetric import ed25519

from binance_usdm.auth import Credentials, Ed25519Signer, HmacSigner, Secret
from binance_usdm.auth._secret import Confidential, NotText, seal

TEXT = "canary-Zq7-never-shown"
KEY = "canaryKeyW9neverShown"


@attrs.frozen
class Holder:
    secret: Secret


RENDERINGS: dict[str, Callable[[Secret], str]] = {
    "repr": repr,
    "str": str,
    "f": lambda secret: f"{secret}",
    "f!r": lambda secret: f"{secret!r}",
    "f with a width": lambda secret: f"{secret:>40}",
    "format": lambda secret: format(secret, "x"),
    "str.format": lambda secret: f"{secret} {secret!r} {secret:>9}",
    "%s": lambda secret: "%s" % secret,  # noqa: UP031 - the old way is what is tested
    "%r": lambda secret: "%r" % secret,  # noqa: UP031 - the old way is what is tested
    "in a list": lambda secret: str([secret]),
    "in a dict": lambda secret: str({"secret": secret}),
    "in attrs": lambda secret: repr(Holder(secret)),
    "attrs.asdict": lambda secret: str(attrs.asdict(Holder(secret))),
    "pprint": lambda secret: pprint.pformat({"secret": secret}),
    "json with default": lambda secret: json.dumps({"secret": secret}, default=str),
}


@pytest.mark.parametrize("render", RENDERINGS.values(), ids=RENDERINGS.keys())
def test_no_rendering_shows_the_text(render: Callable[[Secret], str]) -> None:
    """Whatever turns objects into text gets three stars."""
    shown = render(Secret(TEXT))
    assert (True, False) == ("***" in shown, TEXT in shown)


def test_it_is_revealed_by_name() -> None:
    """The one way out."""
    assert TEXT == Secret(TEXT).reveal()


CONFIDENTIAL: dict[str, Callable[[], Confidential]] = {
    "Secret": lambda: Secret(TEXT),
    "HmacSigner": lambda: HmacSigner(Secret(TEXT)),
    "Ed25519Signer": lambda: Ed25519Signer(ed25519.Ed25519PrivateKey.generate()),
    "Credentials": lambda: Credentials(KEY, TEXT),
}


@pytest.mark.parametrize("make", CONFIDENTIAL.values(), ids=CONFIDENTIAL.keys())
@pytest.mark.parametrize("protocol", range(pickle.HIGHEST_PROTOCOL + 1))
def test_pickling_is_refused(make: Callable[[], Confidential], protocol: int) -> None:
    """A pickle would write it down."""
    with pytest.raises(TypeError, match="holds key material and cannot be pickled"):
        pickle.dumps(make(), protocol)


@pytest.mark.parametrize("make", CONFIDENTIAL.values(), ids=CONFIDENTIAL.keys())
def test_a_copy_is_the_same_object(make: Callable[[], Confidential]) -> None:
    """No second text comes into being."""
    held = make()
    assert [held, held] == [copy.copy(held), copy.deepcopy(held)]
    assert copy.deepcopy({"held": held})["held"] is held


@pytest.mark.parametrize("make", CONFIDENTIAL.values(), ids=CONFIDENTIAL.keys())
def test_serialisers_refuse_it(make: Callable[[], Confidential]) -> None:
    """What writes JSON without asking gets an error, not the text."""
    held = make()
    with pytest.raises(TypeError):
        json.dumps(held)
    with pytest.raises(TypeError):
        msgspec.json.encode(held)
    with pytest.raises(TypeError):
        held.__getstate__()


def test_secrets_compare_by_text_and_have_no_hash() -> None:
    """Equal texts are equal; a plain text is never equal, so that no code comes to compare one."""
    assert Secret(TEXT) == Secret(TEXT)
    assert Secret(TEXT) != Secret("other")
    assert Secret(TEXT) != TEXT
    with pytest.raises(TypeError):
        hash(Secret(TEXT))


def test_a_secret_cannot_be_changed() -> None:
    """Nor can an attribute be added or removed."""
    secret = Secret(TEXT)
    with pytest.raises(AttributeError):
        secret.other = 1  # type: ignore[attr-defined]
    with pytest.raises(AttributeError):
        del secret._Secret__text  # type: ignore[attr-defined]
    assert not hasattr(secret, "__dict__")


@pytest.mark.parametrize(("value", "given"), [(None, "nothing"), (12, "int"), (["x"], "list"), (object(), "object")])
def test_sealing_never_fails(value: object, given: str) -> None:
    """What is no text is remembered by the name of its type."""
    sealed = seal(value)
    assert isinstance(sealed, NotText)
    assert given == sealed.given


@pytest.mark.parametrize(
    "value", [TEXT, TEXT.encode(), bytearray(TEXT.encode()), Secret(TEXT)], ids=lambda v: type(v).__name__
)
def test_sealing_takes_what_holds_text(value: object) -> None:
    """Text, bytes in UTF-8, or what is sealed already."""
    assert Secret(TEXT) == seal(value)


def test_sealing_bytes_that_are_no_utf_8() -> None:
    """The decoder's exception would carry the bytes, so it must not come up."""
    assert Secret("a\ufffd") == seal(b"a\xff")


def test_lone_surrogates_are_compared() -> None:
    """Environment variables may hold them."""
    assert Secret("\udc80") == Secret("\udc80")
