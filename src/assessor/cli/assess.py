"""`assessor assess`: judge cells and record it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.options import AsOf, Json, KnownAt, one_of, parse_as_of
from assessor.cli.output import plain, print_json, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.services.assess import Assessed


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
    one_of(CELL=cell, **{"--all": every})
    if cell is None:
        _assess_all(context, as_of, known_at, dry_run=dry_run, as_json=as_json)
        return
    from assessor.report.verdict import render_assessment
    from assessor.services.assess import assess as assess_cell

    with opened(context) as assessor:
        found = assess_cell(assessor, cell, as_of=parse_as_of(as_of), known_at=known_at, dry_run=dry_run)
    if as_json:
        print_json(flat(found.assessment))
    else:
        show_page(render_assessment(found.assessment, rationales(found)))
    if found.assessment.verdict.standing == "insufficient":
        raise typer.Exit(ExitCode.INSUFFICIENT)


def _assess_all(
    context: typer.Context, as_of: str | None, known_at: str | None, *, dry_run: bool, as_json: bool
) -> None:
    from assessor.report.verdict import render_assessments
    from assessor.services.assess import assess_all

    with opened(context) as assessor:
        found = assess_all(assessor, as_of=parse_as_of(as_of), known_at=known_at, dry_run=dry_run)
    if as_json:
        print_json({"assessments": [flat(a.assessment) for a in found]})
    else:
        show_page(render_assessments(a.assessment for a in found))


def flat(assessment: Assessment) -> dict[str, Any]:
    """Return an assessment as one flat object, the parts of its verdict beside its times."""
    data: dict[str, Any] = plain(assessment)
    verdict = data.pop("verdict")
    times = {key: data.pop(key) for key in ("cell", "title", "as_of", "known_at", "ruleset")}
    return {**times, **verdict, **data}


def rationales(assessed: Assessed) -> dict[str, str]:
    """Return what each deciding rule says, with what matched filled in, by the rule's id."""
    from assessor.engine.explain import rationale_on

    reasons = assessed.assessment.verdict.reasons
    return {reason.rule: rationale_on(assessed.evaluation, reason.rule, reason.day) for reason in reasons}
