"""Running the program as a process, as its users do, perhaps with limits."""

from __future__ import annotations

import os
import resource
import sqlite3
import subprocess
import sys
from contextlib import closing
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

RUN = (sys.executable, "-m", "assessor")
TABLES = ("log_entry", "content", "evidence", "ruleset", "assessment")
PATIENCE = 120


class Ended(NamedTuple):
    """How a process ended."""

    code: int
    out: str
    err: str


def start(
    *arguments: object,
    folder: Path,
    program: Sequence[str] = RUN,
    largest_file: int | None = None,
    **environment: str,
) -> subprocess.Popen[str]:
    """Start a command in a folder, in a session of its own; `largest_file` is how many bytes a file may have there."""

    def limit() -> None:
        if largest_file is not None:
            resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))

    return subprocess.Popen(
        [*program, *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "COLUMNS": "100", **environment},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=limit,  # noqa: PLW1509 - no threads here that could hold a lock
        start_new_session=True,
    )


def end(process: subprocess.Popen[str]) -> Ended:
    """Wait for a process, and return how it ended."""
    out, err = process.communicate(timeout=PATIENCE)
    return Ended(process.returncode, out, err)


def run(*arguments: object, folder: Path, **options: str | int | Sequence[str] | None) -> Ended:
    """Run a command to its end; see `start`."""
    return end(start(*arguments, folder=folder, **options))  # type: ignore[arg-type] # as there


def rows_in(database: Path) -> dict[str, int]:
    """Return how many rows each table has."""
    with closing(sqlite3.connect(f"file:{database}?mode=ro", uri=True)) as raw:
        return {name: raw.execute(f"SELECT count(*) FROM {name}").fetchone()[0] for name in TABLES}  # noqa: S608
