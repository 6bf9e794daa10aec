"""
In which order cells are evaluated: on each day those first that others read on the same day.

An edge that reads the previous day does not order; so it may close a cycle.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.plan import compile_plan

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.ruleset.model import Ruleset


def edges(ruleset: Ruleset, cell: str) -> tuple[tuple[str, bool], ...]:
    """Return the cells that a cell's rules read, each with whether it reads the previous day only."""
    return compile_plan(ruleset.rules_of(cell)).edges


def evaluation_order(ruleset: Ruleset, cells: Iterable[str]) -> tuple[str, ...]:
    """
    Return the cells and all they read, each after those it reads on the same day.

    The loader has refused cycles of same-day edges.
    """
    wanted: set[str] = set()
    open_cells = list(cells)
    while open_cells:
        cell = open_cells.pop()
        if cell not in wanted:
            wanted.add(cell)
            open_cells.extend(read for read, _ in edges(ruleset, cell))
    order: list[str] = []
    while len(order) < len(wanted):
        ready = sorted(
            cell
            for cell in wanted - set(order)
            if all(previous_day or read in order for read, previous_day in edges(ruleset, cell))
        )
        order.append(ready[0])
    return tuple(order)
