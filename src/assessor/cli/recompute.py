"""`assessor recompute`: assess again what new evidence touches."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.follow import end_with, flat_recomputed
from assessor.cli.meter import Meter
from assessor.cli.options import Json
from assessor.cli.output import plain, print_json, say, show_page
from assessor.cli.settings import opened, settings_of
from assessor.errors import UsageError

if TYPE_CHECKING:
    from assessor.services.reassess import Failed, Recomputed


def recompute(
    context: typer.Context,
    cells: Annotated[
        list[str] | None, typer.Argument(metavar="[CELL]...", help="Cells to assess if due, or if they never were.")
    ] = None,
    every: Annotated[bool, typer.Option("--all", help="Cells that were never assessed too.")] = False,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Trials: nothing is recorded.")] = False,
    detach: Annotated[bool, typer.Option("--detach", help="Do it in the background, and return.")] = False,
    status: Annotated[bool, typer.Option("--status", help="Say how far it is, and do nothing.")] = False,
    as_json: Json = False,
) -> None:
    """Assess again, as of today, the cells that something recorded since touches, and tell what changed."""
    from assessor.report.recomputed import render_recomputed
    from assessor.services.recompute import recompute as recompute_cells

    if cells and every:
        raise UsageError("give cells or --all, not both")
    if detach or status:
        if cells or every or dry_run or (detach and status):
            raise UsageError("--detach and --status are about all that is due: give one of them, and nothing else")
        _tell_status(context, detach=detach, as_json=as_json)
        return
    with opened(context) as assessor, Meter(context, "recomputing", unit="cell") as meter:
        failed: list[Failed] = []
        found = recompute_cells(assessor, cells or (), every=every, dry_run=dry_run, told=meter, failed=failed)
    if as_json:
        print_json({"recomputed": [flat_recomputed(one) for one in found], "failed": plain(failed)})
        end_with(failed)
        return
    if found or not failed:
        say(_count(found))
    for one in found:
        page = render_recomputed(one.assessment, one.before, one.entries, one.changes, one.restated, one.restated_by)
        show_page(page)
    end_with(failed)


def _tell_status(context: typer.Context, *, detach: bool, as_json: bool) -> None:
    """Say how far recomputing is, after starting it in the background where that is asked for and nobody is at it."""
    from assessor.cli.detached import start
    from assessor.services.recompute_alone import recompute_status

    with opened(context) as assessor:
        found = recompute_status(assessor)
    started = start(settings_of(context)) if detach and found.due and not found.running else None
    if as_json:
        print_json({**plain(found), **({"started": started} if detach else {})})
        return
    say(f"{len(found.due)} due, {found.done} done, {len(found.failed)} failed")
    for cell in found.failed:
        say(f"cell {cell}: the engines disagreed about it (`assessor log show` has their answers); it stays due")
    if started is not None:
        say(f"process {started} recomputes in the background; `assessor recompute --status` says how far it is")
    elif found.running:
        say("a process recomputes in the background")


def _count(found: tuple[Recomputed, ...]) -> str:
    """Say in a line how many cells were assessed again, and how many verdicts changed."""
    if not found:
        return "no cell is due"
    changed = sum(bool(one.changes) for one in found)
    trial = " (trials, not recorded)" if found[0].assessment.trial else ""
    return f"{len(found)} cell{'s' if len(found) > 1 else ''} assessed{trial}, {changed} changed"
