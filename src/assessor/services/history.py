"""
The states and verdicts of a cell over its timeline, with the days they began and why.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import TYPE_CHECKING

from assessor.engine.explain import rationale_on
from assessor.engine.histories import histories_behind, spans_within
from assessor.errors import UsageError
from assessor.services.assess import judge

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment, UnknownGuard
    from assessor.engine.histories import Stretch
    from assessor.services.assessed import Assessed
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
    """
    The timeline of a cell up to the day judged.

    Attributes:
        since: The first day told of; `until` the last.
        spans: The states, whether issued or not.
        stretches: Days in a row with the same verdict.
    """

    assessment: Assessment
    epoch: date
    since: date
    until: date
    spans: tuple[HistorySpan, ...]
    stretches: tuple[Stretch, ...]
    doubts: tuple[UnknownGuard, ...]


def cell_history(
    context: Context,
    cell: str,
    *,
    as_of: date | None = None,
    known_at: str | None = None,
    since: date | None = None,
    until: date | None = None,
) -> CellHistory:
    """
    Return the states and verdicts of a cell, first to last, as known at one moment.

    Args:
        as_of: The day judged; `until`, else the day of *known at*, where absent.
        since: The first day to tell of; the epoch where absent.
        until: The last day to tell of; the day judged where absent.

    Raises:
        UsageError: There is no day to tell of.
    """
    judged = judge(context, cell, as_of=as_of if as_of is not None else until, known_at=known_at)
    assessment, epoch = judged.assessment, judged.evaluation.ruleset.framework.epoch
    first, last = max(since or epoch, epoch), until or assessment.as_of
    if not first <= last <= assessment.as_of:
        asked = f"no history from {since or epoch} to {last}"
        raise UsageError(f"{asked}: the timeline goes from {epoch} to {assessment.as_of}, the day judged")
    return _tell(judged, first, last)


def history_of(assessed: Assessed) -> CellHistory:
    """Return the states and verdicts that led to an assessment, from the epoch to the day judged."""
    return _tell(assessed, assessed.evaluation.ruleset.framework.epoch, assessed.assessment.as_of)


def _tell(judged: Assessed, first: date, last: date) -> CellHistory:
    assessment, cell = judged.assessment, judged.evaluation.cell
    epoch = judged.evaluation.ruleset.framework.epoch
    changes = assessment.verdict.history
    ends = [change.day - timedelta(days=1) for change in changes[1:]] + [assessment.as_of]
    spans = tuple(
        HistorySpan(
            state=change.state,
            since=max(change.day, first),
            until=min(end, last),
            rule=change.rule,
            because=rationale_on(judged.evaluation, change.rule, change.day) if change.rule is not None else "",
        )
        for change, end in zip(changes, ends, strict=True)
        if change.day <= last and end >= first
    )
    stretches = histories_behind(judged.evaluation).of(cell).stretches
    doubts = tuple(d for d in assessment.verdict.unknown_guards if d.first <= last and d.last >= first)
    return CellHistory(assessment, epoch, first, last, spans, tuple(spans_within(stretches, first, last)), doubts)
