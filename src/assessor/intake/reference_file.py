"""
Verdicts that somebody else gave, as a table: `cell,as_of,trajectory`, in any order.

Each stands from its day until the next about the same cell. Where no trajectory was issued, `insufficient`
stands in its place.
"""

from __future__ import annotations

import csv
from datetime import date
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.engine.backtest import INSUFFICIENT, Said
from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from pathlib import Path

    from assessor.ruleset.model import Ruleset

_COLUMNS: Final = ["cell", "as_of", "trajectory"]
_MOST_BYTES: Final = 10_000_000
_MOST_TOLD: Final = 20


def read_reference(path: Path) -> dict[str, list[Said]]:
    """
    Read a table of verdicts: of each cell by day, ascending.

    Raises:
        UsageError: It cannot be read, or lines of it are no verdicts; the first twenty are told.
    """
    try:
        if path.stat().st_size > _MOST_BYTES:
            raise UsageError(f"{path}: more than {_MOST_BYTES:,} bytes; leave out what is not compared")
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines(), strict=True))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError(f"{path}: it cannot be read as a table: {error}") from error
    if not rows or rows[0] != _COLUMNS:
        raise UsageError(f"{path}: its first line must be `{','.join(_COLUMNS)}`")
    found: dict[str, dict[date, str]] = {}
    problems = [f"{path}:{line}: {told}" for line, row in enumerate(rows[1:], 2) if (told := _take(found, row))]
    if problems:
        raise UsageError("\n".join(problems[:_MOST_TOLD]))
    return {cell: [Said(day, state) for day, state in sorted(days.items())] for cell, days in found.items()}


def _take(found: dict[str, dict[date, str]], row: list[str]) -> str:
    """Take in a line, or say what is wrong with it."""
    if not row:
        return ""
    if len(row) != len(_COLUMNS) or not all(row):
        return f"a verdict is a cell, a day and a trajectory, not {quote(','.join(row))}"
    cell, text, state = row
    try:
        day = date.fromisoformat(text)
        if str(day) != text:  # a week date, or one without hyphens
            raise ValueError(text)
    except ValueError:
        return f"{quote(text)} is not a day; write it like 2026-04-26"
    if day in found.setdefault(cell, {}):
        return f"cell {quote(cell)} has two verdicts as of {day}"
    found[cell][day] = state
    return ""


def check_words(ruleset: Ruleset, reference: Mapping[str, Sequence[Said]]) -> None:
    """
    Check that a table speaks of the cells and trajectories of a ruleset.

    Raises:
        UsageError: It does not; every foreign word is told.
    """
    foreign = list(_foreign(ruleset, reference))
    if foreign:
        raise UsageError("the reference speaks of what the ruleset does not know: " + ", ".join(foreign))


def _foreign(ruleset: Ruleset, reference: Mapping[str, Sequence[Said]]) -> Iterator[str]:
    cells = {cell.cell for cell in ruleset.cells}
    yield from (f"cell {quote(cell)}" for cell in sorted(reference) if cell not in cells)
    states = {t.id for t in ruleset.framework.trajectories} | {INSUFFICIENT}
    said = {one.state for verdicts in reference.values() for one in verdicts}
    yield from (f"trajectory {quote(state)}" for state in sorted(said - states))
