"""`assessor assessment` and `assessor bundle`: an assessment with its proofs, in one file, and checking one offline."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say, say_at_length
from assessor.cli.settings import opened

assessments = typer.Typer(help="Recorded assessments, for those who check them.", no_args_is_help=True)
bundles = typer.Typer(help="Proof-carrying assessments.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="ID", help="An assessment's id, or the index of its entry.")]
Out = Annotated[Path, typer.Option("--out", "-o", metavar="FILE", help="Write it there.")]


@assessments.command("bundle")
def bundle(context: typer.Context, name: Name, out: Out, as_json: Json = False) -> None:
    """Write an assessment, its read set, its ruleset and their proofs to one file that anyone can check offline."""
    from assessor.report.note_file import write_note_file
    from assessor.services.assessment_name import parse_reference
    from assessor.services.bundle_assessment import bundle_assessment

    with opened(context) as assessor:
        made = bundle_assessment(assessor, parse_reference(name))
    text = made.model_dump_json(exclude_defaults=False)
    write_note_file(out, text + "\n")
    if as_json:
        print_json({"file": str(out), "bytes": len(text) + 1, "entries": len(made.entries)})
        return
    say(f"{len(made.entries)} entries with their proofs and {len(made.content)} documents written to {out}")
    say(f"check it anywhere: assessor bundle verify {out} --key VKEY")
    say_at_length(f"it cannot show {made.cannot_show}")


@assessments.command("prov")
def prov(context: typer.Context, name: Name, out: Out, as_json: Json = False) -> None:
    """Write what an assessment used, and who made it, as W3C PROV (PROV-JSON)."""
    from assessor.report.note_file import write_note_file
    from assessor.report.prov import render_prov
    from assessor.services.assessment_name import parse_reference
    from assessor.services.show_assessment import show_assessment

    with opened(context) as assessor:
        shown = show_assessment(assessor, parse_reference(name))
    document = render_prov(shown.assessment, shown.origin, shown.recorded_at, shown.restated)
    write_note_file(out, json.dumps(document, indent=1, ensure_ascii=False) + "\n")
    if as_json:
        print_json({"file": str(out), "entities": len(document["entity"])})
    else:
        say(f"{len(document['entity'])} entities and how they hang together written to {out}")


@bundles.command("verify")
def verify(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A bundle; `-` reads standard input.")],
    key: Annotated[
        list[str] | None, typer.Option(metavar="VKEY", help="A verifier key that is trusted; may be repeated.")
    ] = None,
    pin: Annotated[
        list[Path] | None, typer.Option(metavar="NOTE", help="A checkpoint that was kept; may be repeated.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Verify a bundle offline, without a database, step by step; exit 5 at the first that fails."""
    from assessor.domain.bundle import CANNOT_SHOW
    from assessor.intake.bundle_file import read_bundle
    from assessor.intake.note_file import read_note_file
    from assessor.services.verify_bundle import verify_bundle

    pins = [read_note_file(str(path)) for path in pin or ()]
    steps = []
    for step in verify_bundle(read_bundle(file), keys=key or (), pins=pins):
        steps.append(step)
        if not as_json:
            say(f"{step.number}. {step.title}: {step.told}")
    if as_json:
        print_json({"verified": True, "signature_checked": bool(key), "steps": steps, "cannot_show": CANNOT_SHOW})
    else:
        say_at_length(f"it does not show {CANNOT_SHOW}")
