"""
Kleene's strong three-valued logic, and counts of which only bounds are known.

Holds truth values and (certain, possible) pairs. Knows nothing of signals or days.
Source: S. C. Kleene, *Introduction to Metamathematics* (1952), section 64.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import IntEnum
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable


class Kleene(IntEnum):
    """The outcome of a condition; ordered so that `and` is a minimum and `or` a maximum."""

    NOT_MET = -1
    UNKNOWN = 0
    MET = 1

    @property
    def word(self) -> str:
        """The outcome as people read it: `met`, `not met` or `unknown`."""
        return {1: "met", 0: "unknown", -1: "not met"}[self]


def negate(outcome: Kleene) -> Kleene:
    """Return *not outcome*; unknown stays unknown."""
    return Kleene(-outcome)


def all_of(outcomes: Iterable[Kleene]) -> Kleene:
    """Return the conjunction; of nothing, met."""
    return min(outcomes, default=Kleene.MET)


def any_of(outcomes: Iterable[Kleene]) -> Kleene:
    """Return the disjunction; of nothing, not met."""
    return max(outcomes, default=Kleene.NOT_MET)


def decide(*, met: bool, excluded: bool) -> Kleene:
    """Return met if surely so, not met if surely not, else unknown."""
    if met:
        return Kleene.MET
    return Kleene.NOT_MET if excluded else Kleene.UNKNOWN


@dataclass(frozen=True, slots=True)
class Count:
    """
    A number of which a lower and an upper bound are known.

    Attributes:
        certain: How many there are at least.
        possible: How many there could be at most; None where nothing bounds it from above.
    """

    certain: int
    possible: int | None

    def at_least(self, bound: int) -> Kleene:
        """Return whether the number reaches `bound`."""
        return decide(met=self.certain >= bound, excluded=self.possible is not None and self.possible < bound)

    def at_most(self, bound: int) -> Kleene:
        """Return whether the number stays at or under `bound`."""
        return negate(self.at_least(bound + 1))

    def __str__(self) -> str:
        if self.possible == self.certain:
            return str(self.certain)
        if self.possible is None:
            return f"{self.certain} or more"
        return f"{self.certain} to {self.possible}"
