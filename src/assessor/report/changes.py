"""
A difference in meaning: what changed in a verdict, one line a part, most important first.

For whoever has changes of verdicts to show, wherever they come from.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.counted import agreed
from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from rich.console import RenderableType
    from rich.text import Text

    from assessor.domain.change import Change
    from assessor.report.section import Cell

_NOTHING: Final = "nothing"


def render_changes(changes: Sequence[Change], *, heading: str, most: int | None = None) -> RenderableType:
    """
    Return changes under a heading.

    Args:
        most: How many to show; those left out are counted.
    """
    some = changes if most is None else changes[:most]
    rows: list[tuple[Cell, Cell]] = [("-", change_line(change)) for change in some]
    if len(changes) > len(some):
        rows.append(("", shown(f"and {len(changes) - len(some)} more; `--json` has all", "dim")))
    return render_section(heading, rows or [("", _NOTHING)])


def change_line(change: Change) -> Text:
    """Return one change on a line: what changed, and how."""
    return shown(f"{agreed(change.name)}: ", "bold").append(shown(agreed(change.words), "not bold"))


def tell_changes(changes: Iterable[Change]) -> str:
    """Return changes in one sentence, without colours."""
    return "; ".join(map(str, changes)) or _NOTHING
