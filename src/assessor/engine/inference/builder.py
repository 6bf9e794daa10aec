"""
Writes a program from the connectives that rules use.

Holds the translation of `all`, `any`, `not`, n-of, weighted sums and agreement into
clauses and thresholds, and the strata they fall into. Names of nodes are the caller's.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.engine.inference.program import Clause, Program, Stratum, Threshold

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable


LONGEST_BODY = 12
"""Literals in one clause; a longer conjunction gets auxiliary nodes."""

_INPUT_STRATUM = -1


class ProgramBuilder:
    """
    Collect nodes, children first, then build the program.

    Each method returns the number of its node. Structurally equal nodes get the same
    number, whatever the order of their children; one child alone is the node itself.
    """

    def __init__(self) -> None:
        self._strata: list[int] = []  # by node
        self._inputs: list[int] = []
        self._clauses: list[Clause] = []
        self._thresholds: list[Threshold] = []
        self._known: dict[object, int] = {}

    def input(self) -> int:
        """Add a node whose outcome is given from outside."""
        node = self._number(_INPUT_STRATUM)
        self._inputs.append(node)
        return node

    def all_of(self, children: Iterable[int]) -> int:
        """
        Add a conjunction: met iff all children are met, not met iff one is not.

        Raises:
            ValueError: There are no children.
        """
        return self._joined("all", children, outcome=True)

    def any_of(self, children: Iterable[int]) -> int:
        """
        Add a disjunction: met iff one child is met, not met iff none can be.

        Raises:
            ValueError: There are no children.
        """
        return self._joined("any", children, outcome=False)

    def negate(self, child: int) -> int:
        """Add a negation: met iff the child is not met, and the other way round."""

        def clauses(node: int) -> list[Clause]:
            return [Clause((node, True), ((child, False),)), Clause((node, False), ((child, True),))]

        return self._node(("not", child), [child], clauses)

    def agree(self, one: int, other: int) -> int:
        """Add a node that is met iff both are met, and not met iff neither is."""
        pair = sorted((one, other))
        self._require(pair)
        if one == other:
            return one

        def clauses(node: int) -> list[Clause]:
            return [Clause((node, outcome), tuple((child, outcome) for child in pair)) for outcome in (True, False)]

        return self._node(("agree", *pair), pair, clauses)

    def at_least(self, count: int, children: Iterable[int]) -> int:
        """Add a threshold: at least `count` of the children are met; a child listed twice counts twice."""
        return self.weighted([(child, 1) for child in children], at_least=count)

    def weighted(self, members: Iterable[tuple[int, int]], at_least: int) -> int:
        """
        Add a threshold: the weights of the members that are met add up to `at_least` or more.

        Args:
            members: (node, weight) pairs; a node listed twice is taken twice.
            at_least: The sum to reach.

        Raises:
            ValueError: There are no members.
        """
        summed = tuple(sorted(members))
        if not summed:
            raise ValueError("a sum needs at least one member")
        children = [node for node, _ in summed]
        self._require(children)
        key = ("sum", summed, at_least)
        if key not in self._known:
            node = self._number(1 + max(self._strata[child] for child in children))
            self._thresholds.append(Threshold(node, summed, at_least))
            self._known[key] = node
        return self._known[key]

    def build(self) -> Program:
        """Return the program of everything added so far; the builder can go on."""
        return Program(
            inputs=tuple(self._inputs),
            strata=tuple(
                Stratum(
                    thresholds=tuple(t for t in self._thresholds if self._strata[t.node] == stratum),
                    clauses=tuple(c for c in self._clauses if self._strata[c.head[0]] == stratum),
                )
                for stratum in range(max(0, *self._strata, 0) + 1)
            ),
            nodes=len(self._strata),
        )

    def _joined(self, word: str, children: Iterable[int], *, outcome: bool) -> int:
        """Add a node that has `outcome` iff all children have it, in groups no clause is too long for."""
        group = sorted(set(children))
        if not group:
            raise ValueError(f"`{word}` needs at least one child")
        self._require(group)
        while len(group) > LONGEST_BODY:
            parts = [group[start : start + LONGEST_BODY] for start in range(0, len(group), LONGEST_BODY)]
            group = sorted({self._joined(word, part, outcome=outcome) for part in parts})
        if len(group) == 1:
            return group[0]

        def clauses(node: int) -> list[Clause]:
            together = Clause((node, outcome), tuple((child, outcome) for child in group))
            return [together, *(Clause((node, not outcome), ((child, not outcome),)) for child in group)]

        return self._node((word, *group), group, clauses)

    def _node(self, key: object, children: Iterable[int], clauses: Callable[[int], list[Clause]]) -> int:
        if key not in self._known:
            self._require(children)
            node = self._number(max(0, *(self._strata[child] for child in children)))
            self._clauses += clauses(node)
            self._known[key] = node
        return self._known[key]

    def _number(self, stratum: int) -> int:
        self._strata.append(stratum)
        return len(self._strata) - 1

    def _require(self, children: Iterable[int]) -> None:
        for child in children:
            if not 0 <= child < len(self._strata):
                raise ValueError(f"node {child} is not there yet")
