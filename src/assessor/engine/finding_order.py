"""
Which findings read which: the order in which they can be worked out, and those that read the cell's own state.
"""

from __future__ import annotations

from heapq import heappop, heappush
from typing import TYPE_CHECKING

from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import State, findings_read, walk

if TYPE_CHECKING:
    from assessor.ruleset.model import CellRules, Rule


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


def rules_concluding(rules: CellRules) -> dict[str, list[Rule]]:
    """Return the rules that conclude each finding, in declared order."""
    found: dict[str, list[Rule]] = {}
    for rule in rules.rules:
        if isinstance(rule.then, ConcludeFinding):
            found.setdefault(rule.then.finding, []).append(rule)
    return found


def state_readers(rules: CellRules) -> frozenset[str]:
    """Return the findings that read the cell's own state, directly or through others."""
    readers: set[str] = set()
    concluding = rules_concluding(rules)
    for finding in finding_order(rules):
        for rule in concluding[finding]:
            own = any(isinstance(part, State) for part in walk(rule.condition))
            if own or readers & set(findings_read(rule.condition)):
                readers.add(finding)
    return frozenset(readers)
