"""
A prepared case under other evidence: only conditions that see what was added or taken away are evaluated again.

For whoever asks many times what a little evidence more or less would change. That it gives what a case
prepared from nothing gives is held by a property test.
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence import Feed, Reading, Signal, Source
from assessor.domain.known import Evidence, EvidenceVersion, reading_of, tell
from assessor.engine.case import Case
from assessor.engine.columns import column
from assessor.engine.matching import match
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.prepare import Prepared, make_leaf
from assessor.engine.tally import SignalsLeaf

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable

    from assessor.domain.evidence import Item, Kind
    from assessor.domain.known import ItemKey, Told
    from assessor.engine.prepare import Leaf


_ALWAYS: Final = datetime.min.replace(tzinfo=UTC)
_KINDS: Final[dict[type, Kind]] = {Source: "source", Signal: "signal", Reading: "reading", Feed: "feed"}


def suppose(item: Item) -> EvidenceVersion:
    """Return an item that nobody recorded as if it were known."""
    digest = f"hypothetical:{item.id}"
    return EvidenceVersion(_KINDS[type(item)], item.id, version=1, item=item, digest=digest, known_from=_ALWAYS)


def vary(
    prepared: Prepared, *, added: Collection[EvidenceVersion] = (), gone: Iterable[ItemKey] = frozenset()
) -> Prepared:
    """
    Return a case with items added and taken away.

    Args:
        added: New items; an added source is cited by added items alone.
        gone: Signals, readings and feeds.
    """
    without = frozenset(gone)
    versions = {key: v for key, v in prepared.case.evidence.versions.items() if key not in without}
    versions |= {version.key: version for version in added}
    case = Case(prepared.case.framework, prepared.case.cell, Evidence(versions))
    news = _News(case, added)
    leaves, columns = [], []
    for condition, leaf, outcomes in zip(prepared.plan.leaves, prepared.leaves, prepared.columns, strict=True):
        touched = news.reaches(leaf) or not without.isdisjoint(leaf.matched)
        fresh = make_leaf(condition, case) if touched else leaf
        leaves.append(fresh)
        columns.append(column(fresh, prepared.calendar) if touched else outcomes)
    floor, floor_column = prepared.floor, prepared.floor_column
    if floor is not None and (news.reaches(floor) or not without.isdisjoint(floor.matched)):
        floor = SignalsLeaf(floor.condition, case)
        floor_column = column(floor, prepared.calendar)
    return Prepared(case, prepared.plan, prepared.calendar, tuple(leaves), tuple(columns), floor, floor_column)


class _News:
    """What was added to a case, as its conditions look at it."""

    def __init__(self, case: Case, added: Collection[EvidenceVersion]) -> None:
        self._case = case
        self._feeds = any(version.kind == "feed" for version in added)
        self._indicators = {reading_of(version).indicator for version in added if version.kind == "reading"}
        told = (tell(version, case.evidence) for version in added if version.kind == "signal")
        self._told: list[Told] = [one for one in told if one is not None]

    def reaches(self, leaf: Leaf) -> bool:
        """Return whether a condition could see any of it."""
        if isinstance(leaf, ReadingsLeaf):
            return not self._indicators.isdisjoint(indicator.id for indicator in leaf.indicators)
        selectors = [s for s in (leaf.condition.signals, leaf.condition.after) if s is not None]
        case = self._case
        return self._feeds or any(
            match(selector, told, case.cell.cell, case.framework) is not None
            for selector in selectors
            for told in self._told
        )
