"""
A recorded item with some of its fields given anew, checked as at first.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from assessor.domain.evidence import Reading, Signal, Source, kind_of
from assessor.domain.evidence_file import EvidenceFile
from assessor.errors import EvidenceConflictError, EvidenceInvalidError
from assessor.ruleset.problems import did_you_mean
from assessor.ruleset.shape_words import describe_shape_error
from assessor.services.evidence_batch import EvidenceBatch, cited_by, items_of
from assessor.services.evidence_documents import read_item, write_item
from assessor.services.publish_ruleset import latest
from assessor.services.versions import Version

if TYPE_CHECKING:
    from collections.abc import Mapping

    from assessor.audit import EntryType
    from assessor.domain.evidence import Item
    from assessor.services.evidence_documents import ItemDocument
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction


def edit_item(tx: ReadTransaction, row: EvidenceRow, fields: Mapping[str, Any]) -> Item:
    """
    Return an item as it stands, with some fields given anew.

    Args:
        fields: By the names that files use; None takes a field away.

    Raises:
        EvidenceInvalidError: There is no such field, or the item has the wrong shape with it.
        EvidenceConflictError: Its words were erased, and are not among what is given.
    """
    text = tx.content.get_many([row.text_digest]).get(row.text_digest, b"") if row.text_digest is not None else None
    if text == b"" and "title" not in fields:
        raise EvidenceConflictError(
            f"{row.kind} `{row.id}`: its words were erased, and a correction would have to repeat them; "
            "give its title anew as well"
        )
    item = read_item(row.kind, row.body, text)
    model = type(item)
    names = [field.alias or name for name, field in model.model_fields.items()]
    unknown = next((name for name in fields if name not in names), None)
    if unknown is not None:
        near = did_you_mean(unknown, names)
        raise EvidenceInvalidError(f"{row.kind} `{row.id}`: it has no field `{unknown}`{near}")
    merged = item.model_dump(mode="json", by_alias=True, exclude_defaults=True) | dict(fields)
    try:
        return model.model_validate({name: value for name, value in merged.items() if value is not None})
    except ValidationError as error:
        told = [
            f"{row.kind} `{row.id}`: {''.join(f'`{step}`: ' for step in e['loc'][:1])}{describe_shape_error(e)}"
            for e in error.errors(include_url=False)
        ]
        raise EvidenceInvalidError("\n".join(dict.fromkeys(told))) from error


def batch_of(*items: Item) -> EvidenceFile:
    """Return items as a batch of their own, to be checked like one."""
    return EvidenceFile(
        batch="change",
        provenance="changed by an analyst",
        sources=tuple(item for item in items if isinstance(item, Source)),
        signals=tuple(item for item in items if isinstance(item, Signal)),
        readings=tuple(item for item in items if isinstance(item, Reading)),
    )


def check_items(tx: ReadTransaction, file: EvidenceFile) -> None:
    """
    Check items against the vocabulary and what they cite, as when they are recorded first.

    Raises:
        EvidenceInvalidError: Something is wrong with one; the message lists all of it.
        RulesetNotFoundError: No ruleset is published, so there is no codebook to check against.
    """
    rows = tx.evidence.latest_of(cited_by(file))
    batch = EvidenceBatch.against(file, latest(tx).ruleset, rows.values())
    problems = list(batch.problems((item, write_item(item)) for item in items_of(file)))
    if problems:
        raise EvidenceInvalidError("\n".join(problems))


def next_version(kind: EntryType, row: EvidenceRow, document: ItemDocument, reason: str) -> Version:
    """Return the version after one: evidence if that was, a proposal if that was one."""
    said = {"reason": reason} | ({"status": "proposed"} if row.status == "proposed" else {})
    return Version(kind, document, row.version + 1, said=said)


def edited(kind: EntryType, row: EvidenceRow, item: Item, reason: str) -> Version:
    """
    Return the version after one, with an item given anew.

    Raises:
        EvidenceConflictError: It says what stands already.
    """
    document = write_item(item)
    if document.digest == row.digest and row.status != "retracted":
        raise EvidenceConflictError(
            f"{kind_of(item)} `{row.id}` says that already (version {row.version}, entry {row.entry_index}); "
            "nothing was recorded"
        )
    return next_version(kind, row, document, reason)
