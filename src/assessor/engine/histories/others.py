"""
Another cell's computed trajectory over days, as the cells that read it see it.

The columnar form of `assessor.engine.upstream`.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene, decide

if TYPE_CHECKING:
    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.ruleset.conditions import TrajectoryOf


@dataclass(frozen=True, slots=True)
class StateSets:
    """
    The states a cell could be in at the end of each day.

    Attributes:
        sets: Sets of states; an empty one where no trajectory is issued.
        which: For each day, the place of its set in `sets`.
    """

    sets: tuple[frozenset[str], ...]
    which: npt.NDArray[np.int64]

    def outcomes(self, condition: TrajectoryOf) -> Outcomes:
        """Return, for each day, whether the trajectory that a condition reads is one that it names."""
        wanted = frozenset(condition.values)
        answers = [decide(met=bool(s) and s <= wanted, excluded=bool(s) and not s & wanted) for s in self.sets]
        outcomes = np.array(answers, dtype=np.int8)[self.which]
        if condition.previous_day:
            outcomes = np.concatenate((np.array([Kleene.NOT_MET], dtype=np.int8), outcomes[:-1]))
        return outcomes


def nothing_seen(length: int) -> StateSets:
    """Return what is seen of a cell of which nothing is known yet."""
    return StateSets((frozenset(),), np.zeros(length, dtype=np.int64))


def is_same(one: StateSets, other: StateSets) -> bool:
    """Return whether the same is seen on every day."""
    places = {states: place for place, states in enumerate(dict.fromkeys((*one.sets, *other.sets)))}
    first, second = (np.array([places[s] for s in issued.sets])[issued.which] for issued in (one, other))
    return np.array_equal(first, second)
