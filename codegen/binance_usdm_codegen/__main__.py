"""``python -m binance_usdm_codegen``."""

from __future__ import annotations

import sys

from binance_usdm_codegen.cli import main

if __name__ == "__main__":
    sys.exit(main())
