"""
The text of a table, from `.csv` or compressed `.csv.gz`, of a bounded size.

What is compressed can hold a thousand times what it seems to: no more of it is unpacked than a table may have.
"""

from __future__ import annotations

import gzip
import zlib
from typing import TYPE_CHECKING

from assessor.ruleset.problems import Problem

if TYPE_CHECKING:
    from pathlib import Path

ENDINGS = (".csv", ".csv.gz")


def tables_beside(sheet: Path) -> list[Path]:
    """Return the tables that have the name of a sheet."""
    return [path for ending in ENDINGS if (path := sheet.with_suffix(ending)).is_file()]


def sheet_of(table: Path) -> Path:
    """Return where the sheet of a table lies."""
    return table.with_name(f"{table.name.removesuffix('.gz').removesuffix('.csv')}.yaml")


def read_text(path: Path, most_bytes: int) -> str | Problem:
    """Return a table's text, or why it cannot be read."""
    name = str(path)
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            data = file.read(most_bytes + 1)
    except (gzip.BadGzipFile, EOFError, zlib.error) as error:
        return Problem(name, 1, 1, f"cannot be unpacked: {error}; compress it again with gzip", "csv-compression")
    if len(data) > most_bytes:
        return Problem(name, 1, 1, f"more than {most_bytes:,} bytes; split the table", "csv-size")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        return Problem(name, 1, 1, f"is not UTF-8 at byte {error.start}; save the file as UTF-8", "csv-encoding")
