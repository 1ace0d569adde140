"""``binance-usdm-codegen drift``: how the catalogue differs from the official Python SDK, as text or JSON."""

from __future__ import annotations

import json
import sys
from pathlib import Path

import attrs

from binance_usdm_codegen._catalogue import Catalogue
from binance_usdm_codegen._drift_accepted import Accepted, read_accepted
from binance_usdm_codegen._drift_call import calls_of
from binance_usdm_codegen._drift_compare import Difference, differences
from binance_usdm_codegen._drift_find import DISTRIBUTION, published
from binance_usdm_codegen._drift_sdk import Published, SdkError
from binance_usdm_codegen._mistake import Mistake, Report

__all__ = ["Drift", "compare", "run"]


@attrs.frozen(kw_only=True)
class Drift:
    """The comparison.

    Attributes:
        version: Version of the SDK.
        compared: How many calls the SDK has.
        open: Differences that nothing explains.
        accepted: Explained differences, with the reason.
        unread: Functions of the SDK that were not understood.
        unused: Entries of ``drift.yaml`` that explain nothing.
    """

    version: str
    compared: int
    open: tuple[Difference, ...]
    accepted: tuple[tuple[Difference, str], ...]
    unread: tuple[str, ...]
    unused: tuple[Mistake, ...]

    @property
    def clean(self) -> bool:
        """True when nothing is left to look at."""
        return not (self.open or self.unread or self.unused)

    def text(self) -> str:
        """One line for each finding, then a summary."""
        lines = [*map(str, self.open), *(f"? {line}" for line in self.unread), *map(str, self.unused)]
        counts = [(sum(found.sign == sign for found in self.open), word) for sign, word in _WORDS.items()]
        counts += [(len(self.unread), "not understood"), (len(self.unused), "unused entries of drift.yaml")]
        said = ", ".join(f"{count} {word}" for count, word in counts if count) or "nothing unexplained"
        lines.append(
            f"{DISTRIBUTION} {self.version}, {self.compared} calls: {said}; {len(self.accepted)} accepted differences."
        )
        return "\n".join(lines)

    def json(self) -> str:
        """The same for programs, with the accepted differences."""
        rows = [(found, None) for found in self.open] + list(self.accepted)
        made = {
            "sdk": {"distribution": DISTRIBUTION, "version": self.version, "calls": self.compared},
            "clean": self.clean,
            "differences": [
                {"sign": found.sign, **attrs.asdict(found), "line": str(found), "accepted": why} for found, why in rows
            ],
            "not_understood": list(self.unread),
            "unused": [str(mistake) for mistake in self.unused],
        }
        return json.dumps(made, indent=2)


_WORDS = {"+": "added", "-": "removed", "~": "changed"}


def compare(catalogue: Catalogue, accepted: tuple[Accepted, ...], sdk: Published) -> Drift:
    """Compare the catalogue with the SDK.

    Args:
        catalogue: The catalogue, checked.
        accepted: What ``drift.yaml`` explains.
        sdk: What the SDK describes.
    """
    reasons = {entry.key: entry.why for entry in accepted}
    found = differences(calls_of(catalogue), sdk.calls)
    seen = {difference.key for difference in found}
    return Drift(
        version=sdk.version,
        compared=len(sdk.calls),
        open=tuple(difference for difference in found if difference.key not in reasons),
        accepted=tuple((each, reasons[each.key]) for each in found if each.key in reasons),
        unread=sdk.unread,
        unused=tuple(
            Mistake(entry.mark, entry.key[2], f"is no difference of {entry.key[0]} (any more)", "an entry that is used")
            for entry in accepted
            if entry.key not in seen
        ),
    )


def run(catalogue: Catalogue, sdk: Path | None, *, as_json: bool) -> int:
    """Print the report.

    Returns:
        0 when nothing unexplained differs, 1 when something does, 2 when there is no SDK to read.
    """
    try:
        found = published(sdk)
    except SdkError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    drift = compare(catalogue, read_accepted(catalogue, Report()), found)
    sys.stdout.write(f"{drift.json() if as_json else drift.text()}\n")
    return 0 if drift.clean else 1
