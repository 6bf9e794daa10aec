"""
How a long use case tells how far it is, to whoever wants to know.
"""

from __future__ import annotations

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called now and then with the entries done and all that are to be done."""


def tell_nobody(_done: int, _all: int) -> None:
    """Tell nobody."""
