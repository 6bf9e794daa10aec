"""
What one evidence item was to every recorded assessment: decisive, support, merely read, or out of reach.

Read off the records of assessments that it could concern; nothing is evaluated, but for the question whether an
assessment that rests on the item would have come out otherwise without it.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Final, Literal

from assessor.audit import render_instant
from assessor.domain.quoting import quote
from assessor.domain.reach import VersionKnown, is_later, why_out_of_reach
from assessor.engine.compare import compare
from assessor.engine.concern import concerns
from assessor.engine.evaluate import core
from assessor.engine.facets import PARTS
from assessor.errors import EvidenceNotFoundError, UsageError, VerificationError
from assessor.services.assessment_document import find_role
from assessor.services.assessment_entry import read_assessment_entry
from assessor.services.assessment_name import Reference
from assessor.services.known_evidence import read_versions
from assessor.services.list_evidence import EvidenceView, view_versions
from assessor.services.publish_ruleset import load_published
from assessor.services.recorded import Cut, read_recorded
from assessor.services.reproduce import evaluate_at, reproduce
from assessor.services.restated_by import read_restatements_because

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from datetime import date

    from assessor.domain.change import Change
    from assessor.domain.evidence import Item
    from assessor.services.context import Context
    from assessor.services.restated_by import RestatementBecause
    from assessor.store.assessments import AssessmentRow
    from assessor.store.unit_of_work import ReadTransaction

Role = Literal["decided", "supported", "read", "out of reach", "not asked for"]
"""What an item was to an assessment; it supported one that it decided, too."""

ROLES: Final[tuple[Role, ...]] = ("decided", "supported", "read", "out of reach", "not asked for")
_BEHIND: Final = frozenset({"source", "feed"})
"""Kinds that an assessment can rest on though its rules name nothing of them: they are behind what it read."""

MOST_TRIED: Final = 20
"""How many of the assessments that an item supported are evaluated again without it, unless told otherwise."""


@dataclass(frozen=True, slots=True)
class Traced:
    """
    One recorded assessment, and what the item was to it.

    Attributes:
        why: Why it was out of reach.
        without: What changes in the verdict without the item, where that was tried.
        tried: Whether it was.
    """

    entry_index: int
    id: str
    cell: str
    as_of: date
    known_at: str
    log_size: int
    trajectory: str | None
    repeats: int | None
    role: Role
    why: str = ""
    without: tuple[Change, ...] = ()
    tried: bool = False


@dataclass(frozen=True, slots=True)
class Trace:
    """
    An evidence item, and what it was to every recorded assessment that it concerns.

    Attributes:
        versions: Every version, first to last, with the moment from which it is known.
        assessments: The latest first.
        untried: How many of those it supported were not evaluated again without it.
        restated: The entries that restated assessments with the item among their cause, the latest first.
    """

    kind: str
    id: str
    versions: tuple[EvidenceView, ...]
    assessments: tuple[Traced, ...]
    untried: int
    restated: tuple[RestatementBecause, ...] = ()


def trace_evidence(
    context: Context, item_id: str, *, kind: str | None = None, cell: str | None = None, most: int = MOST_TRIED
) -> Trace:
    """
    Trace an evidence item through the recorded assessments.

    Args:
        kind: Its kind, where items of several kinds have the id.
        cell: Only assessments of this cell.
        most: How many assessments that it supported are evaluated again without it, the latest first.

    Raises:
        EvidenceNotFoundError: No evidence of that id is recorded.
        UsageError: Items of several kinds have the id.
        VerificationError: A verdict that the item decided is not what comes out of its own inputs.
    """
    with context.database.read() as tx:
        kind = _kind(tx, item_id, kind)
        rows = tx.evidence.versions(kind, item_id)
        versions = view_versions(tx, rows)
        known = [
            VersionKnown(row.version, view.item, row.entry_index, row.known_from, row.status)
            for row, view in zip(rows, versions, strict=True)
        ]
        found = list(_trace(tx, kind, item_id, cell, known))[::-1]
        restated = read_restatements_because(tx, rows, cell)
    tried = _try_without(context, (kind, item_id), found, most)
    untried = sum(one.role == "supported" and not one.tried for one in tried)
    return Trace(kind, item_id, versions, tuple(tried), untried, restated)


def _kind(tx: ReadTransaction, item_id: str, kind: str | None) -> str:
    try:
        item_id.encode()
        kinds = tx.evidence.kinds_of(item_id)
    except UnicodeEncodeError:  # no text, so no id
        kinds = []
    if kind is not None:
        kinds = [kind] if kind in kinds else []
    if not kinds:
        message = f"no {kind or 'evidence'} {quote(item_id)} is recorded; `assessor signal list` shows what is"
        raise EvidenceNotFoundError(message)
    if len(kinds) > 1:
        raise UsageError(f"{quote(item_id)} is the id of a {' and a '.join(kinds)}: say which with --kind")
    return kinds[0]


def _trace(
    tx: ReadTransaction, kind: str, item_id: str, cell: str | None, known: Sequence[VersionKnown]
) -> Iterator[Traced]:
    """Yield the assessments that the item reached or would have concerned, first to last."""
    items: list[Item] = [version.item for version in known]
    if kind == "source":
        items = [version.item for version in read_versions(tx, list(tx.evidence.citing(item_id)))]
    concerned: dict[tuple[str, str], bool] = {}
    links: dict[int, Literal["support", "read"] | None] = {}
    for row in tx.assessments.every(cell):
        key = (row.ruleset_digest, row.cell)
        if key not in concerned:
            concerned[key] = concerns(load_published(tx, row.ruleset_digest), row.cell, items)
        first = row.repeats if row.repeats is not None else row.entry_index
        if first not in links:
            is_asked = concerned[key] or kind in _BEHIND
            links[first] = find_role(_record(tx, first), kind, item_id) if is_asked else None
        link = links[first]
        why = why_out_of_reach(known, as_of=row.as_of, known_at=row.known_at, log_size=row.log_size)
        if kind == "source" and not why and items and all(is_later(item, row.as_of) for item in items):
            why = "what it tells of is dated after the day judged"
        if link == "support":
            yield _traced(row, "supported")
        elif why and (link == "read" or concerned[key]):
            yield _traced(row, "out of reach", why)
        elif link == "read":
            yield _traced(row, "read")
        elif concerned[key]:
            yield _traced(row, "not asked for")


def _record(tx: ReadTransaction, entry_index: int) -> bytes:
    """Return the bytes of what an assessment found."""
    entry = tx.log.entry(entry_index)
    if entry is None:
        raise VerificationError(f"entry {entry_index}: it is missing")
    return tx.content.get(read_assessment_entry(entry, tx.log.entry).record).data


def _traced(row: AssessmentRow, role: Role, why: str = "") -> Traced:
    return Traced(
        entry_index=row.entry_index,
        id=row.id,
        cell=row.cell,
        as_of=row.as_of,
        known_at=render_instant(row.known_at),
        log_size=row.log_size,
        trajectory=row.trajectory,
        repeats=row.repeats,
        role=role,
        why=why,
    )


def _try_without(context: Context, key: tuple[str, str], found: list[Traced], most: int) -> list[Traced]:
    """Evaluate what the item supported again without it; what repeats another comes out alike."""
    changes: dict[int, tuple[Change, ...]] = {}
    told: list[Traced] = []
    for one in found:
        first = one.repeats if one.repeats is not None else one.entry_index
        if one.role == "supported" and first not in changes and len(changes) < most:
            changes[first] = _without(context, Reference(one.entry_index), key)
        if one.role != "supported" or first not in changes:
            told.append(one)
            continue
        role: Role = "decided" if changes[first] else "supported"
        told.append(replace(one, role=role, without=changes[first], tried=True))
    return told


def _without(context: Context, reference: Reference, key: tuple[str, str]) -> tuple[Change, ...]:
    """Return what changes in a recorded verdict without an item; nothing unless the verdict itself does."""
    with context.database.read() as tx:
        recorded = read_recorded(tx, reference)
    cut = recorded.cut
    less = Cut(cut.ruleset, cut.evidence.without((key,)), cut.as_of, cut.known_at)
    verdict = evaluate_at(context, less, recorded.assessment.cell).verdict
    if core(verdict) == core(recorded.assessment.verdict):
        return ()
    reproduce(context, recorded)
    return tuple(change for change in compare(recorded.assessment.verdict, verdict) if change.part in PARTS)
