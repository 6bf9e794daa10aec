"""
The verdict that a trial is held against: the latest assessment recorded of a cell and day, else a trial.
"""

from __future__ import annotations

from datetime import UTC
from typing import TYPE_CHECKING

from assessor.services.assess import judge
from assessor.services.assessed import Assessed
from assessor.services.assessment_name import Reference
from assessor.services.moments import check_as_of
from assessor.services.recorded import read_recorded
from assessor.services.reproduce import reproduce

if TYPE_CHECKING:
    from datetime import date

    from assessor.ruleset.model import Ruleset
    from assessor.services.context import Context


def find_baseline(
    context: Context, cell: str, as_of: date | None, known_at: str | None, beside: Ruleset | None = None
) -> Assessed:
    """
    Return the latest assessment recorded of a cell and day, evaluated again at its own cut; else a trial.

    Args:
        known_at: Another cut, in place of the recorded one.
        beside: Other rules that the cell is to be judged by at the same cut: what they read is read too.

    Raises:
        VerificationError: The recorded assessment is not what comes out of its own inputs.
        As `judge`.
    """
    if known_at is None:
        now = context.clock()
        day = check_as_of(as_of if as_of is not None else now.astimezone(UTC).date(), now)
        with context.database.read() as tx:
            rows = [row for row in tx.assessments.of_cell(cell) if row.as_of == day]
            recorded = read_recorded(tx, Reference(rows[-1].entry_index), beside=beside) if rows else None
        if recorded is not None:
            return Assessed(recorded.assessment, reproduce(context, recorded))
    return judge(context, cell, as_of=as_of, known_at=known_at, beside=beside)
