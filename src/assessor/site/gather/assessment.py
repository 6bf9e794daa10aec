"""
Assessments as the log states them, with what the log says of each later, and the proofs that it is there.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from assessor.audit.receipt import Receipt
from assessor.services.known_evidence import read_versions
from assessor.services.named_evidence import NamedEvidence
from assessor.services.prove import include_all
from assessor.services.recorded import read_all_stated
from assessor.services.restated_by import read_restatements_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping, Sequence

    from assessor.domain.assessment import Verdict
    from assessor.domain.evidence import Item
    from assessor.domain.known import Evidence, ItemKey
    from assessor.services.recorded import Stated
    from assessor.services.restated_by import RestatementOf
    from assessor.site.gather.record import Record
    from assessor.store.unit_of_work import ReadTransaction

MOST_NAMED: Final = 12
"""How many items a page names of what a part of a verdict rests on, and how many reasons why something is unknown."""

_TICKED: Final = re.compile("`([^`]+)`")


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
        became: What people call the evidence because of which it was, by kind and id.
        evidence: The first of what each part of the verdict rests on, as it counted as known, with its sources.
        proofs: Its own, and where it repeats another one, that one's too; none where no checkpoint covers it yet.
    """

    stated: Stated
    before: int | None
    after: int | None
    restated: tuple[RestatementOf, ...]
    became: Mapping[ItemKey, Item]
    evidence: Evidence
    proofs: tuple[Proven, ...]


@dataclass(frozen=True, slots=True)
class Neighbours:
    """
    An assessment among those of its cell, by their entries.

    Attributes:
        before: The one recorded before it, and `after`, the one recorded after it.
    """

    entry: int
    before: int | None
    after: int | None


def gather_assessments(tx: ReadTransaction, record: Record, wanted: Sequence[Neighbours]) -> Iterator[AssessmentFacts]:
    """
    Read assessments for their pages, in their order; of what came after the end of the record, nothing.

    What several of them name is read once.

    Raises:
        VerificationError: Something that an entry names is not as it was recorded, or proves nothing.
    """
    stated = read_all_stated(tx, (one.entry for one in wanted))
    proven = _prove(tx, record, stated)
    named = [sorted(set(_named(one.assessment.verdict))) for one in stated]
    widest = max((one.said.log_size for one in stated), default=0), max(one.said.known_at for one in stated)
    evidence = NamedEvidence(tx, _keys({name for names in named for name in names}), *widest)
    for place, one, names in zip(wanted, stated, named, strict=True):
        said = one.said
        proofs = [proven.get(entry) for entry in _entries(one)]
        known = evidence.at(_keys(names), said.log_size, said.known_at)
        restated = _restatements(tx, record, place.entry)
        whole = tuple(proof for proof in proofs if proof is not None)
        yield AssessmentFacts(
            one,
            place.before,
            place.after,
            restated,
            _became(tx, restated),
            known,
            whole if len(whole) == len(proofs) else (),
        )


def _keys(names: Iterable[str]) -> list[tuple[str, str]]:
    return [(kind, name) for name in names for kind in ("signal", "reading", "feed")]


def _named(verdict: Verdict) -> Iterator[str]:
    """Yield the items that a page names of what a verdict rests on, by their ids."""
    for reason in verdict.reasons:
        yield from reason.evidence[:MOST_NAMED]
    for side in (side for tension in verdict.tensions for side in tension.sides):
        yield from side.evidence[:MOST_NAMED]
    yield from named_in_unknowns(verdict)


def named_in_unknowns(verdict: Verdict) -> Iterator[str]:
    """Yield what the first reasons why something is unknown name; not all of it is evidence."""
    reasons = dict.fromkeys((one.reason, one.settle) for one in verdict.unknowns)
    for reason, settle in islice(reasons, MOST_NAMED):
        for text in (reason, *settle):
            yield from _TICKED.findall(text)


def _restatements(tx: ReadTransaction, record: Record, entry: int) -> tuple[RestatementOf, ...]:
    if not record.restatements_of(entry):
        return ()
    return tuple(one for one in read_restatements_of(tx, entry) if one.entry_index < record.size)


def _became(tx: ReadTransaction, restated: Sequence[RestatementOf]) -> dict[ItemKey, Item]:
    """Return the first of the evidence that made each restatement, in the version that did."""
    causes = (version for one in restated for version in one.because[:MOST_NAMED])
    rows = (row for one in causes for row in tx.evidence.versions(one.kind, one.id) if row.version == one.version)
    return {version.key: version.item for version in read_versions(tx, list(rows))}


def _entries(stated: Stated) -> list[int]:
    """Return the entries that are proven for an assessment: its own, and the one that it repeats."""
    own, repeats = stated.said.entry_index, stated.said.repeats
    return [own] if repeats is None else [own, repeats]


def _prove(tx: ReadTransaction, record: Record, stated: Iterable[Stated]) -> dict[int, Proven]:
    """Return the proof of each entry that is covered, under the first checkpoint that does: the same for ever."""
    covered: dict[int, list[int]] = {}
    for entry in sorted({entry for one in stated for entry in _entries(one)}):
        signed = record.covering(entry)
        if signed is not None:
            covered.setdefault(signed.checkpoint.size, []).append(entry)
    found: dict[int, Proven] = {}
    for size, entries in covered.items():
        signed = record.covering(entries[0])
        assert signed is not None  # noqa: S101 - it is what covers them
        note = signed.note.render()
        for one in include_all(tx, entries, size, signed.checkpoint.root):
            receipt = Receipt(one.index, one.proof, note, one.entry)
            found[one.index] = Proven(one.index, size, receipt.render().decode())
    return found
