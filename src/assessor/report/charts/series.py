"""
An indicator along its periods: each reading a point, the levels that rules compare with as lines across.

What is too old to count lies in grey; a provisional reading is hollow; a period without a value is a cross below.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Final

from assessor.report.charts.draw import Chart
from assessor.report.charts.lettering import width_of, wrap
from assessor.report.charts.marks import mark, rect, rule, text
from assessor.report.charts.palette import ACCENT, INK, LINE, PAPER, QUIET
from assessor.report.charts.ticks import tell_day, ticks_of
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assessor.report.charts.marks import Mark

WIDTH: Final = 340
HEIGHT: Final = 190
_LEFT: Final = 52
_RIGHT: Final = 8
_TOP: Final = 12
_BOTTOM: Final = 40
_LINE: Final = 14
_APART: Final = 13
_MOST_DOTS: Final = 80
_STEPS: Final = (Decimal(1), Decimal(2), Decimal("2.5"), Decimal(5), Decimal(10))
_INTERVALS: Final = 4
_THOUSAND: Final = 1000


@dataclass(frozen=True, slots=True)
class Dot:
    """A reading at the end of its period; `hollow` where it is provisional."""

    day: date
    value: Decimal
    hollow: bool = False


@dataclass(frozen=True, slots=True)
class Level:
    """A value that is compared with, and how it is told."""

    value: Decimal
    told: str


@dataclass(frozen=True, slots=True)
class Plot:
    """
    What a chart of a series shows.

    Attributes:
        dots: By day, one at least.
        gaps: Periods without a value, by their last day.
        fresh_from: The first day of a window up to `until`, the day judged; None where nothing is too old.
    """

    title: str
    unit: str
    dots: tuple[Dot, ...]
    gaps: tuple[date, ...]
    levels: tuple[Level, ...]
    fresh_from: date | None
    until: date


def draw_series(name: str, plot: Plot) -> Chart:
    """
    Return the chart of a series; its style sheet is the page's.

    Args:
        name: What its ids begin with.
    """
    first, last = plot.dots[0].day, max(plot.until, plot.dots[-1].day)
    low, high, ticks = _scale([d.value for d in plot.dots] + [level.value for level in plot.levels])
    ticks_across = ticks_of(first, last, 5)
    height = HEIGHT if any(tick.year for tick in ticks_across) else HEIGHT - _LINE
    across, up = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM

    def x(day: date) -> float:
        return round(_LEFT + across * (day - first).days / max(1, (last - first).days), 2)

    def y(value: Decimal) -> float:
        return round(float(_TOP + up * (high - value) / (high - low)), 2)

    bottom = _TOP + up
    marks: list[Mark] = []
    if plot.fresh_from is not None:
        left = x(max(plot.fresh_from, first))
        marks.append(rect(left, _TOP, round(x(plot.until) - left, 2), up, ACCENT, fillOpacity=0.09))
    for tick in ticks:
        marks.append(rule(_LEFT, y(tick), WIDTH - _RIGHT, y(tick), LINE, strokeWidth=0.8))
        marks.append(text(tell_number(tick), _LEFT - 6, y(tick) + 4, 11, QUIET, align="right"))
    for tick_x in ticks_across:
        at = x(tick_x.day)
        align = "right" if at > WIDTH - 24 else "center"
        marks.append(rule(at, bottom, at, bottom + 4, QUIET))
        marks.append(text(tick_x.label, at, bottom + 16, 11, QUIET, align=align))
        marks.append(text(tick_x.year, at, bottom + 30, 11, QUIET, align=align, weight="bold"))
    points = [(x(dot.day), y(dot.value), dot.hollow) for dot in plot.dots]
    marks.append(
        mark(
            "path",
            path="M" + "L".join(f"{a},{b}" for a, b, _ in points),
            stroke=INK,
            strokeWidth=1.6,
            strokeJoin="round",
        )
    )
    shown = points if len(points) <= _MOST_DOTS else points[-1:]
    marks += [
        mark("symbol", x=a, y=b, size=26, fill=PAPER if hollow else INK, stroke=INK, strokeWidth=1.2)
        for a, b, hollow in shown
    ]
    marks += [
        mark("symbol", x=x(day), y=bottom - 5, shape="cross", size=30, fill=QUIET) for day in plot.gaps if day >= first
    ]
    marks += _levels(plot.levels, y, points)
    spec: dict[str, Any] = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": WIDTH,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "marks": marks,
    }
    return Chart(name, WIDTH, height, spec, "", "", safe(plot.title), say_plot(plot))


def say_plot(plot: Plot) -> str:
    """Return what the chart of a series shows, in words."""
    last = plot.dots[-1]
    values = [dot.value for dot in plot.dots]
    number = len(values)
    what = f"{number} reading{'' if number == 1 else 's'}, {tell_day(plot.dots[0].day)} to {tell_day(last.day)}"
    span = f"lowest {_round(min(values))}, highest {_round(max(values))}"
    provisional = " (provisional)" if last.hollow else ""
    told = [f"{what}; {span}, last {_round(last.value)} {plot.unit}{provisional}."]
    told += [f"Compared with: {level.told}." for level in plot.levels]
    if plot.fresh_from is not None:
        told.append(f"A reading of a period that ended before {tell_day(plot.fresh_from)} is too old to count.")
    if plot.gaps:
        told.append(f"{len(plot.gaps)} period{'' if len(plot.gaps) == 1 else 's'} without a value.")
    return safe(" ".join(told))


def tell_number(value: Decimal) -> str:
    """Return a number with groups of three digits, and no zeros at its end."""
    told = f"{value:,f}"
    return told.rstrip("0").rstrip(".") if "." in told else told


def _round(value: Decimal) -> str:
    """Return a number as it is told: of a thousand and more, nobody reads what follows the point."""
    return tell_number(value if abs(value) < _THOUSAND else Decimal(round(value)))


def _levels(levels: Sequence[Level], y: Any, points: Sequence[tuple[float, float, bool]]) -> Iterator[Mark]:  # noqa: ANN401 - a function of this module
    """Yield the line of each level with its words on the side of it, and of the chart, where the series is not."""
    taken: list[float] = []
    for level in levels:
        at = y(level.value)
        yield rule(_LEFT, at, WIDTH - _RIGHT, at, ACCENT, strokeWidth=1.4, strokeDash=[5, 3])
        (told,) = wrap(level.told, 11, WIDTH - _LEFT - _RIGHT - 8, 1, bold=True) or [""]
        base = next(
            (b for b in (at - 4, at + 13) if all(abs(b - other) >= _APART for other in taken) and b > _TOP), None
        )
        if base is None:
            continue
        taken.append(base)
        wide = width_of(told, 11, bold=True)
        crowd = [sum(base - 14 < b < base + 4 for a, b, _ in points if left - 4 <= a <= left + wide + 4)
                 for left in (_LEFT + 4, WIDTH - _RIGHT - 4 - wide)]  # fmt: skip
        if crowd[0] <= crowd[1]:
            yield text(told, _LEFT + 4, base, 11, ACCENT, weight="bold")
        else:
            yield text(told, WIDTH - _RIGHT - 4, base, 11, ACCENT, align="right", weight="bold")


def _scale(values: Sequence[Decimal]) -> tuple[Decimal, Decimal, list[Decimal]]:
    """Return the ends of an axis that holds all values, zero too where it is near, and its ticks."""
    low, high = min(values), max(values)
    if low > 0 and low * 2 < high:
        low = Decimal(0)
    if low == high:
        low, high = low - 1, high + 1
    rough = (high - low) / _INTERVALS
    power = Decimal(10) ** rough.adjusted()
    step = next(one * power for one in _STEPS if one * power >= rough)
    start = (low / step).to_integral_value(rounding="ROUND_FLOOR") * step
    ticks = [start]
    while ticks[-1] < high:
        ticks.append(ticks[-1] + step)
    return start, ticks[-1], ticks
