"""
Conditions on readings, as formulas: what is taken of a series, its age, and whether the threshold holds.

The symbolic form of `assessor.engine.measures`: exact, by comparing products of whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import exit_day, window_start
from assessor.ruleset.evidential import Reading
from assessor.workbench.solver.logic import (
    UNKNOWN,
    Outcome,
    all_of,
    any_of,
    both,
    either,
    keeps,
    known_if,
    negate,
    opposite,
    plain,
    total,
    weighed,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.ruleset.bounds import ValueBound
    from assessor.ruleset.evidential import Readings
    from assessor.workbench.solver.logic import Formula, Number
    from assessor.workbench.solver.series import Series

_HUNDRED: Final = 100
_DAY: Final = timedelta(days=1)


@dataclass(frozen=True)
class _Taken:
    """A value as a quotient, and that it is known."""

    sure: Formula
    value: Number
    of: Number


@dataclass(frozen=True)
class Figures:
    """Judges readings; `series` holds those of each indicator."""

    series: Mapping[str, Series]

    def outcome(self, condition: Reading | Readings, day: date) -> Outcome:
        """Return whether a condition holds on a day."""
        if isinstance(condition, Reading):
            return self._streak(condition, condition.reading, condition.value, day)
        bound = condition.value
        if condition.across == "how_many":
            assert condition.how_many is not None  # noqa: S101 - validated with the shape
            each = [(self._streak(condition, name, bound, day), 1) for name in condition.readings]
            least, most = condition.how_many.at_least, condition.how_many.at_most
            lower = [weighed(each, least)] if least is not None else []
            upper = [negate(weighed(each, most + 1))] if most is not None else []
            return all_of((*lower, *upper))
        if condition.across == "mean":
            return self._mean(condition, day)
        sides = []
        for lower_side in (True, False):
            side = _side(bound, lower=lower_side)
            if side is not None:
                outcomes = [self._streak(condition, name, side, day) for name in condition.readings]
                one_is_enough = lower_side == (condition.across == "highest")
                sides.append(any_of(outcomes) if one_is_enough else all_of(outcomes))
        return all_of(sides)

    def _streak(self, condition: Reading | Readings, name: str, bound: ValueBound, day: date) -> Outcome:
        """Return whether the threshold holds of so many periods in a row, up to the latest."""
        series = self.series[name]
        met, possible, some = [], [], []
        for place, is_latest in self._latest(condition, series, day):
            outcome = all_of(self._keeps(condition, series, place - back, bound) for back in range(condition.streak))
            met.append(both(is_latest, outcome.met))
            possible.append(both(is_latest, outcome.possible))
            some.append(is_latest)
        return Outcome(either(*met), either(*possible, opposite(either(*some))))

    @staticmethod
    def _latest(condition: Reading | Readings, series: Series, day: date) -> list[tuple[int, Formula]]:
        """Return the periods whose reading is not stale on a day, each with that it is the latest that was read."""
        found: list[tuple[int, Formula]] = []
        later: list[Formula] = []
        for place in series.ending_by(day):
            period = series.period(place)
            if day >= exit_day(period.last + _DAY, condition.max_age):
                return found
            found.append((place, both(period.seen, *(opposite(seen) for seen in later))))
            later.append(period.seen)
        return found

    def _keeps(self, condition: Reading | Readings, series: Series, place: int, bound: ValueBound) -> Outcome:
        taken = self._take(condition, series, place)
        return UNKNOWN if taken is None else known_if(taken.sure, keeps(bound, taken.value, taken.of))

    def _take(self, condition: Reading | Readings, series: Series, place: int) -> _Taken | None:
        """Return what is taken of the period of a number; None where its base begins with no period."""
        now = _add_up(condition, series, place)
        if condition.change is None:
            return now
        base = series.number_of(window_start(series.first_of(place), condition.change.since))
        if base is None:
            return None
        then = _add_up(condition, series, base)
        sure = both(now.sure, then.sure)
        if condition.change.kind == "difference":
            return _Taken(sure, now.value - then.value, now.of)
        return _Taken(both(sure, plain(then.value > 0)), (now.value - then.value) * _HUNDRED, then.value)

    def _mean(self, condition: Readings, day: date) -> Outcome:
        """Return whether the mean of several indicators holds: all of them on one denominator."""
        sure: list[Formula] = []
        taken: list[tuple[Number, Number]] = []
        for name in condition.readings:
            value: Number = 0
            of: Number = 1
            known: list[Formula] = []
            for place, is_latest in self._latest(condition, self.series[name], day):
                one = self._take(condition, self.series[name], place)
                if one is not None:
                    known.append(both(is_latest, one.sure))
                    value, of = when(is_latest, one.value, value), when(is_latest, one.of, of)
            sure.append(either(*known))
            taken.append((value, of))
        value, of = _sum_of(taken)
        return known_if(both(*sure), keeps(condition.value, value, of * len(taken)))


def _sum_of(quotients: list[tuple[Number, Number]]) -> tuple[Number, Number]:
    """Return the sum of quotients as one."""
    value, of = quotients[0]
    for other, part in quotients[1:]:
        value, of = value * part + other * of, of * part
    return value, of


def _add_up(condition: Reading | Readings, series: Series, place: int) -> _Taken:
    periods = [series.period(place - back) for back in range(condition.periods)]
    parts = condition.periods if condition.take == "mean" else 1
    return _Taken(both(*(p.seen for p in periods)), total(p.value for p in periods), series.steps * parts)


def _side(bound: ValueBound, *, lower: bool) -> ValueBound | None:
    """Return one side of a bound alone; None where that is open."""
    kept = ("at_least", "above") if lower else ("at_most", "below")
    stated = {name: getattr(bound, name) for name in kept if getattr(bound, name) is not None}
    return type(bound).model_validate(stated) if stated else None
