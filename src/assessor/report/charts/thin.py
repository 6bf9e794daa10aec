"""
Points of a picture that lie over each other: fewer of them say the same, and a page stays small.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Hashable, Sequence


def thin(points: Sequence[tuple[float, float, Hashable]], most: int) -> list[int]:
    """
    Return which points to draw, by place and in order: all where they are few, else those of squares apart.

    Of points of a kind in one square of a grid the last stays; the grid is as fine as the number allows.

    Args:
        points: Each with what kind it is.
        most: How many are drawn at most, where a grid of the picture's own size leaves as few.
    """
    if len(points) <= most:
        return list(range(len(points)))
    farthest = max(max(abs(x), abs(y)) for x, y, _ in points)
    step = 1.0
    while True:
        kept = {(x // step, y // step, kind): place for place, (x, y, kind) in enumerate(points)}
        if len(kept) <= most or step > farthest:
            return sorted(kept.values())
        step *= 1.5
