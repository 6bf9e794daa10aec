"""
Conditions on signals, as formulas: what is counted in a window, and whether the bounds hold.

The symbolic form of `assessor.engine.tally`, for signals of which each is a point event of its own. Where nothing
watches, nothing bounds a count from above.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING, Final

from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene
from assessor.domain.range import Range
from assessor.engine.decay import MILLIONTHS
from assessor.workbench.solver.fading import table
from assessor.workbench.solver.logic import (
    Outcome,
    all_of,
    both,
    counted,
    either,
    keeps,
    known,
    known_if,
    looked_up,
    negate,
    opposite,
    plain,
    same,
    total,
    when,
)

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.ruleset.bounds import CountBound
    from assessor.ruleset.evidential import Selector, Signals, SumBound, WeightBound
    from assessor.workbench.solver.logic import Formula, Number
    from assessor.workbench.solver.signals import Slot

_HUNDRED: Final = 100
_NOTHING_LEFT: Final = Range(Fraction(-100), None)
"""By how many percent a sum can differ from one that nothing bounds from above."""


@dataclass(frozen=True)
class Matched:
    """
    A signal in a window.

    Attributes:
        counts: That it matches, and lies in the window.
    """

    slot: Slot
    counts: Formula


@dataclass(frozen=True)
class Window:
    """
    What lies in a window.

    Attributes:
        matched: Every signal that might.
        watched: That somebody looked all the while.
    """

    matched: tuple[Matched, ...]
    watched: Formula


@dataclass(frozen=True)
class Tallies:
    """
    Counts signals of a cell.

    Attributes:
        watched: That everything is watched, before and on every day; else nothing ever is.
        days: The only days that signals can have, ascending; without any, all.
    """

    framework: Framework
    cell: Cell
    slots: Sequence[Slot]
    watched: Formula
    days: Sequence[date] = ()
    _matching: dict[Selector, list[Formula]] = field(default_factory=dict)
    _counted: dict[tuple[Selector, int, int], list[Matched]] = field(default_factory=dict)

    def outcome(self, condition: Signals, day: date) -> Outcome:
        """Return whether every stated bound holds on a day."""
        window = self.window(condition, day)
        events = total(when(m.counts, m.slot.times) for m in window.matched)
        parts = []
        if condition.counted is not None:
            parts.append(counted(condition.counted, events, events, window.watched))
        if condition.origins is not None:
            origins = self._origins(window)
            parts.append(counted(condition.origins, origins, origins, window.watched))
        if condition.spread is not None:
            parts.append(self._spread(condition, window, condition.spread))
        if condition.weight is not None:
            parts.append(self._weight(condition, window, condition.weight, day))
        if condition.sum is not None:
            parts.append(self._sum(condition, condition.sum, day, window))
        return all_of(parts)

    def window(self, condition: Signals, day: date) -> Window:
        """Return what lies in the window that ends on a day, strictly after the last of what it must come after."""
        start, end = window_start(day, condition.within).toordinal(), day.toordinal()
        found = self._inside(condition.signals, start, end)
        if condition.after is None:
            return Window(tuple(found), self.watched)
        anchors = self._inside(condition.after, start, end)
        some = either(*(a.counts for a in anchors))
        later = (
            Matched(
                m.slot, both(m.counts, some, *(either(opposite(a.counts), m.slot.day > a.slot.day) for a in anchors))
            )
            for m in found
        )
        today = either(*(both(a.counts, same(a.slot.day, end)) for a in anchors))
        # unwatched, nothing surely comes after, unless an anchor of today leaves no room for anything to
        sure = tuple(Matched(m.slot, both(m.counts, self.watched)) for m in later)
        return Window(sure, either(self.watched, today))

    def _inside(self, selector: Selector, start: int, end: int) -> list[Matched]:
        key = (selector, start, end)
        if key not in self._counted:
            if selector not in self._matching:
                self._matching[selector] = [slot.matches(selector) for slot in self.slots]
            matching = zip(self.slots, self._matching[selector], strict=True)
            self._counted[key] = [Matched(slot, both(so, slot.inside(start, end))) for slot, so in matching]
        return self._counted[key]

    @staticmethod
    def _origins(window: Window) -> Number:
        own = total(when(both(m.counts, opposite(m.slot.shared)), m.slot.times) for m in window.matched)
        own += total(when(both(m.counts, m.slot.retold), 1) for m in window.matched)
        return own + when(either(*(both(m.counts, m.slot.shared) for m in window.matched)), 1)

    def _spread(self, condition: Signals, window: Window, bound: CountBound) -> Outcome:
        asked = condition.signals.dimension or tuple(d.id for d in self.cell.dimensions)
        touched = [
            either(*(both(m.counts, m.slot.dimensions[d]) for m in window.matched if d in m.slot.dimensions))
            for d in asked
        ]
        spread = total(when(one, 1) for one in touched)
        inside = counted(bound, spread, spread)
        outside = counted(bound, spread, len(asked))
        return Outcome(
            either(both(window.watched, inside.met), both(opposite(window.watched), outside.met)),
            either(both(window.watched, inside.possible), both(opposite(window.watched), outside.possible)),
        )

    def _weight(self, condition: Signals, window: Window, bound: WeightBound, day: date) -> Outcome:
        """Return whether severities add up, each as far as it has not faded."""
        weights = {s.id: int(s.weight * MILLIONTHS) for s in self.framework.severities}
        left = {w: self._fading(condition, bound, w, day) for w in weights.values() if w}
        heavy = total(
            when(both(m.counts, m.slot.has("severity", severity)), m.slot.times * looked_up(m.slot.day, left[weight]))
            for m in window.matched
            for severity, weight in weights.items()
            if weight
        )
        if bound.at_least is not None:
            return _reaches(heavy, int(bound.at_least * MILLIONTHS), window.watched)
        assert bound.at_most is not None  # noqa: S101 - validated with the shape
        return negate(_reaches(heavy, int(bound.at_most * MILLIONTHS) + 1, window.watched))

    def _fading(self, condition: Signals, bound: WeightBound, weight: int, day: date) -> list[tuple[int, int]]:
        """Return what a weight comes to on a day, by the day of the event in the window that ends on it, ascending."""
        start, end = window_start(day, condition.within).toordinal() + 1, day.toordinal()
        if bound.half_life is None:
            return [(start, weight)]
        faded = table(weight, bound.half_life, start, end)
        days = {d.toordinal() for d in self.days}
        return [one for one in faded if one[0] in days] or faded

    def _sum(self, condition: Signals, bound: SumBound, day: date, window: Window) -> Outcome:
        now = _amount(window, bound.of)
        if bound.change is None:
            exact = keeps(bound.value, now, 1)
            lowest = bound.value.model_copy(update={"at_most": None, "below": None})
            highest = bound.value.model_copy(update={"at_least": None, "above": None})
            has_top = bound.value.at_most is not None or bound.value.below is not None
            open_met = plain(False) if has_top else keeps(lowest, now, 1)  # noqa: FBT003 - a formula's value
            return Outcome(
                either(both(window.watched, exact), both(opposite(window.watched), open_met)),
                either(both(window.watched, exact), both(opposite(window.watched), keeps(highest, now, 1))),
            )
        base = self.window(condition, window_start(day, bound.change.since))
        then = _amount(base, bound.of)
        sure = both(window.watched, base.watched)
        if bound.change.kind == "difference":
            return known_if(sure, keeps(bound.value, now - then, 1))
        unwatched = _always(bound.value.holds(_NOTHING_LEFT))
        exact = known_if(plain(then > 0), keeps(bound.value, (now - then) * _HUNDRED, then))
        open_ended = known_if(plain(then > 0), unwatched.met)
        return Outcome(
            either(both(sure, exact.met), both(opposite(sure), open_ended.met)),
            either(opposite(sure), exact.possible),
        )


def _always(outcome: Kleene) -> Outcome:
    return known(plain(outcome is Kleene.MET))


def _amount(window: Window, name: str) -> Number:
    return total(when(m.counts, m.slot.amounts[name]) for m in window.matched)


def _reaches(count: Number, asked: int, watched: Formula) -> Outcome:
    sure = plain(count >= asked)
    return Outcome(sure, either(sure, opposite(watched)))
