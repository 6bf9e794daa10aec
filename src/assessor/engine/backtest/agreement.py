"""
How far computed verdicts agree with those of somebody else: a confusion table, Cohen's kappa, lead and lag.

A reference verdict stands from its day until the next one about the same cell. Kappa is Cohen's (1960),
"A coefficient of agreement for nominal scales": observed agreement beyond what the frequencies alone would give.
"""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import TYPE_CHECKING

from assessor.engine.backtest.summary import changes_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

    from assessor.engine.backtest.summary import Said


@dataclass(frozen=True, slots=True)
class Lag:
    """
    A change in the reference, and when the computed verdicts followed.

    Attributes:
        days: Positive where they followed later, negative where they led; None where they did not.
    """

    cell: str
    day: date
    state: str
    days: int | None


@dataclass(frozen=True, slots=True)
class Agreement:
    """
    Two opinions of the same cells on the same days.

    Attributes:
        confusion: How often the reference said the first while the second was computed.
        agreed: On how many of `compared` days both said the same.
        kappa: Cohen's; None where both always say one and the same, or nothing was compared.
        lags: Each change of the reference after its first verdict.
        unasked: Changes computed inside the reference's span that none of its changes stands for.
    """

    confusion: Mapping[tuple[str, str], int]
    compared: int
    agreed: int
    kappa: Fraction | None
    lags: tuple[Lag, ...]
    unasked: int

    @property
    def median_lag(self) -> Fraction | None:
        """The median of the lags that are known, in days."""
        known = sorted(lag.days for lag in self.lags if lag.days is not None)
        if not known:
            return None
        half = len(known) // 2
        return Fraction(known[half]) if len(known) % 2 else Fraction(known[half - 1] + known[half], 2)


def compare_with(reference: Mapping[str, Sequence[Said]], computed: Mapping[str, Sequence[Said]]) -> Agreement:
    """
    Compare what was computed with a reference, on the days that were judged and not before the reference begins.

    Args:
        reference: By cell, each by day, ascending, one a day; `computed` likewise.
    """
    confusion: Counter[tuple[str, str]] = Counter()
    lags: list[Lag] = []
    unasked = 0
    for cell in sorted(reference.keys() & computed.keys()):
        said = reference[cell]
        days = [one.day for one in said]
        for one in computed[cell]:
            place = bisect_right(days, one.day)
            if place:
                confusion[said[place - 1].state, one.state] += 1
        found, extra = _lags(cell, said, computed[cell])
        lags += found
        unasked += extra
    compared = sum(confusion.values())
    agreed = sum(times for (one, other), times in confusion.items() if one == other)
    return Agreement(dict(confusion), compared, agreed, _kappa(confusion, compared, agreed), tuple(lags), unasked)


def _kappa(confusion: Mapping[tuple[str, str], int], compared: int, agreed: int) -> Fraction | None:
    if not compared:
        return None
    rows: Counter[str] = Counter()
    columns: Counter[str] = Counter()
    for (one, other), times in confusion.items():
        rows[one] += times
        columns[other] += times
    by_chance = Fraction(sum(rows[state] * columns[state] for state in rows), compared**2)
    return None if by_chance == 1 else (Fraction(agreed, compared) - by_chance) / (1 - by_chance)


def _lags(cell: str, reference: Sequence[Said], computed: Sequence[Said]) -> tuple[list[Lag], int]:
    """
    Pair each change of the reference with the nearest computed change to the same state.

    It must lie between the reference's changes before and after, and stands for one change alone.
    """
    asked = changes_of(reference)
    free = [one for one in changes_of(computed)[1:] if one.day >= reference[0].day]
    found: list[Lag] = []
    ends = [*(later.day for later in asked[1:]), None]
    for (before, change), after in zip(pairwise(asked), ends[1:], strict=True):
        near = [
            one
            for one in free
            if one.state == change.state and before.day < one.day and (after is None or one.day < after)
        ]
        nearest = min(near, key=lambda one: (abs((one.day - change.day).days), one.day), default=None)
        if nearest is not None:
            free.remove(nearest)
        found.append(Lag(cell, change.day, change.state, (nearest.day - change.day).days if nearest else None))
    return found, len(free)
