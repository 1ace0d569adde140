"""Lets ``python -m binance_usdm`` stand for the command ``binance-usdm``."""

import sys

from .cli import main

if __name__ == "__main__":
    sys.exit(main())
