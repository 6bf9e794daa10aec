"""`assessor import`: record batches of evidence from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.settings import Json, opened, print_json

if TYPE_CHECKING:
    from assessor.services.record_evidence import RecordedBatch


def import_files(
    context: typer.Context,
    files: Annotated[list[Path], typer.Argument(help="Evidence in .yaml, .jsonl or .csv (with its .yaml beside it).")],
    as_json: Json = False,
) -> None:
    """Record batches of evidence; each file whole or not at all, the same again is told and not doubled."""
    record_files(context, files, proposed=False, as_json=as_json)


def record_files(context: typer.Context, files: list[Path], *, proposed: bool, as_json: bool) -> None:
    """Read every file first, then record them in order."""
    from assessor.intake.read import read_evidence
    from assessor.services.record_evidence import record_batch

    batches = [read_evidence(path) for path in files]
    with opened(context) as assessor:
        found = [record_batch(assessor, batch, proposed=proposed) for batch in batches]
    tell(found, as_json=as_json)


def tell(batches: list[RecordedBatch], *, as_json: bool) -> None:
    """Say what batches brought."""
    if as_json:
        print_json({"batches": batches})
        return
    for batch in batches:
        already = f", {len(batch.already)} recorded before with the same content" if batch.already else ""
        typer.echo(f"batch {batch.batch}: {len(batch.recorded)} recorded{already}")
