"""
When weights that halve with age have faded below what is asked of them.
"""

from __future__ import annotations

from bisect import bisect_right
from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from assessor.engine.decay import MILLIONTHS, factor

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.framework import Framework
    from assessor.workbench.solver.cone import Cone

_MOST_AT_ONCE: Final = 4
"""How many events of one day are thought of."""


def table(weight: int, half_life: int, first: int, last: int) -> list[tuple[int, int]]:
    """
    Return what a weight comes to on a day, by the day of the event.

    Args:
        weight: What it is before it fades, in millionths.
        first: The earliest day of the event, as an ordinal; `last` the latest, and the day judged.
    """
    return [(day, weight * factor(last - day, half_life) // MILLIONTHS) for day in range(first, last + 1)]


def fades_after(cone: Cone, framework: Framework) -> tuple[timedelta, ...]:
    """Return after how long events of one day, all of one severity, come to less than some weight that is asked for."""
    return tuple(dict.fromkeys(timedelta(days=age) for age in _ages(cone, framework) if age > 0))


def _ages(cone: Cone, framework: Framework) -> Iterator[int]:
    """Yield the first age, in days, at which so many events come to less than what is asked for, or to no more."""
    for condition in cone.signals:
        bound = condition.weight
        if bound is None or bound.half_life is None:
            continue
        enough = bound.at_least if bound.at_least is not None else bound.at_most
        assert enough is not None  # noqa: S101 - validated with the shape
        limit = int(enough * MILLIONTHS) + (bound.at_most is not None)
        start = date.min.toordinal()
        for severity in framework.severities:
            faded = table(
                int(severity.weight * MILLIONTHS), bound.half_life, start, start + condition.within.longest_days
            )
            for times in range(1, _MOST_AT_ONCE + 1):
                lost = [-times * left for _, left in reversed(faded)]
                yield bisect_right(lost, -limit) % len(faded)
