"""
Revising a reading by hand: the value of the same period as it is published now.

Whole editions are revised by importing them, see `assessor.services.record_evidence`.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from assessor.audit import EntryType, check_reason
from assessor.services.change_knowledge import change_knowledge
from assessor.services.edit_item import batch_of, check_items, edit_item, edited
from assessor.services.evidence_documents import read_item
from assessor.services.find_item import find_standing

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.domain.evidence import Item
    from assessor.services.change_knowledge import ChangedKnowledge
    from assessor.services.context import Context
    from assessor.services.versions import Version
    from assessor.store.unit_of_work import ReadTransaction


def revise_reading(
    context: Context,
    reading_id: str,
    fields: Mapping[str, Any],
    *,
    reason: str,
    expects: int | None = None,
    key: str | None = None,
    dry_run: bool = False,
) -> ChangedKnowledge:
    """
    Record a new version of a reading, checked as at first.

    Args:
        reading_id: Indicator and period, such as `overdose-deaths/2026-03`.
        fields: What changes, by the names that files use. A value without a status is observed where
            none was stated before; a status that has no value takes it away.
        expects: The version that is to be revised.
        key: See `change_knowledge`.

    Raises:
        EvidenceNotFoundError: There is no such reading.
        EvidenceInvalidError: Something is wrong with it; the message lists all of it.
        EvidenceConflictError: It says that already, was withdrawn, or another version stands.
    """
    check_reason(reason)

    def plan(tx: ReadTransaction) -> list[Version]:
        row = find_standing(tx, "reading", reading_id, expects)
        item = edit_item(tx, row, _with_status(read_item(row.kind, row.body, None), fields))
        check_items(tx, batch_of(item))
        return [edited(EntryType.READING_REVISED, row, item, reason)]

    asked = {"revise": reading_id, "fields": dict(fields), "reason": reason, "expects": expects or 0}
    return change_knowledge(context, plan, asked=asked, key=key, dry_run=dry_run)


def _with_status(item: Item, fields: Mapping[str, Any]) -> dict[str, Any]:
    """Return what changes, with the value or the status that follows from it."""
    had_value = getattr(item, "value", None) is not None
    follows: dict[str, Any] = {}
    if "value" in fields and not had_value:
        follows["status"] = "observed"
    if fields.get("status") in {"suppressed", "missing"}:
        follows["value"] = None
    return follows | dict(fields)
