"""
The way of a cell through its states where evidence and other cells alone decide every guard.

Then no age matters: what a day does to the states that a cell could be in follows from them and from the
outcomes of the guards. It is worked out once for each combination of these, and days in a row on which no
guard changes are gone through at once as soon as one of them changes nothing.
"""

from __future__ import annotations

from datetime import timedelta
from functools import lru_cache
from itertools import pairwise
from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.engine.columns.nodes import change_days
from assessor.engine.day_record import Move
from assessor.engine.histories.path import Path, dated, in_order, note_doubt
from assessor.engine.histories.ways import first_met

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping, Sequence

    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.path import Days, Unknown
    from assessor.engine.plan import Guard, Plan

_MOST_TURNS: Final = 4_096
"""A cell has some dozens, and worlds that differ little have the same."""


class _Turn(NamedTuple):
    """What a day does: the transition taken, the guards in doubt, and the states that it could be in then."""

    move: Guard | None
    passed: tuple[Guard, ...]
    could_be: frozenset[str]


def run(plan: Plan, calendar: Calendar, columns: Mapping[int, Outcomes], initial: str) -> Path:
    """
    Return the way of a cell through its states on the days of a calendar.

    Args:
        columns: The node of every guard among others.
        initial: The state before the first day.
    """
    state, could_be = initial, frozenset((initial,))
    moves: list[Move] = []
    sets: list[tuple[int, frozenset[str]]] = []
    doubts: dict[Unknown, Days] = {}
    closed: list[tuple[Unknown, Days]] = []
    for since, until, outcomes in _runs([columns[node] for node in plan.guards], calendar.length):
        for day in range(since, until):
            move, passed, reached = _turn(plan, state, could_be, outcomes)
            is_still = move is None and reached == could_be
            for guard in passed:
                note_doubt(doubts, closed, (guard.rule, state, guard.target), (day, until - 1 if is_still else day))
            if move is not None:
                moves.append(Move(calendar.first + timedelta(days=day), state, move.target, move.rule))
                state = move.target
            if reached != could_be or not sets:
                sets.append((day, reached))
            could_be = reached
            if is_still:
                break
    told = dated(calendar.first, (*closed, *doubts.items()))
    return Path(tuple(moves), in_order(told), tuple(sets), ())


def _runs(columns: Sequence[Outcomes], length: int) -> Iterator[tuple[int, int, tuple[int, ...]]]:
    """Yield the days on which columns do not change: the first, the one after the last, and the outcomes."""
    begins = [0, *change_days(columns)]
    rows = zip(*(column[begins].tolist() for column in columns), strict=True) if columns else [()]
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
