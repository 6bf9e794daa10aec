"""
A recorded assessment, read back from the log with everything that its entry names.

An assessment is what its entry says, and the document beside it; of the tables beside the log
only evidence is read. What comes out of it now is `assessor.services.reproduce`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Final

from assessor.audit import EntryType, canonicalize, digest, parse_instant, render_instant
from assessor.domain.assessment import Assessment, Cause, EngineUse, ReadSet
from assessor.domain.quoting import quote
from assessor.errors import CanonicalFormError, UsageError, VerificationError
from assessor.services.assessment_document import read_document
from assessor.services.known_evidence import read_evidence_at
from assessor.services.publish_ruleset import load_published

if TYPE_CHECKING:
    from datetime import datetime

    from assessor.audit import Entry
    from assessor.domain.known import Evidence
    from assessor.ruleset.model import Ruleset
    from assessor.services.assessment_name import Reference
    from assessor.store.unit_of_work import ReadTransaction

_HEADLINE: Final = (
    "alternatives",
    "confidence",
    "qualifiers",
    "read_set",
    "standing",
    "support",
    "trajectory",
    "trend",
    "unknowns",
)
_RECORDED: Final = (EntryType.ASSESSMENT_RECORDED, EntryType.ASSESSMENT_REPEATED)


@dataclass(frozen=True, slots=True)
class Cut:
    """What an evaluation is made from: the rules, what was known, and the day judged."""

    ruleset: Ruleset
    evidence: Evidence
    as_of: date
    known_at: datetime


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    An assessment as the log holds it.

    Attributes:
        document: The bytes of what it found.
        headline: The canonical form of what its entry repeats of that.
        cut: What it was evaluated from, by what its entry names.
    """

    assessment: Assessment
    document: bytes
    headline: bytes
    cut: Cut


def read_recorded(tx: ReadTransaction, reference: Reference) -> Recorded:
    """
    Read an assessment from the log.

    Raises:
        UsageError: There is no such entry, it records no assessment, or one of another id.
        VerificationError: Something that it names is not as it was recorded.
    """
    size = tx.log.size()
    entry = tx.log.entry(reference.entry) if reference.entry < size else None
    if entry is None:
        raise UsageError(f"entry {reference.entry} is not there: the log has {size} entries, 0 to {size - 1}")
    if entry.type not in _RECORDED:
        raise UsageError(f"entry {entry.index} is of type `{entry.type.value}` and records no assessment")
    try:
        return _read(tx, entry, reference)
    except (KeyError, TypeError, ValueError, CanonicalFormError) as error:
        raise VerificationError(f"entry {entry.index}: it holds no assessment that this program can read") from error


def _read(tx: ReadTransaction, entry: Entry, reference: Reference) -> Recorded:
    body = entry.parse_body()
    name = f"{body['cell']}@{body['as_of']}#{entry.index}"
    if reference.id not in {None, name}:
        raise UsageError(f"{quote(reference.id or '')}: entry {entry.index} recorded {quote(name)}")
    if body["log_size"] > entry.index:
        raise VerificationError(f"entry {entry.index}: it claims to have seen entries that came after it")
    first = _first(tx, entry, body)
    document = _content(tx, first["record"], entry.index)
    found = read_document(document)
    moment = parse_instant(body["known_at"])
    ruleset = load_published(tx, body["ruleset"])
    assessment = Assessment(
        cell=body["cell"],
        title=ruleset.cell(body["cell"]).title,
        as_of=date.fromisoformat(body["as_of"]),
        known_at=render_instant(moment),
        ruleset=body["ruleset"],
        log_size=body["log_size"],
        verdict=found.verdict,
        support=found.support,
        read_set=ReadSet(items=found.read_set, **first["read_set"]),
        cause=Cause(by="entries" if entry.cause.entries else "hand", entries=entry.cause.entries),
        actor=entry.actor,
        engines=EngineUse.model_validate(first["engines"]),
        trial=False,
        id=name,
        entry_index=entry.index,
        repeats=body.get("repeats"),
    )
    return Recorded(
        assessment=assessment,
        document=document,
        headline=canonicalize({key: first[key] for key in _HEADLINE if key in first}),
        cut=Cut(ruleset, read_evidence_at(tx, body["log_size"], moment), assessment.as_of, moment),
    )


def _first(tx: ReadTransaction, entry: Entry, body: dict[str, Any]) -> dict[str, Any]:
    """Return the body of the entry that recorded what was found: this one's, or the one it repeats."""
    if entry.type is EntryType.ASSESSMENT_RECORDED:
        return body
    first = tx.log.entry(body["repeats"])
    found = first.parse_body() if first is not None and first.type is EntryType.ASSESSMENT_RECORDED else {}
    if found.get("identity") != body["identity"]:
        raise VerificationError(
            f"entry {entry.index}: it repeats entry {body['repeats']}, which recorded something else"
        )
    return found


def _content(tx: ReadTransaction, address: str, index: int) -> bytes:
    """
    Return content that an entry names.

    Raises:
        VerificationError: It is missing, or its bytes are others.
    """
    found = tx.content.find(address)
    if found is None:
        raise VerificationError(f"entry {index}: content {quote(address)} that it names is missing")
    if type(found.data) is not bytes or digest(found.data) != address:
        raise VerificationError(f"entry {index}: content {quote(address)} was changed in the database since")
    return found.data
