"""
Bundling a recorded assessment with its read set, its ruleset and their proofs.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from assessor.audit import digest, prove_consistency
from assessor.audit.note_key import encode_base64
from assessor.domain.bundle import Bundle, EarlierSize, EnclosedContent, EnclosedEntry
from assessor.errors import CheckpointMissingError, VerificationError
from assessor.services.last_checkpoint import last_checkpoint
from assessor.services.prove import include_all
from assessor.services.publish_ruleset import write_ruleset
from assessor.services.recorded import read_recorded
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.audit.checkpoint import SignedCheckpoint
    from assessor.domain.assessment import Assessment
    from assessor.services.assessment_name import Reference
    from assessor.services.context import Context
    from assessor.store.unit_of_work import ReadTransaction

_MOST_EARLIER = 64
_log = get_logger(__name__)


def bundle_assessment(context: Context, reference: Reference, signed: SignedCheckpoint | None = None) -> Bundle:
    """
    Return one recorded assessment with all that it takes to check it.

    Every proof is checked against the signed root before it is handed out. The latest checkpoints
    that were kept before are enclosed as sizes from which the log is shown to have grown.

    Args:
        signed: The checkpoint that all is proven under; the last one where absent.

    Raises:
        UsageError: The log has no such assessment.
        CheckpointMissingError: No checkpoint covers it yet.
        VerificationError: What is stored does not fit what was signed.
    """
    with context.database.read() as tx:
        recorded = read_recorded(tx, reference)
        signed = signed or last_checkpoint(tx)
        size, root = signed.checkpoint.size, signed.checkpoint.root
        if reference.entry >= size:
            raise CheckpointMissingError(
                f"entry {reference.entry} came after the last checkpoint, of {size} entries: "
                "run `assessor log checkpoint`"
            )
        found = list(include_all(tx, sorted(_entries(tx, recorded.assessment)), size, root))
        bundle = Bundle(
            assessment=reference.entry,
            checkpoint=signed.note.render().decode(),
            entries=tuple(
                EnclosedEntry(index=f.index, data=encode_base64(f.entry), proof=tuple(map(encode_base64, f.proof)))
                for f in found
            ),
            content=tuple(
                EnclosedContent(digest=digest(data), data=encode_base64(data))
                for data in (recorded.document, write_ruleset(recorded.cut.ruleset))
            ),
            earlier=tuple(_earlier(tx, size)),
        )
    _log.info("assessment.bundled", entry=reference.entry, entries=len(found), size=size)
    return bundle


def _entries(tx: ReadTransaction, assessment: Assessment) -> set[int]:
    """Return the entries that a bundle encloses."""
    first = assessment.repeats if assessment.repeats is not None else assessment.entry_index
    found = {_publication(tx, assessment)} | {e for e in (assessment.entry_index, first) if e is not None}
    if assessment.override is not None:
        found.add(assessment.override.entry)
    for item in assessment.read_set.items:
        if item.kind != "cell":
            rows = {row.version: row.entry_index for row in tx.evidence.versions(item.kind, item.id)}
            if item.version not in rows:
                raise VerificationError(f"{item.kind} `{item.id}`, version {item.version}: it is missing")
            found.add(rows[item.version])
    return found


def _publication(tx: ReadTransaction, assessment: Assessment) -> int:
    """Return the entry that published the ruleset last before the assessment."""
    found = (row.entry_index for row in tx.rulesets.all() if row.digest == assessment.ruleset)
    index = max((index for index in found if index < assessment.log_size), default=None)
    if index is None:
        raise VerificationError(f"no entry below {assessment.log_size} published ruleset `{assessment.ruleset}`")
    return index


def _earlier(tx: ReadTransaction, size: int) -> Iterator[EarlierSize]:
    sizes = sorted({kept.size for kept in tx.checkpoints.stored() if 0 < kept.size < size})
    for earlier in sizes[-_MOST_EARLIER:]:
        proof = prove_consistency(earlier, size, tx.tiles.nodes(size))
        yield EarlierSize(size=earlier, proof=tuple(map(encode_base64, proof)))
