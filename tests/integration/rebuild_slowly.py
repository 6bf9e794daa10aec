"""
A process that rebuilds a database's projections, says when it is in the middle of it, and waits there.

    python -m tests.integration.rebuild_slowly URL AT_ONCE
"""

from __future__ import annotations

import sys
import time

from assessor.services import rebuild as rebuilding
from tests.harbour_log import open_harbour


def wait(done: int, size: int) -> None:
    """Stay where some rows are made and others are not."""
    if done < size:
        print(done, size, flush=True)  # noqa: T201 - how it tells
        time.sleep(600)


if __name__ == "__main__":
    rebuilding._AT_ONCE = int(sys.argv[2])
    with open_harbour(sys.argv[1]) as context:
        rebuilding.rebuild(context, told=wait)
