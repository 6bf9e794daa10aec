"""
A recorded assessment, read back from the log with everything that its entry names.

An assessment is what its entry says (`assessor.services.assessment_entry`), and the document beside
it; of the tables beside the log only evidence is read. What comes out of it now is for
`assessor.services.reproduce`.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, partial
from typing import TYPE_CHECKING

from assessor.audit import digest, render_instant
from assessor.domain.assessment import Assessment, Cause, EngineUse, ReadSet
from assessor.domain.quoting import quote
from assessor.errors import UsageError, VerificationError
from assessor.services.assessment_document import read_document
from assessor.services.assessment_entry import ASSESSMENT_TYPES, read_assessment_entry
from assessor.services.known_evidence import read_evidence_of
from assessor.services.publish_ruleset import load_published

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping
    from datetime import date, datetime

    from assessor.audit import Entry
    from assessor.domain.known import Evidence
    from assessor.domain.override import Override
    from assessor.ruleset.model import Ruleset
    from assessor.services.assessment_document import AssessmentDocument
    from assessor.services.assessment_entry import AssessmentEntry
    from assessor.services.assessment_name import Reference
    from assessor.store.unit_of_work import ReadTransaction


@dataclass(frozen=True, slots=True)
class Cut:
    """What an evaluation is made from: rules, what was known, the day judged; and the override beside it."""

    ruleset: Ruleset
    evidence: Evidence
    as_of: date
    known_at: datetime
    override: Override | None = None


@dataclass(frozen=True, slots=True)
class Recorded:
    """
    An assessment as the log holds it.

    Attributes:
        recorded_at: When the log took it, as the log writes it.
        document: The bytes of what it found.
        headline: The canonical form of what its entry repeats of that.
        cut: What it was evaluated from, by what its entry names.
    """

    assessment: Assessment
    recorded_at: str
    document: bytes
    headline: bytes
    cut: Cut


@dataclass(frozen=True, slots=True)
class Stated:
    """
    An assessment as its entry and the document beside it state it; nothing that it was evaluated from is read.

    Attributes:
        said: What its entry says.
        recorded_at: When the log took it.
        document: The bytes of what it found.
        ruleset: The rules that judged.
    """

    assessment: Assessment
    said: AssessmentEntry
    recorded_at: datetime
    document: bytes
    ruleset: Ruleset


def read_stated(tx: ReadTransaction, reference: Reference) -> Stated:
    """
    Read what the log states of an assessment.

    Raises:
        As `read_recorded`.
    """
    size = tx.log.size()
    entry = tx.log.entry(reference.entry) if reference.entry < size else None
    if entry is None:
        raise UsageError(f"entry {reference.entry} is not there: the log has {size} entries, 0 to {size - 1}")
    if entry.type not in ASSESSMENT_TYPES:
        raise UsageError(f"entry {entry.index} is of type `{entry.type.value}` and records no assessment")
    said = read_assessment_entry(entry, tx.log.entry)
    if reference.id not in {None, said.id}:
        raise UsageError(f"{quote(reference.id or '')}: entry {entry.index} recorded {quote(said.id)}")
    said.check_cut()
    return _state(entry, said, _content(tx, said.record, entry.index), partial(load_published, tx))


def read_all_stated(tx: ReadTransaction, assessments: Iterable[int]) -> list[Stated]:
    """
    Read what the log states of some assessments, in their order, all at once; see `read_stated`.

    Args:
        assessments: Entries that record some.
    """
    wanted = list(assessments)
    entries = tx.log.entries_of(wanted)
    missing = next((index for index in wanted if index not in entries), None)
    if missing is not None:
        raise VerificationError(f"entry {missing}: it is missing")
    said = [read_assessment_entry(entries[index], tx.log.entry) for index in wanted]
    for one in said:
        one.check_cut()
    documents = tx.content.get_many(one.record for one in said)
    rules = cache(partial(load_published, tx))
    return [
        _state(entries[one.entry_index], one, _named(documents, one.record, one.entry_index), rules) for one in said
    ]


def _state(entry: Entry, said: AssessmentEntry, document: bytes, rules: Callable[[str], Ruleset]) -> Stated:
    """
    Put together what an entry and its document say.

    Args:
        rules: Returns a published ruleset by its digest.
    """
    try:
        ruleset = rules(said.ruleset)
        assessment = _build(said, entry, read_document(document), ruleset)
    except (KeyError, TypeError, ValueError) as error:
        raise VerificationError(f"entry {entry.index}: it holds no assessment that this program can read") from error
    return Stated(assessment, said, entry.recorded_at, document, ruleset)


def _named(documents: Mapping[str, bytes], address: str, index: int) -> bytes:
    if address not in documents:
        raise VerificationError(f"entry {index}: content {quote(address)} that it names is missing")
    return documents[address]


def read_recorded(tx: ReadTransaction, reference: Reference, *, beside: Ruleset | None = None) -> Recorded:
    """
    Read an assessment from the log.

    Args:
        beside: Other rules by which the cell is judged at the same cut: what they read is part of it.

    Raises:
        UsageError: There is no such entry, it records no assessment, or one of another id.
        VerificationError: Something that it names is not as it was recorded.
    """
    stated = read_stated(tx, reference)
    said, ruleset = stated.said, stated.ruleset
    evidence = read_evidence_of(tx, ruleset, said.cell, said.log_size, said.known_at, beside)
    override = tx.overrides.at(said.cell, said.log_size, said.known_at)
    cut = Cut(ruleset, evidence, said.as_of, said.known_at, override)
    return Recorded(stated.assessment, render_instant(stated.recorded_at), stated.document, said.headline, cut)


def _build(said: AssessmentEntry, entry: Entry, found: AssessmentDocument, ruleset: Ruleset) -> Assessment:
    """Put together what was asked and what was found."""
    return Assessment(
        cell=said.cell,
        title=ruleset.cell(said.cell).title,
        as_of=said.as_of,
        known_at=render_instant(said.known_at),
        ruleset=said.ruleset,
        log_size=said.log_size,
        verdict=found.verdict,
        support=found.support,
        read_set=ReadSet(items=found.read_set, **said.answer["read_set"]),
        cause=Cause(by="entries" if entry.cause.entries else "hand", entries=entry.cause.entries),
        actor=entry.actor,
        engines=EngineUse.model_validate(said.answer["engines"]),
        trial=False,
        id=said.id,
        entry_index=entry.index,
        repeats=said.repeats,
        override=found.override,
    )


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
