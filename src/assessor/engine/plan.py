"""
A cell's rules compiled to two programs: before the transition, and after it.

Findings and transitions see the state at the end of the previous day; statuses,
qualifiers, trends, confidence steps and tensions see the new one. Holds which rule
goes where, and what follows from the rules alone; evaluates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

from assessor.engine.compiler import PhaseCompiler
from assessor.engine.finding_order import finding_order, rules_concluding, state_readers
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition
from assessor.ruleset.conditions import TrajectoryOf, walk

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.engine.phase import Phase, StaticLeaf
    from assessor.ruleset.model import CellRules, Rule


class Guard(NamedTuple):
    """The rule of a transition, the state it leads to, and the node of its condition."""

    rule: str
    target: str
    node: int


@dataclass(eq=False)
class Plan:
    """
    What is evaluated for a cell; equal to itself alone.

    Attributes:
        leaves: The distinct conditions that are decided outside the chaining, by number.
        before: Findings and transitions.
        after: Everything that may read the new state.
        order: Ids of findings, each after those it reads.
        numbers: The number of the leaf of each condition, by the identity of its object.
    """

    rules: CellRules
    leaves: tuple[StaticLeaf, ...]
    before: Phase
    after: Phase
    order: tuple[str, ...]
    numbers: dict[int, int] = field(repr=False)

    @cached_property
    def kept(self) -> dict[object, Any]:
        """What others work out of these rules, and nothing else."""
        return {}

    @cached_property
    def leaving(self) -> Mapping[str, tuple[Guard, ...]]:
        """The transitions out of each state, in declared order."""
        found: dict[str, list[Guard]] = {}
        for rule in self.rules.rules:
            if isinstance(rule.then, ConcludeTransition):
                for source in rule.then.source:
                    guard = Guard(rule.id, rule.then.transition, self.before.rules[rule.id])
                    found.setdefault(source, []).append(guard)
        return {state: tuple(guards) for state, guards in found.items()}

    @cached_property
    def guards(self) -> tuple[int, ...]:
        """The nodes of all transitions, in order."""
        return tuple(sorted({guard.node for guards in self.leaving.values() for guard in guards}))

    @cached_property
    def frontier(self) -> frozenset[int]:
        """The nodes that do not read the state, and from which alone, with the state, all transitions follow."""
        found: set[int] = set()
        seen: set[int] = set()
        open_nodes = [guard.node for guards in self.leaving.values() for guard in guards]
        while open_nodes:
            number = open_nodes.pop()
            if number in self.before.stateless:
                found.add(number)
            elif number not in seen:
                seen.add(number)
                open_nodes += self.before.nodes[number].reads
        return frozenset(found)

    @cached_property
    def statuses(self) -> Mapping[str, tuple[int, ...]]:
        """The nodes of the second program that give each dimension a status, in declared order."""
        found: dict[str, list[int]] = {}
        for rule in self.rules.rules:
            if isinstance(rule.then, ConcludeStatus):
                found.setdefault(rule.then.dimension, []).append(self.after.rules[rule.id])
        return {dimension: tuple(nodes) for dimension, nodes in found.items()}

    def rules_of(self, kind: type) -> tuple[Rule, ...]:
        """Return the rules that conclude something of a kind, in declared order."""
        return self._by_kind.get(kind, ())

    @cached_property
    def _by_kind(self) -> Mapping[type, tuple[Rule, ...]]:
        kinds = dict.fromkeys(type(rule.then) for rule in self.rules.rules)
        return {kind: tuple(rule for rule in self.rules.rules if type(rule.then) is kind) for kind in kinds}

    @cached_property
    def concluding(self) -> Mapping[str, tuple[Rule, ...]]:
        """The rules that conclude each finding, in declared order."""
        return {finding: tuple(rules) for finding, rules in rules_concluding(self.rules).items()}

    @cached_property
    def edges(self) -> tuple[tuple[str, bool], ...]:
        """The cells that the rules read, each with whether they read its previous day only."""
        found: dict[str, bool] = {}
        for rule in self.rules.rules:
            for part in walk(rule.condition):
                if isinstance(part, TrajectoryOf):
                    found[part.trajectory_of] = found.get(part.trajectory_of, True) and part.previous_day
        return tuple(sorted(found.items()))


def compile_plan(rules: CellRules) -> Plan:
    """Compile a cell's rules; the same objects are compiled once for all cells, as long as that is remembered."""
    return _compile_once(_Same(rules))


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
    """Rules that are equal to themselves alone: a plan places conditions by the identity of their objects."""

    rules: CellRules

    def __hash__(self) -> int:
        return hash((id(self.rules.rules), id(self.rules.branches)))

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, _Same):
            return False
        one, two = self.rules, other.rules
        return one.rules is two.rules and one.branches is two.branches


@lru_cache(maxsize=256)
def _compile_once(same: _Same) -> Plan:
    rules = same.rules
    order = finding_order(rules)
    readers = state_readers(rules)
    leaves: dict[str, tuple[int, StaticLeaf]] = {}
    numbers: dict[int, int] = {}
    first = PhaseCompiler(leaves, numbers, readers, given=False)
    concluding = rules_concluding(rules)
    for finding in order:
        for rule in concluding[finding]:
            first.rule(rule)
        first.findings[finding] = first.any_of(tuple(dict.fromkeys(first.rules[r.id] for r in concluding[finding])))
    second = PhaseCompiler(leaves, numbers, readers, given=True)
    for rule in rules.rules:
        if isinstance(rule.then, ConcludeTransition):
            first.rule(rule)
        elif not isinstance(rule.then, ConcludeFinding):
            second.rule(rule)
    return Plan(rules, tuple(leaf for _, leaf in leaves.values()), first.phase(), second.phase(), order, numbers)
