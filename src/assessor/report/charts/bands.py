"""
Two bands of states for each cell, one above the other, with what differs between them marked.

The upper band is what was said, the lower what would be; a bar between them marks days on which anything issued
differs, the trajectory or what stands beside it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import groupby
from typing import TYPE_CHECKING, Final

from assessor.report.charts.draw import Chart
from assessor.report.charts.lettering import width_of, wrap
from assessor.report.charts.marks import rect, rule, text, words
from assessor.report.charts.palette import ACCENT, INK, LINE, PAPER, QUIET, state_colours, style_sheet
from assessor.report.charts.patterns import INSUFFICIENT, define_patterns, named_pattern, pattern_of
from assessor.report.charts.ticks import ticks_of
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.report.charts.marks import Mark

_WIDTH: Final = 860
_NAMES: Final = 190
_EDGE: Final = 16
_BAND: Final = 11
_BAR: Final = 4
_STEP: Final = 44
_SWATCH: Final = 14
_MOST_TICKS: Final = 9
_NAME: Final = "impact"


@dataclass(frozen=True, slots=True)
class Band:
    """Days in a row, both included, in one state; None where no trajectory is issued."""

    since: date
    until: date
    state: str | None


@dataclass(frozen=True, slots=True)
class Line:
    """One cell: what was said, what would be, and the days, both included, on which anything issued differs."""

    name: str
    was: tuple[Band, ...]
    now: tuple[Band, ...]
    differs: tuple[tuple[date, date], ...]


@dataclass(frozen=True, slots=True)
class _Scale:
    """Where days lie, in pixels."""

    first: date
    last: date

    def x(self, day: date) -> float:
        length = (self.last - self.first).days + 1
        return round(_NAMES + (_WIDTH - _NAMES - _EDGE) * (day - self.first).days / length, 2)


def draw_bands(title: str, told: Sequence[str], lines: Sequence[Line], states: Sequence[str]) -> Chart:
    """
    Return the bands of cells; those in which nothing differs are told by their number alone.

    Args:
        told: What it amounts to, in lines.
        states: The trajectories in order, from furthest from the goal to nearest.
    """
    shown = [line for line in lines if line.differs]
    marks, top = words([*wrap(title, 17, _WIDTH - 2 * _EDGE, 2, bold=True)], _EDGE, 14, 17, INK, weight="bold")
    more, top = words([one for line in told for one in wrap(line, 12, _WIDTH - 2 * _EDGE, 2)], _EDGE, top, 12, QUIET)
    marks += more
    key, top = words(["Of each cell above: by the rules in force; below: by the draft."], _EDGE, top, 12, QUIET)
    marks += key
    bands = [band for line in shown for band in (*line.was, *line.now)]
    if bands:
        scale = _Scale(min(band.since for band in bands), max(band.until for band in bands))
        legend, top = _legend(states, top + 8)
        marks += legend
        axis, top = _axis(scale, top + 4, len(shown))
        marks += axis
        for line in shown:
            marks += _line(line, scale, top, tuple(states))
            top += _STEP
    rest = len(lines) - len(shown)
    if rest:
        marks.append(text(f"in {rest} cell{'s' if rest != 1 else ''} nothing would change", _EDGE, top + 16, 12, QUIET))
        top += 20
    height = top + 14
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": _WIDTH,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "marks": [rect(0, 0, _WIDTH, height, PAPER), *marks],
    }
    return Chart(
        _NAME,
        _WIDTH,
        height,
        spec,
        style_sheet(len(states)),
        define_patterns(_NAME),
        safe(title),
        _say(told, shown, rest),
    )


def _say(told: Sequence[str], shown: Sequence[Line], rest: int) -> str:
    """Return what the chart shows, in words."""
    said = [f"{one}." for one in told]
    for line in shown:
        spans = ", ".join(f"{a} to {b}" if a != b else str(a) for a, b in line.differs)
        said.append(f"{line.name}: {spans}.")
    return safe(" ".join([*said, *([f"Nothing in {rest} more."] if rest else [])]))


def _legend(states: Sequence[str], top: int) -> tuple[list[Mark], int]:
    """Return a swatch for each state, for none, and for the bar between bands."""
    marks: list[Mark] = []
    left = _EDGE
    entries = [*((name, _paints(name, tuple(states))) for name in states), ("none issued", _paints(None, ()))]
    for name, paints in [*entries, ("differs", [ACCENT])]:
        (label,) = wrap(name, 12, 160, 1) or ["?"]
        wide = _SWATCH + 6 + width_of(label, 12) + 18
        if left + wide > _WIDTH - _EDGE and left > _EDGE:
            left, top = _EDGE, top + 20
        marks += [rect(left, top, _SWATCH, _SWATCH, paint) for paint in paints]
        marks.append(text(label, left + _SWATCH + 6, top + 11, 12, INK))
        left += wide
    return marks, top + 26


def _axis(scale: _Scale, top: int, lines: int) -> tuple[list[Mark], int]:
    """Return the ticks of the days, with a line through all cells at each."""
    marks: list[Mark] = []
    for tick in ticks_of(scale.first, scale.last, _MOST_TICKS):
        x = scale.x(tick.day)
        marks.append(rule(x, top + 16, x, top + 16 + lines * _STEP, LINE))
        label = f"{tick.label} {tick.year}".strip()
        align = "right" if x + width_of(label, 10) > _WIDTH - _EDGE else "left"
        marks.append(text(label, x, top + 11, 10, QUIET, align=align))
    return marks, top + 20


def _line(line: Line, scale: _Scale, top: int, states: tuple[str, ...]) -> list[Mark]:
    """Return the name of a cell, its two bands and what differs between them."""
    marks, _ = words(wrap(line.name, 12, _NAMES - _EDGE - 10, 2), _EDGE, top + 2, 12, INK)
    upper, lower = top, top + _BAND + _BAR + 2
    for bands, at in ((line.was, upper), (line.now, lower)):
        for state, some in groupby(bands, key=lambda band: band.state):
            run = list(some)
            left, right = scale.x(run[0].since), scale.x(run[-1].until + timedelta(days=1))
            marks += [rect(left, at, round(right - left, 2), _BAND, paint) for paint in _paints(state, states)]
    for since, until in line.differs:
        left, right = scale.x(since), scale.x(until + timedelta(days=1))
        marks.append(rect(left, upper + _BAND + 1, max(1.0, round(right - left, 2)), _BAR, ACCENT))
    return marks


def _paints(state: str | None, states: tuple[str, ...]) -> list[str]:
    """Return what a state is painted with: a colour and a pattern over it."""
    if state is None or state not in states:
        return [named_pattern(_NAME, INSUFFICIENT)]
    place = states.index(state)
    return [state_colours(len(states))[place], pattern_of(_NAME, place)]
