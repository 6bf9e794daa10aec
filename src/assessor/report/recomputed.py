"""
A cell that was assessed again: what its verdict is now, what changed since the latest, and why.
"""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING, Final

from rich.console import Group

from assessor.report.changes import render_changes, tell_changes
from assessor.report.headline import one_line
from assessor.report.safe import shown
from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Sequence

    from rich.console import RenderableType

    from assessor.domain.assessment import Assessment
    from assessor.domain.change import Change
    from assessor.domain.restatement import Restated

_MOST: Final = 8
_FEW: Final = 2


def render_recomputed(
    assessment: Assessment,
    before: str | None,
    entries: Sequence[int],
    changes: Sequence[Change],
    restated: Sequence[Restated] = (),
    restated_by: int | None = None,
) -> RenderableType:
    """
    Return a cell's verdict in a line, what made it due, what changed, and what it restates.

    Args:
        before: The id of its latest assessment until then.
        entries: What was recorded since and touches it.
        restated: Earlier assessments that are answered differently now.
        restated_by: The entry that says so; none in a trial.
    """
    lines: list[RenderableType] = [shown(""), shown(one_line(assessment))]
    if before is None:
        return Group(*lines, shown("assessed for the first time", "dim"))
    lines.append(shown(f"since {before}: {tell_entries(entries)}", "dim"))
    lines.append(render_changes(changes, heading="Changed", most=_MOST))
    return Group(*lines, *([_render_restated(restated, restated_by)] if restated else []))


def tell_recomputed(
    assessment: Assessment, entries: Sequence[int], changes: Sequence[Change], restated: int, restated_by: int | None
) -> str:
    """
    Return in a sentence what a cell's verdict is now, what made it due, and what changed.

    Args:
        restated: How many earlier assessments are answered differently now.
    """
    parts = [one_line(assessment), f"entry {assessment.entry_index}, because of {tell_entries(entries)}"]
    parts.append(tell_changes(changes[:_FEW]) if changes else "the verdict stands")
    if len(changes) > _FEW:
        parts.append(f"and {len(changes) - _FEW} changes more")
    if restated:
        parts.append(f"restates {restated} earlier assessment{'s' if restated > 1 else ''} (entry {restated_by})")
    return "; ".join(parts)


def _render_restated(restated: Sequence[Restated], restated_by: int | None) -> RenderableType:
    where = f" by entry {restated_by}" if restated_by is not None else ""
    rows = [("-", f"entry {one.entry}, as of {one.as_of}: now {one.verdict}") for one in restated[-_MOST:]]
    if len(restated) > _MOST:
        rows.insert(0, ("", f"the last {_MOST} of {len(restated)}; `--json` has all"))
    return render_section(f"Restated{where}: what was said of earlier days, and is answered differently now", rows)


def tell_out_of_date(cell: str, newer: Sequence[int]) -> str:
    """
    Return that an assessment is out of date, and what to do about it.

    Args:
        newer: The entries that it does not know and that touch its cell; not empty.
    """
    touch = "is newer and touches" if len(newer) == 1 else "are newer and touch"
    return f"out of date: {tell_entries(newer)} {touch} this cell; `assessor recompute {cell}` assesses it again"


def tell_entries(entries: Sequence[int]) -> str:
    """Return indices as words, those that follow each other as a range, such as `entries 3 to 5, 9`."""
    if len(entries) == 1:
        return f"entry {entries[0]}"
    starts = [entries[0], *(b for a, b in pairwise(entries) if b != a + 1)]
    ends = [*(a for a, b in pairwise(entries) if b != a + 1), entries[-1]]
    ranges = [str(a) if a == b else f"{a} to {b}" for a, b in zip(starts, ends, strict=True)]
    more = f" and more, {len(entries)} in all" if len(ranges) > _MOST else ""
    return f"entries {', '.join(ranges[:_MOST])}{more}"
