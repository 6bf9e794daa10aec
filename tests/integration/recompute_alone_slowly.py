"""
A process that recomputes in the background, says when it begins with each cell, and waits there.

Usage: recompute_alone_slowly.py DATABASE
"""

from __future__ import annotations

import sys

from assessor.services import recompute
from assessor.services.reassess import try_again
from assessor.services.recompute_alone import recompute_alone
from tests.harbour_log import open_harbour


def wait(context, tx, work):
    """Say which cell it is, and wait for a line."""
    sys.stdout.write(f"{work.cell}\n")
    sys.stdout.flush()
    sys.stdin.readline()
    return try_again(context, tx, work)


vars(recompute)["try_again"] = wait
with open_harbour(sys.argv[1], hour=10) as context:
    sys.stdout.write(f"{recompute_alone(context)}\n")
