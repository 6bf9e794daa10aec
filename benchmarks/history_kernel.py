"""
A NumPy kernel written by hand for the fifty conditions of `benchmarks.history_world`, and for nothing else.

The floor of `benchmarks.history`: it knows that every signal is a point, has an event of its own, and is watched.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.duration import parse_duration
from assessor.engine.columns import Calendar
from benchmarks.history_world import (
    COUNTS,
    DIMENSIONS,
    DIRECTIONS,
    FIRST,
    GUARDS,
    LAST,
    MAX_AGE,
    MEMBERS,
    QUALIFIERS,
    STATES,
    VALUES,
    WINDOWS,
    Plain,
)

if TYPE_CHECKING:
    import numpy.typing as npt

    Outcomes = npt.NDArray[np.int8]

FIRST_ORDINAL = FIRST.toordinal()
LENGTH = (LAST - FIRST).days + 1
STARTS = {window: Calendar(FIRST, LAST).starts(parse_duration(window)) for window in {*WINDOWS, MAX_AGE}}
"""Where windows start on each day; a calendar, and so no part of what is timed."""


@dataclass
class Told:
    """What a peer says of every day: findings, the state, and qualifiers as a number a day each."""

    findings: dict[str, list[int]]
    states: list[int]

    @cached_property
    def decisions(self) -> int:
        """How many answers that are."""
        return sum(map(len, self.findings.values())) + len(self.states)


def windows_of(plain: Plain) -> list[tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]]:
    """Return, for each condition on signals, how many are certainly and how many possibly inside, a number a day."""
    signals = np.array(plain.signals, dtype=np.int64)
    dimension, direction, lo, hi = signals.T
    counts = []
    for d, r, window, _ in COUNTS:
        chosen = (dimension == DIMENSIONS.index(d)) & (direction == DIRECTIONS.index(r))
        first, last = lo[chosen], hi[chosen]
        counts.append((_running(last, first, window), _running(first, last, window)))
    return counts


def _running(enters: npt.NDArray[np.int64], leaves: npt.NDArray[np.int64], window: str) -> npt.NDArray[np.int64]:
    begin = np.clip(enters - FIRST_ORDINAL, 0, LENGTH)
    end = np.maximum(np.searchsorted(STARTS[window], leaves), begin)
    steps = np.bincount(begin, minlength=LENGTH + 1) - np.bincount(end, minlength=LENGTH + 1)
    return np.cumsum(steps[:LENGTH])


def latest_of(plain: Plain) -> dict[str, npt.NDArray[np.int64]]:
    """Return, for each indicator, the latest value on each day, or -1 where there is none or it is stale."""
    days = np.arange(FIRST_ORDINAL, FIRST_ORDINAL + LENGTH)
    found = {}
    for indicator, series in plain.readings.items():
        ends, values = np.array([(0, -1), *series]).T
        place = np.searchsorted(ends, days, side="right") - 1
        found[indicator] = np.where(ends[place] < STARTS[MAX_AGE], -1, values[place])
    return found


def conditions_of(plain: Plain) -> list[Outcomes]:
    """Return the outcome of each of the fifty conditions on each day."""
    outcomes = [
        (certain >= least).astype(np.int8) - (possible < least).astype(np.int8)
        for (certain, possible), (_, _, _, least) in zip(windows_of(plain), COUNTS, strict=True)
    ]
    latest = latest_of(plain)
    for indicator, above in VALUES:
        value = latest[indicator]
        outcomes.append(np.where(value < 0, 0, np.where(value > above, 1, -1)).astype(np.int8))
    return outcomes


def findings_of(outcomes: list[Outcomes]) -> dict[str, Outcomes]:
    """Return each finding on each day."""
    found = {}
    for finding, (kind, some, others) in MEMBERS.items():
        first, second = [outcomes[n] for n in some], [outcomes[n] for n in others]
        if kind == "any":
            found[finding] = np.minimum(np.maximum.reduce(first), -np.minimum.reduce(second))
        else:
            found[finding] = np.minimum(np.minimum.reduce(first), np.maximum.reduce(second))
    return found


def states_of(findings: dict[str, Outcomes]) -> npt.NDArray[np.int64]:
    """Return the state at the end of each day: leap from move to move."""
    leaving: dict[int, list[tuple[int, npt.NDArray[np.bool_]]]] = {}
    for source, target, finding, sign in GUARDS:
        leaving.setdefault(STATES.index(source), []).append((STATES.index(target), findings[finding] == sign))
    moves = {
        state: np.flatnonzero(np.logical_or.reduce([met for _, met in guards])) for state, guards in leaving.items()
    }
    states = np.empty(LENGTH, dtype=np.int64)
    state, day = 0, 0
    while day < LENGTH:
        place = np.searchsorted(moves[state], day)
        if place == len(moves[state]):
            states[day:] = state
            break
        move = int(moves[state][place])
        states[day:move] = state
        state = next(target for target, met in leaving[state] if met[move])
        states[move] = state
        day = move + 1
    return states


def run_kernel(plain: Plain) -> tuple[dict[str, Outcomes], npt.NDArray[np.int64], list[npt.NDArray[np.bool_]]]:
    """Return findings, states and qualifiers of every day."""
    findings = findings_of(conditions_of(plain))
    return findings, states_of(findings), [findings[f] == 1 for _, f in QUALIFIERS]
