"""Runs first in the finished program: where no locale is set, UTF-8 is meant, as Python has it (PEP 538).

The frozen program does not go through the start-up code of Python that does this, and Qt would complain.
"""

import os

if os.name == "posix" and not os.environ.get("LC_ALL"):
    chosen = os.environ.get("LC_CTYPE") or os.environ.get("LANG") or "C"
    if chosen in {"C", "POSIX"}:
        os.environ["LC_CTYPE"] = "C.UTF-8"
