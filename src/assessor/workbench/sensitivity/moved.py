"""
How far a history moves: the days whose verdict is another, in which of its parts, and from which state to which.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.histories.parts import ISSUED, parts_of, rules_of
from assessor.ruleset.conclusions import ConcludeQualifier, ConcludeTrend

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    import numpy.typing as npt

    from assessor.engine.histories.folded import Folded

    Codes = npt.NDArray[np.int64]

NONE_ISSUED = "none issued"


@dataclass(frozen=True, slots=True)
class Moved:
    """
    The days whose verdict is another.

    Attributes:
        days: How many; `parts`, in how many each part of the verdict is another.
        states: Of the trajectory, from which state to which on how many days, most first.
        first: The first of these days, and `last` the last; None where there is none.
    """

    days: int
    parts: Mapping[str, int]
    states: tuple[tuple[str, str, int], ...]
    first: date | None
    last: date | None

    @property
    def trajectory(self) -> int:
        """On how many days the trajectory is another."""
        return self.parts.get("trajectory", 0)


class Said:
    """What is said on each day of a range: each part of the verdict as codes that mean the same in every case."""

    def __init__(self, folded: Folded, first: date, last: date) -> None:
        """Read a fold."""
        calendar = folded.prepared.calendar
        self.first = first
        self.days = slice(calendar.number(first), calendar.number(last) + 1)
        self.names = folded.states.names
        parts = parts_of(folded)
        qualifiers = [rule.then.qualifier for rule in rules_of(folded, ConcludeQualifier)
                      if isinstance(rule.then, ConcludeQualifier)]  # fmt: skip
        trends = [rule.then.trend for rule in rules_of(folded, ConcludeTrend) if isinstance(rule.then, ConcludeTrend)]
        places = np.array([trends.index(trend) for trend in trends] or [0])
        trend: Codes = np.where(parts.trend < 0, parts.trend, places[np.maximum(parts.trend, 0)])
        given = np.zeros(calendar.length, np.int64)
        for qualifier, column in zip(qualifiers, parts.qualifiers, strict=True):
            given |= np.left_shift(column.astype(np.int64), qualifiers.index(qualifier))
        sets = np.array([sum(1 << self.names.index(state) for state in states) for states in folded.sets])
        self.parts: dict[str, Codes] = {
            "trajectory": np.where(parts.supported == ISSUED, parts.trajectory, -1)[self.days].astype(np.int64),
            "qualifiers": given[self.days],
            "trend": trend[self.days],
            "confidence": parts.confidence[self.days].astype(np.int64),
            "alternatives": sets[folded.which][self.days],
        }

    def moved(self, other: Said) -> Moved:
        """Return how far another case of the same cell is from this one."""
        differs = {name: codes != other.parts[name] for name, codes in self.parts.items()}
        anywhere = np.flatnonzero(np.logical_or.reduce(list(differs.values())))
        parts = {name: int(days.sum()) for name, days in differs.items() if days.any()}
        pairs = zip(*(side.parts["trajectory"][differs["trajectory"]].tolist() for side in (self, other)), strict=True)
        states = tuple((self._name(a), self._name(b), days) for (a, b), days in Counter(pairs).most_common())
        ends = [date_of(self.first, int(anywhere[place])) for place in (0, -1)] if len(anywhere) else [None, None]
        return Moved(len(anywhere), parts, states, *ends)

    def _name(self, code: int) -> str:
        return NONE_ISSUED if code < 0 else self.names[code]


def date_of(first: date, number: int) -> date:
    """Return the day that lies so many days after another."""
    return first.fromordinal(first.toordinal() + number)
