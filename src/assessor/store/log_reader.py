"""
The log's rows, read back as they were stored; nothing is written again to be read.

Knows rows one by one, the head that is over them, and what the tree has been. How entries come there
stands in `assessor.store.log_writer`.
"""

from __future__ import annotations

from itertools import zip_longest
from typing import TYPE_CHECKING, Any, Final, cast

from sqlalchemy import bindparam, func, select

from assessor.audit.entry import Entry, EntryType
from assessor.audit.erasure import read_erasure
from assessor.audit.key_chain import KEY_TYPES
from assessor.audit.merkle import HASH_SIZE, Frontier, hash_leaf
from assessor.audit.proofs import read_root
from assessor.audit.stored import StoredEntry, StoredHead
from assessor.errors import StoreMissingError, VerificationError
from assessor.store.log_rows import HASHED, read_rows
from assessor.store.streaming import fetch, stream
from assessor.store.tables import is_of, log_entry, log_head
from assessor.store.tiles import TileReader
from assessor.store.triggers import find_altered_triggers

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Iterator, Sequence

    from sqlalchemy import Connection

    from assessor.audit.stored import Said, StoredRows

_ENTRY_COLUMNS: Final = ("entry_index", *StoredEntry._fields[1:])
"""The columns of a row as stored, in the order of `StoredEntry`."""

HEAD: Final = select(log_head.c.origin, log_head.c.size, log_head.c.root, log_head.c.frontier, log_head.c.recorded_at)
"""The head row, as `read_head` takes it."""

NOT_FOUNDED: Final = "no log was founded here: run `assessor init`"

_FETCHED = 512
_ABOUT_KEYS = select(log_entry.c.entry_index).where(is_of(*KEY_TYPES)).order_by(log_entry.c.entry_index)
_ENTRY = select(log_entry.c.data, log_entry.c.leaf_hash).where(log_entry.c.entry_index == bindparam("index"))
_SOME = select(log_entry.c.entry_index, log_entry.c.data, log_entry.c.leaf_hash).where(
    log_entry.c.entry_index.in_(bindparam("indices", expanding=True))
)
_ERASURES = select(log_entry.c.entry_index).where(is_of(EntryType.CONTENT_ERASED)).order_by(log_entry.c.entry_index)
_ENTRIES = select(*(log_entry.c[name] for name in _ENTRY_COLUMNS)).order_by(log_entry.c.entry_index)

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
        found = fetch(self._connection, HEAD)
        return read_head(found[0] if found else None)

    def size(self) -> int:
        """Return how many entries there are; 0 before the log is founded."""
        found = fetch(self._connection, HEAD)
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

    def rows(self, first: int, end: int, said: Sequence[Said] = ()) -> StoredRows:
        """Return rows as stored, by index; see `read_rows`."""
        return read_rows(self._connection, first, end, said)

    def hashed(self, first: int, end: int) -> list[tuple[int, bytes, bytes]]:
        """
        Return index, bytes and leaf hash of rows as stored, as the driver gives them.

        Args:
            first: The first that is wanted.
            end: The first that no longer is.
        """
        return cast("list[tuple[int, bytes, bytes]]", fetch(self._connection, HASHED, first, end))

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
        Return entries that follow each other; see `hashed`.

        Raises:
            VerificationError: One is missing, or its bytes are not those that were hashed.
        """
        rows = self.hashed(first, end)
        missing = next(
            (index for index, row in zip_longest(range(first, end), rows) if row is None or row[0] != index), None
        )
        if missing is not None:
            raise VerificationError(f"entry {missing}: it is missing")
        return [_read_entry(index, data, leaf_hash) for index, data, leaf_hash in rows]

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


def read_head(row: Sequence[Any] | None) -> StoredHead:
    """
    Return the head of a row as the driver gives it.

    Raises:
        StoreMissingError: There is none: no log was founded.
        VerificationError: It holds another kind of value than was stored.
    """
    if row is None:
        raise StoreMissingError(NOT_FOUNDED)
    origin, size, root, frontier, recorded_at = row
    if [type(value) for value in row] != [str, int, bytes, bytes, str]:
        raise VerificationError("head: its row holds another kind of value than was stored")
    hashes = tuple(frontier[at : at + HASH_SIZE] for at in range(0, len(frontier), HASH_SIZE))
    return StoredHead(origin, size, root, hashes, recorded_at)


def _read_entry(index: int, data: object, leaf_hash: object) -> Entry:
    if type(data) is not bytes or type(leaf_hash) is not bytes:
        raise VerificationError(f"entry {index}: its row holds another kind of value than was stored")
    if hash_leaf(data) != leaf_hash:
        raise VerificationError(f"entry {index}: its bytes do not hash to the leaf hash stored beside them")
    return Entry.from_bytes(index, data)
