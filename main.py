"""Parlance: double-click or `python main.py`."""

import multiprocessing
import sys

if __name__ == "__main__":
    multiprocessing.freeze_support()
    from app.bootstrap import main

    sys.exit(main(sys.argv[1:]))
