"""
The history of a cell as a line: states along the days, drawn to scale, then told one by one.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Group
from rich.table import Table
from rich.text import Text

from assessor.report.safe import safe, shown

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from rich.console import RenderableType

    from assessor.domain.assessment import StateChange

_STYLES = ("cyan", "yellow", "green", "magenta", "blue")


def draw_line(history: Sequence[StateChange], until: date, width: int, *, ascii_only: bool = False) -> Group:
    """
    Return the line, the names of the states over it and the days they began under it.

    Args:
        history: States by the day they began.
        until: The last day drawn.
        width: Columns to use.
        ascii_only: Draw with `=` and `|`.
    """
    stroke, begin = ("=", "|") if ascii_only else ("━", "┣")
    begins = [change.day for change in history]
    ends = [*begins[1:], until]
    lengths = [max((end - start).days, 1) for start, end in zip(begins, ends, strict=True)]
    needed = [max(len(change.state), len("2025-01-20")) + 2 for change in history]
    spare = max(width - sum(needed) - 1, 0)
    total = sum(lengths)
    widths = [least + spare * length // total for least, length in zip(needed, lengths, strict=True)]
    names, bar, days = Text(), Text(), Text()
    for place, (change, columns) in enumerate(zip(history, widths, strict=True)):
        style = _STYLES[place % len(_STYLES)]
        names.append(safe(change.state).ljust(columns)[:columns], style=style)
        bar.append(begin + stroke * (columns - 1), style=style)
        days.append(str(change.day).ljust(columns))
    bar.append("|" if ascii_only else "┫")
    return Group(names, bar, days, Text(f"to {until}", style="dim"))


def tell_spans(rows: Sequence[tuple[str, date, date, str | None, str]]) -> RenderableType:
    """
    Return each state with its days, its rule and its rationale.

    Args:
        rows: State, first day, last day, rule and rationale.
    """
    table = Table(box=None, padding=(0, 2, 0, 0))
    for column in ("state", "since", "until", "because"):
        table.add_column(column, overflow="fold")
    for state, since, until, rule, because in rows:
        why = f"{because} (rule {rule})" if rule is not None else "the framework's initial state"
        table.add_row(shown(state), str(since), str(until), shown(why))
    return table
