"""`assessor import`: record batches of evidence from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from assessor.domain.evidence_file import EvidenceFile
    from assessor.services.record_evidence import RecordedBatch

_MOST_NAMED = 5


def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE...", help="Evidence in .yaml, .jsonl or .csv (its .yaml beside it).")
    ],
    as_json: Json = False,
) -> None:
    """Record batches of evidence, each whole or not at all; what is there already is told and not doubled."""
    record_files(context, files, as_json=as_json)


def record_files(context: typer.Context, files: Iterable[Path], *, as_json: bool, proposed: bool = False) -> None:
    """Read every file, then record them in order: a file that cannot be read stops all of them."""
    from assessor.intake.read import read_evidence

    record(context, [read_evidence(path) for path in files], as_json=as_json, proposed=proposed)


def record(context: typer.Context, batches: Sequence[EvidenceFile], *, as_json: bool, proposed: bool = False) -> None:
    """Record batches in order and say what each brought as soon as it is recorded."""
    from assessor.services.record_evidence import record_batch

    found = []
    with opened(context) as assessor:
        for batch in batches:
            found.append(record_batch(assessor, batch, proposed=proposed))
            if not as_json:
                say(tell_batch(found[-1]))
    if as_json:
        print_json({"batches": found})


def tell_batch(batch: RecordedBatch) -> str:
    """Return what a batch brought, in a line."""
    entries = [item.entry_index for item in batch.recorded]
    where = f", entries {entries[0]} to {entries[-1]}" if len(entries) > 1 else ""
    where = f", entry {entries[0]}" if len(entries) == 1 else where
    text = f"batch {batch.batch}: {len(entries)} recorded{where}"
    if batch.already:
        named = ", ".join(batch.already[:_MOST_NAMED])
        more = f" and {len(batch.already) - _MOST_NAMED} more" if len(batch.already) > _MOST_NAMED else ""
        text += f"; {len(batch.already)} there before with the same content: {named}{more}"
    return text
