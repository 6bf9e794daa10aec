"""
What projections must hold: the row that repeats what an entry says.

Pure but for what an entry points at (an earlier assessment, a record beside the log), which is
asked for when needed. Writing rows is the business of the use cases that append the entries.
"""

from __future__ import annotations

import json
from datetime import date
from typing import TYPE_CHECKING, Any

from assessor.audit import EntryType, canonicalize, parse_instant
from assessor.errors import VerificationError
from assessor.store.assessments import AssessmentRow, EvidenceLink
from assessor.store.evidence import EvidenceRow, digest_version
from assessor.store.rulesets import RulesetRow

if TYPE_CHECKING:
    from assessor.audit import Entry
    from assessor.store.unit_of_work import ReadTransaction

ProjectedRow = EvidenceRow | RulesetRow | AssessmentRow

_VERSIONS = {
    EntryType.SOURCE_RECORDED: "accepted",
    EntryType.FEED_RECORDED: "accepted",
    EntryType.SIGNAL_PROPOSED: "proposed",
    EntryType.SIGNAL_ACCEPTED: "accepted",
    EntryType.SIGNAL_RECORDED: "accepted",
    EntryType.READING_RECORDED: "accepted",
}
"""Entries that record a version of evidence, and the status it has from then on."""


def project(tx: ReadTransaction, entry: Entry) -> ProjectedRow | None:
    """
    Return the row that an entry puts into a projection; None where it puts none.

    Raises:
        VerificationError: What the entry points at is missing or changed.
    """
    if entry.type in _VERSIONS:
        return _evidence(entry, _VERSIONS[entry.type])
    if entry.type is EntryType.RULESET_PUBLISHED:
        return _ruleset(entry)
    if entry.type in {EntryType.ASSESSMENT_RECORDED, EntryType.ASSESSMENT_REPEATED}:
        return _assessment(tx, entry)
    return None


def project_links(tx: ReadTransaction, entry: Entry) -> list[EvidenceLink]:
    """
    Return what an assessment read and rests on, as its record beside the log has it.

    Raises:
        VerificationError: The record is missing or changed.
    """
    if entry.type is not EntryType.ASSESSMENT_RECORDED:
        return []
    record = json.loads(tx.content.get(entry.parse_body()["record"]).data)
    links = [EvidenceLink("support", r["kind"], r["id"], r["version"]) for r in record["support"]]
    links += [EvidenceLink("read", r["kind"], r["id"], r["version"]) for r in record["read_set"]]
    return [link for link in links if link.kind != "cell"]


def _evidence(entry: Entry, status: str) -> EvidenceRow:
    body = entry.parse_body()
    item, text = canonicalize(body["item"]), body.get("text")
    declared = body.get("backfill")
    return EvidenceRow(
        kind=entry.type.value.partition(":")[0],
        id=body["id"],
        version=body["version"],
        entry_index=entry.index,
        status=status,
        known_from=parse_instant(declared["known_from"]) if declared else entry.recorded_at,
        recorded_at=entry.recorded_at,
        backfill=bool(declared),
        estimated=body.get("estimated", False),
        look_ahead=body.get("look_ahead", False),
        digest=digest_version(item, text),
        text_digest=text,
        body=item,
    )


def _ruleset(entry: Entry) -> RulesetRow:
    body = entry.parse_body()
    return RulesetRow(
        entry.index, body["digest"], body["framework"], date.fromisoformat(body["effective_from"]), entry.recorded_at
    )


def _assessment(tx: ReadTransaction, entry: Entry) -> AssessmentRow:
    body = entry.parse_body()
    repeats = body.get("repeats")
    found = body if repeats is None else _recorded_at(tx, repeats)
    return AssessmentRow(
        entry_index=entry.index,
        id=f"{body['cell']}@{body['as_of']}#{entry.index}",
        cell=body["cell"],
        as_of=date.fromisoformat(body["as_of"]),
        known_at=parse_instant(body["known_at"]),
        ruleset_digest=body["ruleset"],
        log_size=body["log_size"],
        trajectory=found.get("trajectory"),
        standing=found["standing"],
        identity=body["identity"],
        repeats=repeats,
    )


def _recorded_at(tx: ReadTransaction, index: int) -> dict[str, Any]:
    """Return what the assessment found that an entry repeats."""
    earlier = tx.log.entry(index)
    if earlier is None or earlier.type is not EntryType.ASSESSMENT_RECORDED:
        raise VerificationError(f"entry {index}: it holds no assessment, but a later entry repeats one there")
    return earlier.parse_body()
