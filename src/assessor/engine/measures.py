"""
Reading conditions on a day: the value taken, its age, and whether the threshold holds.

For *as of*, a reading is dated by the end of its period; when it was published
belongs to *known at* alone. A missing, stale or suppressed reading makes the
comparison unknown. Values are exact fractions of integers; no float decides.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from datetime import date, timedelta
from fractions import Fraction
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING

from assessor.domain.duration import exit_day, window_start
from assessor.domain.kleene import Count, Kleene, all_of
from assessor.domain.known import reading_of
from assessor.engine.arranged import by_end, by_start
from assessor.engine.thresholds import judge_extreme, judge_value, scaled
from assessor.ruleset.evidential import Reading

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Sequence

    from assessor.domain.duration import Duration
    from assessor.domain.framework import Indicator
    from assessor.domain.known import EvidenceVersion, ItemKey
    from assessor.engine.case import Case
    from assessor.engine.laid import Laid
    from assessor.ruleset.evidential import Readings


@dataclass(frozen=True, slots=True)
class Taken:
    """
    What was taken of one indicator on one day.

    Attributes:
        value: In the indicator's unit, or percent; None where `missing` says why.
        period: The latest period it rests on.
        used: The readings it rests on, latest first.
    """

    indicator: str
    value: Fraction | None
    missing: str
    period: str
    used: tuple[EvidenceVersion, ...]


@dataclass(frozen=True, slots=True)
class _WorkedOut:
    """What a condition takes of an indicator, whatever the day."""

    value: Fraction | None
    missing: str
    used: tuple[EvidenceVersion, ...]
    outcome: Kleene

    def without(self, indicator: str, gone: Collection[ItemKey]) -> _WorkedOut:
        """Return what is left without some of the readings that it was worked out of."""
        used = tuple(version for version in self.used if version.key not in gone)
        return _WorkedOut(None, _missing(indicator), used, Kleene.UNKNOWN)


class ReadingsLeaf:
    """One reading condition, over one indicator or several, against one case."""

    def __init__(self, condition: Reading | Readings, case: Case) -> None:
        self.condition = condition
        self.case = case
        names = (condition.reading,) if isinstance(condition, Reading) else condition.readings
        self.indicators = tuple(case.framework.indicator(name) for name in names)
        self._by_start = {name: by_start(case, name) for name in names}
        self._by_end = {name: by_end(case, name) for name in names}
        self._stale_from: dict[date, date] = {}
        self._streaks: dict[date, tuple[date, ...]] = {}
        self._fresh: dict[tuple[str, date, int], Taken] = {}
        self._worked_out: dict[tuple[str, date], _WorkedOut] = {}
        self._asking: dict[tuple[str, date], set[date]] = {}

    def under(self, laid: Laid) -> ReadingsLeaf:
        """
        Return the condition against the same cell before other evidence: itself, where it sees no difference.

        What was worked out of readings that are still there is not worked out again; and what one is missing of, where
        none came, is not known.
        """
        if not self.sees(laid):
            return self
        fresh = ReadingsLeaf(self.condition, laid.case)
        # These follow from the condition alone.
        fresh._stale_from, fresh._streaks, fresh._asking = self._stale_from, self._streaks, self._asking
        fresh._worked_out = self._worked_out.copy()
        for name in self._by_start:
            for start in laid.starts_of(name):
                fresh._forget(name, start, laid)
        return fresh

    def _forget(self, name: str, start: date, laid: Laid) -> None:
        """Forget what was worked out of a period of which readings differ; where it has none left, that is known."""
        is_gone = laid.is_less and start not in self._by_start[name]
        for begin in self._asking.get((name, start), set()).copy():
            found = self._worked_out.pop((name, begin), None)
            if found is not None and is_gone:
                self._worked_out[name, begin] = found.without(name, laid.changed)

    def sees(self, laid: Laid) -> bool:
        """Return whether it sees a difference in other evidence."""
        return any(indicator.id in laid.indicators for indicator in self.indicators)

    @cached_property
    def matched(self) -> frozenset[ItemKey]:
        """Every reading of its indicators."""
        return frozenset(v.key for i in self.indicators for v in self.case.series.get(i.id, ()))

    def looks_on(self, day: date) -> date:
        """Return the day on which it looks at its readings, and by which it takes their age: the day itself."""
        return day

    def outcome(self, day: date) -> Kleene:
        """Return whether the condition holds on a day."""
        condition = self.condition
        if isinstance(condition, Reading):
            return self.of_one(self.indicators[0], day)
        if condition.across == "how_many":
            outcomes = [self.of_one(i, day) for i in self.indicators]
            met = sum(o is Kleene.MET for o in outcomes)
            assert condition.how_many is not None  # noqa: S101 - validated with the shape
            return condition.how_many.holds(Count(met, met + sum(o is Kleene.UNKNOWN for o in outcomes)))
        values = [self.take(i, day, 0).value for i in self.indicators]
        known = [v for v in values if v is not None]
        if condition.across == "mean":
            complete = len(known) == len(values)
            return self._compare(sum(known, Fraction(0)) / len(known) if complete else None)
        return judge_extreme(condition.value, values, highest=condition.across == "highest")

    def of_one(self, indicator: Indicator, day: date) -> Kleene:
        """Return whether an indicator alone keeps the threshold on a day, for as many periods as are asked for."""
        return all_of(self._compare(self.take(indicator, day, back).value) for back in range(self.condition.streak))

    def _compare(self, value: Fraction | None) -> Kleene:
        return judge_value(self.condition.value, value)

    def latest(self, indicator: Indicator, day: date) -> EvidenceVersion | None:
        """Return the reading of the latest period that ended by `day`, or None."""
        ends, versions = self._by_end[indicator.id]
        place = bisect_right(ends, day)
        return versions[place - 1] if place else None

    def ends(self, indicator_id: str) -> Sequence[date]:
        """Return the last days of the periods that an indicator has readings of, ascending."""
        return self._by_end[indicator_id][0]

    def dated(self, indicator_id: str, since: date, until: date) -> Iterator[tuple[date, EvidenceVersion]]:
        """Yield the readings that are the latest on some day between two, each with the last day of its period."""
        ends, versions = self._by_end[indicator_id]
        first, beyond = max(bisect_right(ends, since) - 1, 0), bisect_right(ends, until)
        return zip(ends[first:beyond], versions[first:beyond], strict=True)

    def take(self, indicator: Indicator, day: date, back: int) -> Taken:
        """
        Take what the condition asks for, `back` periods before the latest.

        Args:
            back: 0 for the latest period, 1 for the one before, and so on.
        """
        latest = self.latest(indicator, day)
        if latest is None:
            return Taken(indicator.id, None, f"no reading of `{indicator.id}` for a period that ended by {day}", "", ())
        period = reading_of(latest).period
        since = self.stale_from(period.span.hi)
        if day >= since:
            why = f"the latest reading of `{indicator.id}`, {period}, is stale since {since}"
            return Taken(indicator.id, None, why, str(period), (latest,))
        key = (indicator.id, period.span.hi, back)
        if key not in self._fresh:
            found = self._work_out(indicator, _earlier(period.span.lo, indicator.cadence, back))
            rests_on = str(reading_of(found.used[0] if found.used else latest).period)
            self._fresh[key] = Taken(indicator.id, found.value, found.missing, rests_on, found.used)
        return self._fresh[key]

    def outcome_while_latest(self, version: EvidenceVersion) -> Kleene:
        """Return the outcome while a reading of the one indicator is the latest, and not stale."""
        (indicator,) = self.indicators
        begin = reading_of(version).period.span.lo
        if self.condition.streak == 1:
            return self._work_out(indicator, begin).outcome
        if begin not in self._streaks:
            asked_for = range(self.condition.streak)
            self._streaks[begin] = tuple(_earlier(begin, indicator.cadence, back) for back in asked_for)
        return all_of([self._work_out(indicator, start).outcome for start in self._streaks[begin]])

    @property
    def is_plain(self) -> bool:
        """True where the latest value of one indicator is all that is asked for."""
        condition = self.condition
        return len(self.indicators) == 1 and condition.streak == condition.periods == 1 and condition.change is None

    def value_while_latest(self, version: EvidenceVersion) -> int | None:
        """Return the value taken while a reading of the one indicator is the latest, scaled; None where it has none."""
        (indicator,) = self.indicators
        value = reading_of(self._by_start[indicator.id][reading_of(version).period.span.lo]).value
        return None if value is None else scaled(value, indicator.precision)

    def stale_from(self, end: date) -> date:
        """Return the first day on which a reading of a period that ended on `end` is older than the maximum age."""
        if end not in self._stale_from:
            self._stale_from[end] = exit_day(_next(end), self.condition.max_age)
        return self._stale_from[end]

    def _work_out(self, indicator: Indicator, begin: date) -> _WorkedOut:
        """Work out what is asked for of the period that begins on `begin`: no day comes into it."""
        key = (indicator.id, begin)
        if key not in self._worked_out:
            self._worked_out[key] = self._look_at(indicator, begin)
        return self._worked_out[key]

    def _look_at(self, indicator: Indicator, begin: date) -> _WorkedOut:
        starts = self._starts(indicator, begin)
        now, used = self._total(indicator, starts)
        change = self.condition.change
        if change is None:
            value, missing = now, ""
        else:
            starts_then = self._starts(indicator, _earlier(begin, change.since, 1))
            then, used_then = self._total(indicator, starts_then)
            starts, used = (*starts, *starts_then), (*used, *used_then)
            value, missing = _changed(change.kind, now, then, indicator.id)
        if value is None and not missing:
            missing = _missing(indicator.id)
        for start in starts:
            self._asking.setdefault((indicator.id, start), set()).add(begin)
        return _WorkedOut(value, missing, used, self._compare(value))

    def _starts(self, indicator: Indicator, begin: date) -> tuple[date, ...]:
        """Return the first days of the periods up to the one that begins on `begin`, latest first."""
        return tuple(_earlier(begin, indicator.cadence, n) for n in range(self.condition.periods))

    def _total(
        self, indicator: Indicator, starts: Sequence[date]
    ) -> tuple[Fraction | None, tuple[EvidenceVersion, ...]]:
        """Return the latest, mean or sum of the periods that begin on some days; worked out once for each case."""
        kept: dict[object, tuple[Fraction | None, tuple[EvidenceVersion, ...]]] = self.case.kept
        key = ("total", indicator.id, starts, self.condition.take)
        if key not in kept:
            kept[key] = self._add_up(indicator, starts)
        return kept[key]

    def _add_up(
        self, indicator: Indicator, starts: Sequence[date]
    ) -> tuple[Fraction | None, tuple[EvidenceVersion, ...]]:
        found = [self._by_start[indicator.id].get(start) for start in starts]
        used = tuple(v for v in found if v is not None)
        values = [reading_of(v).value for v in used]
        if len(used) < len(starts) or any(v is None for v in values):
            return None, used
        total = sum(scaled(v, indicator.precision) for v in values if v is not None)
        count = len(starts) if self.condition.take == "mean" else 1
        return Fraction(total, 10**indicator.precision * count), used

    def borders(self) -> Iterator[date]:
        """Yield every day, among others, on which the outcome can differ from the day before."""
        for indicator in self.indicators:
            for version in self.case.series.get(indicator.id, ()):
                end = reading_of(version).period.span.hi
                yield end
                yield self.stale_from(end)


def _changed(kind: str, now: Fraction | None, then: Fraction | None, indicator_id: str) -> tuple[Fraction | None, str]:
    """Return how much a value changed, or why that cannot be said where both are known."""
    if now is None or then is None:
        return None, ""
    if kind == "difference":
        return now - then, ""
    if then <= 0:
        return None, f"`{indicator_id}` has no percentage of a base of {then}"
    return (now - then) * 100 / then, ""


def _missing(indicator_id: str) -> str:
    return f"a period of `{indicator_id}` that the comparison needs is missing or suppressed"


def _next(day: date) -> date:
    return day + timedelta(days=1) if day < date.max else day


@lru_cache(maxsize=65_536)
def _earlier(day: date, step: Duration, times: int) -> date:
    """Return the first day of the period `times` steps before the one that begins on `day`."""
    if times == 0:
        return day
    return window_start(day, type(step)(step.years * times, step.months * times, step.weeks * times, step.days * times))
