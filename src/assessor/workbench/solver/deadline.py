"""
Until when is looked, where somebody waits: beside the limit by steps, which comes out the same on every machine.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Callable

OUT_OF_TIME: Final = "there was no time left"


@dataclass(frozen=True, eq=False)
class Deadline:
    """
    A moment by a clock.

    Attributes:
        clock: Tells the time, in seconds from some moment on.
        at: When by that clock; never, where absent.
    """

    clock: Callable[[], float]
    at: float | None = None

    @property
    def left(self) -> float | None:
        """How many seconds are left, 0 at least; None where there is no end."""
        return None if self.at is None else max(self.at - self.clock(), 0.0)

    @property
    def is_over(self) -> bool:
        """Whether it has come."""
        return self.left == 0


NEVER: Final = Deadline(lambda: 0.0)
