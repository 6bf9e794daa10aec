"""`assessor init`: found a log."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.settings import Json, opened, print_json

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
        if as_json:
            print_json(found)
            return
        done = "founded" if found.created else "was there"
        typer.echo(f"log `{found.origin}` {done} in {assessor.database.name}: {found.size} entries")
