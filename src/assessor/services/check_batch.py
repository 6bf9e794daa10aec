"""
A batch of evidence checked against the vocabulary and against what the log holds.

Whether it is then recorded or only supposed, it is refused for the same reasons. Writes nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING, Final

from assessor.domain.quoting import quote
from assessor.errors import EvidenceInvalidError
from assessor.services.evidence_batch import EvidenceBatch, cited_by

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from assessor.domain.evidence import Item
    from assessor.domain.evidence_file import EvidenceFile
    from assessor.ruleset.model import Ruleset
    from assessor.services.evidence_documents import ItemDocument
    from assessor.store.evidence import EvidenceRow
    from assessor.store.unit_of_work import ReadTransaction

_MOST_PROBLEMS: Final = 100


@dataclass(frozen=True, slots=True)
class CheckedBatch:
    """
    A batch of which nothing is wrong.

    Attributes:
        rows: The latest recorded version of each of its items, and of what they cite, where there is one.
    """

    batch: EvidenceBatch
    rows: Mapping[tuple[str, str], EvidenceRow]


def check_batch(
    tx: ReadTransaction, file: EvidenceFile, documents: Sequence[tuple[Item, ItemDocument]], ruleset: Ruleset
) -> CheckedBatch:
    """
    Check a batch in the words of a ruleset.

    Args:
        documents: The file's items, each with its recorded form.

    Raises:
        EvidenceInvalidError: Something in the batch is wrong; the message lists all of it.
    """
    rows = tx.evidence.latest_of({(d.kind, d.id) for _, d in documents} | cited_by(file))
    batch = EvidenceBatch.against(file, ruleset, rows.values())
    problems = list(islice(batch.problems(documents), _MOST_PROBLEMS + 1))
    if problems:
        raise EvidenceInvalidError(_refusal(file.batch, problems))
    return CheckedBatch(batch, rows)


def _refusal(batch: str, problems: list[str]) -> str:
    count = f"{len(problems)} problem{'s' if len(problems) != 1 else ''}"
    if len(problems) > _MOST_PROBLEMS:
        count = f"more than {_MOST_PROBLEMS} problems"
    return f"{count} in batch {quote(batch)}:\n" + "\n".join(problems[:_MOST_PROBLEMS])
