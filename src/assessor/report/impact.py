"""
What a draft would change, as a table: how much in all, then by cell which days and which recorded assessments, and why.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from itertools import islice
from typing import TYPE_CHECKING, Final, Protocol

from rich.console import Group

from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rich.console import RenderableType

_MOST_TOLD: Final = 12
"""Stretches and assessments of a cell that are told; `--json` has all."""

_FEW_CELLS: Final = 4
"""Where verdicts of more cells change, a quarter as many are told of each."""


class Through(Protocol):
    """One step between a change of rules and a verdict."""

    @property
    def rule(self) -> str: ...
    @property
    def changed(self) -> Sequence[str]: ...


class MovedDays(Protocol):
    """Days in a row on which the same other verdict would be issued."""

    @property
    def since(self) -> date: ...
    @property
    def until(self) -> date: ...
    @property
    def days(self) -> int: ...
    @property
    def was(self) -> object: ...
    @property
    def now(self) -> object: ...
    @property
    def why(self) -> Sequence[Through]: ...


class MovedAssessment(Protocol):
    """A recorded assessment that would say something else."""

    @property
    def id(self) -> str: ...
    @property
    def was(self) -> object: ...
    @property
    def now(self) -> object: ...
    @property
    def why(self) -> Sequence[Through]: ...


class CellImpact(Protocol):
    """What becomes of one cell."""

    @property
    def cell(self) -> str: ...
    @property
    def title(self) -> str: ...
    @property
    def days(self) -> int: ...
    @property
    def days_moved(self) -> int: ...
    @property
    def moved(self) -> Sequence[MovedDays]: ...
    @property
    def assessments(self) -> Sequence[MovedAssessment]: ...


class Impact(Protocol):
    """What becomes of all."""

    @property
    def effective_from(self) -> date: ...
    @property
    def until(self) -> date: ...
    @property
    def recorded(self) -> int: ...
    @property
    def recorded_moved(self) -> int: ...
    @property
    def days(self) -> int: ...
    @property
    def days_moved(self) -> int: ...
    @property
    def cells(self) -> Sequence[CellImpact]: ...
    @property
    def new(self) -> Sequence[str]: ...
    @property
    def gone(self) -> Sequence[str]: ...


def render_impact(found: Impact) -> RenderableType:
    """Return how much would change, and of each cell in which something does, what and why."""
    parts: list[RenderableType] = [shown(line, "bold") for line in tell_impact(found)]
    changing = [cell for cell in found.cells if cell.moved or cell.assessments]
    parts += _render_changed(changing)
    most = _MOST_TOLD if len(changing) <= _FEW_CELLS else _MOST_TOLD // 4
    for cell in sorted(changing, key=lambda cell: -cell.days_moved):
        parts += _render_cell(cell, most)
    if found.new:
        parts += [shown(""), shown(f"judged by the draft alone: {', '.join(found.new)}")]
    if found.gone:
        parts += [shown(""), shown(f"not in the draft, and judged no more: {', '.join(found.gone)}")]
    return Group(*parts)


def tell_impact(found: Impact) -> tuple[str, ...]:
    """Return in two lines how much would change."""
    cells = f"{sum(bool(cell.moved) for cell in found.cells)} of {len(found.cells)} cells"
    between = f"from {found.effective_from} to {found.until}"
    return (
        f"{found.recorded_moved:,} of {found.recorded:,} recorded assessments would change",
        f"{found.days_moved:,} of {found.days:,} days of cells would change, in {cells}, {between}",
    )


def _render_changed(cells: Sequence[CellImpact]) -> list[RenderableType]:
    """Return what is other about each changed rule that some verdict comes through, once for all of them."""
    whys = [one.why for cell in cells for one in cell.moved]
    whys += [one.why for cell in cells for one in cell.assessments]
    steps = (step for why in whys for step in why if step.rule and step.changed)
    changed = dict.fromkeys((step.rule, tuple(step.changed)) for step in steps)
    rows = [(rule, what) for rule, whats in changed for what in whats]
    return [render_section("what is changed, and comes out otherwise", rows)] if rows else []


def _render_cell(cell: CellImpact, most: int) -> list[RenderableType]:
    days: list[tuple[str, str]] = []
    for one in islice(cell.moved, most):
        days += _rows(f"{one.since} to {one.until}" if one.days > 1 else str(one.since), one)
    days += _more(len(cell.moved), most, "stretches")
    parts = [render_section(f"cell {cell.cell}, {cell.title}: {cell.days_moved:,} of {cell.days:,} days", days)]
    recorded = [row for one in islice(cell.assessments, most) for row in _rows(one.id, one)]
    recorded += _more(len(cell.assessments), most, "assessments")
    if recorded:
        parts.append(render_section(f"recorded assessments of cell {cell.cell} that would change", recorded))
    return parts


def _rows(name: str, moved: MovedDays | MovedAssessment) -> list[tuple[str, str]]:
    """Return what moves, from what to what, and the steps that lead there."""
    why = [("", f"through {'; '.join(map(str, moved.why))}")] if moved.why else []
    return [(name, str(moved.now)), ("", f"instead of {moved.was}"), *why]


def _more(number: int, most: int, what: str) -> list[tuple[str, str]]:
    return [("…", f"{number - most} more {what}; --json has them")] if number > most else []
