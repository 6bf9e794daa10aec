"""
The parts of the verdict issued on days, as columns of codes.

The columnar form of `assessor.engine.verdict`, `statuses` and `confidence`: firsts, qualifiers, standing,
what is undetermined and why, and the level of confidence. What a code means is said where it is read.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.domain.known import reading_of
from assessor.engine.confidence import LADDER
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.origins import is_of_single_origin
from assessor.ruleset.conclusions import ConcludeConfidence, ConcludeQualifier, ConcludeStatus, ConcludeTrend

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    import numpy.typing as npt

    from assessor.engine.case import Case
    from assessor.engine.columns import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.folded import Folded
    from assessor.engine.prepare import Leaf
    from assessor.ruleset.model import Rule

    Flags = npt.NDArray[np.bool_]
    Codes = npt.NDArray[np.int32]

WHYS: Final = ("not due", "stale", "unknown", "not observed")
"""Why a dimension is undetermined, by code; a status has the place of its rule beyond them."""

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
        """Return all parts, a row a day, in the order of the attributes."""
        alone = (self.trajectory, self.could_be, self.supported, self.trend, self.confidence)
        return np.stack([*alone, *self.qualifiers, *self.dimensions], axis=1)


def parts_of(folded: Folded, days: slice = slice(None)) -> Parts:
    """
    Return the parts of the verdict issued on days of a fold.

    Args:
        days: Which, by their numbers, from one to the one before another; all of them where nothing is said.
    """
    return _Days(folded, days).parts()


def rules_of(folded: Folded, kind: type) -> tuple[Rule, ...]:
    """Return the cell's rules that conclude something of a kind, in their order."""
    return folded.prepared.plan.rules_of(kind)


def first_met(columns: Sequence[Outcomes], length: int) -> Codes:
    """Return, for each day, the place of the first column that is met, or -1."""
    first = np.full(length, -1, dtype=np.int32)
    for place in reversed(range(len(columns))):
        first[columns[place] == Kleene.MET] = place
    return first


def status_rules(folded: Folded, dimension: str) -> list[Rule]:
    """Return the rules for the status of a dimension, in their order."""
    rules = rules_of(folded, ConcludeStatus)
    return [r for r in rules if isinstance(r.then, ConcludeStatus) and r.then.dimension == dimension]


def stale_days(leaves: Iterable[Leaf], calendar: Calendar, days: slice = slice(None)) -> dict[str, Flags]:
    """
    Return, for each indicator that rules read, the days on which its latest reading is too old for one of them.

    Args:
        days: Which days are asked about, by their numbers.
    """
    ordinals = np.arange(calendar.length)[days] + calendar.first.toordinal()
    found: dict[str, Flags] = {}
    asked = {
        (indicator.id, leaf.condition.max_age): leaf
        for leaf in leaves
        if isinstance(leaf, ReadingsLeaf)
        for indicator in leaf.indicators
    }
    for (indicator, max_age), leaf in asked.items():
        ends = np.array([0, *(end.toordinal() for end in leaf.ends(indicator))])
        latest = ends[np.searchsorted(ends, ordinals, side="right") - 1]
        stale = (latest > 0) & (latest < calendar.starts(max_age)[days])
        found[indicator] = found[indicator] | stale if indicator in found else stale
    return found


def first_ahead(leaves: Iterable[Leaf], case: Case) -> date | None:
    """Return the first end of a period whose value, of later vintage, rules read; None where there is none."""
    read = {indicator.id for leaf in leaves if isinstance(leaf, ReadingsLeaf) for indicator in leaf.indicators}
    ahead = [version for indicator in read for version in case.series.get(indicator, ()) if version.look_ahead]
    return min((reading_of(version).period.span.hi for version in ahead), default=None)


class _Days:
    """Some days of a fold in a row, of which the parts are read."""

    def __init__(self, folded: Folded, days: slice) -> None:
        self.folded = folded
        self.calendar = folded.prepared.calendar
        self.days = days
        self.begin, end, _ = days.indices(self.calendar.length)
        self.length = end - self.begin
        self.ordinals = np.arange(self.begin, end) + self.calendar.first.toordinal()
        self.sufficient = folded.sufficient[days]

    def parts(self) -> Parts:
        trends = [self._outcomes(rule) for rule in rules_of(self.folded, ConcludeTrend)]
        trend = first_met(trends, self.length)
        any_unknown = _any([outcomes == Kleene.UNKNOWN for outcomes in trends], self.length)
        trend = np.where((trend == NO_TREND) & any_unknown, TREND_UNKNOWN, trend)
        stale = stale_days(self.folded.prepared.leaves, self.calendar, self.days)
        dimensions, due = self._dimensions(stale)
        return Parts(
            trajectory=self.folded.states.which[1:][self.days].astype(np.int32),
            could_be=self.folded.which[self.days].astype(np.int32),
            supported=self._supported(),
            trend=np.where(self.sufficient, trend, NO_TREND).astype(np.int32),
            confidence=self._confidence(due, _any(list(stale.values()), self.length)),
            qualifiers=tuple(
                ((self._outcomes(rule) == Kleene.MET) & self.sufficient).astype(np.int32)
                for rule in rules_of(self.folded, ConcludeQualifier)
            ),
            dimensions=dimensions,
        )

    def _outcomes(self, rule: Rule) -> Outcomes:
        return self.folded.outcomes(rule)[self.days]

    def _supported(self) -> Codes:
        before = np.flatnonzero(self.folded.sufficient[: self.begin])
        last = self.calendar.first.toordinal() + int(before[-1]) if len(before) else NEVER
        issued = np.where(self.sufficient, self.ordinals, last)
        return np.where(self.sufficient, ISSUED, np.maximum.accumulate(issued)).astype(np.int32)

    def _dimensions(self, stale: dict[str, Flags]) -> tuple[tuple[Codes, ...], Flags]:
        """Return each dimension's status or why it has none, and the days on which one is undetermined though due."""
        cell = self.folded.prepared.case.cell
        columns: list[Codes] = []
        due = np.zeros(self.length, dtype=np.bool_)
        for dimension in cell.dimensions:
            outcomes = [self._outcomes(rule) for rule in status_rules(self.folded, dimension.id)]
            code = np.full(self.length, WHYS.index("not observed"), dtype=np.int32)
            code[_any([o == Kleene.UNKNOWN for o in outcomes], self.length)] = WHYS.index("unknown")
            code[_any([stale[i] for i in dimension.indicators if i in stale], self.length)] = WHYS.index("stale")
            pending = [m.date.span.hi for m in cell.milestones if dimension.id in m.dimensions]
            until = max((self.calendar.number(day) for day in pending), default=0)
            code[: max(until - self.begin, 0)] = WHYS.index("not due")
            decided = first_met(outcomes, self.length)
            due |= (decided < 0) & (code >= WHYS.index("unknown"))
            columns.append(np.where(decided < 0, code, decided + len(WHYS)))
        return tuple(columns), due

    def _confidence(self, due: Flags, stale: Flags) -> Codes:
        alternatives = np.array([len(states) > 1 for states in self.folded.sets])[self.folded.which[self.days]]
        down = alternatives.astype(np.int32) + due + stale + self._single_origin() + self._looks_ahead()
        for rule in rules_of(self.folded, ConcludeConfidence):
            up = isinstance(rule.then, ConcludeConfidence) and rule.then.confidence == "up"
            down += np.where(self._outcomes(rule) == Kleene.MET, -1 if up else 1, 0)
        return np.clip(len(LADDER) - 1 - down, 0, len(LADDER) - 1).astype(np.int32)

    def _single_origin(self) -> Flags:
        """Return the days whose state was made by a transition with one origin under it."""
        single = np.zeros(self.length, dtype=np.bool_)
        moves = self.folded.moves
        begins = [self.calendar.number(move.day) - self.begin for move in moves]
        for move, (begin, end) in zip(moves, pairwise((*begins, self.length)), strict=True):
            if begin < self.length and end > 0:
                single[max(begin, 0) : end] = is_of_single_origin(self.folded.prepared, move)
        return single

    def _looks_ahead(self) -> Flags:
        """Return the days on which rules read a value of later vintage."""
        first = first_ahead(self.folded.prepared.leaves, self.folded.prepared.case)
        since = self.calendar.length if first is None else self.calendar.number(first)
        return np.arange(self.begin, self.begin + self.length) >= since


def _any(flags: Sequence[Flags], length: int) -> Flags:
    return np.logical_or.reduce(flags) if flags else np.zeros(length, dtype=np.bool_)
