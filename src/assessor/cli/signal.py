"""`assessor signal`: add, propose and accept signals; what changes and shows them stands in modules beside this one."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from assessor.cli import signal_changes, signal_views
from assessor.cli.by_hand import batch_by_hand, parse_new_source
from assessor.cli.evidence import record, record_files
from assessor.cli.follow import Following, NoRecompute, end_with, flat_followed, tell_followed
from assessor.cli.options import Json, Key
from assessor.cli.output import plain, print_json, say
from assessor.cli.settings import opened
from assessor.errors import UsageError

app = typer.Typer(help="Dated events with their sources and impacts.", no_args_is_help=True)

File = Annotated[Path | None, typer.Argument(metavar="FILE", help="A batch in .yaml or .jsonl; or give the options.")]
Name = Annotated[str | None, typer.Option("--id", help="The signal's id.")]
Title = Annotated[str | None, typer.Option(help="What happened, in a line.")]
Day = Annotated[str | None, typer.Option("--date", help="EDTF: 2026-04-26, 2026-04, 2025/2026-04, 2026-04~.")]
SourceId = Annotated[list[str] | None, typer.Option("--source", help="Id of a recorded source; repeat for more.")]
NewSource = Annotated[
    list[str] | None, typer.Option(help="A source not recorded yet: `id|title|tier|published`; repeat for more.")
]
Cell = Annotated[str | None, typer.Option(help="The cell it touches; for more than one, write a file.")]
Direction = Annotated[str | None, typer.Option(help="A direction of the codebook.")]
Dimension = Annotated[list[str] | None, typer.Option(help="A dimension of the cell; repeat for more.")]
Stage = Annotated[str | None, typer.Option(help="A stage of the codebook.")]
Severity = Annotated[str | None, typer.Option(help="A severity of the codebook.")]
Aspect = Annotated[str | None, typer.Option(help="An aspect of the codebook.")]
Tag = Annotated[list[str] | None, typer.Option(help="A tag of the codebook; repeat for more.")]
Event = Annotated[str | None, typer.Option(help="The event that it is a record of.")]
Feed = Annotated[str | None, typer.Option(help="The feed that brought it.")]
Summary = Annotated[str | None, typer.Option(help="More than the title says.")]
Why = Annotated[str | None, typer.Option(help="Why it is tagged so, in a line.")]


@app.command("add", help="Record signals as evidence, from a file or by options.")
@app.command("propose", help="Record signals as proposals, which are no evidence until accepted.")
def add(
    context: typer.Context,
    file: File = None,
    name: Name = None,
    title: Title = None,
    date: Day = None,
    source: SourceId = None,
    new_source: NewSource = None,
    cell: Cell = None,
    direction: Direction = None,
    dimension: Dimension = None,
    stage: Stage = None,
    severity: Severity = None,
    aspect: Aspect = None,
    tag: Tag = None,
    event: Event = None,
    feed: Feed = None,
    summary: Summary = None,
    why: Why = None,
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Record signals, as evidence or, by the name the command is called by, as proposals."""
    told = {"id": name, "title": title, "date": date, "event": event, "feed": feed, "summary": summary}
    tags = {"aspect": aspect, "direction": direction, "severity": severity, "stage": stage, "why": why}
    impact = {"cell": cell, **tags, "dimensions": dimension, "tags": tag}
    proposed = context.info_name == "propose"
    _take(context, file, told, source, new_source, impact, key, as_json=as_json, proposed=proposed, leave=no_recompute)


def _take(
    context: typer.Context,
    file: Path | None,
    told: dict[str, Any],
    source: list[str] | None,
    new_source: list[str] | None,
    impact: dict[str, Any],
    key: str | None,
    *,
    as_json: bool,
    proposed: bool,
    leave: bool,
) -> None:
    signal = {key: value for key, value in told.items() if value is not None}
    touched = {key: value for key, value in impact.items() if value}
    if file is not None:
        if signal or source or new_source or touched:
            raise UsageError("give a file or options, not both")
        record_files(context, [file], as_json=as_json, proposed=proposed, key=key, leave=leave)
        return
    sources = [parse_new_source(text) for text in new_source or ()]
    cited = list(dict.fromkeys([*(source or ()), *(s["id"] for s in sources)]))
    missing = [f"--{key}" for key in ("id", "title", "date") if key not in signal]
    missing += ["--source or --new-source"] if not cited else []
    missing += ["--cell"] if touched and "cell" not in touched else []
    if missing:
        raise UsageError(f"a signal needs {', '.join(missing)}; or give a file")
    signal |= {"sources": cited, "impacts": [touched] if touched else []}
    batch = batch_by_hand(sources=sources, signals=[signal])
    record(context, [batch], as_json=as_json, proposed=proposed, key=key, leave=leave)


@app.command("accept")
def accept(
    context: typer.Context,
    name: Annotated[str, typer.Argument(metavar="ID", help="A proposed signal.")],
    key: Key = None,
    no_recompute: NoRecompute = False,
    as_json: Json = False,
) -> None:
    """Accept a proposed signal as evidence, known from now on."""
    from assessor.services.record_evidence import accept_signal

    with opened(context) as assessor:
        following = Following(context, assessor, leave=no_recompute)
        found = accept_signal(following.assessor, name, key=key)
        followed = following.take()
    if as_json:
        print_json({**plain(found), **flat_followed([followed])})
    else:
        say(f"signal {found.id} accepted as version {found.version}, entry {found.entry_index}")
        tell_followed(followed)
    end_with(followed.failed)


app.command("correct")(signal_changes.correct)
app.command("retract")(signal_changes.retract)
app.command("list")(signal_views.list_signals)
app.command("show")(signal_views.show_signal)
