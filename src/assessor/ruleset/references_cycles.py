"""
Findings and cells that read each other in a circle, so that no order could decide them.

Each circle is told once, at the reading that closes it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import Finding, Findings, Score, TrajectoryOf
from assessor.ruleset.cycles import find_cycles
from assessor.ruleset.references_rule import walk_with_paths

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from assessor.ruleset.authored import PlacedRule
    from assessor.ruleset.conditions import Condition
    from assessor.ruleset.problems import Problem
    from assessor.ruleset.scope import Steps

    _Edges = dict[str, dict[str, tuple[PlacedRule, Steps]]]

_MOST_NAMES: Final = 12


def check_finding_cycles(rules: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield every circle among the findings of one cell."""
    edges: _Edges = {}
    for placed in rules:
        then = placed.rule.then
        if isinstance(then, ConcludeFinding) and placed.rule.when is not None:
            for path, condition in walk_with_paths(placed.rule.when, ("when",)):
                for finding, steps in _findings_in(condition):
                    edges.setdefault(then.finding, {}).setdefault(finding, (placed, (*path, *steps)))
    mend = "no order could decide them; let one of them read evidence instead"
    for circle, placed, at in _circles(edges):
        message = f"rule {quote(placed.rule.id)}: findings read each other in a circle: {circle}; {mend}"
        yield placed.document.problem(("rules", placed.place, *at), message, "finding-cycle")


def check_cell_cycles(rules: Iterable[PlacedRule]) -> Iterator[Problem]:
    """Yield every circle among cells whose trajectories are read on the same day."""
    edges: _Edges = {}
    for placed in rules:
        if placed.rule.when is not None:
            for path, condition in walk_with_paths(placed.rule.when, ("when",)):
                if isinstance(condition, TrajectoryOf) and not condition.previous_day:
                    read = edges.setdefault(placed.cell, {})
                    read.setdefault(condition.trajectory_of, (placed, (*path, "trajectory_of")))
    mend = "write `previous_day: true` beside the reading that may be a day old"
    for circle, placed, at in _circles(edges):
        message = f"rule {quote(placed.rule.id)}: cells read each other on the same day: {circle}; {mend}"
        yield placed.document.problem(("rules", placed.place, *at), message, "cell-cycle")


def _findings_in(condition: Condition) -> Iterator[tuple[str, Steps]]:
    match condition:
        case Finding():
            yield condition.finding, ("finding",)
        case Findings():
            for place, finding in enumerate(condition.findings):
                yield finding, ("findings", place)
        case Score():
            for finding in condition.score:
                yield finding, ("score", finding)
        case _:
            return


def _circles(edges: _Edges) -> Iterator[tuple[str, PlacedRule, Steps]]:
    """Yield each circle as a path to be read, with the reading that closes it."""
    for cycle in find_cycles(edges):
        placed, at = edges[cycle[-1]][cycle[0]]
        names = [quote(name) for name in (*cycle, cycle[0])]
        if len(names) > _MOST_NAMES:
            names[_MOST_NAMES // 2 : -_MOST_NAMES // 2] = ["…"]
        yield " -> ".join(names), placed, at
