"""`assessor log pin` and `pins`: checkpoints kept outside the database."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.log_checkpoint import Note
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened


def pin(
    context: typer.Context,
    file: Note,
    key: Annotated[
        str | None, typer.Option(metavar="VKEY", help="The log's verifier key, where it is not known here yet.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Keep a checkpoint of this log or another; every later verification proves that the log extends it."""
    from assessor.intake.note_file import read_note_file
    from assessor.services.pins import pin_checkpoint

    data = read_note_file(file)
    with opened(context) as assessor:
        found = pin_checkpoint(assessor, data, key)
        place = assessor.pins.path
    if as_json:
        print_json({"file": str(place), "pin": found})
        return
    pinned = "was pinned before" if found.repeated else "is pinned"
    say(f"log `{found.origin}` at size {found.size} {pinned} in {place}, root {found.root}")


def pins(context: typer.Context, as_json: Json = False) -> None:
    """List what is pinned, of any log."""
    from assessor.report.section import render_records
    from assessor.services.pins import list_pins

    with opened(context) as assessor:
        found = list_pins(assessor)
        place = assessor.pins.path
    if as_json:
        print_json({"file": str(place), "pins": found})
    elif found:
        records = [(str(one.size), one.origin, one.root) for one in found]
        show_page(render_records(("size", "log", "root"), records, right=("size",), whole=("size",)))
    else:
        say(f"nothing is pinned in {place}")
