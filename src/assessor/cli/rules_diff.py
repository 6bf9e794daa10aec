"""`assessor rules diff`: what two rulesets mean otherwise, whatever their files look like."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Json, today
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.ruleset.model import Ruleset

_NAMED = "A framework's folder, or the digest of a published ruleset (its first six digits do)."


def diff(
    context: typer.Context,
    one: Annotated[str, typer.Argument(metavar="A", help=_NAMED)],
    other: Annotated[str, typer.Argument(metavar="B", help="What it is held against; likewise.")],
    as_json: Json = False,
) -> None:
    """Tell what B means otherwise than A: thresholds, windows, conditions, states; exit 3 where anything is."""
    from assessor.report.changes_of_rules import render_changes
    from assessor.workbench.changes import diff_rulesets

    changes = diff_rulesets(read_named(context, one), read_named(context, other))
    if as_json:
        print_json({"different": bool(changes), "changes": changes})
    elif changes:
        show_page(render_changes(changes))
    else:
        say("both mean the same")
    if changes:
        raise typer.Exit(ExitCode.NEGATIVE)


def read_named(context: typer.Context, named: str) -> Ruleset:
    """Return the ruleset that somebody named: of a folder, which needs no database, or published."""
    if Path(named).is_dir():
        from assessor.ruleset.load import load_ruleset

        return load_ruleset(Path(named)).require()
    from assessor.services.backtest_rules import choose_ruleset

    with opened(context) as assessor, assessor.database.read() as tx:
        return choose_ruleset(tx, named, today(), tx.log.size()).ruleset
