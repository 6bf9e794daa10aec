"""
What only all rules of a cell together show: ids given twice, findings nobody reads, tensions nobody concludes.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeTension, ConcludeTransition
from assessor.ruleset.conditions import TrajectoryOf, findings_read
from assessor.ruleset.duplicates import check_declarations, declared_in
from assessor.ruleset.references_rule import walk_with_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from assessor.domain.cell import Cell
    from assessor.ruleset.authored import AuthoredFile, PlacedRule
    from assessor.ruleset.model import OutlookFile, RulesFile
    from assessor.ruleset.problems import Problem


def check_rule_ids(files: Iterable[AuthoredFile[RulesFile]]) -> Iterator[Problem]:
    """Yield each rule of a cell whose id another one has."""
    yield from check_declarations("rule", (d for file in files for d in declared_in(file.document, "rules")))


def check_branch_ids(files: Iterable[AuthoredFile[OutlookFile]]) -> Iterator[Problem]:
    """Yield each branch of a cell whose id another one has."""
    yield from check_declarations("branch", (d for file in files for d in declared_in(file.document, "branches")))


def check_tension_rules(rules: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield each rule that concludes a tension after another one did: a tension has two sides, not four."""
    first: dict[str, PlacedRule] = {}
    for placed in rules:
        then = placed.rule.then
        if isinstance(then, ConcludeTension) and first.setdefault(then.tension, placed) is not placed:
            concluded = (
                f"tension {quote(then.tension)} is concluded by rule {quote(first[then.tension].rule.id)} already"
            )
            message = f"rule {quote(placed.rule.id)}: {concluded}; a tension has one rule"
            path = ("rules", placed.place, "then", "tension")
            yield placed.document.problem(path, message, "duplicate-id")


def check_tensions_are_concluded(rules: Iterable[PlacedRule], cell: AuthoredFile[Cell]) -> Iterator[Problem]:
    """Yield each tension of a cell that none of its rules concludes."""
    concluded = {placed.rule.then.tension for placed in rules if isinstance(placed.rule.then, ConcludeTension)}
    for tension in declared_in(cell.document, "tensions"):
        if tension.id not in concluded:
            message = f"tension {quote(tension.id)} is concluded by no rule, and will not show"
            yield cell.document.problem(tension.path, message, "unused-tension", severity="warning")


def check_findings_are_read(rules: Sequence[PlacedRule]) -> Iterator[Problem]:
    """Yield each finding that no rule of the cell reads, once."""
    read = {finding for placed in rules for finding in findings_read(placed.rule.condition)}
    for placed in rules:
        then = placed.rule.then
        if isinstance(then, ConcludeFinding) and then.finding not in read:
            read.add(then.finding)
            message = f"rule {quote(placed.rule.id)}: finding {quote(then.finding)} is read by no rule"
            path = ("rules", placed.place, "then", "finding")
            yield placed.document.problem(path, message, "unused-finding", severity="warning")


def check_cells_read_move(rules: Sequence[PlacedRule], cells: Iterable[str]) -> Iterator[Problem]:
    """Yield each reading of a cell that has no transition, so that its trajectory always is the initial one."""
    moved = {placed.cell for placed in rules if isinstance(placed.rule.then, ConcludeTransition)}
    still = set(cells) - moved
    for placed in rules:
        for path, condition in walk_with_paths(placed.rule.condition, ("when",)):
            if isinstance(condition, TrajectoryOf) and condition.trajectory_of in still - {placed.cell}:
                cell = quote(condition.trajectory_of)
                message = f"rule {quote(placed.rule.id)}: cell {cell} has no transition, and its trajectory never moves"
                at = ("rules", placed.place, *path, "trajectory_of")
                yield placed.document.problem(at, message, "never-moves", severity="warning")
