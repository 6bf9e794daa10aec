"""
Numbers of which only a range is known, and how much they change.

Holds ranges with exact ends, either of them absent where nothing bounds the number there, and the
arithmetic of intervals for differences and percentages. No float is in it.
Source: R. E. Moore, *Interval Analysis* (1966), chapter 2.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene, decide, negate

if TYPE_CHECKING:
    from assessor.domain.kleene import Count

_NOTHING_LEFT = Fraction(-100)


@dataclass(frozen=True, slots=True)
class Range:
    """
    A number that lies between two others, both inside.

    Attributes:
        low: None where nothing bounds it from below.
        high: None where nothing bounds it from above.
    """

    low: Fraction | None
    high: Fraction | None

    def at_least(self, bound: Fraction) -> Kleene:
        """Return whether the number reaches `bound`."""
        return decide(
            met=self.low is not None and self.low >= bound,
            excluded=self.high is not None and self.high < bound,
        )

    def above(self, bound: Fraction) -> Kleene:
        """Return whether the number is more than `bound`."""
        return decide(
            met=self.low is not None and self.low > bound,
            excluded=self.high is not None and self.high <= bound,
        )

    def at_most(self, bound: Fraction) -> Kleene:
        """Return whether the number does not pass `bound`."""
        return negate(self.above(bound))

    def below(self, bound: Fraction) -> Kleene:
        """Return whether the number stays under `bound`."""
        return negate(self.at_least(bound))


def range_of(count: Count) -> Range:
    """Return what is counted as a range."""
    return Range(Fraction(count.certain), None if count.possible is None else Fraction(count.possible))


def difference(now: Count, then: Count) -> Range:
    """Return by how much one number is more than another."""
    return Range(
        None if then.possible is None else Fraction(now.certain - then.possible),
        None if now.possible is None else Fraction(now.possible - then.certain),
    )


def percent(now: Count, then: Count) -> Range | None:
    """
    Return by how many percent of another number a number is more than it; None of a base that could be zero.

    It grows with the number and falls with the base, so its ends are at theirs.
    """
    if then.certain == 0:
        return None
    return Range(
        _NOTHING_LEFT if then.possible is None else _percent(now.certain, then.possible),
        None if now.possible is None else _percent(now.possible, then.certain),
    )


def _percent(now: int, then: int) -> Fraction:
    return Fraction((now - then) * 100, then)
