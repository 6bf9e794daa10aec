"""
The verdicts of a cell by stretches of days, a line each.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from assessor.engine.histories import DayVerdict, Stretch


def render_verdicts(stretches: Iterable[Stretch]) -> RenderableType:
    """Return the stretches of days on which the verdict was the same, with the verdict in a line."""
    rows = [(f"{s.since} to {s.until}", _in_a_line(s.verdict)) for s in stretches]
    return render_section("The verdict, by stretches of days", rows)


def _in_a_line(verdict: DayVerdict) -> str:
    if verdict.trajectory is None:
        last = verdict.last_supported
        return "insufficient evidence" + (f"; last {last.state} on {last.day}" if last is not None else "")
    parts = [verdict.trajectory, *verdict.qualifiers]
    parts += [f"trend {verdict.trend}"] if verdict.trend is not None else []
    parts += [f"or {' or '.join(verdict.alternatives)}"] if verdict.alternatives else []
    parts.append(f"confidence {verdict.confidence}")
    return "; ".join(parts)
