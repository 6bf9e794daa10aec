"""
What a cell's verdicts over a period amount to: time in each state, changes, returns, age.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from datetime import date

INSUFFICIENT: Final = "insufficient"
"""What stands in the place of a trajectory where none was issued."""


@dataclass(frozen=True, slots=True)
class Said:
    """What was said of a cell on a day: a trajectory, or `INSUFFICIENT`."""

    day: date
    state: str


@dataclass(frozen=True, slots=True)
class Summary:
    """
    A series of verdicts in short.

    Attributes:
        verdicts: How many days were judged.
        days_in: Days for which each state stood: from the day on which it was said to the next day judged,
            and the last day judged by itself.
        changes: How often the next verdict was another; to and from `INSUFFICIENT` is a change too.
        returns: How many of these led back to what had been said before the change before: A, B, A.
        shortest: The fewest days between two changes in a row; None where there are not two.
        mean_age: For how many days what is said had stood, on the average of the days judged, in hundredths of
            a day, rounded down.
        oldest: For how many days at most.
    """

    verdicts: int
    days_in: Mapping[str, int]
    changes: int
    returns: int
    shortest: int | None
    mean_age: int
    oldest: int


def summarise(series: Sequence[Said]) -> Summary:
    """
    Sum up what was said of one cell.

    Args:
        series: By day, ascending; not empty.
    """
    days_in: dict[str, int] = {}
    for said, following in pairwise(series):
        days_in[said.state] = days_in.get(said.state, 0) + (following.day - said.day).days
    days_in[series[-1].state] = days_in.get(series[-1].state, 0) + 1
    begun = changes_of(series)
    ages = []
    since = series[0].day
    for said in series:
        since = said.day if said in begun[1:] else since
        ages.append((said.day - since).days)
    moves = begun[1:]
    return Summary(
        verdicts=len(series),
        days_in=days_in,
        changes=len(moves),
        returns=sum(one.state == another.state for one, another in zip(begun, begun[2:], strict=False)),
        shortest=min(((later.day - earlier.day).days for earlier, later in pairwise(moves)), default=None),
        mean_age=100 * sum(ages) // len(ages),
        oldest=max(ages),
    )


def changes_of(series: Sequence[Said]) -> list[Said]:
    """Return the first of a series and each that says something else than the one before."""
    return [*series[:1], *(later for earlier, later in pairwise(series) if later.state != earlier.state)]
