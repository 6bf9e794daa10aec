"""
Evidence as it would be with items added or taken away: supposed, and never recorded.

What is added is refused for the reasons an import would refuse it. What is taken away is named by
id, alone or behind its kind, as in `source:wire-0503`. Holds no evaluation.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, get_args

from assessor.domain.evidence import Kind, Reading, Signal
from assessor.domain.known import Evidence, EvidenceVersion
from assessor.domain.quoting import quote
from assessor.errors import EvidenceConflictError, EvidenceNotFoundError, UsageError
from assessor.ruleset.problems import did_you_mean
from assessor.services.check_batch import check_batch
from assessor.services.evidence_batch import items_of
from assessor.services.evidence_documents import write_item

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from assessor.domain.evidence_file import EvidenceFile
    from assessor.domain.known import ItemKey
    from assessor.ruleset.model import Ruleset
    from assessor.store.unit_of_work import ReadTransaction

_KINDS: Final[tuple[Kind, ...]] = get_args(Kind)


@dataclass(frozen=True, slots=True)
class Supposed:
    """
    Evidence under a supposition.

    Attributes:
        added: What is supposed to be known, or known with other content.
        removed: What is supposed not to be known; with a source, what it alone tells.
    """

    evidence: Evidence
    added: tuple[ItemKey, ...] = ()
    removed: tuple[ItemKey, ...] = ()


def take_away(evidence: Evidence, names: Iterable[str]) -> Supposed:
    """
    Suppose that items were not known.

    Without a source, the signals and readings that no other source tells are not known either.

    Raises:
        EvidenceNotFoundError: Nothing of that id is known; the message names what comes nearest.
        UsageError: Items of several kinds have the id.
    """
    gone = dict.fromkeys(_find(evidence, name) for name in names)
    sources = {item_id for kind, item_id in gone if kind == "source"}
    for key, version in evidence.versions.items():
        told_by = _sources_of(version)
        if told_by and told_by <= sources:
            gone[key] = None
    return Supposed(evidence.without(gone), removed=tuple(gone))


def keys_of(name: str) -> tuple[ItemKey, ...]:
    """Return what an id may name: an item of the kind in front of it, if there is one, or of any kind."""
    kind, _, item_id = name.partition(":")
    return (*([(kind, item_id)] if kind in _KINDS else ()), *((kind, name) for kind in _KINDS))


def _find(evidence: Evidence, name: str) -> ItemKey:
    keys = [key for key in keys_of(name) if key in evidence.versions]
    if not keys:
        near = did_you_mean(name, {item_id for _, item_id in evidence.versions})
        raise EvidenceNotFoundError(f"no evidence {quote(name)} is known at this cut{near or ''}")
    if len(keys) > 1 and keys[0][1] == name:
        kinds = " and a ".join(kind for kind, _ in keys)
        raise UsageError(f"{quote(name)} is the id of a {kinds}: write {quote(f'{keys[0][0]}:{name}')} for one of them")
    return keys[0]


def _sources_of(version: EvidenceVersion) -> set[str]:
    match version.item:
        case Signal():
            return set(version.item.sources)
        case Reading():
            return {version.item.source}
        case _:
            return set()


def add(
    tx: ReadTransaction, supposed: Supposed, files: Iterable[EvidenceFile], ruleset: Ruleset, moment: datetime
) -> Supposed:
    """
    Suppose that batches of evidence were known at a moment.

    Items of a declared backfill are known from when it says, which can be too late to count.
    An item that is known with other content is refused, unless it was taken away before.

    Raises:
        EvidenceInvalidError: Something in a batch is wrong; the message lists all of it.
        EvidenceConflictError: An id is known with other content.
    """
    versions = dict(supposed.evidence.versions)
    added: dict[ItemKey, None] = dict.fromkeys(supposed.added)
    for file in files:
        documents = [(item, write_item(item)) for item in items_of(file)]
        checked = check_batch(tx, file, documents, ruleset)
        for item, document in documents:
            key = (document.kind, document.id)
            row = checked.rows.get(key)
            if row is not None and row.digest != document.digest and key not in supposed.removed:
                message = (
                    f"{document.kind} {quote(document.id)} is recorded with other content (entry {row.entry_index}): "
                    f"take the recorded one away with `--without`, or choose another id"
                )
                raise EvidenceConflictError(message)
            if key in versions and versions[key].digest == document.digest:
                continue
            known = checked.batch.known_from(item)
            if known.moment is None or known.moment <= moment:
                added[key] = None
                versions[key] = EvidenceVersion(
                    kind=document.kind,
                    id=document.id,
                    version=row.version + 1 if row is not None else 1,
                    item=item,
                    digest=document.digest,
                    known_from=known.moment or moment,
                    backfill=known.backfill,
                    estimated=known.estimated,
                    look_ahead=known.look_ahead,
                )
    return Supposed(Evidence(versions), tuple(added), supposed.removed)
