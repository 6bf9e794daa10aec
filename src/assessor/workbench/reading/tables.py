"""
Rules as decision tables: for each thing that is decided, which conditions decide it, in which combinations.

A combination is a column: what must be met, and what must not be. Negations are pushed inwards, junctions taken apart;
what would give very many combinations stays one condition.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import combinations, product
from math import comb, prod
from typing import TYPE_CHECKING, Final

from assessor.report.sentences import say_briefly
from assessor.ruleset.conclusions import (
    ConcludeConfidence,
    ConcludeFinding,
    ConcludeQualifier,
    ConcludeStatus,
    ConcludeTension,
    ConcludeTransition,
    ConcludeTrend,
)
from assessor.ruleset.conditions import All, AnyOf, AtLeast, Finding, Findings, Not, children

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from assessor.domain.framework import Framework
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import CellRules, Rule

_MOST: Final = 12
"""Combinations that one condition is taken apart into."""

_MOST_TRIED: Final = 5_000
"""Choices that are looked through for these; what has more is not taken apart."""

Combination = dict[str, bool]
"""Conditions in words, and whether each must be met, or must not be; any other does not matter."""


@dataclass(frozen=True, slots=True)
class Column:
    """One combination: the rule it is of, what it concludes, and what must be so."""

    rule: str
    then: str
    when: Combination


@dataclass(frozen=True, slots=True)
class DecisionTable:
    """
    What decides one thing.

    Attributes:
        first: Whether the first column that holds decides; else each that holds counts.
        conditions: The rows, in the order in which columns name them.
    """

    decides: str
    first: bool
    conditions: tuple[str, ...]
    columns: tuple[Column, ...]


def tables_of(rules: CellRules, framework: Framework) -> tuple[DecisionTable, ...]:
    """Return the decision tables of a cell: the trajectory by state, then the rest of the verdict, then findings."""
    reader = _Reader(framework)
    groups: dict[tuple[int, str, bool], list[Column]] = {}
    for rule in rules.rules:
        for key, then in _decided(rule):
            columns = groups.setdefault(key, [])
            columns += [Column(rule.id, then, when) for when in reader.combinations(rule.condition, met=True)]
    order = sorted(groups, key=lambda key: key[0])
    return tuple(_table(what, groups[rank, what, first], first=first) for rank, what, first in order)


def _decided(rule: Rule) -> Iterator[tuple[tuple[int, str, bool], str]]:
    """Yield what a rule decides: its rank among tables, what it is called, whether the first decides; and how."""
    then = rule.then
    match then:
        case ConcludeTransition():
            for source in then.source:
                yield (0, f"the trajectory, from {source}", True), then.transition
        case ConcludeQualifier():
            yield (1, "qualifiers", False), then.qualifier
        case ConcludeTrend():
            yield (2, "the trend", True), then.trend
        case ConcludeStatus():
            yield (3, f"the status of {then.dimension}", True), then.status
        case ConcludeConfidence():
            yield (4, "steps of confidence", False), then.confidence
        case ConcludeTension():
            yield (5, "tensions", False), then.tension
        case ConcludeFinding():
            yield (6, f"the finding {then.finding}", False), "met"


def _table(what: str, columns: Sequence[Column], *, first: bool) -> DecisionTable:
    rows = dict.fromkeys(condition for column in columns for condition in column.when)
    return DecisionTable(what, first, tuple(rows), tuple(columns))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Takes conditions apart, and says those that stay whole."""

    framework: Framework

    def combinations(self, condition: Condition, *, met: bool) -> list[Combination]:
        """Return the combinations under which a condition is met, or is not; none contradicts itself."""
        found = self._apart(condition, met=met)
        if found is None or len(found) > _MOST:
            return [{say_briefly(condition, self.framework): met}]
        return found

    def _apart(self, condition: Condition, *, met: bool) -> list[Combination] | None:
        """Return a condition taken apart; None of one that has no parts."""
        match condition:
            case Not():
                return self.combinations(condition.not_, met=not met)
            case All() | AnyOf():
                parts = [self.combinations(part, met=met) for part in children(condition)]
                if isinstance(condition, All) != met:
                    return [one for part in parts for one in part]
                return _every(parts) if prod(map(len, parts)) <= _MOST_TRIED else None
            case AtLeast() | Findings():
                inside = children(condition) if isinstance(condition, AtLeast) else _findings(condition)
                needed = condition.at_least if met else len(inside) - condition.at_least + 1
                each = [self.combinations(part, met=met) for part in inside]
                tried = comb(len(each), needed) * max(map(len, each)) ** needed
                if tried > _MOST_TRIED:
                    return None
                return [one for chosen in combinations(each, needed) for one in _every(chosen)]
            case _:
                return None


def _findings(condition: Findings) -> tuple[Condition, ...]:
    return tuple(Finding(finding=finding) for finding in condition.findings)


def _every(parts: Sequence[list[Combination]]) -> list[Combination]:
    """Return each choice of one combination from each part, as one; those that contradict themselves left out."""
    found: list[Combination] = []
    for chosen in product(*parts):
        joined: Combination = {}
        for one in chosen:
            if any(joined.get(key, wanted) != wanted for key, wanted in one.items()):
                break
            joined |= one
        else:
            found.append(joined)
    return found
