"""T5, P12: ids made here are unique, spell nothing, and pass the check that the user's own ids pass."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from binance_usdm.core._ambient import spell_id
from binance_usdm_api import OPERATIONS, Kind
from binance_usdm_api.errors import InvalidParameter

_ID = OPERATIONS["new_order"].parameter("newClientOrderId")
_WORDS = ("union", "select", "insert", "delete", "drop", "update", "script", "exec")


@given(st.binary(min_size=15, max_size=15), st.binary(min_size=15, max_size=15))
def test_ids_tell_all_entropy_apart_without_vowels(one: bytes, other: bytes) -> None:
    """T5, P12: different randomness gives different ids, of 30 digits and consonants."""
    assert (one == other) == (spell_id(one) == spell_id(other))
    assert re.fullmatch(r"[0-9b-df-hj-np-tv-z]{30}", spell_id(one))


@given(st.text("0123456789bcdfghjkmnpqrstvwxyzABYZaeiou.:/_-", min_size=1, max_size=40))
def test_the_short_way_for_ids_gives_what_the_long_one_gives(text: str) -> None:
    """C3: an id passes, or is refused, whether or not the quick look knows its letters."""
    assert _ID is not None
    assert _ID.kind is Kind.CLIENT_ID
    assert _ID.pattern is not None
    fits = re.fullmatch(_ID.pattern, text) is not None and not any(word in text.lower() for word in _WORDS)
    if fits:
        quoted = text.replace(":", "%3A").replace("/", "%2F")
        assert (text, f"newClientOrderId={quoted}") == (_ID.text(text), _ID.query(text))
        return
    with pytest.raises(InvalidParameter):
        _ID.query(text)


@pytest.mark.parametrize("word", _WORDS)
@pytest.mark.parametrize("change", [str.lower, str.upper, str.title])
def test_words_of_an_attack_are_refused_in_any_case(word: str, change: object) -> None:
    """C3: the exchange's firewall drops requests that spell SQL, whatever the case of the letters."""
    assert _ID is not None
    assert callable(change)
    with pytest.raises(InvalidParameter, match=word):
        _ID.query(f"a-{change(word)}-1")
