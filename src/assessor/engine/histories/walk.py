"""
The way of a cell through its states, stepped only where something can change.

Says of the same fold as `assessor.engine.fold` which transitions were taken, which states unknown guards
could have led to, and which guards were in doubt; by another way. Guards that evidence alone decides are
columns; those that read the cell's own state are worked out on the days on which one of their inputs can
change, and on the days after until two in a row go alike.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING

import numpy as np

from assessor.engine.columns.nodes import NOT_MET, change_days
from assessor.engine.day_record import Move
from assessor.engine.histories.path import Path, Point, dated, in_order, note_doubt
from assessor.engine.histories.step import Ages, Past, Stay, Step
from assessor.engine.histories.ways import first_met

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.day_record import Doubt
    from assessor.engine.histories.path import Days, Known, Unknown
    from assessor.engine.histories.ways import Way
    from assessor.engine.plan import Plan


def walk(
    plan: Plan,
    calendar: Calendar,
    columns: Mapping[int, Outcomes],
    initial: str,
    *,
    known: Known | None = None,
) -> Path:
    """
    Return the way of a cell through its states on the days of a calendar.

    Args:
        columns: The nodes of the plan's first program that evidence and other cells decide.
        initial: The state before the first day.
        known: A path to go on with.
    """
    return _Walk(plan, calendar, columns).walk(initial, known)


@dataclass(slots=True)
class _Trace:
    """What a path is made of, as far as it has come; `closed` are the doubts that others of the same guard followed."""

    moves: list[Move]
    closed: list[tuple[Unknown, Days]]
    sets: list[tuple[int, frozenset[str]]]
    points: list[Point]


class _Walk:
    def __init__(self, plan: Plan, calendar: Calendar, columns: Mapping[int, Outcomes]) -> None:
        self.calendar = calendar
        self.leaving = plan.leaving
        ages = Ages(calendar)
        nodes = {node for guards in self.leaving.values() for _, _, node in guards}
        self.step = Step(plan.before, nodes, columns, ages)
        self._columns = columns
        self._changes = cache(self._changes_from)
        self._active = cache(self._active_in)
        self._is_evident = {
            state: all(guard.node in columns for guard in guards) for state, guards in self.leaving.items()
        }
        self._held_changes = change_days([columns[n] for n in self.step.frontier(self.step.held)])

    def _changes_from(self, state: str) -> list[int]:
        """Return the days on which something changes that guards out of a state read."""
        frontier = self.step.frontier(guard.node for guard in self.leaving.get(state, ()))
        return change_days([self._columns[node] for node in frontier])

    def _active_in(self, state: str) -> list[int]:
        """Return the days on which a guard out of a state, all of them columns, is not surely refused."""
        columns = [self._columns[guard.node] for guard in self.leaving.get(state, ())]
        return np.flatnonzero(np.maximum.reduce(columns) != NOT_MET).tolist() if columns else []

    def walk(self, initial: str, known: Known | None) -> Path:
        before = Stay(initial, -1, -1)
        point = Point(-1, before, {initial: before}, Past.none(self.step.held), {})
        trace = _Trace([], [], [], [point])
        ahead: Mapping[int, Point] = {}
        if known is not None:
            trace = self._up_to(known, trace)
            point = trace.points[-1]
            ahead = {p.day: p for p in known.path.points if p.day >= known.until}
        while point.day + 1 < self.calendar.length:
            was, day = point, point.day + 1
            calm = self._calm_until(point)
            if calm > point.day:
                point = replace(point, day=calm)
                trace.points.append(point)
                trace.sets = trace.sets or [(0, frozenset(point.could_be))]
                continue
            point = self._take(was, day, trace)
            trace.points.append(point)
            if not trace.sets or trace.sets[-1][1] != point.could_be.keys():
                trace.sets.append((day, frozenset(point.could_be)))
            if known is not None and ahead.get(day) == point:
                return self._joined(trace, known.path)
            if point == was.later(day):  # two days in a row went alike, ages included
                until = min(self._next_change(was, day), self.calendar.length) - 1
                if until > day:
                    point = point.later(until)
                    trace.points.append(point)
        return _path(trace, dated(self.calendar.first, (*trace.closed, *point.doubts.items())))

    def _up_to(self, known: Known, nothing: _Trace) -> _Trace:
        """Return what there is of a known path up to the last of its points before it differs."""
        path = known.path
        points = [p for p in path.points if p.day < known.since] or nothing.points
        day = points[-1].day
        return _Trace(
            [m for m in path.moves if self._number(m.day) <= day],
            [((d.rule, d.source, d.target), self._days(d)) for d in self._over(path, points[-1])],
            [s for s in path.sets if s[0] <= day],
            points,
        )

    def _joined(self, trace: _Trace, path: Path) -> Path:
        """Return a way that has come to a point of a known path, beyond which nothing differs, with the rest of it."""
        point = trace.points[-1]
        trace.moves += [m for m in path.moves if self._number(m.day) > point.day]
        trace.sets += [s for s in path.sets if s[0] > point.day]
        trace.points += [p for p in path.points if p.day > point.day]
        over = set(self._over(path, point))
        return _path(trace, [*dated(self.calendar.first, trace.closed), *(d for d in path.doubts if d not in over)])

    def _over(self, path: Path, point: Point) -> list[Doubt]:
        """Return the doubts of a path that were over, and followed by others of the same guard, by a point."""
        opened = ((d, point.doubts.get((d.rule, d.source, d.target))) for d in path.doubts)
        return [d for d, days in opened if days is not None and self._number(d.first) < days[0]]

    def _number(self, day: date) -> int:
        return (day - self.calendar.first).days

    def _days(self, doubt: Doubt) -> tuple[int, int]:
        return self._number(doubt.first), self._number(doubt.last)

    def _calm_until(self, point: Point) -> int:
        """Return the last day before one on which a guard out of the only possible state is not surely refused."""
        state = point.stay.state
        if len(point.could_be) > 1 or self.step.held or not self._is_evident.get(state, True):
            return point.day
        active = self._active(state)
        place = bisect_right(active, point.day)
        return (active[place] if place < len(active) else self.calendar.length) - 1

    def _take(self, was: Point, day: int, trace: _Trace) -> Point:
        """Take one day: see where the committed state goes, and where the states beside it."""
        stay, doubts = was.stay, was.doubts
        taken = move, unknown = self._decide(was.stay, was, day, committed=True)
        passed = [guard for guard in unknown if move is None or guard.target != move.target]
        if passed:
            doubts = dict(doubts)
            for guard in passed:
                note_doubt(doubts, trace.closed, (guard.rule, was.stay.state, guard.target), (day, day))
        if move is not None:
            trace.moves.append(Move(self.calendar.first + timedelta(days=day), was.stay.state, move.target, move.rule))
            stay = Stay(move.target, day, day)
        reached: dict[str, Stay] = {}
        for branch in was.could_be.values():
            is_committed = branch == was.stay
            move, unknown = taken if is_committed else self._decide(branch, was, day, committed=False)
            for guard in unknown:
                _reach(reached, Stay(guard.target, day, day))
            _reach(reached, branch if move is None else Stay(move.target, day, day))
        held = self.step.held
        if not held:
            return Point(day, stay, reached, was.past, doubts)
        outcome = self.step.on(day, was.stay, was.past, committed=True)
        return Point(day, stay, reached, was.past.noted(day, {node: outcome(node) for node in held}), doubts)

    def _decide(self, stay: Stay, was: Point, day: int, *, committed: bool) -> Way:
        """Return what is taken on a day out of a state, and the unknown guards declared before it."""
        return first_met(self.leaving.get(stay.state, ()), self.step.on(day, stay, was.past, committed=committed))

    def _next_change(self, was: Point, day: int) -> int:
        """Return the first day after `day` on which what is given can differ from what it is on `day`."""
        lists = [self._changes(state) for state in was.could_be]
        stays = (was.stay, *was.could_be.values()) if self.step.sees_time_pass else ()
        found = [self.step.next_change(stay, was, day) for stay in stays]
        for days in (*lists, self._held_changes):
            place = bisect_right(days, day)
            found += days[place : place + 1]
        return min(found, default=self.calendar.length)


def _path(trace: _Trace, doubts: list[Doubt]) -> Path:
    return Path(tuple(trace.moves), in_order(doubts), tuple(trace.sets), tuple(trace.points))


def _reach(reached: dict[str, Stay], stay: Stay) -> None:
    """Note that a state is reached, by one way or by several."""
    known = reached.get(stay.state)
    reached[stay.state] = stay if known is None else known.joined(stay)
