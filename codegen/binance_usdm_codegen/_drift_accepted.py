"""``spec/drift.yaml``: the differences to the official SDK that are known and wanted, each with its reason.

Rules:

- an entry names one difference exactly, with what the SDK says; when the SDK says something new, it shows up again;
- the reason is a sentence, or the number of the correction that affects the same operation or stream;
- an entry that explains nothing (the two agree by now) is a mistake, which only the comparison can see.
"""

from __future__ import annotations

import attrs

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._drift_call import CARRIERS, FACTS, Call, calls_of, fold
from binance_usdm_codegen._mistake import Mark, Report
from binance_usdm_codegen._section import Section

__all__ = ["Accepted", "check_accepted", "read_accepted"]


@attrs.frozen(kw_only=True)
class Accepted:
    """A difference that is known and wanted; its key is that of the difference."""

    key: tuple[str, str, str, str]
    why: str
    mark: Mark


def check_accepted(catalogue: Catalogue, report: Report) -> None:
    """Report what is wrong with ``drift.yaml`` as far as the catalogue alone can tell."""
    read_accepted(catalogue, report)


def read_accepted(catalogue: Catalogue, report: Report) -> tuple[Accepted, ...]:
    """Read ``drift.yaml``; no file is an empty list."""
    root = catalogue.documents.get("drift")
    if root is None:
        return ()
    if not isinstance(root.value, list):
        report.add(root.mark, "file", f"is {root.kind}", "a list of accepted differences")
        return ()
    calls = {(call.carrier, call.name): call for call in calls_of(catalogue)}
    addresses = {call.key for call in calls.values()}
    found: dict[tuple[str, str, str, str], Accepted] = {}
    for index, node in enumerate(root.value):
        entry = Section(node, f"[{index}]", report)
        if not isinstance(node.value, dict):
            continue
        carrier = entry.choice("carrier", CARRIERS, required=True)
        of, what = entry.text("of", required=True), entry.text("what", required=True)
        sdk = entry.literal("sdk") or ""
        if not entry.has("sdk"):
            entry.wrong("sdk", "is missing", "what the SDK says, as the report prints it, or absent")
        why = _why(catalogue, entry, of)
        entry.finish()
        if not (carrier and of and what and sdk):
            continue
        call = calls.get((carrier, of))
        if call is not None:
            _check_what(entry, call, what, sdk)
        elif what != "presence" or sdk != "there" or (carrier, of) in addresses or (carrier == "rest") != (" /" in of):
            report.unknown(entry.mark, entry.path("of"), f"{carrier} call", of, _names(calls, carrier))
        key = (of, carrier, what, sdk)
        if key in found:
            report.add(entry.mark, entry.path("of"), f"is there twice, first at {found[key].mark}", "each entry once")
        found[key] = Accepted(key=key, why=why, mark=entry.mark)
    return tuple(found.values())


def _names(calls: dict[tuple[str, str], Call], carrier: str) -> tuple[str, ...]:
    return tuple(name for kind, name in calls if kind == carrier)


def _why(catalogue: Catalogue, entry: Section, of: str) -> str:
    reason, number = entry.text("reason"), entry.integer("correction", minimum=1)
    if bool(reason) == (number is not None):
        entry.wrong("reason", "neither or both of reason and correction are given", "exactly one of them")
    if number is None:
        return reason
    corrections = {correction.id: correction for correction in catalogue.corrections}
    correction = corrections.get(number)
    if correction is None:
        entry.report.unknown(
            entry.mark_of("correction"), entry.path("correction"), "correction", str(number), map(str, corrections)
        )
    elif of not in (name for name, _ in correction.affects):
        entry.wrong("correction", f"{number} does not affect {of}", f"one whose affects names {of}")
    return f"correction {number}"


def _check_what(entry: Section, call: Call, what: str, sdk: str) -> None:
    words = what.split()
    if words[0] == "parameter" and len(words) == 2:
        there = fold(words[1]) in map(fold, call.params)
        if there == (sdk != "absent"):
            wrong = f"{words[1]} is {'' if there else 'not '}in the catalogue, so the SDK cannot be {sdk}"
            entry.wrong("sdk", wrong, "absent" if there else "required, optional")
        return
    if words[0] == "parameter" and len(words) == 3 and words[2] == "required":
        if words[1] not in call.params:
            mark = entry.mark_of("what")
            entry.report.unknown(mark, entry.path("what"), f"parameter of {call.name}", words[1], call.params)
        elif sdk != ("no" if call.params[words[1]] else "yes"):
            entry.wrong("sdk", f"{sdk!r} is no difference", "the opposite of what the catalogue says: 'yes' or 'no'")
        return
    allowed = ("presence", *FACTS[call.carrier], "parameter NAME", "parameter NAME required")
    if what not in allowed:
        entry.report.unknown(entry.mark_of("what"), entry.path("what"), "value", what, allowed)
    elif what == "presence" and sdk != "absent":
        entry.wrong("sdk", f"{sdk!r} is no difference: the catalogue has it", "absent")
    elif sdk == call.facts.get(what):
        entry.wrong("sdk", f"{sdk!r} is no difference: the catalogue says the same", "something else, or no entry")
