"""
A cell in a tile: how much happened, year by year, and below it the band of its states.

Small multiples: every tile of a page has the same days along and the same scale upwards.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from math import isqrt
from typing import TYPE_CHECKING, Final

from assessor.report.charts.draw import Chart
from assessor.report.charts.marks import mark, rect, rule, text
from assessor.report.charts.palette import INK, LINE, QUIET, state_colours
from assessor.report.charts.patterns import INSUFFICIENT, named_pattern, pattern_of

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assessor.engine.backtest.summary import Said
    from assessor.engine.backtest.yearly import Year

WIDTH: Final = 140
HEIGHT: Final = 86
_CURVE: Final = 54
_BAND: Final = 14
_ROOT: Final = 1_000
"""Square roots are taken of a million times the number: three digits, without a float."""


@dataclass(frozen=True, slots=True)
class TileScale:
    """
    What all tiles of a page share.

    Attributes:
        first: The first day; `last` the last.
        most: The greatest number of any year of any cell.
        states: The trajectories in order.
        name: What the ids of the page's patterns begin with.
    """

    first: date
    last: date
    most: int
    states: tuple[str, ...]
    name: str


def draw_tile(name: str, title: str, said: Sequence[Said], years: Sequence[Year], scale: TileScale) -> Chart:
    """
    Return the tile of a cell; its paints and its style sheet are the page's.

    Args:
        name: What its ids begin with.
        title: What it is, and `said` in words is made of the same values.
        said: By day, ascending.
        years: What happened, year by year.
    """
    marks = [
        *_curve(years, scale),
        rule(0, _CURVE + 2, WIDTH, _CURVE + 2, LINE),
        *_band(said, scale),
        text(str(scale.first.year), 0, HEIGHT - 2, 10, QUIET),
        text(str(scale.last.year), WIDTH, HEIGHT - 2, 10, QUIET, align="right"),
    ]
    spec = {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": WIDTH,
        "height": HEIGHT,
        "padding": 0,
        "autosize": "none",
        "marks": marks,
    }
    return Chart(name, WIDTH, HEIGHT, spec, "", "", title, say_tile(said, years))


def say_tile(said: Sequence[Said], years: Sequence[Year]) -> str:
    """Return what a tile shows, in words."""
    runs = [(state, list(some)) for state, some in groupby(said, key=lambda one: one.state)]
    told = [f"{runs[-1][0]} since {runs[-1][1][0].day}; {len(runs) - 1} change{'' if len(runs) == 2 else 's'} before."]  # noqa: PLR2004
    peak = max(years, key=lambda one: (one.certain, one.possible), default=None)
    if peak is not None and peak.possible:
        told.append(f"Most in {peak.year}: {tell_pair(peak)}.")
    return " ".join(told)


def tell_pair(year: Year) -> str:
    """Return how much happened in a year: one number, or from and to."""
    return f"{year.certain:,}" if year.certain == year.possible else f"{year.certain:,} to {year.possible:,}"


def _curve(years: Sequence[Year], scale: TileScale) -> list[dict[str, object]]:
    """Return the span from what is certain to what is possible, and the line of what is certain, by square roots."""
    if not years or not scale.most:
        return []
    points = [(_middle(one.year, scale), _height(one.certain, scale), _height(one.possible, scale)) for one in years]
    upper = [f"{x},{high}" for x, _, high in points]
    lower = [f"{x},{low}" for x, low, _ in points]
    return [
        mark("path", path="M" + "L".join([*upper, *reversed(lower)]) + "Z", fill=QUIET, fillOpacity=0.3),
        mark("path", path="M" + "L".join(lower), stroke=INK, strokeWidth=1.3, strokeJoin="round"),
    ]


def _band(said: Sequence[Said], scale: TileScale) -> list[dict[str, object]]:
    """Return the states, each from the day on which it was said to the next day judged."""
    colours = dict(zip(scale.states, state_colours(len(scale.states)), strict=True))
    runs = [next(some) for _, some in groupby(said, key=lambda one: one.state)]
    ends = [*(one.day for one in runs[1:]), scale.last]
    marks: list[dict[str, object]] = []
    for one, end in zip(runs, ends, strict=True):
        left, right = _x(one.day, scale), _x(end, scale)
        paints = [named_pattern(scale.name, INSUFFICIENT)]
        if one.state in colours:
            paints = [colours[one.state], pattern_of(scale.name, scale.states.index(one.state))]
        marks += [rect(left, _CURVE + 5, round(right - left, 2), _BAND, paint) for paint in paints]
    return marks


def _x(day: date, scale: TileScale) -> float:
    length = max(1, (scale.last - scale.first).days)
    return round(WIDTH * (day - scale.first).days / length, 2)


def _middle(year: int, scale: TileScale) -> float:
    """Return where the middle of a year lies, within the tile."""
    days = (scale.first.replace(year=year, month=7, day=1) - scale.first).days
    return min(float(WIDTH), max(0.0, round(WIDTH * days / max(1, (scale.last - scale.first).days), 2)))


def _height(number: int, scale: TileScale) -> float:
    root, most = (isqrt(one * _ROOT * _ROOT) for one in (number, scale.most))
    return round(_CURVE - (_CURVE - 4) * root / most, 2)
