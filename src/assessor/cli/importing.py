"""`assessor import`: record batches of evidence from files, and withdraw a bad one whole."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.change import DryRun, Why, tell_changes
from assessor.cli.default_command import WithDefault
from assessor.cli.evidence import import_files
from assessor.cli.follow import Following, NoRecompute
from assessor.cli.options import Json, Key
from assessor.cli.settings import opened

app = typer.Typer(cls=WithDefault, help="Record batches of evidence from files, or withdraw one.")
app.command(WithDefault.default)(import_files)


@app.command("withdraw")
def withdraw(
    context: typer.Context,
    batch: Annotated[str, typer.Argument(metavar="BATCH", help="As it was told when it was recorded: `border@12`.")],
    reason: Why,
    partly: Annotated[
        bool, typer.Option("--partly", help="Withdraw the rest where some items were changed since, or are cited.")
    ] = False,
    dry_run: DryRun = False,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Withdraw a batch, whole or not at all: what stood before it stands again, from now on."""
    from assessor.services.withdraw_batch import withdraw_batch

    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = withdraw_batch(following.assessor, batch, reason=reason, partly=partly, key=key, dry_run=dry_run)
        followed = following.take()
    tell_changes(found, followed, as_json=as_json, unchanged="left as it is")
