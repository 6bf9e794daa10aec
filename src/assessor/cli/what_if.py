"""`assessor what-if`: the verdict under other evidence or rules, beside the recorded one."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.diff import flat_difference
from assessor.cli.options import AsOf, CellName, Json, KnownAt, parse_as_of
from assessor.cli.output import print_json, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.services.what_if import WhatIf


def what_if(
    context: typer.Context,
    cell: CellName,
    add: Annotated[
        list[Path] | None, typer.Option("--add", metavar="FILE", help="Evidence to suppose, in any format of import.")
    ] = None,
    without: Annotated[
        list[str] | None,
        typer.Option("--without", metavar="ID", help="A signal, reading, source or feed to leave out."),
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", metavar="DIR", help="A framework's folder: the draft to judge by.")
    ] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """Show what would change in a verdict under other evidence or rules; a trial, never recorded."""
    from assessor.intake.read import read_evidence
    from assessor.report.what_if import render_what_if
    from assessor.ruleset.load import load_ruleset
    from assessor.services.what_if import what_if as suppose

    files = [read_evidence(path) for path in add or ()]
    draft = load_ruleset(rules).require() if rules is not None else None
    with opened(context) as assessor:
        found = suppose(
            assessor,
            cell,
            files=files,
            without=without or (),
            rules=draft,
            as_of=parse_as_of(as_of),
            known_at=known_at,
        )
    if as_json:
        print_json(_flat(found))
    else:
        show_page(render_what_if(found))


def _flat(found: WhatIf) -> dict[str, object]:
    supposed = {"trial": True, "added": found.added, "removed": found.removed, "rules": found.rules}
    return {**supposed, "since": found.since, **flat_difference(found.difference)}
