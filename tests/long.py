"""A record of a cell that was assessed more often than a page of its history holds, cheap to make."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Final

from assessor.domain.evidence_file import EvidenceFile
from assessor.services.assess import assess
from assessor.services.initialise import initialise
from assessor.services.publish_ruleset import publish_ruleset
from assessor.services.record_evidence import record_batch
from tests.copies import lay_schema
from tests.harbour_log import EPOCH, HISTORY, sound_rules

if TYPE_CHECKING:
    from assessor.services.context import Context

OFTEN: Final = "harbour"
ASSESSMENTS: Final = 104
"""Four more than a page of a history holds."""


def live_long(context: Context) -> None:
    """Record it: the cell is judged day after day."""
    lay_schema(context.database)
    initialise(context, "assessor.example/long")
    publish_ruleset(context, sound_rules(), EPOCH)
    record_batch(context, EvidenceFile.model_validate(HISTORY))
    for number in range(ASSESSMENTS):
        assess(context, OFTEN, as_of=date(2025, 4, 1) + timedelta(days=number))
