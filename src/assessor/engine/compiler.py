"""
Conditions compiled to the nodes of one program.

Holds the numbering of nodes: what asks the same is one node. Which rules go into which program is
`assessor.engine.plan`'s business.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.duration import Duration
from assessor.engine.inference.builder import ProgramBuilder
from assessor.engine.phase import FindingLeaf, HeldLeaf, Node, Phase
from assessor.ruleset.conditions import (
    All,
    AnyOf,
    AtLeast,
    Finding,
    Findings,
    Held,
    Not,
    Score,
    State,
    TrajectoryOf,
    findings_read,
    walk,
)
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from assessor.engine.phase import Input, NodeKind, StaticLeaf
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import Rule


def leaf_key(leaf: Condition) -> str:
    """Return a text that two leaves share iff they ask the same."""
    return type(leaf).__name__ + leaf.model_dump_json(exclude={"label", "reason"}, by_alias=True)


class PhaseCompiler:
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
        """Return the node of a finding: of its rules in the first phase, what is given in the second."""
        if self.given:
            return self._input(f"finding {finding}", FindingLeaf(finding))
        return self.findings[finding]

    def any_of(self, children: tuple[int, ...]) -> int:
        """Return the node that is met where one of some nodes is: that one, where it is alone."""
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
        """Compile the condition of a rule."""
        self.rules[rule.id] = self.compile(rule.condition)

    def phase(self) -> Phase:
        """Return what was compiled, as one program."""
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
