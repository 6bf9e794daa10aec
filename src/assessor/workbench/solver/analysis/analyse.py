"""
Every question of an analysis, one after the other.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.workbench.solver.analysis.alternation import check_alternation
from assessor.workbench.solver.analysis.clashes import check_clashes
from assessor.workbench.solver.analysis.covered import check_covered
from assessor.workbench.solver.analysis.gaps import check_gaps
from assessor.workbench.solver.analysis.monotone import check_monotone
from assessor.workbench.solver.analysis.reach import check_parts, check_reach

if TYPE_CHECKING:
    from assessor.workbench.solver.analysis.told import Asked, Told
    from assessor.workbench.solver.subject import Subject


@dataclass(frozen=True, slots=True)
class Analysis:
    """
    What was found out of a cell's rules.

    Attributes:
        told: What their author should know, faults first.
        open: Questions that were not settled, each with why.
        defects: What was found and not confirmed, though all in question is covered: faults of the analysis itself.
        is_whole: Whether it ended before its deadline; else what was not asked in time is among what is open.
    """

    cell: str
    rules: int
    told: tuple[Told, ...]
    open: tuple[str, ...]
    defects: tuple[str, ...]
    is_whole: bool = True

    @property
    def faults(self) -> int:
        """How many things are wrong with the rules, whatever they were meant to be."""
        return sum(told.is_fault for told in self.told)


def analyse(subject: Subject) -> Analysis:
    """Ask everything of a cell's rules."""
    reach = tuple(check_reach(subject))
    never = {name for asked in reach if asked.told is not None for name in asked.told.rules}
    sound = frozenset(rule.id for rule in subject.rules if rule.id not in never)
    asked = (
        *reach,
        *check_clashes(subject, sound),
        *check_alternation(subject, sound),
        *check_gaps(subject),
        *check_monotone(subject),
    )
    parts = (one for one in check_parts(subject) if one.told is None or not set(one.told.rules) & never)
    asked = (*asked, *parts, *check_covered(subject, sound))
    told = [one.told for one in asked if one.told is not None]
    return Analysis(
        cell=subject.name,
        rules=len(subject.rules),
        told=tuple(sorted(told, key=lambda one: not one.is_fault)),
        open=tuple(_why(one) for one in asked if not one.reply.is_defect and one.reply.kind in {"open", "unconfirmed"}),
        defects=tuple(f"{one.about}: {one.reply.why}" for one in asked if one.reply.is_defect),
        is_whole=not subject.deadline.is_over,
    )


def _why(asked: Asked) -> str:
    if asked.reply.left_open:
        return f"{asked.about}: not covered: {'; '.join(asked.reply.left_open)}"
    return f"{asked.about}: {asked.reply.why or 'the search was given up'}"
