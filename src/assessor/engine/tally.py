"""
Signals conditions on a day: what was counted, and whether the bounds hold.

Holds the windowed count of events, origins, dimensions and weights as (certain,
possible) pairs. Which of it a verdict rests on is `assessor.engine.support`.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

from assessor.domain.duration import window_start
from assessor.domain.framework import UNSTATED
from assessor.domain.kleene import Count, Kleene, all_of
from assessor.domain.range import difference, percent, range_of
from assessor.engine.decay import MILLIONTHS, factor
from assessor.engine.events import fewest
from assessor.engine.sums import add_up

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence
    from datetime import date

    from assessor.domain.known import ItemKey
    from assessor.domain.range import Range
    from assessor.engine.case import Case
    from assessor.engine.events import Event
    from assessor.engine.laid import Laid
    from assessor.engine.watch import Watch
    from assessor.ruleset.evidential import Selector, Signals


_MOST_TALLIES = 8
"""Days of which a condition keeps what it counted, while the same is asked again."""


@dataclass(frozen=True)
class Tally:
    """
    What a signals condition saw on one day; numbers are worked out when asked for.

    Attributes:
        leaf: The condition against its case.
        start: The window is `(start, day]`.
        certain: Events surely inside, in order of their days.
        possible: Events surely or possibly inside.
        watched: Whether seeing nothing more means that there was nothing more.
    """

    leaf: SignalsLeaf
    start: date
    day: date
    certain: tuple[Event, ...]
    possible: tuple[Event, ...]
    watched: bool

    @cached_property
    def count(self) -> Count:
        """How many events."""
        return Count(fewest(self.certain), len(self.possible) if self.watched else None)

    @cached_property
    def origins(self) -> Count:
        """How many independent origins told of them."""
        sure = frozenset().union(*(m.roots for e in self.certain for m in e.matches if m.certain))
        maybe = frozenset().union(*(m.roots for e in self.possible for m in e.matches))
        return Count(len(sure), len(maybe) if self.watched else None)

    @cached_property
    def spread(self) -> Count:
        """How many distinct dimensions they touch."""
        sure = frozenset().union(*(m.sure_dimensions for e in self.certain for m in e.matches))
        maybe = frozenset().union(*(m.dimensions for e in self.possible for m in e.matches))
        anywhere = any(m.anywhere for e in self.possible for m in e.matches)
        most = max(self.leaf.dimensions, len(sure))
        return Count(len(sure), len(maybe) if self.watched and not anywhere else most)

    @cached_property
    def sum(self) -> Count:
        """The amount that they add up to; nothing where the condition adds none up."""
        bound = self.leaf.condition.sum
        return Count(0, None) if bound is None else add_up(bound.of, self.certain, self.possible, watched=self.watched)

    @cached_property
    def weight(self) -> Count:
        """The severities of the events, in millionths; nothing where the condition does not weigh."""
        return self.leaf.weigh(self)


class SignalsLeaf:
    """One signals condition against one case."""

    def __init__(self, condition: Signals, case: Case) -> None:
        self.condition = condition
        self.case = case
        self.events = case.events(condition.signals)
        self.anchors = case.events(condition.after) if condition.after is not None else ()
        self._tallies: dict[date, Tally] = {}
        self.watch: Watch = case.watch(condition.signals)
        self.anchor_watch = case.watch(condition.after) if condition.after is not None else None

    def under(self, laid: Laid) -> SignalsLeaf:
        """Return the condition against the same cell before other evidence: itself, where it sees no difference."""
        if not self.sees(laid):
            return self
        for one in self._looked_for:
            laid.take_over(*one)
        return SignalsLeaf(self.condition, laid.case)

    def sees(self, laid: Laid) -> bool:
        """Return whether it sees a difference in other evidence."""
        if not self._records.isdisjoint(laid.changed):
            return True
        return any(laid.finds_other(selector, watch) for selector, _, watch in self._looked_for)

    def events_with(self, signals: Iterable[ItemKey]) -> list[Event]:
        """Return the events that any of some signals records."""
        found = (self._recorded.get(key) for key in signals)
        return list({id(event): event for event in found if event is not None}.values())

    @cached_property
    def _recorded(self) -> Mapping[ItemKey, Event]:
        """The event that each signal records."""
        return {key: event for event in self.events for key in event.keys}

    @cached_property
    def _looked_for(self) -> tuple[tuple[Selector, tuple[Event, ...], Watch], ...]:
        """Each selector with what it finds and what watches it."""
        own = (self.condition.signals, self.events, self.watch)
        if self.condition.after is None or self.anchor_watch is None:
            return (own,)
        return (own, (self.condition.after, self.anchors, self.anchor_watch))

    @cached_property
    def _records(self) -> frozenset[ItemKey]:
        """Every signal that its selectors match."""
        return frozenset().union(*(e.keys for e in (*self.events, *self.anchors)))

    @cached_property
    def matched(self) -> frozenset[ItemKey]:
        """Every signal that its selectors match, and every feed that bears on their absence."""
        return self.feeds | self._records

    @cached_property
    def feeds(self) -> frozenset[ItemKey]:
        """Every feed that bears on the absence of what its selectors match."""
        feeds = {*self.watch.feeds, *(self.anchor_watch.feeds if self.anchor_watch is not None else ())}
        return frozenset(("feed", f) for f in feeds)

    def outcome(self, day: date) -> Kleene:
        """Return whether the condition holds on a day."""
        return self.judge(self.tally(day))

    def judge(self, tally: Tally) -> Kleene:
        """Return whether every stated bound holds."""
        condition = self.condition
        parts = []
        if condition.counted is not None:
            parts.append(condition.counted.holds(tally.count))
        if condition.origins is not None:
            parts.append(condition.origins.holds(tally.origins))
        if condition.spread is not None:
            parts.append(condition.spread.holds(tally.spread))
        if condition.weight is not None:
            bound = condition.weight
            if bound.at_least is not None:
                parts.append(tally.weight.at_least(int(bound.at_least * MILLIONTHS)))
            if bound.at_most is not None:
                parts.append(tally.weight.at_most(int(bound.at_most * MILLIONTHS)))
        if condition.sum is not None:
            value = self.value(tally)
            parts.append(Kleene.UNKNOWN if value is None else condition.sum.value.holds(value))
        return all_of(parts)

    def base_day(self, day: date) -> date | None:
        """Return the day with whose window that of `day` is compared; None where no change is asked for."""
        change = self.condition.sum.change if self.condition.sum is not None else None
        return None if change is None else window_start(day, change.since)

    def tallies(self, day: date) -> tuple[Tally, ...]:
        """Return what is counted for a day: in its window, and in the earlier one where a change is asked for."""
        base = self.base_day(day)
        return (self.tally(day),) if base is None else (self.tally(day), self.tally(base))

    def value(self, tally: Tally) -> Range | None:
        """Return the sum of a window, or how it changed; None where that has no percentage."""
        change = self.condition.sum.change if self.condition.sum is not None else None
        base = self.base_day(tally.day)
        if change is None or base is None:
            return range_of(tally.sum)
        then = self.tally(base).sum
        return percent(tally.sum, then) if change.kind == "percent" else difference(tally.sum, then)

    def tally(self, day: date) -> Tally:
        """Count what lies in the window that ends on `day`."""
        if day not in self._tallies:
            if len(self._tallies) >= _MOST_TALLIES:
                self._tallies.clear()
            self._tallies[day] = self.tally_of(self.near(day), day)
        return self._tallies[day]

    def possible(self, day: date) -> Sequence[Event]:
        """Return what surely or possibly counts in the window that ends on `day`, as its tally has it."""
        if self.condition.after is not None:
            return self.tally(day).possible
        start = window_start(day, self.condition.within)
        return [e for e in self.near(day) if e.possibly_inside(start, day)]

    @cached_property
    def told_often(self) -> tuple[Event, ...]:
        """The events and anchors of which there are several records."""
        return tuple(e for e in (*self.events, *self.anchors) if len(e.matches) > 1)

    def near(self, day: date) -> tuple[Event, ...]:
        """Return the events that can lie in the window that ends on `day`, and some that cannot, in their order."""
        start = window_start(day, self.condition.within).toordinal()
        first = bisect_right(self._begins, start - self._longest)
        return self.events[first : bisect_right(self._begins, day.toordinal())]

    @cached_property
    def _begins(self) -> list[int]:
        """The first possible day of each event, ascending as they are."""
        return [event.possible.lo.toordinal() for event in self.events]

    @cached_property
    def _longest(self) -> int:
        """How many days lie between the first and the last possible day of an event, at most."""
        return max(((event.possible.hi - event.possible.lo).days for event in self.events), default=0)

    def tally_of(self, events: Iterable[Event], day: date) -> Tally:
        """Count, of some of the events, what lies in the window that ends on `day`."""
        start = window_start(day, self.condition.within)
        certain = [e for e in events if e.surely_inside(start, day)]
        possible = [e for e in events if e.possibly_inside(start, day)]
        watched_from: date | None = start
        if self.condition.after is not None:
            certain, possible, watched_from = self._after(certain, possible, start, day)
        watched = watched_from is not None and self.watch.covers(watched_from, day)
        return Tally(
            leaf=self,
            start=start,
            day=day,
            certain=tuple(certain),
            possible=tuple(possible),
            watched=watched,
        )

    def _after(
        self, certain: list[Event], possible: list[Event], start: date, day: date
    ) -> tuple[list[Event], list[Event], date | None]:
        """
        Keep what lies strictly after the last anchor, and say from which day on that must be watched.

        The last anchor lies on or after the first day of every sure one; so what nobody could see
        before that changes nothing.
        """
        assert self.anchor_watch is not None  # noqa: S101 - there is a selector, so there is a watch
        sure = [a for a in self.anchors if a.surely_inside(start, day)]
        maybe = [a for a in self.anchors if a.possibly_inside(start, day)]
        since = max((start, *(a.possible.lo for a in sure)))
        seen_all = self.anchor_watch.covers(since, day)
        if not sure and not seen_all:
            return [], possible, None
        if not maybe:
            return [], [], day
        earliest = since if sure else max(start, min(a.possible.lo for a in maybe))
        last = max(a.possible.hi for a in maybe)
        kept = [e for e in certain if sure and seen_all and e.possible.lo > last]
        return kept, [e for e in possible if e.possible.hi > earliest], earliest

    @property
    def dimensions(self) -> int:
        """How many dimensions its selector admits."""
        return len(self.condition.signals.dimension or self.case.cell.dimensions)

    @cached_property
    def _weights(self) -> dict[str, tuple[int, int]]:
        """The lowest and highest weight each severity can mean, in millionths."""
        weights = {s.id: int(s.weight * MILLIONTHS) for s in self.case.framework.severities}
        span = (min(weights.values(), default=0), max(weights.values(), default=0))
        return {**{k: (w, w) for k, w in weights.items()}, UNSTATED: span}

    def weigh(self, tally: Tally) -> Count:
        """Return the severities of what was counted, in millionths, as far as they have not faded."""
        if self.condition.weight is None:
            return Count(0, None)
        lows: dict[frozenset[object], list[tuple[Event, int]]] = {}
        for event in tally.certain:
            lows.setdefault(event.alike, []).append((event, self._lowest(event, tally.day)))
        low = sum(sum(sorted(w for _, w in group)[: fewest(e for e, _ in group)]) for group in lows.values())
        high = sum(self._highest(event, tally.day) for event in tally.possible)
        return Count(low, high if tally.watched else None)

    def lightest(self, event: Event) -> int:
        """Return the least that an event surely weighs before it fades, in millionths."""
        return max(self._weights[i.severity][0] for m in event.matches for i in m.sure)

    def heaviest(self, event: Event) -> int:
        """Return the most that an event possibly weighs, in millionths."""
        return max(self._weights[i.severity][1] for m in event.matches for i in m.impacts)

    def _lowest(self, event: Event, day: date) -> int:
        return self.lightest(event) * self._left(event.possible.lo, day) // MILLIONTHS

    def _highest(self, event: Event, day: date) -> int:
        return self.heaviest(event) * self._left(min(event.possible.hi, day), day) // MILLIONTHS

    def _left(self, since: date, day: date) -> int:
        half_life = self.condition.weight.half_life if self.condition.weight is not None else None
        return MILLIONTHS if half_life is None else factor(max((day - since).days, 0), half_life)
