"""
Thresholds that conditions compare with: on counts and on values.
"""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING, Annotated

from pydantic import Field, model_validator

from assessor.domain.kleene import Count, Kleene, all_of
from assessor.domain.values import Exact, Frozen, Whole

if TYPE_CHECKING:
    from assessor.domain.range import Range


class CountBound(Frozen):
    """
    How many there must be: `at_least`, `at_most`, or both.

    Attributes:
        at_least: The least number that meets it.
        at_most: The greatest number that meets it.
    """

    at_least: Annotated[Whole, Field(ge=1, le=1_000_000)] | None = None
    at_most: Annotated[Whole, Field(ge=0, le=1_000_000)] | None = None

    @model_validator(mode="after")
    def _some_bound(self) -> CountBound:
        if self.at_least is None and self.at_most is None:
            message = "state `at_least`, `at_most`, or both"
            raise ValueError(message)
        if self.at_least is not None and self.at_most is not None and self.at_least > self.at_most:
            message = f"at least {self.at_least} and at most {self.at_most} is never met"
            raise ValueError(message)
        return self

    def holds(self, count: Count) -> Kleene:
        """Return whether `count` keeps the bound, as far as is known."""
        lower = Kleene.MET if self.at_least is None else count.at_least(self.at_least)
        upper = Kleene.MET if self.at_most is None else count.at_most(self.at_most)
        return all_of((lower, upper))

    def __str__(self) -> str:
        parts = [f"at least {self.at_least}"] if self.at_least is not None else []
        parts += [f"at most {self.at_most}"] if self.at_most is not None else []
        return " and ".join(parts)


class ValueBound(Frozen):
    """
    What a value must be: `at_least`, `at_most`, `above`, `below`, or one lower and one upper bound.

    The unit is the indicator's; of a change in percent, percent.

    Attributes:
        at_least: The least value that meets it.
        at_most: The greatest value that meets it.
        above: A value must be more.
        below: A value must be less.
    """

    at_least: Exact | None = None
    at_most: Exact | None = None
    above: Exact | None = None
    below: Exact | None = None

    @model_validator(mode="after")
    def _one_of_each_side(self) -> ValueBound:
        lower = [b for b in (self.at_least, self.above) if b is not None]
        upper = [b for b in (self.at_most, self.below) if b is not None]
        if not lower and not upper:
            message = "state `at_least`, `at_most`, `above` or `below`"
            raise ValueError(message)
        if len(lower) > 1 or len(upper) > 1:
            message = "state one lower and one upper bound at most"
            raise ValueError(message)
        if lower and upper and lower[0] > upper[0]:
            message = f"no value is both over {lower[0]} and under {upper[0]}"
            raise ValueError(message)
        return self

    def holds(self, value: Range) -> Kleene:
        """Return whether a value of which a range is known keeps the bound, as far as is known."""
        stated = (
            (self.at_least, value.at_least),
            (self.above, value.above),
            (self.at_most, value.at_most),
            (self.below, value.below),
        )
        return all_of(keeps(Fraction(bound)) for bound, keeps in stated if bound is not None)

    def __str__(self) -> str:
        words = (("at least", self.at_least), ("above", self.above), ("at most", self.at_most), ("below", self.below))
        return " and ".join(f"{word} {bound:f}" for word, bound in words if bound is not None)
