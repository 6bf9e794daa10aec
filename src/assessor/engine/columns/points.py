"""
The plainest condition on every day at once: a count of events that are told apart and have each one day.

Comes to what `assessor.engine.columns.signals` makes of such a condition, without looking at its events one by
one: where they lie is worked out once a leaf, as numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.placed import is_told_apart
from assessor.engine.once import once

if TYPE_CHECKING:
    import numpy.typing as npt

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.tally import SignalsLeaf

    Numbers = npt.NDArray[np.int64]


@dataclass(frozen=True, eq=False, slots=True)
class Points:
    """
    The first and the last possible day of each event, as ordinals.

    Attributes:
        certain: Those of the events that surely match.
    """

    lo: Numbers
    hi: Numbers
    certain: npt.NDArray[np.bool_]

    def count(self, leaf: SignalsLeaf, calendar: Calendar) -> tuple[Numbers, Numbers, Numbers]:
        """Return how many are surely and how many possibly inside on each day, and the days on which that changes."""
        window = leaf.condition.within
        sure = calendar.inside_all(self.hi[self.certain], self.lo[self.certain], window)
        maybe = calendar.inside_all(self.lo, self.hi, window)
        borders = np.concatenate([*sure, *maybe])
        return _running(*sure, calendar.length), _running(*maybe, calendar.length), borders


def _running(begins: Numbers, ends: Numbers, length: int) -> Numbers:
    steps = np.bincount(begins, minlength=length + 1) - np.bincount(ends, minlength=length + 1)
    return np.cumsum(steps[:length])


@once
def points_of(leaf: SignalsLeaf) -> Points | None:
    """Return the events of a leaf as points; None where it asks for more than a count, or they are no such events."""
    condition, events = leaf.condition, leaf.events
    if condition.after is not None or condition.weight is not None:
        return None
    if condition.origins is not None or condition.spread is not None:
        return None
    if not is_told_apart(events) or any(e.sure or e.alone or e.point is None for e in events):
        return None
    spans = [(e.possible.lo.toordinal(), e.possible.hi.toordinal()) for e in events]
    lo, hi = np.array(spans, dtype=np.int64).reshape(-1, 2).T
    return Points(lo, hi, np.array([e.certain for e in events], dtype=np.bool_))
