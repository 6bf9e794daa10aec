"""
Recomputing in a process of its own, which outlives the command that started it and has no terminal.

Run as a module: the database and the actor are the environment's.
"""

from __future__ import annotations

import os
import subprocess
import sys
from typing import TYPE_CHECKING, Final

from assessor.telemetry import configure

if TYPE_CHECKING:
    from assessor.cli.settings import Settings

_NOT_FOR_IT: Final = ("ASSESSOR_SIGNING_KEY",)
"""Signing is none of its business."""


def start(settings: Settings) -> int:
    """Start the process for the database and the actor of a command, and return its id."""
    given = {"ASSESSOR_DATABASE_URL": settings.db, "ASSESSOR_ACTOR": settings.actor}
    kept = {name: value for name, value in os.environ.items() if name not in _NOT_FOR_IT}
    process = subprocess.Popen(  # noqa: S603 - nothing in it comes from outside
        [sys.executable, "-m", __name__],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=kept | {name: value for name, value in given.items() if value is not None},
        start_new_session=True,  # what ends the terminal does not end it
    )
    process.returncode = 0  # nobody waits for it: it is not ours any more
    return process.pid


def main() -> None:
    """Recompute what is due, unless another process is at it."""
    from assessor.bootstrap import open_assessor
    from assessor.services.recompute_alone import recompute_alone

    configure("quiet")
    with open_assessor() as assessor:
        recompute_alone(assessor)


if __name__ == "__main__":
    main()
