"""`assessor explain`: why a verdict is as it is, or is not another."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.assess import flat
from assessor.cli.options import AsOf, CellName, Json, KnownAt, parse_as_of
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.services.explain import CellExplanation


def explain(
    context: typer.Context,
    cell: CellName,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    why_not: Annotated[
        str | None, typer.Option("--why-not", metavar="TRAJECTORY", help="A trajectory that the cell is not in.")
    ] = None,
    brief: Annotated[bool, typer.Option("--brief", help="The rules that hold, without conditions.")] = False,
    as_json: Json = False,
) -> None:
    """Show the tree from verdict to evidence; with --why-not, what each missing condition lacks."""
    if why_not is not None:
        _explain_why_not(context, cell, why_not, as_of, known_at, as_json=as_json)
        return
    from assessor.report.headline import headline, one_line
    from assessor.report.section import render_section
    from assessor.report.tree import render_explanation, render_reasons
    from assessor.services.explain import explain_cell

    with opened(context) as assessor:
        found = explain_cell(assessor, cell, as_of=parse_as_of(as_of), known_at=known_at)
    if as_json:
        _print(found)
        return
    say(one_line(found.assessment))
    render = render_reasons if brief else render_explanation
    if found.parts:
        show_page(render(found.parts, title=f"why {headline(found.assessment.verdict)}"))
    else:
        say("no rule decided anything")
    decisive = ", ".join(found.assessment.decisive or ()) or "none: any one item could go, and the verdict would stay"
    show_page(render_section("Decisive: what alone would change the verdict if it were missing", [("", decisive)]))


def _explain_why_not(
    context: typer.Context, cell: str, trajectory: str, as_of: str | None, known_at: str | None, *, as_json: bool
) -> None:
    from assessor.engine.explain import missing_of
    from assessor.report.headline import one_line
    from assessor.report.section import render_section
    from assessor.report.tree import render_explanation
    from assessor.services.explain import explain_why_not

    with opened(context) as assessor:
        found = explain_why_not(assessor, cell, trajectory, as_of=parse_as_of(as_of), known_at=known_at)
    missing = {part.rule or part.text: missing_of(part) for part in found.parts}
    if as_json:
        _print(found, missing)
        return
    say(one_line(found.assessment))
    if not found.parts:
        say(f"no rule leads to {trajectory}")
        return
    show_page(render_explanation(found.parts, title=f"why not {trajectory}"))
    for part in found.parts:
        rows = [("-", text) for text in missing[part.rule or part.text]]
        show_page(render_section(f"Missing for {part.text}", rows or [("", "nothing: its conditions hold")]))


def _print(found: CellExplanation, missing: dict[str, tuple[str, ...]] | None = None) -> None:
    lacking = {"missing": missing} if missing is not None else {}
    print_json({**flat(found.assessment), "explanation": found.parts, **lacking})
