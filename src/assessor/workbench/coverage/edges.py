"""
Thresholds of conditions: the number at one, and one beside it.

*At* is the threshold itself; *beside*, a number on its other side that is no further away than one of the last digit in
which the threshold is written. Of a number of which a range is known, that end counts which decides: the low one where
so much is needed, the high one where there may not be more.
"""

from __future__ import annotations

from fractions import Fraction
from functools import partial
from typing import TYPE_CHECKING, Final, NamedTuple

import numpy as np

from assessor.ruleset.conditions import AtLeast, Findings, Score
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.workbench.coverage.combine import asked_of
from assessor.workbench.coverage.compared import added_up, compared

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from decimal import Decimal

    import numpy.typing as npt

    from assessor.domain.range import Range
    from assessor.engine.histories.folded import Folded
    from assessor.ruleset.bounds import CountBound, ValueBound
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import WeightBound
    from assessor.workbench.coverage.compared import Stretches
    from assessor.workbench.coverage.places import Steps

    Reach = Callable[[Folded], npt.NDArray[np.bool_]]
    Look = Callable[[Folded], Stretches]

Edge = tuple["Steps", str, "Reach"]
"""The key in the condition, what is to be so in words, and on which days it is."""


class _Near(NamedTuple):
    """
    A number at a threshold or beside it.

    Attributes:
        low: Whether the low end of what is known is the one that counts.
        least: It lies at or over this, or where `open_below`, over it; `most`, likewise.
    """

    low: bool
    least: Fraction
    most: Fraction
    open_below: bool
    open_above: bool

    def is_it(self, known: Range) -> bool:
        number = known.low if self.low else known.high
        if number is None or not self.least <= number <= self.most:
            return False
        return not (self.open_below and number == self.least) and not (self.open_above and number == self.most)


_UPWARDS: Final = {"at_least": False, "below": False, "at_most": True, "above": True}
"""Each kind of threshold, and whether the number beside it lies over it."""
_LOW_AT: Final = {"at_least", "below"}


def edges_of(condition: Condition) -> Iterator[Edge]:
    """Yield both numbers of every threshold of a condition."""
    match condition:
        case Signals():
            counted = (("count", "events"), ("origins", "origins"), ("spread", "dimensions"))
            for key, what in counted:
                bound = condition.counted if key == "count" else getattr(condition, key)
                yield from _of_bound((key,), bound, what, partial(compared, condition, key), whole=True)
            yield from _of_bound(("weight",), condition.weight, "weight", partial(compared, condition, "weight"))
            if condition.sum is not None:
                what = f"sum of {condition.sum.of}" if condition.sum.change is None else condition.sum.change.words
                yield from _of_bound(("sum", "is"), condition.sum.value, what, partial(compared, condition, "sum"))
        case Reading() | Readings():
            across = condition.across if isinstance(condition, Readings) else "how_many"
            what = "value" if across == "how_many" else f"{across} value"
            yield from _of_bound(("is",), condition.value, what, partial(compared, condition, "is"))
            if isinstance(condition, Readings):
                look = partial(compared, condition, "how_many")
                yield from _of_bound(("how_many",), condition.how_many, "indicators", look, whole=True)
        case Findings() | Score() | AtLeast():
            bound = Fraction(asked_of(condition))
            for number, words, near in _nears("at_least", bound, Fraction(1)):
                told = f"the score is {words}" if isinstance(condition, Score) else f"exactly {number} of them are met"
                yield ("at_least",), told, _reach(partial(added_up, condition), near)
        case _:
            pass


def _of_bound(
    key: Steps, bound: CountBound | ValueBound | WeightBound | None, what: str, look: Look, *, whole: bool = False
) -> Iterator[Edge]:
    for name in _UPWARDS:
        stated: Decimal | int | None = getattr(bound, name, None)
        if stated is not None:
            for number, words, near in _nears(name, Fraction(stated), _last_digit(stated)):
                counted = f"it counts exactly {number} {what[:-1] if number == 1 else what}"
                yield (*key, name), counted if whole else f"the {what} is {words}", _reach(look, near)


def _nears(name: str, bound: Fraction, step: Fraction) -> Iterator[tuple[Fraction, str, _Near]]:
    """Yield the number at a threshold and the one furthest beside it, each in words and as what can be looked for."""
    up, low = _UPWARDS[name], name in _LOW_AT
    yield bound, f"exactly {_tell(bound)}", _Near(low, bound, bound, open_below=False, open_above=False)
    ends = (bound, bound + step) if up else (bound - step, bound)
    beside = f"just {'over' if up else 'under'} {_tell(bound)}"
    yield ends[up], beside, _Near(not low, *ends, open_below=up, open_above=not up)


def _last_digit(stated: Decimal | int) -> Fraction:
    exponent = 0 if isinstance(stated, int) else int(stated.as_tuple().exponent)
    return Fraction(1, 10 ** max(0, -exponent))


def _tell(number: Fraction) -> str:
    return str(number) if number.denominator == 1 else f"{number.numerator / number.denominator:g}"


def _reach(look: Look, near: _Near) -> Reach:
    def reach(folded: Folded) -> npt.NDArray[np.bool_]:
        starts, known = look(folded)
        flags = np.array([any(near.is_it(one) for one in some) for some in known], np.bool_)
        return np.repeat(flags, np.diff([*starts, folded.prepared.calendar.length]))

    return reach
