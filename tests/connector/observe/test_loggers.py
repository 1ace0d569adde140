"""A1: no logger of the connector is without the redacting filter."""

import re
import subprocess
import sys
from pathlib import Path

import binance_usdm.observe

ROOT = Path(binance_usdm.observe.__file__).parent.parent
OTHER_LOGGER = re.compile(
    r"\bgetLogger\((?!\"binance_usdm\"\))[^\n]*|\blogging\.(?:debug|info|warning|error|critical|exception|log)\("
)


def test_loggers_have_the_one_name_or_come_from_get_logger() -> None:
    """A filter covers only the logger it is on, so a logger of another name would be without."""
    found = [
        f"{path.relative_to(ROOT).as_posix()}: {match[0]}"
        for path in sorted(ROOT.rglob("*.py"))
        for match in OTHER_LOGGER.finditer(path.read_text(encoding="utf-8"))
    ]
    assert ['observe/_log.py: getLogger(f"{ROOT}.{area}" if area else ROOT)'] == found


def test_what_a_client_needs_installs_the_filter() -> None:
    """A client resolves its environment, and from then on the logger above all is covered and silent by default."""
    program = (
        "import logging, binance_usdm.environment\n"
        "log = logging.getLogger('binance_usdm')\n"
        "print([type(each).__name__ for each in (*log.filters, *log.handlers)])\n"
        "log.error('signature=abc')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=True, timeout=60)
    assert ("['RedactingFilter', 'NullHandler']\n", "") == (done.stdout, done.stderr)
