"""`assessor signal list` and `assessor signal show`: look at signals."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

_STATUSES = ("proposed", "accepted", "retracted")


def list_signals(
    context: typer.Context,
    cell: Annotated[str | None, typer.Option(help="Only those that touch this cell.")] = None,
    status: Annotated[
        str | None, typer.Option(help="Only those that are `proposed`, `accepted` or `retracted`.")
    ] = None,
    as_json: Json = False,
) -> None:
    """List signals in their latest version, by date."""
    from assessor.report.evidence import render_signals
    from assessor.services.list_evidence import list_evidence

    if status is not None and status not in _STATUSES:
        raise UsageError(f"status `{status}` is none of {', '.join(f'`{s}`' for s in _STATUSES)}")
    with opened(context) as assessor:
        found = list_evidence(assessor, "signal", cell=cell, status=status)
    if as_json:
        print_json({"signals": found})
    elif found:
        show_page(render_signals(found))
    else:
        say("no such signals are recorded")


def show_signal(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A signal.")],
    as_json: Json = False,
) -> None:
    """Show a signal with its impacts, every version of it, the latest first."""
    from assessor.report.evidence import render_signal
    from assessor.services.list_evidence import show_evidence

    with opened(context) as assessor:
        found = show_evidence(assessor, "signal", name)
    if as_json:
        print_json({"versions": found})
    else:
        show_page(render_signal(found))
        for version in reversed(found):
            say(f"text of version {version.version}: {version.text_digest}")
