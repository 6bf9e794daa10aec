"""`assessor outlook`: the branches of a cell at their horizons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.diff import flat_end
from assessor.cli.options import AsOf, CellName, Json, KnownAt, parse_as_of
from assessor.cli.output import print_json, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.services.outlook import JudgedBranch, Outlook


def outlook(
    context: typer.Context,
    cell: CellName,
    branch: Annotated[str | None, typer.Option(metavar="NAME", help="One branch; else every branch.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """Show how each branch of a cell's outlook can end, beside nothing new; hypothetical, never recorded."""
    from assessor.report.outlook import render_outlook
    from assessor.services.outlook import look_out

    with opened(context) as assessor:
        found = look_out(assessor, cell, branch=branch, as_of=parse_as_of(as_of), known_at=known_at)
    if as_json:
        print_json(_flat(found))
    else:
        show_page(render_outlook(found))


def _flat(found: Outlook) -> dict[str, Any]:
    assessment = found.assessment
    branches = [_flat_branch(one) for one in found.branches]
    return {"hypothetical": True, "cell": assessment.cell, "over": flat_end(assessment), "branches": branches}


def _flat_branch(judged: JudgedBranch) -> dict[str, Any]:
    outlook, branch = judged.outlook, judged.outlook.branch
    return {
        "hypothetical": True,
        "branch": branch.id,
        "title": branch.title,
        "horizon": outlook.horizon,
        "expects": branch.expects,
        "assumes": {one.id: one.title for one in branch.assumes},
        "overdue": outlook.overdue,
        "passing": outlook.passing,
        "endings": [
            {
                "trajectory": ending.verdict.trajectory,
                "qualifiers": ending.verdict.qualifiers,
                "trend": ending.verdict.trend,
                "alternatives": ending.verdict.alternatives,
                "standing": ending.verdict.standing,
                "terms": ending.terms,
                "smallest": ending.smallest,
                "subsets": [subset.holds for subset in ending.subsets],
            }
            for ending in judged.endings
        ],
        "subsets": outlook.subsets,
    }
