"""
Whether a recorded assessment is still what is to be said of its cell, or something newer touches it.

Holds what is told beside an assessment that is shown. It costs a look at what touches its cell, and nothing is
evaluated.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.services.due import entries_after
from assessor.services.publish_ruleset import in_force
from assessor.services.reassess import present, today

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.services.context import Context


def find_newer(context: Context, assessment: Assessment) -> tuple[int, ...]:
    """
    Return the entries that an assessment does not know and that touch its cell.

    None for a trial, and none where a later assessment of the cell has taken its place: it is that one which
    is up to date or not.
    """
    if assessment.entry_index is None:
        return ()
    cell = assessment.cell
    with context.database.read() as tx:
        latest = tx.assessments.latest([cell]).get(cell)
        if latest is None or latest.entry_index != assessment.entry_index:
            return ()
        rules = in_force(tx, today(present(context, tx)), tx.log.size())
        return entries_after(tx, rules, latest) if rules.ruleset.has_cell(cell) else ()
