"""
A cell's history: the stretches of days on which the verdict issued is the same, and since when conditions hold.

Holds values and how they are read off a fold's columns; evaluates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from itertools import pairwise
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.histories.day_verdict import Decoder
from assessor.engine.histories.parts import parts_of
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    import numpy.typing as npt

    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.day_record import Doubt, Move
    from assessor.engine.histories.day_verdict import DayVerdict
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


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
    def _decoder(self) -> Decoder:
        return Decoder(self.folded.prepared)

    @cached_property
    def _rows(self) -> npt.NDArray[np.int32]:
        return parts_of(self.folded).rows()

    def _read(self, number: int) -> DayVerdict:
        row = self._rows[number]
        key = row.tobytes()
        if key not in self._known:
            self._known[key] = self._decoder.decode(row.tolist(), self.folded.states, self.folded.sets)
        return self._known[key]


def spans_within(stretches: Sequence[Stretch], first: date, last: date) -> Iterator[Stretch]:
    """Yield the parts of stretches that lie between two days, both included."""
    for stretch in stretches:
        if stretch.since <= last and stretch.until >= first:
            yield Stretch(max(stretch.since, first), min(stretch.until, last), stretch.verdict)
