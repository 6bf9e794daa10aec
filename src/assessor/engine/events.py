"""
Events behind matching signals: several records of one event count once.

The key of an event is its `event` id, else the origin of its report. Holds the
grouping and where in time each event surely or possibly lies. Source of the
window clauses: docs/evaluation.md, "Windows".
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from assessor.domain.edtf import Span
from assessor.engine.apart import tell_apart
from assessor.errors import EvidenceInvalidError

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from datetime import date

    from assessor.domain.known import ItemKey, Told
    from assessor.engine.matching import Match


@dataclass(frozen=True)
class Event:
    """
    What happened, by all records of it that match.

    Attributes:
        matches: Its records, by signal id.
        alike: What it has in common with the events of which it could be one: all its impacts, or its own id.
        possible: The days on which all its records let it happen or go on.
        point: The same, where a record says that it has one day; None for an event that went on.
        sure: Those of them on which it surely went on, of each record dated as an interval.
    """

    matches: tuple[Match, ...]
    alike: frozenset[object]
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

    @cached_property
    def signals(self) -> frozenset[str]:
        """The ids of the signals that record it."""
        return frozenset(m.told.signal.id for m in self.matches)

    @property
    def event_id(self) -> str | None:
        """The id that its records give it; None for one known by the origin of its report."""
        return self.matches[0].told.signal.event

    @cached_property
    def origins(self) -> frozenset[str]:
        """The origins of its report; none where its records give it an id, by which alone it is known."""
        if self.event_id is not None:
            return frozenset()
        return frozenset().union(*(m.told.roots() for m in self.matches))

    @cached_property
    def entries(self) -> tuple[tuple[int, int], ...]:
        """
        From when on it lies in windows that end then, and before when these have to start, as ordinals.

        The first pair says it of lying inside possibly, the others of surely, where it surely matches.
        """
        sure = [(span.lo, span.hi) for span in self.sure]
        sure += [(self.point.hi, self.point.lo)] if self.point is not None else []
        pairs = ((self.possible.lo, self.possible.hi), *(sure if self.certain else ()))
        return tuple((enters.toordinal(), leaves.toordinal()) for enters, leaves in pairs)

    @property
    def alone(self) -> tuple[Span, ...]:
        """What each of several records says alone: where one is taken away, the event can be of these days."""
        return tuple(m.told.signal.date.span for m in self.matches) if len(self.matches) > 1 else ()

    def dated_inside(self, start: date, day: date) -> bool:
        """Return whether its dates alone put it into the window `(start, day]`."""
        if self.point is not None and self.point.lo > start and self.point.hi <= day:
            return True
        return any(s.hi > start and s.lo <= day for s in self.sure)

    def surely_inside(self, start: date, day: date) -> bool:
        """Return whether it surely matches and surely lies in the window `(start, day]`."""
        return self.certain and self.dated_inside(start, day)

    def possibly_inside(self, start: date, day: date) -> bool:
        """Return whether it could lie in the window `(start, day]`."""
        return self.possible.hi > start and self.possible.lo <= day


def _possible_span(told: Told) -> Span:
    """Return the days a signal can be of: of a point, none after its first publication."""
    span = told.signal.date.span
    if told.reported < span.lo:
        message = (
            f"signal `{told.signal.id}`: dated `{told.signal.date}` but first published {told.reported}, before it "
            "happened; correct the date or the publication of its sources"
        )
        raise EvidenceInvalidError(message)
    return span if told.signal.date.is_interval else Span(span.lo, min(span.hi, told.reported))


def _sure_span(told: Told) -> Span | None:
    """Return the days on which an interval surely went on: from when it had begun, up to its first publication."""
    lo, hi = (min(day, told.reported) for day in (told.signal.date.start.hi, told.signal.date.end.lo))
    return Span(lo, hi) if lo <= hi else None


def _event(matches: list[Match]) -> Event:
    matches = sorted(matches, key=lambda m: m.told.signal.id)
    spans = [(m.told.signal, _possible_span(m.told)) for m in matches]
    first, last = max(span.lo for _, span in spans), min(span.hi for _, span in spans)
    if first > last:
        name = matches[0].told.signal.event or matches[0].told.signal.id
        raise EvidenceInvalidError(
            f"event `{name}`: {tell_apart(spans)}; they are not one event, or one of the dates is wrong"
        )
    possible = Span(first, last)
    going_on = [m.told for m in matches if m.told.signal.date.is_interval]
    event_id = matches[0].told.signal.event
    parts = (part.intersect(possible) for told in going_on if (part := _sure_span(told)) is not None)
    return Event(
        matches=tuple(matches),
        alike=frozenset((event_id,) if event_id is not None else (i for m in matches for i in m.taggings)),
        possible=possible,
        point=possible if len(going_on) < len(matches) else None,
        sure=tuple(part for part in parts if part is not None),
    )


def group_events(matches: Iterable[Match]) -> tuple[Event, ...]:
    """
    Join matching signals into events, ordered by their first possible day and id.

    Raises:
        EvidenceInvalidError: Records of one event have dates that share no day, or a
            signal was published before it happened.
    """
    linked: dict[str, list[Match]] = {}
    reports: dict[str, _Report] = {}  # by each of their origins
    for match in matches:
        if match.told.signal.event is not None:
            linked.setdefault(match.told.signal.event, []).append(match)
            continue
        origins = match.told.roots()
        joined = {id(report): report for origin in origins if (report := reports.get(origin)) is not None}
        whole = _Report({*origins}, [match])
        for report in joined.values():
            whole.origins.update(report.origins)
            whole.records.extend(report.records)
        reports.update(dict.fromkeys(whole.origins, whole))
    alone = {id(report): report.records for report in reports.values()}
    return _ordered(_event(records) for records in (*linked.values(), *alone.values()))


class _Report(NamedTuple):
    """Records of what is known by its origins alone."""

    origins: set[str]
    records: list[Match]


def _ordered(events: Iterable[Event]) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda e: (e.possible.lo, e.matches[0].told.signal.id)))


def regroup(events: tuple[Event, ...], gone: Collection[ItemKey], news: Collection[Match]) -> tuple[Event, ...]:
    """
    Return what `group_events` makes of the records of some events without some, and with others.

    Events that neither lose nor could gain a record stay the objects that they are; where none does, so
    does the whole.
    """
    if not news:
        return _without(events, gone)
    ids = {m.told.signal.event for m in news}
    origins = frozenset().union(*(m.told.roots() for m in news if m.told.signal.event is None))
    stay: list[Event] = []
    records = list(news)
    for event in events:
        joins = event.event_id in ids if event.event_id is not None else not event.origins.isdisjoint(origins)
        if joins or not event.keys.isdisjoint(gone):
            records += [m for m in event.matches if m.told.version.key not in gone]
        else:
            stay.append(event)
    return _ordered((*stay, *group_events(records)))


def _without(events: tuple[Event, ...], gone: Collection[ItemKey]) -> tuple[Event, ...]:
    """Return some events without some records: itself where it holds none of them."""
    stay = tuple([event for event in events if event.keys.isdisjoint(gone)])
    if len(stay) == len(events):
        return events
    lost = (event for event in events if not event.keys.isdisjoint(gone))
    records = [m for event in lost for m in event.matches if m.told.version.key not in gone]
    return _ordered((*stay, *group_events(records))) if records else stay


def fewest(events: Iterable[Event]) -> int:
    """
    Return how many events there are at least.

    Events that are alike and whose spans overlap are possibly one; the fewest is the number
    of days needed to touch every span (greedy stabbing of intervals).
    """
    count = 0
    last: dict[frozenset[object], date] = {}
    for event in sorted(events, key=lambda e: (e.possible.hi, e.possible.lo)):
        if event.alike not in last or event.possible.lo > last[event.alike]:
            count += 1
            last[event.alike] = event.possible.hi
    return count
