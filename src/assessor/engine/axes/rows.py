"""
Both axes as a table: days judged of which the same was said, in the same order, stand on one row.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby, pairwise
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from assessor.domain.restatement import Issued
    from assessor.engine.axes.plane import Basis, Plane, Point

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Saying:
    """
    What stands of a day from some knowledge on, until the next saying of its row.

    Attributes:
        known_from: The first day of that knowledge; None for the day judged itself.
        computed: What that knowledge gives, where something else was said.
        entries: The entries that said it, one for each day of the row that has one.
    """

    known_from: date | None
    basis: Basis
    verdict: Issued
    computed: Issued | None = None
    entries: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Row:
    """Days judged in a row of which the same was said, first to last."""

    since: date
    until: date
    sayings: tuple[Saying, ...]


def rows_of(plane: Plane) -> tuple[Row, ...]:
    """Return the days judged, in as few rows as say of each day all that stands at any later time."""
    found = [Row(since, until, _sayings(plane, since)) for since, until in _pieces(plane)]
    return tuple(
        Row(some[0].since, some[-1].until, _together(some))
        for some in (list(group) for _, group in groupby(found, key=lambda row: _without_entries(row.sayings)))
    )


def _pieces(plane: Plane) -> Iterable[tuple[date, date]]:
    """Yield days judged between which nothing begins or ends, on either axis."""
    last = min(plane.last, plane.known_last)
    begins = {plane.first, plane.known_first}
    for layer in plane.layers:
        begins |= {layer.since, *(span.since for span in layer.spans)}
    for day in plane.said_of:
        begins |= {day, day + _DAY}
    inside = sorted(day for day in begins if plane.first <= day <= last)
    for since, following in pairwise([*inside, last + _DAY]):
        yield since, following - _DAY


def _sayings(plane: Plane, day: date) -> tuple[Saying, ...]:
    first = max(day, plane.known_first)
    known = {first, *(layer.since for layer in plane.layers), *(one.known for one in plane.said_of.get(day, ()))}
    points = ((known, plane.at(day, known)) for known in sorted(known) if known >= first)
    alike = (next(group) for _, group in groupby(points, key=lambda found: _said(found[1])))
    return tuple(_saying(None if known == day else known, point) for known, point in alike)


def _said(point: Point) -> tuple[object, ...]:
    entry = point.statement.entry if point.statement is not None else None
    return point.basis, point.verdict, point.computed, entry


def _saying(known_from: date | None, point: Point) -> Saying:
    entries = (point.statement.entry,) if point.statement is not None else ()
    computed = point.computed if point.is_overtaken else None
    return Saying(known_from, point.basis, point.verdict, computed, entries)


def _without_entries(sayings: tuple[Saying, ...]) -> tuple[Saying, ...]:
    return tuple(replace(one, entries=()) for one in sayings)


def _together(rows: list[Row]) -> tuple[Saying, ...]:
    """Return the sayings of rows that are alike, with the entries of all of them."""
    return tuple(
        replace(some[0], entries=tuple(entry for one in some for entry in one.entries))
        for some in zip(*(row.sayings for row in rows), strict=True)
    )
