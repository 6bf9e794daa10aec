"""`assessor explain`: why a verdict is as it is, or is not another."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.assess import flat
from assessor.cli.settings import AsOf, Json, KnownAt, console, opened, parse_as_of, print_json


def explain(
    context: typer.Context,
    cell: Annotated[str, typer.Argument(help="A cell of the framework.")],
    as_of: AsOf = None,
    known_at: KnownAt = None,
    why_not: Annotated[str | None, typer.Option("--why-not", help="A trajectory the cell is not in.")] = None,
    brief: Annotated[bool, typer.Option("--brief", help="Only what holds, without single pieces of evidence.")] = False,
    as_json: Json = False,
) -> None:
    """Show the tree from verdict to evidence; with --why-not, what each missing condition lacks."""
    from assessor.engine.explain import missing_of
    from assessor.report.safe import shown
    from assessor.report.tree import render_explanation
    from assessor.report.verdict import one_line
    from assessor.services.explain import explain_cell, explain_why_not

    with opened(context) as assessor:
        day = parse_as_of(as_of)
        if why_not is None:
            found = explain_cell(assessor, cell, as_of=day, known_at=known_at)
        else:
            found = explain_why_not(assessor, cell, why_not, as_of=day, known_at=known_at)
    if as_json:
        print_json({**flat(found.assessment), "explanation": found.parts})
        return
    out = console()
    out.print(shown(one_line(found.assessment), "bold"))
    if not found.parts:
        out.print(f"no rule leads to {why_not}" if why_not is not None else "no rule decided anything")
        return
    title = "why" if why_not is None else f"why not {why_not}"
    out.print(render_explanation(found.parts, title=title, brief=brief))
    if why_not is not None:
        out.print("what is missing:", style="bold")
        for part in found.parts:
            for text in missing_of(part):
                out.print(shown(f"  - {text}"))
    elif found.assessment.decisive is not None:
        decisive = (
            ", ".join(found.assessment.decisive) or "none: every single item could go without changing the verdict"
        )
        out.print(shown(f"decisive items: {decisive}"))
