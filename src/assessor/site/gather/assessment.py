"""
One assessment as the log states it, with what the log says of it later, and the proofs that it is there.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from assessor.audit.receipt import Receipt
from assessor.services.assessment_name import Reference
from assessor.services.known_evidence import read_named
from assessor.services.prove import include
from assessor.services.recorded import read_stated
from assessor.services.restated_by import read_restatements_of

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.domain.assessment import Verdict
    from assessor.domain.known import Evidence
    from assessor.services.recorded import Stated
    from assessor.services.restated_by import RestatementOf
    from assessor.site.gather.record import Record
    from assessor.store.unit_of_work import ReadTransaction

MOST_NAMED: Final = 12
"""How many items a page names of what a part of a verdict rests on."""


@dataclass(frozen=True, slots=True)
class Proven:
    """
    An entry with the proof that it is in the log.

    Attributes:
        size: Entries under the checkpoint of the proof.
        receipt: As `assessor log receipt` writes one.
    """

    entry: int
    size: int
    receipt: str


@dataclass(frozen=True, slots=True)
class AssessmentFacts:
    """
    What the page of an assessment tells.

    Attributes:
        before: The entry of the cell's assessment recorded before it, and `after`, of the one recorded after it.
        restated: How it was answered differently since, first to last.
        evidence: The first of what each part of the verdict rests on, as it counted as known, with its sources.
        proofs: Its own, and where it repeats another one, that one's too; none where no checkpoint covers it yet.
    """

    stated: Stated
    before: int | None
    after: int | None
    restated: tuple[RestatementOf, ...]
    evidence: Evidence
    proofs: tuple[Proven, ...]


def gather_assessment(
    tx: ReadTransaction, record: Record, entry: int, before: int | None, after: int | None
) -> AssessmentFacts:
    """
    Read an assessment for its page; of what came after the end of the record, nothing.

    Raises:
        VerificationError: Something that its entry names is not as it was recorded, or proves nothing.
    """
    stated = read_stated(tx, Reference(entry))
    entries = [entry] if stated.said.repeats is None else [entry, stated.said.repeats]
    proofs = tuple(proven for one in entries if (proven := _prove(tx, record, one)) is not None)
    restated = tuple(one for one in read_restatements_of(tx, entry) if one.entry_index < record.size)
    named = sorted(set(_named(stated.assessment.verdict)))
    keys = [(kind, name) for name in named for kind in ("signal", "reading")]
    evidence = read_named(tx, keys, stated.said.log_size, stated.said.known_at)
    whole = proofs if len(proofs) == len(entries) else ()
    return AssessmentFacts(stated, before, after, restated, evidence, whole)


def _named(verdict: Verdict) -> Iterator[str]:
    """Yield the items that a page names of what a verdict rests on, by their ids."""
    for reason in verdict.reasons:
        yield from reason.evidence[:MOST_NAMED]
    for side in (side for tension in verdict.tensions for side in tension.sides):
        yield from side.evidence[:MOST_NAMED]


def _prove(tx: ReadTransaction, record: Record, entry: int) -> Proven | None:
    """Return the proof of an entry under the first checkpoint that covers it: the same for ever."""
    signed = record.covering(entry)
    if signed is None:
        return None
    size = signed.checkpoint.size
    found = include(tx, entry, size, signed.checkpoint.root)
    receipt = Receipt(entry, found.proof, signed.note.render(), found.entry)
    return Proven(entry, size, receipt.render().decode())
