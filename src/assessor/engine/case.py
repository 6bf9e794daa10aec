"""
What one cell's evaluation reads, resolved once: the cell, the vocabulary, the evidence.

Holds the frame in which conditions are evaluated on any day. Evaluates nothing itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from assessor.domain.known import reading_of, signal_of, tell
from assessor.engine.events import group_events
from assessor.engine.filed import Filed
from assessor.engine.matching import match
from assessor.engine.watch import watch_for

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from assessor.domain.cell import Cell
    from assessor.domain.framework import Framework
    from assessor.domain.known import Evidence, EvidenceVersion, Told
    from assessor.engine.events import Event
    from assessor.engine.watch import Watch
    from assessor.ruleset.evidential import Selector


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
        return tuple(self.tell(self.evidence.signals))

    def tell(self, signals: Iterable[EvidenceVersion]) -> Iterator[Told]:
        """Yield those of some signals that touch the cell and have a source known by now."""
        for version in signals:
            if any(impact.cell == self.cell.cell for impact in signal_of(version).impacts):
                told = tell(version, self.evidence)
                if told is not None:
                    yield told

    @cached_property
    def _filed(self) -> Filed:
        return Filed(self.told, self.cell.cell)

    @cached_property
    def series(self) -> Mapping[str, tuple[EvidenceVersion, ...]]:
        """The readings of each indicator, by the first day of their period."""
        by_indicator: dict[str, list[EvidenceVersion]] = {}
        for version in self.evidence.readings:
            by_indicator.setdefault(reading_of(version).indicator, []).append(version)
        return {indicator: in_order(versions) for indicator, versions in by_indicator.items()}

    def events(self, selector: Selector) -> tuple[Event, ...]:
        """Return the events whose signals match a selector; worked out once for each."""
        if selector not in self._events:
            found = (match(selector, told, self.cell.cell, self.framework) for told in self._filed.possible(selector))
            self._events[selector] = group_events(m for m in found if m is not None)
        return self._events[selector]

    def has_events(self, selector: Selector) -> bool:
        """Return whether it is known what a selector finds."""
        return selector in self._events

    def settle(self, selector: Selector, events: tuple[Event, ...], watch: Watch | None) -> None:
        """Take it that a selector finds some events, and that something watches it where that is known."""
        self._events.setdefault(selector, events)
        if watch is not None:
            self._watches.setdefault(selector, watch)

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


def in_order(readings: Iterable[EvidenceVersion]) -> tuple[EvidenceVersion, ...]:
    """Return readings by the first day of their period, and of those with one such day by their id."""
    return tuple(sorted(readings, key=lambda v: (reading_of(v).period.span.lo, v.id)))
