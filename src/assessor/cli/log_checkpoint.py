"""`assessor log checkpoint`, `checkpoints`, `cosign`: what the log signs, and what witnesses sign under it."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from assessor.services.checkpoints import KeptCheckpoint
    from assessor.services.context import Context

Note = Annotated[str, typer.Argument(metavar="FILE", help="A signed note; `-` reads standard input.")]


def checkpoint(
    context: typer.Context,
    out: Annotated[Path | None, typer.Option(metavar="FILE", help="Write it there; else it is printed.")] = None,
    as_json: Json = False,
) -> None:
    """Sign the log as it stands, and keep the checkpoint."""
    from assessor.report.note_file import print_note, write_note_file
    from assessor.services.checkpoints import make_checkpoint

    with opened(context) as assessor:
        found = make_checkpoint(assessor)
    if out is not None:
        write_note_file(out, found.note)
    if as_json:
        print_json(found)
    elif out is not None:
        say(f"{tell_checkpoint(found)}, written to {out}")
    else:
        print_note(found.note)


def checkpoints(
    context: typer.Context,
    size: Annotated[int | None, typer.Argument(min=0, help="One checkpoint, as it is signed.")] = None,
    as_json: Json = False,
) -> None:
    """List the checkpoints that were kept, or print one with its cosignatures."""
    from assessor.report.note_file import print_note
    from assessor.report.section import render_records
    from assessor.services.checkpoints import list_checkpoints, show_checkpoint

    with opened(context) as assessor:
        found = list_checkpoints(assessor) if size is None else (show_checkpoint(assessor, size),)
    if as_json:
        print_json({"checkpoints": found})
    elif size is not None:
        print_note(found[0].note)
    elif found:
        records = [(str(one.size), one.root, str(one.signers), str(one.cosignatures)) for one in found]
        numbers = ("size", "keys", "cosignatures")
        show_page(render_records(("size", "root", "keys", "cosignatures"), records, right=numbers, whole=numbers))
    else:
        say("no checkpoint was kept; `assessor log checkpoint` makes one")


def cosign(context: typer.Context, file: Note, as_json: Json = False) -> None:
    """Accept cosignatures of known witnesses under a checkpoint: a note with them, or their lines alone."""
    from assessor.intake.note_file import read_note_file
    from assessor.services.cosign import cosign

    data = read_note_file(file)
    with opened(context) as assessor:
        found = cosign(assessor, data)
    if as_json:
        print_json(found)
        return
    for name in found.added:
        say(f"kept the cosignature of {name}")
    if found.already:
        say(f"{found.already} kept before")
    if found.ignored:
        say(f"{found.ignored} of keys that the log does not know, ignored: `assessor log witness add` makes one known")
    stand = "cosignature stands" if found.total == 1 else "cosignatures stand"
    say(f"{found.total} {stand} under the checkpoint of size {found.size}")


@contextmanager
def opened_for(
    context: typer.Context, *, checkpoint: bool
) -> Iterator[tuple[Context, Callable[[], KeptCheckpoint | None]]]:
    """
    Open the program for a command that may ask for a checkpoint of what it records.

    That one can be signed is checked first, so that a missing key costs nothing that was recorded.

    Returns:
        The program, and what makes the checkpoint, or returns None where none was asked for.
    """
    from assessor.services.checkpoints import check_signer, make_checkpoint

    with opened(context) as assessor:
        if checkpoint:
            check_signer(assessor)
        yield assessor, lambda: make_checkpoint(assessor) if checkpoint else None


def tell_checkpoint(found: KeptCheckpoint) -> str:
    """Return a checkpoint in a line."""
    made = "checkpoint" if found.is_new else "the log did not grow: checkpoint"
    keys = f"{found.signers} key{'s' if found.signers != 1 else ''}"
    return f"{made} of size {found.size}, signed by {keys}, cosigned by {found.cosignatures}"
