"""`assessor trace`: what an evidence item was to the recorded assessments."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

_KINDS = ("signal", "reading", "source", "feed")


def trace(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A signal, a reading, a source or a feed.")],
    kind: Annotated[
        str | None, typer.Option(help="Which it is, where several have the id: signal, reading, source or feed.")
    ] = None,
    cell: Annotated[str | None, typer.Option(help="Only assessments of this cell.")] = None,
    most: Annotated[
        int, typer.Option(min=0, help="How many of those it supported are tried without it, the latest first.")
    ] = 20,
    as_json: Json = False,
) -> None:
    """Show since when an item was known, and which assessments it decided, supported, or could not reach."""
    from assessor.report.trace import render_trace
    from assessor.services.trace import trace_evidence

    if kind is not None and kind not in _KINDS:
        raise UsageError(f"kind `{kind}` is none of {', '.join(f'`{k}`' for k in _KINDS)}")
    with opened(context) as assessor:
        found = trace_evidence(assessor, name, kind=kind, cell=cell, most=most)
    if as_json:
        print_json(found)
    else:
        show_page(render_trace(found.kind, found.versions, found.assessments, found.restated))
