"""
Regrading a source: it is of another tier than was thought, or a copy of another one.

Every signal and reading that cites it is judged by the version known at the cut.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from assessor.audit import EntryType, check_reason
from assessor.domain.evidence import Source
from assessor.domain.quoting import quote
from assessor.errors import EvidenceInvalidError, UsageError
from assessor.services.change_knowledge import change_knowledge
from assessor.services.edit_item import batch_of, check_items, edit_item, edited
from assessor.services.evidence_documents import read_item
from assessor.services.find_item import find_standing

if TYPE_CHECKING:
    from assessor.services.change_knowledge import ChangedKnowledge
    from assessor.services.context import Context
    from assessor.services.versions import Version
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class Grade:
    """
    What a source is said to be; what is None stays as it was.

    Attributes:
        tier: The kind of item that it is.
        origin: The report that it is a copy of, which need not be recorded; its own id says that it is none.
        copy_of: A recorded source that it is a copy of.
    """

    tier: int | None = None
    origin: str | None = None
    copy_of: str | None = None


def regrade_source(
    context: Context,
    source_id: str,
    grade: Grade,
    *,
    reason: str,
    expects: int | None = None,
    key: str | None = None,
    dry_run: bool = False,
) -> ChangedKnowledge:
    """
    Record a new version of a source, checked as at first.

    Args:
        expects: The version that is to be regraded.
        key: See `change_knowledge`.

    Raises:
        UsageError: Nothing was said, or both of `origin` and `copy_of`.
        EvidenceNotFoundError: There is no such source, or none that it could be a copy of.
        EvidenceInvalidError: The framework has no such tier, or the source would be a copy of itself.
        EvidenceConflictError: It says that already, was withdrawn, or another version stands.
    """
    check_reason(reason)
    tier, origin, copy_of = grade.tier, grade.origin, grade.copy_of
    if origin is not None and copy_of is not None:
        raise UsageError("give an origin or what it is a copy of, not both")
    if tier is None and origin is None and copy_of is None:
        raise UsageError("say what is another: its tier, its origin, or what it is a copy of")

    def plan(tx: ReadTransaction) -> list[Version]:
        row = find_standing(tx, "source", source_id, expects)
        fields: dict[str, Any] = {} if tier is None else {"tier": tier}
        report = copy_of if copy_of is not None else origin
        if copy_of is not None:
            find_standing(tx, "source", copy_of)
        if report is not None:
            _check_acyclic(tx, source_id, report)
            fields |= {"origin": None if report == source_id else report, "derived_from": None}
        item = edit_item(tx, row, fields)
        check_items(tx, batch_of(item))
        return [edited(EntryType.SOURCE_REGRADED, row, item, reason)]

    asked = {
        "regrade": source_id,
        "tier": tier or 0,
        "origin": origin or "",
        "copy_of": copy_of or "",
        "reason": reason,
        "expects": expects or 0,
    }
    return change_knowledge(context, plan, asked=asked, key=key, dry_run=dry_run)


def _check_acyclic(tx: ReadTransaction, source_id: str, report: str) -> None:
    """
    Check that a report does not come from the source that is to be its copy.

    Raises:
        EvidenceInvalidError: It does, through whatever else.
    """
    waiting, seen = [report], {source_id} if report == source_id else set()
    while waiting:
        current = waiting.pop()
        if current in seen:
            continue
        if current == source_id:
            raise EvidenceInvalidError(
                f"source `{source_id}` cannot be a copy of {quote(report)}, which comes from it itself"
            )
        seen.add(current)
        row = tx.evidence.latest("source", current)
        source = read_item(row.kind, row.body, None) if row is not None else None
        if isinstance(source, Source):
            waiting += [*source.derived_from, *([source.origin] if source.origin is not None else [])]
