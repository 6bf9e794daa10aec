"""
The readings of an indicator by the periods that they are of, arranged once for each case.
"""

from __future__ import annotations

from bisect import bisect_left
from typing import TYPE_CHECKING, TypeVar

from assessor.domain.known import reading_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from datetime import date

    from assessor.domain.known import EvidenceVersion
    from assessor.engine.case import Case

_Arranged = TypeVar("_Arranged")


def by_start(case: Case, indicator: str) -> dict[date, EvidenceVersion]:
    """Return readings by the first day of their period."""
    return _of_case(case, indicator, _by_start)


def by_end(case: Case, indicator: str) -> tuple[list[date], list[EvidenceVersion]]:
    """Return the last days of periods, ascending, and the reading of each; of two with one end, the first given."""
    return _of_case(case, indicator, _by_end)


def take_out(was: Case, now: Case, indicator: str, gone: Iterable[EvidenceVersion]) -> None:
    """
    Arrange the readings of a case as those of an earlier one without some, at less than arranging them costs.

    It is for readings of periods that have a day of their own at either end, as nearly all do; the rest are arranged
    when they are asked for.
    """
    starts, (ends, versions) = by_start(was, indicator), by_end(was, indicator)
    if not len(starts) == len(ends) == len(was.series.get(indicator, ())):
        return
    starts, ends, versions = starts.copy(), ends.copy(), versions.copy()
    for version in gone:
        span = reading_of(version).period.span
        if starts.pop(span.lo, None) is not None:
            place = bisect_left(ends, span.hi)
            del ends[place], versions[place]
    now.kept[_by_start, indicator], now.kept[_by_end, indicator] = starts, (ends, versions)


def _of_case(case: Case, indicator: str, arranged: Callable[[Iterable[EvidenceVersion]], _Arranged]) -> _Arranged:
    """Return the readings of an indicator arranged in a way; worked out once for each case."""
    key = (arranged, indicator)
    if key not in case.kept:
        case.kept[key] = arranged(case.series.get(indicator, ()))
    found: _Arranged = case.kept[key]
    return found


def _by_start(series: Iterable[EvidenceVersion]) -> dict[date, EvidenceVersion]:
    return {reading_of(version).period.span.lo: version for version in series}


def _by_end(series: Iterable[EvidenceVersion]) -> tuple[list[date], list[EvidenceVersion]]:
    latest: dict[date, EvidenceVersion] = {}
    for version in series:
        latest.setdefault(reading_of(version).period.span.hi, version)
    ends = sorted(latest)
    return ends, [latest[end] for end in ends]
