"""
The states of a cell along its days: a band, with a number at each change, or a small line of it without words.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from assessor.report.charts.draw import Chart
from assessor.report.charts.lettering import width_of
from assessor.report.charts.marks import mark, rect, rule, text
from assessor.report.charts.palette import ACCENT, INK, PAPER, QUIET, state_colours
from assessor.report.charts.patterns import INSUFFICIENT, named_pattern, pattern_of
from assessor.report.charts.ticks import tell_day, ticks_of
from assessor.report.safe import safe

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assessor.report.charts.marks import Mark

_TOP: Final = 28
_HIGH: Final = 40
_NUMBER: Final = 20
_LABEL: Final = 13
_SMALL: Final = 14


@dataclass(frozen=True, slots=True)
class Stay:
    """A state from its first to its last day; None where no trajectory was issued."""

    state: str | None
    since: date
    until: date


@dataclass(frozen=True, slots=True)
class Paints:
    """
    How states are painted on a page.

    Attributes:
        states: The trajectories in order.
        name: What the ids of the page's patterns begin with.
    """

    states: tuple[str, ...]
    name: str

    def of(self, state: str | None) -> list[str]:
        """Return what is painted over each other for a state, or for none."""
        if state not in self.states:
            return [named_pattern(self.name, INSUFFICIENT)]
        place = self.states.index(state)
        return [state_colours(len(self.states))[place], pattern_of(self.name, place)]


def draw_band(
    name: str, title: str, stays: Sequence[Stay], paints: Paints, *, width: int, moves: Sequence[date] = ()
) -> Chart:
    """
    Return the band of a cell; its paints and its style sheet are the page's.

    Args:
        name: What its ids begin with.
        stays: First to last, without gaps.
        width: In pixels.
        moves: The days that have a number over them, in the order in which they are told beside it.
    """
    first, last = stays[0].since, stays[-1].until
    days = (last - first).days + 1

    def x(day: date) -> float:
        return round(width * (day - first).days / days, 2)

    marks: list[Mark] = []
    for stay in stays:
        left = x(stay.since)
        right = width if stay.until == last else round(width * ((stay.until - first).days + 1) / days, 2)
        marks += [rect(left, _TOP, round(right - left, 2), _HIGH, paint) for paint in paints.of(stay.state)]
        said = stay.state or "insufficient"
        if width_of(said, _LABEL, bold=True) + 8 <= right - left:
            marks.append(text(said, left + 5, _TOP + _HIGH - 14, _LABEL, INK, weight="bold"))
    marks += _numbers([x(day) for day in moves], width)
    for tick in ticks_of(first, last, max(2, width // 70)):
        at = x(tick.day)
        align = "left" if at < _NUMBER else "right" if at > width - _NUMBER else "center"
        marks.append(rule(at, _TOP + _HIGH, at, _TOP + _HIGH + 5, QUIET))
        marks.append(text(tick.label, at, _TOP + _HIGH + 18, 12, QUIET, align=align))
        marks.append(text(tick.year, at, _TOP + _HIGH + 32, 12, QUIET, align=align, weight="bold"))
    height = _TOP + _HIGH + 38
    return Chart(name, width, height, _spec(width, height, marks), "", "", title, say_stays(stays))


def draw_small_band(name: str, title: str, stays: Sequence[Stay], paints: Paints, *, width: int = 240) -> Chart:
    """Return the same without words, a line high."""
    first, last = stays[0].since, stays[-1].until
    days = (last - first).days + 1
    marks: list[Mark] = []
    for stay in stays:
        left = round(width * (stay.since - first).days / days, 2)
        right = round(width * ((stay.until - first).days + 1) / days, 2)
        marks += [rect(left, 0, round(right - left, 2), _SMALL, paint) for paint in paints.of(stay.state)]
    return Chart(name, width, _SMALL, _spec(width, _SMALL, marks), "", "", title, say_stays(stays))


def say_stays(stays: Sequence[Stay]) -> str:
    """Return what a band shows, in words."""
    return " ".join(
        safe(f"{stay.state or 'Insufficient'} from {tell_day(stay.since)} to {tell_day(stay.until)}.") for stay in stays
    )


def _numbers(places: Sequence[float], width: int) -> Iterator[Mark]:
    """Yield the number of each change over its day, as far apart as they can be read; the rest is told below."""
    free = 0.0
    for number, at in enumerate(places, start=1):
        yield rule(at, _TOP - 4, at, _TOP + _HIGH, INK, strokeWidth=1)
        middle = min(max(at, _NUMBER / 2), width - _NUMBER / 2)
        if middle - _NUMBER / 2 >= free:
            yield mark("symbol", x=middle, y=12, size=260, fill=ACCENT)
            yield text(str(number), middle, 16, 12, PAPER, align="center", weight="bold")
            free = middle + _NUMBER / 2


def _spec(width: int, height: int, marks: Sequence[Mark]) -> dict[str, Any]:
    return {
        "$schema": "https://vega.github.io/schema/vega/v5.json",
        "width": width,
        "height": height,
        "padding": 0,
        "autosize": "none",
        "marks": list(marks),
    }
