"""`assessor override`: an analyst's verdict, beside the computed one."""

from __future__ import annotations

from typing import Annotated

import typer

from assessor.cli.change import Why
from assessor.cli.options import CellName, Json, Key
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

app = typer.Typer(help="Verdicts that analysts set, beside the computed ones.", no_args_is_help=True)


@app.command("set")
def set_(
    context: typer.Context,
    cell: CellName,
    trajectory: Annotated[str, typer.Option(help="What the cell is said to be: a trajectory of the framework.")],
    reason: Why,
    author: Annotated[str, typer.Option(metavar="ID", help="Whose judgement it is, by a pseudonymous id.")],
    until: Annotated[str, typer.Option(metavar="DAY", help="The last day that it is about.")],
    key: Key = None,
    as_json: Json = False,
) -> None:
    """Issue another verdict than the computed one, from today to a day; one set before is replaced."""
    from assessor.services.moments import parse_day
    from assessor.services.override import set_override

    day = parse_day(until, "until")
    with opened(context) as assessor:
        found = set_override(assessor, cell, trajectory, reason=reason, author=author, until=day, key=key)
    if as_json:
        print_json(found)
    elif found.override is not None:
        computed = found.override.computed or "no trajectory"
        say(f"cell {cell}: {trajectory} by {author} until {until}, entry {found.entry_index}; computed: {computed}")


@app.command("lift")
def lift(context: typer.Context, cell: CellName, reason: Why, key: Key = None, as_json: Json = False) -> None:
    """Take the override of a cell back: from now on the computed verdict is issued."""
    from assessor.services.override import lift_override

    with opened(context) as assessor:
        found = lift_override(assessor, cell, reason=reason, key=key)
    if as_json:
        print_json(found)
    else:
        say(f"cell {found.cell}: override lifted, entry {found.entry_index}")


@app.command("list")
def list_(
    context: typer.Context,
    cell: Annotated[str | None, typer.Option(help="Only those of this cell.")] = None,
    as_json: Json = False,
) -> None:
    """List every override that was set, and what became of it."""
    from assessor.services.override import list_overrides

    with opened(context) as assessor:
        found = list_overrides(assessor, cell)
    if as_json:
        print_json({"overrides": found})
        return
    for one in found:
        said = one.override
        ended = f" by entry {one.ended_by}" if one.ended_by is not None else ""
        days = f"{said.since} to {said.until}"
        say(f"cell {one.cell}: {said.trajectory} by {said.author}, {days}, entry {said.entry}, {one.state}{ended}")
        say(f"  {said.reason}")
    if not found:
        say("no override was set")
