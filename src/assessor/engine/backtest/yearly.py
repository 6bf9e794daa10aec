"""
How much happened in a cell, year by year: what its signals state, as a pair, certain and possible.

For looking at beside verdicts. No rule reads it; what a rule compares is worked out by its own windows.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.evidence import Signal

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.domain.known import Evidence


@dataclass(frozen=True, slots=True)
class Year:
    """
    A calendar year.

    Attributes:
        certain: What surely happened in it, by the low estimates.
        possible: What may have, by the high ones: what is dated by more than a year is in each that it touches.
    """

    year: int
    certain: int
    possible: int


def yearly(
    evidence: Evidence, cells: Iterable[str], amount: str | None, first: int, last: int
) -> Mapping[str, tuple[Year, ...]]:
    """
    Return each year of some cells.

    Args:
        evidence: What was known.
        amount: Which amount is added up; the number of signals where absent.
        first: The first year; `last` the last.
    """
    length = last - first + 1
    found = {cell: [[0, 0] for _ in range(length)] for cell in cells}
    for version in evidence.signals:
        signal = version.item
        if not isinstance(signal, Signal):
            continue
        low, high = _stated(signal, amount)
        span = signal.date.span
        touched = range(max(span.lo.year, first), min(span.hi.year, last) + 1)
        for cell in {impact.cell for impact in signal.impacts} & found.keys():
            for year in touched:
                found[cell][year - first][0] += low if span.lo.year == span.hi.year else 0
                found[cell][year - first][1] += high
    return {
        cell: tuple(Year(first + place, certain, possible) for place, (certain, possible) in enumerate(years))
        for cell, years in found.items()
    }


def _stated(signal: Signal, amount: str | None) -> tuple[int, int]:
    """Return the low and the high estimate that a signal states; one and one where signals are counted."""
    if amount is None:
        return 1, 1
    estimate = signal.amounts.get(amount)
    return (0, 0) if estimate is None else (estimate.low, estimate.high)
