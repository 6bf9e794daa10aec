"""`assessor history`: the states of a cell, drawn as a line, and its verdicts by stretches of days."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.assess import tell_newer
from assessor.cli.history_axes import Asked, Picture, show_both_axes
from assessor.cli.options import AsOf, CellName, Json, KnownAt, parse_as_of
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

if TYPE_CHECKING:
    from assessor.services.history import CellHistory


def history(
    context: typer.Context,
    cell: CellName,
    since: Annotated[str | None, typer.Option("--from", metavar="DAY", help="The first day told of.")] = None,
    until: Annotated[str | None, typer.Option("--to", metavar="DAY", help="The last day told of.")] = None,
    as_of: AsOf = None,
    known_at: KnownAt = None,
    as_of_axis: Annotated[
        bool, typer.Option("--as-of-axis", help="Every day judged; so it is without --as-of.")
    ] = False,
    known_at_axis: Annotated[
        bool, typer.Option("--known-at-axis", help="What was said at any later time, and what each knowledge gives.")
    ] = False,
    known_since: Annotated[
        str | None, typer.Option("--known-from", metavar="DAY", help="The first day of knowledge on that axis.")
    ] = None,
    known_until: Annotated[
        str | None, typer.Option("--known-to", metavar="DAY", help="The last; else today (UTC).")
    ] = None,
    plot: Annotated[
        Path | None, typer.Option(metavar="FILE.svg", help="Draw both axes as a picture: the bitemporal triangle.")
    ] = None,
    width: Annotated[int, typer.Option(metavar="PIXELS", help="How wide the picture is laid out.")] = 720,
    as_json: Json = False,
) -> None:
    """Show the states of a cell with the days they began and why, and the verdict of every day."""
    if known_at_axis or plot is not None:
        asked = Asked(as_of_axis, as_of, known_at, since, until, known_since, known_until)
        show_both_axes(context, cell, asked, Picture(plot, width), as_json=as_json)
        return
    if known_since is not None or known_until is not None:
        raise UsageError("--known-from and --known-to are the ends of an axis; give --known-at-axis too")
    from assessor.report.headline import one_line
    from assessor.services.history import cell_history
    from assessor.services.moments import parse_day
    from assessor.services.out_of_date import find_newer

    days = {
        "since": parse_day(since, "from") if since is not None else None,
        "until": parse_day(until, "to") if until is not None else None,
    }
    with opened(context) as assessor:
        found = cell_history(assessor, cell, as_of=parse_as_of(as_of), known_at=known_at, **days)
        newer = find_newer(assessor, found.assessment)
    if as_json:
        print_json({**flat_history(found), "out_of_date": newer})
        return
    say(one_line(found.assessment))
    tell_newer(found.assessment, newer)
    show_history(found)


def flat_history(found: CellHistory) -> dict[str, object]:
    """Return a history as one flat object."""
    assessment = found.assessment
    return {
        "cell": assessment.cell,
        "as_of": assessment.as_of,
        "known_at": assessment.known_at,
        "ruleset": assessment.ruleset,
        "trial": assessment.trial,
        "entry_index": assessment.entry_index,
        "standing": assessment.verdict.standing,
        "override": assessment.override,
        "epoch": found.epoch,
        "from": found.since,
        "to": found.until,
        "spans": found.spans,
        "stretches": found.stretches,
        "doubts": found.doubts,
    }


def show_history(found: CellHistory) -> None:
    """Print a history: the line, the states one by one, and where it is in doubt."""
    from assessor.report.line import HistoryLine, Stretch, render_stretches
    from assessor.report.stretches import render_verdicts
    from assessor.report.verdict_parts import render_doubts

    stretches = tuple(Stretch(s.state, s.since, s.until, s.rule, s.because) for s in found.spans)
    show_page(HistoryLine(stretches, tuple((d.first, d.last) for d in found.doubts)))
    say("")
    show_page(render_stretches(stretches))
    if found.doubts:
        show_page(render_doubts(found.doubts))
    show_page(render_verdicts(found.stretches))
