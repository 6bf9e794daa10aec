"""
One leaf over consecutive days: its outcomes, and the stretches on which it sees the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.nodes import is_equal

if TYPE_CHECKING:
    import numpy.typing as npt


@dataclass(frozen=True, eq=False)
class Column:
    """
    One leaf over consecutive days.

    Attributes:
        outcomes: int8, one a day: 1 met, 0 unknown, -1 not met.
        borders: Numbers of days on which what the leaf sees can differ from the day before, and other numbers.
    """

    outcomes: npt.NDArray[np.int8]
    borders: npt.NDArray[np.int64]

    def taking(self, known: Column) -> Column:
        """Return it with the outcomes of another one, the very array, where they are the same."""
        return Column(known.outcomes, self.borders) if is_equal(self.outcomes, known.outcomes) else self

    def until(self, length: int) -> Column:
        """Return it over so many of its days."""
        return self if length == len(self.outcomes) else Column(self.outcomes[:length], self.borders)

    @cached_property
    def stretches(self) -> npt.NDArray[np.int64]:
        """For each day, the number of the day since which the leaf sees the same."""
        length = len(self.outcomes)
        starts = np.zeros(length, dtype=np.int64)
        inner = self.borders[(self.borders > 0) & (self.borders < length)]
        starts[inner] = inner
        return np.maximum.accumulate(starts)
