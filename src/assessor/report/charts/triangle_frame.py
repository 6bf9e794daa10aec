"""
Where the points of both axes lie in a chart.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assessor.engine.axes import Plane


@dataclass(frozen=True)
class Frame:
    """Where the plane lies, in pixels."""

    plane: Plane
    left: int
    top: int
    side: int

    def x(self, ordinal: float) -> float:
        """Return where a day judged begins."""
        first, end = self.plane.first.toordinal(), self.plane.last.toordinal() + 1
        return round(self.left + self.side * (ordinal - first) / (end - first), 2)

    def y(self, ordinal: float) -> float:
        """Return where a day of knowledge begins, from the top."""
        first, end = self.plane.known_first.toordinal(), self.plane.known_last.toordinal() + 1
        return round(self.top + self.side - self.side * (ordinal - first) / (end - first), 2)
