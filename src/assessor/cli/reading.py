"""`assessor reading`: add, import, revise and list readings."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.by_hand import batch_by_hand, parse_new_source
from assessor.cli.change import DryRun, Expects, Why, tell_changes
from assessor.cli.evidence import record, record_files
from assessor.cli.follow import Following, NoRecompute
from assessor.cli.options import Json, Key
from assessor.cli.output import print_json, say, show_page
from assessor.cli.settings import opened
from assessor.errors import UsageError

app = typer.Typer(help="Values of indicators for periods.", no_args_is_help=True)


@app.command("add")
def add(
    context: typer.Context,
    indicator: Annotated[str, typer.Option(help="An indicator of the framework.")],
    period: Annotated[str, typer.Option(help="EDTF: 2026-03, 2025, 2024-10-01/2025-09-30.")],
    value: Annotated[str, typer.Option(help="The value as published, in digits.")],
    unit: Annotated[str, typer.Option(help="The indicator's unit.")],
    source: Annotated[str | None, typer.Option(help="Id of a recorded source.")] = None,
    new_source: Annotated[
        str | None, typer.Option(help="A source not recorded yet: `id|title|tier|published`.")
    ] = None,
    published: Annotated[str | None, typer.Option(metavar="DAY", help="When it was published, if known.")] = None,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Record one reading; give --source or --new-source."""
    if (source is None) == (new_source is None):
        raise UsageError("give one of --source, --new-source")
    sources = [parse_new_source(new_source)] if new_source is not None else []
    cited = sources[0]["id"] if sources else source
    fields = {"indicator": indicator, "period": period, "value": value, "unit": unit, "source": cited}
    fields |= {"published": published} if published is not None else {}
    record(context, [batch_by_hand(sources=sources, readings=[fields])], as_json=as_json, key=key, leave=no_recompute)


@app.command("import")
def import_table(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(metavar="FILE.csv", help="A table with its sheet, a .yaml, beside it.")],
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Record a table of readings, whole or not at all."""
    record_files(context, [file], as_json=as_json, key=key, leave=no_recompute)


@app.command("revise")
def revise(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="Indicator and period: `swb-encounters/2026-03`.")],
    reason: Why,
    value: Annotated[str | None, typer.Option(help="The value as it is published now, in digits.")] = None,
    status: Annotated[
        str | None, typer.Option(help="`observed`, `provisional`, `suppressed` or `missing`; else as it was.")
    ] = None,
    source: Annotated[str | None, typer.Option(help="Id of the recorded source that says so; else as it was.")] = None,
    vintage: Annotated[str | None, typer.Option(metavar="DAY", help="The day of the edition that says so.")] = None,
    expects: Expects = None,
    dry_run: DryRun = False,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Revise a reading: another value for the same period, known from now on. Whole editions are imported."""
    from assessor.services.revise_reading import revise_reading

    given = {"value": value, "status": status, "source": source, "vintage": vintage}
    fields = {field: told for field, told in given.items() if told is not None}
    if not fields:
        raise UsageError("say what is another: --value, --status, --source, --vintage")
    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = revise_reading(
            following.assessor, name, fields, reason=reason, expects=expects, key=key, dry_run=dry_run
        )
        followed = following.take()
    tell_changes(found, followed, as_json=as_json)


@app.command("list")
def list_readings(
    context: typer.Context,
    indicator: Annotated[str | None, typer.Option(help="Only those of this indicator.")] = None,
    as_json: Json = False,
) -> None:
    """List readings in their latest version, by indicator and period."""
    from assessor.report.evidence import render_readings
    from assessor.services.list_evidence import list_evidence

    with opened(context) as assessor:
        found = list_evidence(assessor, "reading", indicator=indicator)
    if as_json:
        print_json({"readings": found})
    elif found:
        show_page(render_readings(found))
    else:
        say("no such readings are recorded")
