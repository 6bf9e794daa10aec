"""
Options that several commands share, each declared once.

Those of every command (`--db`, `--actor`, `--verbose`, `--quiet`) belong to the program, see
`assessor.cli.program`.
"""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer

from assessor.errors import UsageError

Json = Annotated[bool, typer.Option("--json", help="Print one JSON object.")]
AndCheckpoint = Annotated[bool, typer.Option("--checkpoint", help="Sign the log after it, and keep the checkpoint.")]
Folder = Annotated[
    Path | None, typer.Argument(metavar="DIR", help="A framework's folder; else the doctrine that ships with it.")
]
CellName = Annotated[str, typer.Argument(metavar="CELL", help="A cell of the framework.")]
AsOf = Annotated[str | None, typer.Option("--as-of", metavar="DAY", help="The day judged; else the day of --known-at.")]
KnownAt = Annotated[
    str | None,
    typer.Option("--known-at", metavar="WHEN", help="What was known by then: a day (to its end, UTC) or an instant."),
]
Key = Annotated[
    str | None,
    typer.Option("--key", help="Stands for this request: asked again under it, it is answered and not done twice."),
]


def parse_as_of(text: str | None) -> date | None:
    """Read --as-of."""
    from assessor.services.moments import parse_day

    return None if text is None else parse_day(text, "as of")


def today() -> date:
    """Return the civil date (UTC)."""
    return datetime.now(UTC).date()


def shipped_framework() -> Path:
    """Return the folder of the framework that ships with the program."""
    from assessor.resources import resource_dir

    return resource_dir("rules") / "doctrine"


def default_framework() -> Path:
    """Return the same for a command that was given no folder: from the working directory, where it lies below that."""
    folder, here = shipped_framework(), Path.cwd()
    return folder.relative_to(here) if folder.is_relative_to(here) else folder


def one_of(**given: object) -> None:
    """
    Refuse a command that was given none or several of alternatives.

    Raises:
        UsageError: Not exactly one is set.
    """
    if len([name for name, value in given.items() if value]) != 1:
        raise UsageError(f"give one of {', '.join(given)}")
