"""
The plain blocks that pages are made of: a heading with rows, and a table of records.

Nothing is framed at the sides, so that a long word breaks no frame and a line can be copied.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from assessor.report.safe import safe, shown

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType

Cell = str | Text


def _cell(text: Cell, style: str = "") -> Text:
    return shown(text, style) if isinstance(text, str) else text


def render_section(heading: str, rows: Iterable[tuple[Cell, Cell]]) -> RenderableType:
    """
    Return a heading with rows under it: a word, then what it stands for, wrapped under itself.

    Args:
        rows: Text is made harmless here; ready `Text` is taken as it is.
    """
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=1)
    table.add_column(no_wrap=True)
    table.add_column(overflow="fold")
    for word, text in rows:
        table.add_row("", _cell(word), _cell(text))
    return Group(Text(""), Text(safe(heading), style="bold"), table)


def render_records(
    columns: Sequence[str], records: Iterable[Sequence[Cell]], *, right: Sequence[str] = (), whole: Sequence[str] = ()
) -> RenderableType:
    """
    Return records as a table with a line of column names.

    Args:
        right: Columns set to the right.
        whole: Columns whose words are never broken.
    """
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(
            column, overflow="fold", justify="right" if column in right else "left", no_wrap=column in whole
        )
    for record in records:
        table.add_row(*(_cell(value) for value in record))
    return table
