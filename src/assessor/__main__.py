"""
The program as a process: what `assessor` and `python -m assessor` run.

Loading the program takes a moment; until it can end in order, an interruption ends it without a word.
"""

from __future__ import annotations

import signal


def main() -> None:
    """Load the program and run it once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from assessor.cli import main as run  # noqa: PLC0415 - after the line above

    run()


if __name__ == "__main__":
    main()
