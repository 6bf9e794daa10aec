"""
The states of a cell over its timeline, with the days they began and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.engine.explain import rationale_on
from assessor.services.assess import judge

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment, UnknownGuard
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class HistorySpan:
    """A state from its first to its last day, with the rule that led to it and its rationale."""

    state: str
    since: date
    until: date
    rule: str | None
    because: str


@dataclass(frozen=True, slots=True)
class CellHistory:
    """The timeline of a cell from the epoch to the day judged."""

    assessment: Assessment
    epoch: date
    spans: tuple[HistorySpan, ...]
    doubts: tuple[UnknownGuard, ...]


def cell_history(context: Context, cell: str, *, as_of: date | None = None, known_at: str | None = None) -> CellHistory:
    """Return the states of a cell, first to last, as known at one moment."""
    judged = judge(context, cell, as_of=as_of, known_at=known_at)
    changes = judged.assessment.verdict.history
    ends = [change.day - timedelta(days=1) for change in changes[1:]] + [judged.assessment.as_of]
    spans = tuple(
        HistorySpan(
            state=change.state,
            since=change.day,
            until=end,
            rule=change.rule,
            because=rationale_on(judged.evaluation, change.rule, change.day) if change.rule is not None else "",
        )
        for change, end in zip(changes, ends, strict=True)
    )
    epoch = judged.evaluation.ruleset.framework.epoch
    return CellHistory(judged.assessment, epoch, spans, judged.assessment.verdict.unknown_guards)
