"""
Rules as people read them, on the terminal: sentences, and decision tables.
"""

# ruff: noqa: D102 - the attributes that are read here mean what they mean where they come from

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING, Protocol

from rich.console import Group
from rich.padding import Padding
from rich.table import Table

from assessor.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from rich.console import RenderableType


class Line(Protocol):
    """A sentence, and how deep it stands."""

    @property
    def depth(self) -> int: ...
    @property
    def text(self) -> str: ...


class Column(Protocol):
    """One combination of conditions."""

    @property
    def rule(self) -> str: ...
    @property
    def then(self) -> str: ...
    @property
    def when(self) -> Mapping[str, bool]: ...


class DecisionTable(Protocol):
    """What decides one thing."""

    @property
    def decides(self) -> str: ...
    @property
    def first(self) -> bool: ...
    @property
    def conditions(self) -> Sequence[str]: ...
    @property
    def columns(self) -> Sequence[Column]: ...


def render_sentences(heading: str, lines: Sequence[Line]) -> RenderableType:
    """Return a rule in sentences, each part indented below what it belongs to."""
    return Group(shown(heading, "bold"), *(Padding(shown(line.text), (0, 0, 0, 2 * line.depth)) for line in lines))


def render_tables(tables: Sequence[DecisionTable]) -> RenderableType:
    """Return decision tables, each with what its columns conclude below it."""
    return Group(*(part for table in tables for part in _render(table)))


def _render(table: DecisionTable) -> list[RenderableType]:
    how = "the first column that holds decides" if table.first else "each column that holds counts"
    drawn = Table(box=None, padding=(0, 1, 0, 0), pad_edge=False, show_header=True, header_style="bold")
    drawn.add_column("", overflow="fold")
    for number in range(1, len(table.columns) + 1):
        drawn.add_column(str(number), justify="center", no_wrap=True)
    for condition in table.conditions:
        signs = (_SIGNS[column.when.get(condition)] for column in table.columns)
        drawn.add_row(shown(condition), *signs)
    legend = [shown(line) for line in _legend(table.columns)]
    heading = shown(f"\n{table.decides[:1].upper()}{table.decides[1:]}", "bold").append(f"  {how}", "not bold dim")
    return [shown(""), heading, Padding(drawn, (0, 0, 0, 2)), *(Padding(line, (0, 0, 0, 2)) for line in legend)]


def _legend(columns: Sequence[Column]) -> list[str]:
    """Return what columns conclude; those in a row that are of one rule, together."""
    lines: list[str] = []
    numbered = enumerate(columns, 1)
    for (then, rule), some in groupby(numbered, key=lambda pair: (pair[1].then, pair[1].rule)):
        numbers = [number for number, _ in some]
        span = f"{numbers[0]} to {numbers[-1]}" if len(numbers) > 1 else str(numbers[0])
        lines.append(f"{span}: {then} ({rule})")
    return lines


_SIGNS = {True: "yes", False: "no", None: "-"}
