"""
One day of a cell's guards, where they read its own state: what columns alone cannot say.

Holds how long states have held, what `held` conditions remember, and the recursion over the nodes
between columns and guards. A day is a number, counted from the epoch.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from assessor.domain.kleene import Kleene, decide
from assessor.engine.phase import HeldLeaf
from assessor.ruleset.conditions import State

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from assessor.domain.duration import Duration
    from assessor.engine.columns.calendar import Calendar
    from assessor.engine.columns.nodes import Outcomes
    from assessor.engine.histories.path import Point
    from assessor.engine.phase import Phase

_NEVER = -(10**7)
"""A number below that of any day."""


def _moved(since: int, day: int, later: int) -> int:
    return later if since == day else since


class Stay(NamedTuple):
    """A state, and the earliest and latest day since which it may have held."""

    state: str
    earliest: int
    latest: int

    def joined(self, other: Stay) -> Stay:
        """Return the same state, reached by two ways."""
        return Stay(self.state, min(self.earliest, other.earliest), max(self.latest, other.latest))

    def later(self, day: int, later: int) -> Stay:
        """Return it with a later day for the day itself."""
        return Stay(self.state, _moved(self.earliest, day, later), _moved(self.latest, day, later))


@dataclass(frozen=True, slots=True)
class Past:
    """For each inner node of a `held`, the last day on which it was not met, and the last on which it was possible."""

    last: Mapping[int, tuple[int, int]]

    @classmethod
    def none(cls, nodes: Iterable[int]) -> Past:
        """Return what there is before the first day: not met."""
        return cls(dict.fromkeys(nodes, (-1, _NEVER)))

    def noted(self, day: int, outcomes: Mapping[int, int]) -> Past:
        """Return it with the outcomes of one more day."""
        found = {}
        for node, outcome in outcomes.items():
            unmet, possible = self.last[node]
            found[node] = (
                day if outcome != Kleene.MET else unmet,
                day if outcome != Kleene.NOT_MET else possible,
            )
        return Past(found)

    def later(self, day: int, later: int) -> Past:
        """Return it with a later day for the day itself."""
        return Past({node: (_moved(a, day, later), _moved(b, day, later)) for node, (a, b) in self.last.items()})


class Ages:
    """How far windows reach back from a day, and from the end of the day before it, as numbers of days."""

    def __init__(self, calendar: Calendar) -> None:
        """Take up the days."""
        self._epoch = calendar.first.toordinal()
        self._days = calendar
        self._ends = calendar.eve

    def start(self, window: Duration, day: int) -> int:
        """Return where the window that ends on a day starts."""
        return int(self._days.starts(window)[day]) - self._epoch

    def first_held(self, window: Duration, day: int) -> int:
        """Return the first day of the window that ends the day before."""
        return int(self._ends.starts(window)[day]) + 1 - self._epoch

    def leaves(self, window: Duration, since: int) -> int:
        """Return the first day whose window starts on `since` or later."""
        return int(self._days.starts(window).searchsorted(since + self._epoch))

    def has_held(self, window: Duration, since: int) -> int:
        """Return the first day before which a state that began on `since` has held for the window."""
        return int(self._ends.starts(window).searchsorted(since + self._epoch - 1))


class Step:
    """
    The guards of a cell, to be asked on any day.

    Attributes:
        held: Inner nodes of the `held` conditions among them that read the state.
    """

    def __init__(self, phase: Phase, guards: Iterable[int], columns: Mapping[int, Outcomes], ages: Ages) -> None:
        """
        Take up the guards.

        Args:
            columns: The nodes that do not read the state; the others are worked out here.
        """
        self._nodes, self._sums, self._ages = phase.nodes, phase.sums, ages
        under = phase.under(guards, columns)
        self._columns = {n: columns[n].data for n in under if n in columns}
        given = [phase.nodes[n].given for n in sorted(under) if n not in columns]
        self._states = [g for g in given if isinstance(g, State) and g.duration is not None]
        self._pasts = [g for g in given if isinstance(g, HeldLeaf)]
        self.held = tuple(dict.fromkeys(g.inner for g in self._pasts))

    @property
    def sees_time_pass(self) -> bool:
        """True where the passing of time alone can change what a guard gives."""
        return bool(self._states or self._pasts)

    def frontier(self, nodes: Iterable[int]) -> set[int]:
        """Return the columns that some nodes rest on, directly or through nodes that read the state."""
        found: set[int] = set()
        seen: set[int] = set()
        open_nodes = list(nodes)
        while open_nodes:
            number = open_nodes.pop()
            if number in self._columns:
                found.add(number)
            elif number not in seen:
                seen.add(number)
                open_nodes += self._nodes[number].children
        return found

    def on(self, day: int, stay: Stay, past: Past, *, committed: bool) -> Callable[[int], int]:
        """
        Return what gives the outcome of each node on a day.

        Args:
            stay: The state at the end of the day before.
            committed: Whether that is the state issued; of another, no `held` remembers anything.
        """
        known: dict[int, int] = {}

        def outcome(number: int) -> int:
            if number in self._columns:
                return self._columns[number][day]
            if number not in known:
                known[number] = decided(number)
            return known[number]

        def decided(number: int) -> int:
            node = self._nodes[number]
            if isinstance(node.given, State):
                return self._judge(node.given, stay, day)
            if isinstance(node.given, HeldLeaf):
                return self._remember(node.given, past, day) if committed else Kleene.UNKNOWN
            parts = [outcome(child) for child in node.children]
            if node.kind == "all":
                return min(parts)
            if node.kind == "any":
                return max(parts)
            if node.kind == "not":
                return -parts[0]
            if node.kind == "agree":
                return parts[0] if parts[0] == parts[1] else Kleene.UNKNOWN
            threshold = self._sums[number]
            weighed = [(weight, outcome(member)) for member, weight in threshold.members]
            least = sum(w if o > 0 else min(w, 0) for w, o in weighed if o >= 0)
            most = sum(w if o > 0 else max(w, 0) for w, o in weighed if o >= 0)
            return decide(met=least >= threshold.at_least, excluded=most < threshold.at_least)

        return outcome

    def next_change(self, stay: Stay, was: Point, day: int) -> int:
        """Return the first day after `day` on which the passing of time changes what an unbroken stay gives."""
        found = [
            self._ages.has_held(condition.duration, since)
            for condition in self._states
            if condition.duration is not None and stay.state in condition.state
            for since in (stay.earliest, stay.latest)
            if since != was.day
        ]
        found += [
            self._ages.leaves(leaf.window, last)
            for leaf in self._pasts
            for last in was.past.last[leaf.inner]
            if last != was.day
        ]
        return min((n for n in found if n > day), default=10**7)

    def _judge(self, condition: State, stay: Stay, day: int) -> Kleene:
        if stay.state not in condition.state:
            return Kleene.NOT_MET
        if condition.duration is None:
            return Kleene.MET
        first = self._ages.first_held(condition.duration, day)
        return decide(met=stay.latest <= first, excluded=stay.earliest > first)

    def _remember(self, leaf: HeldLeaf, past: Past, day: int) -> Kleene:
        start = self._ages.start(leaf.window, day)
        unmet, possible = past.last[leaf.inner]
        return decide(met=unmet <= start, excluded=possible <= start)
