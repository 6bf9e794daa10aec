"""
What a draft moves of one cell: days of its history, and assessments that were recorded of it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from datetime import date

    from assessor.domain.restatement import Issued
    from assessor.engine.histories import Stretch
    from assessor.workbench.impact.why import Through


@dataclass(frozen=True, slots=True)
class MovedDays:
    """
    Days in a row, both included, on which the draft issues the same other verdict.

    Attributes:
        why: What it comes through, on the first of them.
    """

    since: date
    until: date
    was: Issued
    now: Issued
    why: tuple[Through, ...]

    @property
    def days(self) -> int:
        """How many they are."""
        return (self.until - self.since).days + 1


@dataclass(frozen=True, slots=True)
class MovedAssessment:
    """A recorded assessment of which the draft, at the same cut, says something else."""

    entry: int
    id: str
    as_of: date
    was: Issued
    now: Issued
    why: tuple[Through, ...]


@dataclass(frozen=True, slots=True)
class CellImpact:
    """
    What a draft makes of one cell.

    Attributes:
        days: How many days of it both judge.
        recorded: How many assessments of it are recorded of these days.
        was: The verdicts issued by the rules in force, in stretches, and `now` by the draft.
    """

    cell: str
    title: str
    days: int
    recorded: int
    moved: tuple[MovedDays, ...]
    assessments: tuple[MovedAssessment, ...]
    was: tuple[Stretch, ...]
    now: tuple[Stretch, ...]

    @property
    def days_moved(self) -> int:
        """How many days come out otherwise."""
        return sum(one.days for one in self.moved)
