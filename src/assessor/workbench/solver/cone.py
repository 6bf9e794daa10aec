"""
What a question reads: the rules it turns on, and the conditions on evidence in them.

Only what is read is made symbolic, so that a question about one finding does not pay for a hundred others.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition
from assessor.ruleset.conditions import (
    Finding,
    Findings,
    Held,
    Not,
    Reading,
    Readings,
    Score,
    Signals,
    State,
    children,
    findings_read,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.domain.duration import Duration
    from assessor.ruleset.conditions import Condition, Selector
    from assessor.ruleset.model import Rule

Measured = Reading | Readings


class KeptUp(NamedTuple):
    """
    A condition on signals that is asked to have held.

    Attributes:
        over_and_over: Whether signals have to come again and again for it, where its window is shorter.
    """

    condition: Signals
    held: Duration
    over_and_over: bool


@dataclass(frozen=True)
class Cone:
    """
    Some rules, and all that these rest on.

    Attributes:
        rules: In their order; with one that reads the cell's own state, every transition.
        extra: Conditions that stand in no rule, such as a framework's floor of data.
    """

    rules: tuple[Rule, ...]
    extra: tuple[Condition, ...] = field(default=())

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
    rules: Iterable[Rule], wanted: Iterable[Rule], extra: tuple[Condition, ...] = (), *, statuses: bool = False
) -> Cone:
    """
    Return the rules that some of them rest on, those included.

    Args:
        rules: All rules of the cell.
        extra: Conditions that are asked for besides.
        statuses: Whether every rule that gives a dimension its status is asked for besides.
    """
    rules = tuple(rules)
    found = {id(rule) for rule in wanted}
    if statuses:
        found |= {id(rule) for rule in rules if isinstance(rule.then, ConcludeStatus)}
    size = -1
    while size < len(found):
        size = len(found)
        inside = [rule for rule in rules if id(rule) in found]
        found |= {id(rule) for rule in _read_by(rules, [r.condition for r in inside] + list(extra))}
        if any(isinstance(rule.then, ConcludeTransition) for rule in inside):
            found |= {id(rule) for rule in moving(rules)}  # by others the trajectory comes to where one leads on
    return Cone(tuple(rule for rule in rules if id(rule) in found), extra)


def _read_by(rules: tuple[Rule, ...], conditions: list[Condition]) -> Iterator[Rule]:
    """Yield the rules whose conclusions some conditions read."""
    findings = {finding for condition in conditions for finding in findings_read(condition)}
    state = any(isinstance(part, State) for condition in conditions for part in walk(condition))
    for rule in rules:
        if isinstance(rule.then, ConcludeFinding) and rule.then.finding in findings:
            yield rule
        if state and isinstance(rule.then, ConcludeTransition):
            yield rule


def moving(rules: Iterable[Rule]) -> tuple[Rule, ...]:
    """Return the rules that move the trajectory."""
    return tuple(rule for rule in rules if isinstance(rule.then, ConcludeTransition))
