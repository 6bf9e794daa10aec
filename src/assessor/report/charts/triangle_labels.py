"""
What is written into a bitemporal triangle: each look where it has room, and what the diagonal is.
"""

from __future__ import annotations

from math import atan2, degrees
from typing import TYPE_CHECKING, Final

from assessor.report.charts.lettering import width_of, wrap
from assessor.report.charts.marks import rule, text
from assessor.report.charts.palette import INK, PAPER, state_colours
from assessor.report.charts.rooms import largest_rooms
from assessor.report.charts.triangle_pieces import look_of

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assessor.report.charts.marks import Mark
    from assessor.report.charts.rooms import Room
    from assessor.report.charts.triangle_frame import Frame
    from assessor.report.charts.triangle_pieces import Look

_FINEST: Final = 6
_MOST_PLACES: Final = 100
_APART: Final = 75
"""How far what the diagonal is called stands from numbers and marks on it."""


def label_looks(frame: Frame, states: Sequence[str], noted: Sequence[int]) -> Iterator[Mark]:
    """Yield the name of each look where it has room, with a rim that keeps patterns and lines off it."""
    colours = dict(zip(states, state_colours(len(states)), strict=True))
    step = max(_FINEST, frame.side // _MOST_PLACES)
    grid = _looks(frame, frame.side // step)
    for row, column in _taken(frame, noted, step):
        if row < len(grid) and column < len(grid):
            grid[row][column] = None
    lines = {look: _lines(look, frame.side) for look in {look for row in grid for look in row if look is not None}}
    sizes = {
        look: (max(width_of(line, 15, bold=True) for line, _ in some), 19 * len(some)) for look, some in lines.items()
    }

    def has_room(look: Look, room: Room) -> bool:
        wide, high = sizes[look]
        return room.width * step >= wide + 12 and room.height * step >= high + 6

    for look, room in largest_rooms(grid, has_room).items():
        x = frame.left + (room.left + room.right) * frame.side / len(grid) / 2
        middle = frame.top + frame.side - (room.low + room.high) * frame.side / len(grid) / 2
        rim = colours.get(look.trajectory or "", PAPER)
        for number, (line, weight) in enumerate(lines[look]):
            y = middle + 19 * (number - len(lines[look]) / 2) + 14
            place = (line, round(x, 1), round(y, 1), 15 if weight == "bold" else 13)
            yield text(*place, rim, stroke=rim, strokeWidth=6, strokeJoin="round", align="center", weight=weight)
            yield text(*place, INK, align="center", weight=weight)


def _looks(frame: Frame, places: int) -> list[list[Look | None]]:
    """Return how the plane looks at the middle of each place of a grid, from what was known first upwards."""
    plane = frame.plane
    days = [_day(plane.first, plane.last, column, places) for column in range(places)]
    grid: list[list[Look | None]] = []
    for row in range(places):
        known = _day(plane.known_first, plane.known_last, row, places)
        grid.append([look_of(plane.at(day, known).computed) if day <= known else None for day in days])
    return grid


def _lines(look: Look, side: int) -> list[tuple[str, str]]:
    """Return what is written of a look, each line with its weight."""
    (first,) = wrap(look.trajectory or "insufficient", 15, side // 2, 1, bold=True)
    return [(first, "bold"), *((line, "normal") for q in look.qualifiers for line in wrap(q, 13, side // 3, 2))]


def _day(first: date, last: date, place: int, places: int) -> date:
    length = (last - first).days + 1
    return type(first).fromordinal(first.toordinal() + length * (2 * place + 1) // (2 * places))


def _taken(frame: Frame, noted: Sequence[int], step: int) -> Iterator[tuple[int, int]]:
    """Yield the places of the grid, row and column, where marks and lines stand."""
    plane, around = frame.plane, (-1, 0, 1)

    def row_of(day: date) -> int:
        return int((frame.top + frame.side - frame.y(day.toordinal())) // step)

    rows = {row_of(plane.layers[number].since) for number in noted}
    yield from ((row, column) for row in rows for column in range(frame.side // step))
    for one in plane.statements:
        row = row_of(max(one.known, plane.known_first))
        column = int((frame.x(one.as_of.toordinal()) - frame.left) // step)
        places = ((row + up, column + along) for up in around for along in around)
        yield from (place for place in places if min(place) >= 0)


def name_diagonal(frame: Frame, noted: Sequence[int]) -> Iterator[Mark]:
    """Yield the line on which a day is judged by what was known at its own end, and its name where it has room."""
    plane = frame.plane
    first = max(plane.first, plane.known_first).toordinal()
    last = min(plane.last, plane.known_last).toordinal() + 1
    if first >= last:
        return
    x, y, to_x, to_y = frame.x(first), frame.y(first), frame.x(last), frame.y(last)
    yield rule(x, y, to_x, to_y, INK, strokeWidth=1.4)
    taken = [frame.x(plane.layers[number].since.toordinal()) for number in noted]
    taken += [frame.x(one.as_of.toordinal()) for one in plane.statements if one.known == one.as_of]
    for tenth in (5, 4, 6, 3, 7, 2, 8):
        at = x + (to_x - x) * tenth / 10
        if x + 55 < at < to_x - 55 and all(abs(at - other) > _APART for other in taken):
            below = y + (to_y - y) * tenth / 10
            angle = round(degrees(atan2(to_y - y, to_x - x)), 2)
            place = ("on the day itself", round(at + 10, 1), round(below + 10, 1), 13, INK)
            yield text(*place, align="center", angle=angle, style="italic")
            return
