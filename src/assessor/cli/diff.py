"""`assessor diff`: what changed between two assessments of a cell, and why."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

import typer

from assessor.cli.options import Json, KnownAt
from assessor.cli.output import print_json, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from assessor.domain.assessment import Assessment
    from assessor.services.diff import Difference

_TIMES = ("id", "entry_index", "trial", "as_of", "known_at", "ruleset", "log_size")
_VERDICT = ("trajectory", "qualifiers", "trend", "confidence", "alternatives", "standing")


def diff(
    context: typer.Context,
    before: Annotated[
        str,
        typer.Argument(metavar="A|CELL", help="An assessment, by id or entry: 11@2026-03-31#356 or 356; or a cell."),
    ],
    after: Annotated[str | None, typer.Argument(metavar="[B]", help="The assessment to compare it with.")] = None,
    as_of: Annotated[
        str | None, typer.Option("--as-of", metavar="DAY", help="Of a cell: the first day judged.")
    ] = None,
    other: Annotated[str | None, typer.Option("--and", metavar="DAY", help="Of a cell: the second day judged.")] = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """Show what changed in a verdict, and whether the rules, knowledge or the world changed it."""
    from assessor.report.diff import render_diff

    found = _find(context, before, after, (as_of, other), known_at)
    if as_json:
        print_json(flat_difference(found))
    else:
        show_page(render_diff(found))


def _find(
    context: typer.Context, before: str, after: str | None, days: tuple[str | None, str | None], known_at: str | None
) -> Difference:
    from assessor.services.assessment_name import parse_reference
    from assessor.services.diff import diff_days, diff_recorded
    from assessor.services.moments import parse_day

    if after is not None:
        if (*days, known_at) != (None, None, None):
            raise UsageError("recorded assessments have times of their own: leave --as-of, --and and --known-at out")
        references = [parse_reference(name) for name in (before, after)]
        with opened(context) as assessor:
            return diff_recorded(assessor, *references)
    if days[0] is None or days[1] is None:
        raise UsageError("give two assessments, or a cell with --as-of and --and")
    first, second = parse_day(days[0], "as of"), parse_day(days[1], "and")
    with opened(context) as assessor:
        return diff_days(assessor, before, first, second, known_at=known_at)


def flat_difference(found: Difference) -> dict[str, Any]:
    """Return a difference as one flat object."""
    return {
        "cell": found.after.cell,
        "before": flat_end(found.before),
        "after": flat_end(found.after),
        "moved": found.moved,
        "knowledge": found.knowledge,
        "order": found.order,
        "orders": found.orders,
        "changes": found.changes,
        "passing": found.passing,
    }


def flat_end(assessment: Assessment) -> dict[str, Any]:
    """Return the times and the verdict of an assessment as one flat object."""
    verdict = assessment.verdict
    return {name: getattr(assessment, name) for name in _TIMES} | {name: getattr(verdict, name) for name in _VERDICT}
