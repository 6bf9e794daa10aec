"""`assessor log export`: the log as files that anyone can verify."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from assessor.cli.options import Json
from assessor.cli.output import print_json, say
from assessor.cli.settings import opened


def export(
    context: typer.Context,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="A new folder, or an earlier export of this log.")],
    as_json: Json = False,
) -> None:
    """Write the log up to its last checkpoint as C2SP tlog-tiles; a second export writes only what is new."""
    from assessor.audit.merkle import render_root
    from assessor.services.export_log import export_log

    with opened(context) as assessor:
        found = export_log(assessor, folder)
    if as_json:
        print_json(
            {
                "folder": str(folder),
                "origin": found.origin,
                "size": found.size,
                "root": render_root(found.root),
                "size_before": found.size_before,
                "written": found.written,
                "beyond": found.beyond,
            }
        )
        return
    say(f"log `{found.origin}` is exported to {folder}: {found.size} entries, of which {found.size_before} were there")
    say(f"root {render_root(found.root)}")
    say(f"{found.written} file{'s' if found.written != 1 else ''} written")
    say(f"anyone can check them: python3 {folder}/verify.py --key VKEY")
    if found.beyond:
        say(f"note: {found.beyond} entries came after the last checkpoint; `assessor log checkpoint` signs them")
