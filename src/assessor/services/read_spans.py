"""
The log as verification takes it: spans where a tile's entries are proved good together, rows where not.
"""

from __future__ import annotations

from contextlib import closing
from typing import TYPE_CHECKING, Final

from assessor.audit import check_span
from assessor.audit.tiles import WIDTH
from assessor.services.by_parts import work_by_parts

if TYPE_CHECKING:
    from collections.abc import Generator, Sequence

    from assessor.audit import Span, StoredEntry
    from assessor.audit.plain_envelope import Learned
    from assessor.audit.stored import Said, StoredRows
    from assessor.store.database import Database
    from assessor.store.unit_of_work import ReadTransaction

_FEW: Final = 4  # types of entries in an import; with each, reading takes longer

FEWEST_TILES: Final = 500
"""Below, one process does it: 128,000 entries."""


def read_spans(database: Database, tx: ReadTransaction) -> Generator[StoredEntry | Span, None, None]:
    """
    Yield all of a log that this snapshot holds, in order; see `assessor.audit.verify_log`.

    Rows are read from the snapshot; spans may come from other processes. Nobody else's word is
    taken for what is wrong: where there is no span, the rows are read again.
    """
    tiles = tx.log.end() // WIDTH
    with closing(work_by_parts(database, tx, TileCheck(), tiles, fewest=FEWEST_TILES)) as spans:
        for number, span in enumerate(spans):
            if span is not None:
                yield span
            else:
                yield from tx.log.stored(number * WIDTH, WIDTH)
    yield from tx.log.stored(tiles * WIDTH)


class TileCheck:
    """Checks the entries of a tile together, and learns what they are like; handed to a process, it begins anew."""

    def __init__(self) -> None:
        """Begin with nothing learned."""
        self._learned: Learned = {}
        self._said: Sequence[Said] = ()

    def __reduce__(self) -> tuple[type[TileCheck], tuple[()]]:
        """Go to another process without what was learned."""
        return TileCheck, ()

    def __call__(self, tx: ReadTransaction, number: int) -> Span | None:
        """Check the entries of a tile; see `check_span`."""
        first = number * WIDTH
        stored = tx.log.rows(first, first + WIDTH, self._said)
        self._said = _expect(stored)
        return check_span(first, stored, self._learned)


def _expect(stored: StoredRows) -> Sequence[Said]:
    """Return what rows behind some probably say: the same, where all these are of one moment, as in a large import."""
    said = stored.said
    return said if len(said) <= _FEW and len({instant for _, instant, *_ in said}) == 1 else ()
