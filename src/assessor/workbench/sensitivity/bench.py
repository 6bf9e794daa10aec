"""
One cell on the bench: its history as it is, and everything that is tried on it, numbered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING, Final

from assessor.engine.columns import column
from assessor.engine.columns.nodes import is_equal
from assessor.engine.histories import Histories
from assessor.engine.histories.evaluate import fold_all
from assessor.engine.prepare import make_leaf
from assessor.scenarios.judge import Question
from assessor.workbench.judging import ReusingJudge
from assessor.workbench.mutants import with_rules
from assessor.workbench.sensitivity.breaks import Break, find_break
from assessor.workbench.sensitivity.dials import Dial, dials_of
from assessor.workbench.sensitivity.moved import Moved, Said
from assessor.workbench.sensitivity.otherwise import Otherwise, otherwise

if TYPE_CHECKING:
    from datetime import date
    from decimal import Decimal

    from assessor.domain.known import Evidence
    from assessor.ruleset.model import CellRules, Ruleset

PERCENT: Final = (-25, -10, 10, 25)
"""By how much thresholds and windows are moved."""
_ONE: Final = (-1, 1)
"""By how much counts are."""


@dataclass(frozen=True, slots=True)
class Subject:
    """A cell, what judges it, what was known, and the days of its history that are asked about."""

    ruleset: Ruleset
    evidence: Evidence
    cell: str
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Turned:
    """A number of a rule at other settings, each with what it moves, and where it breaks, down and up."""

    dial: Dial
    tried: tuple[tuple[Decimal, Moved], ...]
    breaks: tuple[Break, ...]


@dataclass(frozen=True, slots=True)
class Taken:
    """A change of the evidence, with what it moves."""

    otherwise: Otherwise
    moved: Moved


class Bench:
    """What is tried on a cell, in a fixed order: the numbers of its rules first, then its evidence."""

    def __init__(self, subject: Subject) -> None:
        """Judge the cell as it is."""
        self.subject = subject
        self._judge = ReusingJudge()
        self.histories = self._judge.histories(self._question(subject.ruleset))
        self.said = self._read(self.histories)
        self.rules = subject.ruleset.rules_of(subject.cell)
        self.dials = tuple(dials_of(self.rules))

    @cached_property
    def evidence(self) -> tuple[Otherwise, ...]:
        """Each single change of the evidence."""
        subject = self.subject
        read = self.histories.folded[subject.cell].prepared.matched
        return tuple(otherwise(subject.ruleset.framework, subject.evidence, subject.cell, read))

    @property
    def size(self) -> int:
        """How many things are tried."""
        return len(self.dials) + len(self.evidence)

    def try_one(self, number: int) -> Turned | Taken:
        """Try the thing of a number, from 0."""
        if number < len(self.dials):
            return self._turn(self.dials[number])
        change = self.evidence[number - len(self.dials)]
        return Taken(change, self._compare(change.over(self.histories)))

    def at(self, dial: Dial, number: Decimal) -> Moved | None:
        """Return what moves where a dial stands at another number; None where it cannot."""
        rules = dial.turned(self.rules, number)
        return None if rules is None else self._compare(self._under(dial, rules))

    def _turn(self, dial: Dial) -> Turned:
        found: dict[Decimal, Moved | None] = {}

        def at(number: Decimal) -> Moved | None:
            if number not in found:
                found[number] = self.at(dial, number)
            return found[number]

        def moves(number: Decimal) -> bool | None:
            moved = at(number)
            return None if moved is None else moved.days > 0

        if dial.kind == "count":
            numbers = [dial.size + one for one in _ONE]
        else:
            numbers = [dial.by(percent) for percent in PERCENT]
        tried = [(number, moved) for number in dict.fromkeys(numbers) if (moved := at(number)) is not None]
        breaks = () if dial.kind == "count" else tuple(find_break(dial, way, moves) for way in _ONE)
        return Turned(dial, tuple(tried), breaks)

    def _under(self, dial: Dial, rules: CellRules) -> Histories:
        """Return the histories under altered rules: on the columns at hand where one condition on evidence differs."""
        prepared = self.histories.folded[self.subject.cell].prepared
        was, now = (dial.innermost(one) for one in (self.rules, rules))
        number = prepared.plan.numbers.get(id(was))
        if number is None or list(prepared.plan.numbers.values()).count(number) > 1:
            altered = with_rules(self.subject.ruleset, rules)
            return self._judge.histories(self._question(altered))
        leaf = make_leaf(now, prepared.case)
        seen = column(leaf, prepared.calendar)
        leaves, columns = list(prepared.leaves), list(prepared.columns)
        leaves[number] = leaf
        columns[number] = columns[number] if is_equal(columns[number].outcomes, seen.outcomes) else seen
        other = replace(prepared, leaves=tuple(leaves), columns=tuple(columns))
        every = {cell: folded.prepared for cell, folded in self.histories.folded.items()} | {self.subject.cell: other}
        known = self.histories.folded
        return Histories(self.subject.ruleset, self.subject.evidence, fold_all(self.subject.ruleset, every, known))

    def _compare(self, other: Histories) -> Moved:
        """Return how far other histories are from those at hand."""
        pairs = [(self.histories.folded[cell].prepared, folded.prepared) for cell, folded in other.folded.items()]
        if all(one.plan is two.plan and one.sees_the_same(two) for one, two in pairs):
            return self._unmoved
        return self.said.moved(self._read(other))

    @cached_property
    def _unmoved(self) -> Moved:
        return self.said.moved(self.said)

    def _question(self, ruleset: Ruleset) -> Question:
        return Question(ruleset, self.subject.evidence, self.subject.cell, self.subject.last)

    def _read(self, histories: Histories) -> Said:
        return Said(histories.folded[self.subject.cell], self.subject.first, self.subject.last)
