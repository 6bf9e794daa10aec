"""
A cell that was assessed again: what its verdict is now, what changed since the latest, and why.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.console import Group

from assessor.report.changes import render_changes
from assessor.report.headline import one_line
from assessor.report.safe import shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from assessor.domain.assessment import Assessment
    from assessor.domain.change import Change

_MOST: Final = 8


def render_recomputed(
    assessment: Assessment, before: str | None, entries: Sequence[int], changes: Sequence[Change]
) -> RenderableType:
    """
    Return a cell's verdict in a line, what made it due, and what changed.

    Args:
        before: The id of its latest assessment until then.
        entries: What was recorded since and touches it.
    """
    lines: list[RenderableType] = [shown(""), shown(one_line(assessment))]
    if before is None:
        return Group(*lines, shown("assessed for the first time", "dim"))
    lines.append(shown(f"since {before}: {tell_entries(entries)}", "dim"))
    return Group(*lines, render_changes(changes, heading="Changed", most=_MOST))


def tell_entries(entries: Sequence[int]) -> str:
    """Return indices as words, those that follow each other as a range, such as `entries 3 to 5, 9`."""
    if len(entries) == 1:
        return f"entry {entries[0]}"
    starts = [entries[0], *(b for a, b in pairwise(entries) if b != a + 1)]
    ends = [*(a for a, b in pairwise(entries) if b != a + 1), entries[-1]]
    ranges = [str(a) if a == b else f"{a} to {b}" for a, b in zip(starts, ends, strict=True)]
    more = f" and more, {len(entries)} in all" if len(ranges) > _MOST else ""
    return f"entries {', '.join(ranges[:_MOST])}{more}"
