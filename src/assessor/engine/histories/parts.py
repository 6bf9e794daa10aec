"""
The parts of the verdict issued on every day, as columns of codes.

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


def parts_of(folded: Folded) -> Parts:
    """Return the parts of the verdict issued on each day of a fold."""
    sufficient = folded.sufficient
    trends = first_met([folded.outcomes(r) for r in rules_of(folded, ConcludeTrend)], len(sufficient))
    any_unknown = _any([folded.outcomes(r) == Kleene.UNKNOWN for r in rules_of(folded, ConcludeTrend)], len(sufficient))
    trends = np.where((trends == NO_TREND) & any_unknown, TREND_UNKNOWN, trends)
    stale = stale_days(folded.prepared.leaves, folded.prepared.calendar)
    dimensions, due = _dimensions(folded, stale)
    return Parts(
        trajectory=folded.states.which[1:].astype(np.int32),
        could_be=folded.which.astype(np.int32),
        supported=_supported(folded),
        trend=np.where(sufficient, trends, NO_TREND).astype(np.int32),
        confidence=_confidence(folded, due, _any(list(stale.values()), len(sufficient))),
        qualifiers=tuple(
            ((folded.outcomes(r) == Kleene.MET) & sufficient).astype(np.int32)
            for r in rules_of(folded, ConcludeQualifier)
        ),
        dimensions=dimensions,
    )


def rules_of(folded: Folded, kind: type) -> tuple[Rule, ...]:
    """Return the cell's rules that conclude something of a kind, in their order."""
    return folded.prepared.plan.rules_of(kind)


def first_met(columns: Sequence[Outcomes], length: int) -> Codes:
    """Return, for each day, the place of the first column that is met, or -1."""
    first = np.full(length, -1, dtype=np.int32)
    for place in reversed(range(len(columns))):
        first[columns[place] == Kleene.MET] = place
    return first


def _any(flags: Sequence[Flags], length: int) -> Flags:
    return np.logical_or.reduce(flags) if flags else np.zeros(length, dtype=np.bool_)


def _supported(folded: Folded) -> Codes:
    days = np.arange(len(folded.sufficient)) + folded.prepared.calendar.first.toordinal()
    last = np.maximum.accumulate(np.where(folded.sufficient, days, NEVER))
    return np.where(folded.sufficient, ISSUED, last).astype(np.int32)


def stale_days(leaves: Iterable[Leaf], calendar: Calendar) -> dict[str, Flags]:
    """Return, for each indicator that rules read, the days on which its latest reading is too old for one of them."""
    days = np.arange(calendar.length) + calendar.first.toordinal()
    found: dict[str, Flags] = {}
    asked = {
        (indicator.id, leaf.condition.max_age): leaf
        for leaf in leaves
        if isinstance(leaf, ReadingsLeaf)
        for indicator in leaf.indicators
    }
    for (indicator, max_age), leaf in asked.items():
        ends = np.array([0, *(end.toordinal() for end in leaf.ends(indicator))])
        latest = ends[np.searchsorted(ends, days, side="right") - 1]
        stale = (latest > 0) & (latest < calendar.starts(max_age))
        found[indicator] = found[indicator] | stale if indicator in found else stale
    return found


def _dimensions(folded: Folded, stale: dict[str, Flags]) -> tuple[tuple[Codes, ...], Flags]:
    """Return each dimension's status or why it has none, and the days on which one is undetermined though due."""
    cell, calendar = folded.prepared.case.cell, folded.prepared.calendar
    length = calendar.length
    columns: list[Codes] = []
    due = np.zeros(length, dtype=np.bool_)
    for dimension in cell.dimensions:
        outcomes = [folded.outcomes(r) for r in status_rules(folded, dimension.id)]
        code = np.full(length, WHYS.index("not observed"), dtype=np.int32)
        code[_any([o == Kleene.UNKNOWN for o in outcomes], length)] = WHYS.index("unknown")
        code[_any([stale[i] for i in dimension.indicators if i in stale], length)] = WHYS.index("stale")
        pending = [m.date.span.hi for m in cell.milestones if dimension.id in m.dimensions]
        code[: max((calendar.number(day) for day in pending), default=0)] = WHYS.index("not due")
        decided = first_met(outcomes, length)
        due |= (decided < 0) & (code >= WHYS.index("unknown"))
        columns.append(np.where(decided < 0, code, decided + len(WHYS)))
    return tuple(columns), due


def status_rules(folded: Folded, dimension: str) -> list[Rule]:
    """Return the rules for the status of a dimension, in their order."""
    rules = rules_of(folded, ConcludeStatus)
    return [r for r in rules if isinstance(r.then, ConcludeStatus) and r.then.dimension == dimension]


def _confidence(folded: Folded, due: Flags, stale: Flags) -> Codes:
    alternatives = np.array([len(states) > 1 for states in folded.sets])[folded.which]
    down = alternatives.astype(np.int32) + due + stale + _single_origin(folded) + _looks_ahead(folded)
    for rule in rules_of(folded, ConcludeConfidence):
        met = folded.outcomes(rule) == Kleene.MET
        down += np.where(
            met, -1 if isinstance(rule.then, ConcludeConfidence) and rule.then.confidence == "up" else 1, 0
        )
    return np.clip(len(LADDER) - 1 - down, 0, len(LADDER) - 1).astype(np.int32)


def _single_origin(folded: Folded) -> Flags:
    """Return the days whose state was made by a transition with one origin under it."""
    calendar, moves = folded.prepared.calendar, folded.moves
    single = np.zeros(calendar.length, dtype=np.bool_)
    ends = [calendar.number(move.day) for move in moves[1:]] + [calendar.length]
    for move, (begin, end) in zip(moves, pairwise([*(calendar.number(m.day) for m in moves[:1]), *ends]), strict=True):
        single[begin:end] = is_of_single_origin(folded.prepared, move)
    return single


def _looks_ahead(folded: Folded) -> Flags:
    """Return the days on which rules read a value of later vintage."""
    calendar = folded.prepared.calendar
    first = first_ahead(folded.prepared.leaves, folded.prepared.case)
    return np.arange(calendar.length) >= (calendar.length if first is None else calendar.number(first))


def first_ahead(leaves: Iterable[Leaf], case: Case) -> date | None:
    """Return the first end of a period whose value, of later vintage, rules read; None where there is none."""
    read = {indicator.id for leaf in leaves if isinstance(leaf, ReadingsLeaf) for indicator in leaf.indicators}
    ahead = [version for indicator in read for version in case.series.get(indicator, ()) if version.look_ahead]
    return min((reading_of(version).period.span.hi for version in ahead), default=None)
