"""
Which findings read which: the order in which they can be worked out, and those that read the cell's own state.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.ruleset.conclusions import ConcludeFinding
from assessor.ruleset.conditions import State, findings_read, walk

if TYPE_CHECKING:
    from assessor.ruleset.model import CellRules


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
    order: list[str] = []
    while len(order) < len(reads):
        ready = next(f for f in reads if f not in order and reads[f] <= {*order, f} - {f})
        order.append(ready)
    return tuple(order)


def state_readers(rules: CellRules) -> frozenset[str]:
    """Return the findings that read the cell's own state, directly or through others."""
    readers: set[str] = set()
    for finding in finding_order(rules):
        for rule in rules.rules:
            if isinstance(rule.then, ConcludeFinding) and rule.then.finding == finding:
                own = any(isinstance(part, State) for part in walk(rule.condition))
                if own or readers & set(findings_read(rule.condition)):
                    readers.add(finding)
    return frozenset(readers)
