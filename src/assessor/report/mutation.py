"""
What features notice of altered rules, and by rule, what no scenario would notice.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rich.console import Group

from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType


class Mutant(Protocol):
    """Rules altered in one place."""

    @property
    def cell(self) -> str: ...
    @property
    def rule(self) -> str: ...
    @property
    def words(self) -> str: ...


class Mutation(Protocol):
    """What came of all mutants."""

    @property
    def framework(self) -> str: ...
    @property
    def cells(self) -> Sequence[str]: ...
    @property
    def cases(self) -> int: ...
    @property
    def mutants(self) -> int: ...
    @property
    def killed(self) -> int: ...
    @property
    def survivors(self) -> Sequence[Mutant]: ...


def render_mutation(found: Mutation) -> RenderableType:
    """Return the survivors by cell and rule, and how many were noticed."""
    parts: list[RenderableType] = []
    if found.survivors:
        parts.append(shown("No scenario notices if …", "bold"))
    for (cell, rule), mutants in groupby(found.survivors, key=lambda mutant: (mutant.cell, mutant.rule)):
        lines = [m.words.removeprefix(f"in `{rule}`, ") for m in mutants]
        parts.append(render_section(f"{rule} (cell {cell})", [("-", line) for line in lines]))
    percent = f", {found.killed * 100 / found.mutants:.1f} %" if found.mutants else ""
    cells = f"cell{'s' if len(found.cells) != 1 else ''} {', '.join(found.cells)}"
    told = (
        f"{found.killed} of {found.mutants} alterations of the rules of {cells} are noticed by {found.cases} scenarios"
    )
    parts += [shown("")] if parts else []
    return Group(*parts, shown(f"{told}{percent}"))
