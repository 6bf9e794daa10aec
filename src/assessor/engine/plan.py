"""
A cell's rules compiled to two programs: before the transition, and after it.

Findings and transitions see the state at the end of the previous day; statuses,
qualifiers, trends, confidence steps and tensions see the new one. Holds the
numbering of nodes and what each node is; evaluates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from heapq import heappop, heappush
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from assessor.domain.duration import Duration
from assessor.engine.inference.builder import ProgramBuilder
from assessor.ruleset.conclusions import ConcludeFinding, ConcludeStatus, ConcludeTransition
from assessor.ruleset.conditions import (
    All,
    AnyOf,
    AtLeast,
    Finding,
    Findings,
    Held,
    Not,
    Reading,
    Readings,
    Score,
    Signals,
    State,
    TrajectoryOf,
    findings_read,
    walk,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from assessor.engine.inference.program import Program, Threshold
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import CellRules, Rule

StaticLeaf = Signals | Reading | Readings
"""Conditions that evidence alone decides, whatever the state."""


@dataclass(frozen=True, slots=True)
class HeldLeaf:
    """The earlier days of a `held` condition: `inner` is the node whose past is asked for."""

    inner: int
    window: Duration
    reads_state: bool


@dataclass(frozen=True, slots=True)
class FindingLeaf:
    """A finding of the first program, read in the second."""

    finding: str


Input = int | State | TrajectoryOf | HeldLeaf | FindingLeaf
"""What a program is given: the number of a static leaf, or something of the day's state."""

NodeKind = Literal["input", "all", "any", "not", "sum", "agree"]


@dataclass(frozen=True)
class Node:
    """What a node of a program is; `children` are nodes, `given` is set on inputs."""

    kind: NodeKind
    children: tuple[int, ...] = ()
    given: Input | None = None

    @cached_property
    def reads(self) -> tuple[int, ...]:
        """The nodes that its outcomes rest on, those of earlier days included."""
        return (self.given.inner,) if isinstance(self.given, HeldLeaf) else self.children


@dataclass
class Phase:
    """
    One program with the meaning of its nodes.

    Attributes:
        inputs: What each of the program's inputs stands for, in its order.
        rules: The node of each rule's condition, by rule id.
        placed: The node of each condition of those rules, by the identity of its object.
        findings: The node of each finding, by id; in the first phase only.
    """

    program: Program
    inputs: tuple[Input, ...]
    nodes: dict[int, Node]
    rules: dict[str, int]
    placed: dict[int, int] = field(repr=False)
    findings: dict[str, int] = field(default_factory=dict)
    held: tuple[HeldLeaf, ...] = ()

    @cached_property
    def sums(self) -> Mapping[int, Threshold]:
        """The sums of the program by the node that they decide."""
        return {t.node: t for stratum in self.program.strata for t in stratum.thresholds}

    @cached_property
    def readers(self) -> Mapping[int, tuple[int, ...]]:
        """Of each node that is read, the nodes that read it, on that day or later."""
        found: dict[int, list[int]] = {}
        for number, node in self.nodes.items():
            for read in dict.fromkeys(node.reads):
                found.setdefault(read, []).append(number)
        return {number: tuple(readers) for number, readers in found.items()}

    @cached_property
    def given(self) -> Mapping[int, Input]:
        """The inputs that come from outside the program by node; what a `held` remembers is worked out within."""
        inputs = ((number, node.given) for number, node in self.nodes.items())
        return {number: given for number, given in inputs if given is not None and not isinstance(given, HeldLeaf)}

    @cached_property
    def stateless(self) -> frozenset[int]:
        """The nodes that do not read the cell's own state, not even that of earlier days."""
        found: set[int] = set()
        for number in sorted(self.nodes):
            node = self.nodes[number]
            if not isinstance(node.given, State) and found.issuperset(node.reads):
                found.add(number)
        return frozenset(found)

    def under(self, roots: Iterable[int]) -> frozenset[int]:
        """Return nodes with all that they read, `held` ones included."""
        found: set[int] = set()
        open_nodes = list(roots)
        while open_nodes:
            number = open_nodes.pop()
            if number not in found:
                found.add(number)
                open_nodes += self.nodes[number].reads
        return frozenset(found)


class Guard(NamedTuple):
    """The rule of a transition, the state it leads to, and the node of its condition."""

    rule: str
    target: str
    node: int


@dataclass
class Plan:
    """
    What is evaluated for a cell.

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
        return {finding: tuple(rules) for finding, rules in _concluding(self.rules).items()}

    @cached_property
    def edges(self) -> tuple[tuple[str, bool], ...]:
        """The cells that the rules read, each with whether they read its previous day only."""
        found: dict[str, bool] = {}
        for rule in self.rules.rules:
            for part in walk(rule.condition):
                if isinstance(part, TrajectoryOf):
                    found[part.trajectory_of] = found.get(part.trajectory_of, True) and part.previous_day
        return tuple(sorted(found.items()))


def leaf_key(leaf: Condition) -> str:
    """Return a text that two leaves share iff they ask the same."""
    return type(leaf).__name__ + leaf.model_dump_json(exclude={"label", "reason"}, by_alias=True)


def finding_order(rules: CellRules) -> tuple[str, ...]:
    """
    Return the findings so that each stands after those it reads.

    The loader has refused cycles; of findings that do not read each other the order
    is that of the files.
    """
    reads: dict[str, set[str]] = {}
    for rule in rules.rules:
        if isinstance(rule.then, ConcludeFinding):
            reads.setdefault(rule.then.finding, set()).update(findings_read(rule.condition))
    names = tuple(reads)
    readers: dict[str, list[int]] = {}
    for place, name in enumerate(names):
        for read in reads[name]:
            readers.setdefault(read, []).append(place)
    missing = [len(reads[name]) for name in names]
    ready = [place for place, count in enumerate(missing) if count == 0]  # ascending, and so a heap
    order: list[str] = []
    while ready:
        order.append(names[heappop(ready)])
        for place in readers.get(order[-1], ()):
            missing[place] -= 1
            if missing[place] == 0:
                heappush(ready, place)
    return tuple(order)


def _concluding(rules: CellRules) -> dict[str, list[Rule]]:
    """Return the rules that conclude each finding, in declared order."""
    found: dict[str, list[Rule]] = {}
    for rule in rules.rules:
        if isinstance(rule.then, ConcludeFinding):
            found.setdefault(rule.then.finding, []).append(rule)
    return found


def state_readers(rules: CellRules) -> frozenset[str]:
    """Return the findings that read the cell's own state, directly or through others."""
    readers: set[str] = set()
    concluding = _concluding(rules)
    for finding in finding_order(rules):
        for rule in concluding[finding]:
            own = any(isinstance(part, State) for part in walk(rule.condition))
            if own or readers & set(findings_read(rule.condition)):
                readers.add(finding)
    return frozenset(readers)


class _Compiler:
    """Builds one phase; findings are compiled in the first and given in the second."""

    def __init__(
        self,
        leaves: dict[str, tuple[int, StaticLeaf]],
        numbers: dict[int, int],
        readers: frozenset[str],
        *,
        given: bool,
    ) -> None:
        self.builder = ProgramBuilder()
        self.leaves = leaves
        self.numbers = numbers
        self.readers = readers
        self.given = given
        self.nodes: dict[int, Node] = {}
        self.inputs: dict[str, tuple[int, Input]] = {}
        self.findings: dict[str, int] = {}
        self.rules: dict[str, int] = {}
        self.held: list[HeldLeaf] = []
        self.placed: dict[int, int] = {}

    def _input(self, key: str, given: Input) -> int:
        if key not in self.inputs:
            node = self.builder.input()
            self.inputs[key] = (node, given)
            self.nodes[node] = Node("input", (), given)
        return self.inputs[key][0]

    def _keep(self, node: int, kind: NodeKind, children: tuple[int, ...]) -> int:
        self.nodes.setdefault(node, Node(kind, children))
        return node

    def finding(self, finding: str) -> int:
        if self.given:
            return self._input(f"finding {finding}", FindingLeaf(finding))
        return self.findings[finding]

    def any_of(self, children: tuple[int, ...]) -> int:
        return children[0] if len(children) == 1 else self._keep(self.builder.any_of(children), "any", children)

    def compile(self, condition: Condition) -> int:
        """Return the node of a condition, making what it needs."""
        node = self._compile(condition)
        self.placed[id(condition)] = node
        return node

    def _compile(self, condition: Condition) -> int:
        builder = self.builder
        match condition:
            case Signals() | Reading() | Readings():
                key = leaf_key(condition)
                number, _ = self.leaves.setdefault(key, (len(self.leaves), condition))
                self.numbers[id(condition)] = number
                return self._input(f"leaf {number}", number)
            case State() | TrajectoryOf():
                return self._input(leaf_key(condition), condition)
            case Finding():
                return self.finding(condition.finding)
            case Findings():
                children = tuple(self.finding(f) for f in condition.findings)
                return self._keep(builder.at_least(condition.at_least, children), "sum", children)
            case Score():
                members = tuple((self.finding(f), weight) for f, weight in condition.score.items())
                return self._keep(builder.weighted(members, condition.at_least), "sum", tuple(n for n, _ in members))
            case All():
                children = tuple(self.compile(c) for c in condition.all)
                return children[0] if len(set(children)) == 1 else self._keep(builder.all_of(children), "all", children)
            case AnyOf():
                children = tuple(dict.fromkeys(self.compile(c) for c in condition.any))
                return self.any_of(children)
            case Not():
                child = self.compile(condition.not_)
                return self._keep(builder.negate(child), "not", (child,))
            case AtLeast():
                children = tuple(self.compile(c) for c in condition.of)
                return self._keep(builder.at_least(condition.at_least, children), "sum", children)
            case Held():
                return self._held(condition)

    def _held(self, condition: Held) -> int:
        inner = self.compile(condition.condition)
        if condition.held == Duration(days=1):
            return inner
        reads_state = any(isinstance(p, State) for p in walk(condition.condition))
        reads_state = reads_state or bool(self.readers & set(findings_read(condition.condition)))
        past = HeldLeaf(inner, condition.held, reads_state)
        before = self._input(f"held {inner} {condition.held}", past)
        if past not in self.held:
            self.held.append(past)
        return self._keep(self.builder.agree(inner, before), "agree", (inner, before))

    def rule(self, rule: Rule) -> None:
        self.rules[rule.id] = self.compile(rule.condition)

    def phase(self) -> Phase:
        program = self.builder.build()
        given = dict(self.inputs.values())
        return Phase(
            program=program,
            inputs=tuple(given[node] for node in program.inputs),
            nodes=self.nodes,
            rules=self.rules,
            placed=self.placed,
            findings=self.findings,
            held=tuple(self.held),
        )


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
    first = _Compiler(leaves, numbers, readers, given=False)
    concluding = _concluding(rules)
    for finding in order:
        for rule in concluding[finding]:
            first.rule(rule)
        first.findings[finding] = first.any_of(tuple(dict.fromkeys(first.rules[r.id] for r in concluding[finding])))
    second = _Compiler(leaves, numbers, readers, given=True)
    for rule in rules.rules:
        if isinstance(rule.then, ConcludeTransition):
            first.rule(rule)
        elif not isinstance(rule.then, ConcludeFinding):
            second.rule(rule)
    return Plan(rules, tuple(leaf for _, leaf in leaves.values()), first.phase(), second.phase(), order, numbers)
