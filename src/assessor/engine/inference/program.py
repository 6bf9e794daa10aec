"""
What an inference engine runs: nodes, the clauses that derive them, the sums between.

Holds the value every engine is given, and the check that it makes sense. A node is a
number; its outcome is met, not met or, where neither can be derived, unknown. What a node
means, and how the inputs came to their outcomes, is the caller's.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, TypeAlias

from assessor.domain.kleene import Kleene

if TYPE_CHECKING:
    from collections.abc import Sequence

Literal: TypeAlias = tuple[int, bool]
"""A node with True for "is met" or False for "is not met"."""

_OUTCOMES = frozenset(Kleene)


@dataclass(frozen=True, slots=True)
class Clause:
    """A Horn clause: where every literal of the body is derived, the head is."""

    head: Literal
    body: tuple[Literal, ...]


@dataclass(frozen=True, slots=True)
class Threshold:
    """
    A sum of weights that the host computes and compares; no clause expresses it.

    The lowest sum takes each positive weight whose node is met and each negative one whose
    node is possibly met, the highest the other way round. Met iff the lowest reaches
    `at_least`, not met iff the highest does not.

    Attributes:
        node: The node that gets the outcome.
        members: (node, weight) pairs.
        at_least: What the sum is compared with.
    """

    node: int
    members: tuple[tuple[int, int], ...]
    at_least: int


@dataclass(frozen=True, slots=True)
class Stratum:
    """Thresholds, computed from everything derived before; then clauses, run until nothing new follows."""

    thresholds: tuple[Threshold, ...]
    clauses: tuple[Clause, ...]


@dataclass(frozen=True, slots=True)
class Program:
    """
    Strata over numbered nodes, checked when made.

    No stratum derives what a threshold of it, or of an earlier one, has summed: so a
    clause may run as soon as its body is there, and the result is the same.

    Attributes:
        inputs: Nodes whose outcomes are given, in the order in which they are given.
        strata: In the order in which they run.
        nodes: How many nodes there are; they are numbered from 0.
        digest: SHA-256 of the rest, in hexadecimal.

    Raises:
        ValueError: There is no stratum, a node is out of range, an input comes twice, a body is
            empty, or a threshold sums what is not settled before it.
    """

    inputs: tuple[int, ...]
    strata: tuple[Stratum, ...]
    nodes: int
    digest: str = field(init=False, compare=False, repr=False)

    def __post_init__(self) -> None:
        self._check_nodes()
        self._check_strata()
        strata = [
            [
                [[t.node, t.members, t.at_least] for t in stratum.thresholds],
                [[clause.head, clause.body] for clause in stratum.clauses],
            ]
            for stratum in self.strata
        ]
        text = json.dumps([self.inputs, strata, self.nodes], separators=(",", ":"))
        object.__setattr__(self, "digest", hashlib.sha256(text.encode()).hexdigest())

    def __hash__(self) -> int:
        return hash(self.digest)

    def check_inputs(self, inputs: Sequence[int]) -> None:
        """
        Refuse outcomes that are not one for each input.

        Raises:
            ValueError: Too few, too many, or none of met, unknown and not met.
        """
        if len(inputs) != len(self.inputs):
            raise ValueError(f"{len(inputs)} outcomes for {len(self.inputs)} inputs")
        if not _OUTCOMES.issuperset(inputs):
            raise ValueError(f"an outcome is 1, 0 or -1, not `{next(x for x in inputs if x not in _OUTCOMES)}`")

    def _check_nodes(self) -> None:
        if len(set(self.inputs)) != len(self.inputs):
            raise ValueError("an input comes twice")
        named = set(self.inputs)
        for stratum in self.strata:
            for threshold in stratum.thresholds:
                named.add(threshold.node)
                named.update(node for node, _ in threshold.members)
            for clause in stratum.clauses:
                if not clause.body:
                    raise ValueError(f"the clause for node {clause.head[0]} has no body")
                named.add(clause.head[0])
                named.update(node for node, _ in clause.body)
        if named and not 0 <= min(named) <= max(named) < self.nodes:
            raise ValueError(f"a node lies outside 0 to {self.nodes - 1}")

    def _check_strata(self) -> None:
        if not self.strata:
            raise ValueError("a program has at least one stratum")
        open_nodes: set[int] = set()
        for stratum in reversed(self.strata):
            open_nodes.update(clause.head[0] for clause in stratum.clauses)
            open_nodes.update(threshold.node for threshold in stratum.thresholds)
            for threshold in stratum.thresholds:
                early = open_nodes.intersection(node for node, _ in threshold.members)
                if early:
                    raise ValueError(f"threshold {threshold.node} sums node {min(early)}, which is derived later")
