"""`assessor source`: sources turn out to be something else than was thought."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.change import DryRun, Expects, Why, tell_changes
from assessor.cli.follow import Following, NoRecompute
from assessor.cli.options import Json, Key
from assessor.cli.settings import opened

app = typer.Typer(help="Where evidence was published.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `regrade` a command of its own while it is the only one."""


@app.command("regrade")
def regrade(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A source.")],
    reason: Why,
    tier: Annotated[int | None, typer.Option(metavar="N", help="The tier that it is of.")] = None,
    origin: Annotated[
        str | None,
        typer.Option(metavar="ID", help="The report that it is a copy of, recorded or not; its own id: of none."),
    ] = None,
    copy_of: Annotated[
        str | None, typer.Option("--copy-of", metavar="SOURCE", help="A recorded source that it is a copy of.")
    ] = None,
    expects: Expects = None,
    dry_run: DryRun = False,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Regrade a source, from now on, for every signal and reading that cites it."""
    from assessor.services.regrade_source import Grade, regrade_source

    grade = Grade(tier, origin, copy_of)
    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = regrade_source(
            following.assessor, name, grade, reason=reason, expects=expects, key=key, dry_run=dry_run
        )
        followed = following.take()
    tell_changes(found, followed, as_json=as_json)
