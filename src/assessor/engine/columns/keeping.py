"""
Whether numbers, many at once, keep the threshold of a value.
"""

from __future__ import annotations

from fractions import Fraction
from math import ceil, floor
from typing import TYPE_CHECKING

import numpy as np

if TYPE_CHECKING:
    from decimal import Decimal

    import numpy.typing as npt

    from assessor.ruleset.bounds import ValueBound

    Known = tuple[npt.NDArray[np.int64], npt.NDArray[np.bool_]]
    """Numbers, and which of them are known."""


def keeps(bound: ValueBound, low: Known, high: Known, *, scale: int = 1) -> npt.NDArray[np.int8]:
    """
    Return whether whole numbers, of which the least and the most are known or not, keep a bound.

    Args:
        scale: How many of them are one of what the bound is stated in.

    Returns:
        int8: 1 met, 0 unknown, -1 not met. Whole numbers are compared with the next whole one; nothing is rounded.
    """
    outcomes = np.ones(len(low[0]), dtype=np.int8)
    for stated, whole, is_upper in (
        (bound.at_least, ceil, False),
        (bound.above, _beyond, False),
        (bound.at_most, _beyond, True),
        (bound.below, ceil, True),
    ):
        if stated is not None:
            edge = whole(_scaled(stated, scale))
            reaches = ((low[0] >= edge) & low[1]).astype(np.int8) - ((high[0] < edge) & high[1]).astype(np.int8)
            outcomes = np.minimum(outcomes, -reaches if is_upper else reaches)
    return outcomes


def _scaled(stated: Decimal, scale: int) -> Fraction:
    return Fraction(stated) * scale


def _beyond(value: Fraction) -> int:
    """Return the first whole number above a value."""
    return floor(value) + 1
