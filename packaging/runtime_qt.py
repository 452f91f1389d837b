"""Runs first in the finished program: PySide6 makes all its types when it is imported (see app.bootstrap).

It reads this once, and what starts the program imports a part of it before our own code has its turn.
"""

import os

os.environ["PYSIDE6_OPTION_LAZY"] = "0"
