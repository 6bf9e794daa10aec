"""
What a history hangs on, as bars: on how many days a change gives another verdict, and of these another trajectory.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.report.charts.draw import Chart
from assessor.report.charts.lettering import SERIF, width_of, wrap
from assessor.report.charts.marks import rect, rule, text, words
from assessor.report.charts.palette import ACCENT, INK, LINE, PAPER, QUIET, style_sheet
from assessor.report.charts.patterns import QUALIFIED, define_patterns, named_pattern
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Sequence

    from assessor.report.charts.marks import Mark

_MARGIN: Final = 16
_NUMBERS: Final = 64
_ROW: Final = 46
_NAME: Final = "bars"


@dataclass(frozen=True, slots=True)
class Bar:
    """One change: what it is, on how many days the verdict is another, and on how many of them the trajectory."""

    label: str
    days: int
    trajectory: int


def draw_bars(
    title: str, lead: str, groups: Sequence[tuple[str, Sequence[Bar]]], days: int, *, width: int = 720
) -> Chart:
    """
    Return bars to one scale.

    Args:
        groups: Each with its heading, and its bars in the order in which they are drawn.
        days: How many days there are: as long as a bar can be.
        width: In pixels.
    """
    room = width - 2 * _MARGIN
    longest = max((bar.days for _, bars in groups for bar in bars), default=days)
    first, top = words(wrap(title, 22, room, 3, bold=True), _MARGIN, 14, 22, INK, font=SERIF, weight="bold")
    told, top = words(wrap(lead, 13, room, 4), _MARGIN, top + 2, 13, QUIET)
    key, top = _key(top + 6)
    marks: list[Mark] = [*first, *told, *key]
    scale = room - _NUMBERS
    for head, bars in groups:
        told, top = words(wrap(head, 15, room, 2, bold=True), _MARGIN, top, 15, INK, weight="bold")
        marks += told
        for bar in bars:
            marks += _bar(bar, top, scale, longest, room)
            top += _ROW
        if not bars:
            told, top = words(["nothing here moves a verdict"], _MARGIN, top, 13, QUIET)
            marks += told
        top += 10
    marks.append(rule(_MARGIN, top, _MARGIN + scale, top, LINE))
    foot, top = words([f"one scale: the longest bar is {longest} of {days} days"], _MARGIN, top + 4, 12, QUIET)
    height = top + 10
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "marks": [rect(0, 0, width, height, PAPER), *marks, *foot],
    }
    said = " ".join(
        f"{head}: {'; '.join(f'{b.label}, {b.days} days, {b.trajectory} with another trajectory' for b in bars)}."
        for head, bars in groups
    )
    return Chart(_NAME, width, height, spec, style_sheet(1), define_patterns(_NAME), safe(title), safe(said))


def _key(top: int) -> tuple[list[Mark], int]:
    marks: list[Mark] = []
    left = _MARGIN
    for label, other in (("another trajectory", False), ("another verdict, the same trajectory", True)):
        marks += _segment(left, top, 16, 14, other=other)
        marks.append(text(label, left + 22, top + 12, 13, INK))
        left += 40 + width_of(label, 13)
    return marks, top + 30


def _bar(bar: Bar, top: int, scale: int, longest: int, room: int) -> list[Mark]:
    (label, *_) = wrap(bar.label, 13, room, 1) or [""]
    whole, part = (round(scale * number / longest, 2) for number in (bar.days, bar.trajectory))
    marks = [text(label, _MARGIN, top + 14, 13, INK)]
    marks += _segment(_MARGIN, top + 20, part, 16, other=False) if part else []
    marks += _segment(_MARGIN + part, top + 20, whole - part, 16, other=True) if whole > part else []
    marks.append(text(f"{bar.days} d", _MARGIN + whole + 6, top + 33, 13, QUIET))
    return marks


def _segment(left: float, top: int, width: float, height: int, *, other: bool) -> list[Mark]:
    """Return a piece of a bar: solid where the trajectory is another, else open and dotted."""
    if not other:
        return [rect(left, top, width, height, ACCENT)]
    return [
        rect(left, top, width, height, PAPER, stroke=QUIET),
        rect(left, top, width, height, named_pattern(_NAME, QUALIFIED)),
    ]
