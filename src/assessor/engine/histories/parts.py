"""
The parts of the verdict issued on days, as columns of codes.

The columnar form of `assessor.engine.verdict`, `statuses` and `confidence`: firsts, qualifiers, standing,
what is undetermined and why, and the level of confidence. What a code means is said where it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import reduce
from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.engine.columns.nodes import MET, UNKNOWN
from assessor.engine.confidence import LADDER
from assessor.engine.histories.caveats import caveats_of
from assessor.ruleset.conclusions import ConcludeConfidence, ConcludeQualifier, ConcludeStatus, ConcludeTrend

if TYPE_CHECKING:
    from collections.abc import Sequence

    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.caveats import Caveats
    from assessor.engine.histories.fold_columns import FoldColumns
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.model import Rule

    Flags = npt.NDArray[np.bool_]
    Codes = npt.NDArray[np.int32]

WHYS: Final = ("not due", "stale", "unknown", "not observed")
"""Why a dimension is undetermined, by code; a status has the place of its rule beyond them."""

_NOT_DUE, _STALE, _UNKNOWN, _NOT_OBSERVED = np.arange(len(WHYS), dtype=np.int32)

NO_TREND, TREND_UNKNOWN, NEVER, ISSUED = -1, -2, -1, 0


@dataclass(frozen=True, eq=False)
class Parts:
    """
    Parts of the verdict on each day.

    Attributes:
        trajectory: The place of the state among the trajectories, whether issued or not.
        could_be: The place of the set of states it could be in.
        supported: `ISSUED`, or where none is issued the ordinal of the last day on which one was, or `NEVER`.
        trend: The place of the rule that decides it among the trend's rules, `NO_TREND` or `TREND_UNKNOWN`.
        qualifiers: For each qualifier rule, whether it is met and shows.
        dimensions: For each dimension a place in `WHYS`, or beyond it, of its deciding rule.
        confidence: The place in the ladder.
    """

    trajectory: Codes
    could_be: Codes
    supported: Codes
    trend: Codes
    confidence: Codes
    qualifiers: tuple[Codes, ...]
    dimensions: tuple[Codes, ...]

    def rows(self) -> npt.NDArray[np.int32]:
        """Return all parts, a row a day, in the order of the attributes; of many worlds, such rows for each."""
        alone = (self.trajectory, self.could_be, self.supported, self.trend, self.confidence)
        return np.stack(np.broadcast_arrays(*alone, *self.qualifiers, *self.dimensions), axis=-1)


def parts_of(folded: Folded, days: slice = slice(None)) -> Parts:
    """
    Return the parts of the verdict issued on days of a fold.

    Args:
        days: Which, by their numbers, from one to the one before another; all of them where nothing is said.
    """
    return parts_from(folded, caveats_of(folded.prepared, folded.path, days), days)


def parts_from(columns: FoldColumns, caveats: Caveats, days: slice) -> Parts:
    """
    Return the parts of the verdict issued on days, in one world or in many.

    Args:
        columns: A fold; of many worlds, with rows.
        caveats: Those of its days.
    """
    return _Days(columns, caveats, days).parts()


def rules_of(folded: FoldColumns, kind: type) -> tuple[Rule, ...]:
    """Return the cell's rules that conclude something of a kind, in their order."""
    return folded.prepared.plan.rules_of(kind)


def first_met(columns: Sequence[Outcomes], length: int) -> Codes:
    """Return, for each day, the place of the first column that is met, or -1."""
    first = np.full(np.broadcast_shapes((length,), *(column.shape for column in columns)), -1, dtype=np.int32)
    for place in reversed(range(len(columns))):
        np.copyto(first, place, where=columns[place] == MET)
    return first


def status_rules(folded: FoldColumns, dimension: str) -> list[Rule]:
    """Return the rules for the status of a dimension, in their order."""
    rules = rules_of(folded, ConcludeStatus)
    return [r for r in rules if isinstance(r.then, ConcludeStatus) and r.then.dimension == dimension]


class _Days:
    """Some days of a fold in a row, of which the parts are read."""

    def __init__(self, columns: FoldColumns, caveats: Caveats, days: slice) -> None:
        self.columns, self.caveats = columns, caveats
        self.calendar = columns.prepared.calendar
        self.days = days
        self.begin, self.end, _ = days.indices(self.calendar.length)
        self.length = self.end - self.begin
        self.sufficient = columns.sufficient[..., days]

    def parts(self) -> Parts:
        trends = [self._outcomes(rule) for rule in rules_of(self.columns, ConcludeTrend)]
        trend = first_met(trends, self.length)
        any_unknown = _any([outcomes == UNKNOWN for outcomes in trends], self.length)
        trend = np.where((trend == NO_TREND) & any_unknown, TREND_UNKNOWN, trend)
        dimensions, due = self._dimensions()
        return Parts(
            trajectory=self.columns.states.which[..., 1:][..., self.days].astype(np.int32),
            could_be=self.caveats.could_be.which.astype(np.int32),
            supported=self._supported(),
            trend=np.where(self.sufficient, trend, NO_TREND).astype(np.int32),
            confidence=self._confidence(due),
            qualifiers=tuple(
                ((self._outcomes(rule) == MET) & self.sufficient).astype(np.int32)
                for rule in rules_of(self.columns, ConcludeQualifier)
            ),
            dimensions=dimensions,
        )

    def _outcomes(self, rule: Rule) -> Outcomes:
        return self.columns.outcomes(rule)[..., self.days]

    def _supported(self) -> Codes:
        ordinals = np.arange(self.end) + self.calendar.first.toordinal()
        issued = np.where(self.columns.sufficient[..., : self.end], ordinals, NEVER)
        last = np.maximum.accumulate(issued, axis=-1)[..., self.begin :]
        return np.where(self.sufficient, ISSUED, last).astype(np.int32)

    def _dimensions(self) -> tuple[tuple[Codes, ...], Flags]:
        """Return each dimension's status or why it has none, and the days on which one is undetermined though due."""
        cell, stale = self.columns.prepared.case.cell, self.caveats.stale
        columns: list[Codes] = []
        due = np.zeros(self.length, dtype=np.bool_)
        for dimension in cell.dimensions:
            outcomes = [self._outcomes(rule) for rule in status_rules(self.columns, dimension.id)]
            unknown = _any([o == UNKNOWN for o in outcomes], self.length)
            aged = _any([stale[i] for i in dimension.indicators if i in stale], self.length)
            pending = [m.date.span.hi for m in cell.milestones if dimension.id in m.dimensions]
            until = max((self.calendar.number(day) for day in pending), default=0)
            code = np.where(aged, _STALE, np.where(unknown, _UNKNOWN, _NOT_OBSERVED))
            code[..., : max(until - self.begin, 0)] = _NOT_DUE
            decided = first_met(outcomes, self.length)
            due = due | ((decided < 0) & (code >= _UNKNOWN))
            columns.append(np.where(decided < 0, code, decided + np.int32(len(WHYS))))
        return tuple(columns), due

    def _confidence(self, due: Flags) -> Codes:
        caveats = self.caveats
        alternatives = np.array([len(states) > 1 for states in caveats.could_be.sets])[caveats.could_be.which]
        stale = _any(list(caveats.stale.values()), self.length)
        never = np.array([self.calendar.length])
        ahead = np.arange(self.begin, self.end) >= reduce(np.minimum, caveats.ahead.values(), never)
        down = sum(flags.astype(np.int32) for flags in (alternatives, due, stale, caveats.single, ahead))
        for rule in rules_of(self.columns, ConcludeConfidence):
            up = isinstance(rule.then, ConcludeConfidence) and rule.then.confidence == "up"
            down = down + np.where(self._outcomes(rule) == MET, -1 if up else 1, 0)
        return np.clip(len(LADDER) - 1 - down, 0, len(LADDER) - 1).astype(np.int32)


def _any(flags: Sequence[Flags], length: int) -> Flags:
    return reduce(np.logical_or, flags, np.zeros(length, dtype=np.bool_))
