"""`assessor init`: found a log."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

DEFAULT_ORIGIN = "assessor.example/log"


def init(
    context: typer.Context,
    origin: Annotated[str, typer.Option(help="The log's unique name, as checkpoints will carry it.")] = DEFAULT_ORIGIN,
    as_json: Json = False,
) -> None:
    """Make the database, or bring it up to date; harmless when repeated."""
    from assessor.services.initialise import initialise

    with opened(context) as assessor:
        found = initialise(assessor, origin)
        database = assessor.database.name
    if as_json:
        print_json({"database": database, "created": found.created, "origin": found.origin, "size": found.size})
        return
    entries = f"{found.size} entr{'y' if found.size == 1 else 'ies'}"
    say(f"log `{found.origin}` {'founded' if found.created else 'was there'} in {database}: {entries}")
    if found.created:
        say("next: `assessor rules publish`, then `assessor import FILE`")
