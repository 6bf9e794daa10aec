"""`assessor log rebuild`: what is searched, made again from the log, or compared with it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli.exit_code import ExitCode
from assessor.cli.meter import Meter
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, say_at_length
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.services.rebuild import Compared


def rebuild(
    context: typer.Context,
    check: Annotated[bool, typer.Option("--check", help="Compare and write nothing; exit 5 for a difference.")] = False,
    as_json: Json = False,
) -> None:
    """Make every table that repeats the log again from its entries, in one transaction."""
    from assessor.services.rebuild import compare
    from assessor.services.rebuild import rebuild as rebuild_projections

    with opened(context) as assessor, Meter(context, "comparing" if check else "rebuilding") as meter:
        if check:
            compared = compare(assessor, told=meter)
        else:
            rebuilt = rebuild_projections(assessor, told=meter)
    if check:
        _tell_compared(compared, meter, as_json=as_json)
        return
    if as_json:
        print_json({"entries": rebuilt.entries, "rows": rebuilt.rows, **_speed(rebuilt.entries, meter)})
        return
    say_at_length(f"rebuilt from {rebuilt.entries} entries: {_rows(rebuilt.rows)}")
    say(f"{meter.seconds:.3f} s, {meter.rate(rebuilt.entries)} entries a second")


def _tell_compared(compared: Compared, meter: Meter, *, as_json: bool) -> None:
    found = compared.difference
    if as_json:
        told = str(found) if found is not None else None
        print_json(
            {
                "equal": found is None,
                "entries": compared.entries,
                "rows": compared.rows,
                "difference": found,
                "told": told,
                **_speed(compared.entries, meter),
            }
        )
    elif found is None:
        say(f"equal: {_rows(compared.rows)}, as {compared.entries} entries make them")
        say(f"{meter.seconds:.3f} s, {meter.rate(compared.entries)} entries a second")
    else:
        say(f"NOT equal: {found}")
        say("the log is not touched by that: `assessor log rebuild` makes the rows again from it")
    if found is not None:
        raise typer.Exit(ExitCode.VERIFICATION_FAILED)


def _rows(rows: dict[str, int]) -> str:
    return ", ".join(f"{count} of `{table}`" for table, count in rows.items()) + (" rows" if rows else "")


def _speed(count: int, meter: Meter) -> dict[str, str]:
    return {"seconds": f"{meter.seconds:.3f}", "rate": str(meter.rate(count))}
