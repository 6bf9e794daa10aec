"""
The way of a cell through its states, stepped only where something can change.

Says of the same fold as `assessor.engine.fold` which transitions were taken, which states unknown guards
could have led to, and which guards were in doubt; by another way. Guards that evidence alone decides are
columns; those that read the cell's own state are worked out on the days on which one of their inputs can
change, and on the days after until two in a row go alike. A day is a number, counted from the epoch.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import change_days
from assessor.engine.fold import Doubt, Move
from assessor.engine.histories.step import Ages, Past, Stay, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.plan import Guard, Plan


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
    doubts: Mapping[tuple[str, str, str], tuple[int, int]]

    def shape(self) -> object:
        """Return what of it the next day can see, ages as they are: since a fixed day, or ever since today."""
        stays = tuple(sorted(stay.shape(self.day) for stay in self.could_be.values()))
        return (
            self.stay.shape(self.day),
            stays,
            self.past.shape(self.day),
            frozenset(doubt for doubt, (_, last) in self.doubts.items() if last == self.day),
        )

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
        points: The fold at the end of the days before it was looked at again, ascending.
    """

    moves: tuple[Move, ...]
    doubts: tuple[Doubt, ...]
    sets: tuple[tuple[int, frozenset[str]], ...]
    points: tuple[Point, ...]


def find_path(
    plan: Plan,
    calendar: Calendar,
    columns: Mapping[int, Outcomes],
    initial: str,
    *,
    known: Path | None = None,
    since: int = 0,
) -> Path:
    """
    Return the way of a cell through its states on the days of a calendar.

    Args:
        columns: The nodes of the plan's first program that evidence and other cells decide.
        initial: The state before the first day.
        known: A path that was found before, right up to the day before `since`: it is gone on with.
    """
    return _Walk(plan, calendar, columns).walk(initial, known, since)


class _Walk:
    def __init__(self, plan: Plan, calendar: Calendar, columns: Mapping[int, Outcomes]) -> None:
        self.calendar = calendar
        self.leaving = plan.leaving
        ages = Ages(calendar)
        nodes = {node for guards in self.leaving.values() for _, _, node in guards}
        self.step = Step(plan.before, nodes, columns, ages)
        self._changes = {
            state: change_days([columns[n] for n in self.step.frontier(node for _, _, node in guards)])
            for state, guards in self.leaving.items()
        }
        self._is_timeless = all(node in columns for node in nodes)
        self._is_evident = {s: all(n in columns for _, _, n in guards) for s, guards in self.leaving.items()}
        self._active = {
            state: np.flatnonzero(np.maximum.reduce([columns[n] for _, _, n in guards]) != Kleene.NOT_MET).tolist()
            for state, guards in self.leaving.items()
            if self._is_evident[state]
        }
        self._held_changes = change_days([columns[n] for n in self.step.frontier(self.step.held)])

    def walk(self, initial: str, known: Path | None, since: int) -> Path:
        before = Stay(initial, -1, -1)
        point = Point(-1, before, {initial: before}, Past.none(self.step.held), {})
        moves: list[Move] = []
        closed: list[tuple[tuple[str, str, str], tuple[int, int]]] = []
        sets: list[tuple[int, frozenset[str]]] = []
        points = [point]
        if known is not None:
            points = [p for p in known.points if p.day < since] or points
            point = points[-1]
            ended = self.calendar.first + timedelta(days=point.day)
            moves = [m for m in known.moves if m.day <= ended]
            sets = [s for s in known.sets if s[0] <= point.day]
            closed = _closed_by(known, point, self.calendar.first)
        while point.day + 1 < self.calendar.length:
            was, day = point, point.day + 1
            calm = self._calm_until(point)
            if calm > point.day:
                point = replace(point, day=calm)
                points.append(point)
                sets = sets or [(0, frozenset(point.could_be))]
                continue
            point = self._take(was, day, moves, closed)
            if not sets or sets[-1][1] != point.could_be.keys():
                sets.append((day, frozenset(point.could_be)))
            if self._repeats(was, point):
                until = min(self._next_change(was, day), self.calendar.length) - 1
                if until > day:
                    point = point.later(until)
                    points.append(point)
        doubts = [self._doubt(*d) for d in (*closed, *point.doubts.items())]
        ordered = sorted(doubts, key=lambda d: (d.first, d.rule, d.source))
        return Path(tuple(moves), tuple(ordered), tuple(sets), tuple(points))

    def _repeats(self, was: Point, point: Point) -> bool:
        """
        Return whether the next day goes like this one, unless something that a guard reads changes.

        Where time alone changes no answer it does so once no state came or went: what was left and reached
        again is left and reached every day. Else it does once two days in a row went alike, ages included.
        """
        if self._is_timeless:
            return point.stay == was.stay and point.could_be.keys() == was.could_be.keys()
        return point.shape() == was.shape()

    def _calm_until(self, point: Point) -> int:
        """Return the last day before one on which a guard out of the only possible state is not surely refused."""
        state = point.stay.state
        if len(point.could_be) > 1 or self.step.held or not self._is_evident.get(state, True):
            return point.day
        active = self._active.get(state, [])
        place = bisect_right(active, point.day)
        return (active[place] if place < len(active) else self.calendar.length) - 1

    def _take(
        self, was: Point, day: int, moves: list[Move], closed: list[tuple[tuple[str, str, str], tuple[int, int]]]
    ) -> Point:
        """Take one day: see where the committed state goes, and where the states beside it."""
        committed = self.step.on(day, was.stay, was.past, committed=True)
        stay, doubts = was.stay, dict(was.doubts)
        move, unknown = self._first_met(was.stay.state, committed)
        for guard in unknown:
            if move is None or guard[1] != move[1]:
                _note_doubt(doubts, closed, (guard[0], was.stay.state, guard[1]), day)
        if move is not None:
            moves.append(Move(self.calendar.first + timedelta(days=day), was.stay.state, move[1], move[0]))
            stay = Stay(move[1], day, day)
        reached: dict[str, Stay] = {}
        for branch in was.could_be.values():
            outcome = committed if branch == was.stay else self.step.on(day, branch, was.past, committed=False)
            move, unknown = self._first_met(branch.state, outcome)
            stays = [Stay(target, day, day) for _, target, _ in unknown]
            stays.append(branch if move is None else Stay(move[1], day, day))
            for found in stays:
                reached[found.state] = found.joined(reached.get(found.state, found))
        past = was.past.noted(day, {node: committed(node) for node in self.step.held})
        return Point(day, stay, reached, past, doubts)

    def _first_met(self, state: str, outcome: Callable[[int], int]) -> tuple[Guard | None, list[Guard]]:
        """Return the transition that is taken out of a state, and the unknown guards declared before it."""
        unknown: list[Guard] = []
        for guard in self.leaving.get(state, ()):
            answer = outcome(guard[2])
            if answer == Kleene.MET:
                return guard, unknown
            if answer == Kleene.UNKNOWN:
                unknown.append(guard)
        return None, unknown

    def _next_change(self, was: Point, day: int) -> int:
        """Return the first day after `day` on which what is given can differ from what it is on `day`."""
        lists = [self._changes[state] for state in was.could_be if state in self._changes]
        found = [self.step.next_change(stay, was, day) for stay in (was.stay, *was.could_be.values())]
        for days in (*lists, self._held_changes):
            place = bisect_right(days, day)
            found += days[place : place + 1]
        return min(found, default=self.calendar.length)

    def _doubt(self, doubt: tuple[str, str, str], days: tuple[int, int]) -> Doubt:
        first, last = (self.calendar.first + timedelta(days=n) for n in days)
        return Doubt(*doubt, first, last)


def _note_doubt(
    doubts: dict[tuple[str, str, str], tuple[int, int]],
    closed: list[tuple[tuple[str, str, str], tuple[int, int]]],
    doubt: tuple[str, str, str],
    day: int,
) -> None:
    known = doubts.get(doubt)
    if known is not None and known[1] != day - 1:
        closed.append((doubt, known))
    doubts[doubt] = (known[0] if known is not None and known[1] == day - 1 else day, day)


def _closed_by(known: Path, point: Point, epoch: date) -> list[tuple[tuple[str, str, str], tuple[int, int]]]:
    """Return the doubts of a path that were over, and followed by others of the same guard, by a point."""
    found = []
    for d in known.doubts:
        doubt, days = (d.rule, d.source, d.target), ((d.first - epoch).days, (d.last - epoch).days)
        open_since = point.doubts.get(doubt)
        if open_since is not None and days[0] < open_since[0]:
            found.append((doubt, days))
    return found
