"""
A cell's way through its states, and what finding it leaves behind: values, and how doubts are noted.

How a way is found is next door: where guards are columns by `assessor.engine.histories.runs`, else by
`assessor.engine.histories.walk`. A day is a number, counted from the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.day_record import Doubt
from assessor.engine.histories.others import StateSets

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    from assessor.engine.day_record import Move
    from assessor.engine.histories.step import Past, Stay


Unknown = tuple[str, str, str]
"""The rule of a guard, the state it leads out of, and the one it leads to."""

Days = tuple[int, int]
"""A first and a last day."""


@dataclass(frozen=True, slots=True)
class Point:
    """
    The fold at the end of a day: all that the next day needs of the past.

    Attributes:
        stay: The committed state, and since when.
        could_be: Every state that unknown guards could have led to, the committed one included.
        past: The last days on which what `held` conditions ask for was otherwise.
        doubts: The unknown guards passed last, with their first and last days.
    """

    day: int
    stay: Stay
    could_be: Mapping[str, Stay]
    past: Past
    doubts: Mapping[Unknown, Days]

    def later(self, day: int) -> Point:
        """Return the same at the end of a later day, where every day up to it went like this one."""
        return Point(
            day,
            self.stay.later(self.day, day),
            {state: stay.later(self.day, day) for state, stay in self.could_be.items()},
            self.past.later(self.day, day),
            {doubt: (first, day if last == self.day else last) for doubt, (first, last) in self.doubts.items()},
        )


@dataclass(frozen=True, slots=True)
class Path:
    """
    A cell's way through its states.

    Attributes:
        moves: The transitions taken.
        doubts: The unknown guards passed, by first day.
        sets: The states it could be in, each with the number of the day since which it is those.
        points: Where it was walked, the fold at the end of days that were looked at, and of those before it was
            looked at again, ascending.
    """

    moves: tuple[Move, ...]
    doubts: tuple[Doubt, ...]
    sets: tuple[tuple[int, frozenset[str]], ...]
    points: tuple[Point, ...]

    def could_be(self, length: int) -> StateSets:
        """Return the states it could be in at the end of each of so many days."""
        sets = tuple(dict.fromkeys(states for _, states in self.sets))
        begins = [day for day, _ in self.sets]
        which = np.repeat([sets.index(states) for _, states in self.sets], np.diff([*begins, length]))
        return StateSets(sets, which)


@dataclass(frozen=True, slots=True)
class Known:
    """
    A path that was found before, by columns of which some days differ.

    Attributes:
        since: The first day on which one differs; `until`, the last.
    """

    path: Path
    since: int
    until: int


def note_doubt(doubts: dict[Unknown, Days], closed: list[tuple[Unknown, Days]], doubt: Unknown, days: Days) -> None:
    """Note that a guard was unknown and passed on days; what it was before is closed where days lie in between."""
    known = doubts.get(doubt)
    goes_on = known is not None and known[1] == days[0] - 1
    if known is not None and not goes_on:
        closed.append((doubt, known))
    doubts[doubt] = (known[0] if known is not None and goes_on else days[0], days[1])


def dated(epoch: date, doubts: Iterable[tuple[Unknown, Days]]) -> list[Doubt]:
    """Return doubts by the dates of their days."""
    return [Doubt(*doubt, *(epoch + timedelta(days=number) for number in days)) for doubt, days in doubts]


def in_order(doubts: Iterable[Doubt]) -> tuple[Doubt, ...]:
    """Return doubts by first day, rule and state."""
    return tuple(sorted(doubts, key=lambda d: (d.first, d.rule, d.source)))
