"""C1: whatever is done to a good catalogue, the check answers with mistakes or with nothing, never with a traceback."""

from __future__ import annotations

import copy
import shutil
import tempfile
from pathlib import Path
from typing import Any

import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from tests.codegen.sample_catalogue import SAMPLE, mistakes_of

FILES = {
    path.relative_to(SAMPLE).as_posix(): yaml.safe_load(path.read_text(encoding="utf-8"))
    for path in sorted(SAMPLE.rglob("*.yaml"))
}


def _paths(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    found = [path]
    if isinstance(value, dict):
        for key, item in value.items():
            found += _paths(item, (*path, key))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            found += _paths(item, (*path, index))
    return found


PLACES = [(file, path) for file, content in FILES.items() for path in _paths(content)]

WORDS = st.sampled_from(
    ["", "symbol", "Decimal", "Side", "Order", "list[Order]", "list[list[Int]]?", "map[Any]", "[", "<", "1m", "7d",
     "🦆", "one_or_list[Price]", "batch[Nothing]", "resolve", "-1", "a.b", "class", "__class__", "https://x"]
)  # fmt: skip
SCALARS = (
    st.none()
    | st.booleans()
    | st.integers(-(10**30), 10**30)
    | st.floats(allow_nan=False)
    | WORDS
    | st.text(max_size=6)
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(WORDS | st.integers(-5, 5), inner, max_size=3),
    max_leaves=4,
)


def _mutated(content: Any, path: tuple[Any, ...], how: str, value: Any) -> Any:
    if not path:
        return value
    whole = copy.deepcopy(content)
    target = whole
    for step in path[:-1]:
        target = target[step]
    if how == "delete":
        del target[path[-1]]
    elif how == "rename" and isinstance(target, dict):
        target[value if isinstance(value, (str, int)) else "renamed"] = target.pop(path[-1])
    else:
        target[path[-1]] = value
    return whole


@settings(max_examples=80, deadline=None)
@given(place=st.sampled_from(PLACES), how=st.sampled_from(["delete", "rename", "replace"]), value=VALUES)
def test_one_change_never_ends_in_a_traceback(place: tuple[str, tuple[Any, ...]], how: str, value: Any) -> None:
    """C1: any single deletion, renaming or replacement is survived, and every answer has a place."""
    file, path = place
    with tempfile.TemporaryDirectory() as name:
        spec = Path(name) / "spec"
        shutil.copytree(SAMPLE, spec)
        changed = _mutated(FILES[file], path, how, value)
        (spec / file).write_text(yaml.safe_dump(changed, allow_unicode=True), encoding="utf-8")
        for mistake in mistakes_of(spec):
            assert mistake.split(":")[1].isdigit()


@settings(max_examples=30, deadline=None)
@given(file=st.sampled_from(sorted(FILES)), cut=st.integers(0, 400), noise=st.text(max_size=8))
def test_torn_files_never_end_in_a_traceback(file: str, cut: int, noise: str) -> None:
    """C1: a file cut anywhere, with any text behind the cut, is survived."""
    with tempfile.TemporaryDirectory() as name:
        spec = Path(name) / "spec"
        shutil.copytree(SAMPLE, spec)
        text = (SAMPLE / file).read_text(encoding="utf-8")
        (spec / file).write_text(text[:cut] + noise, encoding="utf-8", errors="surrogatepass")
        mistakes_of(spec)
