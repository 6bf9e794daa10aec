"""
Events behind matching signals: several records of one event count once.

The key of an event is its `event` id, else the origin of its report. Holds the
grouping and where in time each event surely or possibly lies. Source of the
window clauses: docs/evaluation.md, "Windows".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.domain.edtf import Span
from assessor.errors import EvidenceInvalidError

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import date

    from assessor.domain.known import ItemKey, Told
    from assessor.engine.matching import Match


@dataclass(frozen=True)
class Event:
    """
    What happened, by all records of it that match.

    Attributes:
        matches: Its records, by signal id.
        linked: True where the records name an event; False where only their origin joins them.
        possible: The first and the last day on which it could have been going on.
        point: The days among which its one day lies; None for an event that went on.
        sure: The days on which it surely went on, of each record dated as an interval.
    """

    matches: tuple[Match, ...]
    linked: bool
    possible: Span
    point: Span | None
    sure: tuple[Span, ...]

    @cached_property
    def certain(self) -> bool:
        """True where one of its records matches for certain."""
        return any(m.certain for m in self.matches)

    @cached_property
    def keys(self) -> frozenset[ItemKey]:
        """The signals that record it."""
        return frozenset(m.told.version.key for m in self.matches)

    def surely_inside(self, start: date, day: date) -> bool:
        """Return whether it surely lies in the window `(start, day]`."""
        if not self.certain:
            return False
        if self.point is not None and self.point.lo > start and self.point.hi <= day:
            return True
        return any(s.hi > start and s.lo <= day for s in self.sure)

    def possibly_inside(self, start: date, day: date) -> bool:
        """Return whether it could lie in the window `(start, day]`."""
        return self.possible.hi > start and self.possible.lo <= day


def point_span(told: Told) -> Span:
    """Return the days among which a signal's one day lies: its span, not after its first publication."""
    span = told.signal.date.span
    if told.reported < span.lo:
        message = (
            f"signal `{told.signal.id}`: dated `{told.signal.date}` but first published {told.reported}, before it "
            "happened; correct the date or the publication of its sources"
        )
        raise EvidenceInvalidError(message)
    return Span(span.lo, min(span.hi, told.reported))


def _sure_span(told: Told) -> Span | None:
    lo, hi = told.signal.date.start.hi, min(told.signal.date.end.lo, told.reported)
    return Span(lo, hi) if lo <= hi else None


def _event(matches: list[Match], *, linked: bool) -> Event:
    matches = sorted(matches, key=lambda m: m.told.signal.id)
    point: Span | None = None
    sure: list[Span] = []
    going_on: list[Span] = []
    for match in matches:
        told = match.told
        if told.signal.date.is_interval:
            point_span(told)
            going_on.append(told.signal.date.span)
            part = _sure_span(told)
            sure += [part] if part is not None else []
            continue
        span = point_span(told)
        joined = span if point is None else point.intersect(span)
        if joined is None:
            ids = ", ".join(f"`{m.told.signal.id}`" for m in matches)
            message = (
                f"event `{told.signal.event or told.signal.id}`: the dates of {ids} share no day; "
                "they are not one event, or one of the dates is wrong"
            )
            raise EvidenceInvalidError(message)
        point = joined
    spans = going_on + ([point] if point is not None else [])
    possible = Span(min(s.lo for s in spans), max(s.hi for s in spans))
    return Event(tuple(matches), linked, possible, point, tuple(sure))


def group_events(matches: Iterable[Match]) -> tuple[Event, ...]:
    """
    Join matching signals into events, ordered by their first possible day and id.

    Raises:
        EvidenceInvalidError: Records of one event have dates that share no day, or a
            signal was published before it happened.
    """
    linked: dict[str, list[Match]] = {}
    reports: list[tuple[set[str], list[Match]]] = []
    for match in sorted(matches, key=lambda m: m.told.signal.id):
        if match.told.signal.event is not None:
            linked.setdefault(match.told.signal.event, []).append(match)
            continue
        origins = set(match.told.roots())
        joined = [match]
        apart: list[tuple[set[str], list[Match]]] = []
        for other_origins, members in reports:
            if other_origins & origins:
                origins |= other_origins
                joined = members + joined
            else:
                apart.append((other_origins, members))
        reports = [*apart, (origins, joined)]
    events = [_event(members, linked=True) for members in linked.values()]
    events += [_event(members, linked=False) for _, members in reports]
    return tuple(sorted(events, key=lambda e: (e.possible.lo, e.matches[0].told.signal.id)))


def fewest(events: Iterable[Event]) -> int:
    """
    Return how many events there are at least.

    Unlinked events with equal impact whose spans overlap are possibly one; the fewest
    is the number of days needed to touch every span (greedy stabbing of intervals).
    """
    count = 0
    alike: dict[tuple[object, ...], list[Span]] = {}
    for event in events:
        if event.linked:
            count += 1
        else:
            alike.setdefault(event.matches[0].impact_key, []).append(event.possible)
    for spans in alike.values():
        last: date | None = None
        for span in sorted(spans, key=lambda s: (s.hi, s.lo)):
            if last is None or span.lo > last:
                count += 1
                last = span.hi
    return count
