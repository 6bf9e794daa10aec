"""
The program as a process: what `assessor` and `python -m assessor` run.

Loading the program takes a moment; until it can end in order, an interruption ends it without a word. Once it
has done all, it goes by itself.
"""

from __future__ import annotations

import signal


def main() -> None:
    """Load the program and run it once."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    from assessor.cli import main as run  # noqa: PLC0415 - after the line above

    try:
        run()
    finally:
        for number in (signal.SIGINT, signal.SIGTERM):
            signal.signal(number, signal.SIG_IGN)  # all is done and told: nothing is left to end


if __name__ == "__main__":
    main()
