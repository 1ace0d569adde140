"""The differences between the calls of the catalogue and those of a published client library.

Rules: added is what only the library has, removed is what only the catalogue has. What one side does not state is not
compared.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import attrs

from binance_usdm_codegen._drift_call import Call, fold

__all__ = ["Difference", "differences"]

_KIND = {"rest": "operation", "stream": "stream", "ws_api": "method"}
_OVER = {"rest": "", "stream": "", "ws_api": " over the WebSocket API"}


@attrs.frozen(kw_only=True)
class Difference:
    """One difference.

    Attributes:
        of: Id in the catalogue; an address when the catalogue does not have it.
        carrier: ``rest``, ``ws_api`` or ``stream``.
        what: ``presence``, ``parameter X``, ``parameter X required`` or a fact.
        catalogue: What the catalogue says; ``absent`` when it does not have it.
        sdk: What the library says.
        label: How the report names what differs.
    """

    of: str
    carrier: str
    what: str
    catalogue: str
    sdk: str
    label: str

    @property
    def sign(self) -> str:
        """``+`` added, ``-`` removed, ``~`` changed."""
        return "+" if self.catalogue == "absent" else "-" if self.sdk == "absent" else "~"

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What an accepted difference names; all but what the catalogue says about itself."""
        return self.of, self.carrier, self.what, self.sdk

    def __str__(self) -> str:
        if self.what == "presence":
            return f"{self.sign} {self.label}"
        where = f"{self.of}{_OVER[self.carrier]}"
        if self.catalogue == "absent":
            return f"+ {where}: {self.what}, {self.sdk}"
        if self.sdk == "absent":
            return f"- {where}: {self.what}, {self.catalogue}"
        return f"~ {where}: {self.what}: catalogue {self.catalogue}, SDK {self.sdk}"


def differences(catalogue: Iterable[Call], sdk: Iterable[Call]) -> tuple[Difference, ...]:
    """Everything that differs, sorted by what is printed."""
    ours = {call.key: call for call in catalogue}
    theirs = {call.key: call for call in sdk}
    found: list[Difference] = []
    for key in ours.keys() | theirs.keys():
        our, their = ours.get(key), theirs.get(key)
        if our is not None and their is not None:
            found += _both(our, their)
        elif our is not None:
            label = f"{_KIND[our.carrier]} {our.name} {our.address}"
            found.append(_presence(our.name, our.carrier, "there", "absent", label))
        elif their is not None:
            label = f"{_KIND[their.carrier]} {their.address} ({their.name})"
            found.append(_presence(their.address, their.carrier, "absent", "there", label))
    return tuple(sorted(found, key=str))


def _presence(of: str, carrier: str, catalogue: str, sdk: str, label: str) -> Difference:
    return Difference(of=of, carrier=carrier, what="presence", catalogue=catalogue, sdk=sdk, label=label)


def _both(our: Call, their: Call) -> Iterator[Difference]:
    for what, catalogue, sdk in (*_params(our, their), *_facts(our, their)):
        yield Difference(of=our.name, carrier=our.carrier, what=what, catalogue=catalogue, sdk=sdk, label=our.address)


def _params(our: Call, their: Call) -> Iterator[tuple[str, str, str]]:
    known = {fold(name): (name, required) for name, required in our.params.items()}
    given = {fold(name): (name, required) for name, required in their.params.items()}
    for name, required in (given[key] for key in given.keys() - known.keys()):
        yield f"parameter {name}", "absent", _needed(required)
    for key, (name, required) in known.items():
        if key not in given:
            yield f"parameter {name}", _needed(required), "absent"
        elif required != given[key][1]:
            yield f"parameter {name} required", _yes(required), _yes(given[key][1])


def _facts(our: Call, their: Call) -> Iterator[tuple[str, str, str]]:
    for name in our.facts.keys() & their.facts.keys():
        if our.facts[name] != their.facts[name]:
            yield name, our.facts[name], their.facts[name]


def _needed(required: bool) -> str:
    return "required" if required else "optional"


def _yes(flag: bool) -> str:
    return "yes" if flag else "no"
