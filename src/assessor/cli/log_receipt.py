"""`assessor log receipt` and `assessor receipt verify`: that an entry is in the log, for somebody who has its key."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened

app = typer.Typer(help="Receipts of entries.", no_args_is_help=True)


def receipt(
    context: typer.Context,
    index: Annotated[int, typer.Argument(min=0, help="The entry.")],
    out: Annotated[
        Path | None, typer.Option("--out", "-o", metavar="FILE", help="Write it there; else print it.")
    ] = None,
    bare: Annotated[bool, typer.Option("--bare", help="Leave the entry itself out.")] = False,
    as_json: Json = False,
) -> None:
    """Prove that INDEX is in the log under its last checkpoint, in a file that anyone can verify offline."""
    from assessor.report.note_file import print_note, write_note_file
    from assessor.services.receipts import issue_receipt

    with opened(context) as assessor:
        issued = issue_receipt(assessor, index, carries_entry=not bare)
    if out is not None:
        write_note_file(out, issued.receipt)
    if as_json:
        print_json(issued)
    elif out is not None:
        say(f"receipt of entry {index} in the log of {issued.size} entries written to {out}")
    else:
        print_note(issued.receipt)


@app.command("verify")
def verify(
    file: Annotated[str, typer.Argument(metavar="FILE", help="A receipt; `-` reads standard input.")],
    key: Annotated[list[str], typer.Option(metavar="VKEY", help="A verifier key of the log; may be repeated.")],
    witness: Annotated[
        list[str] | None, typer.Option(metavar="VKEY", help="A witness that must have cosigned; may be repeated.")
    ] = None,
    entry: Annotated[
        str | None, typer.Option(metavar="FILE", help="The entry's bytes, where the receipt leaves them out.")
    ] = None,
    as_json: Json = False,
) -> None:
    """Verify a receipt offline, without a database; exit 5 where it does not show what it claims."""
    from assessor.audit.canonical import MAX_BYTES
    from assessor.audit.instant import render_instant
    from assessor.audit.merkle import render_root
    from assessor.audit.receipt import MAX_RECEIPT
    from assessor.intake.note_file import read_note_file
    from assessor.services.receipts import verify_receipt

    data = read_note_file(file, MAX_RECEIPT)
    bytes_of_entry = read_note_file(entry, MAX_BYTES) if entry is not None else None
    found = verify_receipt(data, key, witnesses=witness or (), entry=bytes_of_entry)
    flat = {
        "origin": found.checkpoint.origin,
        "index": found.entry.index,
        "size": found.checkpoint.size,
        "root": render_root(found.checkpoint.root),
        "type": found.entry.type.value,
        "recorded_at": render_instant(found.entry.recorded_at),
        "body": found.entry.parse_body(),
        "signers": [str(signer) for signer in found.signers],
        "witnesses": [str(signer) for signer in found.witnesses],
    }
    if as_json:
        print_json(flat)
        return
    say(f"verified: entry {flat['index']} is in log `{flat['origin']}` of {flat['size']} entries")
    say(f"it is of type `{flat['type']}`, recorded at {flat['recorded_at']}")
    say(f"root {flat['root']}")
    for signer in found.signers:
        say(f"signed by {signer}")
    for signer in found.witnesses:
        say(f"cosigned by {signer}")
