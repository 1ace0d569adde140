"""DESIGN: what a user may import is listed, sorted, complete and documented."""

from __future__ import annotations

import importlib
import inspect
import pickle
from typing import Any

import pytest

import binance_usdm
from binance_usdm import AsyncClient, BinanceUsdmError, Client
from binance_usdm_api import OPERATIONS
from binance_usdm_api import errors as tree

PACKAGES = [
    "binance_usdm", "binance_usdm.auth", "binance_usdm.display", "binance_usdm.environment", "binance_usdm.history",
    "binance_usdm.observe", "binance_usdm.transport", "binance_usdm_api", "binance_usdm_api.errors",
]  # fmt: skip
OWN = {"ConnectionError", "TimeoutError"}


@pytest.mark.parametrize("name", PACKAGES)
def test_all_lists_what_there_is(name: str) -> None:
    """DESIGN: `__all__` has no name twice and none that is missing."""
    module = importlib.import_module(name)
    exported: list[str] | None = getattr(module, "__all__", None)
    if exported is None:
        # A module without a list has no private names in its way either.
        assert name.count(".") == 1
        return
    assert len(set(exported)) == len(exported)
    assert [] == [one for one in exported if not hasattr(module, one)]
    assert set(exported) <= set(dir(module))


def test_the_lists_are_sorted() -> None:
    """DESIGN: the way ruff sorts them: constants, classes, functions."""
    assert sorted(binance_usdm.__all__) == list(binance_usdm.__all__)


def test_every_error_is_at_hand() -> None:
    """U2: whatever is raised can be caught by a name of the main package."""
    errors = {name for name, kind in inspect.getmembers(tree, inspect.isclass) if issubclass(kind, BinanceUsdmError)}
    assert errors <= set(binance_usdm.__all__)
    for name in errors:
        assert getattr(tree, name) is getattr(binance_usdm, name)


def test_an_unknown_name_is_an_attribute_error() -> None:
    """DESIGN: lazy names do not hide spelling mistakes."""
    with pytest.raises(AttributeError, match="Cleint"):
        binance_usdm.Cleint  # noqa: B018 (looking is the point)


@pytest.mark.parametrize("name", [name for name in binance_usdm.__all__ if name[0].isupper()])
def test_every_public_class_says_what_it_is(name: str) -> None:
    """U2: a first sentence that ends."""
    words = inspect.getdoc(getattr(binance_usdm, name)) or ""
    assert words.split("\n\n")[0].rstrip().endswith((".", ":")), name


@pytest.mark.parametrize("kind", [Client, AsyncClient])
def test_every_method_of_the_clients_is_documented(kind: type[Any]) -> None:
    """U2: public methods and properties have a docstring."""
    silent = [
        name
        for name, member in inspect.getmembers(kind)
        if not name.startswith("_") and not inspect.getdoc(member) and not isinstance(member, type)
    ]
    assert [] == silent


def test_both_clients_offer_the_same() -> None:
    """DESIGN: but for how they are closed."""
    both = {name for name in dir(Client) if not name.startswith("_")}
    aio = {name for name in dir(AsyncClient) if not name.startswith("_")}
    assert {"close"} == both - aio
    assert {"aclose"} == aio - both


def test_constructors_show_their_arguments() -> None:
    """E3: for editors, help() and type checkers."""
    for kind in (Client, AsyncClient):
        names = list(inspect.signature(kind).parameters)
        assert {"environment", "credentials", "settings", "transport", "proxy", "tls", "budget", "ambient"} <= set(
            names
        )
        assert all(
            parameter.kind is inspect.Parameter.KEYWORD_ONLY
            for parameter in inspect.signature(kind).parameters.values()
        )


def test_every_operation_has_its_method() -> None:
    """M1, T2, T3: the group and the id of each operation with a REST carrier lead to a method."""
    client = Client(environment="testnet")
    lacking = [
        operation.id
        for operation in OPERATIONS.values()
        if operation.rest is not None and not callable(getattr(getattr(client, operation.group), operation.id, None))
    ]
    assert [] == lacking


def test_the_version_is_the_packages() -> None:
    """DESIGN: one version."""
    from importlib.metadata import version

    from binance_usdm._assembly import VERSION

    assert version("binance-usdm") == binance_usdm.__version__ == VERSION


def test_a_client_cannot_be_pickled_by_accident() -> None:
    """A1: it holds keys."""
    client = Client(environment="testnet", credentials=binance_usdm.Credentials("k" * 64, "s" * 64))
    with pytest.raises(TypeError):
        pickle.dumps(client)
