"""
A recorded assessment as it stands in the log, for whoever renders it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.services.recorded import read_recorded
from assessor.services.restated_by import read_restatements_of

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.services.assessment_name import Reference
    from assessor.services.context import Context
    from assessor.services.restated_by import RestatementOf


@dataclass(frozen=True, slots=True)
class ShownAssessment:
    """A recorded assessment, the log it is in, when the log took it, and how it was restated since."""

    assessment: Assessment
    origin: str
    recorded_at: str
    restated: tuple[RestatementOf, ...] = ()


def show_assessment(context: Context, reference: Reference) -> ShownAssessment:
    """
    Return a recorded assessment.

    Raises:
        UsageError: The log has no such assessment.
        VerificationError: What its entry names is not as it was recorded.
    """
    with context.database.read() as tx:
        recorded = read_recorded(tx, reference)
        restated = read_restatements_of(tx, reference.entry)
        return ShownAssessment(recorded.assessment, tx.log.origin(), recorded.recorded_at, restated)
