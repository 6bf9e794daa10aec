"""
What a question reads: the rules it turns on, and the conditions on evidence in them.

Only what is read is made symbolic, so that a question about one finding does not pay for a hundred others. Of other
cells that is what their trajectories rest on.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Final, NamedTuple

from assessor.engine.prepare import floor_condition
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition
from assessor.ruleset.conditions import (
    Finding,
    Findings,
    Held,
    Not,
    Score,
    State,
    TrajectoryOf,
    children,
    findings_read,
    walk,
)
from assessor.ruleset.evidential import Reading, Readings, Signals
from assessor.workbench.solver.subject import Subject

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.domain.cell import Cell
    from assessor.domain.duration import Duration
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.evidential import Selector
    from assessor.ruleset.model import Rule

Measured = Reading | Readings

DEEPEST: Final = 2
"""So many readings away from the cell that is asked about, others are looked into."""

_MOST_CELLS: Final = 4
"""How many other cells are looked into, those first that are fewest readings away."""


class KeptUp(NamedTuple):
    """
    A condition on signals that is asked to have held.

    Attributes:
        over_and_over: Whether signals have to come again and again for it, where its window is shorter.
    """

    condition: Signals
    held: Duration
    over_and_over: bool


class Other(NamedTuple):
    """A cell that another one reads, and what its trajectory rests on."""

    cell: Cell
    cone: Cone


@dataclass(frozen=True)
class Cone:
    """
    Some rules, and all that these rest on.

    Attributes:
        rules: In their order; with one that reads the cell's own state, every transition.
        extra: Conditions that stand in no rule, such as a framework's floor of data.
        elsewhere: Other cells that are read, by these rules and by theirs.
        is_read: Whether one of these reads this one.
    """

    rules: tuple[Rule, ...]
    extra: tuple[Condition, ...] = field(default=())
    elsewhere: tuple[Other, ...] = ()
    is_read: bool = False

    @cached_property
    def conditions(self) -> tuple[Condition, ...]:
        """Every condition in them, outer before inner."""
        return tuple(part for whole in (*(r.condition for r in self.rules), *self.extra) for part in walk(whole))

    @cached_property
    def signals(self) -> tuple[Signals, ...]:
        """The conditions on signals."""
        return tuple(c for c in self.conditions if isinstance(c, Signals))

    @cached_property
    def measured(self) -> tuple[Measured, ...]:
        """The conditions on readings."""
        return tuple(c for c in self.conditions if isinstance(c, Measured))

    @cached_property
    def selectors(self) -> tuple[Selector, ...]:
        """What signals are asked for, once each."""
        both = (s for c in self.signals for s in (c.signals, c.after) if s is not None)
        return tuple(dict.fromkeys(both))

    @cached_property
    def reads_state(self) -> bool:
        """Whether the cell's own trajectory is read, or moved."""
        return any(isinstance(c, State) for c in self.conditions) or any(
            isinstance(rule.then, ConcludeTransition) for rule in self.rules
        )

    @property
    def is_followed(self) -> bool:
        """Whether it turns on the day on which some trajectory moves, this cell's or that of one it reads."""
        return self.reads_state or bool(self.elsewhere)

    @cached_property
    def all(self) -> tuple[Cone, ...]:
        """It, and those of other cells that are read."""
        return (self, *(other.cone for other in self.elsewhere))

    def rules_by_cell(self, name: str) -> dict[str, tuple[Rule, ...]]:
        """Return all rules that it has of each cell; `name` is that of its own."""
        return {name: self.rules} | {other.cell.cell: other.cone.rules for other in self.elsewhere}

    @cached_property
    def cells_read(self) -> dict[str, bool]:
        """The cells whose trajectories the conditions read, each with whether that of the same day."""
        found: dict[str, bool] = {}
        for part in self.conditions:
            if isinstance(part, TrajectoryOf):
                found[part.trajectory_of] = found.get(part.trajectory_of, False) or not part.previous_day
        return found

    @cached_property
    def asks_past(self) -> bool:
        """Whether it asks for how long a state has held."""
        states = [c for c in self.conditions if isinstance(c, State)]
        holds = any(isinstance(c, Held) for c in self.conditions)
        return any(c.duration is not None for c in states) or bool(states and holds)

    @cached_property
    def stays(self) -> tuple[Duration, ...]:
        """How long states or conditions are asked to have held, once each."""
        spans = (c.duration if isinstance(c, State) else c.held for c in self.conditions if isinstance(c, State | Held))
        return tuple(dict.fromkeys(span for span in spans if span is not None))

    @cached_property
    def kept_up(self) -> tuple[KeptUp, ...]:
        """The conditions on signals that are asked to have held, once each."""
        found = (
            KeptUp(part, held.held, over_and_over=is_so and (part.counted is None or part.counted.at_least is not None))
            for held in self.conditions
            if isinstance(held, Held)
            for part, is_so in self._rests_on(held.condition, is_so=True)
        )
        return tuple({(id(one.condition), one.held): one for one in found}.values())

    def _rests_on(self, condition: Condition, *, is_so: bool) -> Iterator[tuple[Signals, bool]]:
        """Yield the conditions on signals that one rests on, each with whether it is to be so, or not to be so."""
        if isinstance(condition, Signals):
            yield condition, is_so
        read = set(findings_read(condition)) if isinstance(condition, Finding | Findings | Score) else set()
        concluding = (r for r in self.rules if isinstance(r.then, ConcludeFinding) and r.then.finding in read)
        for inner in (*children(condition), *(rule.condition for rule in concluding)):
            yield from self._rests_on(inner, is_so=is_so != isinstance(condition, Not))

    @cached_property
    def windows(self) -> tuple[Duration, ...]:
        """The windows in which signals are asked for, once each."""
        return tuple(dict.fromkeys(c.within for c in self.signals))


def cone_of(
    subject: Subject, wanted: Iterable[Rule], extra: tuple[Condition, ...] = (), *, statuses: bool = False
) -> Cone:
    """
    Return the rules of a cell that some of them rest on, those included, and the cells that are read.

    Args:
        extra: Conditions that are asked for besides.
        statuses: Whether every rule that gives a dimension its status is asked for besides.
    """
    wanted = tuple(wanted)
    own = _resting_on(subject, wanted, extra, statuses=statuses)
    waiting = [(name, 1) for name in own.cells_read]
    found: dict[str, Cone] = {}
    for name, depth in waiting:
        is_own = name == subject.name
        if name in found or (not is_own and (depth > DEEPEST or len(found) >= _MOST_CELLS)):
            continue
        other = Subject(subject.ruleset, name)
        asked, needed = floor_condition(other.framework), other.framework.standing.dimensions > 0
        whole = (*(wanted if is_own else ()), *moving(other.rules))
        floor = (*(extra if is_own else ()), *(() if asked is None else (asked,)))
        found[name] = _resting_on(other, whole, floor, statuses=needed or (is_own and statuses))
        waiting += [(further, depth + 1) for further in found[name].cells_read]
    is_read = subject.name in found
    own = found.pop(subject.name, own)
    elsewhere = tuple(Other(subject.ruleset.cell(name), cone) for name, cone in found.items())
    return Cone(own.rules, own.extra, elsewhere, is_read)


def join_cones(one: Cone, other: Cone) -> Cone:
    """Return what two versions of a cell's rules rest on together; what stands in both alike, once."""
    theirs = {there.cell.cell: there for there in other.elsewhere}
    elsewhere = [
        Other(here.cell, join_cones(here.cone, theirs.pop(here.cell.cell, here).cone)) for here in one.elsewhere
    ]
    more = (rule for rule in other.rules if all(rule is not r for r in one.rules))
    return Cone((*one.rules, *more), one.extra, (*elsewhere, *theirs.values()), one.is_read or other.is_read)


def _resting_on(subject: Subject, wanted: Iterable[Rule], extra: tuple[Condition, ...], *, statuses: bool) -> Cone:
    """Return the rules that some of them rest on, of one cell alone."""
    moves, deciding = moving(subject.rules), [r for r in subject.rules if isinstance(r.then, ConcludeStatus)]
    waiting = [*wanted, *(deciding if statuses else ())]
    for condition in extra:
        waiting += _read_by(subject, condition, moves)
    found: set[int] = set()
    for rule in waiting:
        if id(rule) not in found:
            found.add(id(rule))
            waiting += _read_by(subject, rule.condition, moves)
            if isinstance(rule.then, ConcludeTransition):
                waiting += moves  # by others the trajectory comes to where one leads on
    return Cone(tuple(rule for rule in subject.rules if id(rule) in found), extra)


def _read_by(subject: Subject, condition: Condition, moves: tuple[Rule, ...]) -> Iterator[Rule]:
    """Yield the rules whose conclusions a condition reads; `moves` are those that move the trajectory."""
    for finding in findings_read(condition):
        yield from subject.by_finding.get(finding, ())
    if any(isinstance(part, State) for part in walk(condition)):
        yield from moves


def moving(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that move the trajectory."""
    return tuple(rule for rule in rules if isinstance(rule.then, ConcludeTransition))
