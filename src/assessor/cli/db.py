"""`assessor db`: what concerns the database, and not what is recorded in it."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

app = typer.Typer(help="The database below the log.", no_args_is_help=True)


@app.callback()
def group() -> None:
    """Keep `grant` a command of its own, as others may come."""


@app.command("grant")
def grant(
    context: typer.Context,
    writer: Annotated[
        list[str] | None, typer.Option(metavar="ROLE", help="May read and append; repeat for more.")
    ] = None,
    reader: Annotated[list[str] | None, typer.Option(metavar="ROLE", help="May read; repeat for more.")] = None,
    as_json: Json = False,
) -> None:
    """Say which roles of a PostgreSQL server may append and which may read; neither may change what is recorded."""
    from assessor.services.grant_roles import grant_roles

    writers, readers = writer or [], reader or []
    with opened(context) as assessor:
        grant_roles(assessor, writers=writers, readers=readers)
        database = assessor.database.name
    if as_json:
        print_json({"database": database, "writers": writers, "readers": readers})
        return
    for role in writers:
        say(f"role `{role}` may read and append in {database}, and nothing else")
    for role in readers:
        say(f"role `{role}` may read in {database}, and nothing else")
