"""
Evidence as known at a cut, read from the store.

A version is visible iff its entry index is below `log_size` and its *known from* is not after
*known at*. Holds the way from rows to values; evaluation reads nothing else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assessor.audit.bodies import misses, read_body
from assessor.domain.known import EvidenceVersion, known_at
from assessor.errors import BodyInvalidError
from assessor.services.evidence_documents import read_item
from assessor.store.evidence import read_version

if TYPE_CHECKING:
    from datetime import datetime

    from assessor.audit import Entry
    from assessor.domain.evidence import Item
    from assessor.domain.known import Evidence
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction

_KEPT = 65_536


@lru_cache(maxsize=_KEPT)
def _item(kind: str, body: bytes, text: bytes | None) -> Item:
    """Parse an item once: bytes are what identifies it."""
    return read_item(kind, body, text)


def read_versions(tx: ReadTransaction, rows: list[EvidenceRow]) -> list[EvidenceVersion]:
    """Return rows as versions, with their texts where these were not erased."""
    texts = tx.content.get_many(row.text_digest for row in rows if row.text_digest is not None)
    return [as_version(row, texts.get(row.text_digest) if row.text_digest is not None else None) for row in rows]


def as_version(row: EvidenceRow, text: bytes | None = None) -> EvidenceVersion:
    """
    Return a row as a version.

    Args:
        text: The erasable part, for people; evaluation never reads it.
    """
    return EvidenceVersion(
        kind=row.kind,  # type: ignore[arg-type] # the table admits no other
        id=row.id,
        version=row.version,
        item=_item(row.kind, row.body, text),
        digest=row.digest,
        known_from=row.known_from,
        accepted=row.status == "accepted",
        backfill=row.backfill,
        estimated=row.estimated,
        look_ahead=row.look_ahead,
    )


def read_logged(entry: Entry) -> EvidenceVersion:
    """
    Return the version that an entry of `EVIDENCE_TYPES` holds, from the entry alone.

    Raises:
        BodyInvalidError: It holds none.
    """
    row = read_version(entry, read_body(entry))
    try:
        return as_version(row)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BodyInvalidError(entry.index, f"{misses(entry)}: its item is no {row.kind}") from error


def read_evidence_at(tx: ReadTransaction, log_size: int, moment: datetime) -> Evidence:
    """Return what counted as known at a cut."""
    return known_at(read_versions(tx, list(tx.evidence.visible(log_size, moment))), moment)
