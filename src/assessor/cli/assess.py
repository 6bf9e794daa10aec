"""`assessor assess`: judge cells and record it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.settings import (
    INSUFFICIENT,
    AsOf,
    Json,
    KnownAt,
    console,
    one_of,
    opened,
    parse_as_of,
    plain,
    print_json,
)

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment


def assess(
    context: typer.Context,
    cell: Annotated[str | None, typer.Argument(help="A cell of the framework.")] = None,
    every: Annotated[bool, typer.Option("--all", help="Every cell of the ruleset in force.")] = False,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="A trial: nothing is recorded.")] = False,
    as_json: Json = False,
) -> None:
    """Judge a cell on a day by what was known, record it, and show it; exit 6 where evidence is insufficient."""
    from assessor.report.verdict import one_line, render_assessment
    from assessor.services.assess import assess as assess_cell
    from assessor.services.assess import assess_all

    one_of(CELL=cell, **{"--all": every})
    with opened(context) as assessor:
        day = parse_as_of(as_of)
        if cell is None:
            found = assess_all(assessor, as_of=day, known_at=known_at, dry_run=dry_run)
        else:
            found = (assess_cell(assessor, cell, as_of=day, known_at=known_at, dry_run=dry_run),)
    if cell is None:
        if as_json:
            print_json({"assessments": [flat(a.assessment) for a in found]})
        else:
            for assessed in found:
                typer.echo(one_line(assessed.assessment))
        return
    assessment = found[0].assessment
    if as_json:
        print_json(flat(assessment))
    else:
        console().print(render_assessment(assessment))
    if assessment.verdict.standing == "insufficient":
        raise typer.Exit(INSUFFICIENT)


def flat(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as one flat object, the parts of its verdict beside its times."""
    data: dict[str, Any] = plain(assessment)
    verdict = data.pop("verdict")
    return {**data, **verdict}
