"""
Trial verdicts as a file of rows: Parquet for tools, JSON Lines for whoever checks the digest.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from assessor.errors import ConfigurationError
from assessor.report.whole_file import check_file, replacing

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from pathlib import Path

ENDINGS: Final = (".parquet", ".jsonl")


def check_table(path: Path) -> None:
    """
    Check that a table can be written under a name, before long work is done for it.

    Raises:
        UsageError: Its ending says no format, or there is no such folder.
        ConfigurationError: What writes the format is not installed.
    """
    check_file(path, ENDINGS, "a table of verdicts")
    if path.suffix == ".parquet":
        _polars()


def write_table(path: Path, rows: Sequence[Mapping[str, Any]], lines: bytes, about: Mapping[str, str]) -> None:
    """
    Write rows in the format that the ending says; what was there is replaced once all of it is written.

    Args:
        rows: Objects of text and lists of text; what is absent becomes null.
        lines: The same as JSON Lines, to the byte.
        about: Kept in the file's metadata, where the format has any.

    Raises:
        UsageError: It cannot be written.
    """
    with replacing(path) as beside:
        if path.suffix == ".jsonl":
            beside.write_bytes(lines)
        else:
            _write_parquet(beside, rows, about)


def _write_parquet(path: Path, rows: Sequence[Mapping[str, Any]], about: Mapping[str, str]) -> None:
    polars = _polars()
    text, several = polars.String, polars.List(polars.String)
    schema = {
        "cell": text,
        "as_of": text,
        "known_at": text,
        "standing": text,
        "trajectory": text,
        "qualifiers": several,
        "trend": text,
        "confidence": text,
        "alternatives": several,
    }
    frame = polars.DataFrame([{name: row.get(name) for name in schema} for row in rows], schema=schema)
    frame = frame.with_columns(
        polars.col("as_of").str.to_date("%Y-%m-%d"),
        polars.col("known_at").str.to_datetime("%Y-%m-%dT%H:%M:%S%.6fZ", time_zone="UTC"),
    )
    frame.write_parquet(path, metadata=dict(about))


def _polars() -> Any:  # noqa: ANN401 - it is an extra, so no type is known
    try:
        import polars as pl  # noqa: PLC0415 - an extra, and slow to start
    except ImportError as error:
        raise ConfigurationError("Parquet needs polars: install `assessor[parquet]`, or write .jsonl") from error
    return pl
