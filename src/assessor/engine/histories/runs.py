"""
The way of a cell through its states where evidence and other cells alone decide every guard.

Then no age matters: what a day does to the states that a cell could be in follows from them and from the
outcomes of the guards. It is worked out once for each combination of these, and days in a row on which no
guard changes are gone through at once as soon as one of them changes nothing.
"""

from __future__ import annotations

from bisect import bisect_left
from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from operator import attrgetter, itemgetter
from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.engine.columns.nodes import change_days
from assessor.engine.day_record import Move
from assessor.engine.histories.path import Path, dated, in_order, note_doubt
from assessor.engine.histories.ways import first_met

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence
    from datetime import date

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.path import Days, Known, Unknown
    from assessor.engine.plan import Guard, Plan

_MOST_TURNS: Final = 4_096
"""A cell has some dozens, and worlds that differ little have the same."""

_DAY: Final = attrgetter("day")
_FIRST: Final = itemgetter(0)


class _Turn(NamedTuple):
    """What a day does: the transition taken, the guards in doubt, and the states that it could be in then."""

    move: Guard | None
    passed: tuple[Guard, ...]
    could_be: frozenset[str]


def run(
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
        columns: The node of every guard among others.
        initial: The state before the first day.
        known: A way that was run before, to go on with; on days before and after those that differ, it is taken from
            there as soon as it stands where that one stood.
    """
    way = _Way(calendar.first, initial)
    if known is not None:
        way.take(known.path, 0, known.since)
    for since, until, outcomes in _runs([columns[n] for n in plan.guards], way.day, calendar.length):
        if known is not None and since > known.until and way.stands_in(known.path):
            way.take(known.path, since, calendar.length)
            break
        way.go(plan, since, until, outcomes)
    return way.path()


class _Way:
    """
    A way as far as it has come.

    Attributes:
        day: The number of the first day that is still to come.
    """

    def __init__(self, epoch: date, initial: str) -> None:
        self.day = 0
        self._epoch = epoch
        self._initial = self._state = initial
        self._could_be = frozenset((initial,))
        self._moves: list[Move] = []
        self._sets: list[tuple[int, frozenset[str]]] = []
        self._doubts: dict[Unknown, Days] = {}
        self._closed: list[tuple[Unknown, Days]] = []

    def go(self, plan: Plan, since: int, until: int, outcomes: tuple[int, ...]) -> None:
        """Go through days in a row on which the guards come out alike."""
        for day in range(since, until):
            move, passed, reached = _turn(plan, self._state, self._could_be, outcomes)
            is_still = move is None and reached == self._could_be
            days = day, until - 1 if is_still else day
            for guard in passed:
                note_doubt(self._doubts, self._closed, (guard.rule, self._state, guard.target), days)
            if move is not None:
                self._moves.append(Move(self._epoch + timedelta(days=day), self._state, move.target, move.rule))
                self._state = move.target
            if reached != self._could_be or not self._sets:
                self._sets.append((day, reached))
            self._could_be = reached
            if is_still:
                break
        self.day = until

    def take(self, path: Path, since: int, until: int) -> None:
        """Take days over from a way that stood where this one stands: from one up to another."""
        first, end = (self._epoch + timedelta(days=day) for day in (since, until))
        self._moves += path.moves[bisect_left(path.moves, first, key=_DAY) : bisect_left(path.moves, end, key=_DAY)]
        self._sets += path.sets[bisect_left(path.sets, since, key=_FIRST) : bisect_left(path.sets, until, key=_FIRST)]
        self._state = self._moves[-1].target if self._moves else self._initial
        self._could_be = self._sets[-1][1] if self._sets else self._could_be
        for doubt in path.doubts:
            if doubt.first < end and doubt.last >= first:
                days = max((doubt.first - self._epoch).days, since), min((doubt.last - self._epoch).days, until - 1)
                note_doubt(self._doubts, self._closed, (doubt.rule, doubt.source, doubt.target), days)
        self.day = until

    def stands_in(self, path: Path) -> bool:
        """Return whether another way stood where this one stands, before the day to come."""
        moves = bisect_left(path.moves, self._epoch + timedelta(days=self.day), key=_DAY)
        sets = bisect_left(path.sets, self.day, key=_FIRST)
        state = path.moves[moves - 1].target if moves else self._initial
        return state == self._state and path.sets[sets - 1][1] == self._could_be

    def path(self) -> Path:
        """Return the whole way."""
        told = dated(self._epoch, (*self._closed, *self._doubts.items()))
        return Path(tuple(self._moves), in_order(told), tuple(self._sets), ())


def _runs(columns: Sequence[Outcomes], first: int, length: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield the days, from one on, on which columns do not change: the first, the one after the last, the outcomes."""
    begins = [first, *(day for day in change_days(columns) if day > first)] if first < length else []
    rows = zip(*(column[begins].tolist() for column in columns), strict=True) if columns else [()] * len(begins)
    for (since, until), outcomes in zip(pairwise((*begins, length)), rows, strict=True):
        yield since, until, outcomes


@lru_cache(maxsize=_MOST_TURNS)
def _turn(plan: Plan, state: str, could_be: frozenset[str], outcomes: tuple[int, ...]) -> _Turn:
    found = dict(zip(plan.guards, outcomes, strict=True))
    ways = {origin: first_met(plan.leaving.get(origin, ()), found.__getitem__) for origin in could_be}
    reached = {origin if move is None else move.target for origin, (move, _) in ways.items()}
    reached.update(guard.target for _, unknown in ways.values() for guard in unknown)
    move, unknown = ways[state]
    passed = tuple(guard for guard in unknown if move is None or guard.target != move.target)
    return _Turn(move, passed, frozenset(reached))
