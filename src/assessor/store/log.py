"""
The log's rows: appending at the next index, and reading back what was stored.

The index comes from the locked head row, never from a sequence, so there are no gaps. What is
stored is what was hashed; nothing is written again to be read.
"""

from __future__ import annotations

from datetime import timedelta
from functools import cache
from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, NamedTuple, cast

from sqlalchemy import bindparam, func, insert, select, update

from assessor.audit.entry import Entry, EntryType
from assessor.audit.erasure import read_erasure
from assessor.audit.genesis import read_origin
from assessor.audit.growth import grow
from assessor.audit.instant import parse_instant, render_instant
from assessor.audit.key_chain import KEY_TYPES
from assessor.audit.merkle import EMPTY_ROOT, HASH_SIZE, Frontier, hash_leaf
from assessor.audit.proofs import read_root
from assessor.audit.stored import StoredEntry, StoredHead, StoredTile
from assessor.errors import AppendConflictError, ClockError, StoreError, StoreMissingError, VerificationError
from assessor.store.streaming import fetch, stream
from assessor.store.tables import is_of, log_entry, log_head, log_tile
from assessor.store.tiles import TileReader
from assessor.store.triggers import find_altered_triggers

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
    from datetime import datetime

    from sqlalchemy import Connection
    from sqlalchemy.engine import Dialect

    from assessor.audit.entry import EntryDraft
    from assessor.audit.stored import StoredRow
    from assessor.store.backend import Driver

LONGEST_CLAMP: Final = timedelta(minutes=5)
"""How far the clock may run behind the last entry before an append is refused."""

ENTRY_COLUMNS: Final = ("entry_index", *StoredEntry._fields[1:])
"""The columns of a row as stored, in the order of `StoredEntry`."""

_FETCHED = 512
_NOT_FOUNDED = "no log was founded here: run `assessor init`"
_HEAD = select(log_head.c.origin, log_head.c.size, log_head.c.root, log_head.c.frontier, log_head.c.recorded_at)
_ABOUT_KEYS = select(log_entry.c.entry_index).where(is_of(*KEY_TYPES)).order_by(log_entry.c.entry_index)
_ENTRY = select(log_entry.c.data, log_entry.c.leaf_hash).where(log_entry.c.entry_index == bindparam("index"))
_SOME = select(log_entry.c.entry_index, log_entry.c.data, log_entry.c.leaf_hash).where(
    log_entry.c.entry_index.in_(bindparam("indices", expanding=True))
)
_ERASURES = select(log_entry.c.entry_index).where(is_of(EntryType.CONTENT_ERASED)).order_by(log_entry.c.entry_index)
_ENTRIES = select(*(log_entry.c[name] for name in ENTRY_COLUMNS)).order_by(log_entry.c.entry_index)
_ROWS = _ENTRIES.where(log_entry.c.entry_index >= bindparam("first"), log_entry.c.entry_index < bindparam("end"))

_GROWN = (
    select(log_entry.c.type, log_entry.c.leaf_hash)
    .where(log_entry.c.entry_index >= bindparam("first"), log_entry.c.entry_index < bindparam("end"))
    .order_by(log_entry.c.entry_index)
)
_LAST = select(func.max(log_entry.c.entry_index))


class LogReader:
    """Reads the log in one transaction."""

    def __init__(self, connection: Connection) -> None:
        """Take up a transaction."""
        self._connection = connection
        self._tiles = TileReader(connection)

    def head(self) -> StoredHead:
        """
        Return the head row as stored.

        Raises:
            StoreMissingError: No log was founded.
        """
        found = fetch(self._connection, _HEAD)
        return _read_head(found[0] if found else None)

    def size(self) -> int:
        """Return how many entries there are; 0 before the log is founded."""
        found = fetch(self._connection, _HEAD)
        return int(found[0][1]) if found else 0

    def types_since(self, earlier: StoredHead, head: StoredHead) -> frozenset[str] | None:
        """
        Return the types of the entries that came after an earlier head, or None where the log did not grow from it.

        That it did is proven: with the hashes of what came since, the earlier tree has the root of the present one.

        Args:
            head: The head of this log as it is now.
        """
        if head.size < earlier.size or head.origin != earlier.origin:
            return None
        rows = fetch(self._connection, _GROWN, earlier.size, head.size) if head.size > earlier.size else []
        frontier = Frontier(earlier.size, earlier.frontier)
        frontier.extend([leaf_hash for _, leaf_hash in rows if type(leaf_hash) is bytes])
        if (frontier.size, frontier.root()) != (head.size, head.root):
            return None
        return frozenset(str(kind) for kind, _ in rows)

    def origin(self) -> str:
        """Return the log's name; see `head`."""
        return self.head().origin

    def root(self) -> bytes:
        """Return the root of the tree as the head row has it."""
        return self.head().root

    def stored(self, first: int = 0, count: int | None = None) -> Iterator[StoredEntry]:
        """Yield rows as stored, by index; memory does not grow with the log."""
        wanted = _ENTRIES.where(log_entry.c.entry_index >= first)
        if count is not None:
            wanted = wanted.limit(count)
        for row in stream(self._connection, wanted, at_once=_FETCHED):
            yield StoredEntry(*row)

    def end(self) -> int:
        """Return the index after the last row, whatever the head says; 0 where there is none."""
        last = self._connection.execute(_LAST).scalar()
        return 0 if last is None else int(last) + 1

    def rows(self, first: int, end: int) -> list[StoredRow]:
        """
        Return rows as stored, by index, as the driver gives them.

        Args:
            first: The first that is wanted.
            end: The first that no longer is.
        """
        return cast("list[StoredRow]", fetch(self._connection, _ROWS, first, end))

    def data(self, index: int) -> bytes | None:
        """Return the bytes of one entry as stored, or None where there are none; what they hash to is not looked at."""
        found = fetch(self._connection, _ENTRY, index)
        return found[0][0] if found and type(found[0][0]) is bytes else None

    def entry(self, index: int) -> Entry | None:
        """
        Return one entry, or None where the log ends before it.

        Raises:
            VerificationError: Its bytes are not those that were hashed.
        """
        row = self._connection.execute(_ENTRY, {"index": index}).first()
        return None if row is None else _read_entry(index, row.data, row.leaf_hash)

    def entries(self, first: int, end: int) -> list[Entry]:
        """
        Return entries that follow each other; see `rows`.

        Raises:
            VerificationError: One is missing, or its bytes are not those that were hashed.
        """
        rows = self.rows(first, end)
        missing = next(
            (index for index, row in zip_longest(range(first, end), rows) if row is None or row[0] != index), None
        )
        if missing is not None:
            raise VerificationError(f"entry {missing}: it is missing")
        return [_read_entry(index, data, leaf_hash) for index, data, leaf_hash, *_ in rows]

    def entries_of(self, indices: Iterable[int]) -> dict[int, Entry]:
        """Return those of some entries that are there, by index; see `entry`."""
        wanted = sorted(set(indices))
        found: dict[int, Entry] = {}
        for at in range(0, len(wanted), _FETCHED):
            rows = self._connection.execute(_SOME, {"indices": wanted[at : at + _FETCHED]})
            found.update((index, _read_entry(index, data, leaf_hash)) for index, data, leaf_hash in rows)
        return found

    def erasures(self, addresses: Collection[str]) -> dict[str, int]:
        """Return for each of some texts the first entry that says it was erased, where one does."""
        found: dict[str, int] = {}
        for index in self._connection.execute(_ERASURES).scalars().all():
            entry = self.entry(index)
            address = read_erasure(entry).digest if entry is not None else ""
            if address in addresses:
                found.setdefault(address, index)
        return found

    def whole(self) -> Iterator[Entry]:
        """
        Yield every entry; whoever takes them all knows that they amount to the root in the head row.

        Memory does not grow with the log.

        Raises:
            VerificationError: An entry is missing, its bytes are not those that were hashed, or all
                of them together are not the log that the head row names.
        """
        head, frontier = self.head(), Frontier()
        for row in self.stored():
            if row.entry_index != frontier.size:
                raise VerificationError(f"entry {frontier.size}: it is missing")
            yield _read_entry(row.entry_index, row.data, row.leaf_hash)
            frontier.append(row.leaf_hash)
        if (frontier.size, frontier.root()) != (head.size, head.root):
            raise VerificationError("head: it names another size or root than its entries have")

    def about_keys(self) -> list[Entry]:
        """
        Return the entries that say whose signatures count, by index.

        Raises:
            VerificationError: The bytes of one are not those that were hashed.
        """
        found = self._connection.execute(_ABOUT_KEYS).scalars().all()
        return [entry for index in found if (entry := self.entry(index)) is not None]

    def roots_at(self, sizes: Iterable[int]) -> dict[int, bytes]:
        """
        Return the roots that the log has had at some sizes, from the tiles that it keeps.

        A size beyond the log is left out. It reads a few tiles for each size, however large the log.

        Raises:
            VerificationError: A tile that it needs is missing, cut short, or of another kind than was stored.
        """
        end = self.end()
        read = self._tiles.nodes(end)
        return {size: read_root(size, read) for size in sorted(set(sizes)) if size <= end}

    def answering(self, key: str) -> Entry | None:
        """Return the entry that answers the request of a key, or None; see `entry`."""
        found = self._connection.execute(select(log_entry.c.entry_index).where(log_entry.c.request_key == key)).scalar()
        return None if found is None else self.entry(found)

    def batches(self) -> list[str]:
        """Return the names of all batches, in order; it looks through the log."""
        wanted = select(log_entry.c.batch).where(log_entry.c.batch.is_not(None)).distinct()
        return sorted(self._connection.execute(wanted).scalars())

    def altered_triggers(self) -> tuple[str, ...]:
        """Return the names of triggers that are missing or not as they were made."""
        return find_altered_triggers(self._connection)


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
        head = _read_head(row) if row is not None else self._found(drafts[0])
        if expected_size is not None and expected_size != head.size:
            raise AppendConflictError(
                f"the log holds {head.size} entries, not {expected_size}: another writer was first"
            )
        moment, clamped = _later(clock(), head.recorded_at)
        entries = [draft.seal(head.size + place, moment, clamped=clamped) for place, draft in enumerate(drafts)]
        recorded_at = render_instant(moment)
        leaf_hashes = [entry.leaf_hash() for entry in entries]
        rows = [
            (entry.index, entry.data, leaf_hash, str(entry.type), recorded_at, entry.batch, _request_key(entry))
            for entry, leaf_hash in zip(entries, leaf_hashes, strict=True)
        ]
        frontier = Frontier(head.size, head.frontier)
        tiles = grow(frontier, leaf_hashes, self._tiles.read)
        self._is_torn = True
        self._driver.execute_many(statements.insert, rows)
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
        if draft.type is not EntryType.LOG_CREATED:
            raise StoreMissingError(_NOT_FOUNDED)
        origin = read_origin(draft.seal(0, parse_instant("2000-01-01T00:00:00.000000Z")))
        head = StoredHead(origin, 0, EMPTY_ROOT, (), "")
        self._connection.execute(
            insert(log_head).values(id=1, origin=origin, size=0, root=EMPTY_ROOT, frontier=b"", recorded_at="")
        )
        return head


class _Statements(NamedTuple):
    """What every append runs, as the driver takes it."""

    head: str
    insert: str
    insert_tile: str
    update: str


@cache
def _render_statements(dialect: Dialect) -> _Statements:
    """Write out the statements once; their parameters stand in the order of the table's columns."""
    return _Statements(
        str(_HEAD.with_for_update().compile(dialect=dialect)),
        str(insert(log_entry).compile(dialect=dialect, column_keys=ENTRY_COLUMNS)),
        str(insert(log_tile).compile(dialect=dialect, column_keys=StoredTile._fields)),
        str(update(log_head).compile(dialect=dialect, column_keys=["size", "root", "frontier", "recorded_at"])),
    )


def _request_key(entry: Entry) -> str | None:
    return None if entry.request is None else entry.request.key


def _read_entry(index: int, data: object, leaf_hash: object) -> Entry:
    if type(data) is not bytes or type(leaf_hash) is not bytes:
        raise VerificationError(f"entry {index}: its row holds another kind of value than was stored")
    if hash_leaf(data) != leaf_hash:
        raise VerificationError(f"entry {index}: its bytes do not hash to the leaf hash stored beside them")
    return Entry.from_bytes(index, data)


def _read_head(row: Sequence[Any] | None) -> StoredHead:
    if row is None:
        raise StoreMissingError(_NOT_FOUNDED)
    origin, size, root, frontier, recorded_at = row
    if [type(value) for value in row] != [str, int, bytes, bytes, str]:
        raise VerificationError("head: its row holds another kind of value than was stored")
    hashes = tuple(frontier[at : at + HASH_SIZE] for at in range(0, len(frontier), HASH_SIZE))
    return StoredHead(origin, size, root, hashes, recorded_at)


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
