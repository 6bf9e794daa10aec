"""
Evidence as known at a cut, read from the store: all of it, or what one cell's evaluation can read.

A version is visible iff its entry index is below `log_size` and its *known from* is not after
*known at*. Holds the way from rows to values; evaluation reads nothing else.
"""

from __future__ import annotations

from functools import lru_cache
from typing import TYPE_CHECKING

from assessor.audit.bodies import misses, read_body
from assessor.domain.cited import sources_named
from assessor.domain.known import EvidenceVersion, known_at
from assessor.domain.touch import Touch
from assessor.errors import BodyInvalidError
from assessor.services.evidence_documents import read_item
from assessor.services.held_evidence import hold_evidence
from assessor.store.evidence import read_version

if TYPE_CHECKING:
    from collections.abc import Iterable
    from datetime import datetime

    from assessor.audit import Entry
    from assessor.domain.evidence import Item
    from assessor.domain.known import Evidence
    from assessor.ruleset.model import Ruleset
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
    return _version_once(row, text)


@lru_cache(maxsize=_KEPT)
def _version_once(row: EvidenceRow, text: bytes | None) -> EvidenceVersion:
    """Return the same object for the same row, so that two cuts are compared at a glance."""
    return _version(row, _item(row.kind, row.body, text))


def _version(row: EvidenceRow, item: Item) -> EvidenceVersion:
    return EvidenceVersion(
        kind=row.kind,  # type: ignore[arg-type] # the table admits no other
        id=row.id,
        version=row.version,
        item=item,
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
        return _version(row, read_item(row.kind, row.body, None))  # each is read once: none is kept for the next time
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise BodyInvalidError(entry.index, f"{misses(entry)}: its item is no {row.kind}") from error


def read_evidence_at(tx: ReadTransaction, log_size: int, moment: datetime) -> Evidence:
    """Return what counted as known at a cut."""
    return known_at(read_versions(tx, list(tx.evidence.visible(log_size, moment))), moment)


def read_evidence_of(
    tx: ReadTransaction, ruleset: Ruleset, cell: str, log_size: int, moment: datetime, beside: Ruleset | None = None
) -> Evidence:
    """
    Return of what counted as known at a cut all that the evaluation of a cell can read.

    A cell is judged by it as by all that was known. What it costs grows with the evidence of the
    cell and of those it reads, not with the rest.

    Args:
        beside: Other rules by which the cell is judged too: what they can read is returned with it.
    """
    versions = read_versions_of(tx, ruleset, cell, log_size, moment)
    if beside is not None and beside is not ruleset:
        versions = [*versions, *read_versions_of(tx, beside, cell, log_size, moment)]
    return known_at(versions, moment)


def read_versions_of(
    tx: ReadTransaction, ruleset: Ruleset, cell: str, log_size: int, moment: datetime
) -> list[EvidenceVersion]:
    """
    Return every version, known at a cut, of all that the evaluation of a cell can read, then or at an earlier cut.

    Items are found by what any version of them touches, and then all their versions count: one that
    touches the cell no longer takes back what an earlier one said.
    """
    return hold_evidence(tx, ruleset, cell, read_versions).visible(log_size, moment)


def read_named(tx: ReadTransaction, keys: Iterable[tuple[str, str]], log_size: int, moment: datetime) -> Evidence:
    """Return items by kind and id as they counted as known at a cut, with the sources that they cite."""
    versions = read_versions(tx, list(tx.evidence.visible_of(keys, log_size, moment)))
    return known_at([*versions, *_read_sources(tx, versions, log_size, moment)], moment)


def read_indicators(tx: ReadTransaction, indicators: Iterable[str], log_size: int, moment: datetime) -> Evidence:
    """Return all readings of some indicators as they counted as known at a cut, with the sources that they cite."""
    keys = tx.touches.touching([Touch("indicator", one) for one in indicators])
    return read_named(tx, [key for key in keys if key[0] == "reading"], log_size, moment)


def _read_sources(
    tx: ReadTransaction, versions: Iterable[EvidenceVersion], log_size: int, moment: datetime
) -> list[EvidenceVersion]:
    """Return the versions of the sources that items cite, and of those that these were made from."""
    found: list[EvidenceVersion] = []
    seen: set[str] = set()
    named = {source for version in versions for source in sources_named(version.item)}
    while named:
        rows = list(tx.evidence.visible_of((("source", source) for source in named), log_size, moment))
        some = read_versions(tx, rows)
        found += some
        seen |= named
        named = {source for version in some for source in sources_named(version.item)} - seen
    return found
