"""`assessor event`: records that turn out to tell of one event."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.change import DryRun, Why, tell_changes
from assessor.cli.follow import Following, NoRecompute
from assessor.cli.options import Json, Key
from assessor.cli.settings import opened

app = typer.Typer(help="What happened, however many signals tell it.", no_args_is_help=True)


@app.callback()
def _group() -> None:
    """Keep `merge` a command of its own while it is the only one."""


@app.command("merge")
def merge(
    context: typer.Context,
    names: Annotated[list[str], typer.Argument(metavar="ID...", help="Signals, two at least.")],
    event: Annotated[str, typer.Option(help="The event's id: new, or one that signals name already.")],
    reason: Why,
    dry_run: DryRun = False,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Say that signals tell of one event, which counts once from now on."""
    from assessor.services.merge_event import merge_event

    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = merge_event(following.assessor, names, event, reason=reason, key=key, dry_run=dry_run)
        followed = following.take()
    tell_changes(found, followed, as_json=as_json, unchanged="names it already")
