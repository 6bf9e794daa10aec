"""
Where a label has room: the largest rectangle of one kind in a grid.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable, Hashable, Sequence

Kind = TypeVar("Kind", bound="Hashable")


@dataclass(frozen=True, slots=True)
class Room:
    """A rectangle of a grid: columns and rows, the last of each not in it."""

    left: int
    right: int
    low: int
    high: int

    @property
    def width(self) -> int:
        """How many columns it has."""
        return self.right - self.left

    @property
    def height(self) -> int:
        """How many rows it has."""
        return self.high - self.low


def largest_rooms(grid: Sequence[Sequence[Kind | None]], has_room: Callable[[Kind, Room], bool]) -> dict[Kind, Room]:
    """
    Return for each kind the largest rectangle of it that has room for what is to stand there.

    Args:
        grid: Rows of kinds; None is nowhere.
        has_room: Whether a rectangle is wide and high enough.
    """
    found: dict[Kind, Room] = {}
    heights: list[int] = []
    before: Sequence[Kind | None] = ()
    for number, row in enumerate(grid):
        same = zip(row, before or (None,) * len(row), heights or (0,) * len(row), strict=True)
        heights = [height + 1 if kind == other else 1 for kind, other, height in same]
        before = row
        start = 0
        for right, kind in enumerate(row):
            if right and kind != row[right - 1]:
                start = right
            if kind is None:
                continue
            best = found.get(kind)
            size, height = best.width * best.height if best is not None else 0, heights[right]
            for left in range(right, start - 1, -1):
                height = min(height, heights[left])
                if (right + 1 - left) * height > size:
                    room = Room(left, right + 1, number + 1 - height, number + 1)
                    if has_room(kind, room):
                        found[kind], size = room, room.width * room.height
    return found
