"""
Projections made again from the log, and compared with what the log makes.

Both go through the rows that recording goes through, so that what they give is what is there
unless somebody changed it. Rebuilding is one transaction: until it ends, and if it does not end,
the old rows stand. Neither needs more memory for a larger log.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import islice
from typing import TYPE_CHECKING

from assessor.services.check_said import check_said
from assessor.services.progress import tell_nobody
from assessor.telemetry import get_logger

if TYPE_CHECKING:
    from collections.abc import Iterator

    from assessor.audit import Entry
    from assessor.services.context import Context
    from assessor.services.progress import Progress
    from assessor.store.compare_rows import RowDifference
    from assessor.store.unit_of_work import ReadTransaction

_AT_ONCE = 128
_log = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Rebuilt:
    """What was made: `rows` by table, from so many entries."""

    entries: int
    rows: dict[str, int]


@dataclass(frozen=True, slots=True)
class Compared:
    """
    What a comparison found: nothing else than the log makes, or the first row that differs.

    Attributes:
        entries: Those compared: all of them where nothing differs.
    """

    entries: int
    rows: dict[str, int]
    difference: RowDifference | None


def rebuild(context: Context, *, told: Progress = tell_nobody) -> Rebuilt:
    """
    Remove every row of every projection and make them again from entries and content.

    Nobody else can write meanwhile; whoever reads sees the old rows.

    Args:
        told: Called now and then with the entries done and the size of the log.

    Raises:
        VerificationError: Entries, or content that rows are made from, do not fit their hashes; the old rows stand.
    """
    with context.database.write() as tx:
        size = tx.log.size()
        tx.projections.clear()
        for done, entries in _in_parts(tx.log.whole()):
            tx.projections.add(entries)
            told(done, size)
        rows = tx.projections.count()
    _log.info("projections.rebuilt", entries=size, **rows)
    return Rebuilt(size, rows)


def compare(context: Context, *, told: Progress = tell_nobody) -> Compared:
    """
    Compare every row of every projection with what entries and content make; write nothing.

    Args:
        told: See `rebuild`.

    Raises:
        VerificationError: Entries, or content that rows are made from, do not fit their hashes.
    """
    with context.database.read() as tx:
        rows = tx.projections.count()
        done, difference = find_difference(tx, told)
    _log.info("projections.compared", entries=done, equal=difference is None)
    return Compared(done, rows, difference)


def find_difference(tx: ReadTransaction, told: Progress = tell_nobody) -> tuple[int, RowDifference | None]:
    """
    Return how many entries were compared, and the first row that is not what they make; see `compare`.

    Raises:
        BodyInvalidError: An entry says nothing of its type.
        VerificationError: See `compare`.
    """
    size = tx.log.size()
    done, difference = 0, tx.projections.find_stray(size)
    if difference is None:
        for done, entries in _in_parts(tx.log.whole()):
            check_said(tx, entries)
            difference = tx.projections.compare(entries)
            told(done, size)
            if difference is not None:
                break
    return done, difference


def _in_parts(entries: Iterator[Entry]) -> Iterator[tuple[int, list[Entry]]]:
    """Yield entries some at a time, each time with how many there were until then."""
    done = 0
    while part := list(islice(entries, _AT_ONCE)):
        done += len(part)
        yield done, part
