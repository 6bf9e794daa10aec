"""
A recorded assessment as it stands in the log, for whoever renders it.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from assessor.services.recorded import read_recorded

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.services.assessment_name import Reference
    from assessor.services.context import Context


@dataclass(frozen=True, slots=True)
class ShownAssessment:
    """A recorded assessment, the log it is in, and when the log took it."""

    assessment: Assessment
    origin: str
    recorded_at: str


def show_assessment(context: Context, reference: Reference) -> ShownAssessment:
    """
    Return a recorded assessment.

    Raises:
        UsageError: The log has no such assessment.
        VerificationError: What its entry names is not as it was recorded.
    """
    with context.database.read() as tx:
        recorded = read_recorded(tx, reference)
        return ShownAssessment(recorded.assessment, tx.log.origin(), recorded.recorded_at)
