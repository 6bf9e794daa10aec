"""
A process that recomputes what is due, says each time that a cell is done, and waits there.

Usage: recompute_slowly.py DATABASE
"""

from __future__ import annotations

import sys

from assessor.services.recompute import recompute
from tests.harbour_log import open_harbour


def wait(done: int, _: int) -> None:
    """Say how many are done, and wait for a line."""
    sys.stdout.write(f"{done}\n")
    sys.stdout.flush()
    sys.stdin.readline()


with open_harbour(sys.argv[1], hour=10) as context:
    recompute(context, told=wait)
