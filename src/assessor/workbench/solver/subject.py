"""
The rules that are asked about: those of one cell of a ruleset.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, TypeVar

from assessor.domain.quoting import quote
from assessor.errors import ConfigurationError
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeTransition
from assessor.ruleset.model import CellRules
from assessor.ruleset.problems import did_you_mean
from assessor.workbench.solver.deadline import NEVER, Deadline

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.ruleset.model import Rule, Ruleset

_Conclusion = TypeVar("_Conclusion")


@dataclass(frozen=True)
class Subject:
    """
    A cell's rules.

    Attributes:
        deadline: Until when questions about them are looked into.
    """

    ruleset: Ruleset
    name: str
    deadline: Deadline = field(default=NEVER, compare=False)

    @property
    def framework(self) -> Framework:
        """The vocabulary that they are written in."""
        return self.ruleset.framework

    @cached_property
    def cell(self) -> Cell:
        """The cell that they judge."""
        return self.ruleset.cell(self.name)

    @cached_property
    def rules(self) -> tuple[Rule, ...]:
        """The rules, in order."""
        return self.ruleset.rules_of(self.name).rules

    def concluding(self, kind: type[_Conclusion]) -> tuple[tuple[Rule, _Conclusion], ...]:
        """Return the rules of a kind of conclusion, each with what it concludes, in order."""
        return tuple((rule, rule.then) for rule in self.rules if isinstance(rule.then, kind))

    @cached_property
    def by_finding(self) -> dict[str, tuple[Rule, ...]]:
        """The rules that conclude each finding."""
        found: dict[str, tuple[Rule, ...]] = {}
        for rule, then in self.concluding(ConcludeFinding):
            found[then.finding] = (*found.get(then.finding, ()), rule)
        return found

    def restricted(self, rules: Mapping[str, Collection[Rule]]) -> Subject:
        """Return it with no other rules than some of each cell, which rest on no others; other cells have none."""
        left = tuple(
            CellRules.model_construct(
                cell=cell.cell, rules=tuple(rules[cell.cell]) if cell.cell in rules else (), branches=()
            )
            for cell in self.ruleset.cells
        )
        return Subject(self.ruleset.model_copy(update={"rules": left}), self.name, self.deadline)

    @cached_property
    def distances(self) -> dict[str, int]:
        """How many transitions at least lie between the initial state and each state that arrows lead to."""
        found = {self.framework.initial: 0}
        nearest = [self.framework.initial]
        for state in nearest:
            for _, then in self.concluding(ConcludeTransition):
                if state in then.source and then.transition not in found:
                    found[then.transition] = found[state] + 1
                    nearest.append(then.transition)
        return found


def subject_of(ruleset: Ruleset, cell: str | None, deadline: Deadline = NEVER) -> Subject:
    """
    Return the rules of a cell; without one, of the first that any judge.

    Args:
        deadline: Until when questions about them are looked into.

    Raises:
        ConfigurationError: There is no such cell, or none that rules judge.
    """
    judged = [c.cell for c in ruleset.cells if ruleset.rules_of(c.cell).rules]
    if cell is None:
        if not judged:
            raise ConfigurationError(f"no rules judge a cell of {quote(ruleset.framework.framework)}: write some first")
        return Subject(ruleset, judged[0], deadline)
    if cell not in judged:
        raise ConfigurationError(f"no rules judge cell {quote(cell)}{did_you_mean(cell, judged)}")
    return Subject(ruleset, cell, deadline)
