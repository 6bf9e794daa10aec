"""
A case laid over other evidence: what of it is not as it was, as conditions look at it.

Whatever rests on nothing that changed is taken over as the object that it is, so whoever holds it knows that
it is the same. Holds the question of what a condition sees of a change; what it makes of it is its own business.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.domain.known import reading_of
from assessor.engine.arranged import take_out
from assessor.engine.case import Case, in_order
from assessor.engine.events import regroup
from assessor.engine.matching import match

if TYPE_CHECKING:
    from collections.abc import Collection, Mapping
    from datetime import date

    from assessor.domain.known import Evidence, EvidenceVersion, ItemKey, Told
    from assessor.engine.events import Event
    from assessor.engine.matching import Match
    from assessor.engine.watch import Watch
    from assessor.ruleset.evidential import Selector


@dataclass(frozen=True)
class Laid:
    """
    A case, and what is not as it was in an earlier one.

    Attributes:
        case: The cell before the evidence as it is now.
        changed: What differs, as `changed_items` gives it.
        told: Of that, the signals that the cell is told now.
        periods: The indicators of readings that differ, before or now, each with the first day of the period.
        is_less: True where nothing came and nothing is otherwise: something is only not there.
    """

    case: Case
    changed: Collection[ItemKey]
    told: tuple[Told, ...]
    periods: frozenset[tuple[str, date]]
    feeds: bool
    is_less: bool

    @cached_property
    def indicators(self) -> frozenset[str]:
        """Those whose readings differ."""
        return frozenset(indicator for indicator, _ in self.periods)

    def starts_of(self, indicator: str) -> frozenset[date]:
        """Return the first days of the periods of which readings of an indicator differ."""
        return self._starts.get(indicator, frozenset())

    @cached_property
    def _starts(self) -> Mapping[str, frozenset[date]]:
        return {one: frozenset(start for i, start in self.periods if i == one) for one in self.indicators}

    def finds_other(self, selector: Selector, watch: Watch) -> bool:
        """Return whether a selector finds something of what came, or is watched otherwise."""
        return bool(self._found(selector)) or (self.feeds and self.case.watch(selector) != watch)

    def take_over(self, selector: Selector, events: tuple[Event, ...], watch: Watch) -> None:
        """Give the case what a selector found before, and what watched it, as far as it is still so."""
        if not self.case.has_events(selector):
            events = regroup(events, self.changed, self._found(selector))
            self.case.settle(selector, events, None if self.feeds else watch)

    def _found(self, selector: Selector) -> list[Match]:
        """Return what a selector finds of what came; worked out once, since many conditions have the same."""
        if not self.told:
            return []
        if selector not in self._matches:
            case = self.case
            found = (match(selector, told, case.cell.cell, case.framework) for told in self.told)
            self._matches[selector] = [one for one in found if one is not None]
        return self._matches[selector]

    @cached_property
    def _matches(self) -> dict[Selector, list[Match]]:
        return {}


def lay(case: Case, evidence: Evidence, changed: Collection[ItemKey]) -> Laid:
    """
    Return a case laid over other evidence.

    Args:
        changed: What is not as it was, as `changed_items` gives it.
    """
    now = sorted((v for key in changed if (v := evidence.versions.get(key)) is not None), key=lambda v: v.id)
    readings = [version for version in now if version.kind == "reading"]
    was = [v for key in changed if key[0] == "reading" and (v := case.evidence.versions.get(key)) is not None]
    differing = [reading_of(version) for version in (*was, *readings)]
    periods = frozenset((reading.indicator, reading.period.span.lo) for reading in differing)
    indicators = {indicator for indicator, _ in periods}
    fresh = Case(case.framework, case.cell, evidence)
    told = tuple(fresh.tell(version for version in now if version.kind == "signal"))
    series = _series(case.series, indicators, readings, changed)
    vars(fresh).update(told=_told(case.told, told, changed), series=series)
    if not readings:
        for indicator in indicators:
            take_out(case, fresh, indicator, [v for v in was if reading_of(v).indicator == indicator])
    feeds = any(kind == "feed" for kind, _ in changed)
    return Laid(fresh, changed, told, periods, feeds=feeds, is_less=not now)


def _told(was: tuple[Told, ...], news: tuple[Told, ...], changed: Collection[ItemKey]) -> tuple[Told, ...]:
    names = {item_id for kind, item_id in changed if kind == "signal"}
    if not names:
        return was
    kept = tuple([one for one in was if one.version.id not in names])
    return tuple(sorted((*kept, *news), key=lambda one: one.signal.id)) if news else kept


def _series(
    was: Mapping[str, tuple[EvidenceVersion, ...]],
    indicators: Collection[str],
    readings: Collection[EvidenceVersion],
    changed: Collection[ItemKey],
) -> Mapping[str, tuple[EvidenceVersion, ...]]:
    if not indicators:
        return was
    series = dict(was)
    for indicator in indicators:
        kept = tuple(v for v in series.get(indicator, ()) if v.key not in changed)
        news = tuple(v for v in readings if reading_of(v).indicator == indicator)
        series[indicator] = in_order((*kept, *news)) if news else kept
    return series
