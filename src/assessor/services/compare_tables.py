"""
The tables that evaluation reads, compared with what a log says that was verified before.

Unlike `assessor.services.rebuild.compare`, which starts from nothing, it takes for granted that
the entries amount to the log: so tiles can be compared apart from each other.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from assessor.audit import Fault
from assessor.audit.tiles import WIDTH
from assessor.errors import BodyInvalidError, LogError
from assessor.services.by_parts import work_by_parts
from assessor.services.check_said import check_said

if TYPE_CHECKING:
    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction

FEWEST_TILES: Final = 80
"""Below, one process does it: 20,480 entries: there is more to do for each than to check it."""


def find_table_fault(database: Database, tx: ReadTransaction) -> Fault | None:
    """
    Return the first entry that says nothing of its type, or row beside a log that is not what its entry says.

    Args:
        tx: The snapshot in which the log was verified.
    """
    size = tx.log.size()
    stray = tx.projections.find_stray(size)
    if stray is not None:
        return Fault(stray.place, stray.reason)
    tiles = size // WIDTH
    with closing(work_by_parts(database, tx, compare_tile, tiles, fewest=FEWEST_TILES)) as faults:
        found = next((fault for fault in faults if fault is not None), None)
    return found or _compare(tx, tiles * WIDTH, size)


def compare_tile(tx: ReadTransaction, number: int) -> Fault | None:
    """Compare what the entries of a tile say, and the rows that they make, with what lies there."""
    return _compare(tx, number * WIDTH, (number + 1) * WIDTH)


def _compare(tx: ReadTransaction, first: int, end: int) -> Fault | None:
    try:
        entries = list(tx.log.entries(first, end))
        check_said(tx, entries)
        difference = tx.projections.compare(entries)
    except BodyInvalidError as error:
        return Fault(f"entry {error.index}", error.reason, error.index)
    except LogError as error:
        return Fault("tables", str(error))
    return Fault(difference.place, difference.reason) if difference is not None else None
