"""
Two rulesets held against each other: framework, cells, rules, outlooks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.ruleset.model import CellRules
from assessor.workbench.changes.change import Change
from assessor.workbench.changes.declared import diff_fields, diff_listed
from assessor.workbench.changes.rules import diff_rules

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.ruleset.model import Branch, Rule, Ruleset

_LISTS: Final = {
    "trajectories": "trajectory",
    "directions": "direction",
    "aspects": "aspect",
    "stages": "stage",
    "severities": "severity",
    "tags": "tag",
    "amounts": "amount",
    "tiers": "tier",
    "statuses": "status",
    "trends": "trend",
    "qualifiers": "qualifier",
    "indicators": "indicator",
}
_OF_A_CELL: Final = {"dimensions": "dimension", "tensions": "tension", "milestones": "milestone"}


def diff_rulesets(was: Ruleset, now: Ruleset) -> tuple[Change, ...]:
    """
    Return everything by which two rulesets differ, framework first, then cell by cell.

    Which file a rule stands in, the order of what has none, comments and layout show nowhere.
    """
    return tuple(_diff(was, now))


def _diff(was: Ruleset, now: Ruleset) -> Iterator[Change]:
    yield from _diff_framework(was.framework, now.framework)
    cells = [cell.cell for cell in was.cells] + [cell.cell for cell in now.cells if not was.has_cell(cell.cell)]
    for name in cells:
        about = f"cell {name}"
        if not now.has_cell(name):
            yield Change(about, "is gone, with its rules", "removed")
        elif not was.has_cell(name):
            yield Change(about, f"is new: {now.cell(name).title}", "added")
        else:
            yield from _diff_cell(was.cell(name), now.cell(name), about)
    yield from diff_rules(was.shared, now.shared, "all cells")
    for name in cells:
        if now.has_cell(name):
            yield from diff_rules(_own(was, name), _own(now, name), f"cell {name}")
            yield from _diff_branches(_branches(was, name), _branches(now, name), f"cell {name}")
    if _precedence(was) != _precedence(now):
        yield Change("all cells", "rules for all cells and rules for one stand in another order", "order")


def _diff_framework(was: Framework, now: Framework) -> Iterator[Change]:
    yield from diff_fields(was, now, "framework", apart_from=frozenset(_LISTS))
    for key, kind in _LISTS.items():
        id_key = "tier" if key == "tiers" else "id"
        ordered = key == "trajectories"
        yield from diff_listed(getattr(was, key), getattr(now, key), kind, ordered=ordered, key=id_key)


def _diff_cell(was: Cell, now: Cell, about: str) -> Iterator[Change]:
    yield from diff_fields(was, now, about, apart_from=frozenset(_OF_A_CELL))
    for key, kind in _OF_A_CELL.items():
        yield from diff_listed(getattr(was, key), getattr(now, key), kind, where=about)


def _diff_branches(was: tuple[Branch, ...], now: tuple[Branch, ...], owner: str) -> Iterator[Change]:
    before = {branch.id: branch for branch in was}
    yield from diff_listed(was, now, "branch", where=owner)
    for branch in now:
        if branch.id in before and before[branch.id].assumes != branch.assumes:
            yield from diff_listed(
                before[branch.id].assumes, branch.assumes, "assumption", where=f"branch {quote(branch.id)}, {owner}"
            )


def _own(ruleset: Ruleset, cell: str) -> tuple[Rule, ...]:
    return tuple(
        rule for part in ruleset.rules if isinstance(part, CellRules) and part.cell == cell for rule in part.rules
    )


def _branches(ruleset: Ruleset, cell: str) -> tuple[Branch, ...]:
    return tuple(
        branch
        for part in ruleset.rules
        if isinstance(part, CellRules) and part.cell == cell
        for branch in part.branches
    )


def _precedence(ruleset: Ruleset) -> dict[str, tuple[bool, ...]]:
    """Return for each cell with rules of its own in which order parts for it and parts for all stand."""
    cells = {part.cell for part in ruleset.rules if isinstance(part, CellRules) and part.rules}
    return {
        cell: tuple(
            isinstance(part, CellRules)
            for part in ruleset.rules
            if part.rules and (not isinstance(part, CellRules) or part.cell == cell)
        )
        for cell in cells
    }
