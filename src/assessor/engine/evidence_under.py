"""
The evidence that matched under a node on a day: what a met conclusion quotes.

Follows conditions that are met down to leaves; what held something back is the
business of explanations and of the support.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.kleene import Kleene
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.once import once
from assessor.engine.phase import FindingLeaf

if TYPE_CHECKING:
    from datetime import date

    from assessor.engine.day_record import DayRecord
    from assessor.engine.prepare import Leaf, Prepared


@once
def items_seen(leaf: Leaf, day: date) -> tuple[str, ...]:
    """Return ids of the signals surely counted, or of the readings used, on a day."""
    if isinstance(leaf, ReadingsLeaf):
        used = (v.id for i in leaf.indicators for n in range(leaf.condition.streak) for v in leaf.take(i, day, n).used)
        return tuple(dict.fromkeys(used))
    return tuple(m.told.signal.id for e in leaf.tally(day).certain for m in e.matches)


def evidence_under(prepared: Prepared, record: DayRecord, node: int, *, after: bool) -> tuple[str, ...]:
    """Return ids of the evidence under a node that is met, through findings, once each."""
    plan = prepared.plan
    found: dict[str, None] = {}
    seen: set[tuple[bool, int]] = set()
    open_nodes = [(after, node)]
    while open_nodes:
        where, current = open_nodes.pop()
        outcomes = record.after if where else record.before
        if (where, current) in seen or outcomes[current] != Kleene.MET:
            continue
        seen.add((where, current))
        what = (plan.after if where else plan.before).nodes[current]
        if isinstance(what.given, int):
            found.update(dict.fromkeys(items_seen(prepared.leaves[what.given], record.day)))
        elif isinstance(what.given, FindingLeaf):
            open_nodes.append((False, plan.before.findings[what.given.finding]))
        open_nodes += [(where, child) for child in reversed(what.children)]
    return tuple(found)
