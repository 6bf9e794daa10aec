"""
Files that are there whole or not at all.
"""

from __future__ import annotations

from contextlib import contextmanager
from typing import TYPE_CHECKING

from assessor.errors import UsageError

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence
    from pathlib import Path


def check_file(path: Path, endings: Sequence[str], what: str) -> None:
    """
    Check that something can be written under a name, before long work is done for it.

    Args:
        what: What it is, such as `a table of verdicts`.

    Raises:
        UsageError: Its ending says no format, or there is no such folder.
    """
    if path.suffix not in endings:
        raise UsageError(f"{path}: {what} ends in {' or '.join(endings)}")
    if not path.parent.is_dir():
        raise UsageError(f"{path}: there is no folder `{path.parent}`")


@contextmanager
def replacing(path: Path) -> Iterator[Path]:
    """
    Yield a name to write under; what was there is replaced once that is done, and stays after a failure.

    Raises:
        UsageError: It cannot be written.
    """
    beside = path.with_name(path.name + ".new")
    try:
        yield beside
        beside.replace(path)
    except OSError as error:
        raise UsageError(f"{path}: it cannot be written: {error.strerror or error}") from error
    finally:
        beside.unlink(missing_ok=True)
