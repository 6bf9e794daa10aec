"""
One of the two programs of a plan, with the meaning of its nodes.

Holds what a program is given, what each node is, and what rests on what; evaluates nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Literal

from assessor.domain.duration import Duration  # noqa: TC001 - a field of a leaf
from assessor.ruleset.conditions import State, TrajectoryOf
from assessor.ruleset.evidential import Reading, Readings, Signals

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Mapping

    from assessor.engine.inference.program import Program, Threshold

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


@dataclass(eq=False)
class Phase:
    """
    One program with the meaning of its nodes; equal to itself alone.

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

    def under(self, roots: Iterable[int], known: Container[int]) -> frozenset[int]:
        """Return nodes with all that they read, `held` ones included; under those that are known it is not looked."""
        found: set[int] = set()
        open_nodes = list(roots)
        while open_nodes:
            number = open_nodes.pop()
            if number not in found:
                found.add(number)
                open_nodes += self.nodes[number].reads if number not in known else ()
        return frozenset(found)
