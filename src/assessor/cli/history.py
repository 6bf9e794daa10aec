"""`assessor history`: the states of a cell, drawn as a line."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.settings import AsOf, Json, KnownAt, console, opened, parse_as_of, print_json


def history(
    context: typer.Context,
    cell: Annotated[str, typer.Argument(help="A cell of the framework.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_json: Json = False,
) -> None:
    """Show the states of a cell with the days they began and why."""
    from assessor.report.line import draw_line, tell_spans
    from assessor.report.safe import shown
    from assessor.report.verdict import one_line
    from assessor.services.history import cell_history

    with opened(context) as assessor:
        found = cell_history(assessor, cell, as_of=parse_as_of(as_of), known_at=known_at)
    assessment = found.assessment
    if as_json:
        print_json(
            {
                "cell": cell,
                "as_of": assessment.as_of,
                "known_at": assessment.known_at,
                "trial": assessment.trial,
                "epoch": found.epoch,
                "spans": found.spans,
                "doubts": found.doubts,
            }
        )
        return
    out = console()
    out.print(shown(one_line(assessment), "bold"))
    ascii_only = not (out.encoding or "").lower().startswith("utf")
    out.print(draw_line(assessment.verdict.history, assessment.as_of, out.width, ascii_only=ascii_only))
    out.print(tell_spans([(s.state, s.since, s.until, s.rule, s.because) for s in found.spans]))
    for doubt in found.doubts:
        out.print(
            shown(f"in doubt {doubt.first} to {doubt.last}: {doubt.source} to {doubt.target} (rule {doubt.rule})")
        )
