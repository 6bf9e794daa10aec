"""
What one cell's evaluation reads, resolved once: the cell, the vocabulary, the evidence.

Holds the frame in which conditions are evaluated on any day, and how it is laid over other evidence: what rests
on nothing that changed is the very same object before and after, so whoever holds it knows that it is the same.
Evaluates nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assessor.domain.known import reading_of, signal_of, tell
from assessor.engine.events import group_events, regroup
from assessor.engine.matching import match
from assessor.engine.watch import watch_for

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Mapping

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.domain.known import Evidence, EvidenceVersion, ItemKey, Told
    from assessor.engine.events import Event
    from assessor.engine.watch import Watch
    from assessor.ruleset.conditions import Selector


@dataclass(frozen=True)
class Case:
    """
    A cell before the evaluator.

    Attributes:
        evidence: What was known.
    """

    framework: Framework
    cell: Cell
    evidence: Evidence

    @cached_property
    def told(self) -> tuple[Told, ...]:
        """The signals that touch the cell and have a source known by now, by id."""
        return tuple(self._tell(self.evidence.signals))

    def _tell(self, signals: Iterable[EvidenceVersion]) -> Iterator[Told]:
        for version in signals:
            if any(impact.cell == self.cell.cell for impact in signal_of(version).impacts):
                told = tell(version, self.evidence)
                if told is not None:
                    yield told

    @cached_property
    def series(self) -> Mapping[str, tuple[EvidenceVersion, ...]]:
        """The readings of each indicator, by the first day of their period."""
        by_indicator: dict[str, list[EvidenceVersion]] = {}
        for version in self.evidence.readings:
            by_indicator.setdefault(reading_of(version).indicator, []).append(version)
        return {indicator: _in_order(versions) for indicator, versions in by_indicator.items()}

    def under(self, evidence: Evidence, changed: Collection[ItemKey]) -> Case:
        """
        Return the cell before other evidence.

        Args:
            changed: What is not as it was, as `changed_items` gives it.
        """
        case = Case(self.framework, self.cell, evidence)
        now = sorted((v for key in changed if (v := evidence.versions.get(key)) is not None), key=lambda v: v.id)
        news = tuple(case._tell(v for v in now if v.kind == "signal"))
        known = vars(case)
        known["told"] = _merged(self.told, news, changed)
        known["series"] = self._series_under([v for v in now if v.kind == "reading"], changed)
        known["_events"] = {
            selector: case._regrouped(selector, events, news, changed)
            for selector, events in self._events.copy().items()
        }
        if not any(kind == "feed" for kind, _ in changed):
            known["_watches"] = self._watches
        return case

    def _regrouped(
        self, selector: Selector, events: tuple[Event, ...], news: Iterable[Told], changed: Collection[ItemKey]
    ) -> tuple[Event, ...]:
        found = [m for told in news if (m := match(selector, told, self.cell.cell, self.framework)) is not None]
        return regroup(events, changed, found)

    def _series_under(
        self, readings: Collection[EvidenceVersion], changed: Collection[ItemKey]
    ) -> Mapping[str, tuple[EvidenceVersion, ...]]:
        gone = [self.evidence.versions.get(key) for key in changed if key[0] == "reading"]
        touched = {reading_of(v).indicator for v in (*gone, *readings) if v is not None}
        if not touched:
            return self.series
        series = dict(self.series)
        for indicator in touched:
            kept = tuple(v for v in series.get(indicator, ()) if v.key not in changed)
            news = tuple(v for v in readings if reading_of(v).indicator == indicator)
            series[indicator] = _in_order((*kept, *news)) if news else kept
        return series

    def events(self, selector: Selector) -> tuple[Event, ...]:
        """Return the events whose signals match a selector; worked out once for each."""
        if selector not in self._events:
            found = (match(selector, told, self.cell.cell, self.framework) for told in self.told)
            self._events[selector] = group_events(m for m in found if m is not None)
        return self._events[selector]

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What evaluators work out of this case and nothing else, by what they call it."""
        return {}

    def watch(self, selector: Selector) -> Watch:
        """Return what watches a selector on this cell; worked out once for each."""
        if selector not in self._watches:
            self._watches[selector] = watch_for(selector, self.cell, self.framework, self.evidence)
        return self._watches[selector]

    @cached_property
    def _events(self) -> dict[Selector, tuple[Event, ...]]:
        return {}

    @cached_property
    def _watches(self) -> dict[Selector, Watch]:
        return {}


def _in_order(readings: Iterable[EvidenceVersion]) -> tuple[EvidenceVersion, ...]:
    """Return readings by the first day of their period, and of those with one such day by their id."""
    return tuple(sorted(readings, key=lambda v: (reading_of(v).period.span.lo, v.id)))


def _merged(told: Iterable[Told], news: tuple[Told, ...], changed: Collection[ItemKey]) -> tuple[Told, ...]:
    kept = tuple(one for one in told if one.version.key not in changed)
    return tuple(sorted((*kept, *news), key=lambda one: one.signal.id)) if news else kept
