"""
Tables below steps: rows by column name, with columns checked, so that a slip is told and not passed over.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.quoting import quote
from assessor.errors import StepInvalidError
from assessor.ruleset.problems import did_you_mean

if TYPE_CHECKING:
    from collections.abc import Collection, Sequence

Table = list[list[str]]
"""Rows of cells; the first row names the columns."""

Row = dict[str, str]
"""What stands in each column that is not empty."""


def read_rows(table: Table, known: Collection[str], needed: Sequence[str] = ()) -> list[Row]:
    """
    Return the rows below the first, without empty cells.

    Args:
        known: The columns that there may be.
        needed: Those of which no cell may be empty.

    Raises:
        StepInvalidError: A column is unknown, stands twice or lacks; or a needed cell is empty.
    """
    header, *rows = table
    for column in header:
        if column not in known:
            hint = did_you_mean(column, known)
            raise StepInvalidError(f"column {quote(column)} is unknown{hint} (known are {', '.join(sorted(known))})")
    if len(set(header)) < len(header):
        raise StepInvalidError("a column stands twice in the table")
    found = [{column: cell for column, cell in zip(header, row, strict=True) if cell} for row in rows]
    if not found:
        raise StepInvalidError("the table has no rows below its first, which names the columns")
    for number, row in enumerate(found, start=1):
        for column in needed:
            if column not in row:
                raise StepInvalidError(f"row {number} of the table says nothing under {quote(column)}")
    return found


def split_list(text: str) -> tuple[str, ...]:
    """Return the parts of a cell that lists several, separated by commas."""
    return tuple(part.strip() for part in text.split(",") if part.strip())
