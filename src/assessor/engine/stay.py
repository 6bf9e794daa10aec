"""
A state that holds: since when, and what conditions on it come to from day to day.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.domain.duration import exit_day, window_start
from assessor.domain.kleene import Kleene, decide

if TYPE_CHECKING:
    from assessor.domain.duration import Duration
    from assessor.ruleset.conditions import State

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Stay:
    """A state, and the earliest and latest day since which it may have held."""

    state: str
    earliest: date
    latest: date


def _has_stayed(stay: Stay, duration: Duration, day: date) -> Kleene:
    """Return whether a state has held on every day of the window that ends on `day`."""
    first = window_start(day, duration) + _DAY
    return decide(met=stay.latest <= first, excluded=stay.earliest > first)


def judge_state(condition: State, stay: Stay, day: date) -> Kleene:
    """Return whether the state is one of those named, and has held for the stated time at the end of `day`."""
    if stay.state not in condition.state:
        return Kleene.NOT_MET
    return Kleene.MET if condition.duration is None else _has_stayed(stay, condition.duration, day)


def next_change(condition: State, stay: Stay, day: date) -> date:
    """Return the first day after `day` on which the answer about an unbroken stay can change."""
    if condition.duration is None or stay.state not in condition.state:
        return date.max
    ends = (exit_day(since - _DAY, condition.duration) for since in (stay.earliest, stay.latest))
    return min((end for end in ends if end > day), default=date.max)
