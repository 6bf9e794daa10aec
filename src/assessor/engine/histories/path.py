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
from functools import cache
from typing import TYPE_CHECKING, Final

import numpy as np

from assessor.domain.kleene import Kleene
from assessor.engine.columns.nodes import change_days
from assessor.engine.day_record import Doubt, Move
from assessor.engine.histories.step import Ages, Past, Stay, Step

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.plan import Guard, Plan


_MOST_GUARDS: Final = 39
"""Guards out of one state whose outcomes on a day fit into one number together: 3**39 is below 2**63."""

_Unknown = tuple[str, str, str]  # the rule of a guard, the state it leads out of, and the one it leads to
_Closed = tuple[_Unknown, tuple[int, int]]  # with its first and last day


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
    doubts: Mapping[_Unknown, tuple[int, int]]

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
        points: The fold at the end of days that were looked at, and of those before it was looked at again, ascending.
    """

    moves: tuple[Move, ...]
    doubts: tuple[Doubt, ...]
    sets: tuple[tuple[int, frozenset[str]], ...]
    points: tuple[Point, ...]


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


def find_path(
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
    closed: list[_Closed]
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
        self._known_ways = cache(self._ways)
        self._is_timeless = all(node in columns for node in nodes)
        self._is_evident = {
            state: len(guards) <= _MOST_GUARDS and all(guard.node in columns for guard in guards)
            for state, guards in self.leaving.items()
        }
        self._held_changes = change_days([columns[n] for n in self.step.frontier(self.step.held)])

    def _changes_from(self, state: str) -> list[int]:
        """Return the days on which something changes that guards out of a state read."""
        frontier = self.step.frontier(guard.node for guard in self.leaving.get(state, ()))
        return change_days([self._columns[node] for node in frontier])

    def _active_in(self, state: str) -> list[int]:
        """Return the days on which a guard out of a state, all of them columns, is not surely refused."""
        columns = [self._columns[guard.node] for guard in self.leaving.get(state, ())]
        return np.flatnonzero(np.maximum.reduce(columns) != Kleene.NOT_MET).tolist() if columns else []

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
            if self._repeats(was, point):
                until = min(self._next_change(was, day), self.calendar.length) - 1
                if until > day:
                    point = point.later(until)
                    trace.points.append(point)
        return _path(trace, [self._doubt(*d) for d in (*trace.closed, *point.doubts.items())])

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
        return _path(trace, [*(self._doubt(*d) for d in trace.closed), *(d for d in path.doubts if d not in over)])

    def _over(self, path: Path, point: Point) -> list[Doubt]:
        """Return the doubts of a path that were over, and followed by others of the same guard, by a point."""
        opened = ((d, point.doubts.get((d.rule, d.source, d.target))) for d in path.doubts)
        return [d for d, days in opened if days is not None and self._number(d.first) < days[0]]

    def _number(self, day: date) -> int:
        return (day - self.calendar.first).days

    def _days(self, doubt: Doubt) -> tuple[int, int]:
        return self._number(doubt.first), self._number(doubt.last)

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
                _note_doubt(doubts, trace.closed, (guard.rule, was.stay.state, guard.target), day)
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

    def _decide(self, stay: Stay, was: Point, day: int, *, committed: bool) -> tuple[Guard | None, list[Guard]]:
        """Return what is taken on a day out of a state, and the unknown guards declared before it."""
        if self._is_evident.get(stay.state, True):
            return self._known_ways(stay.state)[day]
        return self._first_met(stay.state, self.step.on(day, stay, was.past, committed=committed))

    def _ways(self, state: str) -> list[tuple[Guard | None, list[Guard]]]:
        """Return for each day what is taken out of a state whose guards are columns, as `_decide` does."""
        guards = self.leaving.get(state, ())
        codes = np.zeros(self.calendar.length, dtype=np.int64)
        for guard in guards:
            codes = 3 * codes + self._columns[guard.node] + 1
        answers = {}
        for code in np.unique(codes).tolist():
            digits = [code // 3 ** (len(guards) - 1 - place) % 3 - 1 for place in range(len(guards))]
            outcomes = {guard.node: digit for guard, digit in zip(guards, digits, strict=True)}
            answers[code] = self._first_met(state, outcomes.__getitem__)
        return [answers[code] for code in codes.tolist()]

    def _first_met(self, state: str, outcome: Callable[[int], int]) -> tuple[Guard | None, list[Guard]]:
        """Return the transition that is taken out of a state, and the unknown guards declared before it."""
        unknown: list[Guard] = []
        for guard in self.leaving.get(state, ()):
            answer = outcome(guard.node)
            if answer == Kleene.MET:
                return guard, unknown
            if answer == Kleene.UNKNOWN:
                unknown.append(guard)
        return None, unknown

    def _next_change(self, was: Point, day: int) -> int:
        """Return the first day after `day` on which what is given can differ from what it is on `day`."""
        lists = [self._changes(state) for state in was.could_be]
        stays = (was.stay, *was.could_be.values()) if self.step.sees_time_pass else ()
        found = [self.step.next_change(stay, was, day) for stay in stays]
        for days in (*lists, self._held_changes):
            place = bisect_right(days, day)
            found += days[place : place + 1]
        return min(found, default=self.calendar.length)

    def _doubt(self, doubt: _Unknown, days: tuple[int, int]) -> Doubt:
        first, last = (self.calendar.first + timedelta(days=n) for n in days)
        return Doubt(*doubt, first, last)


def _path(trace: _Trace, doubts: list[Doubt]) -> Path:
    ordered = sorted(doubts, key=lambda d: (d.first, d.rule, d.source))
    return Path(tuple(trace.moves), tuple(ordered), tuple(trace.sets), tuple(trace.points))


def _reach(reached: dict[str, Stay], stay: Stay) -> None:
    """Note that a state is reached, by one way or by several."""
    known = reached.get(stay.state)
    reached[stay.state] = stay if known is None else known.joined(stay)


def _note_doubt(
    doubts: dict[_Unknown, tuple[int, int]],
    closed: list[_Closed],
    doubt: _Unknown,
    day: int,
) -> None:
    known = doubts.get(doubt)
    if known is not None and known[1] != day - 1:
        closed.append((doubt, known))
    doubts[doubt] = (known[0] if known is not None and known[1] == day - 1 else day, day)
