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
    def why(self) -> Sequence[object]: ...


class MovedAssessment(Protocol):
    """A recorded assessment that would say something else."""

    @property
    def id(self) -> str: ...
    @property
    def was(self) -> object: ...
    @property
    def now(self) -> object: ...
    @property
    def why(self) -> Sequence[object]: ...


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
    for cell in found.cells:
        if cell.moved or cell.assessments:
            parts += _render_cell(cell)
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


def _render_cell(cell: CellImpact) -> list[RenderableType]:
    days: list[tuple[str, str]] = []
    for one in islice(cell.moved, _MOST_TOLD):
        days += _rows(f"{one.since} to {one.until}" if one.days > 1 else str(one.since), one)
    days += _more(len(cell.moved), "stretches")
    parts = [render_section(f"cell {cell.cell}, {cell.title}: {cell.days_moved:,} of {cell.days:,} days", days)]
    recorded = [row for one in islice(cell.assessments, _MOST_TOLD) for row in _rows(one.id, one)]
    recorded += _more(len(cell.assessments), "assessments")
    if recorded:
        parts.append(render_section(f"recorded assessments of cell {cell.cell} that would change", recorded))
    return parts


def _rows(name: str, moved: MovedDays | MovedAssessment) -> list[tuple[str, str]]:
    """Return what moves, from what to what, and a row for each step that leads there."""
    whys = [("", f"through {one}") for one in moved.why]
    return [(name, str(moved.now)), ("", f"instead of {moved.was}"), *whys]


def _more(number: int, what: str) -> list[tuple[str, str]]:
    return [("…", f"{number - _MOST_TOLD} more {what}; --json has them")] if number > _MOST_TOLD else []
