"""
Appending to the log, at the next index and nowhere else.

The index comes from the locked head row, never from a sequence, so there are no gaps. What is
stored is what was hashed.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from typing import TYPE_CHECKING, Final, NamedTuple

from sqlalchemy import insert, update

from assessor.audit.draft import seal_all
from assessor.audit.entry import EntryType
from assessor.audit.genesis import read_origin
from assessor.audit.growth import grow
from assessor.audit.instant import parse_instant, render_instant
from assessor.audit.merkle import EMPTY_ROOT, Frontier, hash_leaves
from assessor.audit.stored import StoredHead, StoredTile
from assessor.errors import AppendConflictError, ClockError, StoreError, StoreMissingError
from assessor.store.log_reader import HEAD, NOT_FOUNDED, LogReader, read_head
from assessor.store.tables import log_entry, log_head, log_tile

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.engine import Dialect

    from assessor.audit.draft import EntryDraft
    from assessor.audit.entry import Entry
    from assessor.store.backend import Driver

LONGEST_CLAMP: Final = timedelta(minutes=5)
"""How far the clock may run behind the last entry before an append is refused."""


class LogWriter(LogReader):
    """Appends in a transaction that holds the write lock."""

    def __init__(self, connection: Connection, driver: Driver) -> None:
        """Take up a transaction, and the driver below it."""
        super().__init__(connection)
        self._driver = driver
        self._is_torn = False

    def append(
        self,
        drafts: Sequence[EntryDraft],
        *,
        clock: Callable[[], datetime],
        expected_size: int | None = None,
    ) -> list[Entry]:
        """
        Append entries and return them with the indices they were given.

        When the transaction commits, they are durable and their indices final: these start at
        0, have no gaps and are never reused. `recorded_at` is the clock or the previous
        entry's, whichever is later; a clamped one is flagged.

        Args:
            drafts: What to append, in order.
            clock: Read once, under the lock.
            expected_size: Entries the caller believes the log holds.

        Raises:
            AppendConflictError: The log has another size than expected; nothing was written.
            ClockError: The clock runs more than five minutes behind the last entry.
            StoreMissingError: No log was founded, and the first draft founds none.
        """
        if not drafts:
            return []
        statements = _render_statements(self._connection.dialect)
        row = self._driver.execute(statements.head)
        head = read_head(row) if row is not None else self._found(drafts[0])
        if expected_size is not None and expected_size != head.size:
            raise AppendConflictError(
                f"the log holds {head.size} entries, not {expected_size}: another writer was first"
            )
        moment, clamped = _later(clock(), head.recorded_at)
        entries = seal_all(drafts, head.size, moment, clamped=clamped)
        recorded_at = render_instant(moment)
        data = [entry.data for entry in entries]
        leaf_hashes = hash_leaves(data)
        columns = _list_columns(entries, data, leaf_hashes, recorded_at)
        frontier = Frontier(head.size, head.frontier)
        tiles = grow(frontier, leaf_hashes, self._tiles.read)
        self._is_torn = True
        self._driver.execute_many(
            _render_insert(self._connection.dialect, tuple(columns)), zip(*columns.values(), strict=True)
        )
        if tiles:
            self._driver.execute_many(statements.insert_tile, tiles)
        self._driver.execute(
            statements.update, (frontier.size, frontier.root(), b"".join(frontier.hashes), recorded_at)
        )
        self._is_torn = False
        return entries

    def check_whole(self) -> None:
        """
        Check that no append stopped half-way; what did must not be committed.

        Raises:
            StoreError: One did, and whoever called it went on regardless.
        """
        if self._is_torn:
            raise StoreError("an append failed half-way: nothing of the transaction was kept")

    def _found(self, draft: EntryDraft) -> StoredHead:
        """Write the head that a genesis begins with."""
        if draft.envelope.type is not EntryType.LOG_CREATED:
            raise StoreMissingError(NOT_FOUNDED)
        origin = read_origin(draft.seal(0, parse_instant("2000-01-01T00:00:00.000000Z")))
        head = StoredHead(origin, 0, EMPTY_ROOT, (), "")
        self._connection.execute(
            insert(log_head).values(id=1, origin=origin, size=0, root=EMPTY_ROOT, frontier=b"", recorded_at="")
        )
        return head


class _Statements(NamedTuple):
    """What every append runs, as the driver takes it."""

    head: str
    insert_tile: str
    update: str


@cache
def _render_statements(dialect: Dialect) -> _Statements:
    """Write out the statements once; their parameters stand in the order of the table's columns."""
    return _Statements(
        str(HEAD.with_for_update().compile(dialect=dialect)),
        str(insert(log_tile).compile(dialect=dialect, column_keys=StoredTile._fields)),
        str(update(log_head).compile(dialect=dialect, column_keys=["size", "root", "frontier", "recorded_at"])),
    )


@cache
def _render_insert(dialect: Dialect, columns: tuple[str, ...]) -> str:
    """
    Write out the statement that adds a row; its parameters stand in the order of the columns.

    SQLite need not be ready to undo it: it adds one row or none, and of an append that stops half-way nothing is kept.
    """
    adding = insert(log_entry).prefix_with("OR FAIL", dialect="sqlite")
    return str(adding.compile(dialect=dialect, column_keys=columns))


def _list_columns(
    entries: Sequence[Entry], data: Sequence[bytes], leaf_hashes: Sequence[bytes], recorded_at: str
) -> dict[str, Sequence[object]]:
    """Return what is written of entries, column by column; one in which none of them has a value is left out."""
    columns: dict[str, Sequence[object]] = {
        "entry_index": [entry.index for entry in entries],
        "data": data,
        "leaf_hash": [bytearray(each) for each in leaf_hashes],  # SQLite's driver asks all bytes how to adapt them
        "type": [str(entry.type) for entry in entries],
        "recorded_at": [recorded_at] * len(entries),
    }
    batches = [entry.batch for entry in entries]
    keys = [None if entry.request is None else entry.request.key for entry in entries]
    given = {"batch": batches, "request_key": keys}
    return columns | {name: values for name, values in given.items() if values.count(None) < len(values)}


def _later(now: datetime, last: str) -> tuple[datetime, bool]:
    """Return the clock or the last entry's instant, whichever is later, and whether it is the latter."""
    if not last or render_instant(now) >= last:
        return now, False
    behind = parse_instant(last) - now
    if behind > LONGEST_CLAMP:
        raise ClockError(
            f"the clock says {render_instant(now)}, {behind} before the last entry ({last}); nothing was written: "
            "set the clock if it is behind; if it was ahead when that entry was recorded, the log takes nothing "
            "before then, see docs/operations.md"
        )
    return parse_instant(last), True
