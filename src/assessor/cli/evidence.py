"""`assessor import`: record batches of evidence from files."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.follow import Following, NoRecompute, end_with, flat_followed, tell_followed
from assessor.cli.log_checkpoint import opened_for, tell_checkpoint
from assessor.cli.options import AndCheckpoint, Json, Key
from assessor.cli.output import plain, print_json, say
from assessor.errors import AssessorError, UsageError

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from assessor.domain.evidence_file import EvidenceFile
    from assessor.services.checkpoints import KeptCheckpoint
    from assessor.services.recompute_at_once import Followed
    from assessor.services.record_evidence import RecordedBatch

_MOST_NAMED = 5


def import_files(
    context: typer.Context,
    files: Annotated[
        list[Path], typer.Argument(metavar="FILE", help="Evidence in .yaml, .jsonl or .csv (its .yaml beside it).")
    ],
    checkpoint: AndCheckpoint = False,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """
    Record batches of evidence, each whole or not at all; what is there already is told and not doubled.

    `assessor import withdraw BATCH` takes a bad one back.
    """
    record_files(context, files, as_json=as_json, checkpoint=checkpoint, key=key, leave=no_recompute)


def record_files(
    context: typer.Context,
    files: Iterable[Path],
    *,
    as_json: bool,
    proposed: bool = False,
    checkpoint: bool = False,
    key: str | None = None,
    leave: bool = False,
) -> None:
    """Read every file, then record them in order: a file that cannot be read stops all of them."""
    from assessor.intake.read import read_evidence

    paths = list(files)
    batches = [read_evidence(path) for path in paths]
    record(
        context, batches, as_json=as_json, proposed=proposed, checkpoint=checkpoint, files=paths, key=key, leave=leave
    )


def record(
    context: typer.Context,
    batches: Sequence[EvidenceFile],
    *,
    as_json: bool,
    proposed: bool = False,
    checkpoint: bool = False,
    files: Sequence[Path] = (),
    key: str | None = None,
    leave: bool = False,
) -> None:
    """
    Record batches in order and say what each brought as soon as it is recorded; sign after each where asked to.

    Args:
        files: Where the batches came from, for what is told of one that is refused.
        leave: Leave due the cells that a batch makes due.
    """
    from assessor.services.record_evidence import record_batch

    if key is not None and len(batches) > 1:
        raise UsageError("a key stands for one request: give it with one file")
    found: list[RecordedBatch] = []
    followed: list[Followed] = []
    checkpoints: list[KeptCheckpoint] = []
    with opened_for(context, checkpoint=checkpoint) as (assessor, sign):
        following = Following(context, assessor, leave=leave)
        tell: Callable[[str], None] = _tell_nobody if as_json else say
        for place, batch in enumerate(batches):
            try:
                found.append(record_batch(following.assessor, batch, proposed=proposed, key=key))
                tell(tell_batch(found[-1]))
                followed.append(following.take())
                if not as_json:
                    tell_followed(followed[-1])
                signed = sign()
            except AssessorError as error:
                _note(error, files[place : place + 1], found)
                raise
            if signed is not None:
                checkpoints.append(signed)
                tell(tell_checkpoint(signed))
    if as_json:
        signatures = {"checkpoints": plain(checkpoints)} if checkpoint else {}
        print_json({"batches": plain(found), **flat_followed(followed), **signatures})
    end_with([one for some in followed for one in some.failed])


def _tell_nobody(_: str) -> None:
    """Say nothing."""


def _note(error: AssessorError, files: Sequence[Path], before: Sequence[RecordedBatch]) -> None:
    """Add to an error which file it is about, and what the command had recorded by then."""
    for file in files:
        error.add_note(f"in {file}")
    if before:
        error.add_note(f"recorded before that: batch {', batch '.join(one.batch for one in before)}")


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
    return "; ".join((text, *(f"left out {rows}" for rows in batch.left_out)))
