"""
The verdicts of a cell by stretches of days, a line each.
"""

from __future__ import annotations

from itertools import groupby
from typing import TYPE_CHECKING

from assessor.report.section import render_section

if TYPE_CHECKING:
    from collections.abc import Iterable

    from rich.console import RenderableType

    from assessor.engine.histories import DayVerdict, Stretch


def render_verdicts(stretches: Iterable[Stretch]) -> RenderableType:
    """Return the stretches of days on which the verdict reads the same, with the verdict in a line."""
    alike = [(line, list(some)) for line, some in groupby(stretches, key=lambda s: _in_a_line(s.verdict))]
    rows = [(f"{some[0].since} to {some[-1].until}", line) for line, some in alike]
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
