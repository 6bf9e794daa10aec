"""
A cell's history: the stretches of days on which the verdict issued is the same, and since when conditions hold.

Holds values and how they are read off a fold's columns; evaluates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING, Literal

import numpy as np

from assessor.domain.assessment import StateChange
from assessor.domain.kleene import Kleene
from assessor.engine.confidence import LADDER
from assessor.engine.histories.parts import (
    ISSUED,
    NEVER,
    NO_TREND,
    TREND_UNKNOWN,
    WHYS,
    parts_of,
    rules_of,
    status_rules,
)
from assessor.engine.statuses import UNDETERMINED
from assessor.errors import UsageError
from assessor.ruleset.conclusions import ConcludeQualifier, ConcludeStatus, ConcludeTrend

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.confidence import Level
    from assessor.engine.day_record import Doubt, Move
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


@dataclass(frozen=True, slots=True)
class DimensionState:
    """A dimension's status, or `undetermined` and why; `why` is `decided` where a rule decided."""

    dimension: str
    status: str
    why: str


@dataclass(frozen=True, slots=True)
class DayVerdict:
    """
    The verdict issued on a day, as `assessor.domain.assessment.Verdict` names its parts.

    Attributes:
        last_supported: The last day on which a trajectory was issued and what it was, where none is now.
    """

    trajectory: str | None
    last_supported: StateChange | None
    qualifiers: tuple[str, ...]
    trend: str | None
    confidence: Level
    standing: Literal["sufficient", "insufficient"]
    alternatives: tuple[str, ...]
    dimensions: tuple[DimensionState, ...]

    @property
    def core(self) -> tuple[object, ...]:
        """What counts as *the verdict* where two are compared, as `assessor.engine.evaluate.core` has it."""
        return (
            self.trajectory,
            self.last_supported,
            self.qualifiers,
            self.trend,
            self.confidence,
            self.standing,
            self.alternatives,
        )


@dataclass(frozen=True, slots=True)
class Stretch:
    """Days on which the verdict issued is the same, from the first to the last."""

    since: date
    until: date
    verdict: DayVerdict


@dataclass(frozen=True, slots=True)
class Held:
    """Days on which a condition, rule or finding has the same outcome, from the first to the last."""

    since: date
    until: date
    outcome: Kleene


class History:
    """The verdict of a cell on every day, and what conditions made of every day."""

    def __init__(self, folded: Folded) -> None:
        """Take up a fold."""
        self.folded = folded
        self._known: dict[bytes, DayVerdict] = {}

    @property
    def cell(self) -> str:
        """Whose history it is."""
        return self.folded.prepared.case.cell.cell

    @property
    def first(self) -> date:
        """The first day, the epoch."""
        return self.folded.prepared.calendar.first

    @property
    def last(self) -> date:
        """The last day judged."""
        return self.folded.prepared.calendar.last

    @property
    def moves(self) -> tuple[Move, ...]:
        """The transitions taken."""
        return self.folded.moves

    @property
    def doubts(self) -> tuple[Doubt, ...]:
        """The unknown guards passed, by first day."""
        return self.folded.path.doubts

    @cached_property
    def stretches(self) -> tuple[Stretch, ...]:
        """The days from the epoch to the last, in stretches on which the verdict is the same."""
        rows = self._rows
        borders = np.flatnonzero((rows[1:] != rows[:-1]).any(axis=1)) + 1
        found: list[Stretch] = []
        for begin, end in pairwise((0, *borders.tolist(), len(rows))):
            verdict = self._read(begin)
            since = found.pop().since if found and found[-1].verdict == verdict else self._day(begin)
            found.append(Stretch(since, self._day(end - 1), verdict))
        return tuple(found)

    def at(self, day: date) -> DayVerdict:
        """
        Return the verdict issued on a day.

        Raises:
            UsageError: The day is none of the history.
        """
        if not self.first <= day <= self.last:
            raise UsageError(f"the history of cell {self.cell} goes from {self.first} to {self.last}, not to {day}")
        return self._read((day - self.first).days)

    @cached_property
    def final(self) -> DayVerdict:
        """The verdict issued on the last day, worked out for that day alone."""
        (row,) = parts_of(self.folded, slice(-1, None)).rows().tolist()
        return self._decode(row)

    def of_rule(self, rule: Rule) -> tuple[Held, ...]:
        """Return when the condition of a rule was met, unknown and not met, first to last."""
        return self._held(self.folded.outcomes(rule))

    def of_condition(self, condition: Condition) -> tuple[Held, ...]:
        """Return the same of any condition inside a rule, the very object."""
        return self._held(self.folded.outcomes_of(condition))

    def of_finding(self, finding: str) -> tuple[Held, ...]:
        """Return the same of a finding."""
        return self._held(self.folded.before[self.folded.prepared.plan.before.findings[finding]])

    def _held(self, outcomes: Outcomes) -> tuple[Held, ...]:
        borders = np.flatnonzero(outcomes[1:] != outcomes[:-1]) + 1
        spans = pairwise((0, *borders.tolist(), len(outcomes)))
        return tuple(Held(self._day(b), self._day(e - 1), Kleene(int(outcomes[b]))) for b, e in spans)

    def _day(self, number: int) -> date:
        return self.first + timedelta(days=number)

    @cached_property
    def _rows(self) -> npt.NDArray[np.int32]:
        return parts_of(self.folded).rows()

    def _read(self, number: int) -> DayVerdict:
        row = self._rows[number]
        key = row.tobytes()
        if key not in self._known:
            self._known[key] = self._decode(row.tolist())
        return self._known[key]

    def _decode(self, row: Sequence[int]) -> DayVerdict:
        codes = iter(row)
        folded = self.folded
        names = folded.states.names
        state, could_be, supported, trend, confidence = (next(codes) for _ in range(5))
        qualifiers = [qualifier for qualifier in self._qualifiers if next(codes)]
        return DayVerdict(
            trajectory=names[state] if supported == ISSUED else None,
            last_supported=self._supported(supported),
            qualifiers=tuple(dict.fromkeys(qualifiers)),
            trend=self._trend(trend),
            confidence=LADDER[confidence],
            standing="sufficient" if supported == ISSUED else "insufficient",
            alternatives=tuple(n for n in names if n in folded.sets[could_be] and n != names[state]),
            dimensions=tuple(states[next(codes)] for states in self._dimensions),
        )

    def _supported(self, ordinal: int) -> StateChange | None:
        if ordinal in {ISSUED, NEVER}:
            return None
        day = date.fromordinal(ordinal)
        which = self.folded.states.which[(day - self.first).days + 1]
        return StateChange(day=day, state=self.folded.states.names[which])

    def _trend(self, code: int) -> str | None:
        if code == NO_TREND:
            return None
        return "unknown" if code == TREND_UNKNOWN else self._trends[code]

    @cached_property
    def _qualifiers(self) -> tuple[str, ...]:
        rules = rules_of(self.folded, ConcludeQualifier)
        return tuple(r.then.qualifier for r in rules if isinstance(r.then, ConcludeQualifier))

    @cached_property
    def _trends(self) -> tuple[str, ...]:
        rules = rules_of(self.folded, ConcludeTrend)
        return tuple(r.then.trend for r in rules if isinstance(r.then, ConcludeTrend))

    @cached_property
    def _dimensions(self) -> tuple[tuple[DimensionState, ...], ...]:
        """For each dimension what each of its codes means."""
        return tuple(
            (
                *(DimensionState(d.id, UNDETERMINED, why) for why in WHYS),
                *(
                    DimensionState(d.id, r.then.status, "decided")
                    for r in status_rules(self.folded, d.id)
                    if isinstance(r.then, ConcludeStatus)
                ),
            )
            for d in self.folded.prepared.case.cell.dimensions
        )


def spans_within(stretches: Sequence[Stretch], first: date, last: date) -> Iterator[Stretch]:
    """Yield the parts of stretches that lie between two days, both included."""
    for stretch in stretches:
        if stretch.since <= last and stretch.until >= first:
            yield Stretch(max(stretch.since, first), min(stretch.until, last), stretch.verdict)
