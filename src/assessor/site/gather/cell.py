"""
A cell as its page tells it: its latest assessment, evaluated again from the record, and all that follows from it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.domain.known import Evidence
from assessor.engine.explain import explain, explain_moves, why_not
from assessor.errors import UsageError
from assessor.services.assessed import Assessed
from assessor.services.assessment_name import Reference
from assessor.services.diff import diff_recorded
from assessor.services.flip import flips_of
from assessor.services.history import history_of
from assessor.services.known_evidence import read_indicators
from assessor.services.outlook import outlook_of
from assessor.services.recorded import read_recorded
from assessor.services.reproduce import reproduce
from assessor.services.restated_by import read_restatements_of
from assessor.site.gather.backlog import gather_backlog
from assessor.site.gather.corrected import gather_corrected
from assessor.site.gather.series import gather_series, unread_indicators
from assessor.site.gather.unsaid import unsaid_beside, unsaid_statuses

if TYPE_CHECKING:
    from assessor.domain.evidence import Reading, Source
    from assessor.domain.explanation import Explained
    from assessor.domain.known import ItemKey
    from assessor.engine.evaluate import Evaluation
    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context
    from assessor.services.diff import Difference
    from assessor.services.flip import FlipList
    from assessor.services.history import CellHistory
    from assessor.services.list_evidence import EvidenceView
    from assessor.services.outlook import Outlook
    from assessor.services.restated_by import RestatementOf
    from assessor.site.gather.backlog import SignalTold
    from assessor.site.gather.record import CellRecord
    from assessor.site.gather.series import Series
    from assessor.site.gather.unsaid import Unsaid

_MOST_FLIPS: Final = 40
"""How many changes of each kind are tried for the signposts of a page, at most."""

_EFFORT: Final = 4_000_000
"""How much they may cost: items of evidence times days, over all changes of a kind."""


@dataclass(frozen=True, slots=True)
class CellFacts:
    """
    What the page of an assessed cell tells.

    Attributes:
        assessed: The latest assessment; evaluated again, it gave the bytes that were recorded.
        evidence: What was known of it, readings that no rule reads among it.
        moves: Each change of state, explained on its day.
        against: For each other state, why the cell is not in it.
        series: The indicators of each dimension, by its id; `unsaid_statuses`, those that it does not have.
        unsaid_beside: The trends and qualifiers that do not stand beside the trajectory.
        corrected: The readings and sources of the evidence that were changed, each with its versions.
        difference: What changed since the assessment recorded before it; None for the first.
    """

    record: CellRecord
    assessed: Assessed
    recorded_at: str
    rules: Ruleset
    evidence: Evidence
    reasons: tuple[Explained, ...]
    moves: tuple[Explained, ...]
    against: tuple[tuple[str, tuple[Explained, ...]], ...]
    history: CellHistory
    flips: FlipList | None
    outlook: Outlook | None
    series: dict[str, tuple[Series, ...]]
    unsaid_statuses: dict[str, tuple[Unsaid, ...]]
    unsaid_beside: tuple[Unsaid, ...]
    backlog: tuple[SignalTold, ...]
    corrected: dict[ItemKey, tuple[EvidenceView, ...]]
    restated: tuple[RestatementOf, ...]
    difference: Difference | None

    @property
    def readings(self) -> tuple[Reading, ...]:
        """The readings of its indicators, those without a value among them, each once."""
        plots = {plot.indicator.id: plot for some in self.series.values() for plot in some}
        return tuple(
            read
            for plot in plots.values()
            for read in sorted((*plot.readings, *plot.gaps), key=lambda one: one.period.span.hi)
        )

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of its signals and readings, by id."""
        cited = {source.id for one in self.backlog for source in one.sources} | {one.source for one in self.readings}
        found = (self.evidence.source(name) for name in sorted(cited))
        return tuple(one for one in found if one is not None)


def gather_cell(context: Context, record: CellRecord, log_size: int) -> CellFacts | None:
    """
    Read a cell for its page; None where it was never assessed.

    Args:
        log_size: Entries of the record: what came after them is not told.

    Raises:
        VerificationError: Its latest assessment is not what comes out of its own inputs.
    """
    if record.latest is None:
        return None
    entry = record.latest.entry_index
    with context.database.read() as tx:
        recorded = read_recorded(tx, Reference(entry))
        restated = tuple(one for one in read_restatements_of(tx, entry) if one.entry_index < log_size)
    evaluation = reproduce(context, recorded)
    assessed = Assessed(recorded.assessment, evaluation)
    cell = evaluation.ruleset.cell(evaluation.cell)
    size, moment = recorded.assessment.log_size, recorded.cut.known_at
    with context.database.read() as tx:
        backlog = gather_backlog(tx, evaluation)
        unread = read_indicators(tx, unread_indicators(evaluation), size, moment)
        evidence = Evidence({**unread.versions, **evaluation.evidence.versions})
        corrected = gather_corrected(tx, evidence)
    return CellFacts(
        record=record,
        assessed=assessed,
        recorded_at=recorded.recorded_at,
        rules=evaluation.ruleset,
        evidence=evidence,
        reasons=explain(evaluation),
        moves=explain_moves(evaluation),
        against=_against(assessed),
        history=history_of(assessed),
        flips=flips_of(assessed, budget=_budget(assessed)) if _has_rules(assessed) else None,
        outlook=_outlook(context, assessed),
        series={dimension.id: gather_series(evaluation, evidence, dimension) for dimension in cell.dimensions},
        unsaid_statuses=unsaid_statuses(evaluation),
        unsaid_beside=unsaid_beside(evaluation),
        backlog=backlog,
        corrected=corrected,
        restated=restated,
        difference=_difference(context, record, evaluation),
    )


def _budget(assessed: Assessed) -> int:
    """Return how many changes of each kind are tried: fewer where each costs more, and the same for the same record."""
    evaluation = assessed.evaluation
    days = (evaluation.as_of - evaluation.ruleset.framework.epoch).days + 1
    return min(_MOST_FLIPS, _EFFORT // (days * max(1, len(evaluation.evidence.versions))))


def _has_rules(assessed: Assessed) -> bool:
    return bool(assessed.evaluation.ruleset.rules_of(assessed.evaluation.cell).rules)


def _against(assessed: Assessed) -> tuple[tuple[str, tuple[Explained, ...]], ...]:
    """Return why the cell is in none of the other states, in the framework's order."""
    evaluation = assessed.evaluation
    state = evaluation.timeline.folds[evaluation.cell].last.state
    others = [term.id for term in evaluation.ruleset.framework.trajectories if term.id != state]
    found = ((other, why_not(evaluation, other)) for other in others)
    return tuple((other, parts) for other, parts in found if parts)


def _outlook(context: Context, assessed: Assessed) -> Outlook | None:
    """Return the outlook, where the cell has one and its horizons are still to come."""
    evaluation = assessed.evaluation
    ahead = [
        one for one in evaluation.ruleset.rules_of(evaluation.cell).branches if one.horizon.span.lo > evaluation.as_of
    ]
    if not ahead:
        return None
    found = [outlook_of(context, assessed, branch=one.id) for one in ahead]
    return type(found[0])(assessed.assessment, tuple(branch for one in found for branch in one.branches))


def _difference(context: Context, record: CellRecord, latest: Evaluation) -> Difference | None:
    """Return what changed from the assessment of the latest day before, the one recorded last."""
    assert record.latest is not None  # noqa: S101 - the caller knows it
    entry = record.latest.entry_index
    earlier = [row for row in record.rows if (row.as_of, row.entry_index) < (record.latest.as_of, entry)]
    if not earlier:
        return None
    before = max(earlier, key=lambda row: (row.as_of, row.entry_index))
    try:
        return diff_recorded(context, Reference(before.entry_index), Reference(entry), reproduced=latest)
    except UsageError:
        return None
