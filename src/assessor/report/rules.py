"""
Published rules in words: what each asks, concludes and says.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.tree import Tree

from assessor.domain.counted import agreed
from assessor.engine.describe import describe
from assessor.report.safe import shown
from assessor.ruleset.conditions import children
from assessor.ruleset.model import CellRules

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule, Ruleset, SharedRules


def render_rules(ruleset: Ruleset, cell: str | None = None) -> RenderableType:
    """
    Return the rules cell by cell, those for all cells once.

    Args:
        cell: Only what judges this one.
    """
    parts: Iterable[CellRules | SharedRules] = ruleset.rules
    if cell is not None:
        parts = [ruleset.rules_of(cell)] if ruleset.has_cell(cell) else []
    trees: list[RenderableType] = []
    for part in parts:
        name = f"cell {part.cell}: {ruleset.cell(part.cell).title}" if isinstance(part, CellRules) else "all cells"
        tree = Tree(shown(name, "bold"), guide_style="dim")
        for rule in part.rules:
            _add_rule(tree, rule)
        trees.append(tree)
    return Group(*trees)


def _add_rule(tree: Tree, rule: Rule) -> None:
    then = rule.then.model_dump(mode="json", by_alias=True, exclude_defaults=True)
    concludes = ", ".join(
        f"{key} {' or '.join(map(str, value)) if isinstance(value, list) else value}" for key, value in then.items()
    )
    head = shown(f"rule {rule.id}", "bold").append(shown(f" concludes {concludes}", "not bold"))
    branch = tree.add(head.append("\nbecause ", "dim").append(shown(rule.because, "not bold")))
    _add_condition(branch, rule.condition)


def _add_condition(tree: Tree, condition: Condition) -> None:
    text = shown(agreed(describe(condition)))
    reason = getattr(condition, "reason", "")
    if reason:
        text.append("\nbound: ", "dim").append(shown(reason, "dim"))
    branch = tree.add(text)
    for child in children(condition):
        _add_condition(branch, child)
