"""
The numbers that conditions compare with their thresholds, on each stretch of days on which they see the same.
"""

from __future__ import annotations

from fractions import Fraction
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np

from assessor.domain.kleene import Count, Kleene
from assessor.domain.range import Range, range_of
from assessor.engine.decay import MILLIONTHS
from assessor.engine.measures import ReadingsLeaf
from assessor.ruleset.evidential import Readings
from assessor.workbench.coverage.combine import parts_of, score

if TYPE_CHECKING:
    from datetime import date

    from assessor.engine.histories.folded import Folded
    from assessor.engine.tally import SignalsLeaf
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import Evidential

Stretches = tuple[list[int], list[list[Range]]]
"""The numbers of the days on which stretches begin, and of each what is known of the numbers compared."""


def compared(condition: Evidential, key: str, folded: Folded) -> Stretches:
    """
    Return what a condition on evidence compares with one of its bounds.

    Args:
        key: Where the bound stands in the condition.
    """
    return _compared(folded, folded.prepared.plan.numbers[id(condition)], key)


@lru_cache(maxsize=512)
def _compared(folded: Folded, number: int, key: str) -> Stretches:
    prepared = folded.prepared
    leaf = prepared.leaves[number]
    starts: list[int] = np.unique(prepared.columns[number].stretches).tolist()
    days = [prepared.days[start] for start in starts]
    if isinstance(leaf, ReadingsLeaf):
        return starts, [_read(leaf, key, day) for day in days]
    return starts, [_count(leaf, key, day) for day in days]


def _count(leaf: SignalsLeaf, key: str, day: date) -> list[Range]:
    tally = leaf.tally(day)
    if key == "sum":
        value = leaf.value(tally)
        return [] if value is None else [value]
    found: Count = getattr(tally, key)
    scale = MILLIONTHS if key == "weight" else 1
    most = None if found.possible is None else Fraction(found.possible, scale)
    return [Range(Fraction(found.certain, scale), most)]


def _read(leaf: ReadingsLeaf, key: str, day: date) -> list[Range]:
    condition = leaf.condition
    if key == "how_many":
        of_each = [leaf.of_one(indicator, day) for indicator in leaf.indicators]
        met, open_ = (sum(outcome is wanted for outcome in of_each) for wanted in (Kleene.MET, Kleene.UNKNOWN))
        return [range_of(Count(met, met + open_))]
    backs = range(condition.streak)
    taken = [leaf.take(indicator, day, back).value for indicator in leaf.indicators for back in backs]
    values = [value for value in taken if value is not None]
    if isinstance(condition, Readings) and condition.across != "how_many":
        if len(values) < len(taken):
            return []
        mean = sum(values, Fraction(0)) / len(values)
        values = [{"highest": max(values), "lowest": min(values), "mean": mean}[condition.across]]
    return [Range(value, value) for value in values]


def added_up(condition: Condition, folded: Folded) -> Stretches:
    """Return what the parts of a condition that adds them up come to."""
    least, most = score(condition, parts_of(condition, folded))
    starts = [0, *(np.flatnonzero((least[1:] != least[:-1]) | (most[1:] != most[:-1])) + 1).tolist()]
    return starts, [[Range(Fraction(int(least[day])), Fraction(int(most[day])))] for day in starts]
