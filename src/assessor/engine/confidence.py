"""
The confidence of a verdict: high, stepped down and up, with every reason.

Every verdict steps down once for each of: alternatives, dimensions undetermined though
due and not for stale readings alone, stale indicators, a single origin under the transition that made the state, and
values of later vintage than the day they count as known. Rules add steps of their own.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, Literal

from assessor.domain.assessment import ConfidenceStep
from assessor.domain.kleene import Kleene
from assessor.domain.known import reading_of
from assessor.engine.measures import ReadingsLeaf
from assessor.engine.origins import origins_under_state
from assessor.engine.statuses import UNDETERMINED, stale_indicators
from assessor.ruleset.conclusions import ConcludeConfidence

if TYPE_CHECKING:
    from collections.abc import Mapping
    from datetime import date

    from assessor.domain.assessment import DimensionStatus
    from assessor.domain.known import EvidenceVersion
    from assessor.engine.fold import Fold
    from assessor.engine.prepare import Prepared

Level = Literal["high", "moderate", "low"]
LADDER: Final[tuple[Level, ...]] = ("low", "moderate", "high")


def confidence_of(
    prepared: Prepared, fold: Fold, dimensions: tuple[DimensionStatus, ...]
) -> tuple[Level, tuple[ConfidenceStep, ...]]:
    """Return the level, and the steps that led there; the ladder ends at low and at high."""
    steps = [ConfidenceStep(step="down", reason=reason) for reason in _own(prepared, fold, dimensions)]
    for rule in prepared.plan.rules.rules:
        if not isinstance(rule.then, ConcludeConfidence):
            continue
        if fold.last.after[prepared.plan.after.rules[rule.id]] == Kleene.MET:
            steps.append(ConfidenceStep(step=rule.then.confidence, reason="rule", rule=rule.id))
    place = len(LADDER) - 1 + sum(1 if s.step == "up" else -1 for s in steps)
    return LADDER[max(0, min(place, len(LADDER) - 1))], tuple(steps)


def look_ahead(prepared: Prepared, day: date) -> Mapping[str, EvidenceVersion]:
    """Return the indicators that rules read with a value of later vintage by then, with the latest such reading."""
    read = {i.id for leaf in prepared.leaves if isinstance(leaf, ReadingsLeaf) for i in leaf.indicators}
    return {
        indicator: version
        for indicator in sorted(read)
        for version in prepared.case.series.get(indicator, ())
        if version.look_ahead and reading_of(version).period.span.hi <= day
    }


def _own(prepared: Prepared, fold: Fold, dimensions: tuple[DimensionStatus, ...]) -> list[str]:
    record = fold.last
    reasons: list[str] = []
    others = sorted(record.could_be - {record.state})
    if others:
        reasons.append(f"unknown guards could have led to {' or '.join(others)}")
    due = [d.dimension for d in dimensions if d.status == UNDETERMINED and d.why not in {"not due", "stale"}]
    if due:
        reasons.append(f"undetermined: {', '.join(due)}")
    stale = stale_indicators(prepared, record.day)
    if stale:
        reasons.append("stale: " + ", ".join(f"{indicator} (latest {period})" for indicator, period in stale.items()))
    origins = origins_under_state(prepared, fold)
    if origins is not None and len(origins) == 1:
        reasons.append(f"a single origin, {origins[0]}, under the transition to {record.state}")
    ahead = look_ahead(prepared, record.day)
    if ahead:
        reasons.append(f"values of later vintage than their publication (look-ahead): {', '.join(ahead)}")
    return reasons
