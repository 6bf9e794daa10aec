"""`assessor log`: verify and show the audit log; the rest of its commands stand in `log_*` modules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from assessor.cli import (
    log_checkpoint,
    log_export,
    log_key,
    log_pin,
    log_prove,
    log_rebuild,
    log_receipt,
    log_replay,
    log_witness,
)
from assessor.cli.exit_code import ExitCode
from assessor.cli.options import Json
from assessor.cli.output import print_json, say, say_at_length, show_page
from assessor.cli.settings import opened

if TYPE_CHECKING:
    from assessor.audit import VerifyReport

app = typer.Typer(help="The append-only log.", no_args_is_help=True)


@app.command("verify")
def verify(
    context: typer.Context,
    root: Annotated[str | None, typer.Option(metavar="HEX", help="A root kept earlier.")] = None,
    size: Annotated[int | None, typer.Option(min=0, help="The size of the log when that root was kept.")] = None,
    key: Annotated[str | None, typer.Option(metavar="VKEY", help="A verifier key that the log must have.")] = None,
    as_json: Json = False,
) -> None:
    """Recompute everything from stored bytes; exit 5 and name the first entry that does not fit."""
    from assessor.services.verify_log import verify_log

    with opened(context) as assessor:
        report = verify_log(assessor, expected_root=root, expected_size=size, key=key)
    if as_json:
        print_json(flat_report(report))
    else:
        tell_report(report)
    if not report.is_sound:
        raise typer.Exit(ExitCode.VERIFICATION_FAILED)


def flat_report(report: VerifyReport) -> dict[str, object]:
    """Return a report as one flat object."""
    from assessor.audit import render_root

    fault = report.fault
    return {
        "sound": report.is_sound,
        "size": report.size,
        "root": render_root(report.root),
        "fault": str(fault) if fault is not None else None,
        "index": fault.index if fault is not None else None,
        "kept_size": report.kept_size,
        "checkpoints": report.checkpoints,
        "cosignatures": report.cosignatures,
        "pins": report.pins,
        "erased": report.erased,
        "limits": report.limits,
    }


def tell_report(report: VerifyReport) -> None:
    """Print a report: whether it fits, what to keep, and what could not have been found."""
    from assessor.audit import render_root

    if report.fault is not None:
        index = report.fault.index
        say(f"NOT verified: {report.fault}")
        if index is None or index >= report.size:
            say(f"before that, {report.size} {'entry fits' if report.size == 1 else 'entries fit'}")
        else:
            say(f"the bytes of all {report.size} entries fit their hashes")
        return
    root = render_root(report.root)
    say(f"verified: {report.size} entr{'y' if report.size == 1 else 'ies'}, recomputed from their stored bytes")
    say(f"root {root}")
    for count, what in (
        (report.checkpoints, "kept checkpoint"),
        (report.cosignatures, "cosignature"),
        (report.pins, "pin"),
    ):
        if count:
            say(f"{count} {what}{'s fit' if count != 1 else ' fits'}")
    if report.erased:
        say(f"{report.erased} text{'s were' if report.erased != 1 else ' was'} erased, as entries say")
    if report.kept_size is not None:
        say(f"the root kept at size {report.kept_size} is one this log has had: what it covered is unchanged")
    say("every table beside the log says what its entries say")
    say(f"keep these two elsewhere, and compare later: assessor log verify --size {report.size} --root {root}")
    if report.limits:
        say_at_length(f"note: {report.limits}")


@app.command("show")
def show(
    context: typer.Context,
    index: Annotated[int | None, typer.Argument(min=0, help="One entry, whole.")] = None,
    first: Annotated[int, typer.Option("--from", help="First entry of a list; below 0 counts from the end.")] = -10,
    count: Annotated[int, typer.Option(min=1, help="How many at most.")] = 10,
    as_json: Json = False,
) -> None:
    """Show entries as they were recorded: the last ten, a stretch, or one whole."""
    from assessor.report.entries import render_entries, render_entry, tell_body
    from assessor.services.show_log import show_log

    with opened(context) as assessor:
        lines = show_log(assessor, first if index is None else index, count if index is None else 1)
    if as_json:
        print_json({"entries": lines})
    elif index is None:
        show_page(render_entries(lines))
    else:
        show_page(render_entry(lines[0]))
        say("")
        for text in tell_body(lines[0]):
            say(text)


app.command("init-key")(log_key.init_key)
app.command("key")(log_key.show_keys)
app.command("rotate-key")(log_key.rotate_key)
app.command("checkpoint")(log_checkpoint.checkpoint)
app.command("checkpoints")(log_checkpoint.checkpoints)
app.command("cosign")(log_checkpoint.cosign)
app.command("pin")(log_pin.pin)
app.command("pins")(log_pin.pins)
app.command("prove")(log_prove.prove)
app.command("receipt")(log_receipt.receipt)
app.command("export")(log_export.export)
app.add_typer(log_witness.app, name="witness")
app.command("replay")(log_replay.replay)
app.command("rebuild")(log_rebuild.rebuild)
