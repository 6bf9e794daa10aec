"""
A cell's rules as a graph: what evidence is asked for, the findings it leads to, and what follows for the verdict.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Literal

from assessor.engine.compiler import leaf_key
from assessor.engine.finding_order import finding_order
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
from assessor.ruleset.conditions import AnyOf, AtLeast, Findings, Not, Score, children, findings_read

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.framework import Framework
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.model import CellRules, Rule, Ruleset

Kind = Literal["condition", "finding", "transition", "qualifier", "trend", "status", "confidence", "tension"]


@dataclass(frozen=True, slots=True)
class Node:
    """
    A condition, a finding, or what a rule concludes of the verdict.

    Attributes:
        layer: How far it is from evidence, from 0.
        label: What it is; `note` how its parts are joined, or its rule.
    """

    id: str
    kind: Kind
    layer: int
    label: str
    note: str = ""


@dataclass(frozen=True, slots=True)
class Edge:
    """What one node gives to another; against it where it stands under `not` or has a negative weight."""

    source: str
    target: str
    against: bool = False


@dataclass(frozen=True, slots=True)
class Move:
    """A transition, in the order in which they are tried."""

    rule: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class RuleGraph:
    """
    A cell's rules.

    Attributes:
        states: The trajectories, from furthest from the goal to nearest; `initial` the one it begins in.
    """

    cell: str
    title: str
    states: tuple[str, ...]
    initial: str
    moves: tuple[Move, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]


def graph_of(ruleset: Ruleset, cell: str) -> RuleGraph:
    """Return the graph of a cell's rules."""
    rules, framework = ruleset.rules_of(cell), ruleset.framework
    drawing = _Drawing(rules, framework)
    moves = tuple(
        Move(rule.id, source, rule.then.transition)
        for rule in rules.rules
        if isinstance(rule.then, ConcludeTransition)
        for source in rule.then.source
    )
    states = tuple(t.id for t in framework.trajectories)
    title = ruleset.cell(cell).title
    return RuleGraph(cell, title, states, framework.initial, moves, drawing.nodes(), tuple(drawing.edges))


class _Drawing:
    """Collects nodes and edges of a cell's rules; equal conditions are one node."""

    def __init__(self, rules: CellRules, framework: Framework) -> None:
        self.edges: dict[Edge, None] = {}
        self._rules = rules
        self._framework = framework
        self._conditions: dict[str, Condition] = {}
        for rule in rules.rules:
            target = node_id(rule)
            for source, against in self._sources(rule.condition, against=False):
                self.edges[Edge(source, target, against)] = None

    def _sources(self, condition: Condition, *, against: bool) -> Iterator[tuple[str, bool]]:
        """Yield what a condition reads, and whether against it."""
        if inside := children(condition):
            for part in inside:
                yield from self._sources(part, against=against != isinstance(condition, Not))
        elif findings := findings_read(condition):
            for finding in findings:
                weight = condition.score[finding] if isinstance(condition, Score) else 1
                yield f"finding {finding}", against != (weight < 0)
        else:
            key = f"condition {leaf_key(condition)}"
            self._conditions.setdefault(key, condition)
            yield key, against

    def nodes(self) -> tuple[Node, ...]:
        """Return the nodes: conditions right before what reads them first, conclusions in the last layer."""
        layers: dict[str, int] = {}
        for finding in finding_order(self._rules):
            layers[f"finding {finding}"] = self._after(f"finding {finding}", layers)
        last = max((self._after(node_id(rule), layers) for rule in self._rules.rules), default=0)
        found: dict[str, Node] = {}
        for rule in self._rules.rules:
            name = node_id(rule)
            is_finding = isinstance(rule.then, ConcludeFinding)
            layer = layers[name] if is_finding else last
            known = found.get(name)
            note = _joined(rule.condition) if is_finding else rule.id
            if known is not None:
                note = "any of its rules" if is_finding else f"{known.note}, {rule.id}"
            found[name] = Node(name, _kind(rule), layer, _label(rule), note)
        for key, condition in self._conditions.items():
            readers = [found[edge.target].layer for edge in self.edges if edge.source == key]
            found[key] = Node(key, "condition", min(readers) - 1, say_briefly(condition, self._framework))
        return tuple(found.values())

    def _after(self, name: str, layers: dict[str, int]) -> int:
        return 1 + max((layers.get(edge.source, 0) for edge in self.edges if edge.target == name), default=0)


def node_id(rule: Rule) -> str:
    """Return the node that a rule concludes: one for each finding, status, qualifier, and so on."""
    return f"{_kind(rule)} {_label(rule)}"


_KINDS: Final[dict[type, Kind]] = {
    ConcludeFinding: "finding",
    ConcludeTransition: "transition",
    ConcludeQualifier: "qualifier",
    ConcludeTrend: "trend",
    ConcludeStatus: "status",
    ConcludeConfidence: "confidence",
    ConcludeTension: "tension",
}


def _kind(rule: Rule) -> Kind:
    return _KINDS[type(rule.then)]


def _label(rule: Rule) -> str:
    then = rule.then
    match then:
        case ConcludeFinding():
            return then.finding
        case ConcludeTransition():
            return f"{' or '.join(then.source)} → {then.transition}"
        case ConcludeQualifier():
            return then.qualifier
        case ConcludeTrend():
            return then.trend
        case ConcludeStatus():
            return f"{then.dimension}: {then.status}"
        case ConcludeConfidence():
            return f"confidence {then.confidence}"
        case ConcludeTension():
            return then.tension


def _joined(condition: Condition) -> str:
    """Return how the parts of a condition are joined; nothing where it has one."""
    match condition:
        case Findings() | AtLeast():
            parts = len(condition.findings if isinstance(condition, Findings) else condition.of)
            return f"{condition.at_least} of {parts}"
        case Score():
            return f"score of {condition.at_least}"
        case AnyOf():
            return f"any of {len(condition.any)}"
        case _:
            inside = children(condition)
            return f"all of {len(inside)}" if len(inside) > 1 else ""
