"""
A log of a million entries, made once for all benchmarks that read one.

The entries are as evidence is recorded: four readings of about 350 bytes to a signal of about 650, whose words are
kept beside the log, with the rows of the tables that repeat them, and a checkpoint over all of it. It takes six minutes
and 1.1 GB. Where `ASSESSOR_BENCHMARK_LOG` names a file, it lies there: made if it is not there, gone on with if it is
too short, and kept. Without it, each benchmark makes its own and removes it.

`ASSESSOR_BENCHMARK_LOG=grown.db python -m benchmarks.million` makes it and nothing else.
"""

from __future__ import annotations

import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, Final

from assessor.audit import EntryType, draft_entry
from assessor.audit.media_types import SIGNAL_TEXT
from assessor.bootstrap import open_assessor
from assessor.domain.evidence import Reading, Signal
from assessor.services.checkpoints import make_checkpoint
from assessor.services.evidence_documents import write_item
from assessor.services.initialise import initialise
from assessor.services.log_keys import init_key

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.audit import EntryDraft
    from assessor.services.context import Context
    from assessor.services.evidence_documents import ItemDocument

SIZE: Final = 1_000_000
PLACE: Final = "ASSESSOR_BENCHMARK_LOG"
_BATCH: Final = 10_000
_WORDS: Final = "Troops were moved to the border after talks between the two ministries in the capital had ended."


@contextmanager
def open_log(size: int = SIZE) -> Iterator[tuple[Context, str]]:
    """
    Open a log of a size, and make it where it is not there yet.

    Yields:
        The program on it, and its path.
    """
    kept = os.environ.get(PLACE) if size == SIZE else None
    with tempfile.TemporaryDirectory(dir=Path.cwd()) as folder:
        path = kept or f"{folder}/log.db"
        is_new = not Path(path).exists()
        with open_assessor(path, "benchmark") as assessor:
            if is_new:
                initialise(assessor, "assessor.example/benchmark")
                init_key(assessor)
            fill(assessor, size)
            make_checkpoint(assessor)
            yield assessor, path


def make_item(number: int) -> Reading | Signal:
    """Return a reading, or of every fifth number a signal with three impacts."""
    if number % 5:
        return Reading.model_validate(
            {
                "indicator": "swb-encounters",
                "period": "2021-10",
                "value": str(number),
                "unit": "people",
                "source": "cbp",
            }
        )
    impact = {"direction": "advancing", "dimensions": ["border"], "tags": ["troops"], "why": _WORDS}
    return Signal.model_validate(
        {
            "id": f"signal-{number}",
            "title": _WORDS,
            "date": "2021-10-04",
            "sources": ["cbp"],
            "impacts": [{**impact, "cell": cell} for cell in ("11", "12", "13")],
        }
    )


def fill(assessor: Context, size: int) -> None:
    """Record entries up to a size, and what they say in the tables."""
    with assessor.database.read() as tx:
        first = tx.log.size()
    begun = perf_counter()
    for start in range(first, size, _BATCH):
        documents = [(number, write_item(make_item(number))) for number in range(start, min(start + _BATCH, size))]
        with assessor.database.write() as tx:
            texts = {document.text for _, document in documents if document.text}
            for text in texts:
                tx.content.put(text, media_type=SIGNAL_TEXT, erasable=True)
            tx.append([draft(number, document) for number, document in documents], clock=assessor.clock)
    if first < size:
        print(f"{size - first} entries recorded in {perf_counter() - begun:.1f} s")


def draft(number: int, document: ItemDocument) -> EntryDraft:
    """Return the entry of an item as it is recorded."""
    body: dict[str, object] = {
        "backfill": {"known_from": "2021-11-30T23:59:59.999999Z"},
        "id": f"{document.kind}/{number}",
        "item": document.body,
        "version": 1,
    }
    if document.text_digest is not None:
        body["text"] = document.text_digest
    kind = EntryType.READING_RECORDED if document.kind == "reading" else EntryType.SIGNAL_RECORDED
    return draft_entry(kind, body, actor="benchmark", batch="border@3")


if __name__ == "__main__":
    with open_log() as (_, place):
        print(f"{SIZE} entries: {place}")
