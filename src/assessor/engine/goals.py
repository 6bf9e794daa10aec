"""
What conditions on evidence would have to become for a rule to hold, or to hold no longer.

Walks the rules that could move the verdict down to the conditions that are not what they would have to
be, and says of the others why no evidence turns them: a state or a span that only time brings, another
cell. Holds no search.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.engine.describe import describe
from assessor.ruleset.conclusions import ConcludeQualifier, ConcludeTransition
from assessor.ruleset.conditions import Held, Not, Score, State, TrajectoryOf, children, findings_read
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.engine.day_record import DayRecord
    from assessor.engine.prepare import Prepared
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule

Goal = tuple[int, Kleene]
"""The number of a condition on evidence, and what it would have to become."""


@dataclass(frozen=True, slots=True)
class Target:
    """
    A rule whose outcome would move the verdict.

    Attributes:
        wanted: What it would have to become.
        goals: The conditions below it that are not what they would have to be, in the rules' order.
        unturned: What evidence does not turn, in words.
    """

    rule: str
    wanted: Kleene
    goals: tuple[Goal, ...]
    unturned: tuple[str, ...]


def targets_of(prepared: Prepared, record: DayRecord) -> tuple[Target, ...]:
    """Return the transitions out of the state that are not taken, and every qualifier turned round."""
    found: list[Target] = []
    plan = prepared.plan
    for rule in plan.rules.rules:
        if isinstance(rule.then, ConcludeTransition) and record.state in rule.then.source:
            if record.before[plan.before.rules[rule.id]] != Kleene.MET:
                found.append(_target(prepared, record, rule, Kleene.MET))
        elif isinstance(rule.then, ConcludeQualifier):
            holds = record.after[plan.after.rules[rule.id]] == Kleene.MET
            found.append(_target(prepared, record, rule, Kleene.NOT_MET if holds else Kleene.MET))
    return tuple(found)


def _target(prepared: Prepared, record: DayRecord, rule: Rule, wanted: Kleene) -> Target:
    goals: dict[Goal, None] = {}
    unturned: dict[str, None] = {}
    for found in _walk(prepared, rule.condition, wanted, set()):
        if isinstance(found, str):
            unturned[found] = None
        elif prepared.leaves[found[0]].outcome(record.day) is not found[1]:
            goals[found] = None
    return Target(rule.id, wanted, tuple(goals), tuple(unturned))


def _walk(
    prepared: Prepared, condition: Condition, wanted: Kleene, seen: set[tuple[str, Kleene]]
) -> Iterator[Goal | str]:
    match condition:
        case Signals() | Reading() | Readings():
            yield prepared.plan.numbers[id(condition)], wanted
        case State() | TrajectoryOf() | Held():
            yield describe(condition)
        case Not():
            yield from _walk(prepared, condition.not_, Kleene(-wanted), seen)
        case _:
            for child in children(condition):
                yield from _walk(prepared, child, wanted, seen)
            for finding in findings_read(condition) if not children(condition) else ():
                against = isinstance(condition, Score) and condition.score[finding] < 0
                key = (finding, Kleene(-wanted) if against else wanted)
                if key not in seen:
                    seen.add(key)
                    for rule in prepared.plan.concluding.get(finding, ()):
                        yield from _walk(prepared, rule.condition, key[1], seen)
