"""
The status of each dimension on the day judged, or why it is undetermined.

The first rule that is met decides. Where none is: *not due* while a milestone of the
dimension is ahead, *stale* where a reading it needs is too old, *unknown* where a rule
is undecided, else *not observed*. A milestone is schedule, not evidence.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.domain.assessment import DimensionStatus
from assessor.domain.duration import window_start
from assessor.domain.kleene import Kleene
from assessor.domain.known import reading_of
from assessor.engine.measures import ReadingsLeaf
from assessor.ruleset.conclusions import ConcludeStatus

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.domain.assessment import Unknown
    from assessor.domain.cell import Cell, Dimension, Milestone
    from assessor.engine.day_record import DayRecord
    from assessor.engine.prepare import Prepared

UNDETERMINED = "undetermined"


def stale_indicators(prepared: Prepared, day: date) -> Mapping[str, str]:
    """Return the indicators that rules read and whose latest reading is too old, each with that reading's period."""
    stale: dict[str, str] = {}
    for leaf in prepared.leaves:
        if isinstance(leaf, ReadingsLeaf):
            for indicator in leaf.indicators:
                latest = leaf.latest(indicator, day)
                if latest is not None:
                    period = reading_of(latest).period
                    if period.span.hi < window_start(leaf.looks_on(day), leaf.condition.max_age):
                        stale[indicator.id] = str(period)
    return dict(sorted(stale.items()))


def _pending(cell: Cell, dimension: str, day: date) -> list[Milestone]:
    """Return the milestones of a dimension that are ahead, the next one first."""
    ahead = [m for m in cell.milestones if dimension in m.dimensions and m.date.span.hi > day]
    return sorted(ahead, key=lambda m: m.date.span.hi)


def statuses_of(prepared: Prepared, record: DayRecord, unknowns: tuple[Unknown, ...]) -> tuple[DimensionStatus, ...]:
    """Return the status of every dimension of the cell, in the cell's order."""
    stale = stale_indicators(prepared, record.day)
    return tuple(_status(prepared, record, dimension, stale, unknowns) for dimension in prepared.case.cell.dimensions)


def _status(
    prepared: Prepared, record: DayRecord, dimension: Dimension, stale: Mapping[str, str], unknowns: tuple[Unknown, ...]
) -> DimensionStatus:
    rules = [
        rule
        for rule in prepared.plan.rules.rules
        if isinstance(rule.then, ConcludeStatus) and rule.then.dimension == dimension.id
    ]
    outcome = {rule.id: record.after[prepared.plan.after.rules[rule.id]] for rule in rules}
    aged = tuple(f"{indicator} (latest {stale[indicator]})" for indicator in dimension.indicators if indicator in stale)
    met = next((rule for rule in rules if outcome[rule.id] == Kleene.MET), None)
    if met is not None and isinstance(met.then, ConcludeStatus):
        return DimensionStatus(
            dimension=dimension.id,
            title=dimension.title,
            status=met.then.status,
            why="decided",
            rule=met.id,
            stale=aged,
        )
    touching = [u for u in unknowns if set(u.rules) & set(outcome)]
    settle = [s for u in touching for s in u.settle]
    pending = _pending(prepared.case.cell, dimension.id, record.day)
    if pending:
        why = "not due"
        settle = [*(f"{m.title} ({m.date}), and evidence of its outcome" for m in pending), *settle]
    elif aged:
        why = "stale"
    elif any(o == Kleene.UNKNOWN for o in outcome.values()):
        why = "unknown"
    else:
        why = "not observed"
        settle = settle or [f"evidence on `{dimension.id}` that a status rule asks for"]
    return DimensionStatus(
        dimension=dimension.id,
        title=dimension.title,
        status=UNDETERMINED,
        why=why,
        stale=aged,
        settle=tuple(dict.fromkeys(settle)),
    )
